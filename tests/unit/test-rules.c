/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rules are read whole or refused, with the line and the reason. */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "karne-error.h"
#include "prevention/karne-rules-private.h"

#define TITLE "<title>T</title>\n<text>T</text>\n"
#define RULE(attributes, inside)                                                                   \
  "<prevention>\n<rules kind=\"vaccination\">\n<rule " attributes ">\n" TITLE inside               \
  "</rule>\n</rules>\n</prevention>\n"
#define GOOD "id=\"x\" level=\"recommended\" confidence=\"high\" source=\"calendar-2025\""
#define DONE "<done thing=\"flu\"/>"
#define ONCE "<series><dose from=\"1 year\"/></series>"
#define DATES(territory, from, until)                                                              \
  "<dates territory=\"" territory "\" from=\"" from "\" until=\"" until                            \
  "\" source=\"calendar-2025\" confidence=\"high\"/>\n"
#define CAMPAIGN(inside)                                                                           \
  "<prevention>\n<campaigns>\n<campaign id=\"flu\">\n" inside                                      \
  "</campaign>\n</campaigns>\n</prevention>\n"

static const struct
{
  const char *name;
  const char *text;
  int line;
  const char *reason; /* part of what is said */
} bad[] = {
  { "no-xml", "<prevention>\n<rules>\n", 3, "" },
  { "entities",
    "<!DOCTYPE prevention [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<prevention/>\n", 1,
    "a document type is not allowed" },
  { "unknown-element", "<prevention>\n<rulez/>\n</prevention>\n", 2, "rulez" },
  { "no-source", RULE ("id=\"x\" level=\"recommended\" confidence=\"high\"", ONCE DONE), 3,
    "a rule has no source" },
  { "no-id", RULE ("level=\"recommended\" confidence=\"high\" source=\"s\"", ONCE DONE), 3,
    "a rule has no id" },
  { "unknown-source",
    RULE ("id=\"x\" level=\"recommended\" confidence=\"high\" source=\"nobody\"", ONCE DONE), 3,
    "there is no source “nobody”" },
  { "unknown-level", RULE ("id=\"x\" level=\"wished\" confidence=\"high\" source=\"s\"", ONCE DONE),
    3, "level" },
  { "low-confidence",
    RULE ("id=\"x\" level=\"recommended\" confidence=\"low\" source=\"calendar-2025\"", ONCE DONE),
    3, "confidence" },
  { "twice",
    RULE ("id=\"vacc-flu\" level=\"recommended\" confidence=\"high\" source=\"calendar-2025\"",
          ONCE DONE),
    3, "there are two rules “vacc-flu”" },
  { "ends-before", RULE (GOOD " valid-from=\"2026-02-01\" valid-until=\"2026-01-31\"", ONCE DONE),
    3, "valid-until is before valid-from" },
  { "no-such-day", RULE (GOOD " valid-from=\"2026-02-30\"", ONCE DONE), 3, "2026-02-30" },
  { "unknown-thing", RULE (GOOD, ONCE "\n<done thing=\"spell\"/>"), 7,
    "there is no thing “spell”" },
  { "unknown-condition", RULE (GOOD, "<who condition=\"blue diabetes\"/>" ONCE DONE), 6,
    "there is no condition “blue”" },
  { "unknown-territory", RULE (GOOD, "<who territory=\"975\"/>" ONCE DONE), 6,
    "there is no territory “975”" },
  { "unknown-campaign", RULE (GOOD, "<campaign ref=\"measles\"/>" DONE), 6,
    "there is no campaign “measles”" },
  { "unknown-unit", RULE (GOOD, "<series>\n<dose from=\"1 fortnight\"/></series>" DONE), 7, "" },
  { "window-backwards",
    RULE (GOOD, "<series>\n<dose from=\"2 years\" before=\"1 year\"/></series>" DONE), 7,
    "a window ends before it begins" },
  { "windows-overlap",
    RULE (GOOD,
          "<series>\n<dose from=\"1 month\" before=\"3 months\"/>\n"
          "<dose from=\"2 months\" before=\"4 months\"/></series>" DONE),
    8, "this window overlaps the one before" },
  { "fixed-windows-overlap",
    RULE (GOOD,
          "<windows>\n<window from=\"1 year\" before=\"3 years\"/>\n"
          "<window from=\"2 years\" before=\"4 years\"/></windows>" DONE),
    8, "this window overlaps the one before" },
  { "open-too-short",
    RULE (GOOD,
          "<windows>\n<window from=\"1 year\" before=\"3 years\" "
          "open-before=\"2 years\"/></windows>" DONE),
    7, "open-before is before" },
  { "nothing-counts", RULE (GOOD, ONCE), 3, "nothing says what counts as done" },
  { "never-over", RULE (GOOD, "<repeat from=\"1 year\"/>" DONE), 3,
    "nothing says how long it holds" },
  { "empty-title",
    "<prevention>\n<rules kind=\"child\">\n<rule " GOOD
    ">\n<title> </title><text>T</text>" ONCE DONE "</rule></rules></prevention>",
    4, "the title is empty" },
  { "follows-itself", RULE (GOOD " follows=\"x\"", ONCE DONE), 3, "it has to stand after" },
  { "unknown-system",
    "<prevention>\n<things>\n<thing id=\"x\">\n<vaccine system=\"cip\" code=\"1\"/>"
    "</thing></things></prevention>",
    4, "there is no code system “cip”" },
  { "anything",
    "<prevention>\n<things>\n<thing id=\"x\">\n<vaccine/></thing></things></prevention>", 4,
    "anything at all" },
  { "campaign-overlap",
    CAMPAIGN (DATES ("974", "2027-04-15", "2027-09-30")
                  DATES ("972 974", "2027-09-30", "2027-12-01")),
    5, "these dates overlap" },
  { "campaign-overlap-bundled", CAMPAIGN (DATES ("fr", "2026-02-28", "2026-03-31")), 4,
    "these dates overlap" },
  { "campaign-backwards", CAMPAIGN (DATES ("974", "2027-04-15", "2027-04-14")), 4,
    "ends before it begins" },
};

static char *
write_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("karne-rules-XXXXXX.xml", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static KarneRules *
load (const char *text, GError **error)
{
  g_autofree char *path = write_file (text);
  const char *const files[] = { path, NULL };
  KarneRules *rules = karne_rules_new (files, error);

  g_unlink (path);
  if (rules == NULL)
    g_assert_true (g_str_has_prefix ((*error)->message, path));
  return rules;
}

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = load (bad[i].text, &error);
  g_autofree char *line = g_strdup_printf (".xml:%d: ", bad[i].line);

  g_assert_null (rules);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, line));
  g_assert_nonnull (strstr (error->message, bad[i].reason));
}

static void
test_bundled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (karne_rules_get_n_rules (rules), >, 70);
}

/* An administrator adds the dates of a campaign, and rules. */
static void
test_more (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = NULL;
  g_autoptr (KarneRules) others = NULL;

  rules = load (CAMPAIGN (DATES ("974", "2027-04-15", "2027-09-30")), &error);
  g_assert_no_error (error);
  others = load (RULE (GOOD, ONCE DONE), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (karne_rules_get_n_rules (others), ==, karne_rules_get_n_rules (rules) + 1);
}

static void
test_no_file (void)
{
  const char *const files[] = { "/nowhere/rules.xml", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = karne_rules_new (files, &error);

  g_assert_null (rules);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_fold (void)
{
  g_auto (GStrv) words = karne_rules_fold ("  Cœur d’Été : n° 12 (ÉCHO)");
  g_autofree char *joined = g_strjoinv (" ", words);

  g_assert_cmpstr (joined, ==, "coeur d ete n 12 echo");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/bundled", test_bundled);
  g_test_add_func ("/rules/more", test_more);
  g_test_add_func ("/rules/no-file", test_no_file);
  g_test_add_func ("/rules/fold", test_fold);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/rules/bad/", bad[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }
  return g_test_run ();
}
