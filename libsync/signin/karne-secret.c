/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-secret-private.h"

#include <sodium.h>
#include <string.h>

#define RANDOM_BYTES 32

struct _KarneSecret
{
  gatomicrefcount refs;
  char *text; /* (owned) of sodium_malloc */
  gsize len;
};

/* Unlike a key that seals years of a record, a token is worth minutes to weeks, and can be taken
 * back: where no memory can be locked, it is still kept apart and wiped. */
static KarneSecret *
secret_new (gsize len)
{
  KarneSecret *self = g_new0 (KarneSecret, 1);

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  g_atomic_ref_count_init (&self->refs);
  self->text = sodium_malloc (len + 1);
  if (self->text == NULL)
    g_error ("There is no memory for a secret");
  self->text[len] = '\0';
  self->len = len;
  return self;
}

KarneSecret *
karne_secret_new (const char *text)
{
  gsize len = strlen (text);
  KarneSecret *self = secret_new (len);

  memcpy (self->text, text, len);
  sodium_mprotect_readonly (self->text);
  return self;
}

KarneSecret *
karne_secret_new_random (void)
{
  gsize size = sodium_base64_encoded_len (RANDOM_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  KarneSecret *self = secret_new (size - 1);
  guint8 bytes[RANDOM_BYTES];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (self->text, size, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  sodium_mprotect_readonly (self->text);
  return self;
}

KarneSecret *
karne_secret_ref (KarneSecret *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
karne_secret_unref (KarneSecret *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  sodium_free (self->text); /* which wipes it */
  g_free (self);
}

const char *
karne_secret_get (KarneSecret *self)
{
  return self->text;
}

gboolean
karne_secret_equal (KarneSecret *self, const char *text)
{
  return strlen (text) == self->len && sodium_memcmp (self->text, text, self->len) == 0;
}

void
karne_secret_wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
karne_secret_wipe_string (GString *text)
{
  explicit_bzero (text->str, text->allocated_len);
  g_string_free (text, TRUE);
}
