/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_CARD_BOX (karne_card_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneCardBox, karne_card_box, KARNE, CARD_BOX, GtkWidget)

/* (transfer floating) A widget for an item of the model. */
typedef GtkWidget *(*KarneCardFunc) (gpointer item, gpointer data);

/* model: (nullable): NULL takes all down. Each item has a widget as long as it is there; where the
 * one that goes has the focus, what stands in its place then gets it. */
void karne_card_box_bind_model (KarneCardBox *self,
                                GListModel *model,
                                KarneCardFunc func,
                                gpointer data);
/* (nullable) The widget of the item in a place. */
GtkWidget *karne_card_box_get_card (KarneCardBox *self, guint place);
/* The place of the card in which a widget is, or G_MAXUINT. */
guint karne_card_box_find_card (KarneCardBox *self, GtkWidget *widget);

G_END_DECLS
