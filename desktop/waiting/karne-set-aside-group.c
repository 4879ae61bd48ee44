/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-set-aside-group.h"

#include "karne-bin.h"
#include "karne-record-row.h"

#include <glib/gi18n.h>

/**
 * KarneSetAsideGroup:
 *
 * What came and could not be taken in, with the reason in plain words.
 */
struct _KarneSetAsideGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *more;

  KarneChangeList *changes; /* (owned) (nullable) */
  GPtrArray *rows;          /* (owned) of GtkWidget, which the group owns */
  gboolean waits_for_more;
  guint n_before; /* rows that were there when more was asked for */
};

G_DEFINE_FINAL_TYPE (KarneSetAsideGroup, karne_set_aside_group, ADW_TYPE_BIN)

static void
add_row (KarneSetAsideGroup *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
take_rows_down (KarneSetAsideGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static GtkWidget *
make_row (const KarneQuarantined *line)
{
  g_autofree char *kind = line->kind != NULL ? karne_kind_to_words (line->kind, 1) : NULL;
  g_autofree char *flaw = karne_flaw_to_words (line->flaw);
  g_autofree char *size = karne_size_to_words (line->size);
  GtkWidget *row = karne_record_row_new (
      "karne-set-aside-symbolic",
      /* Translators: stands for something that came from the server and that cannot be read. */
      kind != NULL ? kind : _ ("Something unknown"), flaw);

  karne_record_row_add_chip (KARNE_RECORD_ROW (row), NULL, size, NULL);
  return row;
}

static void
show_lines (KarneSetAsideGroup *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->changes));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KarneChangeItem) item = g_list_model_get_item (G_LIST_MODEL (self->changes), i);

      add_row (self, make_row (karne_change_item_get_quarantined (item)));
    }
  gtk_widget_set_visible (self->more, karne_change_list_get_has_more (self->changes));
  adw_preferences_group_set_description (
      self->group, n > 0
                       ? _ ("This came and could not be taken in. The rest of the record is there, "
                            "and nothing is lost: the server still has it, and it is taken in once "
                            "it comes as it should be.")
                       : NULL);
}

static void
show_error (KarneSetAsideGroup *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  add_row (self,
           karne_record_row_new ("karne-warning-symbolic", _ ("This could not be read"), words));
}

static void
show_changes (KarneSetAsideGroup *self)
{
  const GError *error = karne_change_list_get_error (self->changes);

  if (error != NULL)
    show_error (self, error);
  show_lines (self);
  if (self->rows->len == 0)
    add_row (self, karne_record_row_new ("karne-up-to-date-symbolic", _ ("Nothing is set aside"),
                                         _ ("All that came could be taken in.")));
}

/* The first new row gets the focus, which was on the button. */
static void
focus_first_of_more (KarneSetAsideGroup *self)
{
  if (!self->waits_for_more || self->n_before >= self->rows->len)
    return;
  self->waits_for_more = FALSE;
  gtk_widget_grab_focus (self->rows->pdata[self->n_before]);
}

static void
changes_changed_cb (KarneChangeList *changes, gpointer data)
{
  KarneSetAsideGroup *self = data;
  gboolean is_known = changes != NULL && karne_change_list_get_ready (changes);

  take_rows_down (self);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->group), is_known);
  if (is_known)
    show_changes (self);
  focus_first_of_more (self);
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  KarneSetAsideGroup *self = data;

  self->waits_for_more = TRUE;
  self->n_before = self->rows->len;
  karne_change_list_show_more (self->changes);
}

void
karne_set_aside_group_set_changes (KarneSetAsideGroup *self, KarneChangeList *changes)
{
  g_return_if_fail (KARNE_IS_SET_ASIDE_GROUP (self));

  if (self->changes != NULL)
    g_signal_handlers_disconnect_by_data (self->changes, self);
  g_set_object (&self->changes, changes);
  self->waits_for_more = FALSE;
  if (changes != NULL)
    g_signal_connect_object (changes, "changed", G_CALLBACK (changes_changed_cb), self, 0);
  changes_changed_cb (changes, self);
}

/* The object */

static void
karne_set_aside_group_dispose (GObject *object)
{
  KarneSetAsideGroup *self = KARNE_SET_ASIDE_GROUP (object);

  if (self->changes != NULL)
    g_signal_handlers_disconnect_by_data (self->changes, self);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  karne_bin_dispose_template (object, KARNE_TYPE_SET_ASIDE_GROUP);

  G_OBJECT_CLASS (karne_set_aside_group_parent_class)->dispose (object);
}

static void
karne_set_aside_group_class_init (KarneSetAsideGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_set_aside_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-set-aside-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneSetAsideGroup, group);
  gtk_widget_class_bind_template_child (widget_class, KarneSetAsideGroup, more);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
karne_set_aside_group_init (KarneSetAsideGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}
