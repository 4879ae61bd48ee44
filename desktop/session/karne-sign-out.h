/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-session.h"

G_BEGIN_DECLS

/* Before a session that does not last is closed: each server that the person signed in to is told
 * that it is over, and its tokens are wiped. What a server does not hear of ends by itself; here it
 * is gone in any case. Takes ten seconds of the clock at most: whoever leaves does not wait longer
 * for a server. Fails with the first that could not be told. */
void karne_sign_out_async (KarneSession *session,
                           KarneClock *clock,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean karne_sign_out_finish (GAsyncResult *result, GError **error);

G_END_DECLS
