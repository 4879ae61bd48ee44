/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-search-text-private.h"
#include "store/karne-view-job-private.h"

/**
 * KarneView:
 *
 * A reader of a store: who reads, and for what purposes.
 *
 * There is no read without one. What the visibility labels of a document (TRE_A07) keep from this
 * reader is not there, by any path: it is not listed, found, counted, shown or saved. Labels are
 * read at each read, since a server may change them after the copy was made.
 *
 * Of a helper, the habilitation matrix says the same, and more: of what it may know the title only,
 * nothing but a line is there ([struct@Item].title_only).
 *
 * What is read and searched through it is noted in the access log by itself
 * ([func@access_log_list]).
 */
struct _KarneView
{
  GObject parent_instance;

  KarneStore *store;   /* (owned) */
  KarneReader *reader; /* (owned) who reads, and what for */
};

G_DEFINE_FINAL_TYPE (KarneView, karne_view, G_TYPE_OBJECT)

static gpointer
take_items (gpointer data)
{
  KarneViewJob *job = data;

  return g_steal_pointer (&job->items);
}

static KarneView *
view_new (KarneStore *store,
          KarneRole role,
          KarneHabilitation *matrix,
          const char *role_id,
          const char *const *purposes)
{
  KarneView *self = g_object_new (KARNE_TYPE_VIEW, NULL);
  g_autofree char *why = purposes != NULL ? g_strjoinv ("\n", (char **) purposes) : NULL;
  g_autoptr (KarneActor) actor = karne_actor_new (role, role_id, NULL, NULL, why);

  self->store = g_object_ref (store);
  self->reader = karne_reader_new (role, matrix, role_id, karne_noter_new (store, actor));
  return self;
}

/**
 * karne_view_new:
 * @store: a store
 * @role: who reads; a helper sees nothing here: [ctor@View.new_for_helper]
 * @purposes: (nullable) (array zero-terminated=1): what for
 *
 * Makes a view for one reader.
 *
 * Returns: (transfer full): a view for this reader
 */
KarneView *
karne_view_new (KarneStore *store, KarneRole role, const char *const *purposes)
{
  g_return_val_if_fail (KARNE_IS_STORE (store), NULL);
  return view_new (store, role, NULL, NULL, purposes);
}

/**
 * karne_view_new_for_helper:
 * @store: a store
 * @matrix: who may see what
 * @role: the helper's role, by its id in @matrix; of one that is not there, everything is masked
 * @purposes: (nullable) (array zero-terminated=1): what for
 *
 * Makes a view for somebody whom the person lets look.
 *
 * Returns: (transfer full): a view for this reader
 */
KarneView *
karne_view_new_for_helper (KarneStore *store,
                           KarneHabilitation *matrix,
                           const char *role,
                           const char *const *purposes)
{
  g_return_val_if_fail (KARNE_IS_STORE (store) && KARNE_IS_HABILITATION (matrix) && role != NULL,
                        NULL);
  return view_new (store, KARNE_ROLE_HELPER, matrix, role, purposes);
}

/**
 * karne_view_set_helper:
 * @self: a view
 * @name: (nullable): the name of who helps
 * @structure: (nullable): for whom that one works
 *
 * Says who it is that helps, for the access log: to be said before anything is read.
 */
void
karne_view_set_helper (KarneView *self, const char *name, const char *structure)
{
  g_autoptr (KarneActor) before = NULL;
  g_autoptr (KarneActor) actor = NULL;

  g_return_if_fail (KARNE_IS_VIEW (self));
  before = karne_noter_ref_actor (self->reader->noter);
  actor = karne_actor_new (before->reader, before->role, name, structure, before->purposes);
  karne_noter_set_actor (self->reader->noter, actor);
}

KarneStore *
karne_view_get_store (KarneView *self)
{
  return self->store;
}

KarneRole
karne_view_get_role (KarneView *self)
{
  return self->reader->role;
}

KarneReader *
karne_view_get_reader (KarneView *self)
{
  return self->reader;
}

/**
 * karne_view_get_level:
 * @self: a view
 * @kind: FHIR resource type
 *
 * How much of a kind this reader may see at most, so that what is masked can be told from what is
 * not there. Of documents, that of the class of which most may be seen; labels may keep more from
 * the reader.
 *
 * Returns: the level
 */
KarneAccessLevel
karne_view_get_level (KarneView *self, const char *kind)
{
  g_return_val_if_fail (KARNE_IS_VIEW (self) && kind != NULL, KARNE_ACCESS_MASKED);
  return karne_reader_get_most (self->reader, kind);
}

/**
 * karne_view_list:
 * @self: a view
 * @query: what is asked for
 * @error: return location for an error
 *
 * Lists a window of what this reader may see. Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Item): the lines
 */
GPtrArray *
karne_view_list (KarneView *self, const KarneQuery *query, GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && query != NULL, NULL);
  job = karne_view_job_new (self, query);
  return karne_store_read (self->store, karne_view_job_list, job, error) ? take_items (job) : NULL;
}

static void
read_items (KarneView *self,
            KarneViewJob *job,
            gpointer tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  karne_store_answer_async (self->store, task, karne_view_job_list, job, karne_view_job_free,
                            take_items, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_view_list_async:
 * @self: a view
 * @query: what is asked for; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list], without waiting.
 */
void
karne_view_list_async (KarneView *self,
                       const KarneQuery *query,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (KARNE_IS_VIEW (self) && query != NULL);
  read_items (self, karne_view_job_new (self, query), karne_view_list_async, cancellable, callback,
              user_data);
}

/**
 * karne_view_list_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Item): the lines
 */
GPtrArray *
karne_view_list_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_view_count:
 * @self: a view
 * @query: what is asked for; its window does not matter
 * @error: return location for an error
 *
 * Counts what this reader may see. Waits for the disk.
 *
 * Returns: how many, -1 with @error set
 */
gint64
karne_view_count (KarneView *self, const KarneQuery *query, GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && query != NULL, -1);
  job = karne_view_job_new (self, query);
  return karne_store_read (self->store, karne_view_job_count, job, error) ? job->count : -1;
}

/* NULL when there is no word to look for. */
static KarneViewJob *
search_job_new (KarneView *self, const char *text, const char *kind, guint limit)
{
  KarneQuery query = { .kind = kind, .limit = limit };
  g_autofree char *match = karne_search_text_to_match (text);
  KarneViewJob *job;

  if (match == NULL)
    return NULL;
  job = karne_view_job_new (self, &query);
  job->match = g_steal_pointer (&match);
  job->text = g_strdup (text);
  return job;
}

/**
 * karne_view_search:
 * @self: a view
 * @text: what a person typed: words, of which all must be there, in any case and with or without
 * accents; the last may be a beginning
 * @kind: (nullable): only this FHIR resource type
 * @limit: how many lines at most; 0 for 50
 * @error: return location for an error
 *
 * Searches titles, authors and categories. Of more than 1,000 matches, only those that came last
 * are looked at. Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Item): the lines, newest first; none when there
 * is no word in @text
 */
GPtrArray *
karne_view_search (KarneView *self, const char *text, const char *kind, guint limit, GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && text != NULL, NULL);
  job = search_job_new (self, text, kind, limit);
  if (job == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free);
  return karne_store_read (self->store, karne_view_job_list, job, error) ? take_items (job) : NULL;
}

/**
 * karne_view_search_async:
 * @self: a view
 * @text: what a person typed
 * @kind: (nullable): only this FHIR resource type
 * @limit: how many lines at most; 0 for 50
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.search], without waiting.
 */
void
karne_view_search_async (KarneView *self,
                         const char *text,
                         const char *kind,
                         guint limit,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  KarneViewJob *job;

  g_return_if_fail (KARNE_IS_VIEW (self) && text != NULL);
  job = search_job_new (self, text, kind, limit);
  if (job != NULL)
    {
      read_items (self, job, karne_view_search_async, cancellable, callback, user_data);
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

      g_task_set_source_tag (task, karne_view_search_async);
      g_task_return_pointer (task,
                             g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free),
                             (GDestroyNotify) g_ptr_array_unref);
    }
}

/**
 * karne_view_search_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.search_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Item): the lines
 */
GPtrArray *
karne_view_search_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* For lists that are bound to an interface: all filters, a window, and words to look for. */

static KarneViewJob *
window_job_new (KarneView *self, const KarneQuery *query, const char *text)
{
  g_autofree char *match = text != NULL ? karne_search_text_to_match (text) : NULL;
  KarneViewJob *job;

  if (text != NULL && match == NULL)
    return NULL;
  job = karne_view_job_new (self, query);
  job->match = g_steal_pointer (&match);
  job->text = g_strdup (text);
  return job;
}

void
karne_view_read_window_async (KarneView *self,
                              const KarneQuery *query,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  KarneViewJob *job = window_job_new (self, query, text);

  if (job != NULL)
    {
      read_items (self, job, karne_view_read_window_async, cancellable, callback, user_data);
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

      g_task_set_source_tag (task, karne_view_read_window_async);
      g_task_return_pointer (task,
                             g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free),
                             (GDestroyNotify) g_ptr_array_unref);
    }
}

static void
counted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (object), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) ((KarneViewJob *) karne_store_job_get_data (result))->count);
}

void
karne_view_count_window_async (KarneView *self,
                               const KarneQuery *query,
                               const char *text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  KarneViewJob *job = window_job_new (self, query, text);

  g_task_set_source_tag (task, karne_view_count_window_async);
  if (job != NULL)
    {
      karne_store_read_async (self->store, karne_view_job_count, job, karne_view_job_free,
                              cancellable, counted_cb, task);
      return;
    }
  g_task_return_int (task, 0);
  g_object_unref (task);
}

gint64
karne_view_count_window_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);
  return g_task_propagate_int (G_TASK (result), error);
}

static void
karne_view_finalize (GObject *object)
{
  KarneView *self = KARNE_VIEW (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->reader, karne_reader_unref);

  G_OBJECT_CLASS (karne_view_parent_class)->finalize (object);
}

static void
karne_view_class_init (KarneViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_view_finalize;
}

static void
karne_view_init (KarneView *self)
{
}
