/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Contents of documents: fetched in pieces, checked, or carried inside the entry. */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-attachment-private.h"
#include "store/karne-base64-private.h"
#include "store/karne-sql-private.h"

#define DOCUMENT(version, attachment)                                                              \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"meta\":{\"versionId\":\"" version        \
  "\"},\"content\":[{\"attachment\":{" attachment "}}]}"
#define URL "\"url\":\"Binary/b\","
#define SIZE_11 "\"size\":11,"
/* Of "hello world" */
#define HASH "\"hash\":\"Kq5sNclPz7QV2+lfQIuc6R7oRu0=\","
#define HASH_OF_NOTHING "\"hash\":\"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\","

static void
keep_document (KarneTestStore *store, const char *text)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (store, "DocumentReference", text, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
}

/* Jobs, and what they bring back */

typedef struct
{
  KarneTestStore *store;
  KarneAttachment *attachment; /* (owned) (nullable) */
  guint n;
  const char *bytes;
  GString *read; /* (owned) (nullable) */
  gboolean matches;
} Job;

static gboolean
load_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  g_clear_pointer (&job->attachment, karne_attachment_free);
  job->attachment = karne_attachment_load (db, job->store->source->id, "d", job->n, error);
  return job->attachment != NULL;
}

static gboolean
begin_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_attachment_begin (db, ((Job *) data)->attachment, error);
}

static gboolean
append_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return karne_attachment_append (db, job->attachment, (const guint8 *) job->bytes,
                                  strlen (job->bytes), error);
}

static gboolean
end_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return karne_attachment_end (db, job->attachment, &job->matches, error);
}

static gboolean
keep_bytes (const guint8 *bytes, gsize len, gpointer data, GError **error)
{
  g_string_append_len (data, (const char *) bytes, (gssize) len);
  return TRUE;
}

static gboolean
read_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return karne_attachment_read (db, job->attachment, keep_bytes, job->read, error);
}

static void
load (Job *job)
{
  g_autoptr (GError) error = NULL;

  karne_store_read (job->store->store, load_job, job, &error);
  g_assert_no_error (error);
}

static void
write_job (Job *job, KarneStoreJob func)
{
  g_autoptr (GError) error = NULL;

  karne_store_write (job->store->store, func, job, &error);
  g_assert_no_error (error);
}

static void
append (Job *job, const char *bytes)
{
  job->bytes = bytes;
  write_job (job, append_job);
}

static void
assert_content (Job *job, const char *expected, gsize len)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  job->read = bytes;
  karne_store_read (job->store->store, read_job, job, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->str, bytes->len, expected, len);
}

static gint64
count_kept (KarneTestStore *store)
{
  return karne_test_query_int (
      store, "SELECT (SELECT count(*) FROM content) + (SELECT count(*) FROM piece)");
}

/* Fetched */

typedef struct
{
  const char *name;
  const char *document;
  gint64 size;
  gboolean delayed;
  gboolean matches; /* "hello world" */
  KarneVerified verified;
} Fetch;

static const Fetch fetches[] = {
  { "size-and-hash", DOCUMENT ("1", URL SIZE_11 HASH "\"title\":\"t\""), 11, FALSE, TRUE,
    KARNE_VERIFIED_HASH },
  { "size", DOCUMENT ("1", URL SIZE_11 "\"title\":\"t\""), 11, FALSE, TRUE, KARNE_VERIFIED_SIZE },
  { "hash", DOCUMENT ("1", URL HASH "\"title\":\"t\""), -1, FALSE, TRUE, KARNE_VERIFIED_HASH },
  { "on-demand", DOCUMENT ("1", URL "\"title\":\"t\""), -1, FALSE, TRUE, KARNE_VERIFIED_NOT },
  { "delayed", DOCUMENT ("1", URL "\"size\":0," HASH_OF_NOTHING "\"title\":\"t\""), 0, TRUE, TRUE,
    KARNE_VERIFIED_NOT },
  { "wrong-size", DOCUMENT ("1", URL "\"size\":12," HASH "\"title\":\"t\""), 12, FALSE, FALSE,
    KARNE_VERIFIED_NOT },
  { "wrong-hash", DOCUMENT ("1", URL SIZE_11 HASH_OF_NOTHING "\"title\":\"t\""), 11, FALSE, FALSE,
    KARNE_VERIFIED_NOT },
  { "size-zero", DOCUMENT ("1", URL "\"size\":0,\"title\":\"t\""), 0, FALSE, FALSE,
    KARNE_VERIFIED_NOT },
  { "size-in-words", DOCUMENT ("1", URL "\"size\":\"11\",\"title\":\"t\""), -1, FALSE, TRUE,
    KARNE_VERIFIED_NOT },
  { "size-null", DOCUMENT ("1", URL "\"size\":null,\"title\":\"t\""), -1, FALSE, TRUE,
    KARNE_VERIFIED_NOT },
};

static void
test_fetch (gconstpointer data)
{
  const Fetch *fetch = data;
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  Job job = { store };

  keep_document (store, fetch->document);
  load (&job);
  g_assert_cmpint (job.attachment->size, ==, fetch->size);
  g_assert_true (job.attachment->delayed == fetch->delayed);
  g_assert_cmpstr (job.attachment->url, ==, "Binary/b");
  g_assert_cmpstr (job.attachment->title, ==, "t");
  g_assert_false (job.attachment->inline_data || job.attachment->whole);
  write_job (&job, begin_job);
  append (&job, "hello ");
  append (&job, "");
  append (&job, "world");
  write_job (&job, end_job);
  g_assert_true (job.matches == fetch->matches);
  load (&job);
  g_assert_true (job.attachment->whole == fetch->matches);
  g_assert_cmpint (job.attachment->here, ==, fetch->matches ? 11 : 0);
  g_assert_cmpint (job.attachment->verified, ==, fetch->verified);
  if (fetch->matches)
    assert_content (&job, "hello world", 11);
  else
    g_assert_cmpint (count_kept (store), ==, 0);
  karne_attachment_free (job.attachment);
}

/* What came before the line was cut is here after the next start. */
static void
test_resume (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  Job job = { store };

  keep_document (store, fetches[0].document);
  load (&job);
  write_job (&job, begin_job);
  append (&job, "hel");
  append (&job, "lo w");
  karne_test_store_reopen (store);
  load (&job);
  g_assert_cmpint (job.attachment->here, ==, 7);
  g_assert_false (job.attachment->whole);
  append (&job, "orld");
  write_job (&job, end_job);
  g_assert_true (job.matches);
  load (&job);
  g_assert_cmpint (job.attachment->verified, ==, KARNE_VERIFIED_HASH);
  assert_content (&job, "hello world", 11);
  /* From the beginning again. */
  write_job (&job, begin_job);
  load (&job);
  g_assert_cmpint (job.attachment->here, ==, 0);
  g_assert_false (job.attachment->whole);
  karne_attachment_free (job.attachment);
}

/* A new version of the entry: the content of another address, or with another hash, is not its
 * content. */
static void
test_stale (void)
{
  static const struct
  {
    const char *document;
    gboolean same;
  } versions[] = {
    { DOCUMENT ("2", URL SIZE_11 HASH "\"title\":\"other title\""), TRUE },
    { DOCUMENT ("3", "\"url\":\"Binary/c\"," SIZE_11 HASH "\"title\":\"t\""), FALSE },
    { DOCUMENT ("4", URL SIZE_11 HASH_OF_NOTHING "\"title\":\"t\""), FALSE },
    { DOCUMENT ("5", URL SIZE_11 "\"title\":\"t\""), FALSE },
    { DOCUMENT ("6", URL SIZE_11 HASH "\"title\":\"t\""), TRUE },
  };
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  Job job = { store };

  keep_document (store, fetches[0].document);
  load (&job);
  write_job (&job, begin_job);
  append (&job, "hello world");
  write_job (&job, end_job);
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      keep_document (store, versions[i].document);
      load (&job);
      g_test_message ("version %" G_GSIZE_FORMAT, i + 2);
      g_assert_true (job.attachment->whole == versions[i].same);
      g_assert_cmpint (job.attachment->here, ==, versions[i].same ? 11 : 0);
    }
  karne_attachment_free (job.attachment);
}

static gboolean
remove_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneTestStore *store = ((Job *) data)->store;

  return karne_resource_remove (store->store, db, store->source->id, "DocumentReference", "d",
                                KARNE_GONE_WITHDRAWN, NULL, error);
}

/* With an entry goes its content; what is still under way has nowhere to go. */
static void
test_removed (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;
  Job job = { store };

  keep_document (store, fetches[0].document);
  load (&job);
  write_job (&job, begin_job);
  append (&job, "hello");
  g_assert_cmpint (count_kept (store), ==, 2);
  write_job (&job, remove_job);
  g_assert_cmpint (count_kept (store), ==, 0);
  g_assert_false (karne_store_write (store->store, append_job, &job, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (karne_store_write (store->store, end_job, &job, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (karne_store_read (store->store, load_job, &job, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* The parts of one document do not mix. */
static void
test_several (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;
  Job first = { store };
  Job second = { store, .n = 1 };
  Job third = { store, .n = 2 };

  keep_document (
      store, "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"content\":[{"
             "\"attachment\":{\"url\":\"Binary/a\"}},{\"attachment\":{\"url\":\"Binary/b\"}}]}");
  load (&first);
  load (&second);
  g_assert_false (karne_store_read (store->store, load_job, &third, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  write_job (&first, begin_job);
  write_job (&second, begin_job);
  append (&first, "one");
  append (&second, "two");
  append (&first, " and one");
  write_job (&first, end_job);
  write_job (&second, end_job);
  assert_content (&first, "one and one", 11);
  assert_content (&second, "two", 3);
  karne_attachment_free (first.attachment);
  karne_attachment_free (second.attachment);
}

/* Carried inside the entry */

static void
assert_inline (const char *document, const char *expected, gsize len, KarneVerified verified)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  Job job = { store };

  keep_document (store, document);
  load (&job);
  g_assert_true (job.attachment->inline_data);
  g_assert_true (job.attachment->whole);
  g_assert_cmpint (job.attachment->here, ==, (gint64) len);
  g_assert_cmpint (job.attachment->verified, ==, verified);
  assert_content (&job, expected, len);
  karne_attachment_free (job.attachment);
}

static void
test_inline (void)
{
  assert_inline (DOCUMENT ("1", SIZE_11 HASH "\"data\":\"aGVsbG8gd29ybGQ=\""), "hello world", 11,
                 KARNE_VERIFIED_HASH);
  assert_inline (DOCUMENT ("1", "\"data\":\"aGVs\\nbG8g\\r\\n d29y\\u0062GQ=\""), "hello world", 11,
                 KARNE_VERIFIED_NOT);
  assert_inline (DOCUMENT ("1", "\"size\":10,\"data\":\"aGVsbG8gd29ybGQ=\""), "hello world", 11,
                 KARNE_VERIFIED_NOT);
  assert_inline (DOCUMENT ("1", "\"data\":\"\""), "", 0, KARNE_VERIFIED_NOT);
  assert_inline (DOCUMENT ("1", "\"data\":\"\\/\\/\\/\\/\""), "\xff\xff\xff", 3,
                 KARNE_VERIFIED_NOT);
}

/* Too large to stay in the entry, in pieces that end within an escape. */
static void
test_inline_diverted (void)
{
  enum
  {
    N = 200000
  };
  g_autoptr (GString) data = g_string_new (NULL);
  g_autofree char *expected = g_malloc (N * 3);
  g_autofree char *document = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_string_append (data, i % 3 == 0 ? "\\/\\/\\/\\/" : i % 3 == 1 ? "QUJD" : "\\u0051UJD\\n");
      memcpy (expected + i * 3, i % 3 == 0 ? "\xff\xff\xff" : "ABC", 3);
    }
  document = g_strdup_printf (DOCUMENT ("1", "\"size\":%d,\"data\":\"%s\""), N * 3, data->str);
  assert_inline (document, expected, N * 3, KARNE_VERIFIED_SIZE);
}

/* Base64 */

static void
assert_decodes (const char *text, gsize first, gsize second, const char *expected, gsize len)
{
  KarneBase64 decoder = { 0 };
  g_autofree guint8 *out = g_malloc (strlen (text) + 9);
  gsize n = karne_base64_decode (&decoder, text, first, out);

  n += karne_base64_decode (&decoder, text + first, second - first, out + n);
  n += karne_base64_decode (&decoder, text + second, strlen (text) - second, out + n);
  g_assert_cmpmem (out, n, expected, len);
}

/* Whatever two places it is cut at. */
static void
test_base64 (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
    gsize len;
  } cases[] = {
    { "", "", 0 },
    { "aGVsbG8gd29ybGQ=", "hello world", 11 },
    { "aGVs\\nbG8g\\r\\n\\td29y\\u0062GQ\\u003d", "hello world", 11 },
    { "\\/\\/\\/\\/+++\\u002F", "\xff\xff\xff\xfb\xef\xbf", 6 },
    { "QUJDRA==", "ABCD", 4 },
    { " Q U J D ", "ABC", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize second = 0; second <= strlen (cases[i].text); second++)
      for (gsize first = 0; first <= second; first++)
        assert_decodes (cases[i].text, first, second, cases[i].expected, cases[i].len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fetches); i++)
    {
      g_autofree char *path = g_strconcat ("/attachment/fetch/", fetches[i].name, NULL);

      g_test_add_data_func (path, &fetches[i], test_fetch);
    }
  g_test_add_func ("/attachment/resume", test_resume);
  g_test_add_func ("/attachment/stale", test_stale);
  g_test_add_func ("/attachment/removed", test_removed);
  g_test_add_func ("/attachment/several", test_several);
  g_test_add_func ("/attachment/inline", test_inline);
  g_test_add_func ("/attachment/inline-diverted", test_inline_diverted);
  g_test_add_func ("/attachment/base64", test_base64);
  return g_test_run ();
}
