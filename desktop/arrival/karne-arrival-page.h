/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-arrival.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ARRIVAL_PAGE (karne_arrival_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneArrivalPage, karne_arrival_page, KARNE, ARRIVAL_PAGE, AdwBin)

/* command: (nullable) what opens a browser. */
void
karne_arrival_page_set_arrival (KarneArrivalPage *self, KarneArrival *arrival, const char *command);

void karne_arrival_page_open_menu (KarneArrivalPage *self);

G_END_DECLS
