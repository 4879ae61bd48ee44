/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-reminder-rules.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer full) Of KarneList: those that the lines of a group are in, all but the recommendations
 * of vaccines. What each line says has to be looked at again: they may have too many, and never too
 * few. window: how many lines each of them loads at once. */
GPtrArray *karne_reminder_lists_new (KarneView *view, KarneReminderGroup group, guint window);

G_END_DECLS
