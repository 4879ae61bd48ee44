/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* For the dispose of a template made over AdwBin: takes the child out, then lets go of the children
 * that were bound. gtk_widget_dispose_template () alone would take a bound child out behind the
 * back of AdwBin, which then takes it out again. */
void karne_bin_dispose_template (gpointer bin, GType type);

G_END_DECLS
