/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-outbox-private.h"

#include <string.h>

#include "karne-error.h"
#include "store/karne-outbox-work-private.h"

/* Reading what waits to be sent, and in which order it may be. */

static const char *const ops[] = { "create", "update", "delete" };
static const char *const states[] = { "waiting", "sending", "parked" };

const char *
karne_op_to_nick (KarneOp op)
{
  return ops[op];
}

const char *
karne_outbox_state_to_nick (KarneOutboxState state)
{
  return states[state];
}

static guint
nick_to_number (const char *nick, const char *const *nicks, guint n_nicks)
{
  for (guint i = 0; i < n_nicks; i++)
    if (g_strcmp0 (nick, nicks[i]) == 0)
      return i;
  g_assert_not_reached (); /* the schema lets nothing else in */
}

void
karne_outbox_row_free (KarneOutboxRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->uuid);
  g_free (self->base_version);
  g_free (self->base_updated);
  g_free (self->base);
  g_free (self->body);
  g_free (self->reason);
  g_free (self->words);
  g_free (self);
}

static const char *
text_at (KarneStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

static KarneOutboxRow *
row_from_statement (KarneStatement *statement)
{
  KarneOutboxRow *row = g_new0 (KarneOutboxRow, 1);

  row->seq = karne_sql_get_int (statement, 0);
  row->source = karne_sql_get_int (statement, 1);
  row->kind = g_intern_string (text_at (statement, 2));
  row->id = karne_sql_dup_text (statement, 3);
  row->op = (KarneOp) nick_to_number (text_at (statement, 4), ops, G_N_ELEMENTS (ops));
  row->uuid = karne_sql_dup_text (statement, 5);
  row->base_version = karne_sql_dup_text (statement, 6);
  row->base_updated = karne_sql_dup_text (statement, 7);
  row->base = karne_sql_dup_text (statement, 8);
  row->body = karne_sql_dup_text (statement, 9);
  row->state =
      (KarneOutboxState) nick_to_number (text_at (statement, 10), states, G_N_ELEMENTS (states));
  row->tries = (guint) karne_sql_get_int (statement, 11);
  row->tried = karne_sql_get_int (statement, 12);
  row->status = (guint) karne_sql_get_int (statement, 13);
  row->reason = karne_sql_dup_text (statement, 14);
  row->words = karne_sql_dup_text (statement, 15);
  row->made = karne_sql_get_int (statement, 16);
  row->missed = karne_sql_get_int (statement, 17);
  return row;
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_outbox_row_free);
}

static GPtrArray *
collect_rows (KarneStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) rows = rows_new ();
  int rc;

  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (rows, row_from_statement (statement));
  return rc == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

KarneStatement *
karne_outbox_statement (sqlite3 *db, const char *name, gint64 first, GError **error)
{
  KarneStatement *statement = karne_sql_get (db, name, error);

  if (statement != NULL)
    karne_sql_bind_int (statement, 1, first);
  return statement;
}

KarneOutboxRow *
karne_outbox_load (sqlite3 *db, gint64 seq, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/load", seq, error);
  int rc;

  if (statement == NULL)
    return NULL;
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_ROW)
    return row_from_statement (statement);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "Looking for a change: there is none of that number any more");
  return NULL;
}

GPtrArray *
karne_outbox_list_of (sqlite3 *db, gint64 source, const char *kind, const char *id, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/list-of", source, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  return collect_rows (statement, error);
}

static GPtrArray *
list_after (sqlite3 *db, gint64 source, gint64 after, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/list", source, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 2, after);
  return collect_rows (statement, error);
}

GPtrArray *
karne_outbox_list (sqlite3 *db, gint64 source, GError **error)
{
  return list_after (db, source, 0, error);
}

gboolean
karne_outbox_has_rows (sqlite3 *db, gint64 source)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/has-rows", source, NULL);

  return statement == NULL || karne_sql_step (statement, NULL) != SQLITE_ROW ||
         karne_sql_get_int (statement, 0) != 0;
}

KarneOutboxRow *
karne_outbox_behind (sqlite3 *db, const KarneOutboxRow *row, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_outbox_statement (db, "outbox/behind", row->source, error);

  if (statement == NULL)
    return NULL;
  karne_sql_bind_text (statement, 2, row->kind);
  karne_sql_bind_text (statement, 3, row->id);
  karne_sql_bind_int (statement, 4, row->seq);
  return karne_sql_step (statement, error) == SQLITE_ROW ? row_from_statement (statement) : NULL;
}

/* What may be sent */

/* What the server does not know yet: asked for name by name, since of very many that wait few are
 * referred to by those that are looked at. */
typedef struct
{
  sqlite3 *db;
  gint64 source;
  GHashTable *known; /* (owned) "Kind/id" -> whether it is still to be made */
  GError *error;     /* (owned) (nullable) the first */
} Creates;

static void
creates_init (Creates *self, sqlite3 *db, gint64 source)
{
  self->db = db;
  self->source = source;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->error = NULL;
}

static void
creates_clear (Creates *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_error (&self->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Creates, creates_clear)

static gboolean
find_create (Creates *self, const char *name)
{
  GError **error = self->error == NULL ? &self->error : NULL;
  const char *slash = strchr (name, '/');
  g_autoptr (KarneStatement) statement =
      slash != NULL ? karne_outbox_statement (self->db, "outbox/is-create", self->source, error)
                    : NULL;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_span (statement, 2, name, (gsize) (slash - name));
  karne_sql_bind_text (statement, 3, slash + 1);
  return karne_sql_step (statement, error) == SQLITE_ROW && karne_sql_get_int (statement, 0) != 0;
}

static gboolean
is_create (Creates *self, const char *name)
{
  gpointer known = NULL;

  if (!g_hash_table_lookup_extended (self->known, name, NULL, &known))
    {
      known = GINT_TO_POINTER (find_create (self, name));
      g_hash_table_insert (self->known, g_strdup (name), known);
    }
  return GPOINTER_TO_INT (known);
}

static gboolean
take_error (Creates *self, GError **error)
{
  if (self->error == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return TRUE;
}

typedef struct
{
  Creates *creates; /* (unowned) */
  const char *own;  /* its own name */
  GPtrArray *found; /* (owned) of char*: those of `creates` that it refers to */
} References;

static void
note_reference (KarneSpan value, gboolean canonical, gpointer data)
{
  References *self = data;
  g_autofree char *reference = karne_json_unescape (value);

  if (!canonical && !g_str_equal (reference, self->own) && is_create (self->creates, reference))
    g_ptr_array_add (self->found, g_steal_pointer (&reference));
}

/* Names of what the server does not know yet and this one refers to. */
static GPtrArray *
list_needs (const KarneOutboxRow *row, Creates *creates)
{
  g_autofree char *own = g_strconcat (row->kind, "/", row->id, NULL);
  References self = { creates, own, g_ptr_array_new_with_free_func (g_free) };
  KarneEntryNotes notes = { { NULL, 0 } };

  if (row->body != NULL)
    karne_json_check_entry (row->body, strlen (row->body), TRUE, &notes, note_reference, &self,
                            NULL);
  return self.found;
}

static gboolean
is_held (const KarneOutboxRow *row, Creates *creates)
{
  g_autoptr (GPtrArray) needs = list_needs (row, creates);

  return needs->len > 0;
}

/* Whether it may be asked about or sent, by what was met before it. */
static gboolean
is_ready (KarneOutboxRow *row, Creates *creates, GHashTable *seen, guint *held)
{
  gboolean is_first = g_hash_table_add (seen, g_strconcat (row->kind, "/", row->id, NULL));

  if (!is_first || row->state == KARNE_OUTBOX_PARKED)
    return FALSE;
  row->held = is_held (row, creates);
  if (row->state == KARNE_OUTBOX_SENDING || !row->held)
    return TRUE;
  (*held)++;
  return FALSE;
}

/* Rows are read one by one: of very many that wait, only the first are needed. */
GPtrArray *
karne_outbox_list_ready (sqlite3 *db,
                         gint64 source,
                         gint64 after,
                         guint n,
                         guint *held,
                         GError **error)
{
  g_auto (Creates) creates = { NULL, 0, NULL, NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) ready = rows_new ();
  g_autoptr (KarneStatement) statement = karne_outbox_statement (db, "outbox/list", source, error);
  int rc = SQLITE_ROW;

  *held = 0;
  if (statement == NULL)
    return NULL;
  creates_init (&creates, db, source);
  karne_sql_bind_int (statement, 2, 0);
  while (ready->len < n && (rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    {
      g_autoptr (KarneOutboxRow) row = row_from_statement (statement);

      if (is_ready (row, &creates, seen, held) && row->seq > after)
        g_ptr_array_add (ready, g_steal_pointer (&row));
    }
  if (rc != SQLITE_ERROR && !take_error (&creates, error))
    return g_steal_pointer (&ready);
  return NULL;
}

/* Circles */

static KarneOutboxRow *
find_row (GPtrArray *rows, const char *name)
{
  for (guint i = 0; i < rows->len; i++)
    {
      KarneOutboxRow *row = rows->pdata[i];
      g_autofree char *candidate = g_strconcat (row->kind, "/", row->id, NULL);

      if (row->op == KARNE_OP_CREATE && g_str_equal (candidate, name))
        return row;
    }
  return NULL;
}

/* All that a row needs, and what that needs: FALSE where some of it may not be sent. */
static gboolean
gather (GPtrArray *rows, Creates *creates, KarneOutboxRow *row, GHashTable *gathered)
{
  g_autoptr (GPtrArray) needs = NULL;

  if (row == NULL || row->state != KARNE_OUTBOX_WAITING)
    return FALSE;
  if (!g_hash_table_add (gathered, row))
    return TRUE;
  needs = list_needs (row, creates);
  for (guint i = 0; i < needs->len; i++)
    if (!gather (rows, creates, find_row (rows, needs->pdata[i]), gathered))
      return FALSE;
  return TRUE;
}

GPtrArray *
karne_outbox_list_circle (sqlite3 *db, gint64 source, GError **error)
{
  g_auto (Creates) creates = { NULL, 0, NULL, NULL };
  g_autoptr (GPtrArray) rows = karne_outbox_list (db, source, error);
  g_autoptr (GPtrArray) circle = rows_new ();

  if (rows == NULL)
    return NULL;
  creates_init (&creates, db, source);
  for (guint i = 0; i < rows->len && circle->len == 0; i++)
    {
      KarneOutboxRow *row = rows->pdata[i];
      g_autoptr (GHashTable) gathered = g_hash_table_new (NULL, NULL);

      if (row->op != KARNE_OP_CREATE || !gather (rows, &creates, row, gathered) ||
          g_hash_table_size (gathered) < 2)
        continue;
      for (guint n = 0; n < rows->len; n++)
        if (g_hash_table_contains (gathered, rows->pdata[n]))
          {
            g_ptr_array_add (circle, rows->pdata[n]);
            rows->pdata[n] = NULL;
          }
    }
  return take_error (&creates, error) ? NULL : g_steal_pointer (&circle);
}
