/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_CHOICE (karne_choice_get_type ())
G_DECLARE_FINAL_TYPE (KarneChoice, karne_choice, KARNE, CHOICE, AdwBin)

/* One thing that can be chosen. */
typedef struct
{
  const char *id;    /* "" for what is chosen where nobody chose */
  const char *label; /* plain text */
} KarneChoiceOption;

/* What there is to choose from, in this order, once more or anew. An option that stays keeps the
 * focus, and stays chosen; where the one that was chosen is gone, the first one is. */
void karne_choice_set_options (KarneChoice *self, const KarneChoiceOption *options, guint n);
/* (nullable) The id of what is chosen; NULL before there are options. */
const char *karne_choice_get_chosen (KarneChoice *self);
/* Nothing is chosen until somebody does. To be called before there are options. */
void karne_choice_set_open (KarneChoice *self, gboolean open);
/* What else assistive technology says of an option. */
void karne_choice_describe (KarneChoice *self, const char *id, const char *description);
void karne_choice_set_chosen (KarneChoice *self, const char *id);

G_END_DECLS
