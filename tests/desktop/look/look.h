/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Looks from inside at the widgets of a program under test, which knows nothing of it: what a
 * screen reader is not told (is a line cut? how long did the loop stand still?). Each look_say_…
 * adds members to the object that is being built. */

void look_say_labels (JsonBuilder *answer);
void look_say_widgets (JsonBuilder *answer);
void look_say_focus (JsonBuilder *answer);
void look_say_size (JsonBuilder *answer);
void look_say_width (JsonBuilder *answer);

/* The time between two polls of the main loop, without the drawing of frames. */
void look_stall_start (void);
void look_stall_pause (void); /* what comes now is the test's own doing */
gint64 look_stall_continue (void);
void look_stall_reset (void);
void look_say_stall (JsonBuilder *answer);

/* The window that is used (nullable). */
GtkWindow *look_find_window (void);

/* Through what is shown of it. Returning FALSE leaves the children out. */
typedef gboolean (*LookFunc) (GtkWidget *widget, gpointer data);
void look_walk_mapped (LookFunc func, gpointer data);
void look_describe (JsonBuilder *answer, GtkWidget *widget);
gboolean look_get_bounds (GtkWidget *widget, GtkWidget *target, graphene_rect_t *bounds);
char *look_find_text (GtkWidget *widget);

G_END_DECLS
