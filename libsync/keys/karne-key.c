/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "keys/karne-key-private.h"

#include "karne-error.h"

#include <sodium.h>
#include <string.h>

/* The struct itself is ordinary memory: only the bytes are worth the pages that sodium_malloc takes
 * (a locked one, and guards on both sides). */
struct _KarneKey
{
  gatomicrefcount ref_count;
  guint8 *bytes; /* (owned) locked, out of core dumps, read-only once it is filled */
};

G_DEFINE_BOXED_TYPE (KarneKey, karne_key, karne_key_ref, karne_key_unref)

/* sodium_malloc asks for locked memory but goes on without it; a key that may be swapped is no key
 * to hand out. Locking twice costs nothing. */
static guint8 *
alloc_locked (GError **error)
{
  guint8 *bytes;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                           "Making a key: libsodium does not start");
      return NULL;
    }

  bytes = sodium_malloc (KARNE_KEY_SIZE);
  if (bytes != NULL && sodium_mlock (bytes, KARNE_KEY_SIZE) == 0)
    return bytes;

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                       "Making a key: no memory can be locked");
  sodium_free (bytes);
  return NULL;
}

static KarneKey *
key_new_take (guint8 *bytes)
{
  KarneKey *self = g_new0 (KarneKey, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = bytes;
  sodium_mprotect_readonly (bytes);

  return self;
}

/**
 * karne_key_new_random:
 * @error: return location for an error
 *
 * Makes the key of a new store from the system's random source.
 *
 * Fails with [error@Error] `FAILED` when no memory can be locked.
 *
 * Returns: (transfer full): the key
 */
KarneKey *
karne_key_new_random (GError **error)
{
  guint8 *bytes = alloc_locked (error);

  if (bytes == NULL)
    return NULL;

  randombytes_buf (bytes, KARNE_KEY_SIZE);
  return key_new_take (bytes);
}

/* Copies KARNE_KEY_SIZE bytes; the caller wipes its own. */
KarneKey *
karne_key_new_from_bytes (const guint8 *bytes, GError **error)
{
  guint8 *copy;

  g_return_val_if_fail (bytes != NULL, NULL);

  copy = alloc_locked (error);
  if (copy == NULL)
    return NULL;

  memcpy (copy, bytes, KARNE_KEY_SIZE);
  return key_new_take (copy);
}

const guint8 *
karne_key_get_bytes (KarneKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

/**
 * karne_key_ref:
 * @self: a key
 *
 * Takes a reference. May be called from any thread.
 *
 * Returns: (transfer full): @self
 */
KarneKey *
karne_key_ref (KarneKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * karne_key_unref:
 * @self: (transfer full): a key
 *
 * Drops a reference; the last one wipes the key. May be called from any thread.
 */
void
karne_key_unref (KarneKey *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  sodium_free (self->bytes); /* wipes first */
  g_free (self);
}
