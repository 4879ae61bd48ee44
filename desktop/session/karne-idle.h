/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/* How long before it locks it says so. */
#define KARNE_IDLE_WARNING_SECONDS 30

/**
 * KarneIdleWatch:
 * @KARNE_IDLE_WATCH_NOTHING: nothing is open
 * @KARNE_IDLE_WATCH_OPEN: something is open, and is to be locked where nobody is there
 * @KARNE_IDLE_WATCH_LOCKED: it is locked, and is to be wiped where nobody comes back
 *
 * What a [class@Idle] watches over.
 */
typedef enum
{
  KARNE_IDLE_WATCH_NOTHING,
  KARNE_IDLE_WATCH_OPEN,
  KARNE_IDLE_WATCH_LOCKED,
} KarneIdleWatch;

#define KARNE_TYPE_IDLE (karne_idle_get_type ())
G_DECLARE_FINAL_TYPE (KarneIdle, karne_idle, KARNE, IDLE, GObject)

KarneIdle *karne_idle_new (KarneClock *clock);

/* In minutes. wipe: 0 for never. */
void karne_idle_set_limits (KarneIdle *self, guint lock, guint wipe);
void karne_idle_set_watch (KarneIdle *self, KarneIdleWatch watch);
/* Somebody is there. */
void karne_idle_touch (KarneIdle *self);
/* How soon it locks, in steps of ten; 0 while that is not near. */
guint karne_idle_get_seconds_left (KarneIdle *self);

G_END_DECLS
