/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"
#include "fhir/karne-slicer-private.h"
#include "karne-error.h"
#include "store/karne-outbox-work-private.h"
#include "store/karne-references-private.h"

/* What the person does: saving, deleting, undoing. What was not sent is one change, however often
 * it is edited; what is being sent is left alone, and edited by another one behind it. */

static gboolean
set_error (GError **error, KarneError code, const char *message)
{
  g_set_error_literal (error, KARNE_ERROR, code, message);
  return FALSE;
}

/* Texts */

static void
note_reference (KarneSpan value, gboolean canonical, gpointer data)
{
  karne_references_note (data, value, canonical);
}

static gboolean
check_text (sqlite3 *db, gint64 source, const char *kind, const char *text, GError **error)
{
  g_autoptr (KarneSource) of = karne_source_load (db, source, error);
  KarneReferences *references;
  KarneEntryNotes notes = { { NULL, 0 } };
  KarneFlaw flaw;
  gboolean is_of_another;

  if (of == NULL)
    return FALSE;
  if (strlen (text) > KARNE_SLICER_MAX_ENTRY)
    return set_error (error, KARNE_ERROR_INVALID, "Saving a resource: it is too large");
  references = karne_references_new (db, of);
  flaw =
      karne_json_check_entry (text, strlen (text), TRUE, &notes, note_reference, references, NULL);
  is_of_another = karne_references_are_of_another (references);
  karne_references_free (references);
  if (flaw != KARNE_FLAW_NONE && flaw != KARNE_FLAW_NO_ID)
    {
      g_set_error (error, KARNE_ERROR, KARNE_ERROR_INVALID, "Saving a resource: %s",
                   karne_flaw_to_nick (flaw));
      return FALSE;
    }
  if (!karne_span_equal (notes.type, kind))
    return set_error (error, KARNE_ERROR_INVALID, "Saving a resource: it is of another type");
  if (notes.subsetted)
    return set_error (error, KARNE_ERROR_INVALID, "Saving a resource: it is not whole");
  if (is_of_another)
    return set_error (error, KARNE_ERROR_FORBIDDEN, "Saving a resource: it is of somebody else");
  return TRUE;
}

static void
append_member (GString *out, const char *name, KarneSpan value)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_printf (out, "\"%s\":%.*s", name, (int) value.len, value.text);
}

/* Our identifier, by which a server that gives ids of its own can be asked whether it has it. */
static void
append_identifier (GString *out, const KarneKind *kind, KarneSpan present, const char *uuid)
{
  g_autofree char *ours =
      g_strdup_printf ("{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}", uuid);
  g_autoptr (GString) list = NULL;

  if (kind->identifier == KARNE_IDENTIFIER_NONE ||
      (kind->identifier == KARNE_IDENTIFIER_ONE && present.text != NULL))
    return;
  if (kind->identifier == KARNE_IDENTIFIER_ONE)
    {
      append_member (out, "identifier", karne_json_span (ours));
      return;
    }
  list = g_string_new ("[");
  g_string_append (list, ours);
  if (karne_json_first (present) == '[' && present.len > 2)
    g_string_append_printf (list, ",%.*s", (int) present.len - 1, present.text + 1);
  else
    g_string_append_c (list, ']');
  append_member (out, "identifier", karne_json_span (list->str));
}

/* The text of a new resource, with its id and its identifier. */
static char *
with_id (const KarneKind *kind, const char *text, const char *id)
{
  g_autoptr (GString) out = g_string_new ("{");
  g_autofree char *quoted_kind = g_strdup_printf ("\"%s\"", kind->name);
  g_autofree char *quoted_id = g_strdup_printf ("\"%s\"", id);
  KarneSpan resource = karne_json_span (text);
  KarneSpan identifier = { NULL, 0 };
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  if (!karne_json_find (resource, "identifier", &identifier))
    identifier = (KarneSpan){ NULL, 0 };
  append_member (out, "resourceType", karne_json_span (quoted_kind));
  append_member (out, "id", karne_json_span (quoted_id));
  append_identifier (out, kind, identifier, id);
  karne_json_walk_init (&walk, resource);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *name = g_strndup (key.text, key.len);

      if (g_str_equal (name, "resourceType") || g_str_equal (name, "id") ||
          (g_str_equal (name, "identifier") && kind->identifier == KARNE_IDENTIFIER_MANY))
        continue;
      append_member (out, name, value);
    }
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Rows */

gboolean
karne_outbox_add (KarneStore *store,
                  sqlite3 *db,
                  const KarneOutboxRow *row,
                  gint64 *seq,
                  GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/add", row->source, error);
  g_autofree char *uuid = karne_store_make_uuid (store);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, row->kind);
  karne_sql_bind_text (statement, 3, row->id);
  karne_sql_bind_text (statement, 4, karne_op_to_nick (row->op));
  karne_sql_bind_text (statement, 5, uuid);
  karne_sql_bind_text (statement, 6, row->base_version);
  karne_sql_bind_text (statement, 7, row->base_updated);
  karne_sql_bind_text (statement, 8, row->base);
  karne_sql_bind_text (statement, 9, row->body);
  karne_sql_bind_int (statement, 10, karne_store_get_time (store));
  if (!karne_sql_run (statement, error))
    return FALSE;
  if (seq != NULL)
    *seq = sqlite3_last_insert_rowid (db);
  return TRUE;
}

static gboolean
fold (sqlite3 *db, const KarneOutboxRow *row, KarneOp op, const char *body, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/fold", row->seq, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 2, karne_op_to_nick (op));
  karne_sql_bind_text (statement, 3, body);
  return karne_sql_run (statement, error);
}

gboolean
karne_outbox_remove (sqlite3 *db, gint64 seq, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/remove", seq, error);

  return statement != NULL && karne_sql_run (statement, error);
}

static KarneOutboxRow *
last_of (GPtrArray *rows)
{
  return rows->len > 0 ? rows->pdata[rows->len - 1] : NULL;
}

/* Saving */

static gboolean
create (KarneStore *store,
        sqlite3 *db,
        gint64 source,
        const KarneKind *kind,
        const char *text,
        char **new_id,
        gint64 *seq,
        GError **error)
{
  g_autofree char *id = karne_store_make_uuid (store);
  g_autofree char *body = with_id (kind, text, id);
  const KarneOutboxRow row = {
    .source = source, .kind = kind->name, .id = id, .op = KARNE_OP_CREATE, .body = body
  };

  if (!(kind->writes & KARNE_KIND_CREATE))
    return set_error (error, KARNE_ERROR_FORBIDDEN,
                      "Saving a resource: its kind is not made by the person");
  if (!karne_outbox_add (store, db, &row, seq, error) ||
      !karne_here_put (store, db, source, kind->name, id, body, NULL, NULL, error))
    return FALSE;
  if (new_id != NULL)
    *new_id = g_steal_pointer (&id);
  return TRUE;
}

static gboolean
update_new (KarneStore *store,
            sqlite3 *db,
            const KarneOutboxRow *before,
            const KarneHere *here,
            const char *kind,
            gint64 source,
            const char *id,
            const char *text,
            gint64 *seq,
            GError **error)
{
  const KarneOutboxRow row = { .source = source,
                               .kind = kind,
                               .id = (char *) id,
                               .op = KARNE_OP_UPDATE,
                               .base_version = before == NULL ? here->version : NULL,
                               .base_updated = before == NULL ? here->updated : NULL,
                               .base = before == NULL ? here->text : before->body,
                               .body = (char *) text };

  return karne_outbox_add (store, db, &row, seq, error);
}

/* What was deleted, and is written again before anybody was told. */
static gboolean
find_deleted (const KarneOutboxRow *last, GPtrArray *rows, KarneHere *here)
{
  const KarneOutboxRow *first;

  if (last == NULL || last->op != KARNE_OP_DELETE || last->state == KARNE_OUTBOX_SENDING)
    return FALSE;
  /* The version of the record is that of the first, which the others rest on. */
  first = rows->pdata[0];
  here->version = g_strdup (first->base_version);
  here->updated = g_strdup (first->base_updated);
  here->text = g_strdup (last->base);
  return TRUE;
}

static gboolean
check_change (const KarneKind *kind,
              gboolean is_own,
              const char *id,
              const char *before,
              const char *text,
              GError **error)
{
  g_autofree char *text_id = karne_text_dup_id (text);
  g_autofree char *patch = NULL;

  if (g_strcmp0 (text_id, id) != 0)
    return set_error (error, KARNE_ERROR_INVALID, "Saving a resource: its text has another id");
  if (!is_own && !(kind->writes & (KARNE_KIND_UPDATE | KARNE_KIND_PARTS)))
    return set_error (error, KARNE_ERROR_FORBIDDEN,
                      "Saving a resource: its kind is not changed by the person");
  if (!(kind->writes & KARNE_KIND_PARTS))
    {
      if (strstr (before, "\"karne:blob:") == NULL)
        return TRUE;
      return set_error (error, KARNE_ERROR_FORBIDDEN,
                        "Saving a resource: one with large content is not changed as a whole");
    }
  patch = karne_merge_to_patch (before, text, kind->parts, NULL);
  return patch != NULL ||
         set_error (error, KARNE_ERROR_FORBIDDEN,
                    "Saving a resource: this part of it is not changed by the person");
}

static gboolean
update (KarneStore *store,
        sqlite3 *db,
        gint64 source,
        const KarneKind *kind,
        const char *id,
        const char *text,
        gint64 *seq,
        GError **error)
{
  g_autoptr (GPtrArray) rows = karne_outbox_list_of (db, source, kind->name, id, error);
  KarneOutboxRow *last = rows != NULL ? last_of (rows) : NULL;
  gboolean is_own = last != NULL && last->op == KARNE_OP_CREATE;
  g_auto (KarneHere) here = { 0 };
  gboolean ok;

  if (rows == NULL || !karne_here_find (db, source, kind->name, id, &here, error))
    return FALSE;
  if (here.row == 0 && !find_deleted (last, rows, &here))
    return set_error (error, KARNE_ERROR_NOT_FOUND, "Saving a resource: there is none of that id");
  if (!check_change (kind, is_own, id, here.text, text, error))
    return FALSE;
  if (last != NULL && last->state != KARNE_OUTBOX_SENDING)
    {
      if (seq != NULL)
        *seq = last->seq;
      ok = fold (db, last, last->op == KARNE_OP_CREATE ? KARNE_OP_CREATE : KARNE_OP_UPDATE, text,
                 error);
    }
  else
    {
      ok = update_new (store, db, last, &here, kind->name, source, id, text, seq, error);
    }
  return ok && karne_here_put (store, db, source, kind->name, id, text, here.version, here.updated,
                               error);
}

gboolean
karne_outbox_save (KarneStore *store,
                   sqlite3 *db,
                   gint64 source,
                   const char *kind,
                   const char *id,
                   const char *text,
                   char **new_id,
                   gint64 *seq,
                   GError **error)
{
  const KarneKind *row = karne_kind_find (kind);

  if (row == NULL)
    return set_error (error, KARNE_ERROR_FORBIDDEN,
                      "Saving a resource: its kind is not known here");
  if (!check_text (db, source, kind, text, error))
    return FALSE;
  if (id == NULL)
    return create (store, db, source, row, text, new_id, seq, error);
  if (!update (store, db, source, row, id, text, seq, error))
    return FALSE;
  if (new_id != NULL)
    *new_id = g_strdup (id);
  return TRUE;
}

gboolean
karne_outbox_save_edit (KarneStore *store,
                        sqlite3 *db,
                        gint64 source,
                        const char *kind,
                        const char *id,
                        const char *text,
                        char **new_id,
                        gint64 *seq,
                        GError **error)
{
  g_autofree char *version = id != NULL ? karne_text_dup_version (text) : NULL;
  g_autofree char *now = NULL;
  g_auto (KarneHere) here = { 0 };

  if (version != NULL && !karne_here_find (db, source, kind, id, &here, error))
    return FALSE;
  now = karne_text_dup_version (here.text);
  if (version != NULL && now != NULL && !g_str_equal (version, now))
    return set_error (error, KARNE_ERROR_CHANGED,
                      "Saving a resource: another version of it came meanwhile");
  return karne_outbox_save (store, db, source, kind, id, text, new_id, seq, error);
}

/* Deleting */

/* It was never sent: nothing of it stays. */
static gboolean
vanish (KarneStore *store, sqlite3 *db, const KarneOutboxRow *row, GError **error)
{
  g_autoptr (GPtrArray) rows = karne_outbox_list_of (db, row->source, row->kind, row->id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!karne_outbox_remove (db, ((KarneOutboxRow *) rows->pdata[i])->seq, error))
      return FALSE;
  return rows != NULL &&
         karne_here_take_away (store, db, row->source, row->kind, row->id, 0, error);
}

static gboolean
delete_new (KarneStore *store,
            sqlite3 *db,
            gint64 source,
            const char *kind,
            const char *id,
            const KarneOutboxRow *before,
            const KarneHere *here,
            gint64 *seq,
            GError **error)
{
  const KarneOutboxRow row = { .source = source,
                               .kind = kind,
                               .id = (char *) id,
                               .op = KARNE_OP_DELETE,
                               .base_version = before == NULL ? here->version : NULL,
                               .base_updated = before == NULL ? here->updated : NULL,
                               .base = before == NULL ? here->text : before->body };
  gint64 new_seq;

  if (!karne_outbox_add (store, db, &row, &new_seq, error))
    return FALSE;
  if (seq != NULL)
    *seq = new_seq;
  return karne_here_take_away (store, db, source, kind, id, new_seq, error);
}

gboolean
karne_outbox_delete (KarneStore *store,
                     sqlite3 *db,
                     gint64 source,
                     const char *kind,
                     const char *id,
                     gint64 *seq,
                     GError **error)
{
  const KarneKind *row = karne_kind_find (kind);
  g_autoptr (GPtrArray) rows = karne_outbox_list_of (db, source, kind, id, error);
  KarneOutboxRow *last = rows != NULL ? last_of (rows) : NULL;
  const KarneOutboxRow *first;
  g_auto (KarneHere) here = { 0 };

  if (rows == NULL || !karne_here_find (db, source, kind, id, &here, error))
    return FALSE;
  if (here.row == 0 || row == NULL)
    return set_error (error, KARNE_ERROR_NOT_FOUND,
                      "Deleting a resource: there is none of that id");
  first = rows->len > 0 ? rows->pdata[0] : NULL;
  if (first != NULL && first->op == KARNE_OP_CREATE && first->state != KARNE_OUTBOX_SENDING)
    return vanish (store, db, first, error);
  if (!(row->writes & KARNE_KIND_DELETE))
    return set_error (error, KARNE_ERROR_FORBIDDEN,
                      "Deleting a resource: its kind is not deleted by the person");
  if (last == NULL || last->state == KARNE_OUTBOX_SENDING)
    return delete_new (store, db, source, kind, id, last, &here, seq, error);
  if (seq != NULL)
    *seq = last->seq;
  return fold (db, last, KARNE_OP_DELETE, NULL, error) &&
         karne_here_take_away (store, db, source, kind, id, last->seq, error);
}

/* Undoing */

static gboolean
restore_base (KarneStore *store, sqlite3 *db, const KarneOutboxRow *row, GError **error)
{
  g_autoptr (GPtrArray) rows = karne_outbox_list_of (db, row->source, row->kind, row->id, error);
  g_auto (KarneHere) here = { 0 };
  gboolean is_behind;

  if (rows == NULL || !karne_here_find (db, row->source, row->kind, row->id, &here, error))
    return FALSE;
  /* Behind one that is being sent, the row of the resource still has the version that it rests on.
   */
  is_behind = rows->len > 1 && ((KarneOutboxRow *) rows->pdata[0])->seq != row->seq;
  if (is_behind)
    {
      const KarneOutboxRow *sending = rows->pdata[0];

      return karne_here_put (store, db, row->source, row->kind, row->id, row->base,
                             sending->base_version, sending->base_updated, error);
    }
  return karne_here_put (store, db, row->source, row->kind, row->id, row->base, row->base_version,
                         row->base_updated, error);
}

gboolean
karne_outbox_undo (KarneStore *store, sqlite3 *db, gint64 seq, GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);

  if (row == NULL)
    return FALSE;
  if (row->state == KARNE_OUTBOX_SENDING)
    return set_error (error, KARNE_ERROR_CHANGED, "Undoing a change: it is being sent");
  if (!karne_journal_note (store, db, row->source, row->kind, row->id, "undone", NULL, error))
    return FALSE;
  if (row->op == KARNE_OP_CREATE
          ? !vanish (store, db, row, error)
          : !restore_base (store, db, row, error) || !karne_outbox_remove (db, seq, error))
    return FALSE;
  return karne_conflict_reopen (store, db, row->source, seq, error);
}

gboolean
karne_outbox_retry (KarneStore *store, sqlite3 *db, gint64 seq, GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);
  g_autoptr (KarneStatement) statement = NULL;

  if (row == NULL)
    return FALSE;
  if (row->state != KARNE_OUTBOX_PARKED)
    return TRUE;
  statement = karne_outbox_statement (db, "outbox/try-again", seq, error);
  karne_store_note_change (store, row->source, row->kind, row->id);
  return statement != NULL && karne_sql_run (statement, error);
}

/* Splitting */

/* The text without literal references to what the server does not have. */
static char *
without_unsent (sqlite3 *db, const KarneOutboxRow *row, GError **error)
{
  g_autoptr (GPtrArray) rows = karne_outbox_list (db, row->source, error);
  g_autofree char *text = g_strdup (row->body);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KarneOutboxRow *other = rows->pdata[i];
      g_autofree char *name = g_strconcat (other->kind, "/", other->id, NULL);
      char *logical = NULL;

      if (other->op == KARNE_OP_CREATE && other->seq != row->seq)
        logical = karne_references_make_logical (text, name, other->id);
      if (logical != NULL)
        {
          g_free (text);
          text = logical;
        }
    }
  return rows != NULL ? g_steal_pointer (&text) : NULL;
}

gboolean
karne_outbox_split (KarneStore *store, sqlite3 *db, gint64 seq, GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);
  g_autofree char *reduced = row != NULL ? without_unsent (db, row, error) : NULL;
  g_autoptr (KarneOutboxRow) behind = NULL;
  KarneOutboxRow second = { 0 };

  if (reduced == NULL)
    return FALSE;
  behind = karne_outbox_behind (db, row, NULL);
  if (behind != NULL || g_str_equal (reduced, row->body))
    return TRUE;
  second = (KarneOutboxRow){ .source = row->source,
                             .kind = row->kind,
                             .id = row->id,
                             .op = KARNE_OP_UPDATE,
                             .base = reduced,
                             .body = row->body };
  return karne_outbox_rest_on (db, row->seq, NULL, NULL, NULL, reduced, error) &&
         karne_outbox_add (store, db, &second, NULL, error);
}
