/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_PAGE (karne_viewer_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerPage, karne_viewer_page, KARNE, VIEWER_PAGE, KarnePage)

/* n: which content of the document, from 0. */
KarnePage *karne_viewer_page_new (KarneSession *session, KarneDocument *document, guint n);

G_END_DECLS
