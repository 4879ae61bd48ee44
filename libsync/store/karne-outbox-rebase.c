/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"
#include "karne-error.h"
#include "store/karne-outbox-work-private.h"

/* What the server has turned out to be something else than what a change rests on. */

/* Without versions, the texts say whether it is still the same. */
static gboolean
is_base (const KarneOutboxRow *row, const char *text)
{
  g_autofree char *version = karne_text_dup_version (text);

  if (version != NULL && row->base_version != NULL)
    return g_str_equal (version, row->base_version);
  return row->base != NULL && karne_merge_is_same (row->base, text);
}

static KarneRebase
unless_failed (gboolean ok, KarneRebase outcome)
{
  return ok ? outcome : KARNE_REBASE_FAILED;
}

/* The one behind, if any, becomes part of it: nothing is being sent any more. */
static KarneOutboxRow *
load_folded (KarneStore *store, sqlite3 *db, gint64 seq, GError **error)
{
  if (!karne_outbox_unsend (store, db, seq, error))
    return NULL;
  return karne_outbox_load (db, seq, error);
}

static gboolean
note_merged (KarneStore *store,
             sqlite3 *db,
             const KarneOutboxRow *row,
             GPtrArray *paths,
             GError **error)
{
  g_autofree char *detail = karne_json_array_of (paths);

  return karne_journal_note (store, db, row->source, row->kind, row->id, "merged", detail, error);
}

static KarneRebase
wait_on (KarneStore *store,
         sqlite3 *db,
         const KarneOutboxRow *row,
         const char *text,
         const KarneMerge *merge,
         GError **error)
{
  g_autofree char *version = karne_text_dup_version (text);
  g_autofree char *updated = karne_text_dup_updated (text);

  if (!karne_outbox_rest_on (db, row->seq, version, updated, text, merge->text, error) ||
      !karne_here_put (store, db, row->source, row->kind, row->id, merge->text, version, updated,
                       error))
    return KARNE_REBASE_FAILED;
  if (merge->outcome == KARNE_MERGE_BOTH && !note_merged (store, db, row, merge->merged, error))
    return KARNE_REBASE_FAILED;
  return KARNE_REBASE_WAITING;
}

static KarneRebase
rebase_update (KarneStore *store,
               sqlite3 *db,
               const KarneOutboxRow *row,
               const char *text,
               GError **error)
{
  g_autoptr (KarneOutboxRow) folded = NULL;
  g_autoptr (KarneMerge) merge = karne_merge (row->base, row->body, text);

  /* What was sent is there: what stands behind it rests on that. */
  if (merge->outcome == KARNE_MERGE_THEIRS)
    return unless_failed (karne_outbox_done (store, db, row->seq, text, row->id, error),
                          KARNE_REBASE_DONE);
  folded = load_folded (store, db, row->seq, error);
  if (folded == NULL)
    return KARNE_REBASE_FAILED;
  if (folded->op == KARNE_OP_DELETE)
    return unless_failed (karne_conflict_add (store, db, folded, text, "deleted-here", NULL, error),
                          KARNE_REBASE_CONFLICT);
  karne_merge_free (merge);
  merge = karne_merge (folded->base, folded->body, text);
  if (merge->outcome == KARNE_MERGE_CONFLICT)
    return unless_failed (karne_conflict_add (store, db, folded, text, "overlap", merge->overlaps,
                                              error),
                          KARNE_REBASE_CONFLICT);
  if (merge->outcome == KARNE_MERGE_THEIRS)
    return unless_failed (karne_outbox_done (store, db, row->seq, text, row->id, error),
                          KARNE_REBASE_DONE);
  return wait_on (store, db, folded, text, merge, error);
}

/* What was made here arrived, and was taken away there: it is asked about, unless it was taken away
 * here as well. */
static KarneRebase
rebase_made (KarneStore *store,
             sqlite3 *db,
             const KarneOutboxRow *row,
             const char *why,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneOutboxRow) folded = NULL;

  if (!karne_outbox_unsend (store, db, row->seq, error))
    return KARNE_REBASE_FAILED;
  folded = karne_outbox_load (db, row->seq, &local_error);
  if (g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    return KARNE_REBASE_DONE;
  if (folded == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return KARNE_REBASE_FAILED;
    }
  return unless_failed (karne_conflict_add (store, db, folded, NULL, why, NULL, error),
                        KARNE_REBASE_CONFLICT);
}

static KarneRebase
rebase_on_nothing (KarneStore *store,
                   sqlite3 *db,
                   const KarneOutboxRow *row,
                   const char *why,
                   GError **error)
{
  g_autoptr (KarneOutboxRow) folded = NULL;

  if (row->op == KARNE_OP_DELETE)
    return unless_failed (karne_outbox_done (store, db, row->seq, NULL, row->id, error),
                          KARNE_REBASE_DONE);
  if (row->op == KARNE_OP_CREATE)
    return rebase_made (store, db, row, why, error);
  if (!karne_outbox_unsend (store, db, row->seq, error))
    return KARNE_REBASE_FAILED;
  folded = karne_outbox_load (db, row->seq, error);
  if (folded == NULL)
    return KARNE_REBASE_FAILED;
  if (folded->op == KARNE_OP_DELETE)
    return unless_failed (karne_outbox_done (store, db, row->seq, NULL, row->id, error),
                          KARNE_REBASE_DONE);
  return unless_failed (karne_conflict_add (store, db, folded, NULL, why, NULL, error),
                        KARNE_REBASE_CONFLICT);
}

/* What was sent first turned up after all, though it was edited since as if it had not: what it is
 * now is a change of that. */
static gboolean
rest_on_sent (KarneStore *store, sqlite3 *db, const KarneOutboxRow *row, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneOutboxRow) behind = karne_outbox_behind (db, row, &local_error);
  const KarneOutboxRow edit = { .source = row->source,
                                .kind = row->kind,
                                .id = row->id,
                                .op = KARNE_OP_UPDATE,
                                .base = row->base,
                                .body = row->body };

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!(behind != NULL
            ? karne_outbox_rest_on (db, behind->seq, NULL, NULL, row->base, behind->body, error)
            : karne_outbox_add (store, db, &edit, NULL, error)))
    return FALSE;
  return karne_outbox_rest_on (db, row->seq, NULL, NULL, NULL, row->base, error);
}

static KarneRebase
rebase_create (KarneStore *store,
               sqlite3 *db,
               const KarneOutboxRow *row,
               const char *text,
               GError **error)
{
  g_autofree char *id = karne_text_dup_id (text);

  /* Its id, or its identifier, is ours: nobody else made it. */
  return unless_failed ((row->base == NULL || rest_on_sent (store, db, row, error)) &&
                            karne_outbox_done (store, db, row->seq, text, id != NULL ? id : row->id,
                                               error),
                        KARNE_REBASE_DONE);
}

KarneRebase
karne_outbox_rebase (KarneStore *store,
                     sqlite3 *db,
                     gint64 seq,
                     const char *text,
                     const char *why,
                     GError **error)
{
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, seq, error);

  if (row == NULL)
    return KARNE_REBASE_FAILED;
  if (text == NULL)
    return rebase_on_nothing (store, db, row, why, error);
  if (row->op == KARNE_OP_CREATE)
    return rebase_create (store, db, row, text, error);
  if (is_base (row, text))
    return unless_failed (karne_outbox_unsend (store, db, seq, error), KARNE_REBASE_WAITING);
  if (row->op == KARNE_OP_DELETE)
    return unless_failed (karne_conflict_add (store, db, row, text, "deleted-here", NULL, error),
                          KARNE_REBASE_CONFLICT);
  return rebase_update (store, db, row, text, error);
}

/* Whether a member of a text, or an element of one of its lists, is not in another. */
static gboolean
is_without (const char *other, const char *text)
{
  g_autofree char *both = karne_merge_resolve (NULL, other, text, NULL, KARNE_CHOICE_BOTH);
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, karne_json_span (text));
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *name = karne_json_unescape (key);

      if (!karne_json_find (karne_json_span (other), name, &value))
        return TRUE;
    }
  return !karne_merge_is_same (both, other);
}

/* The version that our write made is what the server has; one that nobody here ever saw was under
 * it. What that one does not have of the base nobody may have taken away: whoever wrote it may not
 * have seen the base, on a server that does not look at If-Match. So nothing is taken away unasked.
 */
gboolean
karne_outbox_overwritten (KarneStore *store,
                          sqlite3 *db,
                          gint64 source,
                          const char *kind,
                          const char *id,
                          const char *base,
                          const char *mine,
                          const char *text,
                          GError **error)
{
  g_autoptr (KarneMerge) merge = mine != NULL ? karne_merge (base, text, mine) : NULL;
  g_auto (KarneHere) here = { 0 };
  g_autofree char *whole = NULL;
  g_autofree char *detail = NULL;

  /* Deleted here, and edited there first. */
  if (merge == NULL)
    return karne_conflict_insert (store, db, source, kind, id, base, NULL, text, "overwritten",
                                  NULL, error);
  if (merge->outcome == KARNE_MERGE_THEIRS)
    return TRUE;
  if (!karne_here_find (db, source, kind, id, &here, error))
    return FALSE;
  if (merge->outcome == KARNE_MERGE_CONFLICT || here.row == 0 || is_without (text, base))
    return karne_conflict_insert (store, db, source, kind, id, base, mine, text, "overwritten",
                                  merge->overlaps, error);
  /* On what is here, which may have been edited again. */
  whole = karne_merge_resolve (base, text, here.text, NULL, KARNE_CHOICE_THEIRS);
  detail = karne_json_array_of (merge->merged);
  return karne_outbox_save (store, db, source, kind, id, whole, NULL, NULL, error) &&
         karne_journal_note (store, db, source, kind, id, "merged", detail, error);
}

/* The pull */

/* A create of ours that the server filed under an id of its own, while its answer was lost. */
static gint64
find_own (sqlite3 *db, gint64 source, const char *kind, const char *text, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/creates-of-kind", source, error);
  gint64 found = 0;

  if (statement == NULL)
    return 0;
  karne_sql_bind_text (statement, 2, kind);
  while (found == 0 && karne_sql_step (statement, error) == SQLITE_ROW)
    {
      g_autofree char *value =
          g_strdup_printf ("\"urn:uuid:%s\"", (const char *) sqlite3_column_text (statement, 1));
      KarneSpan identifier;

      if (karne_json_find (karne_json_span (text), "identifier", &identifier) &&
          g_strstr_len (identifier.text, (gssize) identifier.len, value) != NULL)
        found = karne_sql_get_int (statement, 0);
    }
  return found;
}

gboolean
karne_outbox_take_theirs (KarneStore *store,
                          sqlite3 *db,
                          gint64 source,
                          const char *kind,
                          const char *id,
                          const char *text,
                          gboolean *handled,
                          GError **error)
{
  g_autoptr (GPtrArray) rows = karne_outbox_list_of (db, source, kind, id, error);
  g_autoptr (GError) local_error = NULL;
  const KarneOutboxRow *first;
  gint64 own;

  *handled = FALSE;
  if (rows == NULL || !karne_conflict_take_theirs (db, source, kind, id, text, error))
    return FALSE;
  if (rows->len == 0)
    {
      own = find_own (db, source, kind, text, &local_error);
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else if (own == 0)
        return TRUE;
      *handled = TRUE;
      return own != 0 &&
             karne_outbox_rebase (store, db, own, text, NULL, error) != KARNE_REBASE_FAILED;
    }
  *handled = TRUE;
  first = rows->pdata[0];
  /* Whoever sends it reads it first. */
  if (first->state == KARNE_OUTBOX_SENDING)
    return TRUE;
  return karne_outbox_rebase (store, db, first->seq, text, NULL, error) != KARNE_REBASE_FAILED;
}

gboolean
karne_outbox_take_removal (KarneStore *store,
                           sqlite3 *db,
                           gint64 source,
                           const char *kind,
                           const char *id,
                           const char *why,
                           gboolean *handled,
                           GError **error)
{
  g_autoptr (GPtrArray) rows = karne_outbox_list_of (db, source, kind, id, error);
  const KarneOutboxRow *first;

  *handled = FALSE;
  if (rows == NULL || !karne_conflict_take_theirs (db, source, kind, id, NULL, error))
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  first = rows->pdata[0];
  *handled = first->state == KARNE_OUTBOX_SENDING || first->op == KARNE_OP_CREATE;
  return *handled ||
         karne_outbox_rebase (store, db, first->seq, NULL, why, error) != KARNE_REBASE_FAILED;
}
