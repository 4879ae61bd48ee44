/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"
#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DUE_PAGE (karne_due_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneDuePage, karne_due_page, KARNE, DUE_PAGE, KarnePage)

/* Opens the page about what a rule asks for over another page of the record. */
void karne_due_page_open (KarnePage *over, KarneDueEntry *entry);

G_END_DECLS
