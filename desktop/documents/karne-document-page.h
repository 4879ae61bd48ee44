/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-resource-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DOCUMENT_PAGE (karne_document_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneDocumentPage,
                      karne_document_page,
                      KARNE,
                      DOCUMENT_PAGE,
                      KarneResourcePage)

/* Shows over a page what is known of a document. */
void karne_document_page_open (KarnePage *over, KarneDocument *document);
/* Shows a document over a page: its content, where it has one; else what is known of it, from where
 * each of its contents can be shown. */
void karne_document_page_open_content (KarnePage *over, KarneDocument *document);

G_END_DECLS
