/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer floating) A row that opens an appointment. Its place comes a moment later: the view is
 * asked for it. */
GtkWidget *karne_appointment_row_new (KarneView *view, KarneResource *appointment);

/* Whether an appointment does not take place, or did not. status: (nullable) as sent. */
gboolean karne_appointment_is_off (const char *status);
/* (transfer full) (nullable) Its day, and the time of that, in words. */
char *karne_appointment_dup_day_words (KarneResource *appointment);
char *karne_appointment_dup_time_words (KarneResource *appointment);

G_END_DECLS
