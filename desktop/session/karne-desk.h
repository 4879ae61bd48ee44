/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-profile.h"

G_BEGIN_DECLS

/**
 * KarneDeskMode:
 * @KARNE_DESK_MODE_CLOSED: nothing is open
 * @KARNE_DESK_MODE_DEMO: fictitious people from a server on this computer
 * @KARNE_DESK_MODE_OWN: a sealed record that stays on this computer
 *
 * What is open at this desk.
 */
typedef enum
{
  KARNE_DESK_MODE_CLOSED,
  KARNE_DESK_MODE_DEMO,
  KARNE_DESK_MODE_OWN,
} KarneDeskMode;

#define KARNE_TYPE_DESK_MODE (karne_desk_mode_get_type ())
GType karne_desk_mode_get_type (void);

#define KARNE_TYPE_DESK (karne_desk_get_type ())
G_DECLARE_FINAL_TYPE (KarneDesk, karne_desk, KARNE, DESK, GObject)

KarneDesk *karne_desk_new (void);

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
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void karne_desk_show_async (KarneDesk *self,
                            KarneProfile *profile,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* For each of the four above. */
gboolean karne_desk_open_finish (KarneDesk *self, GAsyncResult *result, GError **error);

void karne_desk_close_async (KarneDesk *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_desk_close_finish (KarneDesk *self, GAsyncResult *result, GError **error);

/* In the language that was chosen meanwhile. */
void karne_desk_say_again (KarneDesk *self);

KarneDeskMode karne_desk_get_mode (KarneDesk *self);
gboolean karne_desk_get_busy (KarneDesk *self);
GListModel *karne_desk_get_profiles (KarneDesk *self);
KarneProfile *karne_desk_get_profile (KarneDesk *self);
KarneSession *karne_desk_get_session (KarneDesk *self);

G_END_DECLS
