/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-facts.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

/**
 * KarneFacts:
 *
 * What is known of one thing, a line each: what it is, and below it how it is.
 *
 * A screen reader says both of a line, which are its name and its description. The value stands
 * below its label rather than beside it, so that large text in a narrow window has the whole width.
 */
struct _KarneFacts
{
  AdwPreferencesGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KarneFacts, karne_facts, ADW_TYPE_PREFERENCES_GROUP)

static void
karne_facts_class_init (KarneFactsClass *klass)
{
}

static void
karne_facts_init (KarneFacts *self)
{
}

/* The list is inside of the group, which does not hand it out. */
static void
name_list (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    karne_a11y_name (widget, name, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_list (child, name);
}

KarneFacts *
karne_facts_new (const char *title)
{
  g_autofree char *escaped = title != NULL ? g_markup_escape_text (title, -1) : NULL;
  KarneFacts *self = g_object_new (KARNE_TYPE_FACTS, "title", escaped, NULL);

  /* Translators: the name of a list of what is known of one thing, for assistive technology. */
  name_list (GTK_WIDGET (self), title != NULL ? title : _ ("What is known"));
  return self;
}

static GtkWidget *
make_label (const char *text, const char *const *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_set_css_classes (label, (const char **) style);
  return label;
}

static GtkWidget *
make_row (const char *label, const char *value)
{
  static const char *const quiet[] = { "dim-label", "caption", NULL };
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "use-markup",
                                 FALSE, "title", label, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (box, "karne-fact");
  gtk_box_append (GTK_BOX (box), make_label (label, quiet));
  gtk_box_append (GTK_BOX (box), make_label (value, NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  karne_a11y_name (row, label, value);
  return row;
}

void
karne_facts_add (KarneFacts *self, const char *label, const char *value)
{
  g_return_if_fail (KARNE_IS_FACTS (self) && label != NULL);

  if (value != NULL && *value != '\0')
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), make_row (label, value));
}
