/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-left-group.h"

#include "karne-a11y.h"
#include "karne-change-row.h"
#include "karne-left.h"
#include "karne-record-row.h"
#include "karne-text.h"

#include <glib/gi18n.h>

/**
 * KarneLeftGroup:
 *
 * What was not sent, in words, each with a way to give it up: nothing goes without somebody having
 * said so. Emits “decided”.
 */
struct _KarneLeftGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group; /* (owned by the bin) */
  GPtrArray *rows;            /* (owned) of GtkWidget, owned by the group too */
  GPtrArray *list;            /* (owned) (nullable) of KarneLeft */
  GHashTable *valued;         /* (owned) GtkWidget: rows that say all */
  GHashTable *given_up;       /* (owned) key */
  GHashTable *settled;        /* (owned) key -> words, both owned */
};

G_DEFINE_FINAL_TYPE (KarneLeftGroup, karne_left_group, ADW_TYPE_BIN)

enum
{
  SIGNAL_DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
toggled_cb (GtkCheckButton *button, gpointer data)
{
  KarneLeftGroup *self = data;
  const char *key = g_object_get_data (G_OBJECT (button), "key");

  if (gtk_check_button_get_active (button))
    g_hash_table_add (self->given_up, g_strdup (key));
  else
    g_hash_table_remove (self->given_up, key);
  g_signal_emit (self, signals[SIGNAL_DECIDED], 0);
}

static GtkWidget *
make_button (KarneLeftGroup *self, const KarneLeft *left)
{
  /* Translators: a check button: lets a change go that was not sent. */
  GtkWidget *button = gtk_check_button_new_with_label (C_ ("change", "Give up"));

  g_object_set_data_full (G_OBJECT (button), "key", g_strdup (left->key), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                               g_hash_table_contains (self->given_up, left->key));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  left->title, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  return button;
}

/* As “1.10 g/L · 3 March 2026”. */
static void
add_value (KarneLeftGroup *self, GtkWidget *row, const KarneLeft *left)
{
  g_autofree char *date = karne_date_to_words (left->date, KARNE_DATE_STYLE_LONG);
  g_autofree char *words = left->value != NULL ? karne_text_beside (left->value, date) : NULL;

  if (words == NULL || g_hash_table_contains (self->valued, row))
    return;
  karne_record_row_add_line (KARNE_RECORD_ROW (row), words);
  g_hash_table_add (self->valued, row);
}

static void
add_row (KarneLeftGroup *self, const KarneLeft *left)
{
  GtkWidget *row =
      karne_record_row_new (karne_change_row_kind_icon (left->kind), left->title, left->subtitle);
  const char *settled = g_hash_table_lookup (self->settled, left->key);

  karne_record_row_add_line (KARNE_RECORD_ROW (row), left->why);
  if (settled != NULL)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), "karne-up-to-date-symbolic", settled, NULL);
  else
    karne_record_row_set_end (KARNE_RECORD_ROW (row), make_button (self, left), NULL);
  add_value (self, row, left);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, g_object_ref (row));
}

static void
show_list (KarneLeftGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_hash_table_remove_all (self->valued);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; self->list != NULL && i < self->list->len; i++)
    add_row (self, self->list->pdata[i]);
}

/* The same things as before keep their widgets, and whoever is there the focus. */
static gboolean
is_same (GPtrArray *one, GPtrArray *other)
{
  if (one == NULL || other == NULL || one->len != other->len)
    return one == other;
  for (guint i = 0; i < one->len; i++)
    {
      const KarneLeft *left = one->pdata[i];
      const KarneLeft *right = other->pdata[i];

      if (!g_str_equal (left->key, right->key) || g_strcmp0 (left->why, right->why) != 0)
        return FALSE;
    }
  return TRUE;
}

void
karne_left_group_set_list (KarneLeftGroup *self, GPtrArray *list)
{
  gboolean same;

  g_return_if_fail (KARNE_IS_LEFT_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), list != NULL && list->len > 0);
  same = is_same (self->list, list);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  if (list != NULL)
    self->list = g_ptr_array_ref (list);
  else
    {
      g_hash_table_remove_all (self->given_up);
      g_hash_table_remove_all (self->settled);
    }
  if (!same)
    show_list (self);
}

void
karne_left_group_show_values (KarneLeftGroup *self)
{
  g_return_if_fail (KARNE_IS_LEFT_GROUP (self));

  for (guint i = 0; self->list != NULL && i < MIN (self->list->len, self->rows->len); i++)
    add_value (self, self->rows->pdata[i], self->list->pdata[i]);
}

void
karne_left_group_settle (KarneLeftGroup *self, const char *words)
{
  g_return_if_fail (KARNE_IS_LEFT_GROUP (self) && words != NULL);

  for (guint i = 0; self->list != NULL && i < self->list->len; i++)
    g_hash_table_replace (self->settled, g_strdup (((KarneLeft *) self->list->pdata[i])->key),
                          g_strdup (words));
  show_list (self);
  g_signal_emit (self, signals[SIGNAL_DECIDED], 0);
}

guint
karne_left_group_count_undecided (KarneLeftGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (KARNE_IS_LEFT_GROUP (self), 0);

  for (guint i = 0; self->list != NULL && i < self->list->len; i++)
    {
      const KarneLeft *left = self->list->pdata[i];

      n += !g_hash_table_contains (self->given_up, left->key) &&
           !g_hash_table_contains (self->settled, left->key);
    }
  return n;
}

static void
karne_left_group_finalize (GObject *object)
{
  KarneLeftGroup *self = KARNE_LEFT_GROUP (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_pointer (&self->valued, g_hash_table_unref);
  g_clear_pointer (&self->given_up, g_hash_table_unref);
  g_clear_pointer (&self->settled, g_hash_table_unref);

  G_OBJECT_CLASS (karne_left_group_parent_class)->finalize (object);
}

static void
karne_left_group_class_init (KarneLeftGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_left_group_finalize;

  signals[SIGNAL_DECIDED] = g_signal_new ("decided", KARNE_TYPE_LEFT_GROUP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_left_group_init (KarneLeftGroup *self)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->valued = g_hash_table_new (NULL, NULL);
  self->given_up = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  adw_preferences_group_set_title (self->group, _ ("Not sent"));
  adw_preferences_group_set_description (
      self->group, _ ("The server does not have this, and it goes with the session. It can be sent "
                      "now, printed, taken along in a sealed file, or given up."));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}
