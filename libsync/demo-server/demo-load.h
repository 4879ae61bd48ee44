/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_loaded;
  guint n_unchanged;
  guint n_refused;
} DemoLoad;

gboolean demo_load_folder (const DemoServer *server,
                           const char *folder,
                           const GDate *today,
                           DemoLoad *load,
                           GError **error);

G_END_DECLS
