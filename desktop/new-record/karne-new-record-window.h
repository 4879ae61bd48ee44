/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-desk.h"

G_BEGIN_DECLS

#define KARNE_TYPE_NEW_RECORD_WINDOW (karne_new_record_window_get_type ())
G_DECLARE_FINAL_TYPE (KarneNewRecordWindow,
                      karne_new_record_window,
                      KARNE,
                      NEW_RECORD_WINDOW,
                      AdwWindow)

/* address: (nullable): what is proposed. command: (nullable): what opens a browser. */
GtkWidget *karne_new_record_window_new (GtkWindow *parent,
                                        KarneDesk *desk,
                                        const char *address,
                                        const char *command);

G_END_DECLS
