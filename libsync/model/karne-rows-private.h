/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/karne-resource.h"

G_BEGIN_DECLS

/* Called after each step, when the rows are as it says. */
typedef void (*KarneRowsFunc) (guint position, guint removed, guint added, gpointer data);

/* Makes `rows` (of KarneResource) say what `items` (of KarneItem) say, in as few steps as there
 * are: a row that is no more or that moved is taken out, one that is new or moved is put in, one
 * that changed where it stands is replaced; all others keep their object. */
void karne_rows_become (GPtrArray *rows, GPtrArray *items, KarneRowsFunc func, gpointer data);

/* For a GHashTable of KarneItem, by source, kind and id. */
guint karne_rows_hash (gconstpointer item);
gboolean karne_rows_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
