/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-guard.h"
#include "keys/karne-key.h"
#include "store/karne-store.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SPACE (karne_space_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneSpace, karne_space, KARNE, SPACE, GObject)

/* A folder that holds one person's sealed record: `key.json`, `record.db` and a lock. Its name says
 * nothing of the person: `space-1`, `space-2`… */
KARNE_API
GFile *karne_space_get_default_root (void);
/* Names of the spaces under root, sorted (transfer full). */
KARNE_API
char **karne_space_list (GFile *root, GError **error);
/* Makes the next free name. Nothing is left behind when it fails. */
KARNE_API
KarneSpace *
karne_space_create (GFile *root, KarneKeyHolder holder, const char *passphrase, GError **error);
KARNE_API
KarneSpace *
karne_space_open (GFile *root, const char *name, const char *passphrase, GError **error);
/* Not to last: its key is in memory alone, and closing it erases its folder. */
KARNE_API
GFile *karne_space_get_ephemeral_root (void);
KARNE_API
KarneSpace *karne_space_create_ephemeral (GFile *root, GError **error);
KARNE_API
gboolean karne_space_is_ephemeral (KarneSpace *self);
/* Of an ephemeral one: closed without being erased, its key shut by a guard, and opened again. */
KARNE_API
gboolean karne_space_rest (KarneSpace *self, KarneGuard *guard, GError **error);
KARNE_API
gboolean karne_space_wake (KarneSpace *self, KarneGuard *guard, KarneKey *opened, GError **error);
KARNE_API
gboolean karne_space_is_resting (KarneSpace *self);
/* How much would be lost if this computer stopped: a number, and nothing else, on the disk. */
KARNE_API
gboolean karne_space_note_unsent (KarneSpace *self, guint n_unsent, GError **error);
/* What processes that were killed left of such spaces. n_lost: (out) (optional): what they had
 * noted as not sent. */
KARNE_API
gboolean karne_space_erase_leftovers (GFile *root, guint *n_lost, GError **error);
/* Overwrites the key, then removes the folder. Needs no key. LOCKED when somebody has it open. */
KARNE_API
gboolean karne_space_erase (GFile *root, const char *name, GError **error);
KARNE_API
const char *karne_space_get_name (KarneSpace *self);
KARNE_API
KarneStore *karne_space_get_store (KarneSpace *self);
/* Wraps the key anew. */
KARNE_API
gboolean karne_space_change_passphrase (KarneSpace *self,
                                        KarneKeyHolder holder,
                                        const char *passphrase,
                                        GError **error);
KARNE_API
gboolean karne_space_close (KarneSpace *self, GError **error);

KARNE_API
void karne_space_create_async (GFile *root,
                               KarneKeyHolder holder,
                               const char *passphrase,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KARNE_API
KarneSpace *karne_space_create_finish (GAsyncResult *result, GError **error);
KARNE_API
void karne_space_create_ephemeral_async (GFile *root,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
KARNE_API
KarneSpace *karne_space_create_ephemeral_finish (GAsyncResult *result, GError **error);
KARNE_API
void karne_space_erase_leftovers_async (GFile *root,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
KARNE_API
gboolean karne_space_erase_leftovers_finish (GAsyncResult *result, guint *n_lost, GError **error);
KARNE_API
void karne_space_rest_async (KarneSpace *self,
                             KarneGuard *guard,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
gboolean karne_space_rest_finish (KarneSpace *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_space_wake_async (KarneSpace *self,
                             KarneGuard *guard,
                             KarneKey *opened,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
gboolean karne_space_wake_finish (KarneSpace *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_space_note_unsent_async (KarneSpace *self,
                                    guint n_unsent,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KARNE_API
gboolean karne_space_note_unsent_finish (KarneSpace *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_space_open_async (GFile *root,
                             const char *name,
                             const char *passphrase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
KarneSpace *karne_space_open_finish (GAsyncResult *result, GError **error);
KARNE_API
void karne_space_erase_async (GFile *root,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KARNE_API
gboolean karne_space_erase_finish (GAsyncResult *result, GError **error);
KARNE_API
void karne_space_close_async (KarneSpace *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KARNE_API
gboolean karne_space_close_finish (KarneSpace *self, GAsyncResult *result, GError **error);

G_END_DECLS
