/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-record-list.h"

G_BEGIN_DECLS

/* Typing anywhere on a page is searching: what nothing else took goes to the entry. From there the
 * key Down leads to the first line of what was found.. */
void karne_search_keys_attach (GtkEditable *search, GtkWidget *page, KarneRecordList *found);

G_END_DECLS
