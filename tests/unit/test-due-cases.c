/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tables of tests/data/prevention: written from the sources, never from the code. Each line is
 * a person, a history and a day, and what is due then. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "due-table.h"
#include "prevention/karne-history-private.h"

/* The person of a line */

static KarneSex
read_sex (const char *name)
{
  if (g_str_equal (name, "female"))
    return KARNE_SEX_FEMALE;
  return g_str_equal (name, "male") ? KARNE_SEX_MALE : KARNE_SEX_UNKNOWN;
}

static void
add_condition (KarneHistory *history, KarneRules *rules, const char *name)
{
  KarneCondition condition = { .condition = karne_rules_find (rules, "condition", name) };

  g_assert_cmpint (condition.condition, !=, KARNE_NO_INDEX);
  condition.trace.kind = "Condition";
  condition.trace.id = name;
  karne_history_add_condition (history, &condition);
}

static void
read_facts (KarneHistory *history, KarneRules *rules, const char *facts)
{
  g_auto (GStrv) parts = g_strsplit (facts, ";", -1);
  KarnePregnancy pregnancy = { .end = KARNE_DAY_NEVER, .trace = { .kind = "Observation" } };

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *value = strchr (parts[i], '=') + 1;
      KarneDay day = KARNE_DAY_NONE;

      if (g_str_has_prefix (parts[i], "has="))
        {
          add_condition (history, rules, value);
          continue;
        }
      g_assert_true (karne_day_parse (value, &day));
      if (g_str_has_prefix (parts[i], "lmp="))
        pregnancy.start = day;
      else if (g_str_has_prefix (parts[i], "due="))
        pregnancy.start = karne_day_add_days (day, -41 * 7);
      else
        {
          pregnancy.end = day;
          pregnancy.outcome =
              g_str_has_prefix (parts[i], "lost=") ? KARNE_OUTCOME_LOST : KARNE_OUTCOME_BORN;
        }
    }
  /* A birth of which nothing else is known ended a pregnancy that went to its term. */
  if (pregnancy.start == KARNE_DAY_NONE && pregnancy.end != KARNE_DAY_NEVER)
    pregnancy.start = karne_day_add_days (pregnancy.end, -41 * 7);
  if (pregnancy.start != KARNE_DAY_NONE)
    karne_history_add_pregnancy (history, &pregnancy);
}

static void
read_history (KarneHistory *history, KarneRules *rules, const char *text)
{
  g_autoptr (GPtrArray) acts = due_table_acts (text);

  for (guint i = 0; i < acts->len; i++)
    {
      const TableAct *done = g_ptr_array_index (acts, i);
      KarneAct act = { .trace = { .kind = "Immunization", .id = done->thing } };
      int thing = karne_rules_find (rules, "thing", done->thing);

      if (thing == KARNE_NO_INDEX)
        g_error ("no thing “%s”", done->thing);
      karne_things_add (&act.things, thing);
      act.dated = karne_days_parse (done->date, 0, &act.when);
      /* What was not done, was a mistake or was too weak is no part of a history at all: the test
       * `due-record` has it read out of a record. */
      if (done->mark == NULL)
        karne_history_add_act (history, rules, &act);
    }
}

static KarneHistory *
history_of (KarneRules *rules, char **fields)
{
  KarneHistory *history = karne_history_new ();
  KarneTrace trace = { .kind = "Patient", .id = "p" };

  karne_history_set_person (history, fields[COLUMN_BORN], read_sex (fields[COLUMN_SEX]),
                            karne_territory_from_name (fields[COLUMN_TERRITORY]), &trace);
  read_facts (history, rules, fields[COLUMN_FACTS]);
  read_history (history, rules, fields[COLUMN_HISTORY]);
  karne_history_seal (history);
  return history;
}

static void
run_case (KarneRules *rules, char **fields)
{
  g_autoptr (KarneHistory) history = NULL;
  g_autoptr (GPtrArray) dues = NULL;

  if (karne_rules_find (rules, "rule", fields[COLUMN_RULE]) == KARNE_NO_INDEX)
    g_error ("no rule “%s”: %s", fields[COLUMN_RULE], fields[COLUMN_CASE]);
  history = history_of (rules, fields);
  dues = karne_rules_evaluate (rules, history, fields[COLUMN_ON]);
  due_table_check (fields, dues);
}

static void
test_file (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, &error);
  g_autoptr (GPtrArray) table = due_table_read (data, N_COLUMNS);

  g_assert_no_error (error);
  for (guint i = 0; i < table->len; i++)
    run_case (rules, g_ptr_array_index (table, i));
  g_test_message ("%u cases", table->len);
  g_assert_cmpuint (table->len, >, 0);
}

static void
add_files (const char *folder)
{
  static const char *const others[] = { "demo-people.csv", "things.csv", NULL };
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/due/cases/", name, NULL);

      if (g_str_has_suffix (name, ".csv") && !g_strv_contains (others, name))
        g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), test_file, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("KARNE_TEST_DATA"), "prevention", NULL);

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  add_files (folder);
  return g_test_run ();
}
