/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-profile.h"

G_BEGIN_DECLS

/* The three ways to a record. Each ends with a profile that has a session; nothing was asked of a
 * server yet. What was made on the way is erased when it fails. */

/* A record that lasts as long as it is open. profile: whose it is at that server, with what that
 * person agreed to, where somebody else looks at it. credentials: (nullable) as below. */
void karne_open_record_ephemeral_async (KarneClock *clock,
                                        const char *address,
                                        KarneProfile *profile,
                                        KarneCredentials *credentials,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* A record that is to stay on this computer, sealed by the passphrase. credentials: (nullable) what
 * the person's sign-in gave: kept with the source. */
void karne_open_record_new_async (KarneClock *clock,
                                  const char *passphrase,
                                  const char *address,
                                  const KarnePerson *person,
                                  KarneCredentials *credentials,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* A record of this computer; name: of its space. WRONG_KEY, LOCKED, CORRUPT… */
void karne_open_record_sealed_async (KarneClock *clock,
                                     const char *name,
                                     const char *passphrase,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* For each of the three. (transfer full) */
KarneProfile *karne_open_record_finish (GAsyncResult *result, GError **error);
/* (transfer full) The record read as it may be: as a helper where somebody agreed to that. */
KarneSession *
karne_open_record_make_session (KarneSpace *space, KarneClock *clock, KarneProfile *profile);

G_END_DECLS
