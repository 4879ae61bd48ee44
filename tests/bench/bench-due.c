/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-bench.h"
#include "karne-test-people.h"
#include "karne-test-store.h"
#include "prevention/karne-prevention.h"

/* What is due: against reading once what it is worked out from, and for a whole island of people in
 * the memory of one. */

#define N_ENTRIES 2000
#define N_EVALUATIONS 200
#define N_PAIRS 9
#define N_PEOPLE 100000
#define N_PARTS 20
#define ON "2026-11-26"

typedef struct
{
  KarneTestStore *store;
  KarneView *view;
  KarneRules *rules;
  KarneHistory *history;
} DueBench;

static void
append_vaccination (GString *text, guint number)
{
  static const char *const diseases[] = { "6142004", "840539006", "397430003", "14189004",
                                          "16814004" };

  g_string_append_printf (
      text,
      "%s{\"resource\":{\"resourceType\":\"Immunization\",\"id\":\"i%u\",\"status\":\"completed\","
      "\"vaccineCode\":{\"text\":\"Vaccin %u\"},\"patient\":{\"reference\":\"Patient/p1\"},"
      "\"occurrenceDateTime\":\"%u-%02u-%02u\",\"lotNumber\":\"L%u\",\"protocolApplied\":[{"
      "\"targetDisease\":[{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"%s\"}]}"
      "]}]}}",
      number > 0 ? "," : "", number, number, 1960 + number % 66, 1 + number % 12, 1 + number % 28,
      number, diseases[number % G_N_ELEMENTS (diseases)]);
}

static void
fill (KarneTestStore *store)
{
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  g_autoptr (KarnePage) page = NULL;

  karne_page_free (karne_test_ingest_resources (
      store, "Patient",
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"1958-03-01\",\"gender\":"
      "\"female\",\"address\":[{\"postalCode\":\"97400\"}]}",
      NULL));
  for (guint i = 0; i < N_ENTRIES; i++)
    append_vaccination (text, i);
  g_string_append (text, "]}");
  page = karne_test_ingest (store, "Immunization", 0, text->str, text->len, 0, NULL);
  g_assert_cmpuint (page->n_stored, ==, N_ENTRIES);
}

static double
run_read (gpointer data)
{
  DueBench *bench = data;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (KarneHistory) history = karne_view_read_history (bench->view, bench->rules, NULL);

  g_assert_nonnull (history);
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static double
run_evaluate (gpointer data)
{
  DueBench *bench = data;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_EVALUATIONS; i++)
    {
      g_autoptr (GPtrArray) dues = karne_rules_evaluate (bench->rules, bench->history, ON);

      g_assert_cmpuint (dues->len, >, 0);
    }
  return (double) (g_get_monotonic_time () - start) / 1e6 / N_EVALUATIONS;
}

static void
bench_one (void)
{
  DueBench bench = { .store = karne_test_store_new (), .rules = karne_rules_new (NULL, NULL) };
  KarneBenchPair pair;

  fill (bench.store);
  bench.view = karne_view_new (bench.store->store, KARNE_ROLE_PERSON, NULL);
  bench.history = karne_view_read_history (bench.view, bench.rules, NULL);
  pair = karne_bench_pair (N_PAIRS, run_evaluate, run_read, &bench);
  karne_bench_print ("evaluate_vs_read", pair.value, "ratio", "<= 1.0",
                     "%u entries: %.2f ms, to read them %.2f ms", N_ENTRIES, pair.work * 1000,
                     pair.floor * 1000);
  karne_bench_print ("evaluations_per_s", 1 / pair.work, "1/s", "-", "%u rules, %u entries",
                     karne_rules_get_n_rules (bench.rules), N_ENTRIES);
  g_object_unref (bench.history);
  g_object_unref (bench.view);
  g_object_unref (bench.rules);
  karne_test_store_free (bench.store);
}

/* Seconds that so many more people take. */
static double
run_people (KarneRules *rules, GRand *dice, guint n)
{
  KarneDay about = karne_day_new (2026, 11, 26);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      KarneTestPerson person;
      g_autoptr (KarneHistory) history = NULL;
      g_autoptr (GPtrArray) dues = NULL;

      karne_test_person_make (&person, rules, dice, about);
      history = karne_test_person_dup_history (&person, rules, NULL);
      dues = karne_rules_evaluate (rules, history, ON);
    }
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

/* What a neighbour on the machine takes now and then would pass for growth: each half is told by
 * the median of its parts. */
static double
median_of_parts (KarneRules *rules, GRand *dice, double *sum)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_PARTS / 2; i++)
    {
      double seconds = run_people (rules, dice, N_PEOPLE / N_PARTS);

      g_array_append_val (parts, seconds);
      *sum += seconds;
    }
  return karne_bench_median (parts);
}

static void
bench_people (void)
{
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, NULL);
  g_autoptr (GRand) dice = g_rand_new_with_seed (1);
  double sum = 0;
  double first = median_of_parts (rules, dice, &sum);
  gint64 before = karne_bench_get_rss (0, FALSE);
  double second = median_of_parts (rules, dice, &sum);
  gint64 after = karne_bench_get_rss (0, FALSE);

  karne_bench_print ("people_growth_mib", (double) (after - before) / 1024, "MiB", "<= 1",
                     "%u people, %.0f a second", N_PEOPLE, N_PEOPLE / sum);
  karne_bench_print ("people_linear", second / first, "ratio", "<= 1.1",
                     "median time of %u people in the second half of them, against the first",
                     N_PEOPLE / N_PARTS);
}

int
main (int argc, char *argv[])
{
  karne_bench_begin (&argc, &argv);
  bench_one ();
  bench_people ();
  return karne_bench_end ();
}
