/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-sending.h"

#include "demo-page.h"

#include <string.h>

#define PIECE (256 * 1024)
#define WORTH_COMPRESSING 860

/* An answer that is sent in pieces, each made when the one before has gone out: memory does not
 * grow with the page. */
typedef struct
{
  const DemoServer *server;
  DemoPage *page;        /* (owned) (nullable) */
  GConverter *converter; /* (owned) (nullable) */
  GString *piece;        /* (owned) plain text of the next piece */
} Sending;

static void
free_sending (gpointer data, GClosure *closure)
{
  Sending *sending = data;

  g_clear_pointer (&sending->page, demo_page_free);
  g_clear_object (&sending->converter);
  g_string_free (sending->piece, TRUE);
  g_free (sending);
}

static void
append_bytes (SoupServerMessage *message, gpointer data, gsize len)
{
  soup_message_body_append_take (soup_server_message_get_response_body (message), data, len);
}

static GConverterResult
compress_some (GConverter *converter, GString *in, gsize *used, GByteArray *out, gboolean last)
{
  char buffer[16 * 1024];
  gsize n_read = 0, n_written = 0;
  GConverterResult result =
      g_converter_convert (converter, in->str + *used, in->len - *used, buffer, sizeof buffer,
                           last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_read,
                           &n_written, NULL);

  *used += n_read;
  g_byte_array_append (out, (const guint8 *) buffer, n_written);
  return result;
}

static GByteArray *
compress (GConverter *converter, GString *in, gboolean last)
{
  GByteArray *out = g_byte_array_new ();
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize used = 0;

  while (result == G_CONVERTER_CONVERTED && (used < in->len || last))
    result = compress_some (converter, in, &used, out, last);
  return out;
}

/* Empties the piece into the message. */
static void
flush_piece (Sending *sending, SoupServerMessage *message, gboolean last)
{
  if (sending->converter == NULL)
    append_bytes (message, g_memdup2 (sending->piece->str, sending->piece->len),
                  sending->piece->len);
  else
    {
      GByteArray *small = compress (sending->converter, sending->piece, last);
      gsize len = small->len;
      append_bytes (message, g_byte_array_free (small, FALSE), len);
    }
  g_string_truncate (sending->piece, 0);
}

static gboolean
fill_piece (Sending *sending)
{
  if (sending->page == NULL)
    return FALSE;
  if (demo_page_write (sending->page, sending->server, sending->piece, PIECE))
    return TRUE;
  g_clear_pointer (&sending->page, demo_page_free);
  return FALSE;
}

static void
send_next (Sending *sending, SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  goffset before = body->length;
  gboolean more;

  /* A compressor may swallow a piece whole; an empty chunk would end the body. */
  do
    {
      more = fill_piece (sending);
      flush_piece (sending, message, !more);
    }
  while (more && body->length == before);
  if (!more)
    soup_message_body_complete (body);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer user_data)
{
  Sending *sending = user_data;

  if (sending->page != NULL)
    send_next (sending, message);
}

/* A page that fits one piece is sent with its length; a longer one in chunks. */
static void
send_in_chunks (Sending *sending, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect_data (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), sending, free_sending,
                         0);
  flush_piece (sending, message, FALSE);
  if (soup_server_message_get_response_body (message)->length == 0)
    send_next (sending, message);
}

static gboolean
accepts_gzip (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *accepted = soup_message_headers_get_list (headers, "Accept-Encoding");
  g_autoptr (GSList) refused = NULL;
  GSList *list;
  gboolean yes;

  if (accepted == NULL)
    return FALSE;
  list = soup_header_parse_quality_list (accepted, &refused);
  yes = g_slist_find_custom (list, "gzip", (GCompareFunc) g_ascii_strcasecmp) != NULL;
  soup_header_free_list (list);
  soup_header_free_list (g_steal_pointer (&refused));
  return yes;
}

/* Binary contents travel as they are, so that a download can be taken up again by its bytes. */
static void
choose_compression (Sending *sending, SoupServerMessage *message, const DemoAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (answer->content_type != NULL || !accepts_gzip (message))
    return;
  soup_message_headers_append (headers, "Vary", "Accept-Encoding");
  if (sending->page == NULL && sending->piece->len < WORTH_COMPRESSING)
    return;
  sending->converter = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  soup_message_headers_append (headers, "Content-Encoding", "gzip");
}

/* `If-Range` names another version: the whole of it, then. libsoup cuts ranges by itself. */
static void
check_range (SoupServerMessage *message, const DemoAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *condition = soup_message_headers_get_one (headers, "If-Range");

  if (answer->content_type == NULL ||
      (condition != NULL && g_strcmp0 (condition, answer->etag) != 0))
    soup_message_headers_remove (headers, "Range");
}

static void
write_headers (SoupServerMessage *message, const DemoAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (answer->etag != NULL)
    soup_message_headers_replace (headers, "ETag", answer->etag);
  if (answer->location != NULL)
    soup_message_headers_replace (headers, "Location", answer->location);
  if (answer->allow != NULL)
    soup_message_headers_replace (headers, "Allow", answer->allow);
  if (answer->status == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (answer->content_type != NULL)
    soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  if (answer->updated != 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (answer->updated / 1000);
      g_autofree char *text = time != NULL ? soup_date_time_to_string (time, SOUP_DATE_HTTP) : NULL;
      if (text != NULL)
        soup_message_headers_replace (headers, "Last-Modified", text);
    }
  if (answer->body != NULL || answer->page != NULL)
    soup_message_headers_replace (headers, "Content-Type",
                                  answer->content_type != NULL
                                      ? answer->content_type
                                      : "application/fhir+json; charset=utf-8");
}

static gboolean
can_stream (SoupServerMessage *message)
{
  return soup_server_message_get_http_version (message) != SOUP_HTTP_1_0 &&
         strcmp (soup_server_message_get_method (message), "HEAD") != 0;
}

static void
send_body (Sending *sending, SoupServerMessage *message)
{
  while (fill_piece (sending) && !can_stream (message))
    continue;
  if (sending->page != NULL)
    {
      send_in_chunks (sending, message);
      return;
    }
  flush_piece (sending, message, TRUE);
  free_sending (sending, NULL);
}

/* Takes `answer` and has it sent. */
void
demo_send (const DemoServer *server, SoupServerMessage *message, DemoAnswer *answer)
{
  Sending *sending = g_new0 (Sending, 1);

  soup_server_message_set_status (message, answer->status, NULL);
  write_headers (message, answer);
  sending->server = server;
  sending->page = g_steal_pointer (&answer->page);
  sending->piece = g_steal_pointer (&answer->body);
  if (sending->piece == NULL)
    sending->piece = g_string_new (NULL);
  choose_compression (sending, message, answer);
  check_range (message, answer);
  demo_answer_free (answer);
  send_body (sending, message);
}
