/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-gifts-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

static GHashTable *
kinds_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
}

void
karne_gifts_free (KarneGifts *self)
{
  g_clear_pointer (&self->fhir_version, g_free);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_clear_pointer (&self->writes, g_hash_table_unref);
  g_free (self);
}

/* Read back only what we wrote, but from a file: nothing is taken for granted. */
static GStrv
strings_from_node (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

static void
read_kinds (KarneGifts *self, JsonNode *node)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *includes = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  self->kinds = kinds_new ();
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &includes))
    g_hash_table_replace (self->kinds, g_strdup (name), strings_from_node (includes));
}

static void
read_writes (KarneGifts *self, JsonNode *node)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *writes = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  self->writes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &writes))
    if (json_node_get_value_type (writes) == G_TYPE_INT64)
      g_hash_table_replace (self->writes, g_strdup (name),
                            GUINT_TO_POINTER (
                                (guint) (json_node_get_int (writes) & KARNE_CAPABILITY_ALL)));
}

static void
read_writing (KarneGifts *self, JsonObject *object)
{
  self->update_create = json_object_get_boolean_member_with_default (object, "updateCreate", TRUE);
  self->update_create_proven =
      json_object_get_boolean_member_with_default (object, "updateCreateProven", FALSE);
  self->patch = json_object_get_boolean_member_with_default (object, "patch", TRUE);
  self->transaction = json_object_get_boolean_member_with_default (object, "transaction", TRUE);
  self->history = json_object_get_boolean_member_with_default (object, "history", TRUE);
  self->versions = json_object_get_boolean_member_with_default (object, "versions", TRUE);
  self->if_match =
      (KarneIfMatch) CLAMP (json_object_get_int_member_with_default (object, "ifMatch", 0),
                            KARNE_IF_MATCH_UNKNOWN, KARNE_IF_MATCH_IGNORED);
}

static void
read_object (KarneGifts *self, JsonObject *object)
{
  self->asked = json_object_get_boolean_member_with_default (object, "asked", FALSE);
  self->has_metadata = json_object_get_boolean_member_with_default (object, "metadata", FALSE);
  self->fhir_version =
      g_strdup (json_object_get_string_member_with_default (object, "fhirVersion", NULL));
  self->batch = (guint) CLAMP (json_object_get_int_member_with_default (object, "batch",
                                                                        KARNE_GIFTS_BATCH_MAX),
                               0, KARNE_GIFTS_BATCH_MAX);
  self->sort = json_object_get_boolean_member_with_default (object, "sort", TRUE);
  self->include = json_object_get_boolean_member_with_default (object, "include", TRUE);
  self->count = json_object_get_boolean_member_with_default (object, "count", TRUE);
  self->summary = json_object_get_boolean_member_with_default (object, "summary", TRUE);
  self->elements = json_object_get_boolean_member_with_default (object, "elements", TRUE);
  self->last_updated = json_object_get_boolean_member_with_default (object, "lastUpdated", TRUE);
  read_writing (self, object);
  read_kinds (self, json_object_get_member (object, "kinds"));
  read_writes (self, json_object_get_member (object, "writes"));
}

KarneGifts *
karne_gifts_new_for_json (const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonObject) nothing = json_object_new ();
  KarneGifts *self = g_new0 (KarneGifts, 1);
  JsonNode *root = NULL;

  if (json != NULL && json_parser_load_from_data (parser, json, -1, NULL))
    root = json_parser_get_root (parser);
  read_object (self, root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                   : nothing);

  return self;
}

static void
add_kinds (JsonBuilder *builder, GHashTable *kinds)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer includes = NULL;

  json_builder_set_member_name (builder, "kinds");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, kinds);
  while (g_hash_table_iter_next (&iter, &name, &includes))
    {
      json_builder_set_member_name (builder, name);
      json_builder_begin_array (builder);
      for (char **include = includes; *include != NULL; include++)
        json_builder_add_string_value (builder, *include);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
add_writes (JsonBuilder *builder, GHashTable *kinds)
{
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer writes = NULL;

  json_builder_set_member_name (builder, "writes");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, kinds);
  while (g_hash_table_iter_next (&iter, &name, &writes))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_int_value (builder, GPOINTER_TO_UINT (writes));
    }
  json_builder_end_object (builder);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_writing (JsonBuilder *builder, const KarneGifts *self)
{
  add_boolean (builder, "updateCreate", self->update_create);
  add_boolean (builder, "updateCreateProven", self->update_create_proven);
  add_boolean (builder, "patch", self->patch);
  add_boolean (builder, "transaction", self->transaction);
  add_boolean (builder, "history", self->history);
  add_boolean (builder, "versions", self->versions);
  json_builder_set_member_name (builder, "ifMatch");
  json_builder_add_int_value (builder, self->if_match);
}

char *
karne_gifts_to_json (const KarneGifts *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_boolean (builder, "asked", self->asked);
  add_boolean (builder, "metadata", self->has_metadata);
  if (self->fhir_version != NULL)
    {
      json_builder_set_member_name (builder, "fhirVersion");
      json_builder_add_string_value (builder, self->fhir_version);
    }
  json_builder_set_member_name (builder, "batch");
  json_builder_add_int_value (builder, self->batch);
  add_boolean (builder, "sort", self->sort);
  add_boolean (builder, "include", self->include);
  add_boolean (builder, "count", self->count);
  add_boolean (builder, "summary", self->summary);
  add_boolean (builder, "elements", self->elements);
  add_boolean (builder, "lastUpdated", self->last_updated);
  add_writing (builder, self);
  if (self->kinds != NULL)
    add_kinds (builder, self->kinds);
  if (self->writes != NULL)
    add_writes (builder, self->writes);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* A server that keeps no versions of anything. */
static gboolean
has_versions (GHashTable *writes)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, writes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (GPOINTER_TO_UINT (value) & KARNE_CAPABILITY_VERSIONS)
      return TRUE;
  return FALSE;
}

static void
take_writing (KarneGifts *self, const KarneCapability *capability)
{
  if (capability->says_system && !capability->transaction)
    self->transaction = FALSE;
  if (g_hash_table_size (capability->writes) == 0)
    return;
  g_clear_pointer (&self->writes, g_hash_table_unref);
  self->writes = g_hash_table_ref (capability->writes);
  self->versions = self->versions && has_versions (self->writes);
}

void
karne_gifts_take_capability (KarneGifts *self, const KarneCapability *capability)
{
  self->asked = TRUE;
  self->changed = TRUE;
  if (capability == NULL)
    return;

  self->has_metadata = TRUE;
  g_free (self->fhir_version);
  self->fhir_version = g_strdup (capability->fhir_version);
  if (capability->says_system && !capability->batch)
    self->batch = 0;
  take_writing (self, capability);
  if (g_hash_table_size (capability->kinds) > 0)
    {
      g_clear_pointer (&self->kinds, g_hash_table_unref);
      self->kinds = g_hash_table_ref (capability->kinds);
    }
}

void
karne_gifts_lose (KarneGifts *self, gboolean *gift)
{
  self->changed = self->changed || *gift;
  *gift = FALSE;
}

void
karne_gifts_set_batch (KarneGifts *self, guint batch)
{
  self->changed = self->changed || self->batch != batch;
  self->batch = batch;
}

gboolean
karne_gifts_lacks_kind (const KarneGifts *self, const char *kind)
{
  return self->kinds != NULL && !g_hash_table_contains (self->kinds, kind);
}

gboolean
karne_gifts_has_include (const KarneGifts *self, const char *kind, const char *include)
{
  const char *const *includes = NULL;

  if (!self->include || self->kinds == NULL)
    return FALSE;

  includes = g_hash_table_lookup (self->kinds, kind);
  return includes != NULL &&
         (g_strv_contains (includes, include) || g_strv_contains (includes, "*"));
}

gboolean
karne_gifts_can (const KarneGifts *self, const char *kind, KarneCapabilityWrites what)
{
  gpointer writes = NULL;

  if (what == KARNE_CAPABILITY_PATCH && !self->patch)
    return FALSE;
  if (self->writes == NULL || karne_gifts_lacks_kind (self, kind))
    return self->writes == NULL;
  return !g_hash_table_lookup_extended (self->writes, kind, NULL, &writes) ||
         (GPOINTER_TO_UINT (writes) & what) == what;
}

gboolean
karne_gifts_takes_ids (const KarneGifts *self, const char *kind)
{
  return self->update_create &&
         (self->update_create_proven || karne_gifts_can (self, kind, KARNE_CAPABILITY_OUR_IDS));
}
