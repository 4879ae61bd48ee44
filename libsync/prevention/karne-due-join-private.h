/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-due-list.h"
#include "prevention/karne-history-read-private.h"

G_BEGIN_DECLS

/* A line that a server sent, or that the person wrote, before it has met anything. */
typedef struct
{
  KarneDueNotice *notice; /* (owned) (nullable) once taken */
  KarneItem *act;         /* (owned) (nullable) of the person's own act */
  KarneOwnAct own;
  char *codes;    /* (owned) (nullable) lines of system|code */
  char *diseases; /* (owned) (nullable) likewise */
  char *focus;    /* (owned) (nullable) Kind/id */
  char *authored; /* (owned) (nullable) */
} KarneDueLine;

void karne_due_line_free (gpointer data);

/* (transfer full) Of KarneDueEntry, in the order in which they are listed: what is due, together
 * with the lines (of KarneDueLine; they are emptied) that speak of it, and those that speak of
 * nothing that is due. ended: (nullable) the last pregnancy, where the record says that it is over
 * without a birth. */
GPtrArray *karne_due_join (KarneRules *rules,
                           const KarnePregnancy *ended,
                           GPtrArray *dues,
                           GPtrArray *lines,
                           KarneDay on);

/* In a read job: what karne_view_list_due () hands out. history: (out) (optional) (transfer full):
 * what it rests on. */
GPtrArray *karne_due_read (sqlite3 *db,
                           KarneRules *rules,
                           KarneReader *reader,
                           const char *on,
                           KarneHistory **history,
                           GCancellable *cancellable,
                           GError **error);

/* How a notice stands on a day, by its status and dates. `late`: (nullable) since when it is
 * overdue. Sets state, declined and to. */
void karne_due_notice_judge (KarneDueNotice *self, const char *late, KarneDay on);

G_END_DECLS
