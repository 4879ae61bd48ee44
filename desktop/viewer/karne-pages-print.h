/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-renderer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_PAGES_PRINT (karne_pages_print_get_type ())
G_DECLARE_FINAL_TYPE (KarnePagesPrint, karne_pages_print, KARNE, PAGES_PRINT, GtkPrintOperation)

GtkPrintOperation *karne_pages_print_new (KarneRenderer *renderer);
/* Why it was given up, where that was not the person's wish. (nullable) */
const GError *karne_pages_print_get_error (KarnePagesPrint *self);

G_END_DECLS
