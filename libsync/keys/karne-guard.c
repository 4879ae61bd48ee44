/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "keys/karne-guard-private.h"

#include "karne-error.h"

#include <sodium.h>
#include <string.h>

/* The pause after the first wrong code; each one after it doubles the pause. */
#define FIRST_PAUSE_US (2 * G_USEC_PER_SEC)

G_STATIC_ASSERT (crypto_box_SEEDBYTES == KARNE_KEY_SIZE);
G_STATIC_ASSERT (crypto_box_SECRETKEYBYTES == KARNE_KEY_SIZE);

/* Of the code nothing is kept, nor of what is made of it, but a public key: by that a session is
 * shut without asking for the code, and only with the code is it opened again. */
struct _KarneGuard
{
  gatomicrefcount ref_count;
  KarneKeyCosts costs;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];

  GMutex lock;      /* around what follows: codes are tried in a worker */
  guint n_wrong;    /* in a row */
  gint64 not_until; /* monotonic: a code that comes before is not looked at */
};

G_DEFINE_BOXED_TYPE (KarneGuard, karne_guard, karne_guard_ref, karne_guard_unref)

static const KarneKeyCosts costs_moderate = {
  crypto_pwhash_OPSLIMIT_MODERATE,
  crypto_pwhash_MEMLIMIT_MODERATE,
};

/**
 * karne_guard_is_code:
 * @text: (nullable): what was typed
 *
 * Says whether it can be a code.
 *
 * Returns: whether it is four digits, and nothing else
 */
gboolean
karne_guard_is_code (const char *text)
{
  return text != NULL && strlen (text) == KARNE_GUARD_CODE_LENGTH &&
         strspn (text, "0123456789") == KARNE_GUARD_CODE_LENGTH;
}

/* (transfer full) The secret key that belongs to a code, and its public key. */
static KarneKey *
derive (const KarneGuard *self, const char *code, guint8 *public_key, GError **error)
{
  guint8 *seed = sodium_malloc (crypto_box_SEEDBYTES);
  guint8 *secret = sodium_malloc (crypto_box_SECRETKEYBYTES);
  KarneKey *key = NULL;

  if (seed == NULL || secret == NULL ||
      crypto_pwhash (seed, crypto_box_SEEDBYTES, code, strlen (code), self->salt,
                     self->costs.opslimit, self->costs.memlimit, crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_MEMORY,
                         "Stretching a code: there is not enough memory");
  else
    {
      crypto_box_seed_keypair (public_key, secret, seed);
      key = karne_key_new_from_bytes (secret, error);
    }
  sodium_free (seed);
  sodium_free (secret);
  return key;
}

KarneGuard *
karne_guard_new_with_costs (const char *code, const KarneKeyCosts *costs, GError **error)
{
  g_autoptr (KarneGuard) self = NULL;
  g_autoptr (KarneKey) secret = NULL;

  if (!karne_guard_is_code (code))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Taking a code: it is not four digits");
      return NULL;
    }
  if (sodium_init () < 0)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                           "Taking a code: libsodium does not start");
      return NULL;
    }
  self = g_new0 (KarneGuard, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->costs = *costs;
  randombytes_buf (self->salt, sizeof self->salt);
  secret = derive (self, code, self->public_key, error);
  return secret != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * karne_guard_new:
 * @code: four digits that the person chose
 * @error: return location for an error
 *
 * Takes the code by which a session is to be unlocked. Blocks for about a second (Argon2id). The
 * code itself is not kept.
 *
 * Fails with [error@Error] `INVALID` where it is not four digits, with `NO_MEMORY` or `FAILED`.
 *
 * Returns: (transfer full): the guard
 */
KarneGuard *
karne_guard_new (const char *code, GError **error)
{
  return karne_guard_new_with_costs (code, &costs_moderate, error);
}

/**
 * karne_guard_ref:
 * @self: a guard
 *
 * Takes a reference. May be called from any thread.
 *
 * Returns: (transfer full): @self
 */
KarneGuard *
karne_guard_ref (KarneGuard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * karne_guard_unref:
 * @self: (transfer full): a guard
 *
 * Drops a reference. May be called from any thread.
 */
void
karne_guard_unref (KarneGuard *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  sodium_memzero (self->salt, sizeof self->salt);
  g_free (self);
}

/* A code counts as wrong until it turned out to be right: whoever has the program killed, or the
 * memory run out, in the middle gains no try by it. */
static gboolean
begin_try (KarneGuard *self, gint64 now, GError **error)
{
  gboolean ok = FALSE;

  g_mutex_lock (&self->lock);
  if (self->n_wrong >= KARNE_GUARD_MAX_TRIES)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                         "Trying a code: there were too many wrong ones");
  else if (now < self->not_until)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Trying a code: it is too early");
  else
    {
      self->not_until = now + (FIRST_PAUSE_US << self->n_wrong);
      self->n_wrong++;
      ok = TRUE;
    }
  g_mutex_unlock (&self->lock);
  return ok;
}

static void
end_try (KarneGuard *self, gboolean was_right)
{
  g_mutex_lock (&self->lock);
  if (was_right)
    {
      self->n_wrong = 0;
      self->not_until = 0;
    }
  /* Without its salt no code opens anything any more. */
  else if (self->n_wrong >= KARNE_GUARD_MAX_TRIES)
    sodium_memzero (self->salt, sizeof self->salt);
  g_mutex_unlock (&self->lock);
}

/**
 * karne_guard_open:
 * @self: a guard
 * @code: what was typed
 * @now: the time of a clock that never goes back, in microseconds
 * @error: return location for an error
 *
 * Tries a code. Blocks for about a second.
 *
 * After each wrong one there is a pause, twice as long each time, in which none is looked at
 * (`G_IO_ERROR_BUSY`; it does not count). After five wrong ones in a row nothing opens the guard
 * any more: what it guards is to be wiped. Fails with [error@Error] `WRONG_KEY`; with `INVALID`,
 * uncounted, for what cannot be a code.
 *
 * Returns: (transfer full): what opens the keys that were shut; to be dropped once they are
 */
KarneKey *
karne_guard_open (KarneGuard *self, const char *code, gint64 now, GError **error)
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  g_autoptr (KarneKey) secret = NULL;
  gboolean is_right;

  g_return_val_if_fail (self != NULL, NULL);

  if (!karne_guard_is_code (code))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Trying a code: it is not four digits");
      return NULL;
    }
  if (!begin_try (self, now, error))
    return NULL;
  secret = derive (self, code, public_key, error);
  is_right = secret != NULL && sodium_memcmp (public_key, self->public_key, sizeof public_key) == 0;
  end_try (self, is_right);
  if (secret == NULL || is_right)
    return g_steal_pointer (&secret);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY, "Trying a code: it is another");
  return NULL;
}

/**
 * karne_guard_get_tries_left:
 * @self: a guard
 *
 * Says how many more wrong codes it bears.
 *
 * Returns: 0 where nothing opens it any more
 */
guint
karne_guard_get_tries_left (KarneGuard *self)
{
  guint n_wrong;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  n_wrong = self->n_wrong;
  g_mutex_unlock (&self->lock);
  return KARNE_GUARD_MAX_TRIES - n_wrong;
}

/**
 * karne_guard_get_wait:
 * @self: a guard
 * @now: as for [method@Guard.open]
 *
 * Says for how long no code is looked at.
 *
 * Returns: microseconds; 0 where one may be tried
 */
gint64
karne_guard_get_wait (KarneGuard *self, gint64 now)
{
  gint64 not_until;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  not_until = self->not_until;
  g_mutex_unlock (&self->lock);
  return MAX (not_until - now, 0);
}

GBytes *
karne_guard_seal (KarneGuard *self, KarneKey *key)
{
  guint8 sealed[crypto_box_SEALBYTES + KARNE_KEY_SIZE];

  crypto_box_seal (sealed, karne_key_get_bytes (key), KARNE_KEY_SIZE, self->public_key);
  return g_bytes_new (sealed, sizeof sealed);
}

KarneKey *
karne_guard_unseal (KarneGuard *self, KarneKey *opened, GBytes *sealed, GError **error)
{
  guint8 *bytes = sodium_malloc (KARNE_KEY_SIZE);
  KarneKey *key = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (sealed, &size);

  if (bytes != NULL && size == crypto_box_SEALBYTES + KARNE_KEY_SIZE &&
      crypto_box_seal_open (bytes, data, size, self->public_key, karne_key_get_bytes (opened)) == 0)
    key = karne_key_new_from_bytes (bytes, error);
  else
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                         "Opening a key: it is not what was shut");
  sodium_free (bytes);
  return key;
}

/* The same, in a thread */

typedef struct
{
  KarneGuard *guard; /* (owned) (nullable) the one to be opened */
  char *code;        /* (owned) wiped */
  gint64 now;
} Try;

static void
try_free (Try *try)
{
  g_clear_pointer (&try->guard, karne_guard_unref);
  sodium_memzero (try->code, strlen (try->code));
  g_free (try->code);
  g_free (try);
}

static GTask *
make_task (gpointer tag,
           const char *code,
           gint64 now,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Try *try = g_new0 (Try, 1);

  try->code = g_strdup (code);
  try->now = now;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, try, (GDestroyNotify) try_free);
  return task;
}

static void
new_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const Try *try = data;
  GError *error = NULL;
  KarneGuard *self = karne_guard_new (try->code, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) karne_guard_unref);
  else
    g_task_return_error (task, error);
}

/**
 * karne_guard_new_async:
 * @code: as for [ctor@Guard.new]
 * @cancellable: (nullable): stops waiting
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * The same as [ctor@Guard.new], in a thread.
 */
void
karne_guard_new_async (const char *code,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (code != NULL);

  task = make_task (karne_guard_new_async, code, 0, cancellable, callback, user_data);
  g_task_run_in_thread (task, new_in_thread);
}

/**
 * karne_guard_new_finish:
 * @result: as given to the callback
 * @error: return location for an error
 *
 * Finishes [func@Guard.new_async].
 *
 * Returns: (transfer full): the guard
 */
KarneGuard *
karne_guard_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
open_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const Try *try = data;
  GError *error = NULL;
  KarneKey *opened = karne_guard_open (try->guard, try->code, try->now, &error);

  if (opened != NULL)
    g_task_return_pointer (task, opened, (GDestroyNotify) karne_key_unref);
  else
    g_task_return_error (task, error);
}

/**
 * karne_guard_open_async:
 * @self: a guard
 * @code: as for [method@Guard.open]
 * @now: as for [method@Guard.open]
 * @cancellable: (nullable): stops waiting; the try counts
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * The same as [method@Guard.open], in a thread.
 */
void
karne_guard_open_async (KarneGuard *self,
                        const char *code,
                        gint64 now,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Try *try;

  g_return_if_fail (self != NULL && code != NULL);

  task = make_task (karne_guard_open_async, code, now, cancellable, callback, user_data);
  try = g_task_get_task_data (task);
  try->guard = karne_guard_ref (self);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * karne_guard_open_finish:
 * @result: as given to the callback
 * @error: return location for an error
 *
 * Finishes [method@Guard.open_async].
 *
 * Returns: (transfer full): as [method@Guard.open]
 */
KarneKey *
karne_guard_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
