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
        g_hash_table_replace (self->kinds, g_strdup (type), read_includes (resource));
    }

  self->says_system = array_length (interactions) > 0;
  for (guint i = 0; i < array_length (interactions); i++)
    {
      JsonObject *interaction = object_element (interactions, i);

      if (interaction != NULL && g_strcmp0 (string_member (interaction, "code"), "batch") == 0)
        self->batch = TRUE;
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
  rest = find_server_rest (statement);
  if (rest != NULL)
    read_rest (self, rest);

  return self;
}
