/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-run-private.h"
#include "store/karne-outbox-private.h"

G_BEGIN_DECLS

/* How many changes are looked at, and at most sent, at once. */
#define KARNE_PUSH_MOST 64
/* How many requests are at most written down as being sent before they are: all in them is read
 * before it is sent again, should the program end. */
#define KARNE_PUSH_MOST_AHEAD 4
/* Servers commit late: what a search does not find may still come. Seconds. */
#define KARNE_PUSH_OVERLAP 120
/* How often one change is sent in one run without an answer to it. */
#define KARNE_PUSH_MAX_SENDS 3
/* How many pages of the history of one resource are read: of one with more versions since its base
 * nothing is said. */
#define KARNE_PUSH_MOST_HISTORY 20
/* `reason` of what is being sent to a server that gives the id. */
#define KARNE_PUSH_WAY_POST "post"

/* What is known of a change after an answer. */
typedef enum
{
  KARNE_VERDICT_UNKNOWN, /* it is read before anything else is done with it */
  KARNE_VERDICT_DONE,    /* the server has it: `text` and `id` are what it has, no text: deleted */
  KARNE_VERDICT_NO_EFFECT,
  KARNE_VERDICT_ABSENT,  /* read, and not there: the same may be sent again; it may still land */
  KARNE_VERDICT_REFUSED, /* `status`, `reason`, `words` */
  KARNE_VERDICT_LEFT_TO_PULL, /* the server has something else, which a pull brings */
  KARNE_VERDICT_THEIRS,       /* the server has `text`, or nothing, for the reason `why` */
} KarneVerdict;

typedef struct
{
  KarneOutboxRow *row; /* (owned) */
  gboolean by_post;    /* the server gives the id */
  gboolean as_patch;
  gboolean is_stale; /* edited or undone since it was listed: not sent */
  char *body;        /* (owned) (nullable) of the request */

  KarneVerdict verdict;
  char *text; /* (owned) (nullable) */
  char *id;   /* (owned) (nullable) */
  char *made; /* (owned) (nullable) the version that our write made, where its answer says so */
  const char *why;
  guint status;
  const char *reason;
  char *words;       /* (owned) (nullable) */
  char *overwritten; /* (owned) (nullable) a version that ours was written over */
  gboolean asks_history;
  guint n_history;    /* pages of it that were read */
  char *history_next; /* (owned) (nullable) where it goes on, relative to the base */
  char *under;        /* (owned) (nullable) of what was read of it: the newest under what is ours */
  gboolean is_in_history;
  gint64 missed; /* the server's time, where it has to be remembered; 0 */
} KarnePushItem;

KarnePushItem *karne_push_item_new (KarneOutboxRow *row);
void karne_push_item_free (KarnePushItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePushItem, karne_push_item_free)
void karne_push_item_set_text (KarnePushItem *self, GBytes *text, const char *id);
/* Whether the text carries the identifier that we gave. */
gboolean karne_push_item_is_ours (const KarnePushItem *self, GBytes *text);
/* What was to be made, under the id that it got (transfer full). */
char *karne_push_item_text_with_id (const KarnePushItem *self, const char *id);
gboolean karne_push_item_has_identifier (const KarnePushItem *self);
/* Whether it was, when it was sent last. */
gboolean karne_push_item_was_posted (const KarnePushItem *self);

/* Requests */

/* Works out how the change is sent to this server. FALSE: not at all; the verdict says why. */
gboolean karne_push_item_prepare (KarnePushItem *self, const KarneGifts *gifts, gboolean by_post);
KarneRequest *karne_push_item_request (const KarnePushItem *self, KarneRun *run);
/* A Bundle of them all. */
GBytes *karne_push_bundle (GPtrArray *items, const char *type, const char *base);
/* The address that tells whether the server has it, relative to the base. */
char *karne_push_item_read_url (const KarnePushItem *self);
/* Of its history, the page that is not read yet. */
char *karne_push_item_history_url (const KarnePushItem *self);

/* Judging */

void karne_push_judge_answer (KarnePushItem *self, KarneRun *run, const KarneAnswer *answer);
void karne_push_judge_entry (KarnePushItem *self,
                             KarneRun *run,
                             const KarneAnswerEntry *entry,
                             gboolean in_transaction);
/* Of what was read. now: this computer's time, seconds, which is only believed of what was not sent
 * by this process. */
void karne_push_judge_read (KarnePushItem *self, KarneRun *run, const KarneAsk *ask, gint64 now);
/* Of one page of it; `asks_history` says afterwards whether the next is needed. */
void karne_push_judge_history (KarnePushItem *self, KarneRun *run, const KarneAsk *ask);
/* Nothing of a request left this computer. */
gboolean karne_push_never_left (const GError *error);

/* Looking up */

typedef struct
{
  GPtrArray *ready;  /* (owned) of KarnePushItem */
  GPtrArray *circle; /* (owned) of KarnePushItem */
} KarnePushFound;

void karne_push_found_free (KarnePushFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePushFound, karne_push_found_free)

/* What may be asked about or sent now, at most n; what goes together is looked for only where
 * something waits for something else. */
void karne_push_find_async (KarneRun *run,
                            guint n,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
KarnePushFound *karne_push_find_finish (GAsyncResult *result, GError **error);

/* Writes down that they are being sent, in one transaction; sets `is_stale`. */
void karne_push_begin_async (KarneRun *run,
                             GPtrArray *items,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_push_begin_finish (KarneRun *run, GAsyncResult *result, GError **error);

/* Of a circle of creates: this one is made without what it refers to, and changed afterwards. */
void karne_push_split_async (KarneRun *run,
                             const KarnePushItem *item,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_push_split_finish (KarneRun *run, GAsyncResult *result, GError **error);

/* Settling: all verdicts in one transaction */
void karne_push_settle_async (KarneRun *run,
                              GPtrArray *items,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean karne_push_settle_finish (KarneRun *run, GAsyncResult *result, GError **error);

G_END_DECLS
