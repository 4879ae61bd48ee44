/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "keys/karne-keyring-private.h"

#include "karne-error.h"

#ifdef HAVE_SECRET_SERVICE

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <sodium.h>
#include <string.h>

/* As text, since some keyrings show and copy nothing else. */
#define TEXT_SIZE sodium_base64_ENCODED_LEN (KARNE_KEY_SIZE, sodium_base64_VARIANT_ORIGINAL)

static const SecretSchema schema = {
  "re.karne.Karne.StoreKey",
  SECRET_SCHEMA_NONE,
  { { "store", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static gboolean
set_keyring_error (GError **error, const char *doing, const GError *why)
{
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_KEYRING, "%s: %s", doing,
               why != NULL ? why->message : "the Secret Service does not have it");
  return FALSE;
}

static SecretValue *
value_from_key (KarneKey *key)
{
  char *text = sodium_malloc (TEXT_SIZE);

  if (text == NULL)
    return NULL;

  sodium_bin2base64 (text, TEXT_SIZE, karne_key_get_bytes (key), KARNE_KEY_SIZE,
                     sodium_base64_VARIANT_ORIGINAL);
  return secret_value_new_full (text, strlen (text), "text/plain", sodium_free);
}

gboolean
karne_keyring_store (const char *id, KarneKey *key, GError **error)
{
  g_autoptr (GError) why = NULL;
  SecretValue *value = value_from_key (key);
  gboolean done;

  if (value == NULL)
    return set_keyring_error (error, "Storing a key", NULL);

  /* Translators: the name of an entry in the password keyring of the computer. It says nothing
   * about anybody, because anybody who uses this computer may see it. */
  done = secret_password_store_binary_sync (&schema, SECRET_COLLECTION_DEFAULT, _ ("Karné key"),
                                            value, NULL, &why, "store", id, NULL);
  secret_value_unref (value);

  return done || set_keyring_error (error, "Storing a key", why);
}

static KarneKey *
key_from_text (const char *text, GError **error)
{
  guint8 *bytes = sodium_malloc (KARNE_KEY_SIZE);
  KarneKey *key = NULL;
  gsize size = 0;

  if (bytes != NULL &&
      sodium_base642bin (bytes, KARNE_KEY_SIZE, text, strlen (text), NULL, &size, NULL,
                         sodium_base64_VARIANT_ORIGINAL) == 0 &&
      size == KARNE_KEY_SIZE)
    key = karne_key_new_from_bytes (bytes, error);
  else
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                         "Looking a key up: what is kept there is not a key");

  sodium_free (bytes);
  return key;
}

KarneKey *
karne_keyring_lookup (const char *id, GError **error)
{
  g_autoptr (GError) why = NULL;
  char *text = secret_password_lookup_nonpageable_sync (&schema, NULL, &why, "store", id, NULL);
  KarneKey *key;

  if (text == NULL)
    {
      set_keyring_error (error, "Looking a key up", why);
      return NULL;
    }

  key = key_from_text (text, error);
  secret_password_free (text); /* wipes */
  return key;
}

gboolean
karne_keyring_remove (const char *id, GError **error)
{
  g_autoptr (GError) why = NULL;

  if (!secret_password_clear_sync (&schema, NULL, &why, "store", id, NULL) && why != NULL)
    return set_keyring_error (error, "Removing a key", why);

  return TRUE;
}

#else

static gboolean
set_absent_error (GError **error)
{
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_KEYRING,
                       "Using the Secret Service: this program was built without libsecret");
  return FALSE;
}

gboolean
karne_keyring_store (const char *id, KarneKey *key, GError **error)
{
  return set_absent_error (error);
}

KarneKey *
karne_keyring_lookup (const char *id, GError **error)
{
  set_absent_error (error);
  return NULL;
}

gboolean
karne_keyring_remove (const char *id, GError **error)
{
  return set_absent_error (error);
}

#endif
