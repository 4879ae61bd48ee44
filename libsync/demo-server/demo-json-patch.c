/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-json-patch.h"

#include "demo-answer.h"

#include <string.h>

#define MAX_OPERATIONS 10000

/* RFC 6902. Values are moved as text, so that numbers keep their spelling. */

/* Where a pointer leads: into a list or an object, at a place that may not be there yet. */
typedef struct
{
  DemoNode *parent; /* NULL: the pointer means the whole document */
  DemoNode *child;  /* (nullable) */
  char *name;       /* (owned) */
} Place;

static void
clear_place (Place *place)
{
  g_clear_pointer (&place->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, clear_place)

static gboolean
fail (GError **error, int status, const char *why)
{
  g_set_error (error, DEMO_HTTP_ERROR, status, "JSON Patch: %s", why);
  return FALSE;
}

static char *
unescape_step (const char *step, gsize len)
{
  GString *name = g_string_new (NULL);

  for (gsize i = 0; i < len; i++)
    if (step[i] == '~' && i + 1 < len && (step[i + 1] == '0' || step[i + 1] == '1'))
      g_string_append_c (name, step[++i] == '0' ? '~' : '/');
    else
      g_string_append_c (name, step[i]);
  return g_string_free (name, FALSE);
}

static gboolean
read_index (const char *name, guint64 *index)
{
  if (*name == '0' && name[1] != '\0')
    return FALSE;
  return g_ascii_string_to_unsigned (name, 10, 0, G_MAXUINT32, index, NULL);
}

static DemoNode *
find_child (const DemoNode *parent, const char *name)
{
  DemoNode *child = parent->first;
  guint64 index;

  if (parent->type == DEMO_JSON_OBJECT)
    return demo_node_get (parent, name);
  if (parent->type != DEMO_JSON_ARRAY || !read_index (name, &index))
    return NULL;
  while (child != NULL && index-- > 0)
    child = child->next;
  return child;
}

static gboolean
find_place (DemoNode *document, const char *pointer, Place *place, GError **error)
{
  *place = (Place){ NULL, document, NULL };
  if (*pointer != '\0' && *pointer != '/')
    return fail (error, 400, "a pointer must begin with a slash");
  while (*pointer == '/')
    {
      gsize len = strcspn (pointer + 1, "/");

      if (place->child == NULL)
        return fail (error, 422, "the path does not exist");
      g_free (place->name);
      place->name = unescape_step (pointer + 1, len);
      place->parent = place->child;
      place->child = find_child (place->parent, place->name);
      pointer += len + 1;
    }
  return TRUE;
}

/* The root stays the same node, whatever is put in its place. */
static void
replace_content (DemoNode *node, const DemoNode *value)
{
  node->type = value->type;
  node->text = value->text;
  node->len = value->len;
  node->first = value->first;
  node->last = value->last;
}

static gboolean
insert_item (DemoNode *list, const char *name, DemoNode *value, GError **error)
{
  DemoNode **at = &list->first;
  guint64 index = G_MAXUINT64;

  if (strcmp (name, "-") != 0 && !read_index (name, &index))
    return fail (error, 422, "not an index of a list");
  value->key = NULL;
  for (; *at != NULL && index > 0; at = &(*at)->next)
    index--;
  if (index > 0 && strcmp (name, "-") != 0)
    return fail (error, 422, "the index is beyond the end of the list");
  value->next = *at;
  *at = value;
  if (value->next == NULL)
    list->last = value;
  return TRUE;
}

static guint
depth_of (const DemoNode *node)
{
  guint deepest = 0;

  for (const DemoNode *child = node->first; child != NULL; child = child->next)
    {
      guint depth = depth_of (child);
      deepest = MAX (deepest, depth);
    }
  return deepest + 1;
}

/* A short patch must not make a document that is huge or deep: copies of copies double it. */
static gboolean
fits (DemoJson *json, const char *path, const DemoNode *value, GError **error)
{
  guint steps = 0;

  for (const char *at = path; *at != '\0'; at++)
    steps += *at == '/';
  if (steps + depth_of (value) > DEMO_JSON_MAX_DEPTH || demo_json_is_full (json))
    return fail (error, 422, "the result would be too large or too deep");
  return TRUE;
}

static gboolean
add (DemoJson *json, DemoNode *document, const char *path, DemoNode *value, GError **error)
{
  g_auto (Place) place = { NULL };

  if (!fits (json, path, value, error) || !find_place (document, path, &place, error))
    return FALSE;
  if (place.parent == NULL)
    return replace_content (document, value), TRUE;
  if (place.parent->type == DEMO_JSON_ARRAY)
    return insert_item (place.parent, place.name, value, error);
  if (place.parent->type != DEMO_JSON_OBJECT)
    return fail (error, 422, "the path leads into a value that holds nothing");
  demo_json_set (json, place.parent, place.name, value);
  return TRUE;
}

static gboolean
take_away (DemoNode *document, const char *path, DemoNode **taken, GError **error)
{
  g_auto (Place) place = { NULL };

  if (!find_place (document, path, &place, error))
    return FALSE;
  if (place.parent == NULL)
    return fail (error, 422, "the whole resource cannot be removed");
  if (place.child == NULL || !demo_node_unlink (place.parent, place.child))
    return fail (error, 422, "what is to be removed is not there");
  *taken = place.child;
  return TRUE;
}

static gboolean
replace (DemoJson *json,
         DemoNode *document,
         const char *path,
         const DemoNode *value,
         GError **error)
{
  g_auto (Place) place = { NULL };

  if (!fits (json, path, value, error) || !find_place (document, path, &place, error))
    return FALSE;
  if (place.child == NULL)
    return fail (error, 422, "what is to be replaced is not there");
  replace_content (place.child, value);
  return TRUE;
}

static gboolean
move (DemoJson *json, DemoNode *document, const char *from, const char *path, GError **error)
{
  DemoNode *taken;

  if (g_str_has_prefix (path, from) && path[strlen (from)] == '/')
    return fail (error, 422, "a value cannot be moved into itself");
  return take_away (document, from, &taken, error) &&
         add (json, document, path, demo_json_copy (json, taken), error);
}

static gboolean
copy (DemoJson *json, DemoNode *document, const char *from, const char *path, GError **error)
{
  g_auto (Place) place = { NULL };

  if (!find_place (document, from, &place, error))
    return FALSE;
  if (place.child == NULL)
    return fail (error, 422, "what is to be copied is not there");
  if (!fits (json, path, place.child, error))
    return FALSE;
  return add (json, document, path, demo_json_copy (json, place.child), error);
}

static gboolean
test (DemoNode *document, const char *path, const DemoNode *value, GError **error)
{
  g_auto (Place) place = { NULL };

  if (!find_place (document, path, &place, error))
    return FALSE;
  if (place.child == NULL || !demo_node_equal (place.child, value))
    return fail (error, 422, "a test failed");
  return TRUE;
}

static gboolean
apply_with_value (DemoJson *json,
                  DemoNode *document,
                  const char *op,
                  const char *path,
                  const DemoNode *value,
                  GError **error)
{
  if (value == NULL)
    return fail (error, 400, "this operation needs a value");
  if (strcmp (op, "add") == 0)
    return add (json, document, path, demo_json_copy (json, value), error);
  if (strcmp (op, "replace") == 0)
    return replace (json, document, path, demo_json_copy (json, value), error);
  return test (document, path, value, error);
}

static gboolean
apply_one (DemoJson *json, DemoNode *document, const DemoNode *operation, GError **error)
{
  g_autofree char *op = demo_node_dup_member (operation, "op");
  g_autofree char *path = demo_node_dup_member (operation, "path");
  g_autofree char *from = demo_node_dup_member (operation, "from");
  DemoNode *taken;

  if (op == NULL || path == NULL)
    return fail (error, 400, "an operation needs op and path");
  if (strcmp (op, "remove") == 0)
    return take_away (document, path, &taken, error);
  if (strcmp (op, "add") == 0 || strcmp (op, "replace") == 0 || strcmp (op, "test") == 0)
    return apply_with_value (json, document, op, path, demo_node_get (operation, "value"), error);
  if (strcmp (op, "move") != 0 && strcmp (op, "copy") != 0)
    return fail (error, 400, "there is no such operation");
  if (from == NULL)
    return fail (error, 400, "this operation needs from");
  return strcmp (op, "move") == 0 ? move (json, document, from, path, error)
                                  : copy (json, document, from, path, error);
}

/* Changes `document` by a list of operations. When one fails, the error carries the status to
 * answer, and the document is to be thrown away. */
DemoNode *
demo_json_patch_apply (DemoJson *json, DemoNode *document, DemoNode *patch, GError **error)
{
  guint n = 0;

  if (patch->type != DEMO_JSON_ARRAY)
    return fail (error, 400, "a patch is a list of operations") ? document : NULL;
  for (DemoNode *operation = patch->first; operation != NULL; operation = operation->next)
    {
      if (++n > MAX_OPERATIONS)
        return fail (error, 400, "too many operations") ? document : NULL;
      if (!apply_one (json, document, operation, error))
        return NULL;
    }
  return document;
}
