/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sheets.h"

G_BEGIN_DECLS

/* The list of prevention on paper: what is to do, done and declined, each with when, why, by which
 * facts and who says so. entries: (element-type KarneDueEntry) */
void karne_prevention_sheets_print (KarneSheets *sheets, gpointer entries);

G_END_DECLS
