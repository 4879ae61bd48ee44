/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-pull-state-private.h"

#include "store/karne-sql-private.h"

void
karne_pull_state_free (KarnePullState *self)
{
  if (self == NULL)
    return;
  g_free (self->cursor);
  g_free (self->resume);
  g_free (self->started);
  g_free (self->state);
  g_free (self->listed);
  g_free (self->list_resume);
  g_free (self);
}

KarnePullState *
karne_pull_state_copy (const KarnePullState *self)
{
  KarnePullState *copy = g_memdup2 (self, sizeof *self);

  copy->cursor = g_strdup (self->cursor);
  copy->resume = g_strdup (self->resume);
  copy->started = g_strdup (self->started);
  copy->state = g_strdup (self->state);
  copy->listed = g_strdup (self->listed);
  copy->list_resume = g_strdup (self->list_resume);
  return copy;
}

/* A statement about one kind of one source: its first two parameters. */
static KarneStatement *
get_for_kind (sqlite3 *db, const char *name, gint64 source, const char *kind, GError **error)
{
  KarneStatement *statement = karne_sql_get (db, name, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind);
  return statement;
}

KarnePullState *
karne_pull_state_load (sqlite3 *db, gint64 source, const char *kind, GError **error)
{
  g_autoptr (KarnePullState) state = g_new0 (KarnePullState, 1);
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/load", source, kind, error);
  int rc;

  if (statement == NULL)
    return NULL;
  state->total = state->list_total = state->list_here = -1;
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_ROW)
    {
      state->cursor = karne_sql_dup_text (statement, 0);
      state->resume = karne_sql_dup_text (statement, 1);
      state->started = karne_sql_dup_text (statement, 2);
      state->received = karne_sql_get_int (statement, 3);
      state->total = karne_sql_get_int (statement, 4);
      state->state = karne_sql_dup_text (statement, 5);
      state->listed = karne_sql_dup_text (statement, 6);
      state->list_resume = karne_sql_dup_text (statement, 7);
      state->list_total = karne_sql_get_int (statement, 8);
      state->list_here = karne_sql_get_int (statement, 9);
    }
  return rc == SQLITE_ERROR ? NULL : g_steal_pointer (&state);
}

gboolean
karne_pull_state_save (sqlite3 *db,
                       gint64 source,
                       const char *kind,
                       const KarnePullState *state,
                       GError **error)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/save", source, kind, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 3, state->cursor);
  karne_sql_bind_text (statement, 4, state->resume);
  karne_sql_bind_text (statement, 5, state->started);
  karne_sql_bind_int (statement, 6, state->received);
  karne_sql_bind_int (statement, 7, state->total);
  karne_sql_bind_text (statement, 8, state->state);
  karne_sql_bind_text (statement, 9, state->listed);
  karne_sql_bind_text (statement, 10, state->list_resume);
  karne_sql_bind_int (statement, 11, state->list_total);
  karne_sql_bind_int (statement, 12, state->list_here);
  return karne_sql_run (statement, error);
}

gboolean
karne_listing_clear (sqlite3 *db, gint64 source, const char *kind, GError **error)
{
  g_autoptr (KarneStatement) statement =
      get_for_kind (db, "pull/clear-listing", source, kind, error);

  return statement != NULL && karne_sql_run (statement, error);
}

gboolean
karne_listing_add (sqlite3 *db,
                   gint64 source,
                   const char *kind,
                   const char *id,
                   const char *version,
                   const char *updated,
                   GError **error)
{
  g_autoptr (KarneStatement) statement =
      get_for_kind (db, "pull/add-to-listing", source, kind, error);
  g_autofree char *at = updated != NULL ? g_strconcat ("@", updated, NULL) : NULL;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 3, id);
  karne_sql_bind_text (statement, 4, version != NULL ? version : at);
  return karne_sql_run (statement, error);
}

static GPtrArray *
collect_texts (KarneStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  int rc;

  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (texts, karne_sql_dup_text (statement, 0));
  return rc == SQLITE_DONE ? g_steal_pointer (&texts) : NULL;
}

GPtrArray *
karne_listing_find_missing (sqlite3 *db,
                            gint64 source,
                            const char *kind,
                            guint limit,
                            GError **error)
{
  g_autoptr (KarneStatement) statement =
      get_for_kind (db, "pull/find-missing", source, kind, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 3, limit);
  return collect_texts (statement, error);
}

GPtrArray *
karne_listing_find_unread (sqlite3 *db,
                           gint64 source,
                           const char *kind,
                           guint limit,
                           GError **error)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/find-unread", source, kind, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 3, limit);
  return collect_texts (statement, error);
}

GPtrArray *
karne_wanted_list (sqlite3 *db,
                   gint64 source,
                   const char *kind,
                   guint max_tries,
                   guint limit,
                   GError **error)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/wanted", source, kind, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 3, max_tries);
  karne_sql_bind_int (statement, 4, limit);
  return collect_texts (statement, error);
}

gboolean
karne_wanted_note_try (sqlite3 *db,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       const char *outcome,
                       GError **error)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/note-try", source, kind, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 3, id);
  karne_sql_bind_text (statement, 4, outcome);
  return karne_sql_run (statement, error);
}

gboolean
karne_resource_is_here (sqlite3 *db, gint64 source, const char *kind, const char *id)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/is-here", source, kind, NULL);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 3, id);
  return karne_sql_step (statement, NULL) == SQLITE_ROW && karne_sql_get_int (statement, 0) != 0;
}

gint64
karne_resource_count_since (sqlite3 *db, gint64 source, const char *kind, const char *instant)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/count-since", source, kind, NULL);

  if (statement == NULL)
    return -1;
  karne_sql_bind_text (statement, 3, instant);
  return karne_sql_step (statement, NULL) == SQLITE_ROW ? karne_sql_get_int (statement, 0) : -1;
}

gboolean
karne_resource_find_newest (sqlite3 *db,
                            gint64 source,
                            const char *kind,
                            char **updated,
                            GError **error)
{
  g_autoptr (KarneStatement) statement = get_for_kind (db, "pull/find-newest", source, kind, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  rc = karne_sql_step (statement, error);
  *updated = rc == SQLITE_ROW ? karne_sql_dup_text (statement, 0) : NULL;
  return rc != SQLITE_ERROR;
}
