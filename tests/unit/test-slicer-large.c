/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "slicer-log.h"

#include "fhir/karne-slicer-private.h"
#include "karne-error.h"

#include <string.h>

#define KIB 1024
#define MIB (1024 * 1024)
#define HEAD "{\"resourceType\":\"Bundle\",\"entry\":["
#define DOCUMENT "{\"resource\":{\"resourceType\":\"Binary\",\"id\":\"d\","
#define OTHER "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"a\"}}"
#define OTHER_LOG "[none Patient/a 0] " OTHER "\n"
#define TAIL_LOG "bundle type=(null) next=(null) total=-1 updated=(null) n=2\nok"

static char *
base64 (gsize len)
{
  char *text = g_malloc (len + 1);

  for (gsize i = 0; i < len; i++)
    text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[i * 7 % 64];
  text[len] = '\0';
  return text;
}

static char *
blob_line (guint n, const char *text)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);

  return g_strdup_printf ("blob %u: %zu %.6s\n", n, strlen (text), sum);
}

/* An entry with the members `before` the string, then the string, then `after`; and a good one. */
static char *
log_with_string (const char *before, const char *string, const char *after)
{
  g_autofree char *page =
      g_strconcat (HEAD DOCUMENT, before, "\"", string, "\"", after, "}}," OTHER "]}", NULL);

  return slicer_log (page, strlen (page));
}

static void
assert_diverted (const char *before, const char *string, const char *flaw)
{
  g_autofree char *got = log_with_string (before, string, "");
  g_autofree char *line = blob_line (0, string);
  g_autofree char *expected =
      g_strdup_printf ("%s[%s Binary/d 1] of %zu: " DOCUMENT
                       "%s\"karne:blob:0\"}}\n" OTHER_LOG TAIL_LOG,
                       line, flaw, strlen (DOCUMENT "\"\"}}") + strlen (before) + strlen (string),
                       before);

  g_assert_cmpstr (got, ==, expected);
}

static void
assert_kept (const char *before, const char *string)
{
  g_autofree char *got = log_with_string (before, string, "");
  g_autofree char *expected =
      g_strdup_printf ("[none Binary/d 0] " DOCUMENT "%s\"%s\"}}\n" OTHER_LOG TAIL_LOG, before,
                       string);

  g_assert_cmpstr (got, ==, expected);
}

static void
test_diverted_exactly (void)
{
  g_autofree char *at = base64 (256 * KIB);
  g_autofree char *over = base64 (256 * KIB + 1);
  g_autofree char *big = base64 (5 * MIB + 17);

  assert_kept ("\"data\":", at);
  assert_diverted ("\"data\":", over, "none");
  assert_diverted ("\"data\" \n:\t", over, "none");
  assert_diverted ("\"data\":", big, "none");
}

/* Only values of the key `data` are; other long strings stay in the entry. */
static void
test_not_diverted (void)
{
  g_autofree char *big = base64 (MIB);

  assert_kept ("\"div\":", big);
  assert_kept ("\"x\\\"data\":", big);
  assert_kept ("\"xdata\":", big);
  assert_kept ("\"data\":", "short");
}

static void
test_key_not_diverted (void)
{
  g_autofree char *big = base64 (MIB);
  g_autofree char *got = log_with_string ("\"data\":1,", big, ":2");

  g_assert_true (g_str_has_prefix (got, "[none Binary/d 0] " DOCUMENT "\"data\":1,\"AHO"));
}

/* What stands in a blob is checked like any other string. */
static void
test_blob_flaws (void)
{
  static const struct
  {
    const char *text;
    const char *flaw;
  } cases[] = {
    { "\\/\\u00e9\\uD83D\\uDE00\xC3\xA9\\\"", "none" },
    { "\xC3(", "utf8" },
    { "\\uD83D", "surrogate" },
    { "\\u0000", "nul" },
    { "\\x", "grammar" },
    { "\\u12", "grammar" },
    { "\n", "grammar" },
    { "\xE2\x82", "utf8" },
  };
  g_autofree char *big = base64 (300 * KIB);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *end = g_strconcat (big, cases[i].text, NULL);
      g_autofree char *middle = g_strconcat (big, cases[i].text, "xyz", NULL);
      g_autofree char *start = g_strconcat (cases[i].text, "xyz", big, NULL);

      assert_diverted ("\"data\":", end, cases[i].flaw);
      assert_diverted ("\"data\":", middle, cases[i].flaw);
      assert_diverted ("\"data\":", start, cases[i].flaw);
    }
}

/* Each entry counts its own, from 0; ten of them do not make an entry too large. */
static void
test_many_blobs (void)
{
  g_autofree char *big = base64 (400 * KIB);
  g_autofree char *got = NULL;
  g_autoptr (GString) page = g_string_new (HEAD);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint entry = 0; entry < 2; entry++)
    {
      gsize len = page->len;

      g_string_append (page, entry > 0 ? "," DOCUMENT "\"x\":[" : DOCUMENT "\"x\":[");
      len = page->len - strlen (DOCUMENT "\"x\":[");
      for (guint i = 0; i < 10; i++)
        {
          g_autofree char *blob = blob_line (i, big);

          g_string_append_printf (page, "%s{\"data\":\"%s\"}", i > 0 ? "," : "", big);
          g_string_append (expected, blob);
        }
      g_string_append (page, "]}}");
      g_string_append_printf (expected, "[none Binary/d 10] of %zu: " DOCUMENT "\"x\":[",
                              page->len - len);
      for (guint i = 0; i < 10; i++)
        g_string_append_printf (expected, "%s{\"data\":\"karne:blob:%u\"}", i > 0 ? "," : "", i);
      g_string_append (expected, "]}}\n");
    }
  g_string_append (page, "]}");
  g_string_append (expected, TAIL_LOG);
  got = slicer_log_pieces (page->str, page->len, 1000, 1000, 0);
  g_assert_cmpstr (got, ==, expected->str);
}

static void
assert_too_large (const char *before, const char *string, const char *after)
{
  g_autofree char *got = log_with_string (before, string, after);
  gsize total = strlen (DOCUMENT "\"\"}}") + strlen (before) + strlen (string) + strlen (after);
  g_autofree char *entry = g_strconcat (DOCUMENT, before, "\"", string, NULL);
  g_autofree char *expected =
      g_strdup_printf ("[too-large Binary/d 0] of %zu: %.1024s\n" OTHER_LOG TAIL_LOG, total, entry);

  g_assert_cmpstr (got, ==, expected);
}

static void
test_too_large (void)
{
  const gsize frame = strlen (DOCUMENT "\"x\":\"\"}}");
  g_autofree char *fits = base64 (2 * MIB - frame);
  g_autofree char *over = base64 (2 * MIB - frame + 1);
  g_autofree char *big = base64 (5 * MIB);
  g_autofree char *escaped = g_strconcat (big, "}]\\\"\\\\", NULL);

  assert_kept ("\"x\":", fits);
  assert_too_large ("\"x\":", over, "");
  assert_too_large ("\"x\":", big, "");
  assert_too_large ("\"x\":", escaped, ",\"y\":[{\"z\":\"}\"}]");
}

/* Not one long string, but many short ones; type and id come after them. */
static void
test_too_large_named_late (void)
{
  g_autoptr (GString) page = g_string_new (HEAD "{\"resource\":{\"contained\":[{\"id\":\"no\"}");
  g_autofree char *got = NULL;

  while (page->len < 3 * MIB)
    g_string_append (page, ",{\"id\":\"wrong\",\"x\":[{\"y\":\"a string\"}]}");
  g_string_append (page, "],\"id\":\"d\",\"resourceType\":\"Binary\"}}," OTHER "]}");
  got = slicer_log (page->str, page->len);
  g_assert_true (g_str_has_prefix (got, "[too-large Binary/d 0] of 31"));
  g_assert_true (g_str_has_suffix (got, OTHER_LOG TAIL_LOG));
}

/* 100,000 deep, and deeper than brackets are matched. */
static void
test_deep (void)
{
  /* Two levels are the entry's own; 1024 brackets are matched. */
  static const guint depths[] = { 197,  198,  199,  200,  201,   1021,  1022,  1023,
                                  1024, 1025, 2050, 9999, 20000, 65536, 99998, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      guint depth = depths[i];
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *page =
          g_strconcat (HEAD DOCUMENT "\"x\":", open, close, "}}," OTHER "]}", NULL);
      g_autofree char *got = slicer_log_pieces (page, strlen (page), 1000, 1000, 0);
      g_autofree char *expected =
          g_strdup_printf ("[%s Binary/d 0] " DOCUMENT "\"x\":%s%s}}\n" OTHER_LOG TAIL_LOG,
                           depth + 2 > 200 ? "depth" : "none", open, close);

      g_assert_cmpstr (got, ==, expected);
    }
}

static void
test_large_frame (void)
{
  g_autofree char *big = base64 (3 * MIB);
  g_autofree char *less = base64 (MIB + 1);
  g_autofree char *before =
      g_strconcat ("{\"resourceType\":\"Bundle\",\"x\":\"", big, "\",\"entry\":[" OTHER "]}", NULL);
  g_autofree char *after = g_strconcat (HEAD OTHER "],\"x\":\"", big, "\"}", NULL);
  g_autofree char *link =
      g_strconcat (HEAD OTHER "],\"link\":[{\"relation\":\"next\",\"url\":\"", less, "\"}]}", NULL);
  g_autofree char *data = g_strconcat ("{\"resourceType\":\"Bundle\",\"signature\":{\"data\":\"",
                                       less, "\"},\"entry\":[" OTHER "]}", NULL);
  const char *pages[] = { before, after, link, data };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *got = slicer_log (pages[i], strlen (pages[i]));

      g_assert_true (g_str_has_suffix (got, "\nprotocol"));
    }
}

static void
test_large_lone (void)
{
  g_autofree char *big = base64 (3 * MIB);
  g_autofree char *page =
      g_strconcat ("{\"data\":\"", big, "\",\"id\":\"d\",\"resourceType\":\"Binary\"}", NULL);
  g_autofree char *too_large =
      g_strconcat ("{\"x\":\"", big, "\",\"id\":\"d\",\"resourceType\":\"Binary\"}", NULL);
  g_autofree char *got = slicer_log (page, strlen (page));
  g_autofree char *refused = slicer_log (too_large, strlen (too_large));

  g_assert_nonnull (strstr (got, "\n[none Binary/d 1] of "));
  g_assert_true (g_str_has_prefix (refused, "[too-large Binary/d 0] of "));
  g_assert_true (g_str_has_suffix (refused, "\nok"));
}

/* As many `entry` as there is room for, in what is no Bundle: each is looked at, none is looked at
 * twice. */
static void
test_many_entry_members (void)
{
  g_autoptr (GString) page = g_string_new ("{\"id\":\"a\",\"resourceType\":\"List\"");
  g_autofree char *got = NULL;

  while (page->len < 2 * MIB - 20)
    g_string_append (page, ",\"entry\":[]");
  g_string_append (page, "}");
  got = slicer_log_pieces (page->str, page->len, page->len, page->len, 0);
  g_assert_true (g_str_has_prefix (got, "[duplicate-key List/a 0] {"));
}

/* --- Memory ---------------------------------------------------------------------------------- */

static gboolean
count_entry_cb (const KarneSlice *slice, gpointer data, GError **error)
{
  g_assert_cmpint (slice->flaw, ==, KARNE_FLAW_NONE);
  ++*(guint *) data;
  return TRUE;
}

static gboolean
ignore_blob_cb (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  return TRUE;
}

static const KarneSlicerSink counting_sink = { count_entry_cb, ignore_blob_cb, NULL };

static void
push (KarneSlicer *slicer, const char *text)
{
  g_autoptr (GError) error = NULL;

  karne_slicer_push (slicer, text, strlen (text), &error);
  g_assert_no_error (error);
}

/* A Bundle as large as one likes, of small entries and now and then one with a large attachment. */
static void
push_bundle (KarneSlicer *slicer, gsize size)
{
  g_autofree char *data = base64 (100 * KIB);

  push (slicer, HEAD DOCUMENT "\"x\":1}}");
  for (gsize sent = 0; sent < size; sent += 100 * KIB)
    {
      gboolean is_large = sent / (100 * KIB) % 50 == 0;

      push (slicer, is_large ? "," DOCUMENT "\"data\":\"" : "," DOCUMENT "\"x\":\"");
      push (slicer, data);
      for (gsize i = 0; is_large && i < 10; i++, sent += 100 * KIB)
        push (slicer, data);
      push (slicer, "\"}}");
    }
  push (slicer, "]}");
}

/* Sanitizers are told by a macro in one compiler, by a feature in the other. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define BUNDLE_SIZE (10 * MIB)
#else
#define BUNDLE_SIZE (300 * MIB)
#endif

static gsize
memory_of_bundle (gsize size)
{
  guint n_entries = 0;
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&counting_sink, &n_entries);
  g_autoptr (GError) error = NULL;

  push_bundle (slicer, size);
  g_assert_true (karne_slicer_finish (slicer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_entries, ==, karne_slicer_get_n_entries (slicer));
  return karne_slicer_get_memory (slicer);
}

static void
test_memory (void)
{
  gsize little = memory_of_bundle (6 * MIB);
  gsize much = memory_of_bundle (BUNDLE_SIZE);

  g_assert_cmpuint (much, ==, little);
  g_assert_cmpuint (much, <=, MIB);
}

/* The worst: the frame as large as can be, then an entry of 50 MB. */
static void
test_memory_hostile (void)
{
  guint n_entries = 0;
  KarneSlicerSink sink = { NULL, ignore_blob_cb, NULL };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, &n_entries);
  g_autofree char *text = base64 (MIB);

  push (slicer, "{\"x\":\"");
  push (slicer, text);
  push (slicer, "\",\"entry\":[{\"x\":\"");
  for (gsize i = 0; i < BUNDLE_SIZE / 6; i += MIB)
    push (slicer, text);
  g_assert_cmpuint (karne_slicer_get_memory (slicer), <=, 5 * MIB);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slicer/diverted/exactly", test_diverted_exactly);
  g_test_add_func ("/slicer/diverted/only-data", test_not_diverted);
  g_test_add_func ("/slicer/diverted/not-keys", test_key_not_diverted);
  g_test_add_func ("/slicer/diverted/flaws", test_blob_flaws);
  g_test_add_func ("/slicer/diverted/many", test_many_blobs);
  g_test_add_func ("/slicer/too-large", test_too_large);
  g_test_add_func ("/slicer/too-large/named-late", test_too_large_named_late);
  g_test_add_func ("/slicer/deep", test_deep);
  g_test_add_func ("/slicer/large-frame", test_large_frame);
  g_test_add_func ("/slicer/large-lone", test_large_lone);
  g_test_add_func ("/slicer/many-entry-members", test_many_entry_members);
  g_test_add_func ("/slicer/memory", test_memory);
  g_test_add_func ("/slicer/memory/hostile", test_memory_hostile);
  return g_test_run ();
}
