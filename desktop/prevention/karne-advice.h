/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ADVICE (karne_advice_get_type ())
G_DECLARE_FINAL_TYPE (KarneAdvice, karne_advice, KARNE, ADVICE, GObject)

KarneAdvice *karne_advice_new (KarneView *view);
KarneList *karne_advice_get_list (KarneAdvice *self);
/* (transfer none) (nullable) Of KarneFact: what is in one line of the list, once it was read. */
GPtrArray *karne_advice_get_facts (KarneAdvice *self, KarneResource *resource);
gboolean karne_advice_get_loading (KarneAdvice *self);
const GError *karne_advice_get_error (KarneAdvice *self);

G_END_DECLS
