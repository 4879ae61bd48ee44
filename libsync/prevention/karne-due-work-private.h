/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-history-private.h"

G_BEGIN_DECLS

/* The engine at work: one person, one day, one rule after the other. */

#define KARNE_MAX_FACTS 24

typedef struct
{
  KarneDueFactRole role;
  const KarneTrace *trace;
  gboolean by_name;
  gboolean reported;
} KarneFound;

/* Something that may count for a rule. */
typedef struct
{
  const KarneAct *act;
  const KarneRuleDone *done; /* what it counts as */
} KarneCandidate;

/* What came of a rule. */
typedef struct
{
  KarneDueState state;
  KarneDueFlags flags;
  KarneDay from;
  KarneDay to;
  guint dose;
  guint doses;
  gboolean over; /* of a whole: its time is over, and it is asked for no more */
  KarneFound facts[KARNE_MAX_FACTS];
  guint n_facts;
} KarneResult;

/* What is laid out as a whole, with what is over and what is far away; else what is spoken of on a
 * day. */
typedef enum
{
  KARNE_WHOLE_NONE,
  KARNE_WHOLE_PREGNANCY,
  KARNE_WHOLE_CHILDHOOD,
} KarneWhole;

/* When somebody is among those whom a rule is for. */
typedef struct
{
  const KarneRuleWho *who;
  KarneDay from;
  KarneDay close;       /* the last day */
  KarneDay close_begun; /* the last day for who has begun */
} KarneSpell;

typedef struct
{
  KarneRules *rules;
  KarneHistory *history;
  KarneDay on;
  guint64 conditions;              /* by that day */
  const KarnePregnancy *pregnancy; /* (nullable) the last one */
  KarneOutcome outcome;            /* of it */
  KarneWhole whole;

  const KarneRule *rule;
  KarneSpell spell;
  GArray *candidates; /* (owned) of KarneCandidate, the earlier ones first */
  KarneDays *used;    /* (owned) by rule: when the act was that counted last for it */
  KarneResult result;
} KarneWork;

/* FALSE where it is no day. Cleared by karne_work_clear (). */
gboolean
karne_work_init (KarneWork *self, KarneRules *rules, KarneHistory *history, const char *on);
void karne_work_clear (KarneWork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KarneWork, karne_work_clear)

/* Takes a rule up: FALSE where there is nothing to say of it for this person. */
gboolean karne_work_begin (KarneWork *self, const KarneRule *rule);
/* The one answer of a rule that was taken up: FALSE where there is none. */
gboolean karne_work_run (KarneWork *self);
/* An answer of it for one of its windows: of a whole. `last`: the act that counted for the window
 * before (nullable); it is set to the one of this window. */
gboolean karne_work_run_window (KarneWork *self, guint number, const KarneAct **last);
/* (transfer full) What came of it. */
KarneDue *karne_work_make_due (KarneWork *self);

/* FALSE where it cannot be worked out. The first or the last day that it can be, where only a year
 * or a month is known. */
gboolean karne_work_find_first (KarneWork *self, const KarneMoment *moment, KarneDay *day);
/* The last day before a moment. KARNE_DAY_NEVER where none was said. */
gboolean karne_work_find_last (KarneWork *self, const KarneMoment *moment, KarneDay *day);
/* The same for a span of a life. */
KarneDay karne_work_get_age_day (KarneWork *self, KarneCalendarSpan age, gboolean is_last);

/* Whom the rule is for: FALSE where never this person. */
gboolean karne_work_find_spell (KarneWork *self);
/* What of the record may count for the rule, by that day, each once. */
void karne_work_find_candidates (KarneWork *self);

/* Each schedule: FALSE where there is nothing to say. */
gboolean karne_work_series (KarneWork *self);
gboolean karne_work_windows (KarneWork *self);
gboolean karne_work_window (KarneWork *self, guint number, const KarneAct **last);
gboolean karne_work_repeat (KarneWork *self);
gboolean karne_work_campaign (KarneWork *self);

void karne_work_add_fact (KarneWork *self, KarneDueFactRole role, const KarneTrace *trace);
void karne_work_add_act (KarneWork *self, KarneDueFactRole role, const KarneCandidate *candidate);
/* How a window stands that closes some day; FALSE where it is not to be spoken of. */
gboolean karne_work_set_window (KarneWork *self, KarneDay from, KarneDay to, KarneDay close);
gboolean karne_work_set_coming (KarneWork *self, KarneDay from, KarneDay to);
/* Whether what is done is still spoken of: a vaccination and an examination of a child for good,
 * the rest until it closes. */
gboolean karne_work_stays_done (KarneWork *self, KarneDay close);
gboolean karne_work_set_done (KarneWork *self, KarneDay next_from, KarneDay next_to);

G_END_DECLS
