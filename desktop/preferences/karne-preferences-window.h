/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-application.h"

G_BEGIN_DECLS

#define KARNE_TYPE_PREFERENCES_WINDOW (karne_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (KarnePreferencesWindow,
                      karne_preferences_window,
                      KARNE,
                      PREFERENCES_WINDOW,
                      AdwWindow)

/* parent: (nullable) */
KarnePreferencesWindow *karne_preferences_window_new (KarneApplication *application,
                                                      GtkWindow *parent);

G_END_DECLS
