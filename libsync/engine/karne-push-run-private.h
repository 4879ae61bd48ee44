/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-push-private.h"

G_BEGIN_DECLS

/* One push, in rounds: what may be sent is looked up; what may have been sent before is read, or
 * else some of it is sent; what came of that is written down. It ends when nothing is left that
 * this run can do something about.
 *
 * While all goes well, what goes next is written down as being sent, several requests of it at
 * once, while something is with the server, and follows as soon as that has answered: disk and
 * network work side by side, but never two requests. */
typedef struct
{
  KarneRun *run;        /* (unowned) */
  GHashTable *stuck;    /* (owned) numbers of changes: not again in this run */
  GHashTable *alone;    /* (owned) not in a batch */
  GHashTable *posted;   /* (owned) to be made by POST */
  GHashTable *read;     /* (owned) that rest on a text, and were compared with it */
  GHashTable *absent;   /* (owned) that were sent, read, and not found: to be sent as they are */
  GHashTable *doubted;  /* (owned) of which a refusal may mean that the base has moved */
  GHashTable *unknowns; /* (owned) number -> how often no answer came in this run */
  guint batch;
  guint n_failures;
  KarneTries tries;

  /* Of the round */
  GPtrArray *items; /* (owned) of KarnePushItem */
  GPtrArray *asks;  /* (owned) of KarneAsk */
  gboolean is_transaction;
  gboolean no_transaction; /* not in this run: one was refused for what is in it */
  gboolean is_calm;        /* the last answer took all of it: what goes next may be made ready */
  gboolean is_storing;     /* the store settles what went before, or makes ready what goes next */
  guint n_ahead;           /* so many are made ready at once: more with every answer that is calm */
  gboolean is_halted;      /* what was answered waits for the store */
  GPtrArray *settling;     /* (owned) (nullable) what the store settles of `behind` */
  GPtrArray *marked;       /* (owned) (nullable) being written down for `ahead` */
  GPtrArray *behind;       /* (owned) taken by the server, and to be settled with what comes next */
  GPtrArray *ahead;     /* (owned) (nullable) written down as being sent next; nothing of it left */
  GError *answer_error; /* (owned) (nullable) */
  GError *error;        /* (owned) (nullable) what ends the push once this is settled, unless it
                           may be tried again */
  GError *failure;      /* (owned) (nullable) what ends it in any case */
} KarnePush;

gboolean karne_push_is_in (GHashTable *set, const KarnePushItem *item);
/* FALSE: it was there. */
gboolean karne_push_put_in (GHashTable *set, const KarnePushItem *item);
void karne_push_set_all (KarnePush *op, KarneVerdict verdict);

/* Choosing */

GPtrArray *karne_push_items_new (void); /* of KarnePushItem, which it owns */
gboolean karne_push_is_stuck (KarnePush *op, const KarnePushItem *item);
gboolean karne_push_is_to_be_read (KarnePush *op, const KarnePushItem *item);
gboolean karne_push_is_decided (KarnePush *op, const KarnePushItem *item);
gboolean karne_push_is_stale (KarnePush *op, const KarnePushItem *item);
/* The server took all of the round, and nothing is left to be asked about it. */
gboolean karne_push_has_all (KarnePush *op);
gboolean karne_push_is_posting (GPtrArray *items);
/* Bytes that are held for them. */
gsize karne_push_weigh (GPtrArray *items);
/* Takes those of one sort out, in their order (transfer full). */
GPtrArray *karne_push_sort_out (KarnePush *op,
                                GPtrArray *items,
                                gboolean (*belongs) (KarnePush *, const KarnePushItem *));
void karne_push_prepare (KarnePush *op, KarnePushItem *item);
/* Takes out as many as may go together, at most so many (transfer full). */
GPtrArray *karne_push_choose (KarnePush *op, GPtrArray *ready, guint most);
/* The same of what was found, for what goes next; prepares it (transfer full) (nullable). */
GPtrArray *karne_push_choose_ahead (KarnePush *op, GPtrArray *ready);

/* Learning */

/* How often no answer came to it in this run. */
guint karne_push_count_unknowns (KarnePush *op, const KarnePushItem *item);

/* Judges the items of the round by the answer to them, and learns from it for the next. */
void karne_push_learn_from_answer (KarnePush *op, const KarneAnswer *answer);
/* The same where no answer came. error: (transfer full) */
void karne_push_learn_from_failure (KarnePush *op, GError *error);

G_END_DECLS
