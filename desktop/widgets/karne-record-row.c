/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-record-row.h"

#include "karne-a11y.h"
#include "karne-chip.h"
#include "karne-line.h"
#include "karne-side-box.h"
#include "karne-wrap-box.h"
#include "karne-wrapped-label.h"

#include <glib/gi18n.h>

/**
 * KarneRecordRow:
 *
 * A line of a list: what it is, a second line about it, and its state in words.
 *
 * All of it is in its name and description, which are what a screen reader says of a row. The words
 * about its state stand below: beside the title they would leave it no room in a narrow window.
 */
struct _KarneRecordRow
{
  AdwPreferencesRow parent_instance;

  GString *said;     /* (owned) the description */
  KarneLine *header; /* all of it, side by side */
  GtkBox *texts;     /* below each other */
  GtkLabel *title;
  KarneWrapBox *chips; /* (nullable) */
  GtkWidget *arrow;    /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneRecordRow, karne_record_row, ADW_TYPE_PREFERENCES_ROW)

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

/* The style classes are those of AdwActionRow, which has no room for a third line. */
static void
karne_record_row_init (KarneRecordRow *self)
{
  self->said = g_string_new (NULL);
  self->header = KARNE_LINE (karne_line_new (6));
  gtk_widget_add_css_class (GTK_WIDGET (self->header), "header");
  self->texts = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->texts), "title");
  gtk_widget_set_hexpand (GTK_WIDGET (self->texts), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->texts), GTK_ALIGN_CENTER);
  karne_line_append (self->header, GTK_WIDGET (self->texts));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->header));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

static GtkWidget *
make_icon (const char *icon_name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

/* Above the words about its state. */
static GtkLabel *
add_text (KarneRecordRow *self, const char *text, const char *style)
{
  GtkWidget *label = karne_wrapped_label_new (text);
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->texts));

  if (self->chips != NULL)
    last = gtk_widget_get_prev_sibling (GTK_WIDGET (self->chips));
  gtk_widget_add_css_class (label, style);
  gtk_box_insert_child_after (self->texts, label, last);
  return GTK_LABEL (label);
}

GtkWidget *
karne_record_row_new (const char *icon_name, const char *title, const char *subtitle)
{
  KarneRecordRow *self = g_object_new (
      KARNE_TYPE_RECORD_ROW, "use-markup", FALSE, "title",
      /* Translators: stands for the title of something in the record that has none. */
      title != NULL && *title != '\0' ? title : _ ("Without a title"), NULL);

  if (icon_name != NULL)
    {
      GtkWidget *icon = make_icon (icon_name);

      gtk_widget_add_css_class (icon, "icon");
      gtk_widget_insert_after (icon, GTK_WIDGET (self->header), NULL);
    }
  self->title =
      add_text (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), "title");
  if (subtitle != NULL && *subtitle != '\0')
    add_text (self, subtitle, "subtitle");
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
  g_return_if_fail (KARNE_IS_RECORD_ROW (self) && words != NULL);

  if (self->chips == NULL)
    {
      self->chips = KARNE_WRAP_BOX (karne_wrap_box_new (6));
      gtk_widget_add_css_class (GTK_WIDGET (self->chips), "karne-chips");
      gtk_box_append (self->texts, GTK_WIDGET (self->chips));
    }
  karne_wrap_box_append (self->chips, karne_chip_new (icon_name, words, style));
  say (self, words);
}

void
karne_record_row_add_line (KarneRecordRow *self, const char *text)
{
  g_return_if_fail (KARNE_IS_RECORD_ROW (self));

  if (text == NULL || *text == '\0')
    return;
  add_text (self, text, "subtitle");
  say (self, text);
}

void
karne_record_row_set_struck (KarneRecordRow *self, gboolean struck)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (KARNE_IS_RECORD_ROW (self));

  pango_attr_list_insert (attributes, pango_attr_strikethrough_new (struck));
  gtk_label_set_attributes (self->title, attributes);
}

void
karne_record_row_set_end (KarneRecordRow *self, GtkWidget *widget, const char *said)
{
  GtkWidget *texts, *side;

  g_return_if_fail (KARNE_IS_RECORD_ROW (self) && GTK_IS_WIDGET (widget));

  texts = GTK_WIDGET (self->texts);
  g_return_if_fail (gtk_widget_get_parent (texts) == GTK_WIDGET (self->header));

  g_object_ref (texts);
  gtk_widget_unparent (texts);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  side = karne_side_box_new (texts, widget, 12);
  gtk_widget_add_css_class (side, "karne-side");
  gtk_widget_set_hexpand (side, TRUE);
  gtk_widget_insert_before (side, GTK_WIDGET (self->header), self->arrow);
  g_object_unref (texts);
  say (self, said);
}

void
karne_record_row_announce (KarneRecordRow *self, const char *words)
{
  g_autofree char *all = NULL;

  g_return_if_fail (KARNE_IS_RECORD_ROW (self));

  if (words != NULL)
    all = g_strjoin (self->said->len > 0 ? " " : "", words, self->said->str, NULL);
  karne_a11y_name (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                   words != NULL ? all : self->said->str);
}

void
karne_record_row_set_opens (KarneRecordRow *self, gboolean opens)
{
  g_return_if_fail (KARNE_IS_RECORD_ROW (self));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), opens);
  if (opens && self->arrow == NULL)
    {
      self->arrow = make_icon ("go-next-symbolic");
      karne_line_append (self->header, self->arrow);
    }
  if (self->arrow != NULL)
    gtk_widget_set_visible (self->arrow, opens);
}
