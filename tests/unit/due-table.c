/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "due-table.h"

#include <string.h>

static const char *const states[] = {
  [KARNE_DUE_OVERDUE] = "overdue", [KARNE_DUE_NOW] = "now",
  [KARNE_DUE_ASK] = "ask",         [KARNE_DUE_COMING] = "coming",
  [KARNE_DUE_DONE] = "done",       [KARNE_DUE_UNKNOWN_DATES] = "unknown-dates",
};

/* A table */

char *
due_table_path (const char *name)
{
  return g_build_filename (g_getenv ("KARNE_TEST_DATA"), "prevention", name, NULL);
}

GPtrArray *
due_table_read (const char *path, guint n_columns)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean is_header = TRUE;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (!is_header)
        {
          g_ptr_array_add (table, g_strsplit (lines[i], ",", -1));
          g_assert_cmpuint (g_strv_length (g_ptr_array_index (table, table->len - 1)), ==,
                            n_columns);
        }
      is_header = FALSE;
    }
  return table;
}

static void
table_act_free (gpointer data)
{
  TableAct *act = data;

  g_free (act->thing);
  g_free (act->date);
  g_free (act->mark);
  g_free (act);
}

GPtrArray *
due_table_acts (const char *history)
{
  GPtrArray *acts = g_ptr_array_new_with_free_func (table_act_free);
  g_auto (GStrv) parts = g_strsplit (history, ";", -1);

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      g_auto (GStrv) marks = g_strsplit (parts[i], "!", 2);
      g_auto (GStrv) words = g_strsplit (marks[0], "@", 2);
      TableAct *act = g_new0 (TableAct, 1);

      act->thing = g_strdup (words[0]);
      act->date = g_strdup (words[1]);
      act->mark = g_strdup (marks[1]);
      g_ptr_array_add (acts, act);
    }
  return acts;
}

/* What came of a line */

const char *
due_table_state (KarneDueState state)
{
  return states[state];
}

gboolean
due_table_is_one_of (const char *choices, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (choices, "|", -1);

  return g_strv_contains ((const char *const *) parts, text);
}

static const KarneDue *
find_due (GPtrArray *dues, const char *rule)
{
  const KarneDue *found = NULL;

  for (guint i = 0; i < dues->len; i++)
    {
      const KarneDue *due = dues->pdata[i];

      if (!g_str_equal (due->rule, rule))
        continue;
      g_assert_null (found);
      found = due;
    }
  return found;
}

static gboolean
is_day_so (const char *expected, const char *day)
{
  if (*expected == '\0')
    return TRUE;
  return g_str_equal (expected, "-") ? day == NULL : g_strcmp0 (expected, day) == 0;
}

static gboolean
are_flags_so (const char *expected, KarneDueFlags flags)
{
  static const struct
  {
    const char *name;
    KarneDueFlags flag;
  } names[] = {
    { "check", KARNE_DUE_CHECK },
    { "unknown", KARNE_DUE_UNKNOWN },
    { "unconfirmed", KARNE_DUE_UNCONFIRMED },
  };
  g_auto (GStrv) parts = g_strsplit (expected, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        gboolean is_not = parts[i][0] == '!';

        if (g_str_equal (parts[i] + (is_not ? 1 : 0), names[j].name) &&
            ((flags & names[j].flag) != 0) == is_not)
          return FALSE;
      }
  return TRUE;
}

static gboolean
is_so (char **fields, const KarneDue *due, char **said)
{
  g_autofree char *dose = due != NULL ? g_strdup_printf ("%u/%u", due->dose, due->doses) : NULL;
  const char *state = due != NULL ? states[due->state] : "none";

  if (due == NULL)
    *said = g_strdup ("none");
  else
    *said = g_strdup_printf ("%s %s..%s %s flags %u", state, due->from, due->to, dose, due->flags);
  if (!due_table_is_one_of (fields[COLUMN_STATE], state))
    return FALSE;
  return due == NULL ||
         (is_day_so (fields[COLUMN_FROM], due->from) && is_day_so (fields[COLUMN_TO], due->to) &&
          (*fields[COLUMN_DOSE] == '\0' || g_str_equal (fields[COLUMN_DOSE], dose)) &&
          are_flags_so (fields[COLUMN_FLAGS], due->flags));
}

void
due_table_check (char **fields, GPtrArray *dues)
{
  g_autofree char *said = NULL;
  g_autofree char *line = NULL;

  if (is_so (fields, find_due (dues, fields[COLUMN_RULE]), &said))
    return;
  line = g_strjoinv (",", fields);
  g_test_message ("%s\n    it is %s", line, said);
  g_test_fail ();
}
