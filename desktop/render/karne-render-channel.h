/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-render-protocol.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KARNE_TYPE_RENDER_CHANNEL (karne_render_channel_get_type ())
G_DECLARE_FINAL_TYPE (KarneRenderChannel, karne_render_channel, KARNE, RENDER_CHANNEL, GObject)

KarneRenderChannel *karne_render_channel_new (guint time_limit);

gboolean karne_render_channel_start (KarneRenderChannel *self, GError **error);
void karne_render_channel_stop (KarneRenderChannel *self, const GError *why);

void karne_render_channel_ask_async (KarneRenderChannel *self,
                                     KarneRenderRequest request,
                                     GVariant *arguments,
                                     const GVariantType *result_type,
                                     int file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GVariant *karne_render_channel_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
