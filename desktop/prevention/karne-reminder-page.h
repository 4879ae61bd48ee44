/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-reminder.h"
#include "karne-resource-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_REMINDER_PAGE (karne_reminder_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneReminderPage,
                      karne_reminder_page,
                      KARNE,
                      REMINDER_PAGE,
                      KarneResourcePage)

/* Opens the page about a reminder over another page of the record. */
void karne_reminder_page_open (KarnePage *over, KarneReminder *reminder);
/* The same about what a server sent, which an entry of prevention tells of. */
void karne_reminder_page_open_notice (KarnePage *over, const KarneDueNotice *notice);

G_END_DECLS
