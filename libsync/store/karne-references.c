/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-references-private.h"

#include <string.h>

#include "fhir/karne-json-private.h"
#include "store/karne-sql-private.h"

/* References met again and again are not looked up again; this many are remembered. */
#define MAX_REMEMBERED 4096

struct _KarneReferences
{
  sqlite3 *db;               /* (unowned) */
  const KarneSource *source; /* (unowned) */
  char *base_slash;          /* (owned) base and a slash */
  GHashTable *remembered;    /* (owned) set of "Kind/id" */

  /* Of the entry under way */
  GPtrArray *references; /* (owned) of char*: "Kind/id" */
  GPtrArray *canonicals; /* (owned) of char* */
  gboolean refers_to_person;
  gboolean refers_to_other;
};

KarneReferences *
karne_references_new (sqlite3 *db, const KarneSource *source)
{
  KarneReferences *self = g_new0 (KarneReferences, 1);

  self->db = db;
  self->source = source;
  self->base_slash = g_strconcat (source->base, "/", NULL);
  self->remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->references = g_ptr_array_new_with_free_func (g_free);
  self->canonicals = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
karne_references_free (KarneReferences *self)
{
  g_ptr_array_unref (self->canonicals);
  g_ptr_array_unref (self->references);
  g_hash_table_unref (self->remembered);
  g_free (self->base_slash);
  g_free (self);
}

const char *
karne_references_get_base (KarneReferences *self)
{
  return self->base_slash;
}

void
karne_references_forget (KarneReferences *self)
{
  g_ptr_array_set_size (self->references, 0);
  g_ptr_array_set_size (self->canonicals, 0);
  self->refers_to_person = FALSE;
  self->refers_to_other = FALSE;
}

gboolean
karne_references_are_of_another (KarneReferences *self)
{
  return self->refers_to_other && !self->refers_to_person;
}

static gboolean
is_followed (const char *reference, gsize kind_len)
{
  g_autofree char *name = g_strndup (reference, kind_len);
  const KarneKind *kind = karne_kind_find (name);

  return kind != NULL && kind->access == KARNE_KIND_REFERENCED;
}

/* "Kind/id" out of what stands in a reference: relative, or absolute on this server; a version
 * behind it is cut off. */
static char *
tidy_reference (KarneReferences *self, KarneSpan value)
{
  gsize base_len = strlen (self->base_slash);
  const char *text = value.text;
  gsize len = value.len;
  const char *slash;
  gsize id_len;

  if (len > base_len && strncmp (text, self->base_slash, base_len) == 0)
    {
      text += base_len;
      len -= base_len;
    }
  slash = memchr (text, '/', len);
  if (slash == NULL || slash == text || text[0] == '#')
    return NULL;
  for (id_len = 0; slash + 1 + id_len < text + len && slash[1 + id_len] != '/'; id_len++)
    ;
  if (slash + 1 + id_len < text + len &&
      strncmp (slash + 1 + id_len, "/_history/",
               MIN (10, (gsize) (text + len - slash - 1 - id_len))) != 0)
    return NULL;
  if (!karne_fhir_id_is_safe (slash + 1, id_len))
    return NULL;
  return g_strndup (text, (gsize) (slash - text) + 1 + id_len);
}

void
karne_references_note (KarneReferences *self, KarneSpan value, gboolean canonical)
{
  /* Some write every slash with a backslash before it. */
  g_autofree char *text =
      canonical || memchr (value.text, '\\', value.len) ? karne_json_unescape (value) : NULL;
  g_autofree char *reference = NULL;

  if (canonical)
    {
      g_ptr_array_add (self->canonicals, g_steal_pointer (&text));
      return;
    }
  if (text != NULL)
    value = (KarneSpan){ text, strlen (text) };
  reference = tidy_reference (self, value);
  if (reference == NULL)
    return;
  if (g_str_has_prefix (reference, "Patient/"))
    {
      if (strcmp (reference + strlen ("Patient/"), self->source->patient) == 0)
        self->refers_to_person = TRUE;
      else
        self->refers_to_other = TRUE;
    }
  else if (!g_hash_table_contains (self->remembered, reference) &&
           is_followed (reference, strcspn (reference, "/")))
    {
      g_ptr_array_add (self->references, g_steal_pointer (&reference));
    }
}

static gboolean
want (KarneReferences *self, const char *reference, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (self->db, "resource/want", error);
  gsize kind_len = strcspn (reference, "/");

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, self->source->id);
  karne_sql_bind_span (statement, 2, reference, kind_len);
  karne_sql_bind_text (statement, 3, reference + kind_len + 1);
  if (!karne_sql_run (statement, error))
    return FALSE;
  if (g_hash_table_size (self->remembered) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->remembered);
  g_hash_table_add (self->remembered, g_strdup (reference));
  return TRUE;
}

static gboolean
want_questionnaire (KarneReferences *self, const char *canonical, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_sql_get (self->db, "resource/want-questionnaire", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, self->source->id);
  karne_sql_bind_text (statement, 2, canonical);
  return karne_sql_run (statement, error);
}

gboolean
karne_references_want (KarneReferences *self, const char *kind, GError **error)
{
  for (guint i = 0; i < self->references->len; i++)
    if (!want (self, self->references->pdata[i], error))
      return FALSE;
  /* `instantiatesCanonical` of a Task or a CarePlan names plans, which are not pulled. */
  for (guint i = 0; i < self->canonicals->len && strcmp (kind, "QuestionnaireResponse") == 0; i++)
    if (!want_questionnaire (self, self->canonicals->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
karne_references_note_arrival (KarneReferences *self,
                               const KarneKind *kind,
                               const char *id,
                               gint64 row,
                               GError **error)
{
  gboolean by_canonical = kind->access == KARNE_KIND_CANONICAL;
  g_autoptr (KarneStatement) statement = NULL;

  if (kind->access != KARNE_KIND_REFERENCED && !by_canonical)
    return TRUE;
  statement = karne_sql_get (self->db,
                             by_canonical ? "resource/have-questionnaire" : "resource/have", error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, self->source->id);
  if (by_canonical)
    {
      karne_sql_bind_int (statement, 2, row);
    }
  else
    {
      karne_sql_bind_text (statement, 2, kind->name);
      karne_sql_bind_text (statement, 3, id);
    }
  return karne_sql_run (statement, error);
}
