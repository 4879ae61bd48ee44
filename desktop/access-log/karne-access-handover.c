/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-handover.h"

#include "karne-access-paper.h"
#include "karne-dialogs.h"
#include "karne-print-save.h"
#include "karne-print.h"
#include "karne-window.h"

#include <glib/gi18n.h>

/* One way of handing it over, until it is done. */
typedef struct
{
  KarnePage *page;           /* (owned) */
  GtkWidget *button;         /* (owned) */
  KarneView *view;           /* (owned) */
  KarneList *theirs;         /* (owned) */
  GFile *file;               /* (owned) (nullable) where to; NULL: to the printer */
  GCancellable *cancellable; /* (owned) */
} Handover;

static void
handover_free (Handover *self)
{
  g_object_unref (self->page);
  g_object_unref (self->button);
  g_object_unref (self->view);
  g_object_unref (self->theirs);
  g_clear_object (&self->file);
  g_object_unref (self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handover, handover_free)

static Handover *
handover_new (KarnePage *page, GtkWidget *button, KarneList *theirs, GCancellable *cancellable)
{
  Handover *self = g_new0 (Handover, 1);

  self->page = g_object_ref (page);
  self->button = g_object_ref (button);
  self->view = g_object_ref (karne_session_get_view (karne_page_get_session (page)));
  self->theirs = g_object_ref (theirs);
  self->cancellable = g_object_ref (cancellable);
  return self;
}

/* A screen reader does not read toasts: what has the focus says it. */
static void
say (Handover *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->page));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  if (KARNE_IS_WINDOW (root))
    karne_window_say (KARNE_WINDOW (root), words);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Handover) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_print_save_finish (GTK_PRINT_OPERATION (object), result, &error))
    {
      karne_access_log_note (self->view, KARNE_ACCESS_ACT_EXPORT, 0, "AuditEvent", NULL, NULL);
      say (self, _ ("The copy is saved. Unlike the record it is not sealed: whoever finds it can "
                    "read it."));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    karne_dialogs_say_error (self->button, _ ("The copy could not be saved"), error);
}

static void
paper_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Handover) self = user_data;
  Handover *goes_on = self; /* C does not order arguments */
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneAccessPaper) paper =
      karne_access_paper_read_finish (KARNE_VIEW (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (paper == NULL)
    {
      karne_dialogs_say_error (self->button, _ ("This could not be read"), error);
      return;
    }
  if (self->file == NULL)
    {
      karne_print_page (self->page, self->button, karne_access_paper_print, paper);
      return;
    }
  operation = karne_print_new_for_page (self->page, karne_access_paper_print, paper);
  karne_print_save_async (operation, goes_on->file, goes_on->cancellable, saved_cb,
                          g_steal_pointer (&self));
}

static void
read_paper (Handover *self)
{
  karne_access_paper_read_async (self->view, self->theirs, self->cancellable, paper_read_cb, self);
}

void
karne_access_handover_print (KarnePage *page,
                             GtkWidget *button,
                             KarneList *theirs,
                             GCancellable *cancellable)
{
  g_return_if_fail (KARNE_IS_PAGE (page) && GTK_IS_WIDGET (button) && KARNE_IS_LIST (theirs));

  read_paper (handover_new (page, button, theirs, cancellable));
}

static void
place_chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Handover) self = user_data;

  self->file = karne_dialogs_save_finish (result, NULL);
  if (self->file != NULL)
    read_paper (g_steal_pointer (&self));
}

void
karne_access_handover_save (KarnePage *page,
                            GtkWidget *button,
                            KarneList *theirs,
                            GCancellable *cancellable)
{
  /* Translators: the name of a file, proposed when the list of who looked at the record is saved:
   * no spaces, no accents. */
  g_autofree char *name = g_strconcat (C_ ("file name", "accesses"), ".pdf", NULL);

  g_return_if_fail (KARNE_IS_PAGE (page) && GTK_IS_WIDGET (button) && KARNE_IS_LIST (theirs));

  karne_dialogs_save_async (button, _ ("Save as a file"), name, cancellable, place_chosen_cb,
                            handover_new (page, button, theirs, cancellable));
}
