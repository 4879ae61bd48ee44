/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_PERSON_CHOICE (karne_person_choice_get_type ())
G_DECLARE_FINAL_TYPE (KarnePersonChoice, karne_person_choice, KARNE, PERSON_CHOICE, AdwBin)

/* people: (nullable) of KarnePerson: whom to choose from. One who is alone may be chosen already.
 */
void
karne_person_choice_set_people (KarnePersonChoice *self, GPtrArray *people, gboolean one_is_chosen);
/* (nullable) */
const KarnePerson *karne_person_choice_get_person (KarnePersonChoice *self);

G_END_DECLS
