/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

GArray *demo_include_find (const DemoServer *server,
                           const char *scope,
                           const GArray *matches,
                           const GPtrArray *includes);

G_END_DECLS
