/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-transport.h"

#include <stdio.h>
#include <string.h>

const char *const sim_fault_names[SIM_N_FAULTS] = {
  "none",   "lost-before", "lost-after",   "no-way", "delayed",      "doubled",   "cut",
  "broken", "status",      "status-after", "portal", "unauthorized", "reordered", "wrong-length",
};

/* An answer whose body ends with an error. */
#define SIM_TYPE_BROKEN_STREAM (sim_broken_stream_get_type ())
G_DECLARE_FINAL_TYPE (SimBrokenStream, sim_broken_stream, SIM, BROKEN_STREAM, GMemoryInputStream)

struct _SimBrokenStream
{
  GMemoryInputStream parent_instance;
};

G_DEFINE_FINAL_TYPE (SimBrokenStream, sim_broken_stream, G_TYPE_MEMORY_INPUT_STREAM)

static gssize
broken_read (GInputStream *stream,
             void *buffer,
             gsize count,
             GCancellable *cancellable,
             GError **error)
{
  gssize n = G_INPUT_STREAM_CLASS (sim_broken_stream_parent_class)
                 ->read_fn (stream, buffer, count, cancellable, error);

  if (n != 0)
    return n;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the connection is gone");
  return -1;
}

static void
sim_broken_stream_class_init (SimBrokenStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = broken_read;
}

static void
sim_broken_stream_init (SimBrokenStream *self)
{
}

struct _SimTransport
{
  GObject parent_instance;

  SimServer *server;     /* (unowned) */
  KarneTestClock *clock; /* (owned) */
  SimDice *dice;         /* (unowned) */
  guint64 *fired;        /* (unowned) */
  int author;
  guint once_in;
  guint kinds; /* of SimFault, as bits; 0: all */
  gboolean of_writes;
  gint64 skew;
  gboolean is_traced;
  guint n_requests;
  gboolean token_refused;
};

static void sim_transport_iface_init (KarneTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SimTransport,
                               sim_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_TRANSPORT,
                                                      sim_transport_iface_init))

/* A batch of searches is a POST, too. */
static gboolean
is_write (KarneRequest *request)
{
  GBytes *body = karne_request_get_body (request);
  gsize size;
  const char *text = body != NULL ? g_bytes_get_data (body, &size) : NULL;

  return !g_str_equal (karne_request_get_method (request), "GET") &&
         (text == NULL || g_strstr_len (text, (gssize) size, "\"method\":\"GET\"") == NULL);
}

static SimFault
draw_fault (SimTransport *self, KarneRequest *request)
{
  SimFault fault;

  if (!sim_dice_once_in (self->dice, self->once_in))
    return SIM_FAULT_NONE;
  fault = (SimFault) (1 + sim_dice_throw (self->dice, SIM_N_DRAWN_FAULTS - 1));
  while (self->kinds != 0 && (self->kinds & 1u << fault) == 0)
    fault = (SimFault) (1 + sim_dice_throw (self->dice, SIM_N_DRAWN_FAULTS - 1));
  return !self->of_writes || is_write (request) ? fault : SIM_FAULT_NONE;
}

/* What is late by minutes, a server refuses by the version that it rests on, or by its identifier:
 * one that looks at neither, nobody can help. */
static gboolean
can_be_late (const SimTransport *self)
{
  const SimModes *modes = &self->server->modes;

  return !modes->ignores_if_match && !modes->no_versions;
}

static SimFault
vary_fault (const SimTransport *self, SimFault fault, guint64 luck)
{
  if (luck / 64 % 3 != 0)
    return fault;
  if (fault == SIM_FAULT_LOST_BEFORE && can_be_late (self))
    return SIM_FAULT_REORDERED;
  return fault == SIM_FAULT_CUT ? SIM_FAULT_LENGTH : fault;
}

/* What is sent, as it is on the wire: the request may outlive who sent it. */
typedef struct
{
  SimTransport *transport; /* (owned) */
  KarneRequest *request;   /* (owned) */
  GTask *task;             /* (owned) (nullable) NULL: nobody waits for it */
  SimFault fault;
  guint64 luck;
} Sent;

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_object_unref (sent->transport);
  g_object_unref (sent->request);
  g_clear_object (&sent->task);
  g_free (sent);
}

static void
trace (const Sent *sent, const char *what, const char *text)
{
  const SimTransport *self = sent->transport;
  const char *url = karne_request_get_url (sent->request);

  if (self->is_traced)
    printf ("    %d: %s %s %s%s%s\n", self->author, what, karne_request_get_method (sent->request),
            url + MIN (strlen (url), strlen (SIM_BASE)), text != NULL ? " " : "",
            text != NULL ? text : "");
}

static void
trace_answer (const Sent *sent, guint status, const char *body)
{
  g_autofree char *what = g_strdup_printf ("%u, %s:", status, sim_fault_names[sent->fault]);

  trace (sent, what, body);
}

static SimAnswer
take_effect (Sent *sent)
{
  KarneRequest *request = sent->request;
  GBytes *body = karne_request_get_body (request);
  g_autofree char *text =
      body != NULL ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body)) : NULL;
  const char *url = karne_request_get_url (request);
  const SimRequest asked = {
    .method = karne_request_get_method (request),
    .url = strlen (url) > strlen (SIM_BASE) ? url + strlen (SIM_BASE "/") : "",
    .body = text,
    .if_match = karne_request_get_header (request, "If-Match"),
    .if_none_match = karne_request_get_header (request, "If-None-Match"),
    .if_none_exist = karne_request_get_header (request, "If-None-Exist"),
    .author = sent->transport->author,
  };

  g_assert_true (g_str_has_prefix (url, SIM_BASE));
  trace (sent, "takes effect:", text);
  return sim_server_answer (sent->transport->server, &asked);
}

static void
fail (Sent *sent, GIOErrorEnum code)
{
  trace (sent, sim_fault_names[sent->fault], NULL);
  if (sent->task != NULL)
    g_task_return_new_error (sent->task, G_IO_ERROR, (int) code, "the network of the simulation");
}

static char *
http_date (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
}

static void
respond (Sent *sent, guint status, const char *body, const char *type)
{
  SimTransport *self = sent->transport;
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize len = body != NULL ? strlen (body) : 0;
  gboolean is_too_long = sent->fault == SIM_FAULT_LENGTH && sent->luck % 2 == 0;
  gboolean is_cut = sent->fault == SIM_FAULT_CUT || sent->fault == SIM_FAULT_BROKEN ||
                    (sent->fault == SIM_FAULT_LENGTH && !is_too_long);
  gsize end = len > 0 && is_cut ? (gsize) (sent->luck % len) : len;
  g_autoptr (GInputStream) stream = NULL;
  KarneResponse *response;

  trace_answer (sent, status, body);
  if (sent->task == NULL)
    return;
  if (sent->fault == SIM_FAULT_BROKEN || is_too_long)
    stream = g_object_new (SIM_TYPE_BROKEN_STREAM, NULL);
  else
    stream = g_memory_input_stream_new ();
  if (end > 0)
    g_memory_input_stream_add_data (G_MEMORY_INPUT_STREAM (stream), g_memdup2 (body, end),
                                    (gssize) end, g_free);
  g_hash_table_insert (headers, g_strdup ("content-type"), g_strdup (type));
  /* Too short a length is where a client stops, too long a one is what it waits for in vain. */
  if (sent->fault == SIM_FAULT_LENGTH)
    g_hash_table_insert (headers, g_strdup ("content-length"),
                         g_strdup_printf ("%" G_GSIZE_FORMAT, is_too_long ? len + 7 : end));
  g_hash_table_insert (headers, g_strdup ("date"), http_date (self->server->now + self->skew));
  if ((status == 429 || status == 503) && sent->luck % 2 == 0)
    g_hash_table_insert (headers, g_strdup ("retry-after"), g_strdup ("7"));
  response = karne_response_new (status, headers, karne_request_get_url (sent->request), stream);
  g_task_return_pointer (sent->task, response, g_object_unref);
}

static void
respond_with_status (Sent *sent)
{
  static const guint statuses[] = { 400, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415,
                                    422, 423, 428, 429, 500, 501, 502, 503, 504, 507 };

  respond (sent, statuses[sent->luck % G_N_ELEMENTS (statuses)],
           "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":"
           "\"exception\"}]}",
           "application/fhir+json");
}

/* Twice, as by something on the way that repeats what it thinks was lost; either answer comes. */
static void
answer_twice (Sent *sent, const SimAnswer *first)
{
  gboolean is_post = g_str_equal (karne_request_get_method (sent->request), "POST");
  SimAnswer second = { 0 };
  const SimAnswer *shown;

  /* Where it does not see at once what it made itself, a server cannot know the second of two, and
   * nobody can help that. */
  if (is_post && sent->transport->server->modes.late_commits)
    {
      respond (sent, first->status, first->body, "application/fhir+json");
      return;
    }
  second = take_effect (sent);
  shown = sent->luck % 2 == 0 ? first : &second;

  respond (sent, shown->status, shown->body, "application/fhir+json");
  sim_answer_clear (&second);
}

/* A create that the network doubles, on a server that gives the ids and whose searches do not show
 * yet what it made a moment ago: nothing that a client sends could make one of the two. */
static gboolean
is_beyond_help (const Sent *sent)
{
  const SimModes *modes = &sent->transport->server->modes;

  return modes->server_ids && modes->late_commits &&
         g_str_equal (karne_request_get_method (sent->request), "POST");
}

static void
answer (Sent *sent)
{
  SimAnswer answer = take_effect (sent);

  if (sent->fault == SIM_FAULT_LOST_AFTER)
    fail (sent, sent->luck % 2 == 0 ? G_IO_ERROR_TIMED_OUT : G_IO_ERROR_CONNECTION_CLOSED);
  else if (sent->fault == SIM_FAULT_STATUS_AFTER)
    {
      /* A server, or what stands before it, that says so would have failed after the work. */
      sent->luck = 15 + sent->luck % 6;
      respond_with_status (sent);
    }
  else if (sent->fault == SIM_FAULT_DOUBLED && !is_beyond_help (sent))
    answer_twice (sent, &answer);
  else
    respond (sent, answer.status, answer.body, "application/fhir+json");
  sim_answer_clear (&answer);
}

#define REFUSED                                                                                    \
  "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"login\"}]" \
  "}"

/* Nobody waits for it any more, and others were sent since. */
static gboolean
take_effect_late_cb (gpointer data)
{
  Sent *sent = data;
  SimTransport *self = sent->transport;
  SimAnswer answer;

  sim_server_note_time (self->server,
                        karne_clock_get_real (KARNE_CLOCK (self->clock)) / G_USEC_PER_SEC);
  answer = take_effect (sent);
  sim_answer_clear (&answer);
  return G_SOURCE_REMOVE;
}

static void
overtake (Sent *sent)
{
  SimTransport *self = sent->transport;
  Sent *late = g_new0 (Sent, 1);

  late->transport = g_object_ref (self);
  late->request = g_object_ref (sent->request);
  karne_clock_add_timeout (KARNE_CLOCK (self->clock),
                           (gint64) (1 + sent->luck % 90) * G_USEC_PER_SEC, take_effect_late_cb,
                           late, sent_free);
  fail (sent, G_IO_ERROR_TIMED_OUT);
}

static gboolean
arrive_cb (gpointer data)
{
  Sent *sent = data;
  SimTransport *self = sent->transport;

  sim_server_note_time (self->server,
                        karne_clock_get_real (KARNE_CLOCK (self->clock)) / G_USEC_PER_SEC);

  if (sent->fault == SIM_FAULT_LOST_BEFORE)
    fail (sent, sent->luck % 2 == 0 ? G_IO_ERROR_TIMED_OUT : G_IO_ERROR_CONNECTION_CLOSED);
  else if (sent->fault == SIM_FAULT_REORDERED)
    overtake (sent);
  else if (sent->fault == SIM_FAULT_NO_WAY)
    fail (sent, G_IO_ERROR_CONNECTION_REFUSED);
  else if (sent->fault == SIM_FAULT_STATUS)
    respond_with_status (sent);
  else if (sent->fault == SIM_FAULT_PORTAL)
    respond (sent, 200, "<!DOCTYPE html><html><body>Wi-Fi</body></html>", "text/html");
  else if (sent->fault == SIM_FAULT_UNAUTHORIZED)
    respond (sent, 401, REFUSED, "application/fhir+json");
  else
    answer (sent);
  return G_SOURCE_REMOVE;
}

static void
sim_transport_send_async (KarneTransport *transport,
                          KarneRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  SimTransport *self = SIM_TRANSPORT (transport);
  Sent *sent = g_new0 (Sent, 1);
  gint64 delay = 1000 + sim_dice_throw (self->dice, 200000);

  self->n_requests++;
  sent->transport = g_object_ref (self);
  sent->request = g_object_ref (request);
  sent->task = g_task_new (self, cancellable, callback, user_data);
  sent->fault = draw_fault (self, request);
  sent->luck = sim_dice_next (self->dice);
  sent->fault = vary_fault (self, sent->fault, sent->luck);
  self->fired[sent->fault]++;
  if (sent->fault == SIM_FAULT_DELAYED)
    delay += (gint64) (1 + sim_dice_throw (self->dice, 90)) * G_USEC_PER_SEC;
  karne_clock_add_timeout (KARNE_CLOCK (self->clock), delay, arrive_cb, sent, sent_free);
}

static KarneResponse *
sim_transport_send_finish (KarneTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sim_transport_get_bytes (KarneTransport *transport,
                         guint64 *sent,
                         guint64 *received,
                         guint *exchanges)
{
  *sent = 0;
  *received = 0;
  *exchanges = SIM_TRANSPORT (transport)->n_requests;
}

static void
sim_transport_iface_init (KarneTransportInterface *iface)
{
  iface->send_async = sim_transport_send_async;
  iface->send_finish = sim_transport_send_finish;
  iface->get_bytes = sim_transport_get_bytes;
}

static void
sim_transport_finalize (GObject *object)
{
  g_clear_object (&SIM_TRANSPORT (object)->clock);

  G_OBJECT_CLASS (sim_transport_parent_class)->finalize (object);
}

static void
sim_transport_class_init (SimTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sim_transport_finalize;
}

static void
sim_transport_init (SimTransport *self)
{
}

SimTransport *
sim_transport_new (SimServer *server,
                   KarneTestClock *clock,
                   int author,
                   SimDice *dice,
                   guint64 *fired)
{
  SimTransport *self = g_object_new (SIM_TYPE_TRANSPORT, NULL);

  self->server = server;
  self->clock = g_object_ref (clock);
  self->author = author;
  self->dice = dice;
  self->fired = fired;
  return self;
}

void
sim_transport_set_faults (SimTransport *self, guint once_in)
{
  self->once_in = once_in;
}

void
sim_transport_limit_faults (SimTransport *self, guint kinds, gboolean of_writes)
{
  self->kinds = kinds;
  self->of_writes = of_writes;
}

void
sim_transport_set_skew (SimTransport *self, gint64 seconds)
{
  self->skew = seconds;
}

void
sim_transport_set_trace (SimTransport *self, gboolean is_traced)
{
  self->is_traced = is_traced;
}

guint
sim_transport_get_n_requests (SimTransport *self)
{
  return self->n_requests;
}
