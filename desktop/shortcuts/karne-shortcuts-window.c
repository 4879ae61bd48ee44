/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-shortcuts-window.h"

#include "karne-a11y.h"
#include "karne-shortcuts.h"

#include <glib/gi18n.h>

/**
 * KarneShortcutsWindow:
 *
 * The keys, in words. A GtkShortcutsWindow keeps its width, whatever the screen and the size of the
 * text, and has parts without names for assistive technology.
 */
struct _KarneShortcutsWindow
{
  AdwWindow parent_instance;

  GtkBox *groups;
};

G_DEFINE_FINAL_TYPE (KarneShortcutsWindow, karne_shortcuts_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_keys (const KarneShortcut *shortcut)
{
  GtkWidget *keys = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  for (guint i = 0; i < shortcut->n_shown; i++)
    gtk_box_append (GTK_BOX (keys), gtk_shortcut_label_new (shortcut->keys[i]));
  return keys;
}

static GtkWidget *
make_row (const KarneShortcut *shortcut)
{
  const char *title = g_dpgettext2 (NULL, "shortcuts", shortcut->title);
  g_autofree char *words = karne_shortcut_dup_words (shortcut);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "use-markup",
                                 FALSE, "title", title, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (box, "karne-fact");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_keys (shortcut));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  karne_a11y_name (row, title, words);
  return row;
}

static AdwPreferencesGroup *
add_group (KarneShortcutsWindow *self, const char *section)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                   g_dpgettext2 (NULL, "shortcuts", section));
  gtk_box_append (self->groups, group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_all (KarneShortcutsWindow *self)
{
  const char *section = NULL;
  AdwPreferencesGroup *group = NULL;

  for (const KarneShortcut *shortcut = karne_shortcuts_get_all (); shortcut->title != NULL;
       shortcut++)
    {
      if (g_strcmp0 (section, shortcut->section) != 0)
        group = add_group (self, shortcut->section);
      section = shortcut->section;
      adw_preferences_group_add (group, make_row (shortcut));
    }
}

static void
karne_shortcuts_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KARNE_TYPE_SHORTCUTS_WINDOW);

  G_OBJECT_CLASS (karne_shortcuts_window_parent_class)->dispose (object);
}

static void
karne_shortcuts_window_class_init (KarneShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_shortcuts_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-shortcuts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneShortcutsWindow, groups);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
karne_shortcuts_window_init (KarneShortcutsWindow *self)
{
  karne_a11y_be_window (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_name (GTK_WIDGET (self), "shortcuts");
  add_all (self);
  karne_a11y_fix_focus (GTK_WIDGET (self), gtk_window_get_title (GTK_WINDOW (self)));
}

KarneShortcutsWindow *
karne_shortcuts_window_new (GtkApplication *application, GtkWindow *parent)
{
  return g_object_new (KARNE_TYPE_SHORTCUTS_WINDOW, "application", application, "transient-for",
                       parent, NULL);
}
