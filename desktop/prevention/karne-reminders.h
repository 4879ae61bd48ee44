/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"
#include "karne-reminder.h"

G_BEGIN_DECLS

#define KARNE_TYPE_REMINDERS (karne_reminders_get_type ())
G_DECLARE_FINAL_TYPE (KarneReminders, karne_reminders, KARNE, REMINDERS, GObject)

KarneReminders *karne_reminders_new (KarneView *view, KarneReminderGroup group);

/* What the rules ask for stands among the lines, where this is told; (nullable). */
void karne_reminders_set_dues (KarneReminders *self, KarneDues *dues);
/* Whether what is of one sort stands together, however urgent each is. */
void karne_reminders_set_by_sort (KarneReminders *self, gboolean by_sort);
/* What a person looks for; (nullable) for all lines. */
void karne_reminders_set_text (KarneReminders *self, const char *text);
/* Shows more lines; `loading` says when they are there. */
void karne_reminders_load_more (KarneReminders *self);
/* Looks at the clock again: what was due may be overdue by now. */
void karne_reminders_refresh (KarneReminders *self);

gboolean karne_reminders_get_loading (KarneReminders *self);
const GError *karne_reminders_get_error (KarneReminders *self);

G_END_DECLS
