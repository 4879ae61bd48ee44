/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-people.h"

#define LONGEST_LIFE (100 * 365)

static gboolean
one_in (GRand *dice, int n)
{
  return g_rand_int_range (dice, 0, n) == 0;
}

/* Half of all are children: most rules are theirs. */
static KarneDay
draw_birth (GRand *dice, KarneDay about)
{
  return about - g_rand_int_range (dice, 0, one_in (dice, 2) ? 6 * 365 : LONGEST_LIFE);
}

static void
draw_pregnancy (KarneTestPerson *self, GRand *dice, KarneDay about)
{
  if (self->sex != KARNE_SEX_FEMALE || self->born > about - 18 * 365 || !one_in (dice, 3))
    return;
  self->period = about - g_rand_int_range (dice, 0, 60 * 7);
  self->end = KARNE_DAY_NEVER;
  if (one_in (dice, 3))
    return;
  self->outcome = one_in (dice, 3) ? KARNE_OUTCOME_LOST : KARNE_OUTCOME_BORN;
  self->end = self->period + (self->outcome == KARNE_OUTCOME_LOST
                                  ? g_rand_int_range (dice, 4 * 7, 24 * 7)
                                  : g_rand_int_range (dice, 35 * 7, 42 * 7));
}

static void
draw_acts (KarneTestPerson *self, KarneRules *rules, GRand *dice, KarneDay about)
{
  self->n_acts = (guint) g_rand_int_range (dice, 0, G_N_ELEMENTS (self->things));
  for (guint i = 0; i < self->n_acts; i++)
    {
      self->things[i] = g_rand_int_range (dice, 0, (int) rules->thing_ids->len);
      self->days[i] = g_rand_int_range (dice, self->born, about + 365);
    }
}

void
karne_test_person_make (KarneTestPerson *self, KarneRules *rules, GRand *dice, KarneDay about)
{
  *self = (KarneTestPerson){ 0 };
  self->born = draw_birth (dice, about);
  self->sex = (KarneSex) g_rand_int_range (dice, 0, KARNE_SEX_MALE + 1);
  self->territory = (KarneTerritory) g_rand_int_range (dice, 0, KARNE_TERRITORY_MAYOTTE + 1);
  for (guint i = 0; i < rules->condition_ids->len; i++)
    if (one_in (dice, 12))
      self->conditions |= G_GUINT64_CONSTANT (1) << i;
  draw_pregnancy (self, dice, about);
  draw_acts (self, rules, dice, about);
}

static void
add_act (KarneHistory *history, KarneRules *rules, const KarneTestPerson *self, guint number)
{
  char text[KARNE_DAY_SIZE];
  KarneAct act = { .when = { self->days[number], self->days[number] }, .dated = TRUE };

  act.trace.kind = "Procedure";
  act.trace.id = rules->thing_ids->pdata[self->things[number]];
  act.trace.date = karne_day_to_text (self->days[number], text);
  karne_things_add (&act.things, self->things[number]);
  karne_history_add_act (history, rules, &act);
}

KarneHistory *
karne_test_person_dup_history (const KarneTestPerson *self, KarneRules *rules, const guint *order)
{
  KarneHistory *history = karne_history_new ();
  KarneTrace trace = { .kind = "Patient", .id = "p" };
  KarnePregnancy pregnancy = { self->period, self->end, self->outcome, trace };
  char text[KARNE_DAY_SIZE];

  karne_history_set_person (history, karne_day_to_text (self->born, text), self->sex,
                            self->territory, &trace);
  for (guint i = 0; i < rules->condition_ids->len; i++)
    if (((self->conditions >> i) & 1) != 0)
      {
        KarneCondition condition = { (int) i, KARNE_DAY_NONE, trace };

        karne_history_add_condition (history, &condition);
      }
  if (self->period != KARNE_DAY_NONE)
    karne_history_add_pregnancy (history, &pregnancy);
  for (guint i = 0; i < self->n_acts; i++)
    add_act (history, rules, self, order != NULL ? order[i] : i);
  karne_history_seal (history);
  return history;
}
