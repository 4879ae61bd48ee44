/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "store/karne-search-text-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"
#include "store/karne-view-private.h"

#define DEFAULT_LIMIT 50
#define DATA_KEY "\"data\":\""
/* What the slicer leaves of a large attachment, before its number. */
#define DIVERTED DATA_KEY "karne:blob:"

/**
 * KarneView:
 *
 * A reader of a store: who reads, and for what purposes.
 *
 * There is no read without one. What the visibility labels of a document (TRE_A07) keep from this
 * reader is not there, by any path: it is not listed, found, counted, shown or saved. Labels are
 * read at each read, since a server may change them after the copy was made.
 */
struct _KarneView
{
  GObject parent_instance;

  KarneStore *store; /* (owned) */
  KarneRole role;
  char **purposes; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneView, karne_view, G_TYPE_OBJECT)

/* One read on its way to the reading worker and back. */
typedef struct
{
  /* Input */
  KarneRole role;
  KarneQuery query; /* its strings are owned */
  char *match;      /* (owned) (nullable) */
  char *id;         /* (owned) (nullable) */
  gint64 source;
  gboolean whole;

  /* Output */
  GPtrArray *items; /* (owned) (nullable) */
  gint64 count;
  GString *json; /* (owned) (nullable) */
} ViewJob;

static void
view_job_free (gpointer data)
{
  ViewJob *job = data;

  g_free ((char *) job->query.kind);
  g_free ((char *) job->query.from);
  g_free ((char *) job->query.until);
  g_free ((char *) job->query.status);
  g_free ((char *) job->query.category);
  g_free ((char *) job->query.code);
  g_free (job->match);
  g_free (job->id);
  g_clear_pointer (&job->items, g_ptr_array_unref);
  if (job->json != NULL)
    g_string_free (job->json, TRUE);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewJob, view_job_free)

static ViewJob *
view_job_new (KarneView *self, const KarneQuery *query)
{
  ViewJob *job = g_new0 (ViewJob, 1);

  job->role = self->role;
  job->query = *query;
  job->query.kind = g_strdup (query->kind);
  job->query.from = g_strdup (query->from);
  job->query.until = g_strdup (query->until);
  job->query.status = g_strdup (query->status);
  job->query.category = g_strdup (query->category);
  job->query.code = g_strdup (query->code);
  return job;
}

/* Putting a statement together */

static void
add_piece (GString *text, const char *name)
{
  g_string_append (text, karne_sql_get_source (name));
}

static void
add_filters (GString *text, const ViewJob *job)
{
  add_piece (text, job->match != NULL ? "view/from-search" : "view/from-all");
  add_piece (text, "view/visible");
  if (job->query.kind != NULL)
    add_piece (text, "view/of-kind");
  if (job->query.from != NULL)
    add_piece (text, "view/since");
  if (job->query.until != NULL)
    add_piece (text, "view/until");
  if (job->query.status != NULL)
    add_piece (text, "view/of-status");
  if (job->query.category != NULL)
    add_piece (text, "view/of-category");
  if (job->query.code != NULL)
    add_piece (text, "view/of-code");
}

static void
bind_named (KarneStatement *statement, const char *name, const char *text)
{
  int index = sqlite3_bind_parameter_index (statement, name);

  if (index > 0)
    karne_sql_bind_text (statement, index, text);
}

static void
bind_named_int (KarneStatement *statement, const char *name, gint64 value)
{
  int index = sqlite3_bind_parameter_index (statement, name);

  if (index > 0)
    karne_sql_bind_int (statement, index, value);
}

/* TRE_A07: a document that waits for a consultation in which it is announced (INVISIBLE_PATIENT) is
 * not for the person, and so not for who stands in for the person; one that a minor keeps to itself
 * (INVISIBLE_REPRESENTANTS_LEGAUX) is not for its representatives. */
static void
bind_role (KarneStatement *statement, KarneRole role)
{
  bind_named (statement, ":hidden", "\"INVISIBLE_PATIENT\"");
  bind_named (statement, ":hidden_too",
              role == KARNE_ROLE_REPRESENTATIVE ? "\"INVISIBLE_REPRESENTANTS_LEGAUX\"" : NULL);
}

static KarneStatement *
prepare (sqlite3 *db, GString *text, const ViewJob *job, GError **error)
{
  KarneStatement *statement = karne_sql_get_text (db, text->str, text->str, error);

  if (statement == NULL)
    return NULL;
  bind_role (statement, job->role);
  bind_named (statement, ":match", job->match);
  bind_named (statement, ":kind", job->query.kind);
  bind_named (statement, ":since", job->query.from);
  bind_named (statement, ":until", job->query.until);
  bind_named (statement, ":status", job->query.status);
  bind_named (statement, ":category", job->query.category);
  bind_named (statement, ":code", job->query.code);
  bind_named (statement, ":id", job->id);
  bind_named_int (statement, ":source", job->source);
  bind_named_int (statement, ":limit", job->query.limit != 0 ? job->query.limit : DEFAULT_LIMIT);
  bind_named_int (statement, ":offset", job->query.offset);
  return statement;
}

static KarneItem *
item_from_row (KarneStatement *statement)
{
  KarneItem *item = g_new0 (KarneItem, 1);

  item->source = karne_sql_get_int (statement, 0);
  item->kind = karne_sql_dup_text (statement, 1);
  item->id = karne_sql_dup_text (statement, 2);
  item->version = karne_sql_dup_text (statement, 3);
  item->updated = karne_sql_dup_text (statement, 4);
  item->date = karne_sql_dup_text (statement, 5);
  item->until = karne_sql_dup_text (statement, 6);
  item->title = karne_sql_dup_text (statement, 7);
  item->author = karne_sql_dup_text (statement, 8);
  item->category = karne_sql_dup_text (statement, 9);
  item->code = karne_sql_dup_text (statement, 10);
  item->status = karne_sql_dup_text (statement, 11);
  item->detail = karne_sql_dup_text (statement, 12);
  return item;
}

static gboolean
list_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ViewJob *job = data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  add_piece (text, "view/columns");
  add_filters (text, job);
  add_piece (text, job->query.ascending ? "view/oldest-first" : "view/newest-first");
  add_piece (text, "view/window");
  if (job->match != NULL)
    add_piece (text, "view/found");
  statement = prepare (db, text, job, error);
  if (statement == NULL)
    return FALSE;
  job->items = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->items, item_from_row (statement));
  return rc == SQLITE_DONE;
}

static gboolean
count_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ViewJob *job = data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;

  add_piece (text, "view/count");
  add_filters (text, job);
  if (job->match != NULL)
    g_string_append_c (text, ')');
  statement = prepare (db, text, job, error);
  if (statement == NULL || karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  job->count = karne_sql_get_int (statement, 0);
  return TRUE;
}

static gint64
find_one (sqlite3 *db, ViewJob *job, KarneItem **item, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  add_piece (text, "view/columns");
  add_piece (text, "view/from-all");
  add_piece (text, "view/visible");
  add_piece (text, "view/one");
  statement = prepare (db, text, job, error);
  if (statement == NULL)
    return 0;
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "reading a resource: it is not here, or not for this reader");
  if (rc != SQLITE_ROW)
    return 0;
  if (item != NULL)
    *item = item_from_row (statement);
  return karne_sql_get_int (statement, 13);
}

static gboolean
get_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ViewJob *job = data;
  KarneItem *item = NULL;

  if (find_one (db, job, &item, error) == 0)
    return FALSE;
  job->items = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free);
  g_ptr_array_add (job->items, item);
  return TRUE;
}

/* The string after `"data":` that starts at `at`, when it is what the slicer leaves for what it
 * diverted: its slot, else NULL. The slicer diverts values of that key alone, so what reads like it
 * elsewhere is the server's own text. */
static char *
get_inline_slot (const GString *json, const char *at)
{
  const char *digits = at + strlen (DIVERTED);
  gsize n_digits = strspn (digits, "0123456789");

  if (at == json->str || (at[-1] != '{' && at[-1] != ',') || n_digits == 0 ||
      digits[n_digits] != '"')
    return NULL;
  return g_strdup_printf ("inline:%.*s", (int) n_digits, digits);
}

/* Nothing comes where there is no such content: then the server itself wrote the marker. */
static gboolean
read_inline (sqlite3 *db, gint64 row, const char *slot, GString *text, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "view/inline-pieces", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, row);
  karne_sql_bind_text (statement, 2, slot);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_string_append_len (text, sqlite3_column_blob (statement, 0),
                         sqlite3_column_bytes (statement, 0));
  return rc == SQLITE_DONE;
}

/* Puts the attachments back that were diverted on their way in: copies what stands between them. */
static gboolean
put_back_inline (sqlite3 *db, gint64 row, GString **json, GError **error)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  const char *start = (*json)->str;
  const char *at = start;

  while ((at = strstr (at, DIVERTED)) != NULL)
    {
      g_autofree char *slot = get_inline_slot (*json, at);
      const char *value = at + strlen (DATA_KEY);
      gsize before;

      at = value;
      if (slot == NULL)
        continue;
      g_string_append_len (whole, start, value - start);
      before = whole->len;
      if (!read_inline (db, row, slot, whole, error))
        return FALSE;
      start = whole->len > before ? strchr (value, '"') : value;
    }
  g_string_append (whole, start);
  g_string_free (*json, TRUE);
  *json = g_steal_pointer (&whole);
  return TRUE;
}

static gboolean
get_json_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ViewJob *job = data;
  gint64 row = find_one (db, job, NULL, error);
  g_autoptr (KarneStatement) statement = NULL;

  if (row == 0)
    return FALSE;
  statement = karne_sql_get (db, "view/body", error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, row);
  if (karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  job->json = g_string_new ((const char *) sqlite3_column_text (statement, 0));
  return !job->whole || put_back_inline (db, row, &job->json, error);
}

static void
take_items (ViewJob *job, GPtrArray **items)
{
  *items = g_steal_pointer (&job->items);
}

/**
 * karne_view_new:
 * @store: a store
 * @role: who reads
 * @purposes: (nullable) (array zero-terminated=1): what for
 *
 * Makes a view for one reader.
 *
 * Returns: (transfer full): a view for this reader
 */
KarneView *
karne_view_new (KarneStore *store, KarneRole role, const char *const *purposes)
{
  KarneView *self = g_object_new (KARNE_TYPE_VIEW, NULL);

  g_return_val_if_fail (KARNE_IS_STORE (store), NULL);
  self->store = g_object_ref (store);
  self->role = role;
  self->purposes = g_strdupv ((char **) purposes);
  return self;
}

KarneStore *
karne_view_get_store (KarneView *self)
{
  return self->store;
}

KarneRole
karne_view_get_role (KarneView *self)
{
  return self->role;
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
  g_autoptr (ViewJob) job = NULL;
  GPtrArray *items = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && query != NULL, NULL);
  job = view_job_new (self, query);
  if (karne_store_read (self->store, list_in_worker, job, error))
    take_items (job, &items);
  return items;
}

/* The store's task comes back with the job that it was given; ours only hands its items on. */
static void
items_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *items = NULL;

  if (!karne_store_job_finish (KARNE_STORE (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  take_items (karne_store_job_get_data (result), &items);
  g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
}

static void
read_items (KarneView *self,
            ViewJob *job,
            gpointer tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  karne_store_read_async (self->store, list_in_worker, job, view_job_free, cancellable,
                          items_read_cb, task);
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
  read_items (self, view_job_new (self, query), karne_view_list_async, cancellable, callback,
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
  g_autoptr (ViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && query != NULL, -1);
  job = view_job_new (self, query);
  return karne_store_read (self->store, count_in_worker, job, error) ? job->count : -1;
}

/* NULL when there is no word to look for. */
static ViewJob *
search_job_new (KarneView *self, const char *text, const char *kind, guint limit)
{
  KarneQuery query = { .kind = kind, .limit = limit };
  g_autofree char *match = karne_search_text_to_match (text);
  ViewJob *job;

  if (match == NULL)
    return NULL;
  job = view_job_new (self, &query);
  job->match = g_steal_pointer (&match);
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
  g_autoptr (ViewJob) job = NULL;
  GPtrArray *items = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && text != NULL, NULL);
  job = search_job_new (self, text, kind, limit);
  if (job == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free);
  if (karne_store_read (self->store, list_in_worker, job, error))
    take_items (job, &items);
  return items;
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
  ViewJob *job;

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

static ViewJob *
window_job_new (KarneView *self, const KarneQuery *query, const char *text)
{
  g_autofree char *match = text != NULL ? karne_search_text_to_match (text) : NULL;
  ViewJob *job;

  if (text != NULL && match == NULL)
    return NULL;
  job = view_job_new (self, query);
  job->match = g_steal_pointer (&match);
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
  ViewJob *job = window_job_new (self, query, text);

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
    g_task_return_int (task, (gssize) ((ViewJob *) karne_store_job_get_data (result))->count);
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
  ViewJob *job = window_job_new (self, query, text);

  g_task_set_source_tag (task, karne_view_count_window_async);
  if (job != NULL)
    {
      karne_store_read_async (self->store, count_in_worker, job, view_job_free, cancellable,
                              counted_cb, task);
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

static ViewJob *
one_job_new (KarneView *self, gint64 source, const char *kind, const char *id)
{
  KarneQuery query = { .kind = kind };
  ViewJob *job = view_job_new (self, &query);

  job->id = g_strdup (id);
  job->source = source;
  return job;
}

/**
 * karne_view_get:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @error: return location for an error
 *
 * Waits for the disk. Fails with `KARNE_ERROR_NOT_FOUND` for what is not here and for what this
 * reader may not see alike.
 *
 * Returns: (transfer full): its line
 */
KarneItem *
karne_view_get (KarneView *self, gint64 source, const char *kind, const char *id, GError **error)
{
  g_autoptr (ViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL, NULL);
  job = one_job_new (self, source, kind, id);
  return karne_store_read (self->store, get_in_worker, job, error)
             ? karne_item_copy (job->items->pdata[0])
             : NULL;
}

/**
 * karne_view_get_json:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @whole: whether large attachments that are kept beside the body are put back into it
 * @error: return location for an error
 *
 * The resource as the server sent it: every number and every string in its own spelling; only the
 * white space between them is gone. Waits for the disk. Fails with `KARNE_ERROR_NOT_FOUND`.
 *
 * Returns: (transfer full): JSON text
 */
char *
karne_view_get_json (KarneView *self,
                     gint64 source,
                     const char *kind,
                     const char *id,
                     gboolean whole,
                     GError **error)
{
  g_autoptr (ViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL, NULL);
  job = one_job_new (self, source, kind, id);
  job->whole = whole;
  if (!karne_store_read (self->store, get_json_in_worker, job, error))
    return NULL;
  return g_string_free (g_steal_pointer (&job->json), FALSE);
}

static void
karne_view_finalize (GObject *object)
{
  KarneView *self = KARNE_VIEW (object);

  g_clear_object (&self->store);
  g_strfreev (self->purposes);

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
