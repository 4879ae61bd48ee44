/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-demo.h"
#include "karne-idle.h"
#include "karne-profile.h"

G_BEGIN_DECLS

/**
 * KarneDeskMode:
 * @KARNE_DESK_MODE_CLOSED: nothing is open
 * @KARNE_DESK_MODE_DEMO: fictitious people from a server on this computer
 * @KARNE_DESK_MODE_OWN: a sealed record that stays on this computer
 * @KARNE_DESK_MODE_SHARED: the record of a person who agreed that somebody else sees it, for this
 *   session only
 *
 * What is open at this desk.
 */
typedef enum
{
  KARNE_DESK_MODE_CLOSED,
  KARNE_DESK_MODE_DEMO,
  KARNE_DESK_MODE_OWN,
  KARNE_DESK_MODE_SHARED,
} KarneDeskMode;

#define KARNE_TYPE_DESK_MODE (karne_desk_mode_get_type ())
GType karne_desk_mode_get_type (void);

/**
 * KarneDeskLoss:
 * @KARNE_DESK_LOSS_NONE: nothing went unasked
 * @KARNE_DESK_LOSS_CRASH: the program ended without erasing its session; it is erased now
 * @KARNE_DESK_LOSS_IDLE: the session was locked for too long, and was erased
 * @KARNE_DESK_LOSS_TRIES: the code was wrong too often, and the session was erased
 *
 * What became of a session without anybody saying so.
 */
typedef enum
{
  KARNE_DESK_LOSS_NONE,
  KARNE_DESK_LOSS_CRASH,
  KARNE_DESK_LOSS_IDLE,
  KARNE_DESK_LOSS_TRIES,
} KarneDeskLoss;

/* The code of the demonstration, where there is nothing to protect: the lock says it. */
#define KARNE_DESK_DEMO_CODE "0000"

#define KARNE_TYPE_DESK (karne_desk_get_type ())
G_DECLARE_FINAL_TYPE (KarneDesk, karne_desk, KARNE, DESK, GObject)

KarneDesk *karne_desk_new (void);
KarneDesk *karne_desk_new_with_clock (KarneClock *clock);

void karne_desk_open_demo_async (KarneDesk *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void karne_desk_open_space_async (KarneDesk *self,
                                  const char *name,
                                  const char *passphrase,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void karne_desk_create_space_async (KarneDesk *self,
                                    const char *passphrase,
                                    const char *address,
                                    const KarnePerson *person,
                                    KarneCredentials *credentials,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void karne_desk_open_shared_async (KarneDesk *self,
                                   KarneDemo *demo,
                                   const char *address,
                                   const KarnePerson *person,
                                   KarneCredentials *credentials,
                                   KarneAgreement *agreement,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void karne_desk_show_async (KarneDesk *self,
                            KarneProfile *profile,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* For each of the five above. */
gboolean karne_desk_open_finish (KarneDesk *self, GAsyncResult *result, GError **error);

void karne_desk_close_async (KarneDesk *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_desk_close_finish (KarneDesk *self, GAsyncResult *result, GError **error);

/* Of a session that does not last: what opens it again once it is locked. */
void karne_desk_set_guard (KarneDesk *self, KarneGuard *guard);
void karne_desk_set_code (KarneDesk *self, const char *code);
void karne_desk_lock (KarneDesk *self);
/* secret: the passphrase of a record that lasts, or the code; borrowed. */
void karne_desk_unlock_async (KarneDesk *self,
                              const char *secret,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean karne_desk_unlock_finish (KarneDesk *self, GAsyncResult *result, GError **error);
gboolean karne_desk_get_locked (KarneDesk *self);
/* (nullable) Of a session that does not last. */
KarneGuard *karne_desk_get_guard (KarneDesk *self);
/* Microseconds until a code may be tried. */
gint64 karne_desk_get_wait (KarneDesk *self);
/* Of all records, open or at rest. */
guint karne_desk_get_n_unsent (KarneDesk *self);
KarneIdle *karne_desk_get_idle (KarneDesk *self);
/* What the person had saved outside of the record: it is for them to say whether it stays. */
void karne_desk_note_saved (KarneDesk *self, GFile *file);
GListModel *karne_desk_get_saved (KarneDesk *self);
/* Where the records are that are open, or locked. (transfer full) (element-type KarneSpace) */
GPtrArray *karne_desk_list_spaces (KarneDesk *self);
/* What is to be said of the session before. n_lost: (out): how many changes went with it. */
KarneDeskLoss karne_desk_get_loss (KarneDesk *self, guint *n_lost);

/* In the language that was chosen meanwhile. */
void karne_desk_say_again (KarneDesk *self);

KarneDeskMode karne_desk_get_mode (KarneDesk *self);
/* Whether the people are fictitious, in whichever mode. */
gboolean karne_desk_is_practice (KarneDesk *self);
gboolean karne_desk_get_busy (KarneDesk *self);
GListModel *karne_desk_get_profiles (KarneDesk *self);
KarneProfile *karne_desk_get_profile (KarneDesk *self);
KarneSession *karne_desk_get_session (KarneDesk *self);

G_END_DECLS
