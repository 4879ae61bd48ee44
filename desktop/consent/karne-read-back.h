/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-consent-words.h"
#include "karne-session.h"

G_BEGIN_DECLS

/* Whether somebody writes for a person who is beside them. */
gboolean karne_read_back_is_needed (KarneSession *session);
/* Shows the person what is about to be written for them, before it is, and thus before anything
 * leaves the computer: in the language of the window, with French below. make: called before this
 * returns, for each language; a line for each thing. */
void karne_read_back_async (GtkWidget *parent,
                            KarneConsentMake make,
                            gpointer data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* Whether it is right; FALSE where it is not, or nobody says so. */
gboolean karne_read_back_finish (GAsyncResult *result);

G_END_DECLS
