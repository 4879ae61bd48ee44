/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_FINDRISC_PAGE (karne_findrisc_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneFindriscPage, karne_findrisc_page, KARNE, FINDRISC_PAGE, KarnePage)

/* Opens the questions over a page. */
void karne_findrisc_page_open (KarnePage *over);

G_END_DECLS
