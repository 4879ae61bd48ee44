/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean karne_confine (int channel, GError **error);

/* Its layers, each in a file of its own. */
void karne_confine_files (void);
gboolean karne_confine_calls (int channel, GError **error);

G_END_DECLS
