/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-resource-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ACCESS_PAGE (karne_access_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneAccessPage, karne_access_page, KARNE, ACCESS_PAGE, KarneResourcePage)

/* resource: an AuditEvent */
void karne_access_page_open (KarnePage *over, KarneResource *resource);

G_END_DECLS
