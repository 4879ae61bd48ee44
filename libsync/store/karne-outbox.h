/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-view.h"

G_BEGIN_DECLS

/**
 * KarneOp:
 * @KARNE_OP_CREATE: something new
 * @KARNE_OP_UPDATE: something changed
 * @KARNE_OP_DELETE: something deleted
 *
 * What a change does.
 */
typedef enum
{
  KARNE_OP_CREATE,
  KARNE_OP_UPDATE,
  KARNE_OP_DELETE,
} KarneOp;

/**
 * KarneKeep:
 * @KARNE_KEEP_THEIRS: what the server has
 * @KARNE_KEEP_MINE: what the person wrote here
 * @KARNE_KEEP_BOTH: theirs, then mine, where the field is a list; else mine
 *
 * What is kept of a field that both sides changed.
 */
typedef enum
{
  KARNE_KEEP_THEIRS,
  KARNE_KEEP_MINE,
  KARNE_KEEP_BOTH,
} KarneKeep;

/* What the person changes. Each is on the disk before it is said to be saved, and waits there until
 * the server has it. Without `_async` they wait for the disk. */

KARNE_API
char *karne_store_save (KarneStore *self,
                        gint64 source,
                        const char *kind,
                        const char *id,
                        const char *json,
                        GError **error);
KARNE_API
void karne_store_save_async (KarneStore *self,
                             gint64 source,
                             const char *kind,
                             const char *id,
                             const char *json,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
char *karne_store_save_finish (KarneStore *self, GAsyncResult *result, GError **error);

KARNE_API
gboolean karne_store_delete (KarneStore *self,
                             gint64 source,
                             const char *kind,
                             const char *id,
                             GError **error);
KARNE_API
void karne_store_delete_async (KarneStore *self,
                               gint64 source,
                               const char *kind,
                               const char *id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KARNE_API
gboolean karne_store_delete_finish (KarneStore *self, GAsyncResult *result, GError **error);

KARNE_API
gboolean karne_store_undo (KarneStore *self, gint64 number, GError **error);
KARNE_API
void karne_store_undo_async (KarneStore *self,
                             gint64 number,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
gboolean karne_store_undo_finish (KarneStore *self, GAsyncResult *result, GError **error);

KARNE_API
gboolean karne_store_retry (KarneStore *self, gint64 number, GError **error);
KARNE_API
void karne_store_retry_async (KarneStore *self,
                              gint64 number,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KARNE_API
gboolean karne_store_retry_finish (KarneStore *self, GAsyncResult *result, GError **error);

KARNE_API
gboolean karne_store_resolve (KarneStore *self,
                              gint64 number,
                              GHashTable *choices,
                              KarneKeep otherwise,
                              GError **error);
KARNE_API
void karne_store_resolve_async (KarneStore *self,
                                gint64 number,
                                GHashTable *choices,
                                KarneKeep otherwise,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KARNE_API
gboolean karne_store_resolve_finish (KarneStore *self, GAsyncResult *result, GError **error);

/**
 * KarneWaiting:
 * @number: its number: what undoing and retrying take; the order in which it was made
 * @source: number of the source that it is for
 * @kind: FHIR resource type
 * @id: id of the resource
 * @op: what it does
 * @state: waiting, sending or parked
 * @title: (nullable): what a list shows of the resource
 * @made: when it was made by this computer's clock, seconds since 1970; shown only
 * @tries: how often it was sent
 * @status: HTTP status with which it was refused, 0 for none
 * @reason: (nullable): why it is parked, as a code
 * @words: (nullable): what the server said of it
 *
 * A change that the server does not have yet, as far as is known.
 */
typedef struct
{
  gint64 number;
  gint64 source;
  char *kind;
  char *id;
  KarneOp op;
  KarneRecordState state;
  char *title;
  gint64 made;
  guint tries;
  guint status;
  char *reason;
  char *words;
} KarneWaiting;

#define KARNE_TYPE_WAITING (karne_waiting_get_type ())
KARNE_API
GType karne_waiting_get_type (void);
KARNE_API
KarneWaiting *karne_waiting_copy (const KarneWaiting *self);
KARNE_API
void karne_waiting_free (KarneWaiting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneWaiting, karne_waiting_free)

/**
 * KarneConflictField:
 * @path: where it is in the resource: what [method@Store.resolve] takes
 * @base: (nullable): JSON text of what both sides started from, %NULL for nothing
 * @mine: (nullable): JSON text of what the person wrote, %NULL for nothing
 * @theirs: (nullable): JSON text of what the server has, %NULL for nothing
 * @can_keep_both: it is a list that can hold both
 *
 * A field that both sides changed, each in its own way.
 */
typedef struct
{
  char *path;
  char *base;
  char *mine;
  char *theirs;
  gboolean can_keep_both;
} KarneConflictField;

#define KARNE_TYPE_CONFLICT_FIELD (karne_conflict_field_get_type ())
KARNE_API
GType karne_conflict_field_get_type (void);
KARNE_API
KarneConflictField *karne_conflict_field_copy (const KarneConflictField *self);
KARNE_API
void karne_conflict_field_free (KarneConflictField *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneConflictField, karne_conflict_field_free)

/**
 * KarneConflict:
 * @number: its number: what [method@Store.resolve] takes
 * @source: number of its source
 * @kind: FHIR resource type
 * @id: id of the resource
 * @title: (nullable): what a list shows of it
 * @why: `overlap`: both changed the same; `deleted-there`: deleted on the server, changed here;
 * `deleted-here`: deleted here, changed on the server; `withdrawn`: no longer shown to the person
 * by the server, changed here; `overwritten`: what was written here replaced, on the server, what
 * somebody else had written
 * @base: (nullable): JSON text of what both sides started from
 * @mine: (nullable): JSON text of what the person wrote, %NULL where it was deleted
 * @theirs: (nullable): JSON text of what the server has, or had where it was overwritten; %NULL
 * where it is not there any more
 * @fields: (element-type KarneSync.ConflictField): fields that both sides changed; none where one
 * side deleted it
 * @found: when it was found by this computer's clock, seconds since 1970
 * @decided: when it was decided, 0 for not yet
 * @decision: (nullable): JSON text: `otherwise`, and `fields` by their paths, each `mine`, `theirs`
 * or `both`; `change`, the number of the change that it became, where it became one
 * @updated: (nullable): meta.lastUpdated of what the server has, as it sent it
 * @author: (nullable): who made what the server has, where that is said
 *
 * What both sides changed, and what the person decided of it.
 */
typedef struct
{
  gint64 number;
  gint64 source;
  char *kind;
  char *id;
  char *title;
  char *why;
  char *base;
  char *mine;
  char *theirs;
  GPtrArray *fields;
  gint64 found;
  gint64 decided;
  char *decision;
  char *updated;
  char *author;
} KarneConflict;

#define KARNE_TYPE_CONFLICT (karne_conflict_get_type ())
KARNE_API
GType karne_conflict_get_type (void);
KARNE_API
KarneConflict *karne_conflict_copy (const KarneConflict *self);
KARNE_API
void karne_conflict_free (KarneConflict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneConflict, karne_conflict_free)

/**
 * KarneEvent:
 * @source: number of its source
 * @kind: FHIR resource type
 * @id: id of the resource
 * @title: (nullable): what a list shows of it, %NULL where it is not there any more
 * @at: when, by this computer's clock, seconds since 1970; shown only
 * @what: `sent`, `merged`, `parked`, `conflict`, `decided` or `undone`
 * @detail: (nullable): JSON text: of what was merged and of a conflict an array of the paths; of a
 * decision the decision
 *
 * What became of a change: a line of the record's history.
 */
typedef struct
{
  gint64 source;
  char *kind;
  char *id;
  char *title;
  gint64 at;
  char *what;
  char *detail;
} KarneEvent;

#define KARNE_TYPE_EVENT (karne_event_get_type ())
KARNE_API
GType karne_event_get_type (void);
KARNE_API
KarneEvent *karne_event_copy (const KarneEvent *self);
KARNE_API
void karne_event_free (KarneEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneEvent, karne_event_free)

/* What a reader may see of all that. Labels hide it as they hide the record. */

KARNE_API
GPtrArray *karne_view_list_changes (KarneView *self, GError **error);
KARNE_API
void karne_view_list_changes_async (KarneView *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_changes_finish (KarneView *self, GAsyncResult *result, GError **error);

KARNE_API
GPtrArray *karne_view_list_conflicts (KarneView *self, gboolean decided_too, GError **error);
KARNE_API
void karne_view_list_conflicts_async (KarneView *self,
                                      gboolean decided_too,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_conflicts_finish (KarneView *self, GAsyncResult *result, GError **error);

KARNE_API
GPtrArray *karne_view_list_history (KarneView *self, guint limit, GError **error);
KARNE_API
void karne_view_list_history_async (KarneView *self,
                                    guint limit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_history_finish (KarneView *self, GAsyncResult *result, GError **error);

G_END_DECLS
