/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sign-in-flow.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SIGN_IN_PANEL (karne_sign_in_panel_get_type ())
G_DECLARE_FINAL_TYPE (KarneSignInPanel, karne_sign_in_panel, KARNE, SIGN_IN_PANEL, AdwBin)

/* flow: (nullable) whose steps are shown. command: (nullable) what opens a browser; is_shared: of a
 * computer that many people use. */
void karne_sign_in_panel_set_flow (KarneSignInPanel *self,
                                   KarneSignInFlow *flow,
                                   const char *command,
                                   gboolean is_shared);

/* Has the person choose a code along with saying who it is: emits `code-chosen` with it. */
void karne_sign_in_panel_ask_code (KarneSignInPanel *self);

G_END_DECLS
