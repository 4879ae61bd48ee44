/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KarneFocusPlace:
 *
 * Where a person was, so as to come back there: the widget that had the focus, or the row of a list
 * that stands now for what it was about.
 */
typedef struct _KarneFocusPlace KarneFocusPlace;

/* Where the focus is now in the window of a widget. */
KarneFocusPlace *karne_focus_place_new (GtkWidget *widget);
void karne_focus_place_free (KarneFocusPlace *self);
/* Puts the focus there; FALSE where that is gone, or no longer within a widget. */
gboolean karne_focus_place_restore (KarneFocusPlace *self, GtkWidget *within);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneFocusPlace, karne_focus_place_free)

G_END_DECLS
