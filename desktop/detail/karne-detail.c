/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-detail.h"

#include "karne-a11y.h"
#include "karne-beside.h"
#include "karne-bin.h"
#include "karne-chip.h"
#include "karne-wrap-box.h"

/**
 * KarneDetail:
 *
 * All that there is to show of one thing: what it is called, its state in words, its text, its
 * facts, and a remark.
 */
struct _KarneDetail
{
  AdwBin parent_instance;

  GtkBox *head;
  GtkLabel *heading;
  GtkBox *body;
  GtkLabel *note;

  GtkWidget *scrolled;
  GString *said;       /* (owned) all but the heading */
  KarneWrapBox *chips; /* (nullable) */
  GtkWidget *second;   /* (nullable) the heading in another language */
  GPtrArray *drafts;   /* (owned) of char: ends with NULL */
};

G_DEFINE_FINAL_TYPE (KarneDetail, karne_detail, ADW_TYPE_BIN)

/* What scrolls it all has the focus first: assistive technology hears from it what a person sees
 * above the facts. */
static void
tell (KarneDetail *self)
{
  if (gtk_widget_get_mapped (self->scrolled))
    karne_a11y_name (self->scrolled, gtk_label_get_label (self->heading), self->said->str);
}

static void
say (KarneDetail *self, const char *words)
{
  /* A pause between things said one after the other; no sentence is made of them. */
  if (self->said->len > 0)
    g_string_append (self->said, ", ");
  g_string_append (self->said, words);
  tell (self);
}

/* A page names what scrolls in it by its title each time it is shown. */
static void
karne_detail_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (karne_detail_parent_class)->map (widget);

  tell (KARNE_DETAIL (widget));
}

static void
karne_detail_finalize (GObject *object)
{
  g_string_free (KARNE_DETAIL (object)->said, TRUE);
  g_ptr_array_unref (KARNE_DETAIL (object)->drafts);

  G_OBJECT_CLASS (karne_detail_parent_class)->finalize (object);
}

static void
karne_detail_dispose (GObject *object)
{
  KARNE_DETAIL (object)->chips = NULL;
  KARNE_DETAIL (object)->second = NULL;
  karne_bin_dispose_template (object, KARNE_TYPE_DETAIL);

  G_OBJECT_CLASS (karne_detail_parent_class)->dispose (object);
}

static void
karne_detail_class_init (KarneDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_detail_finalize;
  widget_class->map = karne_detail_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/re/karne/Karne/ui/karne-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneDetail, scrolled);
  gtk_widget_class_bind_template_child (widget_class, KarneDetail, head);
  gtk_widget_class_bind_template_child (widget_class, KarneDetail, heading);
  gtk_widget_class_bind_template_child (widget_class, KarneDetail, body);
  gtk_widget_class_bind_template_child (widget_class, KarneDetail, note);
}

static void
karne_detail_init (KarneDetail *self)
{
  self->said = g_string_new (NULL);
  self->drafts = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
karne_detail_set_heading (KarneDetail *self, const char *heading)
{
  g_return_if_fail (KARNE_IS_DETAIL (self));

  gtk_label_set_label (self->heading, heading != NULL ? heading : "");
  tell (self);
}

void
karne_detail_set_struck (KarneDetail *self, gboolean struck)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (KARNE_IS_DETAIL (self));

  pango_attr_list_insert (attributes, pango_attr_strikethrough_new (struck));
  gtk_label_set_attributes (self->heading, attributes);
}

void
karne_detail_add_chip (KarneDetail *self,
                       const char *icon_name,
                       const char *words,
                       const char *style)
{
  g_return_if_fail (KARNE_IS_DETAIL (self) && words != NULL);

  if (self->chips == NULL)
    {
      self->chips = KARNE_WRAP_BOX (karne_wrap_box_new (6));
      gtk_box_append (self->head, GTK_WIDGET (self->chips));
    }
  karne_wrap_box_append (self->chips, karne_chip_new (icon_name, words, style));
  say (self, words);
}

void
karne_detail_add_text (KarneDetail *self, const char *text)
{
  GtkWidget *label;

  g_return_if_fail (KARNE_IS_DETAIL (self));

  if (text == NULL || *text == '\0')
    return;
  label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.f, "wrap", TRUE, "wrap-mode",
                        PANGO_WRAP_WORD_CHAR, NULL);
  gtk_widget_add_css_class (label, "karne-detail-text");
  gtk_box_append (self->body, label);
  say (self, text);
}

/* Both languages */

static void
note_drafts (KarneDetail *self, char **drafts)
{
  for (guint i = 0; drafts != NULL && drafts[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (self->drafts, drafts[i], g_str_equal, NULL))
      g_ptr_array_add (self->drafts, g_strdup (drafts[i]));
}

void
karne_detail_set_heading_said (KarneDetail *self, KarneSay say_it, gconstpointer data)
{
  g_autoptr (KarneBeside) beside = NULL;
  g_autofree char *marked = NULL;

  g_return_if_fail (KARNE_IS_DETAIL (self) && self->second == NULL);

  beside = karne_beside_new (say_it, data);
  note_drafts (self, beside->drafts);
  karne_detail_set_heading (self, beside->french != NULL ? beside->french : beside->words);
  if (beside->french == NULL)
    return;
  marked = karne_beside_dup_marked (beside);
  self->second = g_object_new (GTK_TYPE_LABEL, "label", marked, "xalign", 0.f, "wrap", TRUE,
                               "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_widget_add_css_class (self->second, "title-4");
  gtk_box_insert_child_after (self->head, self->second, GTK_WIDGET (self->heading));
  say (self, marked);
}

void
karne_detail_add_said (KarneDetail *self, KarneSay say_it, gconstpointer data)
{
  g_autoptr (KarneBeside) beside = NULL;
  g_autofree char *whole = NULL;

  g_return_if_fail (KARNE_IS_DETAIL (self));

  beside = karne_beside_new (say_it, data);
  if (beside->words == NULL || *beside->words == '\0')
    return;
  note_drafts (self, beside->drafts);
  gtk_box_append (self->body, karne_beside_make_widget (beside));
  whole = karne_beside_dup_whole (beside);
  say (self, whole);
}

const char *const *
karne_detail_get_drafts (KarneDetail *self)
{
  g_return_val_if_fail (KARNE_IS_DETAIL (self), NULL);

  if (self->drafts->len == 0)
    return NULL;
  if (self->drafts->pdata[self->drafts->len - 1] != NULL)
    g_ptr_array_add (self->drafts, NULL);
  return (const char *const *) self->drafts->pdata;
}

void
karne_detail_add (KarneDetail *self, GtkWidget *widget)
{
  g_return_if_fail (KARNE_IS_DETAIL (self) && GTK_IS_WIDGET (widget));

  gtk_box_append (self->body, widget);
}

void
karne_detail_set_note (KarneDetail *self, const char *note)
{
  g_return_if_fail (KARNE_IS_DETAIL (self));

  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

void
karne_detail_clear (KarneDetail *self)
{
  GtkWidget *child;

  g_return_if_fail (KARNE_IS_DETAIL (self));

  gtk_label_set_label (self->heading, "");
  gtk_label_set_attributes (self->heading, NULL);
  g_string_truncate (self->said, 0);
  if (self->chips != NULL)
    gtk_box_remove (self->head, GTK_WIDGET (self->chips));
  self->chips = NULL;
  if (self->second != NULL)
    gtk_box_remove (self->head, self->second);
  self->second = NULL;
  g_ptr_array_set_size (self->drafts, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->body))) != NULL)
    gtk_box_remove (self->body, child);
}
