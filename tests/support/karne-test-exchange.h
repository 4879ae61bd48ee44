/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "net/karne-transport.h"

G_BEGIN_DECLS

/* Something asynchronous that a test waits for, turning the default main context. */
typedef struct
{
  GAsyncResult *result; /* (owned) (nullable) until then */
} KarneTestWait;

void karne_test_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data);
/* (transfer full) */
GAsyncResult *karne_test_wait_for (KarneTestWait *self);
/* Turns the main context until it has nothing left to do at once. */
void karne_test_settle (void);

KarneResponse *karne_test_send (KarneTransport *transport,
                                KarneRequest *request,
                                GCancellable *cancellable,
                                GError **error);
KarneResponse *karne_test_get (KarneTransport *transport, const char *url, GError **error);
gssize karne_test_read (GInputStream *stream, void *buffer, gsize count, GError **error);
/* All that could be read, up to the end or the error. */
GByteArray *karne_test_read_all (GInputStream *stream, GError **error);
/* The same, for those whom the bytes do not interest. */
void karne_test_drain (GInputStream *stream, GError **error);

G_END_DECLS
