/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-capability-private.h"

#include "fhir/karne-json-private.h"

#include <json-glib/json-glib.h>

void
karne_capability_free (KarneCapability *self)
{
  g_clear_pointer (&self->fhir_version, g_free);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_clear_pointer (&self->writes, g_hash_table_unref);
  g_free (self);
}

static JsonArray *
array_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
string_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* Elements of an array that are objects; a server may put anything there. */
static JsonObject *
object_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static guint
array_length (JsonArray *array)
{
  return array == NULL ? 0 : json_array_get_length (array);
}

static GStrv
read_includes (JsonObject *resource)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *includes = array_member (resource, "searchInclude");

  for (guint i = 0; i < array_length (includes); i++)
    {
      JsonNode *node = json_array_get_element (includes, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }

  return g_strv_builder_end (builder);
}

/* What is said of writing */

static const struct
{
  const char *code;
  KarneCapabilityWrites gives;
} interactions_of_writing[] = {
  { "create", KARNE_CAPABILITY_CREATE },
  { "update", KARNE_CAPABILITY_UPDATE },
  { "delete", KARNE_CAPABILITY_DELETE },
  { "patch", KARNE_CAPABILITY_PATCH },
  { "history-instance", KARNE_CAPABILITY_HISTORY },
};

static guint
gives (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (interactions_of_writing); i++)
    if (g_strcmp0 (code, interactions_of_writing[i].code) == 0)
      return interactions_of_writing[i].gives;
  return 0;
}

/* Of what is not said, the best is assumed: a server that lists no interactions takes what it
 * takes. */
static guint
read_writes (JsonObject *resource)
{
  JsonArray *interactions = array_member (resource, "interaction");
  const char *versioning = string_member (resource, "versioning");
  JsonNode *our_ids = json_object_get_member (resource, "updateCreate");
  guint writes = array_length (interactions) > 0 ? 0 : KARNE_CAPABILITY_ALL;

  for (guint i = 0; i < array_length (interactions); i++)
    {
      JsonObject *interaction = object_element (interactions, i);

      writes |= interaction != NULL ? gives (string_member (interaction, "code")) : 0;
    }
  writes |= KARNE_CAPABILITY_VERSIONS | KARNE_CAPABILITY_OUR_IDS;
  if (g_strcmp0 (versioning, "no-version") == 0)
    writes &= ~(guint) KARNE_CAPABILITY_VERSIONS;
  if (our_ids != NULL && json_node_get_value_type (our_ids) == G_TYPE_BOOLEAN &&
      !json_node_get_boolean (our_ids))
    writes &= ~(guint) KARNE_CAPABILITY_OUR_IDS;
  return writes;
}

/* A server that names its formats of patches, and not this one, has none for us. */
static gboolean
lacks_json_patch (JsonObject *statement)
{
  JsonArray *formats = array_member (statement, "patchFormat");

  for (guint i = 0; i < array_length (formats); i++)
    {
      JsonNode *node = json_array_get_element (formats, i);
      const char *format =
          json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      if (g_strcmp0 (format, "application/json-patch+json") == 0 || g_strcmp0 (format, "json") == 0)
        return FALSE;
    }
  return array_length (formats) > 0;
}

static void
drop_patch (KarneCapability *self)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer writes = NULL;

  g_hash_table_iter_init (&iter, self->writes);
  while (g_hash_table_iter_next (&iter, &name, &writes))
    g_hash_table_iter_replace (&iter, GUINT_TO_POINTER (GPOINTER_TO_UINT (writes) &
                                                        ~(guint) KARNE_CAPABILITY_PATCH));
}

static void
read_rest (KarneCapability *self, JsonObject *rest)
{
  JsonArray *resources = array_member (rest, "resource");
  JsonArray *interactions = array_member (rest, "interaction");

  for (guint i = 0; i < array_length (resources); i++)
    {
      JsonObject *resource = object_element (resources, i);
      const char *type = resource == NULL ? NULL : string_member (resource, "type");

      if (type != NULL)
        {
          g_hash_table_replace (self->kinds, g_strdup (type), read_includes (resource));
          g_hash_table_replace (self->writes, g_strdup (type),
                                GUINT_TO_POINTER (read_writes (resource)));
        }
    }

  self->says_system = array_length (interactions) > 0;
  for (guint i = 0; i < array_length (interactions); i++)
    {
      JsonObject *interaction = object_element (interactions, i);
      const char *code = interaction != NULL ? string_member (interaction, "code") : NULL;

      self->batch = self->batch || g_strcmp0 (code, "batch") == 0;
      self->transaction = self->transaction || g_strcmp0 (code, "transaction") == 0;
    }
}

static JsonObject *
find_server_rest (JsonObject *statement)
{
  JsonArray *rests = array_member (statement, "rest");

  for (guint i = 0; i < array_length (rests); i++)
    {
      JsonObject *rest = object_element (rests, i);

      if (rest != NULL && g_strcmp0 (string_member (rest, "mode"), "client") != 0)
        return rest;
    }

  return NULL;
}

KarneCapability *
karne_capability_new_for_text (const char *json, gsize len)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  KarneCapability *self = NULL;
  JsonNode *root = NULL;
  JsonObject *statement = NULL;
  JsonObject *rest = NULL;
  gsize offset = 0;

  /* Checked first: json-glib follows any depth down to the end of its stack. */
  if (karne_json_check (json, len, &offset) != KARNE_FLAW_NONE ||
      !json_parser_load_from_data (parser, json, (gssize) len, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  statement = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (statement == NULL ||
      g_strcmp0 (string_member (statement, "resourceType"), "CapabilityStatement") != 0)
    return NULL;

  self = g_new0 (KarneCapability, 1);
  self->fhir_version = g_strdup (string_member (statement, "fhirVersion"));
  self->kinds =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->writes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  rest = find_server_rest (statement);
  if (rest != NULL)
    read_rest (self, rest);
  if (lacks_json_patch (statement))
    drop_patch (self);

  return self;
}
