/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key.h"

G_BEGIN_DECLS

/**
 * KARNE_GUARD_CODE_LENGTH:
 *
 * How many digits a code has.
 */
#define KARNE_GUARD_CODE_LENGTH 4

/**
 * KARNE_GUARD_MAX_TRIES:
 *
 * How many wrong codes in a row a guard bears.
 */
#define KARNE_GUARD_MAX_TRIES 5

/**
 * KarneGuard:
 *
 * What keeps the keys of a session shut, in memory, while it is locked: a code of four digits.
 *
 * It never seals anything on a disk: all the codes there are were tried in two hours.
 */
typedef struct _KarneGuard KarneGuard;

#define KARNE_TYPE_GUARD (karne_guard_get_type ())
KARNE_API
GType karne_guard_get_type (void);

KARNE_API
gboolean karne_guard_is_code (const char *text);
/* Blocks, as what opens it does: call them from a worker. INVALID, FAILED. */
KARNE_API
KarneGuard *karne_guard_new (const char *code, GError **error);
KARNE_API
KarneGuard *karne_guard_ref (KarneGuard *self);
KARNE_API
void karne_guard_unref (KarneGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneGuard, karne_guard_unref)

/* now: monotonic, in microseconds. */
KARNE_API
KarneKey *karne_guard_open (KarneGuard *self, const char *code, gint64 now, GError **error);
KARNE_API
guint karne_guard_get_tries_left (KarneGuard *self);
KARNE_API
gint64 karne_guard_get_wait (KarneGuard *self, gint64 now);

KARNE_API
void karne_guard_new_async (const char *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
KARNE_API
KarneGuard *karne_guard_new_finish (GAsyncResult *result, GError **error);
KARNE_API
void karne_guard_open_async (KarneGuard *self,
                             const char *code,
                             gint64 now,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
KarneKey *karne_guard_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
