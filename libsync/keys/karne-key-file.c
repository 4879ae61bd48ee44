/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "keys/karne-key-document-private.h"

#include "karne-error.h"
#include "keys/karne-keyring-private.h"
#include "platform/karne-file-private.h"

#include <string.h>

/* Locked memory that is wiped when it goes. */
typedef guint8 LockedBytes;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LockedBytes, sodium_free)

const KarneKeyCosts karne_key_costs_least = {
  crypto_pwhash_OPSLIMIT_MIN,
  crypto_pwhash_MEMLIMIT_MIN,
};

static const KarneKeyCosts costs_moderate = {
  crypto_pwhash_OPSLIMIT_MODERATE,
  crypto_pwhash_MEMLIMIT_MODERATE,
};

static LockedBytes *
stretch_passphrase (const KarneKeyDocument *document, const char *passphrase, GError **error)
{
  g_autoptr (LockedBytes) wrap = sodium_malloc (crypto_secretbox_KEYBYTES);

  if (wrap != NULL && crypto_pwhash (wrap, crypto_secretbox_KEYBYTES, passphrase,
                                     strlen (passphrase), document->salt, document->costs.opslimit,
                                     document->costs.memlimit, crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_steal_pointer (&wrap);

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                       "Stretching a passphrase: there is not enough memory");
  return NULL;
}

/* Says whether a key is the right one, and nothing else about it. */
static void
compute_check (KarneKey *key, guint8 *check)
{
  static const guint8 text[] = "re.karne.Karne key check 1";

  crypto_generichash (check, KARNE_KEY_CHECK_SIZE, text, sizeof text, karne_key_get_bytes (key),
                      KARNE_KEY_SIZE);
}

static gboolean
is_key_of (const KarneKeyDocument *document, KarneKey *key)
{
  guint8 check[KARNE_KEY_CHECK_SIZE];

  compute_check (key, check);
  return sodium_memcmp (check, document->check, sizeof check) == 0;
}

static gboolean
seal (KarneKeyDocument *document,
      KarneKey *key,
      const char *passphrase,
      const KarneKeyCosts *costs,
      GError **error)
{
  g_autoptr (LockedBytes) wrap = NULL;

  if (passphrase == NULL || passphrase[0] == '\0')
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Sealing a key: the passphrase is empty");
      return FALSE;
    }

  document->costs = *costs;
  randombytes_buf (document->salt, sizeof document->salt);
  randombytes_buf (document->nonce, sizeof document->nonce);
  wrap = stretch_passphrase (document, passphrase, error);
  if (wrap == NULL)
    return FALSE;

  crypto_secretbox_easy (document->sealed, karne_key_get_bytes (key), KARNE_KEY_SIZE,
                         document->nonce, wrap);
  return TRUE;
}

static KarneKey *
unseal (const KarneKeyDocument *document, const char *passphrase, GError **error)
{
  g_autoptr (LockedBytes) wrap =
      stretch_passphrase (document, passphrase != NULL ? passphrase : "", error);
  g_autoptr (LockedBytes) bytes = sodium_malloc (KARNE_KEY_SIZE);

  if (wrap == NULL)
    return NULL;
  if (bytes != NULL && crypto_secretbox_open_easy (bytes, document->sealed, KARNE_KEY_SEALED_SIZE,
                                                   document->nonce, wrap) == 0)
    return karne_key_new_from_bytes (bytes, error);

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                       "Opening a key file: this is not its passphrase");
  return NULL;
}

static KarneKeyDocument *
read_document (const char *path, GError **error)
{
  g_autoptr (GBytes) text = karne_file_read (path, KARNE_KEY_DOCUMENT_MAX_SIZE, error);

  if (text == NULL)
    return NULL;
  if (sodium_init () < 0)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                           "Reading a key file: libsodium does not start");
      return NULL;
    }

  return karne_key_document_parse (text, error);
}

/* For the Secret Service the key is there before the file says so. */
static KarneKeyDocument *
hold (KarneKey *key,
      KarneKeyHolder holder,
      const char *passphrase,
      const KarneKeyCosts *costs,
      GError **error)
{
  g_autoptr (KarneKeyDocument) document = g_new0 (KarneKeyDocument, 1);
  gboolean held;

  document->holder = holder;
  compute_check (key, document->check);
  if (holder == KARNE_KEY_HOLDER_PASSPHRASE)
    held = seal (document, key, passphrase, costs, error);
  else
    {
      document->id = g_uuid_string_random ();
      held = karne_keyring_store (document->id, key, error);
    }

  return held ? g_steal_pointer (&document) : NULL;
}

/* An item that stays behind in the Secret Service opens nothing that its owner has not: no reason
 * to fail what was asked for. */
static void
let_go (const KarneKeyDocument *document)
{
  g_autoptr (GError) error = NULL;

  if (document == NULL || document->id == NULL)
    return;
  if (!karne_keyring_remove (document->id, &error))
    g_debug ("An old key stays in the Secret Service: %s", error->message);
}

static gboolean
is_written (const char *path, const KarneKeyDocument *document)
{
  g_autoptr (KarneKeyDocument) written = read_document (path, NULL);

  return written != NULL && g_strcmp0 (written->id, document->id) == 0;
}

static gboolean
write_document (const char *path,
                const KarneKeyDocument *document,
                gboolean replace,
                GError **error)
{
  g_autoptr (GBytes) text = karne_key_document_print (document);
  gsize size;
  const char *data = g_bytes_get_data (text, &size);

  if (karne_file_write (path, data, size, replace, error))
    return TRUE;

  /* A key that a file names is never dropped, even if that file may not outlive a power cut. */
  if (!is_written (path, document))
    let_go (document);
  return FALSE;
}

KarneKey *
karne_key_file_create_with_costs (GFile *file,
                                  KarneKeyHolder holder,
                                  const char *passphrase,
                                  const KarneKeyCosts *costs,
                                  GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (KarneKey) key = NULL;
  g_autoptr (KarneKeyDocument) document = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && g_file_is_native (file), NULL);

  /* Before a second of stretching, or a prompt; the writing looks again. */
  if (g_file_query_exists (file, NULL))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EXISTS,
                           "Making a key file: there is one already");
      return NULL;
    }

  path = g_file_get_path (file);
  key = karne_key_new_random (error);
  document = key != NULL ? hold (key, holder, passphrase, costs, error) : NULL;
  if (document == NULL || !write_document (path, document, FALSE, error))
    return NULL;

  return g_steal_pointer (&key);
}

/**
 * karne_key_file_create:
 * @file: where; on this computer, in a folder that exists
 * @holder: who keeps the key
 * @passphrase: (nullable): as bytes, not empty; `NULL` for the Secret Service
 * @error: return location for an error
 *
 * Makes a key, and a file by which it can be had again.
 *
 * Blocks: by design for most of a second with a passphrase, as long as the person takes to answer
 * with the Secret Service. Fails with [error@Error] `EXISTS`, `INVALID` (an empty passphrase),
 * `KEYRING`, `NOT_FOUND` (no such folder), `READ_ONLY`, `NO_SPACE` or `FAILED`; then there is no
 * file.
 *
 * Returns: (transfer full): the new key
 */
KarneKey *
karne_key_file_create (GFile *file, KarneKeyHolder holder, const char *passphrase, GError **error)
{
  return karne_key_file_create_with_costs (file, holder, passphrase, &costs_moderate, error);
}

/**
 * karne_key_file_open:
 * @file: a key file
 * @passphrase: (nullable): what was given when it was made or last changed; ignored for the Secret
 *   Service
 * @error: return location for an error
 *
 * Gets the key back. The file is never touched.
 *
 * Blocks like [func@Key.file_create]. Fails with [error@Error] `WRONG_KEY`, `CORRUPT`, `NOT_FOUND`,
 * `TOO_NEW`, `KEYRING` or `FAILED`. A damaged file is told apart from a wrong passphrase.
 *
 * Returns: (transfer full): the key
 */
KarneKey *
karne_key_file_open (GFile *file, const char *passphrase, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (KarneKeyDocument) document = NULL;
  g_autoptr (KarneKey) key = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && g_file_is_native (file), NULL);

  path = g_file_get_path (file);
  document = read_document (path, error);
  if (document == NULL)
    return NULL;

  key = document->holder == KARNE_KEY_HOLDER_PASSPHRASE
            ? unseal (document, passphrase, error)
            : karne_keyring_lookup (document->id, error);
  if (key == NULL || is_key_of (document, key))
    return g_steal_pointer (&key);

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                       "Opening a key file: the key that is kept is another one");
  return NULL;
}

/**
 * karne_key_file_get_holder:
 * @file: a key file
 * @holder: (out): who keeps its key
 * @error: return location for an error
 *
 * Says who to ask for the key, so that only who has a passphrase is asked for it.
 *
 * Fails with [error@Error] `NOT_FOUND`, `CORRUPT`, `TOO_NEW` or `FAILED`.
 *
 * Returns: %TRUE if @holder was set
 */
gboolean
karne_key_file_get_holder (GFile *file, KarneKeyHolder *holder, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (KarneKeyDocument) document = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && g_file_is_native (file), FALSE);
  g_return_val_if_fail (holder != NULL, FALSE);

  path = g_file_get_path (file);
  document = read_document (path, error);
  if (document == NULL)
    return FALSE;

  *holder = document->holder;
  return TRUE;
}

gboolean
karne_key_file_change_with_costs (GFile *file,
                                  KarneKey *key,
                                  KarneKeyHolder holder,
                                  const char *passphrase,
                                  const KarneKeyCosts *costs,
                                  GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (KarneKeyDocument) old = NULL;
  g_autoptr (KarneKeyDocument) document = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && g_file_is_native (file), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  path = g_file_get_path (file);
  old = read_document (path, error);
  if (old == NULL)
    return FALSE;
  if (!is_key_of (old, key))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                           "Changing a key file: it is the file of another key");
      return FALSE;
    }

  document = hold (key, holder, passphrase, costs, error);
  if (document == NULL || !write_document (path, document, TRUE, error))
    return FALSE;

  let_go (old);
  return TRUE;
}

/**
 * karne_key_file_change:
 * @file: a key file
 * @key: its key
 * @holder: who is to keep the key from now on
 * @passphrase: (nullable): the new one; `NULL` for the Secret Service
 * @error: return location for an error
 *
 * Wraps the same key anew: another passphrase, or another holder. The store stays as it is.
 *
 * Blocks like [func@Key.file_create]. The old file is replaced in one act, or stays as it was:
 * after any failure the old way in is still good. Fails with [error@Error] `WRONG_KEY` (it is the
 * file of another key), and as [func@Key.file_create] and [func@Key.file_open] do.
 *
 * Returns: %TRUE if the new way in is the one
 */
gboolean
karne_key_file_change (GFile *file,
                       KarneKey *key,
                       KarneKeyHolder holder,
                       const char *passphrase,
                       GError **error)
{
  return karne_key_file_change_with_costs (file, key, holder, passphrase, &costs_moderate, error);
}

/**
 * karne_key_file_erase:
 * @file: a key file, damaged or not
 * @error: return location for an error
 *
 * Erases the way to a key for good, and with it what the key seals.
 *
 * Fails with [error@Error] `NOT_FOUND`, `READ_ONLY` or `FAILED`; or with `KEYRING` when the file is
 * gone, but the Secret Service may still keep the key.
 *
 * Returns: %TRUE if nothing is left
 */
gboolean
karne_key_file_erase (GFile *file, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (KarneKeyDocument) document = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && g_file_is_native (file), FALSE);

  path = g_file_get_path (file);
  document = read_document (path, NULL);
  if (!karne_file_erase (path, error))
    return FALSE;

  return document == NULL || document->id == NULL || karne_keyring_remove (document->id, error);
}
