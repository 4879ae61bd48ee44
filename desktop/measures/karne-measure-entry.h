/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_MEASURE_ENTRY (karne_measure_entry_get_type ())
G_DECLARE_FINAL_TYPE (KarneMeasureEntry, karne_measure_entry, KARNE, MEASURE_ENTRY, AdwWindow)

/* Whether values of that kind can be written by the person. */
gboolean karne_measure_entry_can_add (KarneMeasureKind kind);
/* Shows it over the window of `parent`. kind: KARNE_MEASURE_OTHER lets the person choose. */
void karne_measure_entry_present (GtkWidget *parent, KarneSession *session, KarneMeasureKind kind);

G_END_DECLS
