/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-ingest-private.h"

#include "karne-error.h"
#include "store/karne-intake-private.h"
#include "store/karne-store-writer-private.h"

#define MAX_WEIGHT 2000

struct _KarneIngest
{
  GObject parent_instance;

  KarneStore *store;   /* (owned) */
  KarneSource *source; /* (owned) */
  char *kind;          /* (owned) */
  KarneIngestFlags flags;

  /* The writing worker's alone, once the first push was made. */
  KarneIntake *intake; /* (owned) */
  KarneSlicer *slicer; /* (owned) */
  guint n_lost;        /* transactions of the store, when this began */
  GError *flaw;    /* (owned) (nullable): what is wrong with the page: it is not fed any further */
  GError *failure; /* (owned) (nullable): what is wrong with the store */
};

G_DEFINE_FINAL_TYPE (KarneIngest, karne_ingest, G_TYPE_OBJECT)

/* Another job, whose turn came in the middle of the page, may have failed to commit what the page
 * had stored so far: then the rest of it is of no use. */
static gboolean
is_whole (KarneIngest *self, GError **error)
{
  if (karne_store_get_n_lost_in_worker (self->store) == self->n_lost)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                       "storing a page: its first part could not be committed");
  return FALSE;
}

/* The page may be larger than a transaction should be, and another job may have committed what we
 * began. */
static gboolean
make_ready (KarneIngest *self, GError **error)
{
  if (!is_whole (self, error))
    return FALSE;
  if (karne_intake_get_weight (self->intake) >= MAX_WEIGHT)
    {
      if (!karne_store_commit_in_worker (self->store, error))
        return FALSE;
      karne_intake_reset_weight (self->intake);
    }
  return karne_store_begin_in_worker (self->store, error);
}

/* It stops the slicer, which says it again; here it is known for what it is. */
static gboolean
fail (KarneIngest *self, GError **error)
{
  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

static gboolean
take_entry (const KarneSlice *slice, gpointer data, GError **error)
{
  KarneIngest *self = data;

  return (make_ready (self, &self->failure) &&
          karne_intake_take_entry (self->intake, slice, &self->failure)) ||
         fail (self, error);
}

static gboolean
take_blob (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  KarneIngest *self = data;

  return (make_ready (self, &self->failure) &&
          karne_intake_take_blob (self->intake, n, offset, text, len, &self->failure)) ||
         fail (self, error);
}

static void
note_reference (KarneSpan value, gboolean canonical, gpointer data)
{
  KarneIngest *self = data;

  karne_intake_note_reference (self->intake, value, canonical);
}

static const KarneSlicerSink sink = { take_entry, take_blob, note_reference };

static void
prepare_in_worker (KarneIngest *self)
{
  if (self->slicer != NULL)
    {
      karne_intake_look_around (self->intake);
      return;
    }
  self->intake = karne_intake_new (self->store, karne_store_get_writing_db (self->store),
                                   self->source, self->kind, self->flags);
  self->slicer = karne_slicer_new (&sink, self);
  self->n_lost = karne_store_get_n_lost_in_worker (self->store);
}

/* A slicer that stops says why; when it stopped because the store failed, that is the reason, and
 * nothing more of the page is written. */
static void
note_stop_in_worker (KarneIngest *self, GError *error)
{
  /* That is not the page's fault. */
  if (self->failure == NULL && g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NO_MEMORY))
    self->failure = g_error_copy (error);
  if (self->failure != NULL)
    {
      karne_store_roll_back_in_worker (self->store);
      g_clear_error (&error);
    }
  else if (self->flaw == NULL)
    {
      self->flaw = error;
    }
  else
    {
      g_clear_error (&error);
    }
}

static gboolean
return_failure_in_worker (KarneIngest *self, GTask *task)
{
  if (self->failure == NULL)
    return FALSE;
  g_task_return_error (task, g_error_copy (self->failure));
  return TRUE;
}

static void
push_in_worker (GTask *task)
{
  KarneIngest *self = g_task_get_source_object (task);
  GBytes *bytes = g_task_get_task_data (task);
  GError *error = NULL;
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);

  if (g_task_return_error_if_cancelled (task))
    return;
  prepare_in_worker (self);
  if (self->failure == NULL && self->flaw == NULL &&
      !karne_slicer_push (self->slicer, text, len, &error))
    note_stop_in_worker (self, error);
  if (!return_failure_in_worker (self, task))
    g_task_return_boolean (task, TRUE);
}

void
karne_ingest_push_async (KarneIngest *self,
                         GBytes *bytes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_ingest_push_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  karne_store_push_in_writer (self->store, task, push_in_worker);
}

gboolean
karne_ingest_push_finish (KarneIngest *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
describe_page_in_worker (KarneIngest *self, KarnePage *page)
{
  page->shape = karne_slicer_get_shape (self->slicer);
  page->complete = self->flaw == NULL && karne_slicer_is_complete (self->slicer);
  page->bundle_type = g_strdup (karne_slicer_get_bundle_type (self->slicer));
  page->next = g_strdup (karne_slicer_get_next (self->slicer));
  page->last_updated = g_strdup (karne_slicer_get_last_updated (self->slicer));
  page->total = karne_slicer_get_total (self->slicer);
}

static void
end_in_worker (GTask *task)
{
  KarneIngest *self = g_task_get_source_object (task);
  GError *error = NULL;
  KarnePage *page;

  if (g_task_return_error_if_cancelled (task))
    return;
  prepare_in_worker (self);
  if (self->failure == NULL && self->flaw == NULL && !karne_slicer_finish (self->slicer, &error))
    note_stop_in_worker (self, error);
  if (return_failure_in_worker (self, task))
    return;
  page = karne_intake_steal_page (self->intake);
  describe_page_in_worker (self, page);
  g_task_return_pointer (task, page, (GDestroyNotify) karne_page_free);
}

void
karne_ingest_end_async (KarneIngest *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_ingest_end_async);
  karne_store_push_in_writer (self->store, task, end_in_worker);
}

KarnePage *
karne_ingest_end_finish (KarneIngest *self, GAsyncResult *result, GError **flaw, GError **error)
{
  KarnePage *page = g_task_propagate_pointer (G_TASK (result), error);

  if (page != NULL && flaw != NULL && self->flaw != NULL)
    *flaw = g_error_copy (self->flaw);
  return page;
}

static void
commit_in_worker (GTask *task)
{
  KarneIngest *self = g_task_get_source_object (task);
  KarnePullState *state = g_task_get_task_data (task);
  sqlite3 *db = karne_store_get_writing_db (self->store);
  g_autoptr (GError) error = NULL;

  if (return_failure_in_worker (self, task))
    return;
  if (is_whole (self, &error) && karne_store_begin_in_worker (self->store, &error) &&
      (state == NULL || karne_pull_state_save (db, self->source->id, self->kind, state, &error)) &&
      karne_store_commit_in_worker (self->store, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  karne_store_roll_back_in_worker (self->store);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
karne_ingest_commit_async (KarneIngest *self,
                           const KarnePullState *state,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_ingest_commit_async);
  /* A commit that is under way is not undone by a late cancellation. */
  g_task_set_check_cancellable (task, FALSE);
  if (state != NULL)
    g_task_set_task_data (task, karne_pull_state_copy (state),
                          (GDestroyNotify) karne_pull_state_free);
  karne_store_push_in_writer (self->store, task, commit_in_worker);
}

gboolean
karne_ingest_commit_finish (KarneIngest *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
karne_ingest_get_entries (KarneIngest *self)
{
  return karne_intake_get_collected (self->intake);
}

/* One resource alone */

typedef struct
{
  KarneIntake *intake;
  GError **failure;
} LoneTake;

static gboolean
lone_entry (const KarneSlice *slice, gpointer data, GError **error)
{
  return karne_intake_take_entry (((LoneTake *) data)->intake, slice, error);
}

static gboolean
lone_blob (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  return karne_intake_take_blob (((LoneTake *) data)->intake, n, offset, text, len, error);
}

static void
lone_reference (KarneSpan value, gboolean canonical, gpointer data)
{
  karne_intake_note_reference (((LoneTake *) data)->intake, value, canonical);
}

static void
add_counts (KarnePage *sum, const KarnePage *page)
{
  sum->n_entries += page->n_entries;
  sum->n_matches += page->n_matches;
  sum->n_stored += page->n_stored;
  sum->n_known += page->n_known;
  sum->n_quarantined += page->n_quarantined;
  sum->n_outcomes += page->n_outcomes;
}

gboolean
karne_ingest_resource (KarneStore *store,
                       sqlite3 *db,
                       const KarneSource *source,
                       const char *text,
                       gsize len,
                       KarnePage *page,
                       GError **error)
{
  static const KarneSlicerSink lone_sink = { lone_entry, lone_blob, lone_reference };
  g_autoptr (KarneIntake) intake = karne_intake_new (store, db, source, NULL, KARNE_INGEST_NONE);
  LoneTake take = { intake, error };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&lone_sink, &take);
  g_autoptr (GError) local_error = NULL;
  gboolean ok = karne_slicer_push (slicer, text, len, &local_error) &&
                karne_slicer_finish (slicer, &local_error);

  add_counts (page, karne_intake_get_page (intake));
  if (ok)
    return TRUE;
  /* What cannot be split at all was not a resource: the server's fault, and nothing of it can be
   * named. */
  if (g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_PROTOCOL) ||
      g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_TRUNCATED) ||
      g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
    {
      page->n_quarantined++;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

KarneIngest *
karne_ingest_new (KarneStore *store,
                  const KarneSource *source,
                  const char *kind,
                  KarneIngestFlags flags)
{
  KarneIngest *self = g_object_new (KARNE_TYPE_INGEST, NULL);

  self->store = g_object_ref (store);
  self->source = karne_source_copy (source);
  self->kind = g_strdup (kind);
  self->flags = flags;
  return self;
}

static void
karne_ingest_finalize (GObject *object)
{
  KarneIngest *self = KARNE_INGEST (object);

  g_clear_pointer (&self->slicer, karne_slicer_free);
  g_clear_pointer (&self->intake, karne_intake_free);
  g_clear_error (&self->flaw);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->source, karne_source_free);
  g_clear_object (&self->store);
  g_free (self->kind);

  G_OBJECT_CLASS (karne_ingest_parent_class)->finalize (object);
}

static void
karne_ingest_class_init (KarneIngestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_ingest_finalize;
}

static void
karne_ingest_init (KarneIngest *self)
{
}
