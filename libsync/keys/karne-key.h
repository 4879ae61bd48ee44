/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KARNE_KEY_SIZE:
 *
 * How many bytes a key has.
 */
#define KARNE_KEY_SIZE 32

/**
 * KarneKey:
 *
 * The key of one store: 32 random bytes in memory that is locked, kept out of core dumps, and wiped
 * when the last reference goes.
 */
typedef struct _KarneKey KarneKey;

#define KARNE_TYPE_KEY (karne_key_get_type ())
KARNE_API
GType karne_key_get_type (void);

KARNE_API
KarneKey *karne_key_new_random (GError **error);
KARNE_API
KarneKey *karne_key_ref (KarneKey *self);
KARNE_API
void karne_key_unref (KarneKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneKey, karne_key_unref)

/**
 * KarneKeyHolder:
 * @KARNE_KEY_HOLDER_PASSPHRASE: wrapped by a key made of a passphrase (Argon2id, secretbox)
 * @KARNE_KEY_HOLDER_SECRET_SERVICE: in the desktop's Secret Service
 *
 * Who keeps the key of a durable store while it is closed.
 */
typedef enum
{
  KARNE_KEY_HOLDER_PASSPHRASE,
  KARNE_KEY_HOLDER_SECRET_SERVICE,
} KarneKeyHolder;

/* The key file beside a store: how its key is wrapped, never the key. All of these block (Argon2id
 * takes most of a second by design): call them from a worker. */

/* Makes a key and wraps it into a new file; fails with EXISTS over an old one. The file is mode
 * 0600, written whole and synced. passphrase: UTF-8, any length above 0, borrowed; NULL for the
 * Secret Service. */
KARNE_API
KarneKey *
karne_key_file_create (GFile *file, KarneKeyHolder holder, const char *passphrase, GError **error);
/* WRONG_KEY, CORRUPT, NOT_FOUND, KEYRING, TOO_NEW. passphrase is ignored for the Secret Service. */
KARNE_API
KarneKey *karne_key_file_open (GFile *file, const char *passphrase, GError **error);
/* Who holds the key of this file. */
KARNE_API
gboolean karne_key_file_get_holder (GFile *file, KarneKeyHolder *holder, GError **error);
/* Wraps the same key anew: the old file is replaced whole or stays. */
KARNE_API
gboolean karne_key_file_change (GFile *file,
                                KarneKey *key,
                                KarneKeyHolder holder,
                                const char *passphrase,
                                GError **error);
/* Removes the file, overwritten first, and the Secret Service's item. */
KARNE_API
gboolean karne_key_file_erase (GFile *file, GError **error);

G_END_DECLS
