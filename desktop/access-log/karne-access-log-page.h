/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ACCESS_LOG_PAGE (karne_access_log_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneAccessLogPage, karne_access_log_page, KARNE, ACCESS_LOG_PAGE, KarnePage)

G_END_DECLS
