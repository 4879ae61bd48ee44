/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-dates.h"

#include <string.h>

static void
test_resolve (void)
{
  static const struct
  {
    const char *text;
    const char *meant; /* NULL: left as it is */
  } cases[] = {
    { "@today", "2026-03-31" },
    { "@today-30d", "2026-03-01" },
    { "@today+2m", "2026-05-31" },
    { "@today-1m", "2026-02-28" },
    { "@today-11m-3d", "2025-04-27" },
    { "@today-52y", "1974-03-31" },
    { "@today+2w", "2026-04-14" },
    { "@today-1m+1d", "2026-03-01" },
    { "@today+1d-1m", "2026-03-01" },
    { "@now 08:15+04:00", "2026-03-31T08:15:00+04:00" },
    { "@now-30d 08:15+04:00", "2026-03-01T08:15:00+04:00" },
    { "@now+1d 23:59Z", "2026-04-01T23:59:00Z" },
    { "@todayish", NULL },
    { "@today-", NULL },
    { "@today-3", NULL },
    { "@today-3x", NULL },
    { "@today-30d ", NULL },
    { "@today-99999y", NULL },
    { "@now", NULL },
    { "@now 8:15+04:00", NULL },
    { "@now 08:15", NULL },
    { "@now 25:15Z", NULL },
    { "today", NULL },
  };
  GDate today;

  g_date_clear (&today, 1);
  g_assert_true (demo_date_parse_today ("2026-03-31", &today));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *date = demo_date_resolve (cases[i].text, &today);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (date, ==, cases[i].meant);
    }
  g_assert_false (demo_date_parse_today ("2026-02-29", &today));
  g_assert_false (demo_date_parse_today ("2026-3-1", &today));
}

/* Each precision is the stretch of time that it leaves open. */
static void
test_spans (void)
{
  static const struct
  {
    const char *text, *first, *last;
  } cases[] = {
    { "2026", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z" },
    { "2024-02", "2024-02-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z" },
    { "2026-12", "2026-12-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z" },
    { "1969-12-31", "1969-12-31T00:00:00.000Z", "1969-12-31T23:59:59.999Z" },
    { "2026-04-19T08:15Z", "2026-04-19T08:15:00.000Z", "2026-04-19T08:15:59.999Z" },
    { "2026-04-19T08:15:30+04:00", "2026-04-19T04:15:30.000Z", "2026-04-19T04:15:30.999Z" },
    { "2026-04-19T01:15:30 04:00", "2026-04-18T21:15:30.000Z", "2026-04-18T21:15:30.999Z" },
    { "2026-04-19T22:15:30.25-04:00", "2026-04-20T02:15:30.250Z", "2026-04-20T02:15:30.250Z" },
  };
  static const char *const bad[] = { "",
                                     "26",
                                     "2026-13",
                                     "2026-02-30",
                                     "2026-4-1",
                                     "2026-04-19T",
                                     "2026-04-19T25:00Z",
                                     "2026-04-19Z",
                                     "2026-04-19T08:15:30+4",
                                     "x",
                                     "2026-",
                                     "0000" };
  DemoSpan span;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = NULL;
      g_autofree char *last = NULL;

      g_assert_true (demo_date_parse (cases[i].text, &span));
      first = demo_date_format (span.first);
      last = demo_date_format (span.last);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (last, ==, cases[i].last);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (demo_date_parse (bad[i], &span));
}

/* What FHIR says of each prefix, for a value that is whole, before, after, and across. */
static void
test_prefixes (void)
{
  static const char *const have[] = { "2026-04-10", "2026-03-10", "2026-05-10", "2026" };
  static const struct
  {
    const char *wanted;
    gboolean matches[4];
  } cases[] = {
    { "2026-04", { TRUE, FALSE, FALSE, FALSE } },   { "eq2026-04", { TRUE, FALSE, FALSE, FALSE } },
    { "ne2026-04", { FALSE, TRUE, TRUE, TRUE } },   { "gt2026-04", { FALSE, FALSE, TRUE, TRUE } },
    { "lt2026-04", { FALSE, TRUE, FALSE, TRUE } },  { "ge2026-04", { TRUE, FALSE, TRUE, TRUE } },
    { "le2026-04", { TRUE, TRUE, FALSE, TRUE } },   { "sa2026-04", { FALSE, FALSE, TRUE, FALSE } },
    { "eb2026-04", { FALSE, TRUE, FALSE, FALSE } }, { "ap2026-04", { TRUE, FALSE, FALSE, TRUE } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (have); j++)
      {
        DemoPrefix prefix;
        DemoSpan wanted, span;

        g_assert_true (demo_date_parse_prefixed (cases[i].wanted, &prefix, &wanted));
        g_assert_true (demo_date_parse (have[j], &span));
        g_test_message ("%s %s", cases[i].wanted, have[j]);
        g_assert_cmpint (demo_date_matches (prefix, wanted, span, wanted.last), ==,
                         cases[i].matches[j]);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-dates/resolve", test_resolve);
  g_test_add_func ("/demo-dates/spans", test_spans);
  g_test_add_func ("/demo-dates/prefixes", test_prefixes);
  return g_test_run ();
}
