/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_SHORTCUTS_WINDOW (karne_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (KarneShortcutsWindow,
                      karne_shortcuts_window,
                      KARNE,
                      SHORTCUTS_WINDOW,
                      AdwWindow)

/* parent: (nullable) */
KarneShortcutsWindow *karne_shortcuts_window_new (GtkApplication *application, GtkWindow *parent);

G_END_DECLS
