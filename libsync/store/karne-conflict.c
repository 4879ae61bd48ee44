/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-private.h"
#include "karne-error.h"
#include "store/karne-conflict-private.h"
#include "store/karne-outbox-work-private.h"

/* What both sides changed. The record holds theirs; mine is kept here until the person decides, and
 * after that with the decision. */

void
karne_conflict_row_free (KarneConflictRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->base);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->theirs_version);
  g_free (self->why);
  g_free (self->fields);
  g_free (self->decision);
  g_free (self);
}

KarneConflictRow *
karne_conflict_row_from_statement (KarneStatement *statement)
{
  KarneConflictRow *row = g_new0 (KarneConflictRow, 1);

  row->number = karne_sql_get_int (statement, 0);
  row->source = karne_sql_get_int (statement, 1);
  row->kind = g_intern_string ((const char *) sqlite3_column_text (statement, 2));
  row->id = karne_sql_dup_text (statement, 3);
  row->base = karne_sql_dup_text (statement, 4);
  row->mine = karne_sql_dup_text (statement, 5);
  row->theirs = karne_sql_dup_text (statement, 6);
  row->theirs_version = karne_sql_dup_text (statement, 7);
  row->why = karne_sql_dup_text (statement, 8);
  row->fields = karne_sql_dup_text (statement, 9);
  row->found = karne_sql_get_int (statement, 10);
  row->decided = karne_sql_get_int (statement, 11);
  row->decision = karne_sql_dup_text (statement, 12);
  return row;
}

static char *
fields_of (GPtrArray *overlaps)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; overlaps != NULL && i < overlaps->len; i++)
    g_ptr_array_add (paths, ((KarneOverlap *) overlaps->pdata[i])->path);
  return karne_json_array_of (paths);
}

gboolean
karne_conflict_insert (KarneStore *store,
                       sqlite3 *db,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       const char *base,
                       const char *mine,
                       const char *theirs,
                       const char *why,
                       GPtrArray *overlaps,
                       GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "conflict/add", source, error);
  g_autofree char *version = karne_text_dup_version (theirs);
  g_autofree char *fields = fields_of (overlaps);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  karne_sql_bind_text (statement, 4, base);
  karne_sql_bind_text (statement, 5, mine);
  karne_sql_bind_text (statement, 6, theirs);
  karne_sql_bind_text (statement, 7, version);
  karne_sql_bind_text (statement, 8, why);
  karne_sql_bind_text (statement, 9, fields);
  karne_sql_bind_int (statement, 10, karne_store_get_time (store));
  karne_store_note_change (store, source, kind, id);
  return karne_sql_run (statement, error) &&
         karne_journal_note (store, db, source, kind, id, "conflict", fields, error);
}

gboolean
karne_conflict_add (KarneStore *store,
                    sqlite3 *db,
                    const KarneOutboxRow *row,
                    const char *theirs,
                    const char *why,
                    GPtrArray *overlaps,
                    GError **error)
{
  g_autofree char *version = karne_text_dup_version (theirs);
  g_autofree char *updated = karne_text_dup_updated (theirs);
  gboolean shown;

  if (!karne_conflict_insert (store, db, row->source, row->kind, row->id, row->base, row->body,
                              theirs, why, overlaps, error))
    return FALSE;
  if (theirs != NULL)
    shown = karne_here_put (store, db, row->source, row->kind, row->id, theirs, version, updated,
                            error);
  else
    shown = karne_here_take_away (store, db, row->source, row->kind, row->id, 0, error);
  return shown && karne_outbox_remove (db, row->seq, error);
}

static GPtrArray *
list (KarneStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) karne_conflict_row_free);
  int rc;

  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (rows, karne_conflict_row_from_statement (statement));
  return rc == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

static GPtrArray *
list_open_of (sqlite3 *db, gint64 source, const char *kind, const char *id, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "conflict/open-of", source, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  return list (statement, error);
}

static gboolean
set_theirs (sqlite3 *db, const KarneConflictRow *row, const char *text, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "conflict/set-theirs", row->number, error);
  g_autofree char *version = karne_text_dup_version (text);
  g_autoptr (KarneMerge) merge =
      text != NULL && row->mine != NULL ? karne_merge (row->base, row->mine, text) : NULL;
  g_autofree char *fields =
      merge != NULL && merge->overlaps->len > 0 ? fields_of (merge->overlaps) : NULL;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, text);
  karne_sql_bind_text (statement, 3, version);
  karne_sql_bind_text (statement, 4, fields != NULL ? fields : row->fields);
  return karne_sql_run (statement, error);
}

gboolean
karne_conflict_take_theirs (sqlite3 *db,
                            gint64 source,
                            const char *kind,
                            const char *id,
                            const char *text,
                            GError **error)
{
  g_autoptr (GPtrArray) rows = list_open_of (db, source, kind, id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KarneConflictRow *row = rows->pdata[i];

      /* What was overwritten is a version of the past, which nothing new makes another one. */
      if (!g_str_equal (row->why, "overwritten") && !set_theirs (db, row, text, error))
        return FALSE;
    }
  return rows != NULL;
}

static gboolean
rename_in (sqlite3 *db,
           const KarneConflictRow *row,
           const char *kind,
           const char *from,
           const char *to,
           const char *base,
           GError **error)
{
  g_autofree char *from_name = g_strconcat (kind, "/", from, NULL);
  g_autofree char *to_name = g_strconcat (kind, "/", to, NULL);
  const char *texts[] = { row->base, row->mine, row->theirs };
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "conflict/set-texts", row->number, error);

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *text =
          texts[i] != NULL ? karne_references_replace (texts[i], base, from_name, to_name) : NULL;

      karne_sql_bind_text (statement, i + 2, text != NULL ? text : texts[i]);
    }
  karne_sql_bind_text (statement, 5,
                       g_str_equal (row->kind, kind) && g_str_equal (row->id, from) ? to : row->id);
  return karne_sql_run (statement, error);
}

gboolean
karne_conflict_rename (sqlite3 *db,
                       gint64 source,
                       const char *kind,
                       const char *from,
                       const char *to,
                       const char *base,
                       GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "conflict/all-open", source, error);
  g_autoptr (GPtrArray) rows = statement != NULL ? list (statement, error) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!rename_in (db, rows->pdata[i], kind, from, to, base, error))
      return FALSE;
  return rows != NULL;
}

/* Deciding, and taking that back */

KarneConflictRow *
karne_conflict_load (sqlite3 *db, gint64 number, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "conflict/load", number, error);
  int rc;

  if (statement == NULL)
    return NULL;
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_ROW)
    return karne_conflict_row_from_statement (statement);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "Looking for a conflict: there is none of that number");
  return NULL;
}

static const char *const choices[] = { "theirs", "mine", "both" };

static char *
describe_decision (GHashTable *fields, KarneChoice otherwise, gint64 change)
{
  g_autoptr (GString) out = g_string_new ("{\"otherwise\":");
  g_autoptr (GList) paths = fields != NULL ? g_hash_table_get_keys (fields) : NULL;

  karne_json_append_string (out, choices[otherwise]);
  paths = g_list_sort (paths, (GCompareFunc) g_strcmp0);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      g_string_append (out, l == paths ? ",\"fields\":{" : ",");
      karne_json_append_string (out, l->data);
      g_string_append_c (out, ':');
      karne_json_append_string (out,
                                choices[GPOINTER_TO_INT (g_hash_table_lookup (fields, l->data))]);
    }
  g_string_append (out, paths != NULL ? "}" : "");
  if (change != 0)
    g_string_append_printf (out, ",\"change\":%" G_GINT64_FORMAT, change);
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Made anew where it was deleted there: a deleted id is not used again. */
static gboolean
apply_over_nothing (KarneStore *store,
                    sqlite3 *db,
                    const KarneConflictRow *row,
                    KarneChoice otherwise,
                    gint64 *change,
                    GError **error)
{
  const char *text = row->mine;

  /* What our delete went over is as gone as what was deleted there. */
  if (otherwise == KARNE_CHOICE_THEIRS)
    text = g_str_equal (row->why, "overwritten") ? row->theirs : NULL;
  return text == NULL ||
         karne_outbox_save (store, db, row->source, row->kind, NULL, text, NULL, change, error);
}

/* change: (out): number of what it becomes, where it becomes a change */
static gboolean
apply (KarneStore *store,
       sqlite3 *db,
       const KarneConflictRow *row,
       GHashTable *fields,
       KarneChoice otherwise,
       gint64 *change,
       GError **error)
{
  g_auto (KarneHere) here = { 0 };
  g_autofree char *text = NULL;

  if (!karne_here_find (db, row->source, row->kind, row->id, &here, error))
    return FALSE;
  if (here.row == 0)
    return apply_over_nothing (store, db, row, otherwise, change, error);
  if (row->mine == NULL)
    return otherwise == KARNE_CHOICE_THEIRS ||
           karne_outbox_delete (store, db, row->source, row->kind, row->id, change, error);
  /* Of what was overwritten, theirs is not what the record holds. */
  if (g_str_equal (row->why, "overwritten"))
    text = karne_merge_resolve (row->base, here.text, row->theirs, fields, otherwise);
  else
    text = karne_merge_resolve (row->base, row->mine, here.text, fields, otherwise);
  return karne_merge_is_same (text, here.text) ||
         karne_outbox_save (store, db, row->source, row->kind, row->id, text, NULL, change, error);
}

gboolean
karne_conflict_resolve (KarneStore *store,
                        sqlite3 *db,
                        gint64 number,
                        GHashTable *fields,
                        KarneChoice otherwise,
                        GError **error)
{
  g_autoptr (KarneConflictRow) row = karne_conflict_load (db, number, error);
  g_autofree char *told = describe_decision (fields, otherwise, 0);
  g_autofree char *decision = NULL;
  g_autoptr (KarneStatement) statement = NULL;
  gint64 change = 0;

  if (row == NULL)
    return FALSE;
  if (row->decided != 0)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EXISTS,
                           "Deciding a conflict: it was decided before");
      return FALSE;
    }
  if (!apply (store, db, row, fields, otherwise, &change, error))
    return FALSE;
  decision = describe_decision (fields, otherwise, change);
  statement = karne_outbox_statement (db, "conflict/decide", number, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, MAX (karne_store_get_time (store), 1));
  karne_sql_bind_text (statement, 3, decision);
  karne_store_note_change (store, row->source, row->kind, row->id);
  return karne_sql_run (statement, error) &&
         karne_journal_note (store, db, row->source, row->kind, row->id, "decided", told, error);
}

/* What is in the record again is theirs, which may be newer than the one that was decided about. */
static gboolean
reopen_one (KarneStore *store,
            sqlite3 *db,
            gint64 source,
            const char *kind,
            const char *id,
            GError **error)
{
  g_auto (KarneHere) here = { 0 };

  if (!karne_here_find (db, source, kind, id, &here, error))
    return FALSE;
  karne_store_note_change (store, source, kind, id);
  return here.row == 0 || karne_conflict_take_theirs (db, source, kind, id, here.text, error);
}

gboolean
karne_conflict_reopen (KarneStore *store, sqlite3 *db, gint64 source, gint64 change, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "conflict/reopen", source, error);
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, change);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    {
      g_free (kind);
      g_free (id);
      kind = karne_sql_dup_text (statement, 0);
      id = karne_sql_dup_text (statement, 1);
    }
  if (rc != SQLITE_DONE)
    return FALSE;
  /* All that one change can come of are about one resource. */
  return kind == NULL || reopen_one (store, db, source, kind, id, error);
}
