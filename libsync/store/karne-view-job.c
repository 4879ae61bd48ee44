/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-job-private.h"

#include <string.h>

#include "karne-error.h"
#include "store/karne-sql-private.h"

#define DEFAULT_LIMIT 50
#define DATA_KEY "\"data\":\""
/* What the slicer leaves of a large attachment, before its number. */
#define DIVERTED DATA_KEY "karne:blob:"

void
karne_view_job_free (gpointer data)
{
  KarneViewJob *job = data;

  karne_reader_unref (job->reader);
  g_free ((char *) job->query.kind);
  g_free ((char *) job->query.from);
  g_free ((char *) job->query.until);
  g_free ((char *) job->query.status);
  g_free ((char *) job->query.other_status);
  g_free ((char *) job->query.category);
  g_free ((char *) job->query.code);
  g_free (job->match);
  g_free (job->text);
  g_free (job->id);
  g_clear_pointer (&job->items, g_ptr_array_unref);
  g_clear_pointer (&job->categories, g_ptr_array_unref);
  if (job->json != NULL)
    g_string_free (job->json, TRUE);
  g_free (job);
}

KarneViewJob *
karne_view_job_new (KarneView *self, const KarneQuery *query)
{
  KarneViewJob *job = g_new0 (KarneViewJob, 1);

  job->reader = karne_reader_ref (karne_view_get_reader (self));
  /* What a filter looks at is more than a title. */
  job->needed = query->code != NULL || query->latest || query->here_only ? KARNE_ACCESS_CONTENT
                                                                         : KARNE_ACCESS_TITLE;
  job->query = *query;
  job->query.kind = g_strdup (query->kind);
  job->query.from = g_strdup (query->from);
  job->query.until = g_strdup (query->until);
  job->query.status = g_strdup (query->status);
  job->query.other_status = g_strdup (query->other_status);
  job->query.category = g_strdup (query->category);
  job->query.code = g_strdup (query->code);
  return job;
}

KarneViewJob *
karne_view_job_new_one (KarneView *view, gint64 source, const char *kind, const char *id)
{
  KarneQuery query = { .kind = kind };
  KarneViewJob *job = karne_view_job_new (view, &query);

  job->id = g_strdup (id);
  job->source = source;
  job->needed = KARNE_ACCESS_CONTENT;
  return job;
}

KarneViewJob *
karne_view_job_new_line (KarneView *view, gint64 source, const char *kind, const char *id)
{
  KarneViewJob *job = karne_view_job_new_one (view, source, kind, id);

  job->needed = KARNE_ACCESS_TITLE;
  return job;
}

/* Putting a statement together */

static void
add_piece (GString *text, const char *name)
{
  g_string_append (text, karne_sql_get_source (name));
}

static void
add_columns (GString *text, const KarneViewJob *job)
{
  add_piece (text, "view/columns");
  add_piece (text, "view/is-here");
  add_piece (text, "view/state");
  if (karne_reader_is_restricted (job->reader))
    add_piece (text, "view/level");
}

static const char *
get_from (const KarneViewJob *job)
{
  if (job->match != NULL)
    return "view/from-search";
  return job->query.latest ? "view/from-latest" : "view/from-all";
}

/* Only a helper has the matrix looked up for each row: nobody else needs the bodies for it. */
static void
add_visible (GString *text, const KarneViewJob *job)
{
  add_piece (text, "view/visible");
  if (karne_reader_is_restricted (job->reader))
    add_piece (text, "view/habilitated");
}

static void
add_filters (GString *text, const KarneViewJob *job)
{
  add_piece (text, get_from (job));
  add_visible (text, job);
  if (job->query.kind != NULL)
    add_piece (text, "view/of-kind");
  if (job->query.from != NULL)
    add_piece (text, "view/since");
  if (job->query.until != NULL)
    add_piece (text, "view/until");
  if (job->query.status != NULL)
    add_piece (text, "view/of-status");
  if (job->query.other_status != NULL)
    add_piece (text, "view/of-other-status");
  if (job->query.category != NULL)
    add_piece (text, "view/of-category");
  if (job->query.code != NULL)
    add_piece (text, strchr (job->query.code, '|') != NULL ? "view/of-code" : "view/of-bare-code");
  if (job->query.undated)
    add_piece (text, "view/undated");
  if (job->query.here_only)
    {
      add_piece (text, "view/here-only");
      add_piece (text, "view/is-here");
    }
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

static KarneStatement *
prepare (sqlite3 *db, GString *text, const KarneViewJob *job, GError **error)
{
  KarneStatement *statement = karne_sql_get_text (db, text->str, text->str, error);

  if (statement == NULL)
    return NULL;
  karne_reader_bind (job->reader, statement);
  bind_named_int (statement, ":needed", (gint64) job->needed);
  bind_named (statement, ":match", job->match);
  bind_named (statement, ":kind", job->query.kind);
  bind_named (statement, ":since", job->query.from);
  bind_named (statement, ":until", job->query.until);
  bind_named (statement, ":status", job->query.status);
  bind_named (statement, ":other_status", job->query.other_status);
  bind_named (statement, ":category", job->query.category);
  bind_named (statement, ":code", job->query.code);
  bind_named (statement, ":id", job->id);
  bind_named_int (statement, ":source", job->source);
  bind_named_int (statement, ":limit", job->query.limit != 0 ? job->query.limit : DEFAULT_LIMIT);
  bind_named_int (statement, ":offset", job->query.offset);
  return statement;
}

static void
keep_title_only (KarneItem *item)
{
  item->title_only = TRUE;
  g_clear_pointer (&item->code, g_free);
  g_clear_pointer (&item->detail, g_free);
  item->n_contents = 0;
  item->size = -1;
  item->here = FALSE;
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
  item->masked = karne_sql_get_int (statement, 14) != 0;
  item->n_contents = (guint) karne_sql_get_int (statement, 15);
  item->size = karne_sql_get_int (statement, 16);
  item->here = karne_sql_get_int (statement, 17) != 0;
  item->state = (KarneRecordState) karne_sql_get_int (statement, 18);
  if (sqlite3_column_count (statement) > 19 &&
      karne_sql_get_int (statement, 19) < KARNE_ACCESS_CONTENT)
    keep_title_only (item);
  return item;
}

gboolean
karne_view_job_list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneViewJob *job = data;
  /* Nothing is in order there yet, and whatever is put in order goes along with all its columns. */
  gboolean is_found = job->match != NULL || job->query.kind == NULL;
  const char *order = job->query.ascending ? "view/oldest-first" : "view/newest-first";
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  add_columns (text, job);
  if (is_found)
    add_piece (text, "view/found-in");
  add_filters (text, job);
  add_piece (text, order);
  add_piece (text, "view/window");
  if (is_found)
    {
      add_piece (text, "view/found");
      add_piece (text, order);
    }
  statement = prepare (db, text, job, error);
  if (statement == NULL)
    return FALSE;
  job->items = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->items, item_from_row (statement));
  if (rc == SQLITE_DONE && job->match != NULL)
    karne_noter_note (job->reader->noter, KARNE_ACCESS_ACT_SEARCH, 0, job->query.kind, NULL,
                      job->text);
  return rc == SQLITE_DONE;
}

gboolean
karne_view_job_count (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneViewJob *job = data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;

  add_piece (text, "view/count");
  add_filters (text, job);
  statement = prepare (db, text, job, error);
  if (statement == NULL || karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  job->count = karne_sql_get_int (statement, 0);
  return TRUE;
}

static KarneCategory *
category_from_row (KarneStatement *statement)
{
  KarneCategory *category = g_new0 (KarneCategory, 1);

  category->category = karne_sql_dup_text (statement, 0);
  category->n = (guint) karne_sql_get_int (statement, 1);
  return category;
}

gboolean
karne_view_job_list_categories (sqlite3 *db,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error)
{
  KarneViewJob *job = data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  add_piece (text, "view/categories");
  add_filters (text, job);
  add_piece (text, "view/by-category");
  statement = prepare (db, text, job, error);
  if (statement == NULL)
    return FALSE;
  job->categories = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_category_free);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->categories, category_from_row (statement));
  return rc == SQLITE_DONE;
}

static gint64
find_one (sqlite3 *db, KarneViewJob *job, KarneItem **item, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  add_columns (text, job);
  add_piece (text, "view/from-all");
  add_visible (text, job);
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
  job->source = karne_sql_get_int (statement, 0);
  return karne_sql_get_int (statement, 13);
}

gint64
karne_view_job_find_row (sqlite3 *db, KarneViewJob *job, GError **error)
{
  return find_one (db, job, NULL, error);
}

gboolean
karne_view_job_get (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneViewJob *job = data;
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

gboolean
karne_view_job_get_json (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneViewJob *job = data;
  gint64 row = karne_view_job_find_row (db, job, error);
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
  karne_noter_note (job->reader->noter, KARNE_ACCESS_ACT_LOOK, job->source, job->query.kind,
                    job->id, NULL);
  return !job->whole || put_back_inline (db, row, &job->json, error);
}
