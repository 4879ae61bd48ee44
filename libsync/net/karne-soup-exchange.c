/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-soup-exchange-private.h"

#include "net/karne-soup-error-private.h"

struct _KarneSoupExchange
{
  gatomicrefcount refs;
  KarneSoupMeter *meter; /* (owned) */
  KarneClock *clock;     /* (owned) */
  SoupMessage *message;  /* (owned) */
  GCancellable
      *cancellable; /* (owned) what libsoup is given: stopped by caller, watchdog, transport */
  gint64 idle_us;

  GCancellable *caller; /* (owned) (nullable) who waits */
  gulong caller_handler;
  guint watchdog;       /* timeout of the clock, or 0 */
  guint64 seen_bytes;   /* when the watchdog was last wound up */
  guint64 attempt_sent; /* in this attempt, as last seen */
  guint64 attempt_received;
  gboolean asked;
  gboolean timed_out;
  gboolean not_repeated;
  gboolean closed;
};

KarneSoupMeter *
karne_soup_meter_new (void)
{
  KarneSoupMeter *self = g_new0 (KarneSoupMeter, 1);

  g_atomic_ref_count_init (&self->refs);
  self->live = g_ptr_array_new ();
  return self;
}

void
karne_soup_meter_unref (KarneSoupMeter *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->live);
  g_free (self);
}

static void
weigh_message (SoupMessage *message, guint64 *sent, guint64 *received)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  if (metrics == NULL)
    return;
  *sent += soup_message_metrics_get_request_header_bytes_sent (metrics) +
           soup_message_metrics_get_request_body_bytes_sent (metrics);
  *received += soup_message_metrics_get_response_header_bytes_received (metrics) +
               soup_message_metrics_get_response_body_bytes_received (metrics);
}

void
karne_soup_meter_read (KarneSoupMeter *self, guint64 *sent, guint64 *received, guint *exchanges)
{
  *sent = self->sent;
  *received = self->received;
  *exchanges = self->exchanges;
  for (guint i = 0; i < self->live->len; i++)
    {
      KarneSoupExchange *exchange = g_ptr_array_index (self->live, i);

      weigh_message (exchange->message, sent, received);
    }
}

/* Cancelling calls nobody back at once: the list does not change under our feet. */
void
karne_soup_meter_abort_all (KarneSoupMeter *self)
{
  for (guint i = 0; i < self->live->len; i++)
    {
      KarneSoupExchange *exchange = g_ptr_array_index (self->live, i);

      g_cancellable_cancel (exchange->cancellable);
    }
}

/* libsoup forgets its figures when it sends a message once more. */
static void
keep_figures (KarneSoupExchange *self)
{
  self->attempt_sent = 0;
  self->attempt_received = 0;
  weigh_message (self->message, &self->attempt_sent, &self->attempt_received);
}

static void
wrote_headers_cb (SoupMessage *message, gpointer user_data)
{
  KarneSoupExchange *self = user_data;

  self->asked = TRUE;
  self->meter->exchanges++;
  keep_figures (self);
}

static void
wrote_body_data_cb (SoupMessage *message, guint size, gpointer user_data)
{
  keep_figures (user_data);
}

static void
got_headers_cb (SoupMessage *message, gpointer user_data)
{
  keep_figures (user_data);
}

static gboolean
is_safe_to_repeat (SoupMessage *message)
{
  const char *method = soup_message_get_method (message);

  return g_str_equal (method, "GET") || g_str_equal (method, "HEAD");
}

/* A kept connection was closed under the request, and libsoup is about to send it once more by
 * itself: on a new connection, which it has to wait for. On another kept one it would begin at
 * once, and libsoup 3.2, told of the first attempt's end only after that, would take it for the
 * second's: it gives the message up, and crashes where the second is answered by then.
 *
 * Nobody knows whether the first one took effect: a write must not be repeated unread, and
 * least of all by libsoup 3.2, which repeats a PUT with an empty body. */
static void
restarted_cb (SoupMessage *message, gpointer user_data)
{
  KarneSoupExchange *self = user_data;

  self->meter->sent += self->attempt_sent;
  self->meter->received += self->attempt_received;
  self->attempt_sent = 0;
  self->attempt_received = 0;
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  if (is_safe_to_repeat (message))
    return;
  self->not_repeated = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static guint64
count_bytes (KarneSoupExchange *self)
{
  guint64 sent = 0, received = 0;

  weigh_message (self->message, &sent, &received);
  return sent + received;
}

static void wind_up_watchdog (KarneSoupExchange *self);

/* A long upload, or a compressed body of which no whole block has come yet, is no silence. */
static gboolean
watchdog_cb (gpointer user_data)
{
  KarneSoupExchange *self = user_data;

  self->watchdog = 0;
  if (count_bytes (self) != self->seen_bytes)
    {
      wind_up_watchdog (self);
      return G_SOURCE_REMOVE;
    }
  self->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
wind_up_watchdog (KarneSoupExchange *self)
{
  self->seen_bytes = count_bytes (self);
  self->watchdog = karne_clock_add_timeout (self->clock, self->idle_us, watchdog_cb, self, NULL);
}

static void
rewind_watchdog (KarneSoupExchange *self)
{
  if (self->watchdog == 0)
    return;
  karne_clock_remove (self->clock, self->watchdog);
  wind_up_watchdog (self);
}

/* The question is asked: the server's silence counts from here. */
static void
wrote_body_cb (SoupMessage *message, gpointer user_data)
{
  keep_figures (user_data);
  rewind_watchdog (user_data);
}

/* Name found, connected, hands shaken: no byte of ours yet, but no silence either. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  rewind_watchdog (user_data);
}

KarneSoupExchange *
karne_soup_exchange_new (KarneSoupMeter *meter,
                         KarneClock *clock,
                         gint64 idle_us,
                         SoupMessage *message)
{
  KarneSoupExchange *self = g_new0 (KarneSoupExchange, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&meter->refs);
  self->meter = meter;
  self->clock = g_object_ref (clock);
  self->idle_us = idle_us;
  self->message = g_object_ref (message);
  self->cancellable = g_cancellable_new ();
  soup_message_add_flags (message, SOUP_MESSAGE_COLLECT_METRICS);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), self);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (message, "restarted", G_CALLBACK (restarted_cb), self);
  g_ptr_array_add (meter->live, self);
  return self;
}

KarneSoupExchange *
karne_soup_exchange_ref (KarneSoupExchange *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
stop_waiting (KarneSoupExchange *self)
{
  if (self->watchdog != 0)
    karne_clock_remove (self->clock, self->watchdog);
  self->watchdog = 0;
  if (self->caller_handler != 0)
    g_cancellable_disconnect (self->caller, self->caller_handler);
  self->caller_handler = 0;
  g_clear_object (&self->caller);
}

void
karne_soup_exchange_unref (KarneSoupExchange *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  stop_waiting (self);
  karne_soup_exchange_close (self);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->meter, karne_soup_meter_unref);
  g_free (self);
}

SoupMessage *
karne_soup_exchange_get_message (KarneSoupExchange *self)
{
  return self->message;
}

GCancellable *
karne_soup_exchange_get_cancellable (KarneSoupExchange *self)
{
  return self->cancellable;
}

static void
caller_cancelled_cb (GCancellable *caller, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* The watchdog runs only while somebody waits for the server: a reader may take its time. */
void
karne_soup_exchange_begin_wait (KarneSoupExchange *self, GCancellable *cancellable)
{
  g_assert (self->watchdog == 0 && self->caller == NULL);

  wind_up_watchdog (self);
  if (cancellable == NULL)
    return;
  self->caller = g_object_ref (cancellable);
  self->caller_handler = g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb),
                                                g_object_ref (self->cancellable), g_object_unref);
}

/* Why we cancelled it ourselves, if we did. */
static GError *
own_reason (KarneSoupExchange *self)
{
  if (self->not_repeated)
    return g_error_new_literal (
        G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
        "Sending a write: the connection was closed, and with it the answer");
  if (self->timed_out)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                "Waiting for the server: no byte came for too long");
  return NULL;
}

GError *
karne_soup_exchange_end_wait (KarneSoupExchange *self, GError *error)
{
  GError *reason = error != NULL ? own_reason (self) : NULL;

  stop_waiting (self);
  if (error == NULL)
    return NULL;
  if (reason == NULL)
    return karne_soup_error_translate (error);
  g_error_free (error);
  return reason;
}

gboolean
karne_soup_exchange_was_asked (KarneSoupExchange *self)
{
  return self->asked;
}

void
karne_soup_exchange_close (KarneSoupExchange *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  g_signal_handlers_disconnect_by_data (self->message, self);
  weigh_message (self->message, &self->meter->sent, &self->meter->received);
  g_ptr_array_remove_fast (self->meter->live, self);
}
