/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_AGENDA_PAGE (karne_agenda_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneAgendaPage, karne_agenda_page, KARNE, AGENDA_PAGE, KarnePage)

G_END_DECLS
