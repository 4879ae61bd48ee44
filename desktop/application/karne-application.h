/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-arrival.h"

G_BEGIN_DECLS

#define KARNE_TYPE_APPLICATION (karne_application_get_type ())
G_DECLARE_FINAL_TYPE (KarneApplication, karne_application, KARNE, APPLICATION, AdwApplication)

/* matrix: (nullable): as karne_arrival_new () has it. */
KarneApplication *karne_application_new (const char *matrix);
/* (transfer none) (nullable): NULL where the schema is not installed: nothing is remembered then.
 */
GSettings *karne_application_get_settings (KarneApplication *self);
/* (transfer none) Who sits down at this computer, where it is a shared one. */
KarneArrival *karne_application_get_arrival (KarneApplication *self);
/* (transfer none) (nullable) */
GtkWindow *karne_application_get_window (KarneApplication *self);
/* Makes the window anew, in the language that was chosen meanwhile; what is open stays open. */
void karne_application_rebuild_window (KarneApplication *self);

G_END_DECLS
