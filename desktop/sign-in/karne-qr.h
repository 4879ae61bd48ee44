/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_QR (karne_qr_get_type ())
G_DECLARE_FINAL_TYPE (KarneQr, karne_qr, KARNE, QR, GtkWidget)

/* The quiet zone around a code, in modules, on each side (ISO/IEC 18004, 6.3.8). */
#define KARNE_QR_QUIET_ZONE 4

GtkWidget *karne_qr_new (void);
/* Shows a code of that text (nullable: none), which alt says in words. FALSE: there is nothing to
 * show, or the text is too long for a code; the widget is empty then. */
gboolean karne_qr_set_text (KarneQr *self, const char *text, const char *alt);
/* Of the code that is shown: modules on each side, 0 where there is none. */
guint karne_qr_get_size (KarneQr *self);
gboolean karne_qr_is_dark (KarneQr *self, guint x, guint y);

G_END_DECLS
