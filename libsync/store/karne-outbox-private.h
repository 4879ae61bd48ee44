/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "store/karne-outbox.h"
#include "store/karne-store-private.h"

G_BEGIN_DECLS

/* What the person changed here and the server does not have yet.
 *
 * A change is in one of three states. `waiting`: it was never sent, or is known to have had no
 * effect. `sending`: a request with it is or may be out, and what came of it is not known until an
 * answer says so; whoever finds it there reads first. `parked`: the server refused it; it waits for
 * the person, and so does what refers to it.
 *
 * Of one resource there are at most two: one that is being sent, and one behind it that rests on
 * it. All these functions run inside a write job unless they say otherwise, and do their work in
 * that job's transaction. */

typedef enum
{
  KARNE_OUTBOX_WAITING,
  KARNE_OUTBOX_SENDING,
  KARNE_OUTBOX_PARKED,
} KarneOutboxState;

typedef struct
{
  gint64 seq;
  gint64 source;
  const char *kind; /* interned */
  char *id;
  KarneOp op;
  char *uuid;
  char *base_version; /* (nullable) */
  char *base_updated; /* (nullable) */
  char *base;         /* (nullable) NULL for a create */
  char *body;         /* (nullable) NULL for a delete */
  KarneOutboxState state;
  guint tries;
  gint64 tried; /* this computer's time of the last try, seconds; 0 never */
  guint status;
  char *reason; /* (nullable) */
  char *words;  /* (nullable) */
  gint64 made;
  gint64 missed; /* the server's time when it was looked for in vain since it was sent, seconds; 0
                    never */
  gboolean
      held; /* set by karne_outbox_list_ready (): being sent, and refers to what is not there */
} KarneOutboxRow;

void karne_outbox_row_free (KarneOutboxRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneOutboxRow, karne_outbox_row_free)

const char *karne_op_to_nick (KarneOp op);
const char *karne_outbox_state_to_nick (KarneOutboxState state);

/* Reading: in any job. */
KarneOutboxRow *karne_outbox_load (sqlite3 *db, gint64 seq, GError **error);
/* All of one resource, in their order: none, one or two. */
GPtrArray *
karne_outbox_list_of (sqlite3 *db, gint64 source, const char *kind, const char *id, GError **error);
/* All of a source, in their order. */
GPtrArray *karne_outbox_list (sqlite3 *db, gint64 source, GError **error);
gboolean karne_outbox_has_rows (sqlite3 *db, gint64 source);
/* What may be asked about or sent now, in its order, at most n behind `after`: what is being sent;
 * what waits, is not behind one that is being sent, and refers to nothing that is not on the server
 * yet. `held`: how many wait for another one. */
GPtrArray *karne_outbox_list_ready (sqlite3 *db,
                                    gint64 source,
                                    gint64 after,
                                    guint n,
                                    guint *held,
                                    GError **error);
/* Creates that refer to each other in a circle, and to nothing else that is not on the server yet:
 * the circle of the lowest number, empty where there is none. */
GPtrArray *karne_outbox_list_circle (sqlite3 *db, gint64 source, GError **error);

/* The person's doing */

/* Saves the text of a resource: `id` NULL makes a new one, whose id and identifier it gets. INVALID
 * where the text is no resource, FORBIDDEN where a kind is not the person's to change, NOT_FOUND,
 * FAILED. */
gboolean karne_outbox_save (KarneStore *store,
                            sqlite3 *db,
                            gint64 source,
                            const char *kind,
                            const char *id,
                            const char *text,
                            char **new_id,
                            gint64 *seq,
                            GError **error);
/* The same of what somebody wrote on the text of a version: CHANGED where another one is here now,
 * which it would write over unseen. */
gboolean karne_outbox_save_edit (KarneStore *store,
                                 sqlite3 *db,
                                 gint64 source,
                                 const char *kind,
                                 const char *id,
                                 const char *text,
                                 char **new_id,
                                 gint64 *seq,
                                 GError **error);
gboolean karne_outbox_delete (KarneStore *store,
                              sqlite3 *db,
                              gint64 source,
                              const char *kind,
                              const char *id,
                              gint64 *seq,
                              GError **error);
/* Restores what was before. CONFLICT while it is being sent. */
gboolean karne_outbox_undo (KarneStore *store, sqlite3 *db, gint64 seq, GError **error);
/* Of one that is parked: it is tried again. */
gboolean karne_outbox_retry (KarneStore *store, sqlite3 *db, gint64 seq, GError **error);

/* The engine's doing */

/* Before the request leaves: committed by then. way: "post" where the server gives the id, which is
 * then kept in `reason` for whoever asks what came of it; NULL otherwise. */
gboolean
karne_outbox_begin (KarneStore *store, sqlite3 *db, gint64 seq, const char *way, GError **error);
/* It was looked for in vain, at that time of the server. */
gboolean karne_outbox_note_missed (sqlite3 *db, gint64 seq, gint64 server_time, GError **error);
/* It is known to have had no effect. */
gboolean karne_outbox_unsend (KarneStore *store, sqlite3 *db, gint64 seq, GError **error);
/* The server has it. text: the resource as it is there, NULL when it was a delete. id: the one that
 * it has there. */
gboolean karne_outbox_done (KarneStore *store,
                            sqlite3 *db,
                            gint64 seq,
                            const char *text,
                            const char *id,
                            GError **error);
/* Of a create that refers to others that the server does not have: it is made without them, and a
 * change behind it puts them in. */
gboolean karne_outbox_split (KarneStore *store, sqlite3 *db, gint64 seq, GError **error);
gboolean karne_outbox_park (KarneStore *store,
                            sqlite3 *db,
                            gint64 seq,
                            guint status,
                            const char *reason,
                            const char *words,
                            GError **error);

typedef enum
{
  KARNE_REBASE_FAILED,
  KARNE_REBASE_DONE,     /* what the server has holds it */
  KARNE_REBASE_WAITING,  /* it is to be sent again, on what the server has */
  KARNE_REBASE_CONFLICT, /* the person decides */
} KarneRebase;

/* What the server has turned out to be `text` (NULL: nothing, for the reason `why`: "deleted-there"
 * or "withdrawn"), and it is known now that the change itself is not there unless it shows. */
KarneRebase karne_outbox_rebase (KarneStore *store,
                                 sqlite3 *db,
                                 gint64 seq,
                                 const char *text,
                                 const char *why,
                                 GError **error);
/* The server overwrote, for us, a version of somebody else: `text`. It is merged in again, or the
 * person decides. */
gboolean karne_outbox_overwritten (KarneStore *store,
                                   sqlite3 *db,
                                   gint64 source,
                                   const char *kind,
                                   const char *id,
                                   const char *base,
                                   const char *mine,
                                   const char *text,
                                   GError **error);

/* The pull's doing */

/* A version came by a pull. handled TRUE: it is not to be stored by who asks. `row`: the resource
 * here is that one, under another id. */
gboolean karne_outbox_take_theirs (KarneStore *store,
                                   sqlite3 *db,
                                   gint64 source,
                                   const char *kind,
                                   const char *id,
                                   const char *text,
                                   gboolean *handled,
                                   GError **error);
gboolean karne_outbox_take_removal (KarneStore *store,
                                    sqlite3 *db,
                                    gint64 source,
                                    const char *kind,
                                    const char *id,
                                    const char *why,
                                    gboolean *handled,
                                    GError **error);

G_END_DECLS
