/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-view.h"

G_BEGIN_DECLS

/**
 * KarneRuleKind:
 * @KARNE_RULE_VACCINATION: a vaccination
 * @KARNE_RULE_SCREENING: an organised screening
 * @KARNE_RULE_PREGNANCY: something of a pregnancy, or after it
 * @KARNE_RULE_CHILD: an examination of a child
 * @KARNE_RULE_CHECKUP: a prevention check-up
 * @KARNE_RULE_CHRONIC: something of a chronic disease
 *
 * What sort of thing a rule of prevention is about.
 */
typedef enum
{
  KARNE_RULE_VACCINATION,
  KARNE_RULE_SCREENING,
  KARNE_RULE_PREGNANCY,
  KARNE_RULE_CHILD,
  KARNE_RULE_CHECKUP,
  KARNE_RULE_CHRONIC,
} KarneRuleKind;

/**
 * KarneRuleLevel:
 * @KARNE_RULE_OBLIGATORY: the law asks for it
 * @KARNE_RULE_RECOMMENDED: the health authorities recommend it
 * @KARNE_RULE_PROPOSED: it may be had
 * @KARNE_RULE_TARGETED: it is recommended with a risk factor
 * @KARNE_RULE_RIGHT: nothing to do: something that the person is entitled to
 *
 * How strongly the source of a rule asks for it.
 */
typedef enum
{
  KARNE_RULE_OBLIGATORY,
  KARNE_RULE_RECOMMENDED,
  KARNE_RULE_PROPOSED,
  KARNE_RULE_TARGETED,
  KARNE_RULE_RIGHT,
} KarneRuleLevel;

/**
 * KarneConfidence:
 * @KARNE_CONFIDENCE_HIGH: an official source was read
 * @KARNE_CONFIDENCE_MEDIUM: secondary sources agree: to be confirmed with a professional
 *
 * How sure a rule is.
 */
typedef enum
{
  KARNE_CONFIDENCE_HIGH,
  KARNE_CONFIDENCE_MEDIUM,
} KarneConfidence;

/**
 * KarneSex:
 * @KARNE_SEX_UNKNOWN: nothing is recorded
 * @KARNE_SEX_FEMALE: female
 * @KARNE_SEX_MALE: male
 *
 * The sex that is recorded for clinical use.
 */
typedef enum
{
  KARNE_SEX_UNKNOWN,
  KARNE_SEX_FEMALE,
  KARNE_SEX_MALE,
} KarneSex;

/**
 * KarneTerritory:
 * @KARNE_TERRITORY_UNKNOWN: it cannot be told where the person lives
 * @KARNE_TERRITORY_FRANCE: mainland France
 * @KARNE_TERRITORY_GUADELOUPE: Guadeloupe (971)
 * @KARNE_TERRITORY_MARTINIQUE: Martinique (972)
 * @KARNE_TERRITORY_GUYANE: Guyane (973)
 * @KARNE_TERRITORY_REUNION: La Réunion (974)
 * @KARNE_TERRITORY_MAYOTTE: Mayotte (976)
 *
 * Where a person lives, as far as rules differ.
 */
typedef enum
{
  KARNE_TERRITORY_UNKNOWN,
  KARNE_TERRITORY_FRANCE,
  KARNE_TERRITORY_GUADELOUPE,
  KARNE_TERRITORY_MARTINIQUE,
  KARNE_TERRITORY_GUYANE,
  KARNE_TERRITORY_REUNION,
  KARNE_TERRITORY_MAYOTTE,
} KarneTerritory;

#define KARNE_TYPE_RULES (karne_rules_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneRules, karne_rules, KARNE, RULES, GObject)

KARNE_API
KarneRules *karne_rules_new (const char *const *more_files, GError **error);
KARNE_API
guint karne_rules_get_n_rules (KarneRules *self);

#define KARNE_TYPE_HISTORY (karne_history_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneHistory, karne_history, KARNE, HISTORY, GObject)

KARNE_API
KarneTerritory karne_history_get_territory (KarneHistory *self);
KARNE_API
KarneSex karne_history_get_sex (KarneHistory *self);
KARNE_API
const char *karne_history_get_birth_date (KarneHistory *self);
KARNE_API
char *karne_history_dup_pregnancy_start (KarneHistory *self, const char *on);

KARNE_API
KarneHistory *karne_view_read_history (KarneView *self, KarneRules *rules, GError **error);
KARNE_API
void karne_view_read_history_async (KarneView *self,
                                    KarneRules *rules,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KARNE_API
KarneHistory *
karne_view_read_history_finish (KarneView *self, GAsyncResult *result, GError **error);

/**
 * KarneDueState:
 * @KARNE_DUE_OVERDUE: its time is over, and it is still to be done
 * @KARNE_DUE_NOW: its time has come
 * @KARNE_DUE_ASK: nothing is worked out: to be talked over with a professional
 * @KARNE_DUE_COMING: its time begins within twelve months
 * @KARNE_DUE_UNKNOWN_DATES: it concerns the person, and the dates of its campaign are not known
 * @KARNE_DUE_DONE: it is done, or what was done last still holds
 *
 * How something that a rule asks for stands at a date. Worked out each time, and never kept.
 */
typedef enum
{
  KARNE_DUE_OVERDUE,
  KARNE_DUE_NOW,
  KARNE_DUE_ASK,
  KARNE_DUE_COMING,
  KARNE_DUE_UNKNOWN_DATES,
  KARNE_DUE_DONE,
} KarneDueState;

/**
 * KarneDueFlags:
 * @KARNE_DUE_NO_FLAGS: nothing more to say
 * @KARNE_DUE_CHECK: something in the record neither counts nor can be ignored: to be checked with a
 *   professional; the window is uncertain
 * @KARNE_DUE_UNKNOWN: nothing of it was found in the record, which does not mean that it was not
 *   done
 * @KARNE_DUE_UNCONFIRMED: the rule is to be confirmed with a professional
 *
 * What is to be said along with something due.
 */
typedef enum
{
  KARNE_DUE_NO_FLAGS = 0,
  KARNE_DUE_CHECK = 1 << 0,
  KARNE_DUE_UNKNOWN = 1 << 1,
  KARNE_DUE_UNCONFIRMED = 1 << 2,
} KarneDueFlags;

/**
 * KarneDueFactRole:
 * @KARNE_DUE_FACT_COUNTED: it was done, and counts
 * @KARNE_DUE_FACT_EARLY: it was done before its earliest age, or too soon after the one before
 * @KARNE_DUE_FACT_UNSURE: the record does not say what it was, or when
 * @KARNE_DUE_FACT_BIRTH: when the person was born
 * @KARNE_DUE_FACT_PREGNANCY: when the pregnancy began, or what it began with
 * @KARNE_DUE_FACT_CONDITION: something that the person has
 * @KARNE_DUE_FACT_LAST: the last time that it was done, which is over
 *
 * What a fact does in a reason.
 */
typedef enum
{
  KARNE_DUE_FACT_COUNTED,
  KARNE_DUE_FACT_EARLY,
  KARNE_DUE_FACT_UNSURE,
  KARNE_DUE_FACT_BIRTH,
  KARNE_DUE_FACT_PREGNANCY,
  KARNE_DUE_FACT_CONDITION,
  KARNE_DUE_FACT_LAST,
} KarneDueFactRole;

/**
 * KarneDueFact:
 * @role: what it does
 * @source: number of its source
 * @kind: (nullable): FHIR resource type of what says so
 * @id: (nullable): its id
 * @date: (nullable): when, as it was sent: may be a year or a month
 * @title: (nullable): what the record calls it
 * @by_name: it was recognised by its title alone, not by a code
 * @reported: the person told of it, or it has no number of a lot
 *
 * One fact of the record that something due rests on.
 */
typedef struct
{
  KarneDueFactRole role;
  gint64 source;
  const char *kind;
  const char *id;
  const char *date;
  const char *title;
  gboolean by_name;
  gboolean reported;

  /*< private >*/
  gpointer owner;
} KarneDueFact;

#define KARNE_TYPE_DUE_FACT (karne_due_fact_get_type ())
KARNE_API
GType karne_due_fact_get_type (void);
KARNE_API
KarneDueFact *karne_due_fact_copy (const KarneDueFact *self);
KARNE_API
void karne_due_fact_free (KarneDueFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDueFact, karne_due_fact_free)

/**
 * KarneDue:
 * @rule: id of its rule
 * @kind: what sort of thing it is
 * @level: how strongly it is asked for
 * @confidence: how sure the rule is
 * @state: how it stands
 * @flags: what is to be said along with it
 * @title: what it is, in the language of the program
 * @text: what the rule says, likewise
 * @from: (nullable): first day of its window (`2026-03-01`); of what is done, of the next one
 * @to: (nullable): last day of it; %NULL where it has no end
 * @dose: which dose it is, from 1; of what is done, the last one; 0 where doses are not counted
 * @doses: of how many
 * @why: (element-type KarneSync.DueFact): the facts of the record that it rests on
 * @source_name: who says so
 * @source_date: of what date the text is that says so
 * @source_address: where to read it
 * @as_of: (nullable): the last change of what was used of the record, as the server sent it
 * @on: the day for which it was worked out
 * @weeks: whole weeks since the last period (SA), for what belongs to a pregnancy; else 0
 *
 * One thing that prevention asks for, worked out from a rule and a record for one day. It is no
 * diagnosis, and replaces no professional.
 */
typedef struct
{
  const char *rule;
  KarneRuleKind kind;
  KarneRuleLevel level;
  KarneConfidence confidence;
  KarneDueState state;
  KarneDueFlags flags;
  const char *title;
  const char *text;
  const char *from;
  const char *to;
  guint dose;
  guint doses;
  GPtrArray *why;
  const char *source_name;
  const char *source_date;
  const char *source_address;
  const char *as_of;
  const char *on;
  guint weeks;

  /*< private >*/
  char days[3][11];
  gpointer owners[2];
  int count;
} KarneDue;

#define KARNE_TYPE_DUE (karne_due_get_type ())
KARNE_API
GType karne_due_get_type (void);
KARNE_API
KarneDue *karne_due_copy (KarneDue *self);
KARNE_API
void karne_due_free (KarneDue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDue, karne_due_free)

KARNE_API
GPtrArray *karne_rules_evaluate (KarneRules *self, KarneHistory *history, const char *on);

G_END_DECLS
