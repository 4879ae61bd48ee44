/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_WAITING_GROUP (karne_waiting_group_get_type ())
G_DECLARE_FINAL_TYPE (KarneWaitingGroup, karne_waiting_group, KARNE, WAITING_GROUP, AdwBin)

/* (transfer floating) A row for an item; for the conflicts, a card. */
typedef GtkWidget *(*KarneWaitingWidgetFunc) (KarneChangeItem *item, gpointer data);

/* changes: (nullable): NULL takes all down; of: what they are of. */
void karne_waiting_group_set_changes (KarneWaitingGroup *self,
                                      KarneChangeList *changes,
                                      KarneChangeListOf of,
                                      KarneWaitingWidgetFunc func,
                                      gpointer data);
/* What is said where there is nothing. */
void karne_waiting_group_set_empty_words (KarneWaitingGroup *self,
                                          const char *title,
                                          const char *subtitle);
/* What came of an act: it is shown under the title, and said with what has the focus, or gets it
 * because something went. words: (nullable) */
void karne_waiting_group_say (KarneWaitingGroup *self, const char *icon_name, const char *words);
/* Puts the focus on what comes after the card in which it is, or on the first one. */
void karne_waiting_group_focus_next (KarneWaitingGroup *self);

G_END_DECLS
