/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-load.h"

#include "demo-bundle.h"
#include "demo-dates.h"
#include "demo-json.h"
#include "demo-kinds.h"
#include "demo-stamp.h"

#include <string.h>

#define MAX_FOLDERS_DEEP 20

typedef struct
{
  const DemoServer *server;
  const GDate *today;
  DemoLoad *load;
  gint64 now;
  const char *path; /* of the file being read */
} Loader;

/* Data that is told apart from today (`@today-3d`) gets its real date. */
static void
resolve_dates (DemoJson *json, DemoNode *node, const GDate *today)
{
  for (DemoNode *child = node->first; child != NULL; child = child->next)
    if (child->type != DEMO_JSON_STRING)
      resolve_dates (json, child, today);
    else if (child->len > 4 && child->text[1] == '@')
      {
        g_autofree char *text = demo_node_dup_string (child);
        g_autofree char *date = demo_date_resolve (text, today);
        DemoNode *fresh = date != NULL ? demo_json_new_string (json, date) : child;

        child->text = fresh->text;
        child->len = fresh->len;
      }
}

static void
refuse (Loader *loader, const char *why)
{
  loader->load->n_refused++;
  g_printerr ("%s: one resource was not loaded: %s\n", loader->path, why);
}

/* Without an id of its own, a resource is named by its content: loading it again finds it. */
static char *
choose_id (const DemoNode *resource)
{
  char *id = demo_node_dup_member (resource, "id");
  g_autoptr (GString) text = NULL;
  g_autofree char *sum = NULL;

  if (id != NULL && *id != '\0')
    return id;
  g_free (id);
  text = g_string_new (NULL);
  demo_node_write (resource, text);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text->str, text->len);
  return g_strndup (sum, 32);
}

/* Data that says when it was last changed keeps that time, as long as it is in the past. */
static gint64
choose_time (Loader *loader, const DemoNode *resource)
{
  g_autofree char *text =
      demo_node_dup_string (demo_node_get_path (resource, "meta", "lastUpdated", NULL));
  DemoSpan span;

  if (text != NULL && demo_date_parse (text, &span) && span.first <= loader->now)
    return span.first;
  return loader->now;
}

static gboolean
is_unchanged (Loader *loader, const DemoRow *before, const DemoNode *resource, const char *kind)
{
  g_autofree char *same = NULL;

  if (before == NULL || before->deleted)
    return FALSE;
  same = demo_stamp (loader->server, resource, kind, before->id, before->version, before->updated);
  return strcmp (same, before->body) == 0;
}

static void
store_resource (Loader *loader, DemoNode *resource, const char *kind)
{
  g_autofree char *id = choose_id (resource);
  g_autoptr (DemoRow) before = demo_store_get (loader->server->store, kind, id);
  gint64 version = before != NULL ? before->version + 1 : 1;
  gint64 updated = choose_time (loader, resource);
  g_autofree char *body = demo_stamp (loader->server, resource, kind, id, version, updated);
  DemoWrite write = { kind, id, version, updated, FALSE, "PUT", body };
  g_autoptr (GError) error = NULL;

  if (is_unchanged (loader, before, resource, kind))
    loader->load->n_unchanged++;
  else if (!demo_store_write (loader->server->store, &write, &error))
    refuse (loader, error->message);
  else
    loader->load->n_loaded++;
}

static void
load_resource (Loader *loader, DemoJson *json, DemoNode *resource)
{
  g_autofree char *kind = demo_node_dup_member (resource, "resourceType");

  if (kind == NULL || !demo_kind_exists (kind))
    {
      refuse (loader, "it has no resourceType of FHIR R4");
      return;
    }
  resolve_dates (json, resource, loader->today);
  store_resource (loader, resource, kind);
}

/* The entries of a transaction refer to each other by names that only hold inside it. */
static void
resolve_names (DemoJson *json, DemoNode *list)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (DemoNode *entry = list->first; entry != NULL; entry = entry->next)
    {
      DemoNode *resource = demo_node_get (entry, "resource");
      g_autofree char *full_url = demo_node_dup_member (entry, "fullUrl");
      g_autofree char *kind = demo_node_dup_member (resource, "resourceType");

      if (full_url != NULL && kind != NULL && g_str_has_prefix (full_url, "urn:"))
        {
          g_autofree char *id = choose_id (resource);
          demo_json_set (json, resource, "id", demo_json_new_string (json, id));
          g_hash_table_insert (names, g_steal_pointer (&full_url),
                               g_strdup_printf ("%s/%s", kind, id));
        }
    }
  demo_bundle_rewrite (json, list, names);
}

static void
load_bundle (Loader *loader, DemoJson *json, DemoNode *bundle)
{
  DemoNode *list = demo_node_get (bundle, "entry");

  if (list == NULL)
    return;
  if (demo_node_is_string (demo_node_get (bundle, "type"), "transaction"))
    resolve_names (json, list);
  for (DemoNode *entry = list->first; entry != NULL; entry = entry->next)
    {
      DemoNode *resource = demo_node_get (entry, "resource");
      if (resource != NULL)
        load_resource (loader, json, resource);
    }
}

static void
load_text (Loader *loader, const char *text, gsize len)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *root = demo_json_parse (json, text, (gssize) len, &error);

  if (root == NULL)
    refuse (loader, error->message);
  else if (demo_node_is_string (demo_node_get (root, "resourceType"), "Bundle"))
    load_bundle (loader, json, root);
  else
    load_resource (loader, json, root);
}

static void
load_lines (Loader *loader, const char *text, gsize len)
{
  const char *end = text + len;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);
      gsize size = (stop != NULL ? stop : end) - text;
      gboolean blank = strspn (text, " \t\r") >= size;

      if (!blank)
        load_text (loader, text, size);
      text += size + 1;
    }
}

static gboolean
load_file (Loader *loader, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  gboolean lines = g_str_has_suffix (path, ".ndjson");

  if (!lines && !g_str_has_suffix (path, ".json"))
    return TRUE;
  loader->path = path;
  file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return FALSE;
  if (g_mapped_file_get_length (file) > 0)
    {
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);

      (lines ? load_lines : load_text) (loader, text, len);
    }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* In the order of their names, so that two starts load the same in the same order. */
static GPtrArray *
list_folder (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  GPtrArray *paths;
  const char *name;

  if (dir == NULL)
    return NULL;
  paths = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (*name != '.')
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static gboolean
load_folder (Loader *loader, const char *folder, int depth, GError **error)
{
  g_autoptr (GPtrArray) paths = list_folder (folder, error);

  if (paths == NULL)
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

      if (is_folder && depth >= MAX_FOLDERS_DEEP)
        continue;
      if (is_folder ? !load_folder (loader, path, depth + 1, error)
                    : !load_file (loader, path, error))
        return FALSE;
    }
  return TRUE;
}

/* Loads every .json and .ndjson below a folder in one transaction: all get one instant. */
gboolean
demo_load_folder (const DemoServer *server,
                  const char *folder,
                  const GDate *today,
                  DemoLoad *load,
                  GError **error)
{
  Loader loader = { server, today, load, demo_store_now (server->store) };

  if (!demo_store_begin (server->store, error))
    return FALSE;
  if (!load_folder (&loader, folder, 0, error))
    {
      demo_store_roll_back (server->store);
      return FALSE;
    }
  return demo_store_commit (server->store, error);
}
