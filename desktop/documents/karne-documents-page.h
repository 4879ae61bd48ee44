/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DOCUMENTS_PAGE (karne_documents_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneDocumentsPage, karne_documents_page, KARNE, DOCUMENTS_PAGE, KarnePage)

G_END_DECLS
