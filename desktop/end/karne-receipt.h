/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-desk.h"
#include "karne-sheets.h"

G_BEGIN_DECLS

/* One page to take home: what was done in this session, and what prevention asks for next. For
 * karne_print_new (): data is the desk. */
void karne_receipt_print (KarneSheets *sheets, gpointer desk);

G_END_DECLS
