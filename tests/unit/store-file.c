/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store-file.h"

static void
fill (KarneTestStore *store)
{
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  g_autoptr (KarnePage) page = NULL;

  for (guint i = 0; i < STORE_FILE_TASKS; i++)
    g_string_append_printf (
        text,
        "%s{\"resource\":{\"resourceType\":\"Task\",\"id\":\"t%u\",\"authoredOn\":"
        "\"2026-01-01\",\"description\":\"Vaccin %u %x\",\"note\":[{\"text\":"
        "\"%0400u\"}]}}",
        i == 0 ? "" : ",", i, i, i * 7919, i);
  g_string_append (text, "]}");
  page = karne_test_ingest (store, "Task", KARNE_INGEST_NONE, text->str, text->len, 0, NULL);
  g_assert_cmpuint (page->n_stored, ==, STORE_FILE_TASKS);
}

void
store_file_close (KarneTestStore *store)
{
  g_autoptr (GError) error = NULL;

  karne_store_close (store->store, &error);
  g_assert_no_error (error);
  g_clear_object (&store->store);
}

void
store_file_read (const char *path, guint8 **bytes, gsize *len)
{
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, (char **) bytes, len, &error);
  g_assert_no_error (error);
}

void
store_file_write (const char *path, const void *bytes, gsize len)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) len, &error);
  g_assert_no_error (error);
}

void
store_file_assert (const char *path, const void *bytes, gsize len)
{
  g_autofree guint8 *now = NULL;
  gsize now_len;

  store_file_read (path, &now, &now_len);
  g_assert_cmpmem (now, now_len, bytes, len);
}

void
store_file_set_up (StoreFile *fixture, gconstpointer data)
{
  fixture->store = karne_test_store_new ();
  fill (fixture->store);
  store_file_close (fixture->store);
  store_file_read (fixture->store->path, &fixture->bytes, &fixture->len);
  g_assert_cmpuint (fixture->len, >, 20 * STORE_FILE_PAGE);
}

void
store_file_tear_down (StoreFile *fixture, gconstpointer data)
{
  karne_test_store_free (fixture->store);
  g_free (fixture->bytes);
}

KarneStore *
store_file_open (KarneTestStore *store, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (store->path);

  return karne_store_open (file, store->key, error);
}
