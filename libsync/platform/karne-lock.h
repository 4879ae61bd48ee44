/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneLock:
 *
 * The right of one holder to a space: a lock on a small file beside it.
 *
 * The kernel lets go of it when the process ends, however it ends. The file stays: removing it
 * would let two processes each hold a lock on a file of that name.
 */
typedef struct _KarneLock KarneLock;

/* LOCKED when it is held already, by another process or by another KarneLock of this one;
 * NOT_FOUND (no such folder), READ_ONLY, NO_SPACE, FAILED. Never waits. */
KARNE_API
KarneLock *karne_lock_take (const char *path, GError **error);
/* The same of a file that must be there already: NOT_FOUND. */
KARNE_API
KarneLock *karne_lock_take_existing (const char *path, GError **error);
KARNE_API
void karne_lock_release (KarneLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneLock, karne_lock_release)

G_END_DECLS
