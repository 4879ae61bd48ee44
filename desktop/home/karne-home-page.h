/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_HOME_PAGE (karne_home_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneHomePage, karne_home_page, KARNE, HOME_PAGE, KarnePage)

G_END_DECLS
