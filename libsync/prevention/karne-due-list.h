/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-prevention.h"

G_BEGIN_DECLS

/**
 * KARNE_RULE_SYSTEM:
 *
 * The code system of the ids of rules: what an act of the person is about (`urn:re.karne:rule|ID`).
 */
#define KARNE_RULE_SYSTEM "urn:re.karne:rule"

/**
 * KarneDueGroup:
 * @KARNE_DUE_GROUP_TO_DO: to be done, now or later
 * @KARNE_DUE_GROUP_DONE: done
 * @KARNE_DUE_GROUP_DECLINED: not wanted by the person, or called off by who asked for it
 *
 * Where an entry of prevention is listed.
 */
typedef enum
{
  KARNE_DUE_GROUP_TO_DO,
  KARNE_DUE_GROUP_DONE,
  KARNE_DUE_GROUP_DECLINED,
} KarneDueGroup;

/**
 * KarneOwnAct:
 * @KARNE_OWN_NONE: the person said nothing of it
 * @KARNE_OWN_DONE: the person says that it is done
 * @KARNE_OWN_PLANNED: it is planned
 * @KARNE_OWN_NOT_NOW: put off
 * @KARNE_OWN_STOP: not to be proposed any more
 *
 * What the person says of something due. It changes nothing of what is worked out.
 */
typedef enum
{
  KARNE_OWN_NONE,
  KARNE_OWN_DONE,
  KARNE_OWN_PLANNED,
  KARNE_OWN_NOT_NOW,
  KARNE_OWN_STOP,
} KarneOwnAct;

/**
 * KarneDueDisagreement:
 * @KARNE_DUE_AGREED: nothing contradicts itself
 * @KARNE_DUE_DISAGREED_DATES: rule and notice have different windows
 * @KARNE_DUE_DISAGREED_DONE: one says that it is done, the other that it is not
 *
 * How what is worked out stands to what servers say.
 */
typedef enum
{
  KARNE_DUE_AGREED,
  KARNE_DUE_DISAGREED_DATES,
  KARNE_DUE_DISAGREED_DONE,
} KarneDueDisagreement;

/**
 * KarneDueNotice:
 * @source: number of its source
 * @kind: FHIR resource type
 * @id: its id
 * @part: which recommendation of it, from 1; 0 for all of the resource
 * @title: (nullable): what it says, as sent
 * @status: (nullable): as sent
 * @from: (nullable): from when on, as sent
 * @to: (nullable): until when; the day before it is overdue, where the server says that
 * @updated: (nullable): when the server last changed it, as sent
 * @state: how it stands at the day for which it was asked, by its own dates
 * @declined: the server says that it was declined, called off or not done
 *
 * What a server says is to be done.
 */
typedef struct
{
  gint64 source;
  char *kind;
  char *id;
  guint part;
  char *title;
  char *status;
  char *from;
  char *to;
  char *updated;
  KarneDueState state;
  gboolean declined;
} KarneDueNotice;

#define KARNE_TYPE_DUE_NOTICE (karne_due_notice_get_type ())
KARNE_API
GType karne_due_notice_get_type (void);
KARNE_API
KarneDueNotice *karne_due_notice_copy (const KarneDueNotice *self);
KARNE_API
void karne_due_notice_free (KarneDueNotice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDueNotice, karne_due_notice_free)

/**
 * KarneDueEntry:
 * @due: (nullable): what the rules say
 * @notices: (element-type KarneSync.DueNotice): what servers say
 * @own: what the person says
 * @act: (nullable): the line of the record in which the person says so: the newest one
 * @title: what it is
 * @group: where it is listed
 * @state: the more urgent of what rule and servers say
 * @from: (nullable): the window of that
 * @to: (nullable): its last day
 * @disagreement: whether they contradict each other
 * @hushed: not to be shown: servers say it of a pregnancy that the record says is over without a
 *   birth
 *
 * One thing of prevention, by whoever speaks of it.
 */
typedef struct
{
  KarneDue *due;
  GPtrArray *notices;
  KarneOwnAct own;
  KarneItem *act;
  char *title;
  KarneDueGroup group;
  KarneDueState state;
  char *from;
  char *to;
  KarneDueDisagreement disagreement;
  gboolean hushed;
} KarneDueEntry;

#define KARNE_TYPE_DUE_ENTRY (karne_due_entry_get_type ())
KARNE_API
GType karne_due_entry_get_type (void);
KARNE_API
KarneDueEntry *karne_due_entry_copy (const KarneDueEntry *self);
KARNE_API
void karne_due_entry_free (KarneDueEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDueEntry, karne_due_entry_free)

KARNE_API
GPtrArray *karne_view_list_due (KarneView *self, KarneRules *rules, const char *on, GError **error);
KARNE_API
void karne_view_list_due_async (KarneView *self,
                                KarneRules *rules,
                                const char *on,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_due_finish (KarneView *self, GAsyncResult *result, GError **error);
KARNE_API
GPtrArray *karne_view_list_due_finish_with_courses (KarneView *self,
                                                    GAsyncResult *result,
                                                    GPtrArray **courses,
                                                    GError **error);

/* What a person reads of it, in the language of the program. */
KARNE_API
const char *karne_due_title_to_words (const KarneDue *self);
KARNE_API
const char *karne_due_title_draft_to_words (const KarneDue *self);
KARNE_API
const char *karne_due_text_to_words (const KarneDue *self);
KARNE_API
char *karne_due_window_to_words (const KarneDue *self);
KARNE_API
char *karne_due_to_words (const KarneDue *self);
KARNE_API
char *karne_due_fact_to_words (const KarneDueFact *self);
KARNE_API
char *karne_due_dose_to_words (const KarneDue *self);
KARNE_API
char *karne_due_flags_to_words (KarneDueFlags flags);
KARNE_API
char *karne_due_source_to_words (const KarneDue *self);
KARNE_API
char *karne_due_worked_out_to_words (const KarneDue *self);
KARNE_API
const char *karne_own_act_to_words (KarneOwnAct own);
KARNE_API
const char *karne_due_disagreement_to_words (KarneDueDisagreement disagreement);
KARNE_API
const char *karne_due_state_to_words (KarneDueState state);
KARNE_API
const char *karne_rule_kind_to_words (KarneRuleKind kind);
KARNE_API
const char *karne_rule_level_to_words (KarneRuleLevel level);

G_END_DECLS
