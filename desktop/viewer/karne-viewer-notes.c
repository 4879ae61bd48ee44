/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-notes.h"

#include <glib/gi18n.h>

struct _KarneViewerNotes
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkWidget *unverified;
  GtkWidget *masked;
  GtkWidget *more_pages;
};

G_DEFINE_FINAL_TYPE (KarneViewerNotes, karne_viewer_notes, ADW_TYPE_BIN)

static void
update (KarneViewerNotes *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_visible (self->unverified) ||
                                                 gtk_widget_get_visible (self->masked) ||
                                                 gtk_widget_get_visible (self->more_pages));
}

static GtkWidget *
add_note (KarneViewerNotes *self, const char *icon_name, const char *words)
{
  GtkWidget *note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", icon_name, NULL);
  GtkWidget *label = gtk_label_new (words);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (note), icon);
  gtk_box_append (GTK_BOX (note), label);
  gtk_widget_set_visible (note, FALSE);
  gtk_box_append (GTK_BOX (self->box), note);
  return note;
}

static void
karne_viewer_notes_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (karne_viewer_notes_parent_class)->dispose (object);
}

static void
karne_viewer_notes_class_init (KarneViewerNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_viewer_notes_dispose;
}

static void
karne_viewer_notes_init (KarneViewerNotes *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (self->box, "karne-strip");
  adw_bin_set_child (ADW_BIN (self), self->box);
  self->unverified =
      add_note (self, "karne-warning-symbolic",
                _ ("Not verified: the server gave nothing by which this copy could be checked."));
  self->masked = add_note (self, "karne-access-symbolic",
                           _ ("Masked: health professionals do not see this document."));
  self->more_pages =
      add_note (self, "karne-partial-symbolic",
                _ ("There are more pages than can be shown here: save a copy to see all of them."));
  update (self);
}

void
karne_viewer_notes_set_verified (KarneViewerNotes *self, gboolean verified)
{
  g_return_if_fail (KARNE_IS_VIEWER_NOTES (self));

  gtk_widget_set_visible (self->unverified, !verified);
  update (self);
}

void
karne_viewer_notes_set_masked (KarneViewerNotes *self, gboolean masked)
{
  g_return_if_fail (KARNE_IS_VIEWER_NOTES (self));

  gtk_widget_set_visible (self->masked, masked);
  update (self);
}

void
karne_viewer_notes_set_more_pages (KarneViewerNotes *self, gboolean more_pages)
{
  g_return_if_fail (KARNE_IS_VIEWER_NOTES (self));

  gtk_widget_set_visible (self->more_pages, more_pages);
  update (self);
}
