/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "karne-error.h"
#include "store/karne-outbox-work-private.h"
#include "store/karne-row-private.h"

/* What readers see of one resource, as the outbox changes it. */

void
karne_here_clear (KarneHere *self)
{
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->updated, g_free);
  g_clear_pointer (&self->text, g_free);
  self->row = 0;
}

gboolean
karne_here_find (sqlite3 *db,
                 gint64 source,
                 const char *kind,
                 const char *id,
                 KarneHere *here,
                 GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/find-resource", source, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_ROW)
    {
      here->row = karne_sql_get_int (statement, 0);
      here->version = karne_sql_dup_text (statement, 1);
      here->updated = karne_sql_dup_text (statement, 2);
      here->text = karne_sql_dup_text (statement, 3);
    }
  return rc != SQLITE_ERROR;
}

static gboolean
restore_content (sqlite3 *db,
                 gint64 row,
                 gint64 source,
                 const char *kind,
                 const char *id,
                 GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/restore-content", row, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, source);
  karne_sql_bind_text (statement, 3, kind);
  karne_sql_bind_text (statement, 4, id);
  return karne_sql_run (statement, error);
}

static KarneSpan
span_of (const char *text)
{
  return (KarneSpan){ text, text != NULL ? strlen (text) : 0 };
}

gboolean
karne_here_put (KarneStore *store,
                sqlite3 *db,
                gint64 source,
                const char *kind,
                const char *id,
                const char *text,
                const char *version,
                const char *updated,
                GError **error)
{
  g_autoptr (KarneSource) of = karne_source_load (db, source, error);
  g_autofree char *base = of != NULL ? g_strconcat (of->base, "/", NULL) : NULL;
  const KarneRowText row_text = { span_of (text), span_of (version), span_of (updated), base };
  g_auto (KarneHere) here = { 0 };
  gboolean written = FALSE;
  gboolean was_here;

  if (of == NULL || !karne_here_find (db, source, kind, id, &here, error))
    return FALSE;
  was_here = here.row != 0;
  if (!karne_row_write (db, source, karne_kind_find (kind), id, &row_text, KARNE_ROW_FORCE,
                        &here.row, &written, error))
    return FALSE;
  karne_store_note_change (store, source, kind, id);
  return was_here || restore_content (db, here.row, source, kind, id, error);
}

gboolean
karne_here_confirm (KarneStore *store,
                    sqlite3 *db,
                    const KarneOutboxRow *row,
                    const char *text,
                    const char *version,
                    const char *updated,
                    gboolean *confirmed,
                    GError **error)
{
  g_autoptr (KarneStatement) statement = NULL;

  *confirmed = FALSE;
  if (row->body == NULL || !karne_text_is_but_version (row->body, text))
    return TRUE;
  statement = karne_outbox_statement (db, "outbox/confirm-resource", row->source, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, row->kind);
  karne_sql_bind_text (statement, 3, row->id);
  karne_sql_bind_text (statement, 4, version);
  karne_sql_bind_text (statement, 5, updated);
  karne_sql_bind_text (statement, 6, text);
  karne_sql_bind_text (statement, 7, row->body);
  if (!karne_sql_run (statement, error))
    return FALSE;
  *confirmed = sqlite3_changes (db) > 0;
  karne_store_note_change (store, row->source, row->kind, row->id);
  return TRUE;
}

static gboolean
keep_content (sqlite3 *db, gint64 row, gint64 keep_for, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/keep-content", row, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, keep_for);
  return karne_sql_run (statement, error);
}

gboolean
karne_here_take_away (KarneStore *store,
                      sqlite3 *db,
                      gint64 source,
                      const char *kind,
                      const char *id,
                      gint64 keep_for,
                      GError **error)
{
  g_autoptr (KarneStatement) statement = NULL;
  g_auto (KarneHere) here = { 0 };

  if (!karne_here_find (db, source, kind, id, &here, error))
    return FALSE;
  if (here.row == 0)
    return TRUE;
  if (keep_for != 0 && !keep_content (db, here.row, keep_for, error))
    return FALSE;
  statement = karne_outbox_statement (db, "resource/remove", source, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  karne_store_note_change (store, source, kind, id);
  return karne_sql_run (statement, error);
}

/* What a text says of itself */

static char *
dup_of_meta (const char *text, const char *name)
{
  KarneSpan meta;
  KarneSpan value;

  if (text == NULL || !karne_json_find (karne_json_span (text), "meta", &meta) ||
      karne_json_first (meta) != '{' || !karne_json_find (meta, name, &value))
    return NULL;
  return karne_json_dup_string (value);
}

char *
karne_text_dup_version (const char *text)
{
  return dup_of_meta (text, "versionId");
}

char *
karne_text_dup_updated (const char *text)
{
  return dup_of_meta (text, "lastUpdated");
}

char *
karne_text_dup_id (const char *text)
{
  KarneSpan value;

  return karne_json_find (karne_json_span (text), "id", &value) ? karne_json_dup_string (value)
                                                                : NULL;
}

static gboolean
is_skipped (KarneSpan key, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (karne_span_equal (key, names[i]))
      return TRUE;
  return FALSE;
}

/* The next member that counts; an absent key where there is none. */
static KarneSpan
next_member (KarneJsonWalk *walk, const char *const *but, KarneSpan *value)
{
  KarneSpan key = { NULL, 0 };

  while (karne_json_walk_next (walk, &key, value))
    if (!is_skipped (key, but))
      return key;
  *value = key = (KarneSpan){ NULL, 0 };
  return key;
}

static gboolean
is_same_span (KarneSpan a, KarneSpan b)
{
  return (a.text == NULL) == (b.text == NULL) && a.len == b.len &&
         (a.len == 0 || memcmp (a.text, b.text, a.len) == 0);
}

/* Byte for byte and in the same order, so that whatever is lifted out of one is lifted out of the
 * other. */
static gboolean
has_same_members (KarneSpan a, KarneSpan b, const char *const *but)
{
  KarneJsonWalk walk_a;
  KarneJsonWalk walk_b;
  KarneSpan key;

  karne_json_walk_init (&walk_a, a);
  karne_json_walk_init (&walk_b, b);
  do
    {
      KarneSpan value_a;
      KarneSpan value_b;

      key = next_member (&walk_a, but, &value_a);
      if (!is_same_span (key, next_member (&walk_b, but, &value_b)) ||
          !is_same_span (value_a, value_b))
        return FALSE;
    }
  while (key.text != NULL);
  return TRUE;
}

static KarneSpan
find_meta (const char *text)
{
  KarneSpan meta;

  return karne_json_find (karne_json_span (text), "meta", &meta) ? meta : karne_json_span ("{}");
}

gboolean
karne_text_is_but_version (const char *a, const char *b)
{
  static const char *const beside[] = { "meta", NULL };
  static const char *const version[] = { "versionId", "lastUpdated", NULL };
  KarneSpan meta_a = find_meta (a);
  KarneSpan meta_b = find_meta (b);

  return karne_json_first (meta_a) == '{' && karne_json_first (meta_b) == '{' &&
         has_same_members (meta_a, meta_b, version) &&
         has_same_members (karne_json_span (a), karne_json_span (b), beside);
}

/* The journal */

gboolean
karne_journal_note (KarneStore *store,
                    sqlite3 *db,
                    gint64 source,
                    const char *kind,
                    const char *id,
                    const char *what,
                    const char *detail,
                    GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/note", source, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  karne_sql_bind_int (statement, 4, karne_store_get_time (store));
  karne_sql_bind_text (statement, 5, what);
  karne_sql_bind_text (statement, 6, detail);
  return karne_sql_run (statement, error);
}

char *
karne_json_array_of (GPtrArray *strings)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; i < strings->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      karne_json_append_string (out, strings->pdata[i]);
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}
