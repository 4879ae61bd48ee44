/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-view.h"

G_BEGIN_DECLS

/**
 * KarneAccessAct:
 * @KARNE_ACCESS_ACT_OTHER: something that this version does not know
 * @KARNE_ACCESS_ACT_LOOK: something of the record was read
 * @KARNE_ACCESS_ACT_SEARCH: something was searched for
 * @KARNE_ACCESS_ACT_EXPORT: something was written to a file outside the record
 * @KARNE_ACCESS_ACT_PRINT: something was printed
 * @KARNE_ACCESS_ACT_ADD: something was added
 * @KARNE_ACCESS_ACT_CHANGE: something was changed
 * @KARNE_ACCESS_ACT_DELETE: something was deleted
 * @KARNE_ACCESS_ACT_UNDO: a change that was not sent was taken back
 * @KARNE_ACCESS_ACT_DECIDE: of two versions one was chosen
 * @KARNE_ACCESS_ACT_UNLOCK: the record was opened, or unlocked
 * @KARNE_ACCESS_ACT_SIGN_IN: the person signed in to a server
 *
 * What was done with the record.
 */
typedef enum
{
  KARNE_ACCESS_ACT_OTHER,
  KARNE_ACCESS_ACT_LOOK,
  KARNE_ACCESS_ACT_SEARCH,
  KARNE_ACCESS_ACT_EXPORT,
  KARNE_ACCESS_ACT_PRINT,
  KARNE_ACCESS_ACT_ADD,
  KARNE_ACCESS_ACT_CHANGE,
  KARNE_ACCESS_ACT_DELETE,
  KARNE_ACCESS_ACT_UNDO,
  KARNE_ACCESS_ACT_DECIDE,
  KARNE_ACCESS_ACT_UNLOCK,
  KARNE_ACCESS_ACT_SIGN_IN,
} KarneAccessAct;

/**
 * KarneAccessRow:
 * @number: its number, from 1
 * @at: when, by this computer's clock, seconds since 1970
 * @act: what was done
 * @act_name: the same, as a code that programs can rely on
 * @reader: who did it
 * @role: (nullable): of a helper, its role by its id in the habilitation matrix
 * @name: (nullable): of a helper, its name
 * @structure: (nullable): of a helper, for whom it works
 * @purposes: (nullable): what for, one a line
 * @source: number of the source, 0 for none
 * @kind: (nullable): FHIR resource type; %NULL where it was nothing of the record, or all of it
 * @id: (nullable): id of the resource; %NULL where it was the kind as a whole
 * @title: (nullable): what a list shows of the resource, where it is still there
 * @detail: (nullable): more about it: what was searched for
 * @link: hash of this row and, through the one before it, of all before: 64 hexadecimal digits
 * @events: (nullable) (array zero-terminated=1): ids of the AuditEvents that say the same on
 * servers which are told of it ([method@Store.set_tells]), or are to be; where a server gives the
 * ids, it has another one
 *
 * A row of the access log.
 */
typedef struct
{
  gint64 number;
  gint64 at;
  KarneAccessAct act;
  char *act_name;
  KarneRole reader;
  char *role;
  char *name;
  char *structure;
  char *purposes;
  gint64 source;
  char *kind;
  char *id;
  char *title;
  char *detail;
  char *link;
  char **events;
} KarneAccessRow;

#define KARNE_TYPE_ACCESS_ROW (karne_access_row_get_type ())
KARNE_API
GType karne_access_row_get_type (void);
KARNE_API
KarneAccessRow *karne_access_row_copy (const KarneAccessRow *self);
KARNE_API
void karne_access_row_free (KarneAccessRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAccessRow, karne_access_row_free)

/* What a view reads, searches and saves is noted by itself; this is for the rest. */

KARNE_API
void karne_access_log_set_acting (KarneView *view);
KARNE_API
void karne_access_log_note (KarneView *view,
                            KarneAccessAct act,
                            gint64 source,
                            const char *kind,
                            const char *id,
                            const char *detail);
KARNE_API
void karne_access_log_begin (KarneView *view, KarneAccessAct act, const char *kind);
KARNE_API
void karne_access_log_end (KarneView *view);

/* Reading it. */

KARNE_API
GPtrArray *karne_access_log_list (KarneView *view, gint64 before, guint limit, GError **error);
KARNE_API
void karne_access_log_list_async (KarneView *view,
                                  gint64 before,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KARNE_API
GPtrArray *karne_access_log_list_finish (KarneView *view, GAsyncResult *result, GError **error);

KARNE_API
gint64 karne_access_log_verify (KarneView *view, GError **error);
KARNE_API
void karne_access_log_verify_async (KarneView *view,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KARNE_API
gint64 karne_access_log_verify_finish (KarneView *view, GAsyncResult *result, GError **error);

G_END_DECLS
