/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* (transfer floating) Says that what stands above is a draft, and lets it be reported. messages: as
 * karne_voice_end () gives them. */
GtkWidget *karne_draft_notice_new (const char *const *messages);

G_END_DECLS
