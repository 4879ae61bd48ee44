/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-reminder-rules.h"
#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_REMINDER (karne_reminder_get_type ())
G_DECLARE_FINAL_TYPE (KarneReminder, karne_reminder, KARNE, REMINDER, KarneResource)

/* The kind of what is worked out, which is no resource of FHIR. */
#define KARNE_REMINDER_KIND_DUE "karne-due"

/* No sort that the rules know. */
#define KARNE_REMINDER_OTHER (KARNE_RULE_CHRONIC + 1)

/* A line of the record that says what is to be done, or was. */
KarneReminder *karne_reminder_new (KarneResource *resource, GDateTime *now);
/* One recommendation of several that came together. facts: of KarneFact, of all of them. */
KarneReminder *
karne_reminder_new_part (KarneResource *resource, guint part, GPtrArray *facts, GDateTime *now);
/* What a rule asks for, with what servers and the person say of it. */
KarneReminder *karne_reminder_new_due (KarneDueEntry *entry);
/* How many recommendations there are in these facts. */
guint karne_reminder_count_parts (GPtrArray *facts);

/* (transfer none) (nullable): what was worked out, where it is that. */
KarneDueEntry *karne_reminder_get_entry (KarneReminder *self);
/* (nullable) The line of the record that it is made of; NULL for what was worked out. */
KarneResource *karne_reminder_get_resource (KarneReminder *self);
/* Which recommendation of it, from 1; 0 for all of the line. */
guint karne_reminder_get_part (KarneReminder *self);
KarneReminderGroup karne_reminder_get_group (KarneReminder *self);
KarneReminderWhen karne_reminder_get_when (KarneReminder *self);
/* What sort of thing it is about: a KarneRuleKind, or KARNE_REMINDER_OTHER. */
guint karne_reminder_get_sort (KarneReminder *self);
/* Whether it would be shown in the same way at that moment. */
gboolean karne_reminder_is_still_so (KarneReminder *self, GDateTime *now);
/* Whether all the words of a text, or their beginnings, are in what is shown of it. */
gboolean karne_reminder_matches (KarneReminder *self, const char *text);

/* For lists: first what is overdue, then by what there is least time for, what is compulsory before
 * what is not; of what is done or declined, the latest first. */
int karne_reminder_compare (KarneReminder *one, KarneReminder *other);

/* What is shown of it, in words; (transfer full), (nullable) where there is nothing to say. */
char *karne_reminder_dup_sort_words (KarneReminder *self);
char *karne_reminder_dup_time_words (KarneReminder *self);
char *karne_reminder_dup_status_words (KarneReminder *self);
char *karne_reminder_dup_level_words (KarneReminder *self);

G_END_DECLS
