/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_BLOCKS_PRINT (karne_blocks_print_get_type ())
G_DECLARE_FINAL_TYPE (KarneBlocksPrint, karne_blocks_print, KARNE, BLOCKS_PRINT, GtkPrintOperation)

/* facts: (nullable): the head. (element-type KarneBlock) */
GtkPrintOperation *karne_blocks_print_new (GPtrArray *facts, GPtrArray *blocks);

G_END_DECLS
