/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *karne_render_wire_pack (GVariant *message);
gsize karne_render_wire_length (const guint8 header[4]);
GVariant *karne_render_wire_unpack (GBytes *body, guint32 *serial, guint32 *code);

GVariant *karne_render_wire_receive (int channel, guint32 *serial, guint32 *code, int *file);
gboolean karne_render_wire_send (int channel, GVariant *message);

G_END_DECLS
