/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-draft-notice.h"

#include "karne-a11y.h"
#include "karne-locale.h"
#include "karne-window.h"

#include "words/karne-i18n.h"

/* A screen reader does not read toasts: the button says it, too. */
static void
copy_clicked_cb (GtkButton *button, gpointer data)
{
  const char *const *messages = g_object_get_data (G_OBJECT (button), "messages");
  g_autofree char *report =
      karne_unconfirmed_report_to_words (karne_locale_get_language (), messages);
  const char *words =
      _ ("The report is copied. It holds messages of this program only, and nothing "
         "of the record.");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), report);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  if (KARNE_IS_WINDOW (root))
    karne_window_say (KARNE_WINDOW (root), words);
}

GtkWidget *
karne_draft_notice_new (const char *const *messages)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "label",
      _ ("Translation in progress: nobody who speaks this language has confirmed all of it yet. "
         "The French text counts."),
      "xalign", 0.f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *words = gtk_label_new (
      /* Translators: a button: copies what a translator has to know of the text above. */
      _ ("Copy a report on this translation"));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), words);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  karne_a11y_name (button, gtk_label_get_label (GTK_LABEL (words)), NULL);
  g_object_set_data_full (G_OBJECT (button), "messages", g_strdupv ((char **) messages),
                          (GDestroyNotify) g_strfreev);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_clicked_cb), NULL);
  gtk_widget_add_css_class (box, "karne-draft-notice");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}
