/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-print.h"

#include "karne-blocks-print.h"
#include "karne-dialogs.h"
#include "karne-window.h"
#include "words/karne-i18n.h"

/* A screen reader does not read toasts: what has the focus says it. */
static void
say (GtkWidget *widget, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  if (KARNE_IS_WINDOW (root))
    karne_window_say (KARNE_WINDOW (root), words);
}

/* Who printed what is asked for when the printer was: the record may be gone when it is done. */
typedef struct
{
  GtkWidget *widget; /* (owned) */
  KarneView *view;   /* (owned) (nullable) */
  char *title;       /* (owned) of the page */
} Printing;

static void
printing_free (gpointer data, GClosure *closure)
{
  Printing *printing = data;

  g_object_unref (printing->widget);
  g_clear_object (&printing->view);
  g_free (printing->title);
  g_free (printing);
}

static Printing *
printing_new (KarnePage *page, GtkWidget *button)
{
  KarneSession *session = karne_page_get_session (page);
  Printing *printing = g_new0 (Printing, 1);

  printing->widget = g_object_ref (button != NULL ? button : GTK_WIDGET (page));
  if (session != NULL)
    printing->view = g_object_ref (karne_session_get_view (session));
  printing->title = g_strdup (karne_page_get_title (page));
  return printing;
}

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, gpointer data)
{
  const Printing *printing = data;
  GtkWidget *widget = printing->widget;
  g_autoptr (GError) error = NULL;

  if (outcome == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      if (printing->view != NULL)
        karne_access_log_note (printing->view, KARNE_ACCESS_ACT_PRINT, 0, NULL, NULL,
                               printing->title);
      say (widget, _ ("Sent to the printer: remember to take the sheets there."));
    }
  else if (outcome == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      karne_dialogs_say_error (widget, _ ("This page could not be printed"), error);
    }
}

static KarneProfile *
find_profile (GtkRoot *root)
{
  KarneDesk *desk = KARNE_IS_WINDOW (root) ? karne_window_get_desk (KARNE_WINDOW (root)) : NULL;

  return desk != NULL ? karne_desk_get_profile (desk) : NULL;
}

GtkPrintOperation *
karne_print_new (const char *name, const char *birth_date, KarneSheetsFunc fill, gpointer data)
{
  g_autoptr (GPtrArray) blocks = karne_sheets_fill (name, birth_date, fill, data);

  return karne_blocks_print_new (NULL, blocks);
}

GtkPrintOperation *
karne_print_new_for_page (KarnePage *page, KarneSheetsFunc fill, gpointer data)
{
  KarneProfile *profile = find_profile (gtk_widget_get_root (GTK_WIDGET (page)));

  return karne_print_new (profile != NULL ? karne_profile_get_name (profile) : NULL,
                          profile != NULL ? karne_profile_get_birth_date (profile) : NULL, fill,
                          data);
}

void
karne_print_page (KarnePage *page, GtkWidget *button, KarneSheetsFunc fill, gpointer data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  g_autoptr (GtkPrintOperation) operation = karne_print_new_for_page (page, fill, data);

  g_signal_connect_data (operation, "done", G_CALLBACK (printed_cb), printing_new (page, button),
                         printing_free, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}
