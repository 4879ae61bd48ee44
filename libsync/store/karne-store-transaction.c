/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-inside-private.h"

#include "karne-error.h"

/* The transactions of the writing worker: all of this runs in it. */

sqlite3 *
karne_store_get_writing_db (KarneStore *self)
{
  return self->writing_db;
}

/* To undo something also needs memory: what could not be undone when its time was is undone before
 * anything else is done, or nothing else is. */
static void
roll_back (KarneStore *self)
{
  self->must_roll_back =
      !sqlite3_get_autocommit (self->writing_db) &&
      sqlite3_exec (self->writing_db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK &&
      !sqlite3_get_autocommit (self->writing_db);
}

/* SQLite undoes a transaction by itself where the disk or the memory fails it: what comes after
 * that in the same transaction must not stand alone. */
static gboolean
is_sound (KarneStore *self, GError **error)
{
  if (self->must_roll_back)
    roll_back (self);
  if (self->must_roll_back)
    karne_sql_set_error (self->writing_db, SQLITE_NOMEM, "undoing what failed before", error);
  else if (self->is_open && sqlite3_get_autocommit (self->writing_db))
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                         "writing: the transaction was undone under its job");
  else
    return TRUE;
  return FALSE;
}

gboolean
karne_store_begin_in_worker (KarneStore *self, GError **error)
{
  g_autoptr (KarneStatement) statement = NULL;

  if (!is_sound (self, error))
    return FALSE;
  if (self->is_open)
    return TRUE;
  statement = karne_sql_get_text (self->writing_db, "begin", "BEGIN IMMEDIATE", error);
  self->is_open = statement != NULL && karne_sql_run (statement, error);
  return self->is_open;
}

void
karne_store_roll_back_in_worker (KarneStore *self)
{
  roll_back (self);
  self->is_open = FALSE;
  g_ptr_array_set_size (self->open_changes, 0);
}

static gboolean
commit (KarneStore *self, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_sql_get_text (self->writing_db, "commit", "COMMIT", error);

  return statement != NULL && karne_sql_run (statement, error);
}

gboolean
karne_store_commit_in_worker (KarneStore *self, GError **error)
{
  if (!is_sound (self, error) || (self->is_open && !commit (self, error)))
    {
      self->n_lost++;
      karne_store_roll_back_in_worker (self);
      return FALSE;
    }
  if (self->is_open)
    karne_store_tell_changes_in_worker (self);
  self->is_open = FALSE;
  return TRUE;
}

guint
karne_store_get_n_lost_in_worker (KarneStore *self)
{
  return self->n_lost;
}
