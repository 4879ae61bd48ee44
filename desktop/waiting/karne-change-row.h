/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-record-row.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* A change that the server does not have: what it does, how far it got, and, where it can be done,
 * buttons to undo it and to try again. They activate the actions `waiting.undo` and
 * `waiting.retry` with its number. */
GtkWidget *karne_change_row_new (const KarneWaiting *change);

/* What became of a change. */
GtkWidget *karne_event_row_new (const KarneEvent *event);

/* The icon of a kind of thing in the record. */
const char *karne_change_row_kind_icon (const char *kind);

G_END_DECLS
