/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-confirmed-private.h"

#include <stdlib.h>
#include <string.h>

#include "words/karne-voice.h"

/* What parts a message from its translation; po/confirmed.py does the same. */
#define TRANSLATION "\005"

/* Of what a program loaded by itself. */
static GMutex added_lock;
static GHashTable *added = NULL; /* (owned) (nullable) a set of numbers */

static guint64
count_number (const char *key, const char *translation)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number;

  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_update (checksum, (const guchar *) TRANSLATION, -1);
  g_checksum_update (checksum, (const guchar *) translation, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&number, digest, sizeof number);
  return GUINT64_FROM_BE (number);
}

static gboolean
was_added (guint64 number)
{
  gboolean found;

  g_mutex_lock (&added_lock);
  found = added != NULL && g_hash_table_contains (added, &number);
  g_mutex_unlock (&added_lock);
  return found;
}

static int
compare_numbers (const void *one, const void *other)
{
  guint64 a = *(const guint64 *) one;
  guint64 b = *(const guint64 *) other;

  return (a > b) - (a < b);
}

gboolean
karne_confirmed_has (const char *key, const char *translation)
{
  guint64 number = count_number (key, translation);

  return bsearch (&number, karne_confirmed_table, karne_confirmed_count, sizeof number,
                  compare_numbers) != NULL ||
         was_added (number);
}

/**
 * karne_words_add_confirmed:
 * @message: a message: its context and the character U+0004 where it has one, then its text
 * @translation: what it is in some language
 *
 * Says that somebody who speaks the language confirmed a translation that this program brings
 * itself.
 */
void
karne_words_add_confirmed (const char *message, const char *translation)
{
  guint64 number;

  g_return_if_fail (message != NULL && translation != NULL);

  number = count_number (message, translation);
  g_mutex_lock (&added_lock);
  if (added == NULL)
    added = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_add (added, g_memdup2 (&number, sizeof number));
  g_mutex_unlock (&added_lock);
}
