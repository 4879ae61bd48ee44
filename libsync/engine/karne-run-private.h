/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-answer-private.h"
#include "engine/karne-gifts-private.h"
#include "engine/karne-sync.h"
#include "fhir/karne-kind-private.h"
#include "store/karne-ingest-private.h"

G_BEGIN_DECLS

/* One kind in one run. */
typedef struct
{
  const KarneKind *kind;
  KarnePullState *state; /* (owned) as in the store */
  gint64 here;           /* resources of it here, stored or in quarantine */
  gint64 there;          /* what the server counts; -1 unknown */

  gboolean needs_pages;   /* to be pulled page by page, since its cursor if it has one */
  gboolean needs_listing; /* its ids are to be compared */
  gint64 n_matches;       /* that this run saw */
  guint status;           /* of the last refusal; 0 none */
  const char *reason;     /* (nullable) why something of it could not be had */
} KarneKindRun;

/* One run of a sync: what its parts share. Lives as long as the task of the run. */
typedef struct
{
  KarneSync *sync;         /* (owned) */
  KarneStore *store;       /* (owned) */
  KarneSource *source;     /* (owned) */
  KarneExchange *exchange; /* belongs to sync */
  KarneGifts *gifts;       /* (owned) */
  GPtrArray *kinds;        /* (owned) of KarneKindRun, by rank */
  guint page_size;
  gboolean with_on_demand;
  gint64 now;              /* time of the server as last heard, seconds; -1 unknown */
  gboolean listed;         /* a listing ran */
  KarneSyncReport *report; /* (owned) */
} KarneRun;

KarneRun *karne_run_new (KarneSync *sync,
                         KarneStore *store,
                         const KarneSource *source,
                         KarneExchange *exchange,
                         gboolean with_on_demand);
void karne_run_free (KarneRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneRun, karne_run_free)

KarneKindRun *karne_run_find (KarneRun *self, const char *kind);
void karne_run_note_page (KarneRun *self, const KarnePage *page);
/* Why something of a kind is missing: said in the report. */
void karne_run_note_reason (KarneRun *self, KarneKindRun *kind, const char *reason);
void karne_run_note_date (KarneRun *self, gint64 date);
/* In a job: how many of a kind are here. There is one Patient, and it is that of the source: a
 * server may find others whose ids look alike. */
gint64 karne_run_count_here (const KarneRun *self, sqlite3 *db, const KarneKind *kind);
/* Emits `progress`. */
void karne_run_progress (KarneRun *self, KarneKindRun *kind);

/* `Kind?patient=Patient/ID` (or `Patient?_id=ID`), relative to the base; the rest is appended. */
GString *karne_run_search (KarneRun *self, const KarneKind *kind);
char *karne_run_url (KarneRun *self, const char *relative);

/* States of several kinds in one transaction. kinds: GPtrArray of KarneKindRun (transfer none),
 * alive until the end. */
void karne_run_save_async (KarneRun *self,
                           GPtrArray *kinds,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean karne_run_save_finish (KarneRun *self, GAsyncResult *result, GError **error);

/* Pages */

typedef enum
{
  KARNE_PAGES_ALL,     /* everything, or since the cursor where there is one */
  KARNE_PAGES_LISTING, /* ids and versions only */
} KarnePagesMode;

/* Follows the pages of one kind into the store. Returns TRUE also when the kind ended in some other
 * state than whole: the state says. Fails when the run should stop, or with KARNE_ERROR_SERVER when
 * the next kind may still do better. */
void karne_pull_pages_async (KarneRun *run,
                             KarneKindRun *kind,
                             KarnePagesMode mode,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* whole: every page came, all the way. */
gboolean karne_pull_pages_finish (GAsyncResult *result, gboolean *whole, GError **error);

/* Asking several things at once */

/* The status of an answer that is not JSON to its end. */
#define KARNE_ASK_UNREADABLE 1

typedef struct
{
  char *url;           /* relative to the base */
  gpointer data;       /* of whoever asks */
  guint status;        /* Output: 0 while not asked */
  KarneAnswer *answer; /* (owned) (nullable) Output */
} KarneAsk;

KarneAsk *karne_ask_new (char *url, gpointer data);
void karne_ask_free (KarneAsk *self);

/* Asks them all, in batches of at most `most` where the server takes batches. Each ask has its
 * status and answer afterwards, whatever it is. */
void karne_asks_run_async (KarneRun *run,
                           GPtrArray *asks,
                           guint most,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean karne_asks_run_finish (GAsyncResult *result, GError **error);

/* Reads by id */

typedef enum
{
  KARNE_READS_CHANGED,    /* said to be new or changed */
  KARNE_READS_MISSING,    /* was not in a listing: is it gone? */
  KARNE_READS_REFERENCED, /* something refers to it */
} KarneReadsWhy;

/* Reads "Kind/id" (or a canonical, for Questionnaire) and stores what came; takes out what is
 * gone. */
void karne_pull_reads_async (KarneRun *run,
                             GPtrArray *references,
                             KarneReadsWhy why,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_pull_reads_finish (GAsyncResult *result, GError **error);

/* The parts of a run, in their order */

void karne_pull_gifts_async (KarneRun *run,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_pull_gifts_finish (GAsyncResult *result, GError **error);

/* What changed since the cursors, in one exchange where the server lets us. Leaves `needs_pages`
 * and `needs_listing`. */
void karne_pull_changes_async (KarneRun *run,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean karne_pull_changes_finish (GAsyncResult *result, GError **error);

/* What is gone: the listing of one kind, then reads. */
void karne_pull_listing_async (KarneRun *run,
                               KarneKindRun *kind,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean karne_pull_listing_finish (GAsyncResult *result, GError **error);

/* What is referred to and did not come, then the names of authors. */
void karne_pull_references_async (KarneRun *run,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean karne_pull_references_finish (GAsyncResult *result, GError **error);

/* What the person changed here goes to the server; without any, nothing is asked. Ends with an
 * error where the run should stop: what is wrong with one change is written down beside it. */
void karne_push_run_async (KarneRun *run,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean karne_push_run_finish (GAsyncResult *result, GError **error);

/* A server that is told of the access log is sent what is noted in it; another one nothing. now:
 * this computer's time, seconds. Fails when the store does, or is cancelled: what a server makes of
 * it stops no run. */
void karne_tell_access_async (KarneRun *run,
                              gint64 now,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean karne_tell_access_finish (GAsyncResult *result, GError **error);

/* The whole run, which it takes over; returns the report. */
void karne_pull_run_async (KarneRun *run,
                           KarneTransport *transport,
                           KarneClock *clock,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
KarneSyncReport *karne_pull_run_finish (GAsyncResult *result, GError **error);

/* One page, whole: from the request to the store */

typedef struct
{
  guint status;
  gint64 date;
  gboolean broken;     /* it could not be split to its end; what came before stands */
  KarnePage *page;     /* (owned) (nullable) for 2xx */
  KarneIngest *ingest; /* (owned) (nullable) for 2xx: still to be committed */
} KarneFetched;

void karne_fetched_free (KarneFetched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneFetched, karne_fetched_free)

void karne_fetch_page_async (KarneRun *run,
                             const char *kind,
                             const char *url,
                             KarneIngestFlags flags,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KarneFetched *karne_fetch_page_finish (GAsyncResult *result, GError **error);

G_END_DECLS
