/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a family doctor expects for each demonstration person:
 * tests/data/prevention/demo-people.csv. The record is pulled from the demonstration server as the
 * program pulls it, on a day that is always the same. */

#include "config.h"

#include "karne-test-server.h"
#include "karne-test-sync.h"
#include "prevention/karne-prevention.h"

#define DAY "2026-11-26"

typedef enum
{
  COLUMN_PERSON,
  COLUMN_RULE,
  COLUMN_STATE,
  COLUMN_WHY,
  N_COLUMNS
} Column;

static const char *const states[] = {
  [KARNE_DUE_OVERDUE] = "overdue", [KARNE_DUE_NOW] = "now",
  [KARNE_DUE_ASK] = "ask",         [KARNE_DUE_COMING] = "coming",
  [KARNE_DUE_DONE] = "done",       [KARNE_DUE_UNKNOWN_DATES] = "unknown-dates",
};

typedef struct
{
  KarneTestServer *server; /* (owned) */
  KarneRules *rules;       /* (owned) */
  GHashTable *expected;    /* (owned) person -> (rule -> state or states) */
} World;

/* The table */

static void
add_line (World *world, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);
  GHashTable *of_person = NULL;

  g_assert_cmpuint (g_strv_length (fields), ==, N_COLUMNS);
  of_person = g_hash_table_lookup (world->expected, fields[COLUMN_PERSON]);
  if (of_person == NULL)
    {
      of_person = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (world->expected, g_strdup (fields[COLUMN_PERSON]), of_person);
    }
  g_assert_true (g_hash_table_insert (of_person, g_strdup (fields[COLUMN_RULE]),
                                      g_strdup (fields[COLUMN_STATE])));
}

static void
read_table (World *world)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KARNE_TEST_DATA"), "prevention", "demo-people.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#' && !g_str_has_prefix (lines[i], "person,"))
      add_line (world, lines[i]);
}

/* What is worked out */

static gboolean
is_one_of (const char *choices, const char *state)
{
  g_auto (GStrv) parts = g_strsplit (choices, "|", -1);

  return g_strv_contains ((const char *const *) parts, state);
}

/* rule -> KarneDue, of a person who was pulled just now. */
static GHashTable *
work_out (World *world, const char *person)
{
  g_autoptr (KarneTestSync) sync =
      karne_test_sync_new_for_base (karne_test_server_get_base (world->server), person);
  g_autoptr (KarneView) view = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHistory) history = NULL;
  g_autoptr (GPtrArray) dues = NULL;
  GHashTable *by_rule =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) karne_due_free);

  karne_sync_report_free (karne_test_sync_run_well (sync));
  view = karne_view_new (sync->store->store, KARNE_ROLE_PERSON, NULL);
  history = karne_view_read_history (view, world->rules, &error);
  g_assert_no_error (error);
  dues = karne_rules_evaluate (world->rules, history, DAY);
  for (guint i = 0; i < dues->len; i++)
    {
      KarneDue *due = karne_due_copy (dues->pdata[i]);

      g_assert_true (g_hash_table_insert (by_rule, (char *) due->rule, due));
    }
  return by_rule;
}

static void
check_expected (GHashTable *expected, GHashTable *dues)
{
  GHashTableIter iter;
  gpointer rule = NULL;
  gpointer wanted = NULL;

  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &rule, &wanted))
    {
      const KarneDue *due = g_hash_table_lookup (dues, rule);
      const char *state = due != NULL ? states[due->state] : "none";

      if (is_one_of (wanted, state))
        continue;
      g_test_message ("%s: %s, not %s", (char *) rule, state, (char *) wanted);
      g_test_fail ();
    }
}

/* Nothing is asked of a person that the table does not have. */
static void
check_unexpected (GHashTable *expected, GHashTable *dues)
{
  GHashTableIter iter;
  gpointer rule = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, dues);
  while (g_hash_table_iter_next (&iter, &rule, &value))
    {
      const KarneDue *due = value;

      if (due->state == KARNE_DUE_COMING || due->state == KARNE_DUE_DONE ||
          g_hash_table_contains (expected, rule))
        continue;
      g_test_message ("%s: %s, and nobody expects it", due->rule, states[due->state]);
      g_test_fail ();
    }
}

static void
test_person (gconstpointer data)
{
  const char *const flags[] = { "--data", DEMO_DATA, "--data", MORE_PEOPLE, "--today", DAY, NULL };
  g_autoptr (GError) error = NULL;
  World world = {
    .server = karne_test_server_start (flags),
    .rules = karne_rules_new (NULL, &error),
    .expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_hash_table_unref),
  };
  g_autoptr (GHashTable) dues = NULL;
  GHashTable *expected = NULL;

  g_assert_no_error (error);
  read_table (&world);
  expected = g_hash_table_lookup (world.expected, data);
  g_assert_nonnull (expected);
  dues = work_out (&world, data);
  check_expected (expected, dues);
  check_unexpected (expected, dues);

  g_hash_table_unref (world.expected);
  g_object_unref (world.rules);
  karne_test_server_free (world.server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/due/people/bebe", "bebe", test_person);
  g_test_add_data_func ("/due/people/grande", "grande", test_person);
  g_test_add_data_func ("/due/people/grossesse", "grossesse", test_person);
  g_test_add_data_func ("/due/people/diabete", "diabete", test_person);
  g_test_add_data_func ("/due/people/documents", "documents", test_person);
  g_test_add_data_func ("/due/people/collegien", "collegien", test_person);
  return g_test_run ();
}
