/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "karne-detail.h"
#include "karne-reminder.h"

G_BEGIN_DECLS

/* (transfer floating) A row that opens a reminder. */
GtkWidget *karne_reminder_row_new (KarneReminder *reminder);
/* Says how a reminder is, on the page about it. */
void karne_reminder_row_add_chips_to (KarneReminder *reminder, KarneDetail *detail);

G_END_DECLS
