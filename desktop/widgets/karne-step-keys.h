/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a key leads among what stands in a row, from 0 to `last`: to its ends, or to a neighbour.
 * `n`: (inout) which one is chosen, -1 for none: then an arrow leads to `first`. FALSE for any
 * other key, and where the row is empty. */
gboolean karne_step_keys_move (guint key, int last, int first, int *n);

G_END_DECLS
