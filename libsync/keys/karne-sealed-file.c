/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "keys/karne-sealed-file-private.h"

#include "karne-error.h"
#include "platform/karne-file-private.h"

#include <sodium.h>
#include <string.h>

/* The file, all numbers with the lowest byte first:
 *
 *   15  "KARNE-SEALED-1" and a line feed
 *    8  Argon2id: operations                         (crypto_pwhash, ALG_ARGON2ID13)
 *    8  Argon2id: bytes of memory
 *   16  Argon2id: salt
 *   24  header of a crypto_secretstream_xchacha20poly1305
 *   17  a piece of nothing, with all of the above as its additional data: what tells a wrong
 *       passphrase from a damaged file
 *    n  pieces of 65536 bytes (17 more each), the last one shorter and with the tag FINAL
 *
 * The key of the stream is the 32 bytes that Argon2id makes of the passphrase. */

#define MAGIC "KARNE-SEALED-1\n"
#define MAGIC_SIZE (sizeof MAGIC - 1)
#define COSTS_AT MAGIC_SIZE
#define SALT_AT (COSTS_AT + 16)
#define HEADER_AT (SALT_AT + crypto_pwhash_SALTBYTES)
#define HEAD_SIZE (HEADER_AT + crypto_secretstream_xchacha20poly1305_HEADERBYTES)
#define PIECE_SIZE 65536
#define MORE crypto_secretstream_xchacha20poly1305_ABYTES

/* A file from a stranger shall cost neither all memory nor all day. */
#define MAX_FILE_SIZE (256 * 1024 * 1024)
#define MAX_MEMLIMIT ((guint64) 1024 * 1024 * 1024)
#define MAX_OPSLIMIT ((guint64) 16)

typedef guint8 StreamKey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StreamKey, sodium_free)

static const KarneKeyCosts costs_moderate = {
  crypto_pwhash_OPSLIMIT_MODERATE,
  crypto_pwhash_MEMLIMIT_MODERATE,
};

static void
put_number (guint8 *at, guint64 number)
{
  guint64 little = GUINT64_TO_LE (number);

  memcpy (at, &little, sizeof little);
}

static guint64
get_number (const guint8 *at)
{
  guint64 little;

  memcpy (&little, at, sizeof little);
  return GUINT64_FROM_LE (little);
}

static StreamKey *
stretch (const guint8 *head, const char *passphrase, GError **error)
{
  g_autoptr (StreamKey) key = sodium_malloc (crypto_secretstream_xchacha20poly1305_KEYBYTES);

  if (key != NULL &&
      crypto_pwhash (key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase,
                     strlen (passphrase), head + SALT_AT, get_number (head + COSTS_AT),
                     get_number (head + COSTS_AT + 8), crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_steal_pointer (&key);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_MEMORY,
                       "Stretching a passphrase: there is not enough memory");
  return NULL;
}

static gboolean
start (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                       "Sealing a file: libsodium does not start");
  return FALSE;
}

/* Writing */

static void
push (crypto_secretstream_xchacha20poly1305_state *state,
      GByteArray *to,
      const guint8 *data,
      gsize size,
      const guint8 *additional,
      gsize additional_size,
      guint8 tag)
{
  guint at = to->len;

  g_byte_array_set_size (to, at + (guint) (size + MORE));
  crypto_secretstream_xchacha20poly1305_push (state, to->data + at, NULL, data, size, additional,
                                              additional_size, tag);
}

static GByteArray *
seal (GBytes *content, const char *passphrase, const KarneKeyCosts *costs, GError **error)
{
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  g_autoptr (StreamKey) key = NULL;
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 head[HEAD_SIZE];
  gsize left;
  const guint8 *data = g_bytes_get_data (content, &left);

  memcpy (head, MAGIC, MAGIC_SIZE);
  put_number (head + COSTS_AT, costs->opslimit);
  put_number (head + COSTS_AT + 8, costs->memlimit);
  randombytes_buf (head + SALT_AT, crypto_pwhash_SALTBYTES);
  key = stretch (head, passphrase, error);
  if (key == NULL)
    return NULL;
  crypto_secretstream_xchacha20poly1305_init_push (&state, head + HEADER_AT, key);
  g_byte_array_append (sealed, head, HEAD_SIZE);
  push (&state, sealed, NULL, 0, head, HEAD_SIZE, 0);
  for (; left >= PIECE_SIZE; data += PIECE_SIZE, left -= PIECE_SIZE)
    push (&state, sealed, data, PIECE_SIZE, NULL, 0, 0);
  push (&state, sealed, data, left, NULL, 0, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
  sodium_memzero (&state, sizeof state);
  return g_steal_pointer (&sealed);
}

gboolean
karne_sealed_file_write_with_costs (GFile *file,
                                    GBytes *content,
                                    const char *passphrase,
                                    const KarneKeyCosts *costs,
                                    GError **error)
{
  g_autoptr (GByteArray) sealed = NULL;

  if (passphrase == NULL || *passphrase == '\0')
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Sealing a file: the passphrase is empty");
      return FALSE;
    }
  if (!start (error))
    return FALSE;
  sealed = seal (content, passphrase, costs, error);
  return sealed != NULL &&
         karne_file_write (g_file_peek_path (file), sealed->data, sealed->len, TRUE, error);
}

/**
 * karne_sealed_file_write:
 * @file: where, on this computer; what is there is replaced
 * @content: what is to be in it
 * @passphrase: what opens it again, not empty
 * @error: return location for an error
 *
 * Writes something that only its passphrase opens. Blocks for about a second (Argon2id).
 *
 * The form of the file is in its source; `karne unseal` reads it.
 *
 * Fails with [error@Error] `INVALID`, `NO_MEMORY`, `NO_SPACE`, `READ_ONLY`, `NOT_FOUND` (no such
 * folder) or `FAILED`.
 *
 * Returns: %TRUE if it is on the disk
 */
gboolean
karne_sealed_file_write (GFile *file, GBytes *content, const char *passphrase, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file) && g_file_peek_path (file) != NULL, FALSE);
  g_return_val_if_fail (content != NULL, FALSE);

  return karne_sealed_file_write_with_costs (file, content, passphrase, &costs_moderate, error);
}

/* Reading */

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CORRUPT,
                       "Opening a sealed file: it is damaged, or no such file");
  return FALSE;
}

static gboolean
check_head (const guint8 *data, gsize size, GError **error)
{
  if (size < HEAD_SIZE + 2 * MORE || memcmp (data, MAGIC, MAGIC_SIZE) != 0 ||
      get_number (data + COSTS_AT) < crypto_pwhash_OPSLIMIT_MIN ||
      get_number (data + COSTS_AT) > MAX_OPSLIMIT ||
      get_number (data + COSTS_AT + 8) < crypto_pwhash_MEMLIMIT_MIN ||
      get_number (data + COSTS_AT + 8) > MAX_MEMLIMIT)
    return set_damaged (error);
  return TRUE;
}

static gboolean
check_passphrase (crypto_secretstream_xchacha20poly1305_state *state,
                  const guint8 *data,
                  GError **error)
{
  guint8 nothing[1];
  guint8 tag;

  if (crypto_secretstream_xchacha20poly1305_pull (state, nothing, NULL, &tag, data + HEAD_SIZE,
                                                  MORE, data, HEAD_SIZE) == 0)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                       "Opening a sealed file: this is not its passphrase");
  return FALSE;
}

/* All of it, up to the piece that says that it is the last one, or nothing. */
static GByteArray *
pull_all (crypto_secretstream_xchacha20poly1305_state *state,
          const guint8 *data,
          gsize left,
          GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  guint8 tag = 0;

  while (left > 0 && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    {
      gsize size = MIN (left, PIECE_SIZE + MORE);
      guint at = content->len;

      if (size < MORE)
        break;
      g_byte_array_set_size (content, at + (guint) (size - MORE));
      if (crypto_secretstream_xchacha20poly1305_pull (state, content->data + at, NULL, &tag, data,
                                                      size, NULL, 0) != 0)
        {
          set_damaged (error);
          return NULL;
        }
      data += size;
      left -= size;
    }
  if (left == 0 && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    return g_steal_pointer (&content);
  set_damaged (error);
  return NULL;
}

/**
 * karne_sealed_file_read:
 * @file: a file that [func@sealed_file_write] made
 * @passphrase: its passphrase
 * @error: return location for an error
 *
 * Opens it. Blocks for about a second.
 *
 * Fails with [error@Error] `WRONG_KEY`, `CORRUPT` (nothing of it is given out), `NOT_FOUND`,
 * `NO_MEMORY` or `FAILED`.
 *
 * Returns: (transfer full): what is in it
 */
GBytes *
karne_sealed_file_read (GFile *file, const char *passphrase, GError **error)
{
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (StreamKey) key = NULL;
  GByteArray *content = NULL;
  crypto_secretstream_xchacha20poly1305_state state;
  gsize size;
  const guint8 *data;

  g_return_val_if_fail (G_IS_FILE (file) && g_file_peek_path (file) != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  sealed = karne_file_read (g_file_peek_path (file), MAX_FILE_SIZE, error);
  if (sealed == NULL || !start (error))
    return NULL;
  data = g_bytes_get_data (sealed, &size);
  if (!check_head (data, size, error))
    return NULL;
  key = stretch (data, passphrase, error);
  if (key == NULL)
    return NULL;
  if (crypto_secretstream_xchacha20poly1305_init_pull (&state, data + HEADER_AT, key) == 0 &&
      check_passphrase (&state, data, error))
    content = pull_all (&state, data + HEAD_SIZE + MORE, size - HEAD_SIZE - MORE, error);
  sodium_memzero (&state, sizeof state);
  return content != NULL ? g_byte_array_free_to_bytes (content) : NULL;
}

/* Writing, in a thread */

typedef struct
{
  GFile *file;      /* (owned) */
  GBytes *content;  /* (owned) */
  char *passphrase; /* (owned) wiped */
} WriteJob;

static void
write_job_free (WriteJob *job)
{
  g_object_unref (job->file);
  g_bytes_unref (job->content);
  sodium_memzero (job->passphrase, strlen (job->passphrase));
  g_free (job->passphrase);
  g_free (job);
}

static void
write_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const WriteJob *job = data;
  GError *error = NULL;

  if (karne_sealed_file_write (job->file, job->content, job->passphrase, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * karne_sealed_file_write_async:
 * @file: as for [func@sealed_file_write]
 * @content: as for [func@sealed_file_write]
 * @passphrase: as for [func@sealed_file_write]
 * @cancellable: (nullable): stops waiting
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * The same as [func@sealed_file_write], in a thread.
 */
void
karne_sealed_file_write_async (GFile *file,
                               GBytes *content,
                               const char *passphrase,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  WriteJob *job;

  g_return_if_fail (G_IS_FILE (file) && content != NULL && passphrase != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  job = g_new0 (WriteJob, 1);
  job->file = g_object_ref (file);
  job->content = g_bytes_ref (content);
  job->passphrase = g_strdup (passphrase);
  g_task_set_source_tag (task, karne_sealed_file_write_async);
  g_task_set_task_data (task, job, (GDestroyNotify) write_job_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * karne_sealed_file_write_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@sealed_file_write_async].
 *
 * Returns: see [func@sealed_file_write]
 */
gboolean
karne_sealed_file_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
