/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

void
karne_a11y_name (gpointer widget, const char *name, const char *description)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  /* An action row is named by its title already, and would be called by both names. */
  if (!ADW_IS_ACTION_ROW (widget))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (description != NULL && *description != '\0')
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                    -1);
  else
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
karne_a11y_fix_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    karne_a11y_fix_buttons (child);
}

/* (nullable) */
static const char *
find_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *words = find_words (child);

      if (words != NULL)
        return words;
    }
  return NULL;
}

static void
mend_button (GtkWidget *button)
{
  const char *name = gtk_widget_get_tooltip_text (button);

  if (name == NULL)
    name = find_words (button);
  if (name != NULL)
    karne_a11y_name (button, name, NULL);
}

void
karne_a11y_mend (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else if (GTK_IS_BUTTON (widget))
    mend_button (widget);
  else if (GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LIST_BOX (widget))
    gtk_widget_set_focusable (widget, FALSE);
  else if (GTK_IS_TEXT_VIEW (widget))
    /* Translators: the name of a piece of text that can be gone through and copied. */
    karne_a11y_name (widget, _ ("Text to copy"), NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    karne_a11y_mend (child);
}

/* A scrolled window takes the focus where nothing in it does, so that it can be scrolled by keys:
 * told not to, GTK 4.8 stops moving the focus there. So it gets a name. */
static void
name_scrolled (GtkWidget *widget, const char *name)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  gtk_widget_set_focusable (widget, TRUE);
  if (ADW_IS_STATUS_PAGE (parent))
    karne_a11y_name (widget, adw_status_page_get_title (ADW_STATUS_PAGE (parent)),
                     adw_status_page_get_description (ADW_STATUS_PAGE (parent)));
  else
    karne_a11y_name (widget, name, NULL);
}

void
karne_a11y_fix_focus (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    gtk_widget_set_focusable (widget, FALSE);
  else if (GTK_IS_SCROLLED_WINDOW (widget))
    name_scrolled (widget, name);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    karne_a11y_fix_focus (child, name);
}

void
karne_a11y_be_window (GtkWidget *window)
{
  g_object_set (window, "accessible-role", GTK_ACCESSIBLE_ROLE_WINDOW, NULL);
}
