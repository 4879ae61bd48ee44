/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/karne-change-item.h"

G_BEGIN_DECLS

/**
 * KarneChangeListOf:
 * @KARNE_CHANGE_LIST_OF_CONFLICTS: what is to be decided, in the order in which it was found
 * @KARNE_CHANGE_LIST_OF_WAITING: what the server does not have yet, in the order in which it was
 *   changed
 * @KARNE_CHANGE_LIST_OF_HISTORY: what became of changes, the newest first
 * @KARNE_CHANGE_LIST_OF_QUARANTINED: what came from a server and could not be taken in
 *
 * What a [class@ChangeList] is of.
 */
typedef enum
{
  KARNE_CHANGE_LIST_OF_CONFLICTS,
  KARNE_CHANGE_LIST_OF_WAITING,
  KARNE_CHANGE_LIST_OF_HISTORY,
  KARNE_CHANGE_LIST_OF_QUARANTINED,
} KarneChangeListOf;

#define KARNE_TYPE_CHANGE_LIST (karne_change_list_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneChangeList, karne_change_list, KARNE, CHANGE_LIST, GObject)

KARNE_API
KarneChangeList *karne_change_list_new (KarneView *view, KarneChangeListOf of, guint page_size);

KARNE_API
void karne_change_list_show_more (KarneChangeList *self);
KARNE_API
void karne_change_list_refresh (KarneChangeList *self);

KARNE_API
guint karne_change_list_get_n_total (KarneChangeList *self);
KARNE_API
guint karne_change_list_get_n_refused (KarneChangeList *self);
KARNE_API
gboolean karne_change_list_get_has_more (KarneChangeList *self);
KARNE_API
gboolean karne_change_list_get_ready (KarneChangeList *self);
KARNE_API
const GError *karne_change_list_get_error (KarneChangeList *self);

G_END_DECLS
