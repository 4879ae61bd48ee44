/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_WAITING_PAGE (karne_waiting_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneWaitingPage, karne_waiting_page, KARNE, WAITING_PAGE, KarnePage)

G_END_DECLS
