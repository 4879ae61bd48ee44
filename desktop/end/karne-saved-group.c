/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-saved-group.h"

#include "karne-record-row.h"

#include <glib/gi18n.h>

/**
 * KarneSavedGroup:
 *
 * The files that the person had saved in this session, each to be kept or erased. They are kept
 * unless somebody says otherwise: that is what they were saved for.
 */
struct _KarneSavedGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group; /* (owned by the bin) */
  GPtrArray *rows;            /* (owned) of GtkWidget, owned by the group too */
  GPtrArray *buttons;         /* (owned) of GtkCheckButton */
  GPtrArray *files;           /* (owned) of GFile, in the same order */
};

G_DEFINE_FINAL_TYPE (KarneSavedGroup, karne_saved_group, ADW_TYPE_BIN)

static void
add_row (KarneSavedGroup *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *place = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  GtkWidget *row = karne_record_row_new ("karne-documents-symbolic", name, place);
  /* Translators: a check button: erases a file that was saved in the session. */
  GtkWidget *button = gtk_check_button_new_with_label (C_ ("file", "Erase"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  name, -1);
  karne_record_row_set_end (KARNE_RECORD_ROW (row), button, NULL);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, g_object_ref (row));
  g_ptr_array_add (self->buttons, g_object_ref (button));
  g_ptr_array_add (self->files, g_object_ref (file));
}

void
karne_saved_group_set_files (KarneSavedGroup *self, GListModel *files)
{
  guint n = files != NULL ? g_list_model_get_n_items (files) : 0;

  g_return_if_fail (KARNE_IS_SAVED_GROUP (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->buttons, 0);
  g_ptr_array_set_size (self->files, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      add_row (self, file);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

GPtrArray *
karne_saved_group_list_to_erase (KarneSavedGroup *self)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (KARNE_IS_SAVED_GROUP (self), files);

  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (self->buttons->pdata[i]))
      g_ptr_array_add (files, g_object_ref (self->files->pdata[i]));
  return files;
}

static void
karne_saved_group_finalize (GObject *object)
{
  KarneSavedGroup *self = KARNE_SAVED_GROUP (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);

  G_OBJECT_CLASS (karne_saved_group_parent_class)->finalize (object);
}

static void
karne_saved_group_class_init (KarneSavedGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_saved_group_finalize;
}

static void
karne_saved_group_init (KarneSavedGroup *self)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->buttons = g_ptr_array_new_with_free_func (g_object_unref);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  adw_preferences_group_set_title (self->group, _ ("Saved outside of the record"));
  adw_preferences_group_set_description (
      self->group, _ ("These files are not sealed, and stay where they are unless they are erased "
                      "with the session."));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}
