/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-resource-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_APPOINTMENT_PAGE (karne_appointment_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneAppointmentPage,
                      karne_appointment_page,
                      KARNE,
                      APPOINTMENT_PAGE,
                      KarneResourcePage)

/* Opens the page about an appointment over another page of the record. */
void karne_appointment_page_open (KarnePage *over, KarneResource *appointment);

G_END_DECLS
