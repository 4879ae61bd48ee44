/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-reader-private.h"
#include "store/karne-view.h"

G_BEGIN_DECLS

/* For what stands beside the view: to listen to what changes, or to ask the view first who may see
 * what. */
KarneStore *karne_view_get_store (KarneView *self);
KarneRole karne_view_get_role (KarneView *self);
KarneReader *karne_view_get_reader (KarneView *self);

/* A window of what the query says; with text, of what is found by it, newest first. Finish with
 * karne_view_list_finish (). */
void karne_view_read_window_async (KarneView *self,
                                   const KarneQuery *query,
                                   const char *text,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* How many there are, whatever the window. */
void karne_view_count_window_async (KarneView *self,
                                    const KarneQuery *query,
                                    const char *text,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gint64 karne_view_count_window_finish (KarneView *self, GAsyncResult *result, GError **error);

G_END_DECLS
