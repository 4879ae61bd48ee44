/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"
#include "demo-json.h"

G_BEGIN_DECLS

gboolean demo_id_is_valid (const char *id);
DemoAnswer *demo_create (const DemoServer *server, const DemoRequest *request, const char *kind);
DemoAnswer *demo_update (const DemoServer *server,
                         const DemoRequest *request,
                         const char *kind,
                         const char *id);
DemoAnswer *
demo_patch (const DemoServer *server, const DemoRequest *request, const char *kind, const char *id);
DemoAnswer *demo_delete (const DemoServer *server,
                         const DemoRequest *request,
                         const char *kind,
                         const char *id);
DemoAnswer *
demo_write_where (const DemoServer *server, const DemoRequest *request, const char *kind);

G_END_DECLS
