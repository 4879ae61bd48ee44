/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KARNE_TYPE_SEAT (karne_seat_get_type ())
G_DECLARE_FINAL_TYPE (KarneSeat, karne_seat, KARNE, SEAT, GObject)

KarneSeat *karne_seat_new (void);
/* What was to be done before the computer sleeps is done. */
void karne_seat_let_sleep (KarneSeat *self);

G_END_DECLS
