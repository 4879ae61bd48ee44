/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-detail.h"
#include "karne-record-row.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer floating) The line of a document in a list. */
GtkWidget *karne_document_row_new (KarneDocument *document);
/* Says its state where all of it is shown, as its line does. */
void karne_document_row_add_chips_to (KarneDocument *document, KarneDetail *detail);

G_END_DECLS
