/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-rules-private.h"

G_BEGIN_DECLS

/* What of a record prevention rests on, as values. It is filled by whoever reads the record,
 * sealed, and only looked at from then on. */

/* Where a fact stands in the record; its strings are the history's. */
typedef struct
{
  gint64 source;
  const char *kind;
  const char *id;
  const char *date;
  const char *title;
} KarneTrace;

/* Something that was done. */
typedef struct
{
  KarneThings things;
  KarneThings by_name; /* those of them that its title alone says */
  KarneDays when;
  gboolean dated; /* else it may have been at any time */
  gboolean reported;
  KarneTrace trace;
} KarneAct;

typedef enum
{
  KARNE_OUTCOME_NONE,
  KARNE_OUTCOME_LOST,
  KARNE_OUTCOME_BORN,
  KARNE_OUTCOME_OVER, /* the record says that it has ended, and not how */
} KarneOutcome;

typedef struct
{
  KarneDay start; /* first day of the last period */
  KarneDay end;   /* KARNE_DAY_NEVER where there is no outcome */
  KarneOutcome outcome;
  KarneTrace trace;
  KarneDays other; /* that day by what else the record says of it; first is KARNE_DAY_NONE where
                    * that is nothing */
} KarnePregnancy;

typedef struct
{
  int condition;
  KarneDay since;
  KarneTrace trace;
} KarneCondition;

struct _KarneHistory
{
  GObject parent_instance;

  GStringChunk *strings; /* (owned) */
  KarneDays born;        /* first is KARNE_DAY_NONE where it is not known */
  KarneTrace birth;
  KarneSex sex;
  KarneTerritory territory;
  const char *as_of;   /* (nullable) */
  GArray *acts;        /* (owned) of KarneAct, in the order of their dates */
  GArray *pregnancies; /* (owned) of KarnePregnancy, likewise */
  GArray *conditions;  /* (owned) of KarneCondition */

  /* Of each thing, the numbers of its acts, the earlier ones first: those of thing i are from
   * starts[i] to starts[i + 1]. */
  guint starts[KARNE_MAX_THINGS + 1];
  guint *order; /* (owned) (nullable) until it is sealed */
};

KarneHistory *karne_history_new (void);
/* Before it is sealed. Strings are copied. */
void karne_history_set_person (KarneHistory *self,
                               const char *birth_date,
                               KarneSex sex,
                               KarneTerritory territory,
                               const KarneTrace *trace);
/* Things are closed over what else they are; one that is none of them is left out. */
void karne_history_add_act (KarneHistory *self, KarneRules *rules, const KarneAct *act);
void karne_history_add_condition (KarneHistory *self, const KarneCondition *condition);
void karne_history_add_pregnancy (KarneHistory *self, const KarnePregnancy *pregnancy);
/* The later one is kept. */
void karne_history_add_as_of (KarneHistory *self, const char *updated);
void karne_history_seal (KarneHistory *self);

static inline const KarneAct *
karne_history_get_act (const KarneHistory *self, guint number)
{
  return &g_array_index (self->acts, KarneAct, number);
}

/* The pregnancy that is, or that ended last, on a day; NULL where there was none. */
const KarnePregnancy *karne_history_find_pregnancy (const KarneHistory *self, KarneDay on);
/* Whether it has ended by then, and how: what was not known on that day is not used. Past 44 weeks
 * it is over, whatever the record says. */
KarneOutcome karne_pregnancy_get_outcome (const KarnePregnancy *self, KarneDay on);
/* Its last day as a pregnancy, as far as is known on a day. */
KarneDay karne_pregnancy_get_last_day (const KarnePregnancy *self, KarneDay on);
KarneDay karne_pregnancy_get_expected (const KarnePregnancy *self);

G_END_DECLS
