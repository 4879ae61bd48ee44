/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_HELP_WINDOW (karne_help_window_get_type ())
G_DECLARE_FINAL_TYPE (KarneHelpWindow, karne_help_window, KARNE, HELP_WINDOW, AdwWindow)

KarneHelpWindow *karne_help_window_new (GtkApplication *application, GtkWindow *parent);
/* Shows one topic; id as in data/help/help.xml. One that is not there changes nothing. */
void karne_help_window_show_topic (KarneHelpWindow *self, const char *id);

G_END_DECLS
