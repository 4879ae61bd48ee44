/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-reader-private.h"

#include <json-glib/json-glib.h>

#define POINTER_TYPE "KarneReader"

KarneReader *
karne_reader_new (KarneRole role, KarneHabilitation *matrix, const char *role_id, KarneNoter *noter)
{
  KarneReader *self = g_new0 (KarneReader, 1);

  g_atomic_ref_count_init (&self->refs);
  self->role = role;
  self->noter = noter;
  if (matrix != NULL && role_id != NULL)
    {
      self->matrix = g_object_ref (matrix);
      self->habilitated = karne_habilitation_find_role (matrix, role_id);
    }
  return self;
}

KarneReader *
karne_reader_ref (KarneReader *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
karne_reader_unref (KarneReader *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_object (&self->matrix);
  karne_noter_unref (self->noter);
  g_free (self);
}

gboolean
karne_reader_is_restricted (const KarneReader *self)
{
  return self->role == KARNE_ROLE_HELPER;
}

KarneAccessLevel
karne_reader_get_most (const KarneReader *self, const char *kind)
{
  if (!karne_reader_is_restricted (self))
    return KARNE_ACCESS_CONTENT;
  if (self->habilitated == NULL)
    return KARNE_ACCESS_MASKED;
  return karne_habilitation_role_get_most (self->habilitated, kind);
}

static void
bind_named (KarneStatement *statement, const char *name, const char *text)
{
  int index = sqlite3_bind_parameter_index (statement, name);

  if (index > 0)
    karne_sql_bind_text (statement, index, text);
}

/* TRE_A07: a document that waits for a consultation in which it is announced (INVISIBLE_PATIENT) is
 * not for the person, and so not for who stands in for the person; one that a minor keeps to itself
 * (INVISIBLE_REPRESENTANTS_LEGAUX) is not for its representatives. */
void
karne_reader_bind (KarneReader *self, KarneStatement *statement)
{
  int index = sqlite3_bind_parameter_index (statement, ":reader");

  bind_named (statement, ":hidden", "\"INVISIBLE_PATIENT\"");
  bind_named (statement, ":hidden_too",
              self->role == KARNE_ROLE_REPRESENTATIVE ? "\"INVISIBLE_REPRESENTANTS_LEGAUX\""
                                                      : NULL);
  if (index > 0)
    sqlite3_bind_pointer (statement, index, self, POINTER_TYPE, NULL);
}

/* Labels and categories are small, and not numbers: a tree of them is no harm. */

static JsonNode *
parse_arrays (const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "][", -1);
  g_autofree char *joined = g_strjoinv ("],[", pieces);
  g_autofree char *whole = g_strdup_printf ("[%s]", joined);

  return json_from_string (whole, NULL);
}

static const char *
get_code (JsonNode *coding)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (coding) ? json_node_get_object (coding) : NULL;
  JsonNode *code = object != NULL ? json_object_get_member (object, "code") : NULL;

  return code != NULL && JSON_NODE_HOLDS_VALUE (code) ? json_node_get_string (code) : NULL;
}

static JsonArray *
get_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* The codes of a Coding or of a CodeableConcept; FALSE where there is none, or one is not there. */
static gboolean
add_codes (JsonNode *concept, GPtrArray *codes)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (concept) ? json_node_get_object (concept) : NULL;
  JsonArray *codings =
      object != NULL ? get_array (json_object_get_member (object, "coding")) : NULL;
  guint n = codings != NULL ? json_array_get_length (codings) : 0;

  if (codings == NULL)
    {
      g_ptr_array_add (codes, (char *) get_code (concept));
      return codes->pdata[codes->len - 1] != NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      const char *code = get_code (json_array_get_element (codings, i));

      if (code == NULL)
        return FALSE;
      g_ptr_array_add (codes, (char *) code);
    }
  return n > 0;
}

static gboolean
allows_labels (const KarneHabilitationRole *role, const char *text)
{
  g_autoptr (JsonNode) root = parse_arrays (text);
  JsonArray *arrays = get_array (root);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  if (arrays == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (arrays); i++)
    {
      JsonArray *labels = get_array (json_array_get_element (arrays, i));

      if (labels == NULL)
        return FALSE;
      for (guint k = 0; k < json_array_get_length (labels); k++)
        if (!add_codes (json_array_get_element (labels, k), codes))
          return FALSE;
    }
  for (guint i = 0; i < codes->len; i++)
    if (!karne_habilitation_role_allows_label (role, codes->pdata[i]))
      return FALSE;
  return TRUE;
}

static KarneAccessLevel
get_document_level (const KarneHabilitationRole *role, const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *categories = get_array (root);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  gboolean understood = TRUE;

  for (guint i = 0; categories != NULL && i < json_array_get_length (categories); i++)
    understood = add_codes (json_array_get_element (categories, i), codes) && understood;
  if (!understood)
    return KARNE_ACCESS_MASKED;
  g_ptr_array_add (codes, NULL);
  return karne_habilitation_role_get_level (role, "DocumentReference",
                                            (const char *const *) codes->pdata);
}

static KarneAccessLevel
get_level (const KarneReader *self, const char *kind, const char *labels, const char *categories)
{
  if (self == NULL || kind == NULL)
    return KARNE_ACCESS_MASKED;
  if (!karne_reader_is_restricted (self))
    return KARNE_ACCESS_CONTENT;
  if (self->habilitated == NULL ||
      (labels != NULL && *labels != '\0' && !allows_labels (self->habilitated, labels)))
    return KARNE_ACCESS_MASKED;
  return g_str_equal (kind, "DocumentReference")
             ? get_document_level (self->habilitated, categories)
             : karne_habilitation_role_get_level (self->habilitated, kind, NULL);
}

static void
level_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const KarneReader *reader = sqlite3_value_pointer (values[0], POINTER_TYPE);
  const char *kind = (const char *) sqlite3_value_text (values[1]);
  const char *labels = (const char *) sqlite3_value_text (values[2]);
  const char *categories = (const char *) sqlite3_value_text (values[3]);

  sqlite3_result_int (context, (int) get_level (reader, kind, labels, categories));
}

gboolean
karne_reader_install (sqlite3 *db, GError **error)
{
  int rc = sqlite3_create_function_v2 (db, "karne_level", 4, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
                                       level_cb, NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    karne_sql_set_error (db, rc, "giving statements who reads", error);
  return rc == SQLITE_OK;
}
