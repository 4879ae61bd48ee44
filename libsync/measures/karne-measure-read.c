/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

#include "store/karne-view-job-private.h"

/* The columns of `measures/columns`, in their order. */
enum
{
  SOURCE,
  ID,
  CODE,
  TITLE,
  DATE,
  AT,
  STATUS,
  COMPARATOR,
  VALUE,
  SECOND,
  UNIT,
  WRITTEN,
  WRITTEN_UNIT,
  MOMENT,
  DAYS,
  LOW,
  HIGH,
  TARGET_UNIT,
  CONFIRMED,
  LABORATORY,
  STATE,
};

typedef struct
{
  /* Input */
  KarneReader *reader; /* (owned) */
  char *codes;         /* (owned) (nullable) JSON: any of these */
  char *code;          /* (owned) (nullable) `system|code` */
  char *from;          /* (owned) (nullable) */
  char *until;         /* (owned) (nullable) */

  /* Output */
  GPtrArray *measures; /* (owned) (nullable) */
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  karne_reader_unref (job->reader);
  g_free (job->codes);
  g_free (job->code);
  g_free (job->from);
  g_free (job->until);
  g_clear_pointer (&job->measures, g_ptr_array_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadJob, read_job_free)

static char *
codes_to_json (KarneMeasureKind kind)
{
  const char *const *codes = karne_measure_kind_get_codes (kind);
  g_autofree char *list = NULL;

  if (codes == NULL)
    return NULL;
  list = g_strjoinv ("\",\"", (char **) codes);
  return g_strdup_printf ("[\"%s\"]", list);
}

static ReadJob *
read_job_new (KarneView *view,
              KarneMeasureKind kind,
              const char *code,
              const char *from,
              const char *until)
{
  ReadJob *job = g_new0 (ReadJob, 1);

  job->reader = karne_reader_ref (karne_view_get_reader (view));
  job->codes = codes_to_json (kind);
  job->code = g_strdup (code);
  job->from = g_strdup (from);
  job->until = g_strdup (until);
  return job;
}

static guint
days_from_code (const char *code)
{
  static const struct
  {
    const char *code;
    guint days;
  } table[] = {
    { "GEN-275", 7 },
    { "GEN-276", 14 },
    { "GEN-277", 30 },
    { "GEN-278", 90 },
    /* Another time, of which only that it is a mean is known. */
    { "GEN-092.08.05", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i].code, code) == 0)
      return table[i].days;
  return code != NULL ? 1 : 0;
}

/* The code that the French guide has for capillary glucose is LOINC's for blood in a laboratory. */
static KarneMeasureKind
find_kind (const char *code, gboolean by_laboratory)
{
  KarneMeasureKind kind = karne_measure_kind_from_code (code);

  return kind == KARNE_MEASURE_GLUCOSE && by_laboratory ? KARNE_MEASURE_GLUCOSE_LABORATORY : kind;
}

static KarneMeasurement *
measure_from_row (KarneStatement *row)
{
  KarneMeasurement *measure = g_new0 (KarneMeasurement, 1);
  g_autofree char *moment = karne_sql_dup_text (row, MOMENT);
  g_autofree char *days = karne_sql_dup_text (row, DAYS);

  measure->source = karne_sql_get_int (row, SOURCE);
  measure->id = karne_sql_dup_text (row, ID);
  measure->code = karne_sql_dup_text (row, CODE);
  measure->kind = find_kind (measure->code, karne_sql_get_int (row, LABORATORY) != 0);
  measure->title = karne_sql_dup_text (row, TITLE);
  measure->date = karne_sql_dup_text (row, DATE);
  measure->at =
      sqlite3_column_type (row, AT) == SQLITE_NULL ? G_MININT64 : karne_sql_get_int (row, AT);
  measure->status = karne_sql_dup_text (row, STATUS);
  measure->comparator = karne_sql_dup_text (row, COMPARATOR);
  measure->value = karne_sql_dup_text (row, VALUE);
  measure->second = karne_sql_dup_text (row, SECOND);
  measure->unit = karne_sql_dup_text (row, UNIT);
  measure->written = karne_sql_dup_text (row, WRITTEN);
  measure->written_unit = karne_sql_dup_text (row, WRITTEN_UNIT);
  measure->moment = karne_measure_moment_from_code (moment);
  measure->days = days_from_code (days);
  measure->low = karne_sql_dup_text (row, LOW);
  measure->high = karne_sql_dup_text (row, HIGH);
  measure->target_unit = karne_sql_dup_text (row, TARGET_UNIT);
  measure->confirmed = karne_sql_get_int (row, CONFIRMED) != 0;
  measure->state = (KarneRecordState) karne_sql_get_int (row, STATE);
  return measure;
}

static char *
put_together (const ReadJob *job)
{
  return g_strconcat (karne_sql_get_source ("measures/columns"),
                      karne_sql_get_source ("view/state"), karne_sql_get_source ("view/from-all"),
                      karne_sql_get_source ("view/visible"),
                      karne_sql_get_source ("view/habilitated"),
                      karne_sql_get_source ("view/of-kind"),
                      job->codes != NULL ? karne_sql_get_source ("measures/of-codes") : "",
                      job->code != NULL ? karne_sql_get_source ("view/of-code") : "",
                      job->from != NULL ? karne_sql_get_source ("view/since") : "",
                      job->until != NULL ? karne_sql_get_source ("view/until") : "",
                      karne_sql_get_source ("view/oldest-first"), NULL);
}

static void
bind (KarneStatement *statement, const char *name, const char *text)
{
  int index = sqlite3_bind_parameter_index (statement, name);

  if (index > 0)
    karne_sql_bind_text (statement, index, text);
}

static gboolean
read_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ReadJob *job = data;
  g_autofree char *text = put_together (job);
  g_autoptr (KarneStatement) statement = karne_sql_get_text (db, text, text, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_reader_bind (job->reader, statement);
  karne_sql_bind_int (statement, sqlite3_bind_parameter_index (statement, ":needed"),
                      KARNE_ACCESS_CONTENT);
  bind (statement, ":kind", "Observation");
  bind (statement, ":codes", job->codes);
  bind (statement, ":code", job->code);
  bind (statement, ":since", job->from);
  bind (statement, ":until", job->until);
  job->measures = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_measurement_free);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->measures, measure_from_row (statement));
  if (rc == SQLITE_DONE)
    karne_noter_note (job->reader->noter, KARNE_ACCESS_ACT_LOOK, 0, "Observation", NULL, NULL);
  return rc == SQLITE_DONE;
}

static gpointer
take_measures (gpointer data)
{
  return g_steal_pointer (&((ReadJob *) data)->measures);
}

/**
 * karne_view_list_measures:
 * @self: a view
 * @kind: what was measured; `KARNE_MEASURE_OTHER` for whatever it was
 * @code: (nullable): only with this code (`system|code`)
 * @from: (nullable): FHIR date; only measures of it or later
 * @until: (nullable): FHIR date; only measures of it or earlier
 * @error: return location for an error
 *
 * The measures of the record, with all that is needed to draw and to count them.
 *
 * Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Measurement): the measures, the oldest first;
 * those without a date stand before them
 */
GPtrArray *
karne_view_list_measures (KarneView *self,
                          KarneMeasureKind kind,
                          const char *code,
                          const char *from,
                          const char *until,
                          GError **error)
{
  g_autoptr (ReadJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);
  job = read_job_new (self, kind, code, from, until);
  return karne_store_read (karne_view_get_store (self), read_in_worker, job, error)
             ? take_measures (job)
             : NULL;
}

/**
 * karne_view_list_measures_async:
 * @self: a view
 * @kind: what was measured; `KARNE_MEASURE_OTHER` for whatever it was
 * @code: (nullable): only with this code (`system|code`)
 * @from: (nullable): FHIR date; only measures of it or later
 * @until: (nullable): FHIR date; only measures of it or earlier
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_measures], without waiting.
 */
void
karne_view_list_measures_async (KarneView *self,
                                KarneMeasureKind kind,
                                const char *code,
                                const char *from,
                                const char *until,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_list_measures_async);
  karne_store_answer_async (karne_view_get_store (self), task, read_in_worker,
                            read_job_new (self, kind, code, from, until), read_job_free,
                            take_measures, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_view_list_measures_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_measures_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Measurement): the measures, the oldest first
 */
GPtrArray *
karne_view_list_measures_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
