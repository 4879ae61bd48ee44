/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-slicer-private.h"
#include "karne-error.h"

#include <string.h>

/* A page is fed in different pieces, and what comes out is written down as text:
 *
 *   [flaw type/id blobs] text\n     for each entry; `+` after the flaw where blobs or references
 * came blob N: length\n                before it ref VALUE\n, canonical VALUE\n type=… next=…
 * total=… updated=… shape=…\n ok, truncated, protocol, portal or callback
 */

typedef struct
{
  GString *log;
  GString *blob;
  guint n_blob;
  gsize largest_piece;
  guint fail_at; /* the entry, counted from 1, that the receiver refuses */
  guint n_entries;
} Receiver;

static void
end_blob (Receiver *self)
{
  g_autofree char *sum = NULL;

  if (self->blob->len == 0)
    return;
  sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) self->blob->str, self->blob->len);
  g_string_append_printf (self->log, "blob %u: %" G_GSIZE_FORMAT " %.6s\n", self->n_blob,
                          self->blob->len, sum);
  g_string_truncate (self->blob, 0);
}

static void
append_span (GString *log, KarneSpan span)
{
  g_string_append_len (log, span.text != NULL ? span.text : "-",
                       span.text != NULL ? (gssize) span.len : 1);
}

static gboolean
entry_cb (const KarneSlice *slice, gpointer data, GError **error)
{
  Receiver *self = data;

  end_blob (self);
  g_string_append_printf (self->log, "[%s ", karne_flaw_to_nick (slice->flaw));
  append_span (self->log, slice->notes.type);
  g_string_append_c (self->log, '/');
  append_span (self->log, slice->notes.id);
  g_string_append_printf (self->log, " %u] ", slice->n_blobs);
  if (slice->total_len != slice->len)
    g_string_append_printf (self->log, "of %" G_GUINT64_FORMAT ": ", slice->total_len);
  g_string_append_len (self->log, slice->text, (gssize) slice->len);
  g_string_append_c (self->log, '\n');
  if (++self->n_entries != self->fail_at)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_SPACE, "refused");
  return FALSE;
}

static gboolean
blob_cb (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  Receiver *self = data;

  if (n != self->n_blob || offset == 0)
    end_blob (self);
  self->n_blob = n;
  self->largest_piece = MAX (self->largest_piece, len);
  g_assert_cmpuint (offset, ==, self->blob->len);
  g_string_append_len (self->blob, text, (gssize) len);
  return TRUE;
}

static void
reference_cb (KarneSpan value, gboolean canonical, gpointer data)
{
  Receiver *self = data;

  g_string_append (self->log, canonical ? "canonical " : "ref ");
  append_span (self->log, value);
  g_string_append_c (self->log, '\n');
}

static const KarneSlicerSink receiver_sink = { entry_cb, blob_cb, reference_cb };

static const char *
name_outcome (const GError *error)
{
  if (error == NULL)
    return "ok";
  g_assert_true (error->domain == KARNE_ERROR);
  if (error->code == KARNE_ERROR_TRUNCATED)
    return "truncated";
  if (error->code == KARNE_ERROR_PROTOCOL)
    return "protocol";
  return error->code == KARNE_ERROR_CAPTIVE_PORTAL ? "portal" : "callback";
}

static void
log_bundle (GString *log, KarneSlicer *slicer)
{
  static const char *const shapes[] = { "unknown", "bundle", "resource", "not-json" };

  g_string_append_printf (log, "%s type=%s next=%s total=%" G_GINT64_FORMAT " updated=%s n=%u\n",
                          shapes[karne_slicer_get_shape (slicer)],
                          karne_slicer_get_bundle_type (slicer), karne_slicer_get_next (slicer),
                          karne_slicer_get_total (slicer), karne_slicer_get_last_updated (slicer),
                          karne_slicer_get_n_entries (slicer));
}

/* Pieces of `first` bytes, then of `piece` bytes. */
static char *
slice_in_pieces (const char *text, gsize len, gsize first, gsize piece, guint fail_at)
{
  g_autoptr (GString) blob = g_string_new (NULL);
  Receiver receiver = { .log = g_string_new (NULL), .blob = blob, .fail_at = fail_at };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&receiver_sink, &receiver);
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize i = 0, n = first; i < len && ok; i += n, n = piece)
    {
      /* Each piece in memory of its own, so that reading past it is seen. */
      g_autofree char *copy = g_memdup2 (text + i, n = MIN (n, len - i));

      ok = n == 0 || karne_slicer_push (slicer, copy, n, &error);
    }
  if (ok)
    ok = karne_slicer_finish (slicer, &error);
  else
    g_assert_false (karne_slicer_finish (slicer, NULL));
  g_assert_cmpint (ok, ==, karne_slicer_is_complete (slicer));
  g_assert_cmpuint (receiver.largest_piece, <=, 64 * 1024);
  end_blob (&receiver);
  log_bundle (receiver.log, slicer);
  g_string_append (receiver.log, name_outcome (error));
  return g_string_free (receiver.log, FALSE);
}

/* Whole, byte by byte, and cut once at every place: the same comes out. */
static char *
slice (const char *text, gsize len)
{
  g_autofree char *whole = slice_in_pieces (text, len, len, len, 0);

  for (gsize first = 1; first < len && len < 2000; first++)
    {
      g_autofree char *cut = slice_in_pieces (text, len, first, len, 0);

      g_assert_cmpstr (cut, ==, whole);
    }
  for (gsize piece = 1; piece < len; piece = len < 10000 ? piece * 3 : piece * 40 + 1)
    {
      g_autofree char *cut = slice_in_pieces (text, len, piece, piece, 0);

      g_assert_cmpstr (cut, ==, whole);
    }
  return g_steal_pointer (&whole);
}

static void
assert_slices (const char *text, const char *expected)
{
  g_autofree char *got = slice (text, strlen (text));

  g_assert_cmpstr (got, ==, expected);
}

#define BUNDLE(entries) "{\"resourceType\":\"Bundle\",\"entry\":[" entries "]}"
#define PATIENT(id) "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"" id "\"}}"
#define BUNDLE_SAYS(n) "bundle type=(null) next=(null) total=-1 updated=(null) n=" n "\n"
#define NO_PAGE "unknown type=(null) next=(null) total=-1 updated=(null) n=0\n"
#define A "[none Patient/a 0] " PATIENT ("a") "\n"
#define B "[none Patient/b 0] " PATIENT ("b") "\n"

typedef struct
{
  const char *name;
  const char *text;
  const char *expected;
} Case;

static const Case shape_cases[] = {
  { "one", BUNDLE (PATIENT ("a")), A BUNDLE_SAYS ("1") "ok" },
  { "two", BUNDLE (PATIENT ("a") "," PATIENT ("b")), A B BUNDLE_SAYS ("2") "ok" },
  { "spaced", " \n" BUNDLE (" " PATIENT ("a") "\r\n,\t" PATIENT ("b") " ") "\n ",
    A B BUNDLE_SAYS ("2") "ok" },
  { "bom", "\xEF\xBB\xBF" BUNDLE (PATIENT ("a")), A BUNDLE_SAYS ("1") "ok" },
  { "bom-then-space", "\xEF\xBB\xBF\n" BUNDLE (PATIENT ("a")), A BUNDLE_SAYS ("1") "ok" },
  { "no-entry", "{\"resourceType\":\"Bundle\",\"total\":0}",
    "bundle type=(null) next=(null) total=0 updated=(null) n=0\nok" },
  { "empty-entry", BUNDLE (""), BUNDLE_SAYS ("0") "ok" },
  { "said-after",
    "{\"entry\":[" PATIENT (
        "a") "],\"link\":[{\"relation\":\"self\",\"url\":\"x\"},"
             "{\"url\":\"https:\\/\\/h\\/?p=2\",\"relation\":\"next\"}],\"total\":12,"
             "\"meta\":{\"lastUpdated\":\"2026-01-01T00:00:00Z\"},\"type\":\"searchset\","
             "\"resourceType\":\"Bundle\"}",
    A "bundle type=searchset next=https://h/?p=2 total=12 updated=2026-01-01T00:00:00Z n=1\nok" },
  { "said-before",
    "{\"link\":[{\"relation\":\"next\",\"url\":\"n\"}],\"total\":12,"
    "\"meta\":{\"lastUpdated\":\"2026\"},\"type\":\"history\",\"resourceType\":\"Bundle\","
    "\"entry\":[" PATIENT ("a") "]}",
    A "bundle type=history next=n total=12 updated=2026 n=1\nok" },
  { "total-odd", "{\"resourceType\":\"Bundle\",\"total\":-3}", BUNDLE_SAYS ("0") "ok" },
  { "lone", "{\"id\":\"a\",\"x\":[1,[2]],\"resourceType\":\"Patient\"} ",
    "[none Patient/a 0] {\"id\":\"a\",\"x\":[1,[2]],\"resourceType\":\"Patient\"}\n"
    "resource type=(null) next=(null) total=-1 updated=(null) n=1\nok" },
  { "lone-outcome", "{\"resourceType\":\"OperationOutcome\"}",
    "[none OperationOutcome/- 0] {\"resourceType\":\"OperationOutcome\"}\n"
    "resource type=(null) next=(null) total=-1 updated=(null) n=1\nok" },
  { "lone-list", "{\"resourceType\":\"List\",\"id\":\"l\",\"entry\":[{\"item\":{}}]}",
    "[none List/l 0] {\"resourceType\":\"List\",\"id\":\"l\",\"entry\":[{\"item\":{}}]}\n"
    "resource type=(null) next=(null) total=-1 updated=(null) n=1\nok" },
  { "lone-flawed", "{\"resourceType\":\"Patient\",id:\"a\"}",
    "[grammar Patient/- 0] {\"resourceType\":\"Patient\",id:\"a\"}\n"
    "resource type=(null) next=(null) total=-1 updated=(null) n=1\nok" },
  { "nested-bundle",
    BUNDLE ("{\"resource\":{\"resourceType\":\"Bundle\",\"entry\":[" PATIENT ("x") "]}}"),
    "[none Bundle/- 0] {\"resource\":{\"resourceType\":\"Bundle\",\"entry\":[" PATIENT (
        "x") "]}}\n" BUNDLE_SAYS ("1") "ok" },
};

static const Case page_cases[] = {
  { "empty", "", NO_PAGE "truncated" },
  { "blank", " \n", NO_PAGE "truncated" },
  { "portal", " <html>", "not-json type=(null) next=(null) total=-1 updated=(null) n=0\nportal" },
  { "text", "Error", "not-json type=(null) next=(null) total=-1 updated=(null) n=0\nprotocol" },
  { "array", "[]", "not-json type=(null) next=(null) total=-1 updated=(null) n=0\nprotocol" },
  { "half-bom", "\xEF\xBB{}",
    "not-json type=(null) next=(null) total=-1 updated=(null) n=0\nprotocol" },
  { "no-comma", BUNDLE (PATIENT ("a") PATIENT ("b")), A BUNDLE_SAYS ("1") "protocol" },
  { "two-commas", BUNDLE (PATIENT ("a") ",," PATIENT ("b")), A BUNDLE_SAYS ("1") "protocol" },
  { "last-comma", BUNDLE (PATIENT ("a") ","), A BUNDLE_SAYS ("1") "protocol" },
  { "first-comma", BUNDLE ("," PATIENT ("a")), BUNDLE_SAYS ("0") "protocol" },
  { "null-entry", BUNDLE ("null"), BUNDLE_SAYS ("0") "protocol" },
  { "garbage-between", BUNDLE (PATIENT ("a") " x," PATIENT ("b")), A BUNDLE_SAYS ("1") "protocol" },
  { "garbage-after", BUNDLE (PATIENT ("a")) "x", A BUNDLE_SAYS ("1") "protocol" },
  { "second-page-after", BUNDLE (PATIENT ("a")) "{}", A BUNDLE_SAYS ("1") "protocol" },
  { "brackets", BUNDLE (PATIENT ("a") ",{\"x\":[1}"), A BUNDLE_SAYS ("1") "protocol" },
  { "two-entries", "{\"resourceType\":\"Bundle\",\"entry\":[" PATIENT ("a") "],\"entry\":[]}",
    A BUNDLE_SAYS ("1") "protocol" },
  { "two-types", "{\"resourceType\":\"Bundle\",\"resourceType\":\"Bundle\"}", NO_PAGE "protocol" },
  { "no-type", "{\"entry\":[" PATIENT ("a") "]}", A BUNDLE_SAYS ("1") "protocol" },
  { "other-type", "{\"entry\":[" PATIENT ("a") "],\"resourceType\":\"List\"}",
    A BUNDLE_SAYS ("1") "protocol" },
  { "frame-flawed-before", "{\"resourceType\":\"Bundle\",x:1,\"entry\":[" PATIENT ("a") "]}",
    BUNDLE_SAYS ("0") "protocol" },
  { "frame-flawed-after", "{\"resourceType\":\"Bundle\",\"entry\":[" PATIENT ("a") "],}",
    A BUNDLE_SAYS ("1") "protocol" },
  { "entry-null", "{\"resourceType\":\"Bundle\",\"entry\":null}", NO_PAGE "protocol" },
};

static const Case entry_cases[] = {
  { "response", "{\"response\":{\"status\":\"204\"}}",
    "[none -/- 0] {\"response\":{\"status\":\"204\"}}\n" },
  { "request", "{\"request\":{\"method\":\"DELETE\",\"url\":\"Task/1\"}}",
    "[none -/- 0] {\"request\":{\"method\":\"DELETE\",\"url\":\"Task/1\"}}\n" },
  { "no-resource", "{\"fullUrl\":\"x\"}", "[no-resource -/- 0] {\"fullUrl\":\"x\"}\n" },
  { "no-type", "{\"resource\":{\"id\":\"a\"}}", "[no-type -/a 0] {\"resource\":{\"id\":\"a\"}}\n" },
  { "no-id", "{\"resource\":{\"resourceType\":\"Task\"}}",
    "[no-id Task/- 0] {\"resource\":{\"resourceType\":\"Task\"}}\n" },
  { "unsafe-id", "{\"resource\":{\"id\":\"a/b\",\"resourceType\":\"Task\"}}",
    "[unsafe-id Task/a/b 0] {\"resource\":{\"id\":\"a/b\",\"resourceType\":\"Task\"}}\n" },
  { "wrong-type", "{\"resource\":{\"id\":\"a\",\"resourceType\":\"task\"}}",
    "[wrong-type task/a 0] {\"resource\":{\"id\":\"a\",\"resourceType\":\"task\"}}\n" },
  { "outcome", "{\"search\":{\"mode\":\"outcome\"},\"resource\":{\"resourceType\":\"Other\"}}",
    "[none Other/- 0] "
    "{\"search\":{\"mode\":\"outcome\"},\"resource\":{\"resourceType\":\"Other\"}}\n" },
  { "references",
    "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"a\",\"for\":{\"reference\":\"Patient\\/1\"},"
    "\"contained\":[{\"x\":[{\"reference\":\"#y\"}]}],\"questionnaire\":\"Q|1\","
    "\"instantiatesCanonical\":[\"C1\",\"C2\"],\"url\":\"no\"},\"reference\":\"outside\"}",
    "ref Patient\\/1\nref #y\ncanonical Q|1\ncanonical C1\ncanonical C2\n[none Task/a 0] "
    "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"a\",\"for\":{\"reference\":\"Patient\\/1\"},"
    "\"contained\":[{\"x\":[{\"reference\":\"#y\"}]}],\"questionnaire\":\"Q|1\","
    "\"instantiatesCanonical\":[\"C1\",\"C2\"],\"url\":\"no\"},\"reference\":\"outside\"}\n" },
};

/* What may stand as the value of `x`, after the type and before the id. */
static const Case flaw_cases[] = {
  { "escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"", "none" },
  { "utf8", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", "none" },
  { "brackets-in-string", "\"}]{[\\\"}\"", "none" },
  { "numbers", "[1.0,1.00,5.60,1e-7,-0,0.1E+2,123456789012345678901234567890]", "none" },
  { "odd-space", "[ 1 ,\r\n\t2 ]", "none" },
  { "deep-enough", "[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]", "none" },
  { "bad-utf8", "\"\xC3(\"", "utf8" },
  { "overlong", "\"\xC0\xAF\"", "utf8" },
  { "utf8-surrogate", "\"\xED\xA0\x80\"", "utf8" },
  { "utf8-too-high", "\"\xF4\x90\x80\x80\"", "utf8" },
  { "utf8-outside", "\xC3(", "utf8" },
  { "nul-escape", "\"\\u0000\"", "nul" },
  { "high-alone", "\"\\uD83D\"", "surrogate" },
  { "high-twice", "\"\\uD83D\\uD83D\"", "surrogate" },
  { "low-alone", "\"\\uDE00\"", "surrogate" },
  { "newline", "\"a\nb\"", "grammar" },
  { "bad-escape", "\"\\x\"", "grammar" },
  { "bad-hex", "\"\\u12G4\"", "grammar" },
  { "duplicate", "{\"a\":1,\"b\":2,\"a\":3}", "duplicate-key" },
  { "duplicate-escaped", "{\"abc\":1,\"\\u0061bc\":3}", "duplicate-key" },
  { "duplicate-long", "{\"abcdefghij\":1,\"abcdefghij\":3}", "duplicate-key" },
  { "not-duplicate", "[{\"a\":{\"a\":{}},\"b\":{\"a\":1}},{\"a\":1}]", "none" },
  { "single-quotes", "'a'", "grammar" },
  { "bare-key", "{a:1}", "grammar" },
  { "trailing-comma", "[1,]", "grammar" },
  { "trailing-comma-object", "{\"a\":1,}", "grammar" },
  { "comment", "/* a */1", "grammar" },
  { "line-comment", "1//a\n", "grammar" },
  { "nan", "NaN", "grammar" },
  { "infinity", "-Infinity", "grammar" },
  { "hex", "0x1F", "grammar" },
  { "plus", "+1", "grammar" },
  { "bare-fraction", ".5", "grammar" },
  { "no-fraction", "1.", "grammar" },
  { "no-exponent", "1e", "grammar" },
  { "leading-zero", "01", "grammar" },
  { "missing", "", "grammar" },
  { "two-values", "1 2", "grammar" },
  { "no-colon", "{\"a\" 1}", "grammar" },
  { "capitals", "True", "grammar" },
};

static void
test_shapes (gconstpointer data)
{
  const Case *test = data;

  assert_slices (test->text, test->expected);
}

/* An entry of its own kind, between two that are good. */
static void
test_entry (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *text = g_strdup_printf (BUNDLE (PATIENT ("a") ",%s," PATIENT ("b")), test->text);
  g_autofree char *expected = g_strconcat (A, test->expected, B BUNDLE_SAYS ("3") "ok", NULL);

  assert_slices (text, expected);
}

/* Flawed or not: named, kept byte for byte, and the others go in. */
static void
test_flaw (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *entry =
      g_strconcat ("{\"resource\":{\"resourceType\":\"Task\",\"x\":", test->text, ",\"id\":\"t\"}}",
                   NULL);
  g_autofree char *text = g_strdup_printf (BUNDLE (PATIENT ("a") ",%s," PATIENT ("b")), entry);
  g_autofree char *expected =
      g_strdup_printf (A "[%s Task/t 0] %s\n" B BUNDLE_SAYS ("3") "ok", test->expected, entry);

  assert_slices (text, expected);
}

static void
add_cases (const char *folder, const Case *cases, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/slicer/%s/%s", folder, cases[i].name);

      g_test_add_data_func (path, &cases[i], func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("shape", shape_cases, G_N_ELEMENTS (shape_cases), test_shapes);
  add_cases ("page", page_cases, G_N_ELEMENTS (page_cases), test_shapes);
  add_cases ("entry", entry_cases, G_N_ELEMENTS (entry_cases), test_entry);
  add_cases ("flaw", flaw_cases, G_N_ELEMENTS (flaw_cases), test_flaw);
  return g_test_run ();
}
