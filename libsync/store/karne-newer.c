/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-newer-private.h"

#include <string.h>

#include "store/karne-pull-state-private.h"
#include "store/karne-sql-private.h"

static gboolean
text_equal (const char *a, KarneSpan b)
{
  if (a == NULL || b.text == NULL)
    return a == NULL && b.text == NULL;
  return strlen (a) == b.len && memcmp (a, b.text, b.len) == 0;
}

static gboolean
both_numbers (const char *a, const char *b, gint64 *number_a, gint64 *number_b)
{
  return a != NULL && b != NULL &&
         g_ascii_string_to_signed (a, 10, 0, G_MAXINT64, number_a, NULL) &&
         g_ascii_string_to_signed (b, 10, 0, G_MAXINT64, number_b, NULL);
}

static KarneNewer
compare_times (sqlite3 *db,
               const char *here_version,
               const char *here_updated,
               const char *version,
               const char *updated,
               GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/is-older", error);
  gint64 here_number;
  gint64 number;
  gboolean is_older;

  if (statement == NULL)
    return KARNE_NEWER_FAILED;
  if (here_updated == NULL || updated == NULL)
    return KARNE_NEWER_YES;
  karne_sql_bind_text (statement, 1, here_updated);
  karne_sql_bind_text (statement, 2, updated);
  if (karne_sql_step (statement, error) != SQLITE_ROW)
    return KARNE_NEWER_FAILED;
  is_older = karne_sql_get_int (statement, 0) ||
             (karne_sql_get_int (statement, 1) &&
              both_numbers (here_version, version, &here_number, &number) && number < here_number);
  return is_older ? KARNE_NEWER_NO : KARNE_NEWER_YES;
}

static char *
dup_span (KarneSpan span)
{
  return span.text != NULL ? karne_json_unescape (span) : NULL;
}

static KarneNewer
compare (sqlite3 *db,
         const char *here_version,
         const char *here_updated,
         KarneSpan version,
         KarneSpan updated,
         GError **error)
{
  g_autofree char *new_version = NULL;
  g_autofree char *new_updated = NULL;

  if (version.text != NULL && text_equal (here_version, version))
    return KARNE_NEWER_NO;
  if (version.text == NULL && updated.text != NULL && text_equal (here_updated, updated))
    return KARNE_NEWER_NO;
  new_version = dup_span (version);
  new_updated = dup_span (updated);
  return compare_times (db, here_version, here_updated, new_version, new_updated, error);
}

static KarneStatement *
statement_for (sqlite3 *db,
               const char *name,
               gint64 source,
               const char *kind,
               const char *id,
               GError **error)
{
  KarneStatement *statement = karne_sql_get (db, name, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  return statement;
}

static const char *
text_at (KarneStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

KarneNewer
karne_newer_than_here (sqlite3 *db,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       KarneSpan version,
                       KarneSpan updated,
                       gint64 *row,
                       GError **error)
{
  g_autoptr (KarneStatement) statement =
      statement_for (db, "resource/find", source, kind, id, error);
  int rc = statement != NULL ? karne_sql_step (statement, error) : SQLITE_ERROR;

  if (rc != SQLITE_ROW)
    return rc == SQLITE_DONE ? KARNE_NEWER_YES : KARNE_NEWER_FAILED;
  *row = karne_sql_get_int (statement, 0);
  return compare (db, text_at (statement, 1), text_at (statement, 2), version, updated, error);
}

KarneNewer
karne_newer_than_deleted (sqlite3 *db,
                          gint64 source,
                          const char *kind,
                          const char *id,
                          KarneSpan version,
                          KarneSpan updated,
                          GError **error)
{
  g_autoptr (KarneStatement) statement =
      statement_for (db, "resource/find-deleted", source, kind, id, error);
  int rc = statement != NULL ? karne_sql_step (statement, error) : SQLITE_ERROR;

  if (rc != SQLITE_ROW)
    return rc == SQLITE_DONE ? KARNE_NEWER_YES : KARNE_NEWER_FAILED;
  return compare (db, text_at (statement, 0), text_at (statement, 1), version, updated, error);
}

/* Whether it is worth reading. */
gboolean
karne_resource_is_known (sqlite3 *db,
                         gint64 source,
                         const char *kind,
                         const char *id,
                         const char *version,
                         const char *updated)
{
  KarneSpan version_span = { version, version != NULL ? strlen (version) : 0 };
  KarneSpan updated_span = { updated, updated != NULL ? strlen (updated) : 0 };
  g_autofree char *name = g_strdup_printf ("%s/%s", kind, id);
  g_autoptr (KarneStatement) statement = NULL;
  gint64 row = 0;

  if (karne_newer_than_here (db, source, kind, id, version_span, updated_span, &row, NULL) ==
      KARNE_NEWER_NO)
    return TRUE;
  statement = karne_sql_get (db, "resource/find-quarantined", NULL);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, name);
  return karne_sql_step (statement, NULL) == SQLITE_ROW && version != NULL &&
         text_equal (text_at (statement, 0), version_span);
}
