/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What every SQL statement here goes through: statements by name out of the `.sql` files, kept
 * prepared with their connection, and one place where SQLite's errors become ours. */

typedef sqlite3_stmt KarneStatement;

/* Puts a statement back: reset, its parameters cleared. It stays prepared. */
void karne_statement_release (KarneStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneStatement, karne_statement_release)

/* The statement `-- @name` of `file.sql`, as "file/name". Borrowed from the connection: to be
 * released before it is asked for again. */
KarneStatement *karne_sql_get (sqlite3 *db, const char *name, GError **error);
/* The same for a statement made of pieces, under a name of its own. */
KarneStatement *
karne_sql_get_text (sqlite3 *db, const char *name, const char *text, GError **error);
/* Whether a statement of that name is prepared: then its text is not asked for again. */
gboolean karne_sql_has (sqlite3 *db, const char *name);
/* Before closing. */
void karne_sql_forget_statements (sqlite3 *db);
/* The text of "file/name", or of a whole file "/re/karne/Karne/sql/…". */
const char *karne_sql_get_source (const char *name);

/* Steps: SQLITE_ROW, SQLITE_DONE, or SQLITE_ERROR with error set. */
int karne_sql_step (KarneStatement *statement, GError **error);
/* For a statement without rows. */
gboolean karne_sql_run (KarneStatement *statement, GError **error);
/* Runs a text of one statement or more. */
gboolean karne_sql_exec (sqlite3 *db, const char *text, GError **error);

void karne_sql_bind_text (KarneStatement *statement, int index, const char *text);
void karne_sql_bind_span (KarneStatement *statement, int index, const char *text, gsize len);
void karne_sql_bind_int (KarneStatement *statement, int index, gint64 value);
/* A copy, or NULL. */
char *karne_sql_dup_text (KarneStatement *statement, int column);
gint64 karne_sql_get_int (KarneStatement *statement, int column);

/* Translates the last error of a connection. `doing` says what we were doing, for a developer. */
void karne_sql_set_error (sqlite3 *db, int rc, const char *doing, GError **error);

G_END_DECLS
