/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/karne-resource.h"

G_BEGIN_DECLS

#define KARNE_TYPE_LIST (karne_list_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneList, karne_list, KARNE, LIST, GObject)

KARNE_API
KarneList *karne_list_new (KarneView *view, const char *kind);

KARNE_API
void karne_list_set_text (KarneList *self, const char *text);
KARNE_API
void karne_list_set_category (KarneList *self, const char *category);
KARNE_API
void karne_list_set_status (KarneList *self, const char *status);
KARNE_API
void karne_list_set_other_status (KarneList *self, const char *status);
KARNE_API
void karne_list_set_code (KarneList *self, const char *code);
KARNE_API
void karne_list_set_period (KarneList *self, const char *since, const char *until);
KARNE_API
void karne_list_set_ascending (KarneList *self, gboolean ascending);
KARNE_API
void karne_list_set_latest (KarneList *self, gboolean latest);
KARNE_API
void karne_list_set_here_only (KarneList *self, gboolean here_only);

KARNE_API
const char *karne_list_get_kind (KarneList *self);
KARNE_API
gboolean karne_list_get_loading (KarneList *self);
KARNE_API
gboolean karne_list_get_has_more (KarneList *self);
KARNE_API
gint64 karne_list_get_n_total (KarneList *self);
KARNE_API
const GError *karne_list_get_error (KarneList *self);

KARNE_API
void karne_list_load_more_async (KarneList *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KARNE_API
gboolean karne_list_load_more_finish (KarneList *self, GAsyncResult *result, GError **error);

G_END_DECLS
