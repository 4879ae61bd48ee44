/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-history-private.h"

G_BEGIN_DECLS

/* People that nobody is, for the rules of prevention: all of them comes from the dice. */
typedef struct
{
  KarneDay born;
  KarneSex sex;
  KarneTerritory territory;
  guint64 conditions;
  KarneDay period; /* KARNE_DAY_NONE: no pregnancy */
  KarneDay end;
  KarneOutcome outcome;
  guint n_acts;
  int things[64];
  KarneDay days[64];
} KarneTestPerson;

/* Alive, and perhaps pregnant, about a day. */
void karne_test_person_make (KarneTestPerson *self, KarneRules *rules, GRand *dice, KarneDay about);
/* (transfer full) Its history, sealed. The acts go in in the order given: n_acts numbers, or NULL.
 */
KarneHistory *
karne_test_person_dup_history (const KarneTestPerson *self, KarneRules *rules, const guint *order);

G_END_DECLS
