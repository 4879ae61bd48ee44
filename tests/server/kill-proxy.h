/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands between a client and a server, counts what both say, and kills one of them when so much
 * was said. Its answers are the server's, with its own port in the place of the server's, and not
 * compressed. While the server is not there, it hangs up. */
typedef struct _KillProxy KillProxy;

KillProxy *kill_proxy_new (const char *server_url);
void kill_proxy_free (KillProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KillProxy, kill_proxy_free)

const char *kill_proxy_get_url (KillProxy *self);

/* Counts from zero again. After `n_bytes` both ways, and `delay_us` more, the process is killed;
 * NULL: nobody is. */
void kill_proxy_arm (KillProxy *self, GSubprocess *process, guint64 n_bytes, guint delay_us);
/* Bytes since it was armed. */
guint64 kill_proxy_get_count (KillProxy *self);

G_END_DECLS
