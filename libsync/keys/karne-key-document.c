/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "keys/karne-key-document-private.h"

#include "karne-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FORMAT 1
#define KDF "argon2id13"
#define PASSPHRASE "passphrase"
#define SECRET_SERVICE "secret-service"

/* Costs are read from the file, so that they can be raised one day. Whoever can write there must
 * not be able to make us take all the memory, or a year. */
#define MAX_OPSLIMIT 64
#define MAX_MEMLIMIT crypto_pwhash_MEMLIMIT_SENSITIVE

#define CHECKSUM_SIZE crypto_generichash_BYTES

void
karne_key_document_free (KarneKeyDocument *self)
{
  g_free (self->id);
  g_free (self);
}

static void
append_bytes (GString *all, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_base64_encode (bytes, size);

  g_string_append_printf (all, "%s\n", text);
}

/* Without it, a damaged file would look like a wrong passphrase, and a person would look for theirs
 * in vain. It protects from accidents; the secretbox protects from people. */
static void
compute_checksum (const KarneKeyDocument *self, guint8 *checksum)
{
  g_autoptr (GString) all = g_string_new (NULL);

  g_string_append_printf (all, "%d\n", FORMAT);
  append_bytes (all, self->check, sizeof self->check);
  if (self->holder == KARNE_KEY_HOLDER_PASSPHRASE)
    {
      g_string_append_printf (all, "%s\n%s\n%" G_GUINT64_FORMAT "\n%" G_GUINT64_FORMAT "\n",
                              PASSPHRASE, KDF, self->costs.opslimit, self->costs.memlimit);
      append_bytes (all, self->salt, sizeof self->salt);
      append_bytes (all, self->nonce, sizeof self->nonce);
      append_bytes (all, self->sealed, sizeof self->sealed);
    }
  else
    g_string_append_printf (all, "%s\n%s\n", SECRET_SERVICE, self->id);

  crypto_generichash (checksum, CHECKSUM_SIZE, (const guint8 *) all->str, all->len, NULL, 0);
}

static gboolean
has_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  return has_value (object, name, G_TYPE_STRING) ? json_object_get_string_member (object, name)
                                                 : NULL;
}

static gboolean
get_number (JsonObject *object, const char *name, guint64 min, guint64 max, guint64 *number)
{
  gint64 value;

  if (!has_value (object, name, G_TYPE_INT64))
    return FALSE;

  value = json_object_get_int_member (object, name);
  *number = value;
  return value >= 0 && *number >= min && *number <= max;
}

static gboolean
get_bytes (JsonObject *object, const char *name, guint8 *bytes, gsize size)
{
  const char *text = get_string (object, name);
  gsize n_bytes = 0;
  g_autofree guint8 *decoded = text != NULL ? g_base64_decode (text, &n_bytes) : NULL;

  if (decoded == NULL || n_bytes != size)
    return FALSE;

  memcpy (bytes, decoded, size);
  return TRUE;
}

static gboolean
read_passphrase (KarneKeyDocument *self, JsonObject *object)
{
  self->holder = KARNE_KEY_HOLDER_PASSPHRASE;

  return g_strcmp0 (get_string (object, "kdf"), KDF) == 0 &&
         get_number (object, "opslimit", crypto_pwhash_OPSLIMIT_MIN, MAX_OPSLIMIT,
                     &self->costs.opslimit) &&
         get_number (object, "memlimit", crypto_pwhash_MEMLIMIT_MIN, MAX_MEMLIMIT,
                     &self->costs.memlimit) &&
         get_bytes (object, "salt", self->salt, sizeof self->salt) &&
         get_bytes (object, "nonce", self->nonce, sizeof self->nonce) &&
         get_bytes (object, "sealed", self->sealed, sizeof self->sealed);
}

static gboolean
read_secret_service (KarneKeyDocument *self, JsonObject *object)
{
  self->holder = KARNE_KEY_HOLDER_SECRET_SERVICE;
  self->id = g_strdup (get_string (object, "id"));

  return self->id != NULL && self->id[0] != '\0';
}

static gboolean
read_members (KarneKeyDocument *self, JsonObject *object)
{
  const char *holder = get_string (object, "holder");
  guint8 written[CHECKSUM_SIZE];
  guint8 computed[CHECKSUM_SIZE];
  gboolean complete = FALSE;

  if (g_strcmp0 (holder, PASSPHRASE) == 0)
    complete = read_passphrase (self, object);
  else if (g_strcmp0 (holder, SECRET_SERVICE) == 0)
    complete = read_secret_service (self, object);
  if (!complete || !get_bytes (object, "check", self->check, sizeof self->check) ||
      !get_bytes (object, "checksum", written, sizeof written))
    return FALSE;

  compute_checksum (self, computed);
  return memcmp (written, computed, sizeof written) == 0;
}

KarneKeyDocument *
karne_key_document_parse (GBytes *text, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (KarneKeyDocument) self = g_new0 (KarneKeyDocument, 1);
  JsonNode *root = NULL;
  guint64 format = 0;
  gsize size;
  const char *data = g_bytes_get_data (text, &size);

  if (size > 0 && json_parser_load_from_data (parser, data, size, NULL))
    root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ||
      !get_number (json_node_get_object (root), "format", 1, G_MAXINT64, &format))
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CORRUPT,
                         "Reading a key file: it is not one");
  else if (format > FORMAT)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_TOO_NEW,
                         "Reading a key file: a newer program wrote it");
  else if (!read_members (self, json_node_get_object (root)))
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CORRUPT,
                         "Reading a key file: it is damaged");
  else
    return g_steal_pointer (&self);
  return NULL;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_bytes (JsonBuilder *builder, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_base64_encode (bytes, size);

  add_string (builder, name, text);
}

static void
add_holder (JsonBuilder *builder, const KarneKeyDocument *self)
{
  if (self->holder == KARNE_KEY_HOLDER_SECRET_SERVICE)
    {
      add_string (builder, "holder", SECRET_SERVICE);
      add_string (builder, "id", self->id);
      return;
    }

  add_string (builder, "holder", PASSPHRASE);
  add_string (builder, "kdf", KDF);
  add_number (builder, "opslimit", self->costs.opslimit);
  add_number (builder, "memlimit", self->costs.memlimit);
  add_bytes (builder, "salt", self->salt, sizeof self->salt);
  add_bytes (builder, "nonce", self->nonce, sizeof self->nonce);
  add_bytes (builder, "sealed", self->sealed, sizeof self->sealed);
}

GBytes *
karne_key_document_print (const KarneKeyDocument *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  guint8 checksum[CHECKSUM_SIZE];
  char *text;

  compute_checksum (self, checksum);
  json_builder_begin_object (builder);
  add_number (builder, "format", FORMAT);
  add_holder (builder, self);
  add_bytes (builder, "check", self->check, sizeof self->check);
  add_bytes (builder, "checksum", checksum, sizeof checksum);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}
