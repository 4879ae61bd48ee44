/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-habilitation-private.h"

/* Less than a role may see, because the person wishes so. */

static GHashTable *
copy_levels (GHashTable *levels)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;
  gpointer level;

  g_hash_table_iter_init (&iter, levels);
  while (g_hash_table_iter_next (&iter, &name, &level))
    g_hash_table_insert (copy, g_strdup (name), level);
  return copy;
}

static gpointer
copy_source (gconstpointer source, gpointer data)
{
  return karne_habilitation_source_copy (source);
}

static KarneHabilitationRole *
copy_role (const KarneHabilitationRole *role)
{
  KarneHabilitationRole *copy = g_new0 (KarneHabilitationRole, 1);

  copy->id = g_strdup (role->id);
  copy->title = g_strdup (role->title);
  copy->text = g_strdup (role->text);
  copy->sources = g_ptr_array_copy (role->sources, copy_source, NULL);
  g_ptr_array_set_free_func (copy->sources, (GDestroyNotify) karne_habilitation_source_free);
  copy->labels = g_strdupv (role->labels);
  copy->kinds = copy_levels (role->kinds);
  copy->classes = copy_levels (role->classes);
  return copy;
}

/* What is not named is masked. */
static void
mask (KarneHabilitationRole *role, const char *kind)
{
  if (g_str_equal (kind, "DocumentReference"))
    g_hash_table_remove_all (role->classes);
  else
    g_hash_table_remove (role->kinds, kind);
}

/**
 * karne_habilitation_narrow:
 * @self: a matrix
 * @role: id of a role
 * @kinds: (nullable) (array zero-terminated=1): FHIR resource types
 *
 * The same matrix, but that the role sees nothing of the kinds; `DocumentReference` are all
 * documents, of whatever class. It only takes away: what was masked for the role, or for another
 * one, is as it was. @self does not change.
 *
 * Returns: (transfer full): another matrix
 */
KarneHabilitation *
karne_habilitation_narrow (KarneHabilitation *self, const char *role, const char *const *kinds)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (karne_habilitation_role_free);
  GPtrArray *old;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL, NULL);

  old = karne_habilitation_get_roles (self);
  for (guint i = 0; i < old->len; i++)
    {
      KarneHabilitationRole *copy = copy_role (old->pdata[i]);

      g_ptr_array_add (roles, copy);
      for (guint k = 0; kinds != NULL && kinds[k] != NULL && g_str_equal (copy->id, role); k++)
        mask (copy, kinds[k]);
    }
  return karne_habilitation_new_of_roles (g_steal_pointer (&roles));
}
