/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-habilitation-private.h"

#include "karne-access-resources.h"

#define BUILT_IN "/re/karne/Karne/habilitation/habilitation.xml"

/**
 * KarneHabilitation:
 *
 * The habilitation matrix: which role may see what of a record.
 *
 * It is data (`data/habilitation`), checked whole when it is read, and an administrator may have
 * another one. What it does not name is masked. Nothing of it changes afterwards, so that it can be
 * used from any thread.
 */
struct _KarneHabilitation
{
  GObject parent_instance;

  GPtrArray *roles; /* (owned) of KarneHabilitationRole, (owned) */
};

G_DEFINE_FINAL_TYPE (KarneHabilitation, karne_habilitation, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (KarneHabilitationSource,
                     karne_habilitation_source,
                     karne_habilitation_source_copy,
                     karne_habilitation_source_free)

/**
 * karne_habilitation_source_copy:
 * @self: a source
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneHabilitationSource *
karne_habilitation_source_copy (const KarneHabilitationSource *self)
{
  KarneHabilitationSource *copy = g_new0 (KarneHabilitationSource, 1);

  copy->name = g_strdup (self->name);
  copy->date = g_strdup (self->date);
  copy->address = g_strdup (self->address);
  return copy;
}

/**
 * karne_habilitation_source_free:
 * @self: (nullable): a source
 *
 * Frees it.
 */
void
karne_habilitation_source_free (KarneHabilitationSource *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->date);
  g_free (self->address);
  g_free (self);
}

static void
karne_habilitation_finalize (GObject *object)
{
  KarneHabilitation *self = KARNE_HABILITATION (object);

  g_ptr_array_unref (self->roles);
  G_OBJECT_CLASS (karne_habilitation_parent_class)->finalize (object);
}

static void
karne_habilitation_class_init (KarneHabilitationClass *class)
{
  G_OBJECT_CLASS (class)->finalize = karne_habilitation_finalize;
}

static void
karne_habilitation_init (KarneHabilitation *self)
{
}

KarneHabilitation *
karne_habilitation_new_of_roles (GPtrArray *roles)
{
  KarneHabilitation *self = g_object_new (KARNE_TYPE_HABILITATION, NULL);

  self->roles = roles;
  return self;
}

GPtrArray *
karne_habilitation_get_roles (KarneHabilitation *self)
{
  return self->roles;
}

/**
 * karne_habilitation_new_from_bytes:
 * @text: the matrix, as XML
 * @file: what to call it in errors
 * @error: return location for an error
 *
 * Reads a matrix. Fails with `KARNE_ERROR_INVALID`, saying file, line and reason, where it is not
 * as `data/habilitation/habilitation.rng` says, declares entities, cites a source that is not
 * there, or names something twice.
 *
 * Returns: (transfer full): the matrix
 */
KarneHabilitation *
karne_habilitation_new_from_bytes (GBytes *text, const char *file, GError **error)
{
  GPtrArray *roles;

  g_return_val_if_fail (text != NULL && file != NULL, NULL);
  roles = karne_habilitation_read (text, file, error);
  return roles != NULL ? karne_habilitation_new_of_roles (roles) : NULL;
}

/**
 * karne_habilitation_new:
 *
 * The matrix that comes with the library.
 *
 * Returns: (transfer full): the matrix
 */
KarneHabilitation *
karne_habilitation_new (void)
{
  g_autoptr (GBytes) text = g_resource_lookup_data (karne_access_get_resource (), BUILT_IN,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  KarneHabilitation *self = karne_habilitation_new_from_bytes (text, "habilitation.xml", &error);

  g_assert_no_error (error);
  return self;
}

const KarneHabilitationRole *
karne_habilitation_find_role (KarneHabilitation *self, const char *id)
{
  for (guint i = 0; i < self->roles->len; i++)
    {
      const KarneHabilitationRole *role = self->roles->pdata[i];

      if (g_str_equal (role->id, id))
        return role;
    }
  return NULL;
}

/**
 * karne_habilitation_list_roles:
 * @self: a matrix
 *
 * The roles that it knows, by their ids, in its own order.
 *
 * Returns: (transfer full): the ids
 */
GStrv
karne_habilitation_list_roles (KarneHabilitation *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (KARNE_IS_HABILITATION (self), NULL);
  for (guint i = 0; i < self->roles->len; i++)
    g_strv_builder_add (ids, ((KarneHabilitationRole *) self->roles->pdata[i])->id);
  return g_strv_builder_end (ids);
}

/**
 * karne_habilitation_get_title:
 * @self: a matrix
 * @role: id of a role
 *
 * What the role is called, to be translated.
 *
 * Returns: (nullable): a msgid; %NULL where there is no such role
 */
const char *
karne_habilitation_get_title (KarneHabilitation *self, const char *role)
{
  const KarneHabilitationRole *found;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL, NULL);
  found = karne_habilitation_find_role (self, role);
  return found != NULL ? found->title : NULL;
}

/**
 * karne_habilitation_get_text:
 * @self: a matrix
 * @role: id of a role
 *
 * What the role may see, in words that the person can agree to, to be translated.
 *
 * Returns: (nullable): a msgid; %NULL where there is no such role
 */
const char *
karne_habilitation_get_text (KarneHabilitation *self, const char *role)
{
  const KarneHabilitationRole *found;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL, NULL);
  found = karne_habilitation_find_role (self, role);
  return found != NULL ? found->text : NULL;
}

/**
 * karne_habilitation_list_sources:
 * @self: a matrix
 * @role: id of a role
 *
 * What the lines of a role rest on.
 *
 * Returns: (transfer container) (element-type KarneSync.HabilitationSource): the sources, which
 *   belong to @self; none where there is no such role
 */
GPtrArray *
karne_habilitation_list_sources (KarneHabilitation *self, const char *role)
{
  const KarneHabilitationRole *found;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL, NULL);
  found = karne_habilitation_find_role (self, role);
  return found != NULL ? g_ptr_array_ref (found->sources) : g_ptr_array_new ();
}

static KarneAccessLevel
get_class_level (const KarneHabilitationRole *role, const char *class)
{
  gpointer level;

  if (class != NULL && g_hash_table_lookup_extended (role->classes, class, NULL, &level))
    return (KarneAccessLevel) GPOINTER_TO_INT (level);
  return (KarneAccessLevel) GPOINTER_TO_INT (
      g_hash_table_lookup (role->classes, KARNE_OTHER_CLASS));
}

KarneAccessLevel
karne_habilitation_role_get_level (const KarneHabilitationRole *self,
                                   const char *kind,
                                   const char *const *classes)
{
  KarneAccessLevel level = KARNE_ACCESS_CONTENT;

  if (!g_str_equal (kind, "DocumentReference"))
    return (KarneAccessLevel) GPOINTER_TO_INT (g_hash_table_lookup (self->kinds, kind));
  if (classes == NULL || classes[0] == NULL)
    return get_class_level (self, NULL);
  for (guint i = 0; classes[i] != NULL; i++)
    level = MIN (level, get_class_level (self, classes[i]));
  return level;
}

KarneAccessLevel
karne_habilitation_role_get_most (const KarneHabilitationRole *self, const char *kind)
{
  KarneAccessLevel most = KARNE_ACCESS_MASKED;
  GHashTableIter classes;
  gpointer level;

  if (!g_str_equal (kind, "DocumentReference"))
    return karne_habilitation_role_get_level (self, kind, NULL);
  g_hash_table_iter_init (&classes, self->classes);
  while (g_hash_table_iter_next (&classes, NULL, &level))
    most = MAX (most, (KarneAccessLevel) GPOINTER_TO_INT (level));
  return most;
}

gboolean
karne_habilitation_role_allows_label (const KarneHabilitationRole *self, const char *label)
{
  return g_strv_contains ((const char *const *) self->labels, label);
}

/**
 * karne_habilitation_get_level:
 * @self: a matrix
 * @role: id of a role
 * @kind: FHIR resource type
 * @classes: (nullable) (array zero-terminated=1): of a document, the codes of its categories
 *   (TRE_A03); nothing for any other kind
 *
 * How much of a resource the role may see, its labels aside. Of several classes, the strictest
 * counts; a document without one is of class `other`.
 *
 * Returns: the level: `KARNE_ACCESS_MASKED` where the matrix does not say, or knows no such role
 */
KarneAccessLevel
karne_habilitation_get_level (KarneHabilitation *self,
                              const char *role,
                              const char *kind,
                              const char *const *classes)
{
  const KarneHabilitationRole *found;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL && kind != NULL,
                        KARNE_ACCESS_MASKED);
  found = karne_habilitation_find_role (self, role);
  return found != NULL ? karne_habilitation_role_get_level (found, kind, classes)
                       : KARNE_ACCESS_MASKED;
}

/**
 * karne_habilitation_get_most:
 * @self: a matrix
 * @role: id of a role
 * @kind: FHIR resource type
 *
 * How much of a kind the role may see at most: of documents, of the class of which it sees most.
 *
 * Returns: the level: `KARNE_ACCESS_MASKED` where the matrix does not say, or knows no such role
 */
KarneAccessLevel
karne_habilitation_get_most (KarneHabilitation *self, const char *role, const char *kind)
{
  const KarneHabilitationRole *found;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL && kind != NULL,
                        KARNE_ACCESS_MASKED);
  found = karne_habilitation_find_role (self, role);
  return found != NULL ? karne_habilitation_role_get_most (found, kind) : KARNE_ACCESS_MASKED;
}

/**
 * karne_habilitation_allows_label:
 * @self: a matrix
 * @role: id of a role
 * @label: code of a label of confidentiality (TRE_A08) or visibility (TRE_A07)
 *
 * Whether the role may see what bears the label. A label that the matrix does not name for the
 * role, known or not, is one that it may not.
 *
 * Returns: whether it may
 */
gboolean
karne_habilitation_allows_label (KarneHabilitation *self, const char *role, const char *label)
{
  const KarneHabilitationRole *found;

  g_return_val_if_fail (KARNE_IS_HABILITATION (self) && role != NULL && label != NULL, FALSE);
  found = karne_habilitation_find_role (self, role);
  return found != NULL && karne_habilitation_role_allows_label (found, label);
}
