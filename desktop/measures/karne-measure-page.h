/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_MEASURE_PAGE (karne_measure_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneMeasurePage, karne_measure_page, KARNE, MEASURE_PAGE, KarnePage)

/* All measures of a code (`system|code`), which people call by title (nullable). */
KarneMeasurePage *karne_measure_page_new (const char *code, const char *title);

G_END_DECLS
