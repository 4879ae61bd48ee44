/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-private.h"

#include <string.h>

#include "karne-error.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"
#include "store/karne-view-lines-private.h"

/* What a reader sees of what could not be taken in. */

G_DEFINE_BOXED_TYPE (KarneQuarantined,
                     karne_quarantined,
                     karne_quarantined_copy,
                     karne_quarantined_free)

/**
 * karne_quarantined_copy:
 * @self: a line of the quarantine
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneQuarantined *
karne_quarantined_copy (const KarneQuarantined *self)
{
  KarneQuarantined *copy = g_new0 (KarneQuarantined, 1);

  copy->source = self->source;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->flaw = g_strdup (self->flaw);
  copy->size = self->size;
  return copy;
}

/**
 * karne_quarantined_free:
 * @self: (nullable): a line of the quarantine
 *
 * Frees it.
 */
void
karne_quarantined_free (KarneQuarantined *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->flaw);
  g_free (self);
}

static gpointer
quarantined_from_row (KarneStatement *statement)
{
  KarneQuarantined *line = g_new0 (KarneQuarantined, 1);

  line->source = karne_sql_get_int (statement, 0);
  line->kind = karne_sql_dup_text (statement, 1);
  line->id = karne_sql_dup_text (statement, 2);
  line->flaw = karne_sql_dup_text (statement, 3);
  line->size = (guint64) karne_sql_get_int (statement, 4);
  return line;
}

static const KarneViewLines lines = { "view/quarantined", quarantined_from_row,
                                      (GDestroyNotify) karne_quarantined_free };

/**
 * karne_view_list_quarantined:
 * @self: a view
 * @error: return location for an error
 *
 * What came from a server and could not be taken in. It names kinds, ids and reasons, no content;
 * of a helper, only what is of a kind that it may see. Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Quarantined): the lines
 */
GPtrArray *
karne_view_list_quarantined (KarneView *self, GError **error)
{
  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);

  return karne_view_lines_read (self, &lines, 0, error);
}

/**
 * karne_view_list_quarantined_async:
 * @self: a view
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_quarantined], without waiting.
 */
void
karne_view_list_quarantined_async (KarneView *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (KARNE_IS_VIEW (self));

  karne_view_lines_read_async (self, &lines, 0, karne_view_list_quarantined_async, cancellable,
                               callback, user_data);
}

/**
 * karne_view_list_quarantined_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_quarantined_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Quarantined): the lines
 */
GPtrArray *
karne_view_list_quarantined_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* With the escapes that stand for ASCII spelled out. What is flawed may be cut anywhere. */
static char *
spell_out (const char *text, gsize len, gsize *spelled_len)
{
  char *spelled = g_malloc (len + 1);
  gsize n = 0;

  for (gsize i = 0; i < len; i++)
    {
      if (len - i >= 6 && memcmp (text + i, "\\u00", 4) == 0 && g_ascii_isxdigit (text[i + 4]) &&
          g_ascii_isxdigit (text[i + 5]))
        {
          spelled[n++] =
              (char) (g_ascii_xdigit_value (text[i + 4]) * 16 + g_ascii_xdigit_value (text[i + 5]));
          i += 5;
        }
      else
        {
          spelled[n++] = text[i];
        }
    }
  *spelled_len = n;
  return spelled;
}

/* Its labels could not be read, since it is flawed. A text that names the one that hides it is
 * enough to hide it, and so is a text of which only the beginning was kept. */
static gboolean
may_be_hidden (const char *text, gsize len, gint64 size)
{
  static const char hiding[] = "INVISIBLE_PATIENT";
  gsize spelled_len;
  g_autofree char *spelled = spell_out (text, len, &spelled_len);

  return size != (gint64) len || memmem (spelled, spelled_len, hiding, strlen (hiding)) != NULL;
}

typedef struct
{
  /* Input */
  gint64 source;
  const char *kind;
  const char *id;

  /* Output */
  GBytes *bytes; /* (owned) (nullable) */
} BytesJob;

static gboolean
get_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BytesJob *job = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "view/quarantined-bytes", error);
  const char *text;
  gsize len;
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, job->source);
  karne_sql_bind_text (statement, 2, job->kind);
  karne_sql_bind_text (statement, 3, job->id);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_ERROR)
    return FALSE;
  text = rc == SQLITE_ROW ? sqlite3_column_blob (statement, 0) : NULL;
  len = rc == SQLITE_ROW ? (gsize) sqlite3_column_bytes (statement, 0) : 0;
  if (text == NULL || may_be_hidden (text, len, karne_sql_get_int (statement, 1)))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                           "reading the quarantine: it is not there, or not for this reader");
      return FALSE;
    }
  job->bytes = g_bytes_new (text, len);
  return TRUE;
}

/**
 * karne_view_get_quarantined:
 * @self: a view
 * @source: number of a source
 * @kind: (nullable): FHIR resource type, as listed
 * @id: (nullable): its id, as listed
 * @error: return location for an error
 *
 * The bytes as they came; nothing of what belongs to somebody else. Its labels cannot be known: so
 * only the person reads it, and nobody where it may be a document that is hidden from the person,
 * be it that only its beginning was kept. Waits for the disk.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
karne_view_get_quarantined (KarneView *self,
                            gint64 source,
                            const char *kind,
                            const char *id,
                            GError **error)
{
  BytesJob job = { source, kind, id, NULL };

  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);
  if (karne_view_get_role (self) != KARNE_ROLE_PERSON)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                           "reading the quarantine: not for this reader");
      return NULL;
    }
  if (!karne_store_read (karne_view_get_store (self), get_in_worker, &job, error))
    return NULL;
  karne_noter_note (karne_view_get_reader (self)->noter, KARNE_ACCESS_ACT_LOOK, source, kind, id,
                    NULL);
  return job.bytes;
}
