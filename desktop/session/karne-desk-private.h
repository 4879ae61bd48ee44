/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-demo.h"
#include "karne-desk.h"

G_BEGIN_DECLS

/* One person’s record while the desk is locked: nothing of it is in the list of profiles. */
typedef struct
{
  KarneProfile *profile; /* (owned) without its session */
  KarneSession *session; /* (owned) (nullable) still sending what is to be sent */
  KarneSpace *space;     /* (owned) (nullable) at rest, or just opened again */
  guint n_unsent;        /* of the space at rest */
  gboolean is_settled;   /* what was saved before the lock is counted */
} KarneHeld;

struct _KarneDesk
{
  GObject parent_instance;

  KarneClock *clock;     /* (owned) */
  KarneIdle *idle;       /* (owned) */
  KarneDemo *demo;       /* (owned) (nullable) */
  GListStore *profiles;  /* (owned) of KarneProfile */
  GListStore *saved;     /* (owned) of GFile: what was saved elsewhere in this session */
  KarneProfile *profile; /* (owned) (nullable) the one that is shown */
  KarneDeskMode mode;
  gboolean busy;
  GCancellable *opening; /* (owned) (nullable) stops what is being opened */
  GCancellable *caller;  /* (owned) (nullable) by which whoever asked for it stops it */
  gulong caller_id;
  GQueue queued; /* of GTask (owned): to close or unlock; they wait for what is under way */

  /* Locking */
  KarneGuard *guard; /* (owned) (nullable) the code of a session that does not last */
  gboolean locked;
  gboolean lock_again;     /* asked for while it was being unlocked */
  gboolean making_guard;   /* of a code that somebody has just chosen */
  gboolean awaiting_guard; /* it is locked, and rests as soon as there is one */
  GPtrArray *held;         /* (owned) of KarneHeld */
  KarneProfile *returning; /* (owned) (nullable) the one to be shown again */
  char *space_name;        /* (owned) (nullable) of a record that lasts */
  guint n_under_way;       /* how many are just being laid to rest */
  guint wipe_timeout;      /* of the clock: not longer does it try to send */

  /* What the start page has to say */
  KarneDeskLoss loss;
  KarneDeskLoss wiping; /* why it is being wiped */
  guint n_lost;
};

/* What the parts of the desk have of each other. */

void karne_desk_set_mode (KarneDesk *self, KarneDeskMode mode);
void karne_desk_set_profile (KarneDesk *self, KarneProfile *profile);
void karne_desk_set_busy (KarneDesk *self, gboolean busy);
void karne_desk_set_loss (KarneDesk *self, KarneDeskLoss loss, guint n_lost);
void karne_desk_notify_locked (KarneDesk *self);
void karne_desk_watch_idle (KarneDesk *self);
/* Nothing is under way any more: whoever waits comes next. */
void karne_desk_go_on (KarneDesk *self);
/* (transfer full) task, (nullable) error. */
void karne_desk_end_task (GTask *task, GError *error);

void karne_desk_follow_idle (KarneDesk *self);
void karne_desk_erase_leftovers (KarneDesk *self);
/* (transfer full) task */
void karne_desk_begin_close (GTask *task);
/* A code was chosen: what guards the session is made of it. */
void karne_desk_make_guard (KarneDesk *self, const char *code);
/* What has to be sent is laid to rest as soon as it was. */
void karne_desk_follow_unsent (KarneDesk *self, KarneHeld *held);
/* Lays to rest what can be; FALSE where there is nothing to do, or nothing yet. */
gboolean karne_desk_rest (KarneDesk *self);
/* Puts one away that was opened while the desk was being locked. */
void karne_desk_hold (KarneDesk *self, KarneProfile *profile);
/* (transfer full) task */
void karne_desk_begin_unlock (GTask *task);
void karne_desk_forget_lock (KarneDesk *self);
/* (transfer full) Takes its session from the profile. */
KarneHeld *karne_held_new (KarneProfile *profile);
void karne_held_free (KarneHeld *held);
gboolean karne_desk_has_to_send (KarneHeld *held);
gboolean karne_desk_has_any_to_send (KarneDesk *self);
void karne_desk_wipe (KarneDesk *self, KarneDeskLoss why);

G_END_DECLS
