/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-list-cards.h"

#include "karne-text.h"

typedef struct
{
  KarneListHeadingFunc func;
  gpointer data;
} Cards;

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "label", text, "xalign", 0.0f, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "karne-list-heading");
  return label;
}

/* (transfer full) (nullable) */
static char *
dup_heading (const Cards *cards, GtkListBoxRow *row)
{
  g_autofree char *text = row != NULL ? cards->func (row, cards->data) : NULL;

  return karne_text_capitalize (text);
}

static void
set_heading (GtkListBoxRow *row, const char *text)
{
  GtkWidget *heading = gtk_list_box_row_get_header (row);

  if (text == NULL)
    gtk_list_box_row_set_header (row, NULL);
  else if (heading == NULL || !g_str_equal (gtk_label_get_label (GTK_LABEL (heading)), text))
    gtk_list_box_row_set_header (row, make_heading (text));
}

static void
set_style (GtkListBoxRow *row, const char *style, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (row), style);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), style);
}

static void
set_heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const Cards *cards = data;
  g_autofree char *here = dup_heading (cards, row);
  g_autofree char *above = dup_heading (cards, before);
  gboolean begins = before == NULL || g_strcmp0 (here, above) != 0;

  set_heading (row, begins ? here : NULL);
  set_style (row, "karne-first", begins);
  if (before != NULL)
    set_style (before, "karne-last", begins);
}

void
karne_list_cards_set_heading_func (GtkListBox *box, KarneListHeadingFunc func, gpointer data)
{
  Cards *cards;

  g_return_if_fail (GTK_IS_LIST_BOX (box) && func != NULL);

  cards = g_new0 (Cards, 1);
  cards->func = func;
  cards->data = data;
  gtk_widget_remove_css_class (GTK_WIDGET (box), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (box), "karne-grouped");
  gtk_list_box_set_header_func (box, set_heading_cb, cards, g_free);
}

/* The header function never sees what comes after the last row; once something does, that says
 * whether the card ends there. */
void
karne_list_cards_end (GtkListBox *box, guint n_rows)
{
  GtkListBoxRow *last;

  g_return_if_fail (GTK_IS_LIST_BOX (box));

  last = n_rows > 0 ? gtk_list_box_get_row_at_index (box, (int) n_rows - 1) : NULL;
  if (last != NULL)
    set_style (last, "karne-last", TRUE);
}
