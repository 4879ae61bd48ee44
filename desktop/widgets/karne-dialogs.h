/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Questions over a window. Each is over the window in which `parent` stands, and is taken down when
 * the cancellable is cancelled. A person who turns away from it gives G_IO_ERROR_CANCELLED, as that
 * does: there is nothing to do and nothing to say. */

/* Asks before what cannot be undone. heading: a question; verb: the act, on its button, as in
 * “Erase”. The other button, which is chosen unless the person says otherwise, does nothing. */
void karne_dialogs_confirm_async (GtkWidget *parent,
                                  const char *heading,
                                  const char *body,
                                  const char *verb,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* The same before something that is right, as far as is known, and that somebody is to look at: the
 * key that led here does not answer. Finishes likewise. no, yes: the two buttons. */
void karne_dialogs_check_async (GtkWidget *parent,
                                const char *heading,
                                const char *body,
                                const char *no,
                                const char *yes,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean karne_dialogs_confirm_finish (GAsyncResult *result, GError **error);

/* Says what went wrong where it keeps a person from going on: a toast does for the rest. heading:
 * what was to be done, as in “The document could not be saved”. */
void karne_dialogs_say_error (GtkWidget *parent, const char *heading, const GError *error);

/* Lets the person choose where to save. name: what is proposed; it says nothing about anybody.
 * Finish gives the file (transfer full), which is neither made nor opened. */
void karne_dialogs_save_async (GtkWidget *parent,
                               const char *title,
                               const char *name,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GFile *karne_dialogs_save_finish (GAsyncResult *result, GError **error);

/* Opens an address, which is safe to open, in the browser of the desktop. */
void karne_dialogs_show_address (GtkWidget *parent, const char *address);

G_END_DECLS
