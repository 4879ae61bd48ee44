/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) Says which server something came from, by the address of its service: its name on
 * the network, and no more of it. */
char *karne_source_to_words (const char *base);

G_END_DECLS
