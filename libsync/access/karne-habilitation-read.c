/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-habilitation-private.h"

#include "karne-access-resources.h"
#include "karne-data-file-private.h"

#define SCHEMA "/re/karne/Karne/habilitation/habilitation.rng"

/* A matrix on its way to being one. */
typedef struct
{
  const char *file;
  GHashTable *sources; /* (owned) id, (owned) -> KarneHabilitationSource, (owned) */
  GPtrArray *roles;    /* (owned) */
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->sources, g_hash_table_unref);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

void
karne_habilitation_role_free (gpointer data)
{
  KarneHabilitationRole *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->text);
  g_ptr_array_unref (self->sources);
  g_strfreev (self->labels);
  g_hash_table_unref (self->kinds);
  g_hash_table_unref (self->classes);
  g_free (self);
}

static GStrv
get_names (xmlNode *node, const char *name)
{
  g_autofree char *text = karne_data_file_get (node, name);

  return text != NULL ? g_strsplit (text, " ", -1) : NULL;
}

static gboolean
refuse (const Reader *self, xmlNode *node, GError **error, const char *what, const char *name)
{
  g_autofree char *reason = g_strdup_printf ("%s “%s”", what, name);

  return karne_data_file_refuse (self->file, (int) xmlGetLineNo (node), error, reason);
}

static gboolean
read_source (Reader *self, xmlNode *node, GError **error)
{
  g_autoptr (KarneHabilitationSource) source = g_new0 (KarneHabilitationSource, 1);
  g_autofree char *id = karne_data_file_get (node, "id");

  if (g_hash_table_contains (self->sources, id))
    return refuse (self, node, error, "there are two sources", id);
  source->name = karne_data_file_get (node, "name");
  source->date = karne_data_file_get (node, "date");
  source->address = karne_data_file_get (node, "address");
  g_hash_table_insert (self->sources, g_steal_pointer (&id), g_steal_pointer (&source));
  return TRUE;
}

/* What is named twice would be seen by whichever line came last. */
static gboolean
read_names (Reader *self, xmlNode *node, const char *attribute, GHashTable *levels, GError **error)
{
  g_auto (GStrv) names = get_names (node, attribute);
  KarneAccessLevel level =
      karne_data_file_is (node, "see") ? KARNE_ACCESS_CONTENT : KARNE_ACCESS_TITLE;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!g_hash_table_insert (levels, g_strdup (names[i]), GINT_TO_POINTER (level)))
      return refuse (self, node, error, "the role names twice", names[i]);
  return TRUE;
}

static gboolean
read_line (Reader *self, KarneHabilitationRole *role, xmlNode *node, GError **error)
{
  if (karne_data_file_is (node, "title"))
    role->title = karne_data_file_get_text (node);
  else if (karne_data_file_is (node, "text"))
    role->text = karne_data_file_get_text (node);
  else if (!read_names (self, node, "kinds", role->kinds, error) ||
           !read_names (self, node, "documents", role->classes, error))
    return FALSE;
  if (!g_hash_table_contains (role->kinds, "DocumentReference"))
    return TRUE;
  return refuse (self, node, error, "documents are named by their class, and not as",
                 "DocumentReference");
}

static gboolean
cite (Reader *self, KarneHabilitationRole *role, xmlNode *node, GError **error)
{
  g_auto (GStrv) ids = get_names (node, "sources");

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const KarneHabilitationSource *source = g_hash_table_lookup (self->sources, ids[i]);

      if (source == NULL)
        return refuse (self, node, error, "there is no source", ids[i]);
      g_ptr_array_add (role->sources, karne_habilitation_source_copy (source));
    }
  return TRUE;
}

static gboolean
read_role (Reader *self, xmlNode *node, GError **error)
{
  g_autoptr (KarneHabilitationRole) role = g_new0 (KarneHabilitationRole, 1);

  role->id = karne_data_file_get (node, "id");
  role->labels = get_names (node, "labels");
  role->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_habilitation_source_free);
  role->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  role->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->roles->len; i++)
    if (g_str_equal (((KarneHabilitationRole *) self->roles->pdata[i])->id, role->id))
      return refuse (self, node, error, "there are two roles", role->id);
  if (!cite (self, role, node, error))
    return FALSE;
  KARNE_FOR_EACH_ELEMENT (line, node)
  if (!read_line (self, role, line, error))
    return FALSE;
  g_ptr_array_add (self->roles, g_steal_pointer (&role));
  return TRUE;
}

GPtrArray *
karne_habilitation_read (GBytes *text, const char *file, GError **error)
{
  g_autoptr (xmlDoc) document = karne_data_file_parse (text, file, error);
  g_autoptr (GBytes) schema = g_resource_lookup_data (karne_access_get_resource (), SCHEMA,
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (Reader) reader = { file, NULL, NULL };

  if (document == NULL || !karne_data_file_validate (document, file, schema, error))
    return NULL;
  reader.sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) karne_habilitation_source_free);
  reader.roles = g_ptr_array_new_with_free_func (karne_habilitation_role_free);
  KARNE_FOR_EACH_ELEMENT (section, xmlDocGetRootElement (document))
  {
    if (karne_data_file_is (section, "role") && !read_role (&reader, section, error))
      return NULL;
    if (!karne_data_file_is (section, "sources"))
      continue;
    KARNE_FOR_EACH_ELEMENT (node, section)
    if (!read_source (&reader, node, error))
      return NULL;
  }
  return g_steal_pointer (&reader.roles);
}
