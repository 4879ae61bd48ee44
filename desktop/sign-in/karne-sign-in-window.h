/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SIGN_IN_WINDOW (karne_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (KarneSignInWindow, karne_sign_in_window, KARNE, SIGN_IN_WINDOW, AdwWindow)

/* For the source of the session that asks to sign in again. command: (nullable) what opens a
 * browser; is_shared: of a computer that many people use. */
GtkWidget *karne_sign_in_window_new (GtkWindow *parent,
                                     KarneSession *session,
                                     const char *scopes,
                                     const char *command,
                                     gboolean is_shared);

G_END_DECLS
