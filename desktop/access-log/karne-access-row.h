/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-record-row.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer floating) The row of a line of KarneAccessLines: of what the server tells, or of what
 * was noted on this computer, which says so. */
GtkWidget *karne_access_row_widget_new (KarneView *view, KarneResource *line);

G_END_DECLS
