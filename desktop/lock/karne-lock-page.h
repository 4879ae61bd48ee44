/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-desk.h"

G_BEGIN_DECLS

#define KARNE_TYPE_LOCK_PAGE (karne_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneLockPage, karne_lock_page, KARNE, LOCK_PAGE, AdwBin)

void karne_lock_page_set_desk (KarneLockPage *self, KarneDesk *desk);
void karne_lock_page_open_menu (KarneLockPage *self);

G_END_DECLS
