/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-document.h"
#include "karne-error.h"
#include "karne-raw-server.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "karne-test-sanitizer.h"
#include "karne-test-store.h"
#include "model/karne-list.h"
#include "net/karne-soup-transport.h"

#include <string.h>

/* Large enough to stream in pieces. */
#define SIZE 700000

typedef struct
{
  KarneRawServer *server;
  KarneTestStore *store;
  KarneTestClock *clock;
  KarneTransport *transport;
  KarneView *view;
  GByteArray *content;
  char *hash;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autofree char *base = NULL;
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize len = sizeof digest;
  g_autoptr (GError) error = NULL;

  fixture->server = karne_raw_server_new ();
  fixture->clock = karne_test_clock_new (0);
  fixture->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (fixture->clock)));
  fixture->store = karne_test_store_new ();
  base = karne_raw_server_dup_url (fixture->server, "/fhir");
  fixture->store->source->id =
      karne_store_add_source (fixture->store->store, base, "p1", "secret", &error);
  g_assert_no_error (error);
  g_free (fixture->store->source->base);
  fixture->store->source->base = g_steal_pointer (&base);
  fixture->view = karne_view_new (fixture->store->store, KARNE_ROLE_PERSON, NULL);

  fixture->content = g_byte_array_sized_new (SIZE);
  for (guint i = 0; i < SIZE; i++)
    {
      guint8 byte = (guint8) g_rand_int (random);

      g_byte_array_append (fixture->content, &byte, 1);
    }
  g_checksum_update (sha1, fixture->content->data, SIZE);
  g_checksum_get_digest (sha1, digest, &len);
  fixture->hash = g_base64_encode (digest, len);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->view);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->store, karne_test_store_free);
  g_clear_pointer (&fixture->server, karne_raw_server_free);
  g_clear_pointer (&fixture->content, g_byte_array_unref);
  g_clear_pointer (&fixture->hash, g_free);
}

/* more: further members of the attachment. */
static void
add_document (Fixture *fixture, const char *url, const char *type, const char *more)
{
  g_autofree char *text = g_strdup_printf (
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":{"
      "\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\",\"subject\":{"
      "\"reference\":\"Patient/p1\"},\"content\":[{\"attachment\":{\"url\":\"%s\","
      "\"contentType\":\"%s\"%s}}]}}]}",
      url, type, more);
  g_autoptr (KarnePage) page = karne_test_ingest (fixture->store, "DocumentReference",
                                                  KARNE_INGEST_NONE, text, strlen (text), 0, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
}

static void
add_hashed_document (Fixture *fixture)
{
  g_autofree char *more = g_strdup_printf (",\"size\":%u,\"hash\":\"%s\"", SIZE, fixture->hash);

  add_document (fixture, "Binary/b1", "application/pdf", more);
}

static void
answer (Fixture *fixture, const char *head, const void *body, gsize len, KarneRawThen then)
{
  g_autoptr (GString) text = g_string_new ("HTTP/1.1 ");

  g_string_append_printf (text, "%s\r\n\r\n", head);
  g_string_append_len (text, body, (gssize) len);
  karne_raw_server_answer (fixture->server, text->str, (gssize) text->len, then);
}

static void
answer_part (Fixture *fixture, guint start, guint end)
{
  g_autofree char *head =
      start == 0
          ? g_strdup_printf ("200 OK\r\nContent-Type: application/pdf\r\nContent-Length: %u", SIZE)
          : g_strdup_printf ("206 Partial Content\r\nContent-Type: application/pdf\r\n"
                             "Content-Range: bytes %u-%u/%u\r\nContent-Length: %u",
                             start, SIZE - 1, SIZE, SIZE - start);

  answer (fixture, head, fixture->content->data + start, end - start, KARNE_RAW_CLOSE);
}

static gboolean
fetch (Fixture *fixture, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  karne_document_fetch_async (fixture->view, fixture->store->store, fixture->transport, 0, "d1", 0,
                              NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  return karne_document_fetch_finish (result, error);
}

static void
fetch_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fetch (fixture, &error));
  g_assert_no_error (error);
}

static void
assert_content (Fixture *fixture, const char *verified)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDocumentState) state =
      karne_document_get_state (fixture->view, 0, "d1", 0, &error);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  g_assert_true (state->whole);
  g_assert_cmpstr (state->verified, ==, verified);
  g_assert_true (karne_document_save (fixture->view, 0, "d1", 0, stream, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                   g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)),
                   fixture->content->data, fixture->content->len);
}

static void
assert_header (Fixture *fixture, guint n, const char *header)
{
  g_autofree char *request = karne_raw_server_dup_request (fixture->server, n);

  g_assert_nonnull (strstr (request, header));
}

/* Asked for as the bytes that it is, uncompressed, with the token; checked by its hash; once here,
 * not asked for again. */
static void
test_whole (Fixture *fixture, gconstpointer data)
{
  add_hashed_document (fixture);
  answer_part (fixture, 0, SIZE);
  fetch_well (fixture);
  assert_content (fixture, "hash");
  assert_header (fixture, 0, "GET /fhir/Binary/b1 ");
  assert_header (fixture, 0, "Accept: application/pdf\r\n");
  assert_header (fixture, 0, "Accept-Encoding: identity\r\n");
  assert_header (fixture, 0, "Authorization: Bearer secret\r\n");

  fetch_well (fixture);
  g_assert_cmpuint (karne_raw_server_count_requests (fixture->server), ==, 1);
}

/* Cut twice, then whole: each time it goes on where it was. */
static void
test_resumed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  add_hashed_document (fixture);
  answer_part (fixture, 0, 300000);
  g_assert_false (fetch (fixture, &first));
  g_assert_true (karne_error_is_transient (first));

  answer_part (fixture, 300000, 500001);
  g_assert_false (fetch (fixture, &second));
  answer_part (fixture, 500001, SIZE);
  fetch_well (fixture);
  assert_content (fixture, "hash");
  assert_header (fixture, 1, "Range: bytes=300000-\r\n");
  assert_header (fixture, 2, "Range: bytes=500001-\r\n");
}

/* A server that knows no ranges sends it all again. */
static void
test_no_ranges (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_hashed_document (fixture);
  answer_part (fixture, 0, 300000);
  g_assert_false (fetch (fixture, &error));
  answer_part (fixture, 0, SIZE);
  fetch_well (fixture);
  assert_content (fixture, "hash");
}

/* Without a hash nothing could tell that two halves are of one document: it begins again. */
static void
test_no_hash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *more = g_strdup_printf (",\"size\":%u", SIZE);
  g_autofree char *request = NULL;

  add_document (fixture, "Binary/b1", "application/pdf", more);
  answer_part (fixture, 0, 300000);
  g_assert_false (fetch (fixture, &error));
  answer_part (fixture, 0, SIZE);
  fetch_well (fixture);
  assert_content (fixture, "size");
  request = karne_raw_server_dup_request (fixture->server, 1);
  g_assert_null (strstr (request, "Range:"));
}

/* A chunked body that ends cleanly before its end is noticed by the size. */
static void
test_cut_chunked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDocumentState) state = NULL;

  add_hashed_document (fixture);
  answer (fixture, "200 OK\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n", 10, KARNE_RAW_CLOSE);
  g_assert_false (fetch (fixture, &error));
  g_assert_true (karne_error_is_transient (error));
  state = karne_document_get_state (fixture->view, 0, "d1", 0, NULL);
  g_assert_false (state->whole);
  g_assert_cmpint (state->here, ==, 5);
}

static void
test_unverified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDocumentState) state = NULL;

  add_hashed_document (fixture);
  fixture->content->data[12345] ^= 1;
  answer_part (fixture, 0, SIZE);
  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNVERIFIED);
  state = karne_document_get_state (fixture->view, 0, "d1", 0, NULL);
  g_assert_false (state->whole);
  g_assert_cmpint (state->here, ==, 0);
}

/* The server sends a Binary resource although the bytes were asked for: large or small. */
static void
test_binary (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base64 = NULL;
  g_autofree char *json = NULL;
  g_autofree char *head = NULL;

  if (data != NULL)
    g_byte_array_set_size (fixture->content, GPOINTER_TO_UINT (data));
  base64 = g_base64_encode (fixture->content->data, fixture->content->len);
  json = g_strdup_printf ("{\"resourceType\":\"Binary\",\"id\":\"b1\",\"contentType\":"
                          "\"application/pdf\",\"data\":\"%s\"}",
                          base64);
  head = g_strdup_printf ("200 OK\r\nContent-Type: application/fhir+json; charset=utf-8\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT,
                          strlen (json));
  add_document (fixture, "Binary/b1", "application/pdf", "");
  answer (fixture, head, json, strlen (json), KARNE_RAW_CLOSE);
  fetch_well (fixture);
  assert_content (fixture, "no");
}

/* A document on another server is not asked for: nobody knows this person there. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_document (fixture, "https://example.org/Binary/b1", "application/pdf", "");
  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL);
  g_assert_cmpuint (karne_raw_server_count_requests (fixture->server), ==, 0);
}

/* More than is kept of one document is said as soon as it is known, by whom it may be, and nothing
 * of it stays. */
#define MOST (100 * 1024 * 1024)

static void
assert_too_large (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_TOO_LARGE);
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM piece"), ==, 0);
}

static void
test_too_large_by_entry (Fixture *fixture, gconstpointer data)
{
  add_document (fixture, "Binary/b1", "application/pdf", ",\"size\":209715200");
  assert_too_large (fixture);
  g_assert_cmpuint (karne_raw_server_count_requests (fixture->server), ==, 0);
}

static void
test_too_large_by_header (Fixture *fixture, gconstpointer data)
{
  add_document (fixture, "Binary/b1", "application/pdf", "");
  answer (fixture, "200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 209715200", "%PDF-",
          5, KARNE_RAW_STALL);
  assert_too_large (fixture);
}

static void
test_too_large_by_bytes (Fixture *fixture, gconstpointer data)
{
  gsize size = MOST + 1024 * 1024; /* it is counted by the piece */
  g_autofree char *bytes = g_malloc0 (size);

  add_document (fixture, "Binary/b1", "application/pdf", "");
  answer (fixture, "200 OK\r\nContent-Type: application/pdf", bytes, size, KARNE_RAW_STALL);
  assert_too_large (fixture);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) portal = NULL;

  add_hashed_document (fixture);
  answer (fixture, "404 Not Found\r\nContent-Length: 0", "", 0, KARNE_RAW_CLOSE);
  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  answer (fixture, "200 OK\r\nContent-Type: text/html\r\nContent-Length: 6", "<html>", 6,
          KARNE_RAW_CLOSE);
  g_assert_false (fetch (fixture, &portal));
  g_assert_error (portal, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL);
}

static void
test_not_here (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) save_error = NULL;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_null (karne_document_get_state (fixture->view, 0, "d1", 0, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  add_hashed_document (fixture);
  g_assert_false (karne_document_save (fixture->view, 0, "d1", 0, stream, &save_error));
  g_assert_error (save_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

static void
count_changes_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  ++*(guint *) data;
}

static KarneDocument *
dup_first (KarneList *list)
{
  return g_list_model_get_item (G_LIST_MODEL (list), 0);
}

static void
settle (KarneList *list)
{
  karne_test_settle ();
  while (karne_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
}

/* A line says so when its content has come, and not before: a part is not here, nor is what turns
 * out to be another document. */
static void
test_in_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneList) list = karne_list_new (fixture->view, "DocumentReference");
  g_autoptr (KarneList) here = g_object_new (KARNE_TYPE_LIST, "view", fixture->view, "kind",
                                             "DocumentReference", "here-only", TRUE, NULL);
  g_autoptr (KarneDocument) before = NULL;
  g_autoptr (KarneDocument) after = NULL;
  g_autofree char *type = NULL;
  guint n_changes = 0;
  gint64 size;

  add_hashed_document (fixture);
  settle (list);
  settle (here);
  before = dup_first (list);
  g_assert_false (karne_document_get_here (before));
  g_assert_cmpint (karne_document_get_size (before), ==, SIZE);
  g_assert_cmpuint (karne_document_get_n_contents (before), ==, 1);
  g_assert_false (karne_document_get_masked_for_professionals (before));
  g_object_get (before, "content-type", &type, "size", &size, NULL);
  g_assert_cmpstr (type, ==, "application/pdf");
  g_assert_cmpstr (karne_document_get_content_type (before), ==, type);
  g_assert_cmpint (size, ==, SIZE);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_changes_cb), &n_changes);

  answer_part (fixture, 0, 300000);
  g_assert_false (fetch (fixture, NULL));
  settle (list);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (here)), ==, 0);

  answer_part (fixture, 300000, SIZE);
  fetch_well (fixture);
  while (n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  settle (list);
  g_assert_cmpuint (n_changes, ==, 1);
  after = dup_first (list);
  g_assert_true (karne_document_get_here (after));
  g_assert_false (karne_document_get_here (before));

  while (g_list_model_get_n_items (G_LIST_MODEL (here)) == 0)
    g_main_context_iteration (NULL, TRUE);
  karne_list_set_here_only (here, FALSE);
  g_assert_true (karne_list_get_loading (here));
  settle (here);
}

#define ADD(name, data, func) g_test_add (name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/document/whole", NULL, test_whole);
  ADD ("/document/resumed", NULL, test_resumed);
  ADD ("/document/no-ranges", NULL, test_no_ranges);
  ADD ("/document/no-hash", NULL, test_no_hash);
  ADD ("/document/cut-chunked", NULL, test_cut_chunked);
  ADD ("/document/unverified", NULL, test_unverified);
  ADD ("/document/binary/large", NULL, test_binary);
  ADD ("/document/binary/small", GUINT_TO_POINTER (1000), test_binary);
  ADD ("/document/elsewhere", NULL, test_elsewhere);
  ADD ("/document/too-large/by-entry", NULL, test_too_large_by_entry);
  ADD ("/document/too-large/by-header", NULL, test_too_large_by_header);
  if (!KARNE_TEST_SANITIZED)
    ADD ("/document/too-large/by-bytes", NULL, test_too_large_by_bytes);
  ADD ("/document/refused", NULL, test_refused);
  ADD ("/document/not-here", NULL, test_not_here);
  ADD ("/document/in-list", NULL, test_in_list);

  return g_test_run ();
}
