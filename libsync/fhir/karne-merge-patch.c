/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "karne-error.h"

#define EXTENSIONS "extension"
#define EXTENSION EXTENSIONS ":"

static void
append_operation (GString *out, const char *op, const char *path, KarneSpan value)
{
  if (out->len > 1)
    g_string_append_c (out, ',');
  g_string_append_printf (out, "{\"op\":\"%s\",\"path\":\"%s\"", op, path);
  if (value.text != NULL)
    g_string_append_printf (out, ",\"value\":%.*s", (int) value.len, value.text);
  g_string_append_c (out, '}');
}

/* Names and digits only: nothing in such a pointer needs an escape. */
static void
append_change (GString *out, const char *path, KarneSpan from, KarneSpan to)
{
  KarneSpan none = { NULL, 0 };

  if (karne_json_is_same (from, to))
    return;
  if (from.text != NULL)
    append_operation (out, "test", path, from);
  if (from.text == NULL)
    append_operation (out, "add", path, to);
  else if (to.text == NULL)
    append_operation (out, "remove", path, none);
  else
    append_operation (out, "replace", path, to);
}

static KarneSpan
find (KarneSpan object, const char *name)
{
  KarneSpan value = { NULL, 0 };

  return karne_json_find (object, name, &value) ? value : (KarneSpan){ NULL, 0 };
}

/* Extensions */

/* One of the list of extensions. It is free where it may differ, and nothing else in either list
 * has its URL; the free ones are told apart by that, the others by their order. */
typedef struct
{
  KarneSpan value;
  char *url; /* (owned) (nullable) */
  gboolean is_free;
  guint place; /* in the other list; G_MAXUINT: in none */
} Extension;

static void
clear_extension (gpointer data)
{
  g_free (((Extension *) data)->url);
}

static GArray *
list_extensions (KarneSpan resource)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Extension));
  KarneSpan extensions = find (resource, EXTENSIONS);
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan item;

  g_array_set_clear_func (list, clear_extension);
  karne_json_walk_init (&walk, extensions);
  while (!walk.in_object && karne_json_walk_next (&walk, &key, &item))
    {
      Extension extension = { item, karne_json_dup_string (find (item, "url")), FALSE, G_MAXUINT };

      g_array_append_val (list, extension);
    }
  return list;
}

static Extension *
get (GArray *list, guint place)
{
  return &g_array_index (list, Extension, place);
}

static guint
count_url (GArray *list, const char *url)
{
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    n += g_strcmp0 (get (list, i)->url, url) == 0;
  return n;
}

static void
free_parts (GArray *from, GArray *to, const char *const *parts)
{
  GArray *both[] = { from, to };

  for (gsize part = 0; parts[part] != NULL; part++)
    {
      const char *url = parts[part] + strlen (EXTENSION);

      if (!g_str_has_prefix (parts[part], EXTENSION) || count_url (from, url) > 1 ||
          count_url (to, url) > 1)
        continue;
      for (int side = 0; side < 2; side++)
        for (guint i = 0; i < both[side]->len; i++)
          if (g_strcmp0 (get (both[side], i)->url, url) == 0)
            get (both[side], i)->is_free = TRUE;
    }
}

static guint
find_free (GArray *list, const char *url)
{
  for (guint i = 0; i < list->len; i++)
    if (get (list, i)->is_free && g_str_equal (get (list, i)->url, url))
      return i;
  return G_MAXUINT;
}

static guint
next_bound (GArray *list, guint from)
{
  while (from < list->len && get (list, from)->is_free)
    from++;
  return from;
}

/* FALSE: what is not free differs, or stands elsewhere. */
static gboolean
pair_extensions (GArray *from, GArray *to)
{
  guint bound = next_bound (from, 0);
  guint last = 0;

  for (guint i = 0; i < to->len; i++)
    {
      Extension *extension = get (to, i);

      extension->place = extension->is_free ? find_free (from, extension->url) : bound;
      if (extension->place == G_MAXUINT)
        continue;
      if (extension->place >= from->len || extension->place < last)
        return FALSE;
      if (!extension->is_free)
        {
          if (!karne_json_is_same (get (from, bound)->value, extension->value))
            return FALSE;
          bound = next_bound (from, bound + 1);
        }
      get (from, extension->place)->place = i;
      last = extension->place + 1;
    }
  return bound == from->len;
}

static void
append_at (GString *out, const char *op, guint place, KarneSpan value)
{
  g_autofree char *path = g_strdup_printf ("/" EXTENSIONS "/%u", place);

  append_operation (out, op, path, value);
}

/* First what is replaced, where it stands; then what goes, from the end, and what comes, from the
 * beginning, each at the place that it has by then. */
static void
append_items (GString *out, GArray *from, GArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      guint place = get (from, i)->place;

      if (place == G_MAXUINT || karne_json_is_same (get (from, i)->value, get (to, place)->value))
        continue;
      append_at (out, "test", i, get (from, i)->value);
      append_at (out, "replace", i, get (to, place)->value);
    }
  for (guint i = from->len; i > 0; i--)
    if (get (from, i - 1)->place == G_MAXUINT)
      {
        append_at (out, "test", i - 1, get (from, i - 1)->value);
        append_at (out, "remove", i - 1, (KarneSpan){ NULL, 0 });
      }
  for (guint i = 0; i < to->len; i++)
    if (get (to, i)->place == G_MAXUINT)
      append_at (out, "add", i, get (to, i)->value);
}

/* FHIR knows no empty list: the first extension comes, and the last one goes, with the list. */
static gboolean
append_extensions (GString *out, KarneSpan from, KarneSpan to, const char *const *parts)
{
  g_autoptr (GArray) here = list_extensions (from);
  g_autoptr (GArray) there = list_extensions (to);
  KarneSpan none = { NULL, 0 };

  free_parts (here, there, parts);
  if (!pair_extensions (here, there))
    return FALSE;
  if (here->len == 0 || there->len == 0)
    append_change (out, "/" EXTENSIONS, here->len > 0 ? find (from, EXTENSIONS) : none,
                   there->len > 0 ? find (to, EXTENSIONS) : none);
  else
    append_items (out, here, there);
  return TRUE;
}

/* The rest */

/* Whether another member differs than those that `may_differ`. */
static gboolean
differ_elsewhere (KarneSpan from, KarneSpan to, const char *const *may_differ)
{
  const KarneSpan both[] = { from, to };

  for (int i = 0; i < 2; i++)
    {
      KarneJsonWalk walk;
      KarneSpan key;
      KarneSpan value;

      karne_json_walk_init (&walk, both[i]);
      while (karne_json_walk_next (&walk, &key, &value))
        {
          g_autofree char *name = karne_json_unescape (key);

          if (!g_strv_contains (may_differ, name) &&
              !karne_json_is_same (value, find (both[1 - i], name)))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_list_or_none (KarneSpan value)
{
  return value.text == NULL || karne_json_first (value) == '[';
}

static gboolean
has_other_changes (KarneSpan from, KarneSpan to, const char *const *parts)
{
  static const char *const of_the_server[] = { "versionId", "lastUpdated", NULL };
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  KarneSpan meta_from = find (from, "meta");
  KarneSpan meta_to = find (to, "meta");

  for (gsize i = 0; parts[i] != NULL; i++)
    if (!g_str_has_prefix (parts[i], EXTENSION))
      g_ptr_array_add (members, (gpointer) parts[i]);
  g_ptr_array_add (members, (gpointer) "meta");
  if (is_list_or_none (find (from, EXTENSIONS)) && is_list_or_none (find (to, EXTENSIONS)))
    g_ptr_array_add (members, (gpointer) EXTENSIONS);
  g_ptr_array_add (members, NULL);
  return differ_elsewhere (from, to, (const char *const *) members->pdata) ||
         differ_elsewhere (meta_from, meta_to, of_the_server);
}

char *
karne_merge_to_patch (const char *from, const char *to, const char *const *parts, GError **error)
{
  KarneSpan before = karne_json_span (from);
  KarneSpan after = karne_json_span (to);
  g_autoptr (GString) out = g_string_new ("[");

  if (has_other_changes (before, after, parts) || !append_extensions (out, before, after, parts))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Making a patch: more differs than may be patched");
      return NULL;
    }
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/", parts[i], NULL);

      if (!g_str_has_prefix (parts[i], EXTENSION))
        append_change (out, path, find (before, parts[i]), find (after, parts[i]));
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}
