/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-card-box.h"

#define SPACING 12

/**
 * KarneCardBox:
 *
 * What stands below each other and is more than a row: forms, each for an item of a model.
 *
 * In a GtkListBox the arrow keys would go from row to row, and never from one choice to the next.
 */
struct _KarneCardBox
{
  GtkWidget parent_instance;

  GListModel *model; /* (owned) (nullable) */
  KarneCardFunc func;
  gpointer data;
};

G_DEFINE_FINAL_TYPE (KarneCardBox, karne_card_box, GTK_TYPE_WIDGET)

GtkWidget *
karne_card_box_get_card (KarneCardBox *self, guint place)
{
  GtkWidget *card;

  g_return_val_if_fail (KARNE_IS_CARD_BOX (self), NULL);

  card = gtk_widget_get_first_child (GTK_WIDGET (self));
  while (card != NULL && place-- > 0)
    card = gtk_widget_get_next_sibling (card);
  return card;
}

guint
karne_card_box_find_card (KarneCardBox *self, GtkWidget *widget)
{
  guint place = 0;

  g_return_val_if_fail (KARNE_IS_CARD_BOX (self), G_MAXUINT);

  if (widget == NULL)
    return G_MAXUINT;
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self)); card != NULL;
       card = gtk_widget_get_next_sibling (card), place++)
    if (widget == card || gtk_widget_is_ancestor (widget, card))
      return place;
  return G_MAXUINT;
}

static GtkWidget *
get_focus (KarneCardBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static void
remove_cards (KarneCardBox *self, guint position, guint n)
{
  for (; n > 0; n--)
    gtk_widget_unparent (karne_card_box_get_card (self, position));
}

static void
add_cards (KarneCardBox *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);
      GtkWidget *before = i > 0 ? karne_card_box_get_card (self, i - 1) : NULL;

      gtk_widget_insert_after (self->func (item, self->data), GTK_WIDGET (self), before);
    }
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  KarneCardBox *self = data;
  guint focused = karne_card_box_find_card (self, get_focus (self));
  guint n = g_list_model_get_n_items (model);

  remove_cards (self, position, removed);
  add_cards (self, position, added);
  if (n > 0 && focused >= position && focused - position < removed)
    gtk_widget_grab_focus (karne_card_box_get_card (self, MIN (focused, n - 1)));
}

void
karne_card_box_bind_model (KarneCardBox *self, GListModel *model, KarneCardFunc func, gpointer data)
{
  g_return_if_fail (KARNE_IS_CARD_BOX (self));

  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      remove_cards (self, 0, g_list_model_get_n_items (self->model));
    }
  g_set_object (&self->model, model);
  self->func = func;
  self->data = data;
  if (model == NULL)
    return;
  add_cards (self, 0, g_list_model_get_n_items (model));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
}

static void
karne_card_box_dispose (GObject *object)
{
  karne_card_box_bind_model (KARNE_CARD_BOX (object), NULL, NULL, NULL);

  G_OBJECT_CLASS (karne_card_box_parent_class)->dispose (object);
}

static void
karne_card_box_class_init (KarneCardBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_card_box_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
karne_card_box_init (KarneCardBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
}
