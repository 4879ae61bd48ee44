/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a browser comes back to: one path, on a port of this computer that the system chooses, for
 * one answer. */
typedef struct _KarneLoopback KarneLoopback;

/* Called once, with what stands behind the `?`, decoded. Returns whether it is what was waited for:
 * the page that the browser shows says so. */
typedef gboolean (*KarneLoopbackFunc) (GHashTable *query, gpointer data);

/* Called once the browser has its page, or is gone. */
typedef void (*KarneLoopbackDone) (gpointer data);

KarneLoopback *
karne_loopback_new (KarneLoopbackFunc func, KarneLoopbackDone done, gpointer data, GError **error);
/* Not inside of either. */
void karne_loopback_free (KarneLoopback *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneLoopback, karne_loopback_free)

/* http://127.0.0.1:PORT/karne */
const char *karne_loopback_get_url (KarneLoopback *self);

G_END_DECLS
