/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-adopt.h"

#include "karne-choice.h"

/* What is where in a page is the same in all languages: the nth entry is the nth entry. */

typedef gboolean (*Fits) (GtkWidget *widget);

static void
collect (GPtrArray *found, GtkWidget *widget, Fits fits)
{
  if (fits (widget))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (found, child, fits);
}

static GPtrArray *
find_all (KarnePage *page, Fits fits)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (found, GTK_WIDGET (page), fits);
  return found;
}

/* What was written */

static gboolean
is_text (GtkWidget *widget)
{
  return GTK_IS_TEXT (widget) && gtk_editable_get_editable (GTK_EDITABLE (widget));
}

static void
adopt_text (gpointer own, gpointer other)
{
  const char *text = gtk_editable_get_text (other);

  if (g_strcmp0 (gtk_editable_get_text (own), text) != 0)
    gtk_editable_set_text (own, text);
}

/* What was chosen */

static gboolean
is_choice (GtkWidget *widget)
{
  return KARNE_IS_CHOICE (widget);
}

static void
adopt_choice (gpointer own, gpointer other)
{
  const char *chosen = karne_choice_get_chosen (other);

  if (chosen != NULL)
    karne_choice_set_chosen (own, chosen);
}

/* How far it was scrolled */

static gboolean
is_scrolled (GtkWidget *widget)
{
  return GTK_IS_SCROLLED_WINDOW (widget);
}

static void scroll_cb (GtkAdjustment *adjustment, gpointer data);

static gboolean
can_reach (GtkAdjustment *adjustment, double value)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) >= value;
}

/* What is read of the record comes a moment later. */
static void
scroll_cb (GtkAdjustment *adjustment, gpointer data)
{
  double value = *(double *) data;

  if (!can_reach (adjustment, value))
    return;
  g_signal_handlers_disconnect_by_func (adjustment, scroll_cb, data);
  gtk_adjustment_set_value (adjustment, value);
}

static void
free_value (gpointer value, GClosure *closure)
{
  g_free (value);
}

static void
adopt_scrolling (gpointer own, gpointer other)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (own);
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (other));

  if (value > 0)
    g_signal_connect_data (adjustment, "changed", G_CALLBACK (scroll_cb),
                           g_memdup2 (&value, sizeof value), free_value, G_CONNECT_AFTER);
}

/* All of it */

static const struct
{
  Fits fits;
  void (*adopt) (gpointer own, gpointer other);
} kinds[] = {
  { is_choice, adopt_choice },
  { is_text, adopt_text },
  { is_scrolled, adopt_scrolling },
};

void
karne_adopt_page (KarnePage *page, KarnePage *from)
{
  g_return_if_fail (KARNE_IS_PAGE (page) && KARNE_IS_PAGE (from));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GPtrArray) own = find_all (page, kinds[i].fits);
      g_autoptr (GPtrArray) other = find_all (from, kinds[i].fits);

      for (guint n = 0; own->len == other->len && n < own->len; n++)
        kinds[i].adopt (own->pdata[n], other->pdata[n]);
    }
}
