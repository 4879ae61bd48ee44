/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_MEASURES_PAGE (karne_measures_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneMeasuresPage, karne_measures_page, KARNE, MEASURES_PAGE, KarnePage)

G_END_DECLS
