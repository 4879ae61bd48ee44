/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_PREVENTION_PAGE (karne_prevention_page_get_type ())
G_DECLARE_FINAL_TYPE (KarnePreventionPage, karne_prevention_page, KARNE, PREVENTION_PAGE, KarnePage)

G_END_DECLS
