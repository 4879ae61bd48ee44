/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-merge-private.h"
#include "store/karne-outbox-work-private.h"
#include "store/karne-pull-state-private.h"

/* What the engine found out about a change: each of these is a step from one state to the next, in
 * one transaction. */

static gboolean
run_for_seq (sqlite3 *db, const char *name, gint64 seq, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, name, seq, error);

  return statement != NULL && karne_sql_run (statement, error);
}

gboolean
karne_outbox_begin (KarneStore *store, sqlite3 *db, gint64 seq, const char *way, GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);
  g_autoptr (KarneStatement) statement = NULL;

  if (row == NULL)
    return FALSE;
  statement = karne_outbox_statement (db, "outbox/begin", seq, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, karne_store_get_time (store));
  karne_sql_bind_text (statement, 3, way);
  karne_store_note_change (store, row->source, row->kind, row->id);
  return karne_sql_run (statement, error);
}

gboolean
karne_outbox_note_missed (sqlite3 *db, gint64 seq, gint64 server_time, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/note-missed", seq, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, server_time);
  return karne_sql_run (statement, error);
}

gboolean
karne_outbox_rest_on (sqlite3 *db,
                      gint64 seq,
                      const char *version,
                      const char *updated,
                      const char *base,
                      const char *body,
                      GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/rest-on", seq, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, version);
  karne_sql_bind_text (statement, 3, updated);
  karne_sql_bind_text (statement, 4, base);
  karne_sql_bind_text (statement, 5, body);
  return karne_sql_run (statement, error);
}

/* Having had no effect, it is one change again with the one behind it. */
static gboolean
fold_behind (sqlite3 *db, const KarneOutboxRow *row, const KarneOutboxRow *behind, GError **error)
{
  g_autoptr (KarneStatement) statement = NULL;
  KarneOp op = behind->op == KARNE_OP_DELETE ? KARNE_OP_DELETE : row->op;

  if (!karne_outbox_remove (db, behind->seq, error))
    return FALSE;
  /* A delete of what was never made is nothing at all. */
  if (row->op == KARNE_OP_CREATE && op == KARNE_OP_DELETE)
    return karne_outbox_remove (db, row->seq, error);
  statement = karne_outbox_statement (db, "outbox/fold", row->seq, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, karne_op_to_nick (op));
  karne_sql_bind_text (statement, 3, behind->body);
  return karne_sql_run (statement, error);
}

/* Content kept for the one behind is then kept for this one. */
static gboolean
keep_content_for (sqlite3 *db, gint64 from, gint64 to, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/keep-for-another", from, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, to);
  return karne_sql_run (statement, error);
}

gboolean
karne_outbox_unsend (KarneStore *store, sqlite3 *db, gint64 seq, GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneOutboxRow) behind =
      row != NULL ? karne_outbox_behind (db, row, &local_error) : NULL;

  if (row == NULL)
    return FALSE;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  karne_store_note_change (store, row->source, row->kind, row->id);
  if (!run_for_seq (db, "outbox/set-waiting", seq, error))
    return FALSE;
  return behind == NULL ||
         (keep_content_for (db, behind->seq, seq, error) && fold_behind (db, row, behind, error));
}

gboolean
karne_outbox_park (KarneStore *store,
                   sqlite3 *db,
                   gint64 seq,
                   guint status,
                   const char *reason,
                   const char *words,
                   GError **error)
{
  g_autoptr (KarneOutboxRow) row = NULL;
  g_autoptr (KarneStatement) statement = NULL;

  /* A refusal is no effect: what stands behind it is the same change. */
  if (!karne_outbox_unsend (store, db, seq, error))
    return FALSE;
  row = karne_outbox_load (db, seq, NULL);
  if (row == NULL)
    return TRUE;
  statement = karne_outbox_statement (db, "outbox/park", seq, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, status);
  karne_sql_bind_text (statement, 3, reason);
  karne_sql_bind_text (statement, 4, words);
  return karne_sql_run (statement, error) &&
         karne_journal_note (store, db, row->source, row->kind, row->id, "parked", NULL, error);
}

/* Another id */

static gboolean
rename_row (sqlite3 *db,
            gint64 source,
            const char *kind,
            const char *from,
            const char *to,
            GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/rename-resource", source, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, from);
  karne_sql_bind_text (statement, 4, to);
  return karne_sql_run (statement, error);
}

static gboolean
set_row_id (sqlite3 *db, gint64 seq, const char *id, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/set-id", seq, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, id);
  return karne_sql_run (statement, error);
}

static gboolean
set_texts (sqlite3 *db, gint64 seq, const char *base, const char *body, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/set-texts", seq, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, base);
  karne_sql_bind_text (statement, 3, body);
  return karne_sql_run (statement, error);
}

static char *
replace (const char *text, const char *base, const char *from, const char *to)
{
  return text != NULL ? karne_references_replace (text, base, from, to) : NULL;
}

/* What refers to it: only what was changed here can, since the server never knew the old id. */
static gboolean
rename_in_row (KarneStore *store,
               sqlite3 *db,
               const KarneOutboxRow *row,
               const char *base,
               const char *from,
               const char *to,
               GError **error)
{
  g_autofree char *new_base = replace (row->base, base, from, to);
  g_autofree char *new_body = replace (row->body, base, from, to);
  g_auto (KarneHere) here = { 0 };
  g_autofree char *new_here = NULL;

  if ((new_base != NULL || new_body != NULL) &&
      !set_texts (db, row->seq, new_base != NULL ? new_base : row->base,
                  new_body != NULL ? new_body : row->body, error))
    return FALSE;
  if (!karne_here_find (db, row->source, row->kind, row->id, &here, error))
    return FALSE;
  new_here = replace (here.text, base, from, to);
  return new_here == NULL || karne_here_put (store, db, row->source, row->kind, row->id, new_here,
                                             here.version, here.updated, error);
}

static gboolean
rename_references (KarneStore *store,
                   sqlite3 *db,
                   const KarneOutboxRow *row,
                   const char *to,
                   GError **error)
{
  g_autoptr (KarneSource) source = karne_source_load (db, row->source, error);
  g_autofree char *base = source != NULL ? g_strconcat (source->base, "/", NULL) : NULL;
  g_autofree char *from_name = g_strconcat (row->kind, "/", row->id, NULL);
  g_autofree char *to_name = g_strconcat (row->kind, "/", to, NULL);
  g_autoptr (GPtrArray) rows = source != NULL ? karne_outbox_list (db, row->source, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!rename_in_row (store, db, rows->pdata[i], base, from_name, to_name, error))
      return FALSE;
  return karne_conflict_rename (db, row->source, row->kind, row->id, to, base, error);
}

/* From the id that was ours to the one that the server gave, wherever it stands. */
static gboolean
take_id (KarneStore *store,
         sqlite3 *db,
         const KarneOutboxRow *row,
         const KarneOutboxRow *behind,
         const char *id,
         GError **error)
{
  if (!rename_references (store, db, row, id, error) ||
      !rename_row (db, row->source, row->kind, row->id, id, error) ||
      (behind != NULL && !set_row_id (db, behind->seq, id, error)))
    return FALSE;
  karne_store_note_change (store, row->source, row->kind, row->id);
  return TRUE;
}

/* Done */

/* The one behind rests on what the server has now. Both are the person's own: where the server
 * tidied up what is edited again, the edit stands. */
static gboolean
rest_behind (KarneStore *store,
             sqlite3 *db,
             const KarneOutboxRow *row,
             const KarneOutboxRow *behind,
             const char *id,
             const char *text,
             GError **error)
{
  g_autofree char *version = karne_text_dup_version (text);
  g_autofree char *updated = karne_text_dup_updated (text);
  g_autoptr (KarneOutboxRow) now = karne_outbox_load (db, behind->seq, error);
  g_autofree char *body = NULL;

  if (now == NULL)
    return FALSE;
  if (now->op != KARNE_OP_DELETE)
    body = karne_merge_resolve (row->body, now->body, text, NULL, KARNE_CHOICE_MINE);
  if (!karne_outbox_rest_on (db, behind->seq, version, updated, text, body, error))
    return FALSE;
  return body == NULL ||
         karne_here_put (store, db, row->source, row->kind, id, body, version, updated, error);
}

/* For a while, searches may still show it. */
static gboolean
end_delete (KarneStore *store, sqlite3 *db, const KarneOutboxRow *row, GError **error)
{
  return karne_here_take_away (store, db, row->source, row->kind, row->id, 0, error) &&
         karne_outbox_remove (db, row->seq, error) &&
         karne_resource_note_gone (db, row->source, row->kind, row->id, KARNE_GONE_DELETED, NULL,
                                   row->base_version, row->base_updated, error) &&
         karne_journal_note (store, db, row->source, row->kind, row->id, "sent", NULL, error);
}

/* Readers see what the server has of it now. */
static gboolean
show (KarneStore *store,
      sqlite3 *db,
      const KarneOutboxRow *row,
      const char *id,
      const char *text,
      GError **error)
{
  g_autofree char *version = karne_text_dup_version (text);
  g_autofree char *updated = karne_text_dup_updated (text);
  gboolean confirmed = FALSE;

  if (g_str_equal (id, row->id) &&
      !karne_here_confirm (store, db, row, text, version, updated, &confirmed, error))
    return FALSE;
  return confirmed ||
         karne_here_put (store, db, row->source, row->kind, id, text, version, updated, error);
}

gboolean
karne_outbox_done (KarneStore *store,
                   sqlite3 *db,
                   gint64 seq,
                   const char *text,
                   const char *id,
                   GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneOutboxRow) behind =
      row != NULL ? karne_outbox_behind (db, row, &local_error) : NULL;

  if (row == NULL)
    return FALSE;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  karne_store_note_change (store, row->source, row->kind, row->id);
  if (text == NULL)
    return end_delete (store, db, row, error);
  if (!g_str_equal (id, row->id) && !take_id (store, db, row, behind, id, error))
    return FALSE;
  if (!(behind != NULL ? rest_behind (store, db, row, behind, id, text, error)
                       : show (store, db, row, id, text, error)))
    return FALSE;
  return karne_outbox_remove (db, seq, error) &&
         karne_journal_note (store, db, row->source, row->kind, id, "sent", NULL, error);
}
