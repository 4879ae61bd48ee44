/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-lift.h"

#include "demo-kinds.h"

#include <string.h>

typedef struct
{
  DemoLift *lift;
  int param;
} Collector;

static void
clear_token (gpointer data)
{
  DemoToken *token = data;

  g_free (token->system);
  g_free (token->value);
}

/* Calls `func` for each value at a dotted path, going through lists. */
void
demo_walk_path (const DemoNode *node, const char *path, DemoNodeFunc func, gpointer data)
{
  gsize len = strcspn (path, ".");
  g_autofree char *name = NULL;

  if (node == NULL)
    return;
  if (node->type == DEMO_JSON_ARRAY)
    {
      for (const DemoNode *item = node->first; item != NULL; item = item->next)
        demo_walk_path (item, path, func, data);
      return;
    }
  if (len == 0)
    {
      func (node, data);
      return;
    }
  name = g_strndup (path, len);
  demo_walk_path (demo_node_get (node, name), path[len] == '.' ? path + len + 1 : "", func, data);
}

static void
walk_paths (const DemoNode *resource, const char *paths, DemoNodeFunc func, gpointer data)
{
  g_auto (GStrv) list = g_strsplit (paths, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    demo_walk_path (resource, list[i], func, data);
}

/* Takes `Patient/1`, `https://server/fhir/Patient/1` and either with `/_history/2` apart. */
gboolean
demo_reference_split (const char *reference, char **kind, char **id)
{
  const char *history = strstr (reference, "/_history/");
  g_autofree char *plain =
      history != NULL ? g_strndup (reference, history - reference) : g_strdup (reference);
  char *last = strrchr (plain, '/'), *before;

  if (last == NULL || last == plain || last[1] == '\0' || strchr (plain, '?') != NULL)
    return FALSE;
  *last = '\0';
  before = strrchr (plain, '/');
  before = before != NULL ? before + 1 : plain;
  if (!g_ascii_isupper (*before) || !demo_kind_exists (before))
    return FALSE;
  *kind = g_strdup (before);
  *id = g_strdup (last + 1);
  return TRUE;
}

static void
add_token (Collector *c, char *system, char *value)
{
  DemoToken token = { c->param, system != NULL ? system : g_strdup (""), value };

  if (value == NULL || *value == '\0')
    clear_token (&token);
  else
    g_array_append_val (c->lift->tokens, token);
}

/* A code, a uri, a boolean, a Coding, a CodeableConcept, an Identifier: each in its own way. */
static void
add_value (const DemoNode *node, gpointer data)
{
  Collector *c = data;

  if (node->type == DEMO_JSON_STRING)
    add_token (c, NULL, demo_node_dup_string (node));
  else if (node->type == DEMO_JSON_BOOLEAN)
    add_token (c, NULL, g_strndup (node->text, node->len));
  else if (demo_node_get (node, "coding") != NULL)
    demo_walk_path (node, "coding", add_value, c);
  else if (demo_node_get (node, "code") != NULL)
    add_token (c, demo_node_dup_member (node, "system"), demo_node_dup_member (node, "code"));
  else if (demo_node_get (node, "value") != NULL)
    add_token (c, demo_node_dup_member (node, "system"), demo_node_dup_member (node, "value"));
}

static void
add_person (const DemoNode *node, gpointer data)
{
  Collector *c = data;
  g_autofree char *reference = demo_node_dup_member (node, "reference");
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;

  if (reference == NULL || !demo_reference_split (reference, &kind, &id) ||
      strcmp (kind, "Patient") != 0)
    return;
  if (c->lift->patient == NULL)
    c->lift->patient = g_steal_pointer (&id);
  else if (strcmp (c->lift->patient, id) != 0)
    add_token (c, NULL, g_steal_pointer (&id));
}

static void
add_date (const DemoNode *node, gpointer data)
{
  DemoLift *lift = data;
  g_autofree char *text = demo_node_dup_string (node);
  g_autofree char *start = demo_node_dup_member (node, "start");
  g_autofree char *end = demo_node_dup_member (node, "end");
  DemoSpan span = { DEMO_DATE_NONE, DEMO_DATE_END }, edge;

  if (lift->date.first != DEMO_DATE_NONE || lift->date.last != DEMO_DATE_NONE)
    return;
  if (text != NULL && demo_date_parse (text, &span))
    lift->date = span;
  if (start != NULL && demo_date_parse (start, &edge))
    span.first = edge.first;
  if (end != NULL && demo_date_parse (end, &edge))
    span.last = edge.last;
  if (start != NULL || end != NULL)
    lift->date = span;
}

static void
lift_person (Collector *c, const DemoKind *kind, const char *id, const DemoNode *resource)
{
  c->param = DEMO_PARAM_PATIENT;
  if (kind != NULL && strcmp (kind->name, "Patient") == 0)
    c->lift->patient = g_strdup (id);
  else if (kind != NULL && kind->person != NULL)
    walk_paths (resource, kind->person, add_person, c);
  else if (kind == NULL)
    walk_paths (resource, "patient subject", add_person, c);
  if (c->lift->patient == NULL)
    c->lift->patient = g_strdup ("");
}

DemoLift *
demo_lift_new (const char *kind_name, const char *id, const DemoNode *resource)
{
  const DemoKind *kind = demo_kind_find (kind_name);
  DemoLift *self = g_new0 (DemoLift, 1);
  Collector c = { self, 0 };
  gsize n;
  const DemoParam *params = demo_params_get (&n);

  self->tokens = g_array_new (FALSE, FALSE, sizeof (DemoToken));
  g_array_set_clear_func (self->tokens, clear_token);
  self->date = (DemoSpan){ DEMO_DATE_NONE, DEMO_DATE_NONE };
  lift_person (&c, kind, id, resource);
  if (kind != NULL && kind->date != NULL)
    walk_paths (resource, kind->date, add_date, self);
  for (gsize i = 0; i < n; i++)
    if (params[i].paths != NULL)
      {
        c.param = (int) i;
        walk_paths (resource, params[i].paths, add_value, &c);
      }
  return self;
}

void
demo_lift_free (DemoLift *self)
{
  g_free (self->patient);
  g_array_unref (self->tokens);
  g_free (self);
}
