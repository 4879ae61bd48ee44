/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* Hands the person what is known of who looked at the record: all that was noted on this computer,
 * and what of theirs is shown. button: says what came of it, where it has the focus. */
void karne_access_handover_print (KarnePage *page,
                                  GtkWidget *button,
                                  KarneList *theirs,
                                  GCancellable *cancellable);
void karne_access_handover_save (KarnePage *page,
                                 GtkWidget *button,
                                 KarneList *theirs,
                                 GCancellable *cancellable);

G_END_DECLS
