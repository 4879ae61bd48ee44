/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on a bare socket of the loopback that says, byte for byte, what a test tells it to, and
 * keeps what it was asked. It knows just enough HTTP to see where a request ends. Its threads wake
 * the default main context whenever something happened, so that a test can wait for it. */
typedef struct _KarneRawServer KarneRawServer;

/* What follows the bytes of an answer. */
typedef enum
{
  KARNE_RAW_KEEP,  /* the next request of that connection */
  KARNE_RAW_CLOSE, /* an orderly end */
  KARNE_RAW_RESET, /* a broken connection */
  KARNE_RAW_STALL, /* silence, until the client or the test gives up */
  KARNE_RAW_PAUSE, /* silence, until the test says go on; then the next answer, unasked */
} KarneRawThen;

KarneRawServer *karne_raw_server_new (void);
KarneRawServer *karne_raw_server_new_tls (GTlsCertificate *certificate);
void karne_raw_server_free (KarneRawServer *self);

/* http://127.0.0.1:PORT + path */
char *karne_raw_server_dup_url (KarneRawServer *self, const char *path);
guint16 karne_raw_server_get_port (KarneRawServer *self);

/* Answers are given in this order, whatever connection asks. Length -1: up to the NUL. Asked more
 * often than it has answers, the server closes the connection. */
void
karne_raw_server_answer (KarneRawServer *self, const char *bytes, gssize length, KarneRawThen then);
/* A head, then so many bytes of 'x'. */
void karne_raw_server_answer_large (KarneRawServer *self, const char *head, guint64 length);

void karne_raw_server_go_on (KarneRawServer *self);

guint karne_raw_server_count_connections (KarneRawServer *self);
guint karne_raw_server_count_closed (KarneRawServer *self);
guint karne_raw_server_count_requests (KarneRawServer *self);
/* Head and body, verbatim. */
char *karne_raw_server_dup_request (KarneRawServer *self, guint i);
/* Above TLS. */
guint64 karne_raw_server_get_received (KarneRawServer *self);
guint64 karne_raw_server_get_sent (KarneRawServer *self);
/* Whether a large answer once found the way full. */
gboolean karne_raw_server_was_blocked (KarneRawServer *self);
/* (nullable): the first bytes of the last TLS connection. */
GBytes *karne_raw_server_dup_client_hello (KarneRawServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneRawServer, karne_raw_server_free)

G_END_DECLS
