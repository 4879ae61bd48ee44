/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_STATUS_LINE (karne_status_line_get_type ())
G_DECLARE_FINAL_TYPE (KarneStatusLine, karne_status_line, KARNE, STATUS_LINE, AdwBin)

/* words: (nullable): nothing is shown then. icon_name: (nullable): something turns then. */
void karne_status_line_say (KarneStatusLine *self, const char *icon_name, const char *words);

G_END_DECLS
