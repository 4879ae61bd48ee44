/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-record-row.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

/**
 * KarneRecordRow:
 *
 * A line of a list: what it is, a second line about it, and its state in words.
 *
 * All of it is in its name and description, which are what a screen reader says of a row.
 */
struct _KarneRecordRow
{
  AdwActionRow parent_instance;

  GString *said; /* (owned) the description */
  GtkBox *chips; /* (unowned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneRecordRow, karne_record_row, ADW_TYPE_ACTION_ROW)

static void
say (KarneRecordRow *self, const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  /* A pause between things said one after the other; no sentence is made of them. */
  if (self->said->len > 0)
    g_string_append (self->said, ", ");
  g_string_append (self->said, words);
  karne_a11y_name (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                   self->said->str);
}

static void
karne_record_row_finalize (GObject *object)
{
  g_string_free (KARNE_RECORD_ROW (object)->said, TRUE);

  G_OBJECT_CLASS (karne_record_row_parent_class)->finalize (object);
}

static void
karne_record_row_class_init (KarneRecordRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_record_row_finalize;
}

static void
karne_record_row_init (KarneRecordRow *self)
{
  self->said = g_string_new (NULL);
}

static void
add_icon (KarneRecordRow *self, const char *icon_name)
{
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);
}

GtkWidget *
karne_record_row_new (const char *icon_name, const char *title, const char *subtitle)
{
  KarneRecordRow *self = g_object_new (
      KARNE_TYPE_RECORD_ROW, "use-markup", FALSE, "title",
      /* Translators: stands for the title of something in the record that has none. */
      title != NULL && *title != '\0' ? title : _ ("Without a title"), "subtitle",
      subtitle != NULL ? subtitle : "", NULL);

  if (icon_name != NULL)
    add_icon (self, icon_name);
  karne_a11y_name (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), NULL);
  say (self, subtitle);
  return GTK_WIDGET (self);
}

void
karne_record_row_add_chip (KarneRecordRow *self,
                           const char *icon_name,
                           const char *words,
                           const char *style)
{
  GtkWidget *chip, *label;

  g_return_if_fail (KARNE_IS_RECORD_ROW (self) && words != NULL);

  if (self->chips == NULL)
    {
      self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
      gtk_widget_set_valign (GTK_WIDGET (self->chips), GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->chips));
    }
  chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class (chip, "karne-chip");
  gtk_widget_set_halign (chip, GTK_ALIGN_END);
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  if (icon_name != NULL)
    gtk_box_append (GTK_BOX (chip),
                    g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  label = gtk_label_new (words);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (self->chips, chip);
  say (self, words);
}

void
karne_record_row_set_opens (KarneRecordRow *self, gboolean opens)
{
  g_return_if_fail (KARNE_IS_RECORD_ROW (self));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), opens);
  if (opens)
    adw_action_row_add_suffix (ADW_ACTION_ROW (self),
                               g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                             NULL));
}
