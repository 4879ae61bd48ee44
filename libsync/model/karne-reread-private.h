/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-store.h"

G_BEGIN_DECLS

/* Begins one read, at the end of which somebody calls karne_reread_done (). */
typedef void (*KarneRereadFunc) (gpointer object);

/* What is read anew after each commit, away from the main thread, and once at a time however fast
 * commits come: a member of the object that keeps what was read. */
typedef struct
{
  KarneStore *store; /* (owned) (nullable) NULL before it begins and once it has ended */
  gpointer object;   /* (unowned) to which it belongs */
  KarneRereadFunc func;
  GCancellable *cancellable; /* (owned) (nullable) cancelled when nobody wants to know any more */
  gulong changed_id;
  gboolean is_reading;
  gboolean is_wanted; /* something changed since the read under way began */
} KarneReread;

/* From now on; the first read is asked for apart. */
void
karne_reread_begin (KarneReread *self, KarneStore *store, KarneRereadFunc func, gpointer object);
/* Nothing is read any more; more than once is once. */
void karne_reread_end (KarneReread *self);
/* Whether it has ended: an answer that comes still is of no use. */
gboolean karne_reread_has_ended (KarneReread *self);
/* Now, or as soon as the read under way is done. */
void karne_reread_ask (KarneReread *self);
/* The read under way is done, and what came of it is known. */
void karne_reread_done (KarneReread *self);

G_END_DECLS
