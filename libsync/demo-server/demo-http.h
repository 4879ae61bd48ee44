/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-auth.h"

G_BEGIN_DECLS

typedef struct _DemoHttp DemoHttp;

DemoHttp *demo_http_new (DemoServer *server, const char *path, GHashTable *tokens, DemoAuth *auth);
gboolean demo_http_listen (DemoHttp *self, guint port, GError **error);
void demo_http_free (DemoHttp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoHttp, demo_http_free)

G_END_DECLS
