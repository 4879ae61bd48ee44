/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-telling-private.h"

#include "access/karne-access-event-private.h"
#include "access/karne-access-note-private.h"
#include "karne-error.h"

/* Which servers are told of the access log, and how far.
 *
 * What is of one source is for its server alone. What is of the record as a whole — a search, all
 * of a kind, what was printed or exported, that it was opened — is for each server that is told: a
 * part of it is theirs. What was noted before somebody wanted it told is for none of them.
 *
 * Rows go in their order, and how far is moved by the answer to each: one that was sent and not
 * answered is sent again, under the same id. From the first row on that is not as it was written,
 * nothing is sent: nobody would know whose words they are. */

static void
event_free (KarneAccessEvent *event)
{
  g_free (event->id);
  g_free (event->text);
  g_free (event);
}

void
karne_telling_free (KarneTelling *self)
{
  g_free (self->trouble);
  g_ptr_array_unref (self->events);
  g_free (self);
}

/* Reading */

typedef struct
{
  gint64 source;
  guint most;
  gint64 told;
  char *secret;  /* (owned) */
  char *patient; /* (owned) */
} Place;

static void
place_clear (Place *place)
{
  g_free (place->secret);
  g_free (place->patient);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
load_place (sqlite3 *db, KarneTelling *self, Place *place, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/telling", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, place->source);
  rc = karne_sql_step (statement, error);
  self->is_told = rc == SQLITE_ROW;
  if (rc != SQLITE_ROW)
    return rc == SQLITE_DONE;
  place->secret = karne_sql_dup_text (statement, 0);
  place->told = karne_sql_get_int (statement, 1);
  self->by_post = karne_sql_get_int (statement, 2) != 0;
  self->trouble = karne_sql_dup_text (statement, 3);
  self->since = karne_sql_get_int (statement, 4);
  place->patient = karne_sql_dup_text (statement, 5);
  return TRUE;
}

static void
add_event (KarneTelling *self, const Place *place, KarneStatement *statement)
{
  g_autoptr (KarneAccessRow) row = karne_access_row_from_statement (statement);
  gboolean is_known = karne_sql_get_int (statement, KARNE_ACCESS_N_COLUMNS) != 0;
  KarneAccessEvent *event = g_new0 (KarneAccessEvent, 1);

  event->number = row->number;
  event->id = karne_access_event_make_id (place->secret, row->link);
  event->text = karne_access_event_make (row, event->id, place->patient, is_known);
  g_ptr_array_add (self->events, event);
}

static gboolean
load_events (sqlite3 *db, KarneTelling *self, const Place *place, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/untold", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, place->source);
  karne_sql_bind_int (statement, 2, place->told);
  karne_sql_bind_int (statement, 3, self->broken > 0 ? self->broken : G_MAXINT64);
  karne_sql_bind_int (statement, 4, place->most);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    add_event (self, place, statement);
  return rc == SQLITE_DONE;
}

/* One state of the log: what is added meanwhile is for another time. */
static gboolean
load (sqlite3 *db, KarneTelling *self, Place *place, GError **error)
{
  if (!load_place (db, self, place, error))
    return FALSE;
  return !self->is_told || (karne_access_find_broken (db, &self->broken, error) &&
                            load_events (db, self, place, error));
}

KarneTelling *
karne_telling_load (sqlite3 *db, gint64 source, guint most, GError **error)
{
  g_autoptr (KarneTelling) self = g_new0 (KarneTelling, 1);
  g_auto (Place) place = { .source = source, .most = most };
  gboolean ok;

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);
  if (!karne_sql_exec (db, "BEGIN", error))
    return NULL;
  ok = load (db, self, &place, error);
  return karne_sql_exec (db, "ROLLBACK", ok ? error : NULL) && ok ? g_steal_pointer (&self) : NULL;
}

/* Naming */

static void
add_id (KarneAccessRow *row, const char *secret)
{
  guint n = row->events != NULL ? g_strv_length (row->events) : 0;

  row->events = g_renew (char *, row->events, n + 2);
  row->events[n] = karne_access_event_make_id (secret, row->link);
  row->events[n + 1] = NULL;
}

gboolean
karne_telling_name_events (sqlite3 *db, GPtrArray *rows, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/tellings", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    for (guint i = 0; i < rows->len; i++)
      {
        KarneAccessRow *row = rows->pdata[i];

        if (row->source == 0 || row->source == karne_sql_get_int (statement, 0))
          add_id (row, (const char *) sqlite3_column_text (statement, 1));
      }
  return rc == SQLITE_DONE;
}

/* Noting */

gboolean
karne_telling_note_told (sqlite3 *db,
                         gint64 source,
                         gint64 number,
                         gboolean by_post,
                         gboolean *is_told,
                         GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/note-told", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_int (statement, 2, number);
  karne_sql_bind_int (statement, 3, by_post);
  if (!karne_sql_run (statement, error))
    return FALSE;
  *is_told = sqlite3_changes (db) > 0;
  return TRUE;
}

gboolean
karne_telling_note_trouble (sqlite3 *db,
                            gint64 source,
                            const char *trouble,
                            guint status,
                            gint64 at,
                            GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/note-trouble", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, trouble);
  karne_sql_bind_int (statement, 3, status);
  karne_sql_bind_int (statement, 4, at);
  return karne_sql_run (statement, error);
}

/* Turning it on and off */

typedef struct
{
  KarneStore *store; /* (unowned) there as long as the job is */
  gint64 source;
  gboolean tells;
} Switch;

static gboolean
turn_on (sqlite3 *db, const Switch *job, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/tell", error);
  g_autofree char *secret = karne_store_make_uuid (job->store);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, job->source);
  karne_sql_bind_text (statement, 2, secret);
  return karne_sql_run (statement, error);
}

static gboolean
turn_off (sqlite3 *db, const Switch *job, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/tell-no-more", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, job->source);
  return karne_sql_run (statement, error);
}

static gboolean
switch_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Switch *job = data;
  g_autoptr (KarneSource) source = karne_source_load (db, job->source, error);

  if (source == NULL || !(job->tells ? turn_on (db, job, error) : turn_off (db, job, error)))
    return FALSE;
  karne_store_note_change (job->store, job->source, NULL, NULL);
  return TRUE;
}

/**
 * karne_store_set_tells:
 * @self: a store
 * @source: number of a source
 * @tells: whether its server is told
 * @error: return location for an error
 *
 * Says whether the server of a source is told who looked at the record here, and what was done with
 * it. What is noted in the access log from now on ([func@access_log_list]) is then sent with each
 * sync, as AuditEvents. By default nothing of it is.
 *
 * It is told of what is its own, and of what is of the record as a whole, such as a search, a print
 * or that it was opened; not of the words that were searched for. When it is turned off, what was
 * not sent yet is not sent any more. A server that refuses keeps nothing from being synced, and is
 * asked again once a day, or at the next sync where this is said anew. Waits for the disk.
 *
 * Returns: %TRUE, or %FALSE with `KARNE_ERROR_NOT_FOUND` or an error of the store
 */
gboolean
karne_store_set_tells (KarneStore *self, gint64 source, gboolean tells, GError **error)
{
  Switch job = { .store = self, .source = source, .tells = tells };

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  return karne_store_write_durably (self, switch_in_worker, &job, error);
}

static void
switched_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (karne_store_job_finish (KARNE_STORE (store), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * karne_store_set_tells_async:
 * @self: a store
 * @source: number of a source
 * @tells: whether its server is told
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.set_tells], without waiting. Who cancels it in time has changed nothing.
 */
void
karne_store_set_tells_async (KarneStore *self,
                             gint64 source,
                             gboolean tells,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const Switch job = { .store = self, .source = source, .tells = tells };
  GTask *task;

  g_return_if_fail (KARNE_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_store_set_tells_async);
  g_task_set_check_cancellable (task, FALSE);
  karne_store_write_durably_async (self, switch_in_worker, g_memdup2 (&job, sizeof job), g_free,
                                   cancellable, switched_cb, task);
}

/**
 * karne_store_set_tells_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.set_tells_async].
 *
 * Returns: as from [method@Store.set_tells]
 */
gboolean
karne_store_set_tells_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
