/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-idle.h"
#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_STRIP (karne_strip_get_type ())
G_DECLARE_FINAL_TYPE (KarneStrip, karne_strip, KARNE, STRIP, AdwBin)

/* The page that is shown: no button opens that one. */
void karne_strip_set_page (KarneStrip *self, const char *nick);
void karne_strip_set_session (KarneStrip *self, KarneSession *session);
void karne_strip_set_idle (KarneStrip *self, KarneIdle *idle);

G_END_DECLS
