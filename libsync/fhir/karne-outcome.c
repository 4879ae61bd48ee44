/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-outcome-private.h"

#include "fhir/karne-json-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_ISSUES 3
#define MAX_WORD 40
#define MAX_TEXT 200

static JsonObject *
object_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
string_member (JsonObject *object, const char *name)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* A word that holds a digit, a slash or an equals sign may be an id, a date, an address. Codes of
 * errors do not. */
static gboolean
may_be_personal (const char *word)
{
  return strlen (word) > MAX_WORD || strpbrk (word, "0123456789/=@|") != NULL;
}

static void
append_words (GString *text, const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (words, " \t\r\n", -1);

  for (guint i = 0; parts[i] != NULL && text->len < MAX_TEXT; i++)
    if (*parts[i] != '\0')
      g_string_append_printf (text, " %s", may_be_personal (parts[i]) ? "…" : parts[i]);
}

static void
append_issue (GString *text, JsonObject *issue)
{
  const char *code = string_member (issue, "code");
  const char *diagnostics = string_member (issue, "diagnostics");
  const char *details = string_member (object_member (issue, "details"), "text");

  if (text->len > 0)
    g_string_append_c (text, ';');
  append_words (text, code ? code : "unknown");
  if (details != NULL)
    append_words (text, details);
  if (diagnostics != NULL)
    append_words (text, diagnostics);
}

char *
karne_outcome_to_text (const char *json, gsize len)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  JsonNode *root = NULL;
  JsonNode *issues = NULL;
  gsize offset = 0;

  /* Checked first: json-glib follows any depth down to the end of its stack. */
  if (karne_json_check (json, len, &offset) != KARNE_FLAW_NONE ||
      !json_parser_load_from_data (parser, json, (gssize) len, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ||
      g_strcmp0 (string_member (json_node_get_object (root), "resourceType"), "OperationOutcome") !=
          0)
    return NULL;

  issues = json_object_get_member (json_node_get_object (root), "issue");
  for (guint i = 0; issues != NULL && JSON_NODE_HOLDS_ARRAY (issues) && i < MAX_ISSUES &&
                    i < json_array_get_length (json_node_get_array (issues));
       i++)
    {
      JsonNode *issue = json_array_get_element (json_node_get_array (issues), i);

      if (JSON_NODE_HOLDS_OBJECT (issue))
        append_issue (text, json_node_get_object (issue));
    }

  return g_strdup (g_strstrip (text->str));
}
