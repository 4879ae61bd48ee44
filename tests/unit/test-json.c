/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Each text in memory of its own size, so that reading past its end is seen. */
static KarneFlaw
check (const char *text, gsize len, gsize *offset)
{
  g_autofree char *copy = g_memdup2 (text, len);

  return karne_json_check (copy != NULL ? copy : "", len, offset);
}

typedef struct
{
  const char *text;
  KarneFlaw flaw;
  gsize offset;
} Case;

static const Case cases[] = {
  { "{}", KARNE_FLAW_NONE },
  { " [ ] ", KARNE_FLAW_NONE },
  { "null", KARNE_FLAW_NONE },
  { "-0.0e-0", KARNE_FLAW_NONE },
  { "\"\"", KARNE_FLAW_NONE },
  { "[1.00,5.60,1E+7,123456789012345678901234567890]", KARNE_FLAW_NONE },
  { "{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]},\"b\":true,\"\":false}", KARNE_FLAW_NONE },
  { "\"\\ud800\\udc00\\udbff\\udfff\"", KARNE_FLAW_NONE },
  { "\"\xF4\x8F\xBF\xBF\xEF\xBF\xBF\xED\x9F\xBF\x7F\"", KARNE_FLAW_NONE },

  { "", KARNE_FLAW_TRUNCATED, 0 },
  { "  ", KARNE_FLAW_TRUNCATED, 2 },
  { "[1", KARNE_FLAW_TRUNCATED, 2 },
  { "[1,", KARNE_FLAW_TRUNCATED, 3 },
  { "{\"a\"", KARNE_FLAW_TRUNCATED, 4 },
  { "{\"a\":", KARNE_FLAW_TRUNCATED, 5 },
  { "\"abc", KARNE_FLAW_TRUNCATED, 4 },
  { "\"abc\\", KARNE_FLAW_TRUNCATED, 4 },
  { "\"abc\\u12", KARNE_FLAW_TRUNCATED, 4 },
  { "\"\xE2\x82", KARNE_FLAW_TRUNCATED, 1 },
  { "tru", KARNE_FLAW_TRUNCATED, 3 },
  { "-", KARNE_FLAW_TRUNCATED, 1 },

  { "[}", KARNE_FLAW_GRAMMAR, 1 },
  { "[1}", KARNE_FLAW_GRAMMAR, 2 },
  { "{]", KARNE_FLAW_GRAMMAR, 1 },
  { "{1:2}", KARNE_FLAW_GRAMMAR, 1 },
  { "{\"a\":1 \"b\":2}", KARNE_FLAW_GRAMMAR, 7 },
  { "{\"a\",1}", KARNE_FLAW_GRAMMAR, 4 },
  { "[1,,2]", KARNE_FLAW_GRAMMAR, 3 },
  { "[,1]", KARNE_FLAW_GRAMMAR, 1 },
  { "[1,]", KARNE_FLAW_GRAMMAR, 3 },
  { "{} {}", KARNE_FLAW_GRAMMAR, 3 },
  { "1 2", KARNE_FLAW_GRAMMAR, 2 },
  { "01", KARNE_FLAW_GRAMMAR, 1 },
  { "1.e1", KARNE_FLAW_GRAMMAR, 2 },
  { "[-]", KARNE_FLAW_GRAMMAR, 2 },
  { "[1e+]", KARNE_FLAW_GRAMMAR, 4 },
  { "\xEF\xBB\xBF{}", KARNE_FLAW_GRAMMAR, 0 },
  { "\v1", KARNE_FLAW_GRAMMAR, 0 },
  { "[\"a\tb\"]", KARNE_FLAW_GRAMMAR, 3 },
  { "\"\\u00g0\"", KARNE_FLAW_GRAMMAR, 1 },
  { "\"\\U0041\"", KARNE_FLAW_GRAMMAR, 1 },

  { "\"abcdefgh\x80\"", KARNE_FLAW_UTF8, 9 },
  { "\"\xC1\x81\"", KARNE_FLAW_UTF8, 1 },
  { "\"\xE0\x80\x80\"", KARNE_FLAW_UTF8, 1 },
  { "\"\xED\xBF\xBF\"", KARNE_FLAW_UTF8, 1 },
  { "\"\xF0\x80\x80\x80\"", KARNE_FLAW_UTF8, 1 },
  { "\"\xF5\x80\x80\x80\"", KARNE_FLAW_UTF8, 1 },
  { "{\"\xFF\":1}", KARNE_FLAW_UTF8, 2 },
  { "[\xFF]", KARNE_FLAW_UTF8, 1 },
  { "\"\\u0000\"", KARNE_FLAW_NUL, 1 },
  { "\"\\ud800x\"", KARNE_FLAW_SURROGATE, 1 },
  { "\"\\udc00\\ud800\"", KARNE_FLAW_SURROGATE, 1 },
  { "{\"a\":1,\"a\":1}", KARNE_FLAW_DUPLICATE_KEY, 7 },
  { "{\"\":1,\"\":1}", KARNE_FLAW_DUPLICATE_KEY, 6 },
  { "{\"\\/\":1,\"/\":1}", KARNE_FLAW_DUPLICATE_KEY, 8 },
  { "{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":1}", KARNE_FLAW_DUPLICATE_KEY, 18 },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strescape (cases[i].text, NULL);
      gsize offset = 0;
      KarneFlaw flaw = check (cases[i].text, strlen (cases[i].text), &offset);

      g_test_message ("%s", name);
      g_assert_cmpstr (karne_flaw_to_nick (flaw), ==, karne_flaw_to_nick (cases[i].flaw));
      g_assert_cmpuint (offset, ==, cases[i].offset);
    }
}

static void
test_nul (void)
{
  gsize offset;

  g_assert_cmpint (check ("[\0]", 3, &offset), ==, KARNE_FLAW_NUL);
  g_assert_cmpuint (offset, ==, 1);
  g_assert_cmpint (check ("\"a\0\"", 4, &offset), ==, KARNE_FLAW_NUL);
  g_assert_cmpuint (offset, ==, 2);
  g_assert_cmpint (check ("{}\0", 3, &offset), ==, KARNE_FLAW_NUL);
  g_assert_cmpint (check ("{\"a\0b\":1}", 9, &offset), ==, KARNE_FLAW_NUL);
}

static void
test_depth (void)
{
  for (gsize depth = 199; depth <= 201; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (open, close, NULL);
      gsize offset;
      KarneFlaw flaw = check (text, strlen (text), &offset);

      g_assert_cmpint (flaw, ==, depth > 200 ? KARNE_FLAW_DEPTH : KARNE_FLAW_NONE);
      g_assert_cmpuint (offset, ==, depth > 200 ? 200 : 0);
    }
}

/* A quote, a control byte and a bad byte at each place of a long string, where eight bytes are
 * looked at in one go. */
static void
test_every_place (void)
{
  for (gsize at = 1; at < 40; at++)
    for (guint byte = 0; byte < 256; byte++)
      {
        g_autofree char *text = g_strnfill (41, 'x');
        KarneFlaw expected = KARNE_FLAW_NONE;
        gsize offset;

        text[0] = text[40] = '"';
        text[at] = (char) byte;
        if (byte == 0)
          expected = KARNE_FLAW_NUL;
        else if (byte >= 0x80)
          expected = KARNE_FLAW_UTF8;
        else if (byte < 0x20 || byte == '"' || (byte == '\\' && at < 39))
          expected = KARNE_FLAW_GRAMMAR;
        else if (byte == '\\')
          expected = KARNE_FLAW_TRUNCATED;
        g_assert_cmpint (check (text, 41, &offset), ==, expected);
        if (expected != KARNE_FLAW_NONE && expected != KARNE_FLAW_TRUNCATED)
          g_assert_cmpuint (offset, ==, byte == '"' ? at + 1 : at);
      }
}

/* --- Many keys ------------------------------------------------------------------------------- */

static GString *
object_of_keys (guint n, const char *format)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, format, i > 0 ? "," : "", i);
  return text;
}

static void
test_many_keys (void)
{
  for (guint n = 1; n <= 300000; n = n < 40 ? n + 1 : n * 9)
    {
      g_autoptr (GString) text = object_of_keys (n, "%s\"key number %u\":{\"a\":1}");
      gsize offset, last = text->len + 1;

      g_string_append (text, "}");
      g_assert_cmpint (check (text->str, text->len, &offset), ==, KARNE_FLAW_NONE);
      text->str[text->len - 1] = ',';
      g_string_append_printf (text, "\"key number %u\":1}", n / 2);
      g_assert_cmpint (check (text->str, text->len, &offset), ==, KARNE_FLAW_DUPLICATE_KEY);
      g_assert_cmpuint (offset, ==, last);
    }
}

/* Keys with escapes, keys whose cheap hash is the same, and large objects within each other. */
static void
test_hostile_keys (void)
{
  static const char *const formats[] = { "%s\"\\u0061%u\":1", "%s\"12345678-%06u-12345678\":1" };
  g_autoptr (GString) nested = g_string_new ("1");
  gint64 start = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GString) text = object_of_keys (300000, formats[i]);

      g_string_append_c (text, '}');
      g_assert_cmpint (check (text->str, text->len, NULL), ==, KARNE_FLAW_NONE);
    }
  for (guint depth = 0; depth < 190; depth++)
    {
      g_autoptr (GString) text = object_of_keys (100, "%s\"k%u\":1");

      g_string_append_printf (text, ",\"x\":%s}", nested->str);
      g_string_assign (nested, text->str);
    }
  g_assert_cmpint (check (nested->str, nested->len, NULL), ==, KARNE_FLAW_NONE);
  /* Comparing 300,000 keys one by one takes minutes; this is no measure of speed. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

/* A duplicate in an object that is open while others come and go. */
static void
test_duplicate_around (void)
{
  g_autoptr (GString) inner = object_of_keys (100, "%s\"k%u\":1");
  g_autofree char *good =
      g_strdup_printf ("{\"k1\":%s},\"k2\":[%s}],\"k3\":1}", inner->str, inner->str);
  g_autofree char *bad =
      g_strdup_printf ("{\"k1\":%s},\"k2\":[%s}],\"k1\":1}", inner->str, inner->str);

  g_assert_cmpint (check (good, strlen (good), NULL), ==, KARNE_FLAW_NONE);
  g_assert_cmpint (check (bad, strlen (bad), NULL), ==, KARNE_FLAW_DUPLICATE_KEY);
}

/* --- Against another parser ------------------------------------------------------------------ */

static void
mutate (char *text, gsize len)
{
  static const char bytes[] = "{}[]\",:\\ 01.eE-+tfnu/x\n\xC3\xA9";
  guint n = (guint) g_test_rand_int_range (1, 4);

  for (guint i = 0; i < n; i++)
    text[g_test_rand_int_range (0, (gint) len)] =
        bytes[g_test_rand_int_range (0, G_N_ELEMENTS (bytes) - 1)];
}

/* json-glib lets more through; so what passes here must pass there. */
static void
test_other_parser (void)
{
  static const char seed[] =
      "{\"a\":[1,-2.5,true,null,\"x\\u0041\\n\"],\"b\":{\"c\":\"\xC3\xA9\"},\"d\":[]} ";
  guint n_valid = 0;

  for (guint i = 0; i < 200000; i++)
    {
      g_autoptr (JsonParser) parser = NULL;
      char text[sizeof seed];

      memcpy (text, seed, sizeof seed);
      mutate (text, sizeof seed - 1);
      if (check (text, sizeof seed - 1, NULL) != KARNE_FLAW_NONE)
        continue;
      parser = json_parser_new ();
      n_valid++;
      g_assert_true (json_parser_load_from_data (parser, text, sizeof seed - 1, NULL));
    }
  g_assert_cmpuint (n_valid, >, 100);
}

/* --- Notes and walks ------------------------------------------------------------------------- */

static void
assert_span (KarneSpan span, const char *expected)
{
  g_autofree char *text = span.text != NULL ? g_strndup (span.text, span.len) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_notes (void)
{
  static const char text[] =
      " {\"fullUrl\":\"f\",\"search\":{\"mode\":\"match\"},\"response\":{\"status\":\"200\","
      "\"etag\":\"W/\\\"1\\\"\",\"location\":\"l\"},\"request\":{\"method\":\"PUT\",\"url\":\"u\"},"
      "\"resource\":{\"meta\":{\"versionId\":\"3\",\"lastUpdated\":\"2026\",\"tag\":[{\"code\":"
      "\"x\"},"
      "{\"code\":\"SUBSETTED\"}]},\"contained\":[{\"id\":\"no\",\"resourceType\":\"No\"}],"
      "\"x\":{\"id\":\"no\"},\"\\u0069d\":\"i-1\",\"resourceType\":\"Task\"},\"id\":\"no\"}";
  KarneEntryNotes notes;

  g_assert_cmpint (karne_json_check_entry (text, strlen (text), FALSE, &notes, NULL, NULL, NULL),
                   ==, KARNE_FLAW_NONE);
  assert_span (notes.full_url, "f");
  assert_span (notes.search_mode, "match");
  assert_span (notes.response_status, "200");
  assert_span (notes.response_etag, "W/\\\"1\\\"");
  assert_span (notes.response_location, "l");
  assert_span (notes.request_method, "PUT");
  assert_span (notes.request_url, "u");
  assert_span (notes.type, "Task");
  assert_span (notes.id, "i-1");
  assert_span (notes.version, "3");
  assert_span (notes.updated, "2026");
  g_assert_true (notes.subsetted);
  g_assert_true (g_str_has_prefix (notes.resource.text, "{\"meta\""));
  g_assert_true (g_str_has_prefix (notes.resource.text + notes.resource.len, ",\"id\":\"no\"}"));
}

static void
test_notes_lone (void)
{
  static const char text[] =
      "{\"id\":\"a\",\"resource\":{\"id\":\"b\"},\"resourceType\":\"Task\"} ";
  KarneEntryNotes notes;

  g_assert_cmpint (karne_json_check_entry (text, strlen (text), TRUE, &notes, NULL, NULL, NULL), ==,
                   KARNE_FLAW_NONE);
  assert_span (notes.id, "a");
  g_assert_cmpuint (notes.resource.len, ==, strlen (text) - 1);
  g_assert_false (notes.subsetted);
}

/* Values of another type than FHIR says are as good as absent; a flaw is where it is said to be. */
static void
test_entry_flaws (void)
{
  static const Case flaws[] = {
    { "[]", KARNE_FLAW_GRAMMAR, 0 },
    { "{}", KARNE_FLAW_NO_RESOURCE, 0 },
    { "{\"resource\":null}", KARNE_FLAW_NO_RESOURCE, 0 },
    { "{\"resource\":[]}", KARNE_FLAW_NO_RESOURCE, 0 },
    { "{\"resource\":{\"resourceType\":1,\"id\":\"a\"}}", KARNE_FLAW_NO_TYPE, 12 },
    { "{\"resource\":{\"resourceType\":\"T-1\",\"id\":\"a\"}}", KARNE_FLAW_WRONG_TYPE, 29 },
    { "{\"resource\":{\"resourceType\":\"\",\"id\":\"a\"}}", KARNE_FLAW_WRONG_TYPE, 29 },
    { "{\"resource\":{\"resourceType\":\"Task\",\"id\":1}}", KARNE_FLAW_NO_ID, 12 },
    { "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"..\"}}", KARNE_FLAW_UNSAFE_ID, 41 },
    { "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"\"}}", KARNE_FLAW_UNSAFE_ID, 41 },
    { "{\"resource\":{\"resourceType\":\"Parameters\"}}", KARNE_FLAW_NONE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (flaws); i++)
    {
      KarneEntryNotes notes;
      gsize offset;
      KarneFlaw flaw = karne_json_check_entry (flaws[i].text, strlen (flaws[i].text), FALSE, &notes,
                                               NULL, NULL, &offset);

      g_assert_cmpstr (karne_flaw_to_nick (flaw), ==, karne_flaw_to_nick (flaws[i].flaw));
      g_assert_cmpuint (offset, ==, flaws[i].offset);
    }
}

static void
test_ids (void)
{
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *too_long = g_strnfill (65, 'a');
  const char *safe[] = { "a", "A-1.b", "...", ".a", longest };
  const char *unsafe[] = {
    "", ".", "..", "a/b", "a b", "a_b", "a%41", "\xC3\xA9", "a'b", too_long
  };

  for (gsize i = 0; i < G_N_ELEMENTS (safe); i++)
    g_assert_true (karne_fhir_id_is_safe (safe[i], strlen (safe[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (unsafe); i++)
    g_assert_false (karne_fhir_id_is_safe (unsafe[i], strlen (unsafe[i])));
}

static void
test_unescape (void)
{
  static const char text[] = "a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\xC3\xA9";
  g_autofree char *plain = karne_json_unescape ((KarneSpan){ text, strlen (text) });

  g_assert_cmpstr (plain, ==, "a\"\\/\b\f\n\r\t\xC3\xA9\xF0\x9F\x98\x80\xC3\xA9");
  g_assert_true (karne_span_equal ((KarneSpan){ "m\\u0061tch", 10 }, "match"));
  g_assert_true (karne_span_equal ((KarneSpan){ "match", 5 }, "match"));
  g_assert_false (karne_span_equal ((KarneSpan){ "match", 4 }, "match"));
  g_assert_false (karne_span_equal ((KarneSpan){ NULL, 0 }, ""));
}

static void
test_walk (void)
{
  static const char text[] =
      " { \"a\" : [1 , {\"b\":\"]}\\\"\"}, \"c\"] , \"d\":1.50,\"e\":\"\" , \"f\":{} } ";
  static const char *const keys[] = { "a", "d", "e", "f" };
  static const char *const values[] = { "[1 , {\"b\":\"]}\\\"\"}, \"c\"]", "1.50", "\"\"", "{}" };
  KarneSpan object = { text, strlen (text) }, key, value;
  KarneJsonWalk walk;
  gsize n = 0;

  karne_json_walk_init (&walk, object);
  for (; karne_json_walk_next (&walk, &key, &value); n++)
    {
      assert_span (key, keys[n]);
      assert_span (value, values[n]);
    }
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (karne_json_find (object, "a", &value));
  karne_json_walk_init (&walk, value);
  for (n = 0; karne_json_walk_next (&walk, &key, &value); n++)
    g_assert_false (walk.in_object);
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (karne_json_find (object, "b", &value));
}

static void
test_nicks (void)
{
  for (guint flaw = KARNE_FLAW_NONE; flaw <= KARNE_FLAW_TRUNCATED; flaw++)
    g_assert_cmpint (karne_flaw_from_nick (karne_flaw_to_nick (flaw)), ==, flaw);
  g_assert_cmpint (karne_flaw_from_nick ("of the future"), ==, KARNE_FLAW_GRAMMAR);
}

/* --- Real resources -------------------------------------------------------------------------- */

static guint
check_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;
      gsize len, offset;
      KarneFlaw flaw;

      n += check_folder (child);
      if (!g_str_has_suffix (name, ".json") || !g_file_get_contents (child, &text, &len, NULL))
        continue;
      flaw = karne_json_check (text, len, &offset);
      if (flaw != KARNE_FLAW_NONE)
        g_test_message ("%s: %s at %zu", child, karne_flaw_to_nick (flaw), offset);
      g_assert_cmpint (flaw, ==, KARNE_FLAW_NONE);
      n++;
    }
  return n;
}

static void
test_real (void)
{
  const char *path = g_getenv ("KARNE_SHARED_DATA");

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the folder of real FHIR examples is not here");
      return;
    }
  g_test_message ("%u files", check_folder (path));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/cases", test_cases);
  g_test_add_func ("/json/nul", test_nul);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/every-place", test_every_place);
  g_test_add_func ("/json/keys/many", test_many_keys);
  g_test_add_func ("/json/keys/hostile", test_hostile_keys);
  g_test_add_func ("/json/keys/around", test_duplicate_around);
  g_test_add_func ("/json/other-parser", test_other_parser);
  g_test_add_func ("/json/notes", test_notes);
  g_test_add_func ("/json/notes/lone", test_notes_lone);
  g_test_add_func ("/json/entry-flaws", test_entry_flaws);
  g_test_add_func ("/json/ids", test_ids);
  g_test_add_func ("/json/unescape", test_unescape);
  g_test_add_func ("/json/walk", test_walk);
  g_test_add_func ("/json/nicks", test_nicks);
  g_test_add_func ("/json/real", test_real);
  return g_test_run ();
}
