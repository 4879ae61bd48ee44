/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What GTK 4.8 leaves unsaid to assistive technology. */

/* description: (nullable): what else there is to say; NULL takes it away. */
void karne_a11y_name (gpointer widget, const char *name, const char *description);
/* A mnemonic doubles the name of a button (“_Save Save”): takes its own name away, below `widget`.
 * Call it after the widget is shown, and after each change of a label. */
void karne_a11y_fix_buttons (GtkWidget *widget);
/* Names what GTK and libadwaita leave without a name in windows of their own: a button is called by
 * its tooltip, else by the words in it. What only scrolls takes no focus. Call it after the window
 * is shown. */
void karne_a11y_mend (GtkWidget *widget);
/* What only holds and scrolls other things would take the focus in silence: below `widget`, no
 * more. name: of the whole, for what scrolls it. */
void karne_a11y_fix_focus (GtkWidget *widget, const char *name);
/* The first thing to do in the init of a window: as soon as something in it is told to assistive
 * technology, GTK 4.8 makes up its mind that the window is a heap of boxes, of which nobody is told
 * that it is in use. */
void karne_a11y_be_window (GtkWidget *window);

G_END_DECLS
