/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SET_ASIDE (karne_set_aside_get_type ())
G_DECLARE_FINAL_TYPE (KarneSetAside, karne_set_aside, KARNE, SET_ASIDE, GObject)

KarneSetAside *karne_set_aside_new (KarneView *view, KarneStore *store);

/* Signal: `changed`: another answer of the three below. */

guint karne_set_aside_get_n (KarneSetAside *self);
/* (transfer none) (nullable): of KarneQuarantined; NULL while that is not known. */
GPtrArray *karne_set_aside_get_lines (KarneSetAside *self);
/* (nullable): why it could not be read. */
const GError *karne_set_aside_get_error (KarneSetAside *self);

/* Reads it again: nothing in the store tells of what is set aside alone. */
void karne_set_aside_refresh (KarneSetAside *self);

G_END_DECLS
