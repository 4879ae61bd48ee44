/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

DemoAnswer *demo_search (const DemoServer *server, const DemoRequest *request, const char *kind);
char **demo_search_ids (const DemoServer *server,
                        const DemoRequest *request,
                        const char *kind,
                        const char *criteria,
                        GError **error);

G_END_DECLS
