/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"
#include "karne-sheets.h"

G_BEGIN_DECLS

/* (transfer full) Puts on paper what fill says, of the person of that name; both (nullable). */
GtkPrintOperation *
karne_print_new (const char *name, const char *birth_date, KarneSheetsFunc fill, gpointer data);
/* (transfer full) The same, of the person whose record a page shows. */
GtkPrintOperation *karne_print_new_for_page (KarnePage *page, KarneSheetsFunc fill, gpointer data);
/* Asks for a printer, and prints what a page says of the person whose record it shows: what a page
 * does for KarnePageClass.print. fill is called before this returns. button: (nullable): says what
 * came of it, where it has the focus. */
void karne_print_page (KarnePage *page, GtkWidget *button, KarneSheetsFunc fill, gpointer data);

G_END_DECLS
