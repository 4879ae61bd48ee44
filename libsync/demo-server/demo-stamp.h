/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"
#include "demo-json.h"

G_BEGIN_DECLS

char *demo_stamp (const DemoServer *server,
                  const DemoNode *resource,
                  const char *kind,
                  const char *id,
                  gint64 version,
                  gint64 updated);

G_END_DECLS
