/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-slicer-private.h"
#include "store/karne-pull-state-private.h"

G_BEGIN_DECLS

/* What a page brought. */
typedef struct
{
  KarnePageShape shape;
  gboolean complete;  /* the closing brace was seen */
  char *bundle_type;  /* (nullable) */
  char *next;         /* (nullable) as given by the server */
  char *last_updated; /* (nullable) Bundle.meta.lastUpdated */
  gint64 total;       /* -1: not said */
  guint n_entries;    /* all */
  guint n_matches;    /* entries of the kind that was asked for, stored, known or in quarantine */
  guint n_stored;     /* new or changed here */
  guint n_known;      /* this version was here */
  guint n_outdated;   /* of those, as they were before they were deleted */
  guint n_quarantined;
  guint n_outcomes;    /* OperationOutcome entries: warnings of the server */
  guint64 digest;      /* of the (kind, id, version) set: the same page twice has the same */
  GPtrArray *outcomes; /* texts of those OperationOutcome resources, at most 8 (char*) */
} KarnePage;

void karne_page_free (KarnePage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePage, karne_page_free)

typedef enum
{
  KARNE_INGEST_NONE = 0,
  KARNE_INGEST_IDS_ONLY = 1 << 0, /* entries carry id and meta only (`_elements=id,meta`): stored
                                     nowhere, kept in the listing of the kind */
  KARNE_INGEST_COLLECT = 1 << 1,  /* nothing is stored: the entries' texts are kept for the engine
                                     (batch-response, CapabilityStatement, small pages) */
  KARNE_INGEST_SEARCHED = 1 << 2, /* a search shows it, which may lag behind what a read says: what
                                     is no newer than what was deleted is not stored */
} KarneIngestFlags;

/* One page on its way from the socket into the store. Made on the main thread, works on the store's
 * writing worker. One at a time per store. */
#define KARNE_TYPE_INGEST (karne_ingest_get_type ())
G_DECLARE_FINAL_TYPE (KarneIngest, karne_ingest, KARNE, INGEST, GObject)

/* kind: what was asked for; entries of other kinds in the table are stored too (includes), of any
 * other kind quarantined (WRONG_TYPE). base and patient: of the source, to make absolute references
 * relative, and to notice a Patient that is somebody else's (OTHER_PERSON). */
KarneIngest *karne_ingest_new (KarneStore *store,
                               const KarneSource *source,
                               const char *kind,
                               KarneIngestFlags flags);

/* Feeds bytes; they are stored as they come, in transactions of at most 2,000 rows. Several pushes
 * may be under way: they run in order. */
void karne_ingest_push_async (KarneIngest *self,
                              GBytes *bytes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean karne_ingest_push_finish (KarneIngest *self, GAsyncResult *result, GError **error);

/* The stream has ended: says what the page was. Never fails for what the page is (see `complete`,
 * `flaw`); fails for the store (NO_SPACE, CORRUPT…). With flaw: the error that stopped the slicer,
 * if one did (PROTOCOL, CAPTIVE_PORTAL, TRUNCATED) (transfer full). What was stored stands. */
void karne_ingest_end_async (KarneIngest *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KarnePage *
karne_ingest_end_finish (KarneIngest *self, GAsyncResult *result, GError **flaw, GError **error);

/* Saves the state of the pull in the last part of the page's transaction, and commits. state NULL:
 * saves nothing, commits what came. */
void karne_ingest_commit_async (KarneIngest *self,
                                const KarnePullState *state,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean karne_ingest_commit_finish (KarneIngest *self, GAsyncResult *result, GError **error);

/* With COLLECT: the entries' texts so far, whole entries as sent (GPtrArray of GBytes), after end.
 * (transfer none) */
GPtrArray *karne_ingest_get_entries (KarneIngest *self);

/* Stores one resource's text (a read, an entry of a batch-response that was collected), in a store
 * job: the same path as a page's entry. Returns FALSE only for a failing store; a flawed resource
 * is quarantined. */
gboolean karne_ingest_resource (KarneStore *store,
                                sqlite3 *db,
                                const KarneSource *source,
                                const char *text,
                                gsize len,
                                KarnePage *page,
                                GError **error);

G_END_DECLS
