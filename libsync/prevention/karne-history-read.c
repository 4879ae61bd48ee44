/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-history-read-private.h"

#include <string.h>

#include "prevention/karne-due-list.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"
#include "store/karne-view-job-private.h"
#include "store/karne-view-private.h"

/* The history that prevention rests on, out of the record: only what the view lets its reader see.
 */

#define RULE_PREFIX KARNE_RULE_SYSTEM "|"
#define BMI_CODE "http://loinc.org|39156-5"
#define BMI_CONDITION "obesity-40"
#define BMI_LEAST 40.0

typedef struct
{
  /* Input */
  KarneRules *rules;   /* (owned) */
  KarneReader *reader; /* (owned) */
  char *codes;         /* (owned) JSON: of documents and observations */

  /* In progress */
  KarneDay bmi_day;
  double bmi;

  /* Output */
  KarneHistory *history; /* (owned) (nullable) */
} HistoryJob;

static void
history_job_free (gpointer data)
{
  HistoryJob *job = data;

  karne_reader_unref (job->reader);
  g_clear_object (&job->rules);
  g_clear_object (&job->history);
  g_free (job->codes);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HistoryJob, history_job_free)

/* Which codes are worth looking at, as a list in JSON. */

static void
add_code (GString *list, const char *code)
{
  g_autofree char *escaped = g_strescape (code, NULL);

  g_string_append_printf (list, "%s\"%s\"", list->len > 1 ? "," : "", escaped);
}

static void
add_codes (GString *list, GHashTable *codes)
{
  GHashTableIter iter;
  gpointer code;

  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    add_code (list, code);
}

static char *
list_codes (KarneRules *rules)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; i < rules->matches->len; i++)
    {
      const KarneMatch *match = &g_array_index (rules->matches, KarneMatch, i);

      if (match->code != NULL &&
          (match->in == KARNE_FOUND_DOCUMENT || match->in == KARNE_FOUND_OBSERVATION))
        add_code (list, match->code);
    }
  add_codes (list, rules->signs.last_period);
  add_codes (list, rules->signs.expected);
  add_code (list, BMI_CODE);
  g_string_append_c (list, ']');
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static HistoryJob *
history_job_new (KarneRules *rules, KarneReader *reader)
{
  HistoryJob *job = g_new0 (HistoryJob, 1);

  job->rules = g_object_ref (rules);
  job->reader = karne_reader_ref (reader);
  job->codes = list_codes (rules);
  job->history = karne_history_new ();
  return job;
}

/* The person */

static const char *
get_text (KarneStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

static KarneSex
get_sex (const char *gender)
{
  if (g_strcmp0 (gender, "female") == 0)
    return KARNE_SEX_FEMALE;
  return g_strcmp0 (gender, "male") == 0 ? KARNE_SEX_MALE : KARNE_SEX_UNKNOWN;
}

/* Where several sources know the person, what is known of it anywhere; of the first that says so.
 */
static void
take_person (HistoryJob *job, KarneStatement *statement)
{
  KarneHistory *history = job->history;
  KarneTrace trace = { karne_sql_get_int (statement, 0), get_text (statement, 1),
                       get_text (statement, 2), NULL, NULL };
  const char *birth_date = get_text (statement, 4);
  KarneSex sex = get_sex (get_text (statement, 5));
  KarneTerritory territory = karne_territory_from_postal_code (get_text (statement, 6));

  if (history->sex != KARNE_SEX_UNKNOWN)
    sex = history->sex;
  if (history->territory != KARNE_TERRITORY_UNKNOWN)
    territory = history->territory;
  karne_history_add_as_of (history, get_text (statement, 3));
  if (history->birth.date != NULL)
    karne_history_set_person (history, history->birth.date, sex, territory, &history->birth);
  else
    karne_history_set_person (history, birth_date, sex, territory, &trace);
}

static gboolean
read_person (sqlite3 *db, HistoryJob *job, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "prevention/person", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_reader_bind (job->reader, statement);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    take_person (job, statement);
  return rc == SQLITE_DONE;
}

/* What was done, and what the person has */

/* Whether what the line tells of was done, as far as its status is understood. */
static gboolean
is_done (const KarneLineRead *line)
{
  static const char *const done[] = {
    "completed", "current", "final", "amended", "corrected", NULL
  };

  return !line->not_understood && line->status != NULL && g_strv_contains (done, line->status);
}

static gboolean
is_had (const KarneLineRead *line)
{
  static const char *const had[] = { "active", "recurrence", "relapse", NULL };

  return !line->not_understood && (line->status == NULL || g_strv_contains (had, line->status));
}

/* The latest index says whether the person is so heavy still. */
static void
take_bmi (HistoryJob *job, const KarneLineRead *line, const KarneDays *when)
{
  if (line->value == NULL || when->first < job->bmi_day ||
      !karne_codes_have (line->codes, BMI_CODE))
    return;
  job->bmi_day = when->first;
  job->bmi = g_ascii_strtod (line->value, NULL);
}

static void
add_obesity (HistoryJob *job)
{
  KarneCondition condition = {
    .condition = karne_rules_find (job->rules, "condition", BMI_CONDITION),
    .since = job->bmi_day,
    .trace = { .kind = "Observation" },
  };

  if (job->bmi >= BMI_LEAST && condition.condition != KARNE_NO_INDEX)
    karne_history_add_condition (job->history, &condition);
}

static void
take_line (HistoryJob *job, const KarneLineRead *line, KarnePregnancyReader *pregnancies)
{
  int minutes = karne_territory_get_minutes_east (job->history->territory, line->trace.date);
  KarneAct act = { .trace = line->trace, .reported = line->reported };

  act.dated = karne_days_parse (line->trace.date, minutes, &act.when);
  karne_history_add_as_of (job->history, line->updated);
  karne_pregnancy_reader_add (pregnancies, job->rules, line, &act.when);
  if (g_str_equal (line->trace.kind, "Condition"))
    {
      if (is_had (line))
        karne_match_conditions (job->rules, line, act.when.first, job->history);
      return;
    }
  if (!is_done (line))
    return;
  if (karne_match_things (job->rules, line, &act))
    karne_history_add_act (job->history, job->rules, &act);
  if (g_str_equal (line->trace.kind, "Observation"))
    take_bmi (job, line, &act.when);
}

static KarneLineRead
line_from_row (KarneStatement *statement)
{
  KarneLineRead line = {
    .trace = { karne_sql_get_int (statement, 0), get_text (statement, 1), get_text (statement, 2),
               get_text (statement, 4), get_text (statement, 6) },
    .updated = get_text (statement, 3),
    .until = get_text (statement, 5),
    .status = get_text (statement, 7),
    .codes = get_text (statement, 8),
    .diseases = get_text (statement, 9),
    .reported = karne_sql_get_int (statement, 10) != 0,
    .not_understood = karne_sql_get_int (statement, 11) != 0,
    .value = get_text (statement, 12),
  };

  return line;
}

static gboolean
read_lines (sqlite3 *db, HistoryJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "prevention/facts", error);
  g_auto (KarnePregnancyReader) pregnancies = { 0 };
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_pregnancy_reader_init (&pregnancies);
  karne_reader_bind (job->reader, statement);
  karne_sql_bind_text (statement, sqlite3_bind_parameter_index (statement, ":codes"), job->codes);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    {
      KarneLineRead line = line_from_row (statement);

      take_line (job, &line, &pregnancies);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  add_obesity (job);
  karne_pregnancy_reader_finish (&pregnancies, job->history);
  return rc == SQLITE_DONE;
}

static void
take_told (HistoryJob *job, KarneStatement *statement)
{
  KarneAct act = { .reported = TRUE };
  int number =
      karne_rules_find (job->rules, "rule", get_text (statement, 6) + strlen (RULE_PREFIX));
  int proof = number != KARNE_NO_INDEX ? karne_rule_get_proof (job->rules->rules->pdata[number])
                                       : KARNE_NO_INDEX;

  act.trace =
      (KarneTrace){ karne_sql_get_int (statement, 0), get_text (statement, 1),
                    get_text (statement, 2), get_text (statement, 4), get_text (statement, 5) };
  act.dated =
      karne_days_parse (act.trace.date,
                        karne_territory_get_minutes_east (job->history->territory, act.trace.date),
                        &act.when);
  if (proof == KARNE_NO_INDEX || !act.dated)
    return;
  karne_history_add_as_of (job->history, get_text (statement, 3));
  karne_things_add (&act.things, proof);
  karne_history_add_act (job->history, job->rules, &act);
}

/* The person's own word counts as a dose that was told of does: what comes next is asked for when
 * its time has come. */
static gboolean
read_told (sqlite3 *db, HistoryJob *job, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "prevention/told", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_reader_bind (job->reader, statement);
  karne_sql_bind_text (statement, sqlite3_bind_parameter_index (statement, ":first"), RULE_PREFIX);
  karne_sql_bind_text (statement, sqlite3_bind_parameter_index (statement, ":last"),
                       RULE_PREFIX "~");
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    take_told (job, statement);
  return rc == SQLITE_DONE;
}

static gboolean
read_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  HistoryJob *job = data;

  if (!read_person (db, job, error) || !read_lines (db, job, cancellable, error) ||
      !read_told (db, job, error))
    return FALSE;
  karne_history_seal (job->history);
  return TRUE;
}

static gpointer
take_history (gpointer data)
{
  return g_steal_pointer (&((HistoryJob *) data)->history);
}

KarneHistory *
karne_history_read (sqlite3 *db,
                    KarneRules *rules,
                    KarneReader *reader,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (HistoryJob) job = history_job_new (rules, reader);

  return read_in_worker (db, job, cancellable, error) ? take_history (job) : NULL;
}

/**
 * karne_view_read_history:
 * @self: a view
 * @rules: the rules that it is for
 * @error: return location for an error
 *
 * Reads what prevention rests on out of the record, as far as the reader may see it. Waits for the
 * disk.
 *
 * A line counts as done only where its status says so in a way that is understood; one that was
 * entered in error, was not done or is subpotent does not.
 *
 * Returns: (transfer full): the history, for use with the same @rules
 */
KarneHistory *
karne_view_read_history (KarneView *self, KarneRules *rules, GError **error)
{
  g_autoptr (HistoryJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && KARNE_IS_RULES (rules), NULL);

  job = history_job_new (rules, karne_view_get_reader (self));
  return karne_store_read (karne_view_get_store (self), read_in_worker, job, error)
             ? take_history (job)
             : NULL;
}

/**
 * karne_view_read_history_async:
 * @self: a view
 * @rules: the rules that it is for
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.read_history], without waiting.
 */
void
karne_view_read_history_async (KarneView *self,
                               KarneRules *rules,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self) && KARNE_IS_RULES (rules));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_read_history_async);
  karne_store_answer_async (karne_view_get_store (self), task, read_in_worker,
                            history_job_new (rules, karne_view_get_reader (self)), history_job_free,
                            take_history, g_object_unref);
}

/**
 * karne_view_read_history_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.read_history_async].
 *
 * Returns: (transfer full): the history; `NULL` as from [method@View.read_history]
 */
KarneHistory *
karne_view_read_history_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
