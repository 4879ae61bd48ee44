/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_FIRST_COPY_PAGE (karne_first_copy_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneFirstCopyPage, karne_first_copy_page, KARNE, FIRST_COPY_PAGE, KarnePage)

G_END_DECLS
