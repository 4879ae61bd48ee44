/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-record-row.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* A measure as the last of its kind: what it is, and how it was then. It opens all of its kind. */
GtkWidget *karne_measure_row_new_for_kind (KarneView *view, KarneResource *measure);
/* A measure among others of its kind: when, how it was, and all that was said with it. */
GtkWidget *karne_measure_row_new (KarneView *view, KarneResource *measure);

G_END_DECLS
