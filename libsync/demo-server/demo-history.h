/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

DemoAnswer *demo_history (const DemoServer *server,
                          const DemoRequest *request,
                          const char *kind,
                          const char *id);

G_END_DECLS
