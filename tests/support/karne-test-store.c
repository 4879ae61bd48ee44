/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-store.h"

#include <glib/gstdio.h>

#include "keys/karne-key-private.h"

void
karne_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        karne_test_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
load_source (KarneTestStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = karne_store_list_sources (self->store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sources->len, >=, 1);
  g_clear_pointer (&self->source, karne_source_free);
  self->source = karne_source_copy (sources->pdata[0]);
}

KarneTestStore *
karne_test_store_new (void)
{
  KarneTestStore *self = g_new0 (KarneTestStore, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  self->folder = g_dir_make_tmp ("karne-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "record.db", NULL);
  self->key = karne_key_new_random (&error);
  g_assert_no_error (error);
  file = g_file_new_for_path (self->path);
  self->store = karne_store_create (file, self->key, &error);
  g_assert_no_error (error);
  karne_store_add_source (self->store, KARNE_TEST_BASE, "p1", NULL, &error);
  g_assert_no_error (error);
  load_source (self);
  return self;
}

void
karne_test_store_reopen (KarneTestStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (self->path);

  karne_store_close (self->store, &error);
  g_assert_no_error (error);
  g_clear_object (&self->store);
  self->store = karne_store_open (file, self->key, &error);
  g_assert_no_error (error);
  load_source (self);
}

void
karne_test_store_free (KarneTestStore *self)
{
  if (self->store != NULL)
    karne_store_close (self->store, NULL);
  g_clear_object (&self->store);
  g_clear_pointer (&self->source, karne_source_free);
  g_clear_pointer (&self->key, karne_key_unref);
  karne_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

static void
keep_result_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static gboolean
push (KarneIngest *ingest, const char *text, gsize len, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  karne_ingest_push_async (ingest, bytes, NULL, keep_result_cb, &pending);
  result = wait_for (&pending);
  return karne_ingest_push_finish (ingest, result, error);
}

static gboolean
commit (KarneIngest *ingest, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  karne_ingest_commit_async (ingest, NULL, NULL, keep_result_cb, &pending);
  result = wait_for (&pending);
  return karne_ingest_commit_finish (ingest, result, error);
}

KarnePage *
karne_test_try_ingest (KarneTestStore *self,
                       const char *kind,
                       KarneIngestFlags flags,
                       const char *text,
                       gsize len,
                       gsize step,
                       GError **flaw,
                       GError **error)
{
  g_autoptr (KarneIngest) ingest = karne_ingest_new (self->store, self->source, kind, flags);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (KarnePage) page = NULL;

  for (gsize at = 0; at < len; at += step != 0 ? step : len)
    if (!push (ingest, text + at, MIN (step != 0 ? step : len, len - at), error))
      return NULL;
  karne_ingest_end_async (ingest, NULL, keep_result_cb, &pending);
  ended = wait_for (&pending);
  page = karne_ingest_end_finish (ingest, ended, flaw, error);
  return page != NULL && commit (ingest, error) ? g_steal_pointer (&page) : NULL;
}

KarnePage *
karne_test_ingest (KarneTestStore *self,
                   const char *kind,
                   KarneIngestFlags flags,
                   const char *text,
                   gsize len,
                   gsize step,
                   GError **flaw)
{
  g_autoptr (GError) error = NULL;
  KarnePage *page = karne_test_try_ingest (self, kind, flags, text, len, step, flaw, &error);

  g_assert_no_error (error);
  return page;
}

KarnePage *
karne_test_ingest_resources (KarneTestStore *self, const char *kind, const char *first, ...)
{
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  const char *resource;
  va_list rest;

  va_start (rest, first);
  for (resource = first; resource != NULL; resource = va_arg (rest, const char *))
    g_string_append_printf (text, "%s{\"resource\":%s}", resource == first ? "" : ",", resource);
  va_end (rest);
  g_string_append (text, "]}");
  return karne_test_ingest (self, kind, KARNE_INGEST_NONE, text->str, text->len, 0, NULL);
}

typedef struct
{
  const char *sql;
  char *text;
} Query;

static gboolean
run_query (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, query->sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    query->text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return TRUE;
}

char *
karne_test_query (KarneTestStore *self, const char *sql)
{
  Query query = { sql, NULL };
  g_autoptr (GError) error = NULL;

  karne_store_read (self->store, run_query, &query, &error);
  g_assert_no_error (error);
  return query.text;
}

gint64
karne_test_query_int (KarneTestStore *self, const char *sql)
{
  g_autofree char *text = karne_test_query (self, sql);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}
