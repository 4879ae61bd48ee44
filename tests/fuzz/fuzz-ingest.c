/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-store.h"
#include "keys/karne-key-private.h"

#include "fuzz.h"

#include <string.h>

/* One sealed store in memory, emptied after each page. */
static KarneTestStore *
get_store (void)
{
  static KarneTestStore *fixture;
  static const guint8 bytes[KARNE_KEY_SIZE] = { 1 };
  KarneStoreOptions options = { KARNE_STORE_INLINE, "memdb", 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = NULL;

  if (fixture != NULL)
    return fixture;
  fixture = g_new0 (KarneTestStore, 1);
  fixture->key = karne_key_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  fixture->store = karne_store_create_full ("/karne-fuzz", fixture->key, &options, &error);
  g_assert_no_error (error);
  karne_store_add_source (fixture->store, KARNE_TEST_BASE, "p1", NULL, &error);
  g_assert_no_error (error);
  sources = karne_store_list_sources (fixture->store, &error);
  g_assert_no_error (error);
  fixture->source = karne_source_copy (sources->pdata[0]);
  return fixture;
}

static void
assert_none (KarneTestStore *store, const char *sql)
{
  g_autofree char *count = karne_test_query (store, sql);

  g_assert_cmpstr (count, ==, "0");
}

/* What is true of any store, whatever came. */
static void
check_store (KarneTestStore *store, const KarnePage *page)
{
  g_assert_cmpuint (page->n_stored + page->n_known + page->n_quarantined + page->n_outcomes, ==,
                    page->n_entries);
  assert_none (store, "SELECT count(*) FROM resource WHERE NOT json_valid (body, 8)");
  assert_none (store, "SELECT count(*) FROM resource WHERE body ->> '$.id' IS NOT id OR body ->> "
                      "'$.resourceType' IS NOT kind");
  assert_none (store, "SELECT count(*) FROM resource WHERE id GLOB '*[^A-Za-z0-9.-]*' OR length "
                      "(id) NOT BETWEEN 1 AND 64");
  assert_none (store, "SELECT count(*) FROM content WHERE owner IS NULL OR NOT whole");
  assert_none (
      store,
      "SELECT count(*) FROM quarantine WHERE flaw IS NULL OR length (bytes) > 2 * 1024 * 1024");
}

static gboolean
empty (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_cmpint (
      sqlite3_exec (
          db,
          "DELETE FROM resource; DELETE FROM quarantine; DELETE FROM wanted; DELETE FROM listing",
          NULL, NULL, NULL),
      ==, SQLITE_OK);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  KarneTestStore *store = get_store ();
  g_autoptr (GError) flaw = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarnePage) page =
      karne_test_ingest (store, "DocumentReference", KARNE_INGEST_NONE, (const char *) data, size,
                         size > 4096 ? 1021 : 0, &flaw);

  g_assert_cmpint (page->complete, ==, flaw == NULL);
  if (page->complete)
    check_store (store, page);
  karne_store_write (store->store, empty, NULL, &error);
  g_assert_no_error (error);
  return 0;
}
