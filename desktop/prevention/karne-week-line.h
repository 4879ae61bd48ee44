/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer floating) A pregnancy as a line of weeks, and below it what is under the pointer or the
 * arrow keys, in words. */
GtkWidget *karne_week_line_new (KarneCourse *course);

G_END_DECLS
