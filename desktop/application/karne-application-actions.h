/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-application.h"

G_BEGIN_DECLS

/* What the whole program can be told (`app.…`), and the keys for that and for what the window can.
 */
void karne_application_add_actions (KarneApplication *self);

G_END_DECLS
