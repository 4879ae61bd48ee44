/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int karne_render_memory_new (GError **error);
gboolean karne_render_memory_seal_document (int file, GError **error);

int karne_render_memory_new_bitmap (gsize size, GError **error);
GBytes *karne_render_memory_read_bitmap (int file, gsize size, GError **error);

G_END_DECLS
