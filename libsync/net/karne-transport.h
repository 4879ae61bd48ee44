/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneRequestFlags:
 * @KARNE_REQUEST_NONE: nothing special
 * @KARNE_REQUEST_NEW_CONNECTION: on a connection of its own, which no server has grown tired of
 * meanwhile: a single write then rarely ends with its outcome unknown
 * @KARNE_REQUEST_IDENTITY: ask for no compression (`Accept-Encoding: identity`)
 *
 * How a request is to be sent.
 */
typedef enum
{
  KARNE_REQUEST_NONE = 0,
  KARNE_REQUEST_NEW_CONNECTION = 1 << 0,
  KARNE_REQUEST_IDENTITY = 1 << 1,
} KarneRequestFlags;

#define KARNE_TYPE_REQUEST (karne_request_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneRequest, karne_request, KARNE, REQUEST, GObject)

KARNE_API
KarneRequest *karne_request_new (const char *method, const char *url);
KARNE_API
void karne_request_set_header (KarneRequest *self, const char *name, const char *value);
KARNE_API
void karne_request_set_body (KarneRequest *self, const char *content_type, GBytes *body);
KARNE_API
void karne_request_set_flags (KarneRequest *self, KarneRequestFlags flags);
KARNE_API
const char *karne_request_get_method (KarneRequest *self);
KARNE_API
const char *karne_request_get_url (KarneRequest *self);
KARNE_API
const char *karne_request_get_header (KarneRequest *self, const char *name);
KARNE_API
GHashTable *karne_request_get_headers (KarneRequest *self);
KARNE_API
const char *karne_request_get_content_type (KarneRequest *self);
KARNE_API
GBytes *karne_request_get_body (KarneRequest *self);
KARNE_API
KarneRequestFlags karne_request_get_flags (KarneRequest *self);

#define KARNE_TYPE_RESPONSE (karne_response_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneResponse, karne_response, KARNE, RESPONSE, GObject)

KARNE_API
KarneResponse *
karne_response_new (guint status, GHashTable *headers, const char *url, GInputStream *body);
KARNE_API
guint karne_response_get_status (KarneResponse *self);
KARNE_API
const char *karne_response_get_header (KarneResponse *self, const char *name);
KARNE_API
const char *karne_response_get_url (KarneResponse *self);
KARNE_API
GInputStream *karne_response_get_body (KarneResponse *self);

/* A status is no error for the transport: these say what it means to somebody who asked for FHIR.
 */
KARNE_API
GError *karne_response_to_error (KarneResponse *self);
KARNE_API
GError *karne_response_check_start (KarneResponse *self, const char *start, gsize length);
KARNE_API
gint64 karne_response_get_date (KarneResponse *self);
KARNE_API
gint64 karne_response_get_retry_after (KarneResponse *self, gint64 now_real_us);

#define KARNE_TYPE_TRANSPORT (karne_transport_get_type ())
KARNE_API
G_DECLARE_INTERFACE (KarneTransport, karne_transport, KARNE, TRANSPORT, GObject)

/**
 * KarneTransportInterface:
 * @send_async: sends a request; the response comes as soon as its head is there, the body is read
 * from its stream
 * @send_finish: finishes it
 * @get_bytes: bytes that went over the wire so far, heads included, as sent (compressed)
 *
 * How the engine reaches a server. The engine owns no socket: it is handed one of these.
 */
struct _KarneTransportInterface
{
  GTypeInterface parent_iface;

  void (*send_async) (KarneTransport *self,
                      KarneRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  KarneResponse *(*send_finish) (KarneTransport *self, GAsyncResult *result, GError **error);
  void (*get_bytes) (KarneTransport *self, guint64 *sent, guint64 *received, guint *exchanges);
};

KARNE_API
void karne_transport_send_async (KarneTransport *self,
                                 KarneRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KARNE_API
KarneResponse *
karne_transport_send_finish (KarneTransport *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_transport_get_bytes (KarneTransport *self,
                                guint64 *sent,
                                guint64 *received,
                                guint *exchanges);

G_END_DECLS
