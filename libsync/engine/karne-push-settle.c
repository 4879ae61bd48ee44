/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-private.h"

#include "karne-error.h"

/* Writes down what was found out about several changes, in one transaction: what is not written is
 * found out again. */

typedef struct
{
  KarneRun *run;    /* (unowned) outlives the job */
  GPtrArray *items; /* (owned) */
} Settle;

static void
settle_free (gpointer data)
{
  Settle *self = data;

  g_ptr_array_unref (self->items);
  g_free (self);
}

static gboolean
settle_done (KarneRun *run, sqlite3 *db, const KarnePushItem *item, GError **error)
{
  const KarneOutboxRow *row = item->row;

  if (!karne_outbox_done (run->store, db, row->seq, item->text, item->id, error))
    return FALSE;
  run->report->sent++;
  return item->overwritten == NULL ||
         karne_outbox_overwritten (run->store, db, row->source, row->kind, row->id, row->base,
                                   row->body, item->overwritten, error);
}

static gboolean
settle_theirs (KarneRun *run, sqlite3 *db, const KarnePushItem *item, GError **error)
{
  switch (karne_outbox_rebase (run->store, db, item->row->seq, item->text, item->why, error))
    {
    case KARNE_REBASE_DONE:
      run->report->sent++;
      if (item->overwritten != NULL)
        return karne_outbox_overwritten (run->store, db, item->row->source, item->row->kind,
                                         item->row->id, item->row->base, item->row->body,
                                         item->overwritten, error);
      return TRUE;
    case KARNE_REBASE_CONFLICT:
      run->report->conflicts++;
      return TRUE;
    case KARNE_REBASE_WAITING:
      return TRUE;
    case KARNE_REBASE_FAILED:
      break;
    }
  return FALSE;
}

/* Decided without the server, of a text that is not the one any more. */
static gboolean
is_outdated (const KarnePushItem *item, const KarneOutboxRow *now)
{
  return now->state == KARNE_OUTBOX_WAITING &&
         (item->verdict == KARNE_VERDICT_DONE || item->verdict == KARNE_VERDICT_REFUSED) &&
         (now->op != item->row->op || g_strcmp0 (now->body, item->row->body) != 0);
}

/* What was sent before, and nobody knows what came of it, may still land: what is known of the last
 * try says nothing of the one before. */
static gboolean
settle_no_effect (KarneRun *run, sqlite3 *db, const KarnePushItem *item, GError **error)
{
  if (item->row->state == KARNE_OUTBOX_SENDING && !item->row->held)
    return TRUE;
  return karne_outbox_unsend (run->store, db, item->row->seq, error);
}

static gboolean
settle_one (KarneRun *run, sqlite3 *db, const KarnePushItem *item, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneOutboxRow) now = karne_outbox_load (db, item->row->seq, &local_error);

  /* Undone while it was only being looked at. */
  if (g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    return TRUE;
  if (now == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (is_outdated (item, now))
    return TRUE;
  switch (item->verdict)
    {
    case KARNE_VERDICT_DONE:
      return settle_done (run, db, item, error);
    case KARNE_VERDICT_THEIRS:
      return settle_theirs (run, db, item, error);
    case KARNE_VERDICT_NO_EFFECT:
      return settle_no_effect (run, db, item, error);
    case KARNE_VERDICT_LEFT_TO_PULL:
      return karne_outbox_unsend (run->store, db, item->row->seq, error);
    case KARNE_VERDICT_REFUSED:
      run->report->parked++;
      return karne_outbox_park (run->store, db, item->row->seq, item->status, item->reason,
                                item->words, error);
    case KARNE_VERDICT_ABSENT:
    case KARNE_VERDICT_UNKNOWN:
      break;
    }
  return item->missed == 0 || karne_outbox_note_missed (db, item->row->seq, item->missed, error);
}

static gboolean
settle_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Settle *self = data;

  for (guint i = 0; i < self->items->len; i++)
    if (!settle_one (self->run, db, self->items->pdata[i], error))
      return FALSE;
  return TRUE;
}

void
karne_push_settle_async (KarneRun *run,
                         GPtrArray *items,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Settle *self = g_new0 (Settle, 1);

  self->run = run;
  self->items = g_ptr_array_ref (items);
  karne_store_write_async (run->store, settle_in_worker, self, settle_free, cancellable, callback,
                           user_data);
}

gboolean
karne_push_settle_finish (KarneRun *run, GAsyncResult *result, GError **error)
{
  return karne_store_job_finish (run->store, result, error);
}
