/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

gboolean demo_may_see (const DemoServer *server, const DemoRequest *request, const DemoRow *row);
DemoAnswer *demo_read (const DemoServer *server,
                       const DemoRequest *request,
                       const char *kind,
                       const char *id,
                       const char *version);
gboolean demo_accepts_fhir (const DemoRequest *request);

G_END_DECLS
