/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "slicer-log.h"

#include "fhir/karne-slicer-private.h"
#include "karne-error.h"

#include <string.h>

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
  { "bom-after-space", " \xEF\xBB\xBF{}",
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
  { "named-with-care", "{\"resource\":{\"resourceType\":,\"id\":\"t\"}}",
    "[grammar -/t 0] {\"resource\":{\"resourceType\":,\"id\":\"t\"}}\n" },
  { "named-by-text", "{\"resource\":{\"id\":\"\xFF\",\"resourceType\":\"Task\"}}",
    "[utf8 Task/- 0] {\"resource\":{\"id\":\"\xFF\",\"resourceType\":\"Task\"}}\n" },
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
test_page (gconstpointer data)
{
  const Case *test = data;

  slicer_log_assert (test->text, test->expected);
}

/* An entry of its own kind, between two that are good. */
static void
test_entry (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *text = g_strdup_printf (BUNDLE (PATIENT ("a") ",%s," PATIENT ("b")), test->text);
  g_autofree char *expected = g_strconcat (A, test->expected, B BUNDLE_SAYS ("3") "ok", NULL);

  slicer_log_assert (text, expected);
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

  slicer_log_assert (text, expected);
}

/* Cut at every byte: what was handed out is the beginning of what the whole page gives. */
static void
test_truncated (void)
{
  static const char page[] = "\xEF\xBB\xBF {\"resourceType\":\"Bundle\",\"entry\":[" PATIENT (
      "a") "," PATIENT ("b") "],\"link\":[{\"relation\":\"next\",\"url\":\"n\"}],\"total\":2} ";
  const gsize len = strlen (page) - 1; /* without the space after it */
  const gsize end_of_a = (gsize) (strstr (page, PATIENT ("a")) - page) + strlen (PATIENT ("a"));
  const gsize end_of_b = end_of_a + strlen ("," PATIENT ("b"));

  for (gsize cut = 0; cut < len; cut++)
    {
      g_autofree char *got = slicer_log_pieces (page, cut, cut, cut, 0);
      const char *entries = cut >= end_of_b ? A B : cut >= end_of_a ? A : "";

      g_assert_true (g_str_has_suffix (got, "\ntruncated"));
      g_assert_true (g_str_has_prefix (got, entries));
      g_assert_true (g_ascii_isalpha (got[strlen (entries)]));
    }
  slicer_log_assert (page, A B "bundle type=(null) next=n total=2 updated=(null) n=2\nok");
}

/* Where the receiver cannot go on, nothing more is handed out. */
static void
test_receiver_fails (void)
{
  static const char page[] = BUNDLE (PATIENT ("a") "," PATIENT ("b") "," PATIENT ("a"));

  for (gsize piece = 1; piece < sizeof page; piece++)
    {
      g_autofree char *got = slicer_log_pieces (page, strlen (page), piece, piece, 2);

      g_assert_cmpstr (got, ==, A B BUNDLE_SAYS ("2") "callback");
    }
}

/* A NUL cannot stand in a table of strings. */
static void
test_nul (void)
{
  static const char page[] =
      BUNDLE (PATIENT ("a") ",{\"resource\":{\"id\":\"t\",\"x\":\"\0\"}},{\0}");
  g_autofree char *got = slicer_log (page, sizeof page - 1);

  g_assert_true (g_str_has_prefix (got, A "[nul -/t 0] "));
  g_assert_true (g_str_has_suffix (got, BUNDLE_SAYS ("3") "ok"));
}

/* What comes after a failure changes nothing. */
static void
test_failure_stays (void)
{
  static const KarneSlicerSink sink = { NULL, NULL, NULL };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, NULL);
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_false (karne_slicer_push (slicer, "<", 1, &first));
  g_assert_false (karne_slicer_push (slicer, "{}", 2, &second));
  g_assert_error (first, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL);
  g_assert_error (second, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL);
}

/* Read while the entries stream, not only at the end. */
static void
test_known_early (void)
{
  static const KarneSlicerSink sink = { NULL, NULL, NULL };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, NULL);
  static const char start[] = "{\"total\":7,\"type\":\"searchset\",\"entry\":[";

  g_assert_cmpint (karne_slicer_get_shape (slicer), ==, KARNE_PAGE_UNKNOWN);
  g_assert_true (karne_slicer_push (slicer, start, strlen (start), NULL));
  g_assert_cmpint (karne_slicer_get_shape (slicer), ==, KARNE_PAGE_BUNDLE);
  g_assert_cmpint (karne_slicer_get_total (slicer), ==, 7);
  g_assert_cmpstr (karne_slicer_get_bundle_type (slicer), ==, "searchset");
  g_assert_false (karne_slicer_is_complete (slicer));
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
  add_cases ("shape", shape_cases, G_N_ELEMENTS (shape_cases), test_page);
  add_cases ("page", page_cases, G_N_ELEMENTS (page_cases), test_page);
  add_cases ("entry", entry_cases, G_N_ELEMENTS (entry_cases), test_entry);
  add_cases ("flaw", flaw_cases, G_N_ELEMENTS (flaw_cases), test_flaw);
  g_test_add_func ("/slicer/truncated", test_truncated);
  g_test_add_func ("/slicer/receiver-fails", test_receiver_fails);
  g_test_add_func ("/slicer/nul", test_nul);
  g_test_add_func ("/slicer/failure-stays", test_failure_stays);
  g_test_add_func ("/slicer/known-early", test_known_early);
  return g_test_run ();
}
