/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-record-list.h"

G_BEGIN_DECLS

/* Where the list of documents is empty, the action that gives back those that filters leave out,
 * and the one that gives back those in which the words are not. */
#define KARNE_DOCUMENTS_CLEAR_FILTERS "documents.clear-filters"
#define KARNE_DOCUMENTS_CLEAR_SEARCH "documents.clear-search"

/* Says why there is no document, and what to do about it. */
void karne_documents_empty_say (KarneRecordList *records,
                                gboolean searched,
                                gboolean filtered,
                                gboolean first_copy);

G_END_DECLS
