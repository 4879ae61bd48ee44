/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-private.h"

#include <string.h>

#include "fhir/karne-json-private.h"
#include "karne-error.h"
#include "store/karne-pull-state-private.h"
#include "store/karne-sql-private.h"

G_DEFINE_BOXED_TYPE (KarneSource, karne_source, karne_source_copy, karne_source_free)

/**
 * karne_source_copy:
 * @self: a source
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneSource *
karne_source_copy (const KarneSource *self)
{
  KarneSource *copy = g_new0 (KarneSource, 1);

  copy->id = self->id;
  copy->base = g_strdup (self->base);
  copy->patient = g_strdup (self->patient);
  copy->token = g_strdup (self->token);
  copy->gifts = g_strdup (self->gifts);
  copy->pulled = g_strdup (self->pulled);
  copy->checked = self->checked;
  copy->trouble = g_strdup (self->trouble);
  copy->signed_in = self->signed_in;
  copy->tells = self->tells;
  copy->untold = self->untold;
  copy->tell_trouble = g_strdup (self->tell_trouble);
  copy->tell_status = self->tell_status;
  return copy;
}

/**
 * karne_source_free:
 * @self: a source
 *
 * Frees it.
 */
void
karne_source_free (KarneSource *self)
{
  if (self == NULL)
    return;
  g_free (self->base);
  g_free (self->patient);
  g_free (self->token);
  g_free (self->gifts);
  g_free (self->pulled);
  g_free (self->trouble);
  g_free (self->tell_trouble);
  g_free (self);
}

static KarneSource *
source_from_row (KarneStatement *statement)
{
  KarneSource *source = g_new0 (KarneSource, 1);

  source->id = karne_sql_get_int (statement, 0);
  source->base = karne_sql_dup_text (statement, 1);
  source->patient = karne_sql_dup_text (statement, 2);
  source->token = karne_sql_dup_text (statement, 3);
  source->gifts = karne_sql_dup_text (statement, 4);
  source->pulled = karne_sql_dup_text (statement, 5);
  source->checked = karne_sql_get_int (statement, 6);
  source->trouble = karne_sql_dup_text (statement, 7);
  source->signed_in = karne_sql_get_int (statement, 8) != 0;
  source->tells = karne_sql_get_int (statement, 9) != 0;
  source->tell_trouble = karne_sql_dup_text (statement, 10);
  source->tell_status = (guint) karne_sql_get_int (statement, 11);
  source->untold = (guint) karne_sql_get_int (statement, 12);
  return source;
}

typedef struct
{
  /* Input */
  gint64 id;
  KarneStore *store;
  const char *base;
  const char *patient;
  const char *token;
} SourceJob;

/* Told to listeners after the commit: the list of sources is no longer what it was. */
static gboolean
note_sources (SourceJob *job)
{
  karne_store_note_change (job->store, job->id, NULL, NULL);
  return TRUE;
}

static gboolean
add_source (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  SourceJob *job = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/add", error);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 1, job->base);
  karne_sql_bind_text (statement, 2, job->patient);
  karne_sql_bind_text (statement, 3, job->token);
  if (karne_sql_step (statement, &local_error) == SQLITE_ROW)
    {
      job->id = karne_sql_get_int (statement, 0);
      return note_sources (job);
    }
  if ((sqlite3_extended_errcode (db) & 0xff) == SQLITE_CONSTRAINT)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EXISTS,
                         "adding a source: it is here already");
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Without slashes at the end; https or http, a host, nothing behind the path. Whether http is
 * allowed is the transport's to say. */
static char *
tidy_base (const char *base)
{
  g_autoptr (GUri) uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);
  gsize len = strlen (base);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      g_uri_get_userinfo (uri) != NULL ||
      (!g_str_equal (g_uri_get_scheme (uri), "https") &&
       !g_str_equal (g_uri_get_scheme (uri), "http")))
    return NULL;
  while (len > 0 && base[len - 1] == '/')
    len--;
  return g_strndup (base, len);
}

/**
 * karne_store_add_source:
 * @self: a store
 * @base: address of a FHIR service: https or http, no query, no user
 * @patient: id of the person's Patient there
 * @token: (nullable): bearer token; kept in the sealed file
 * @error: return location for an error
 *
 * Remembers a server that holds a part of this person's record. Nothing is asked of it yet.
 *
 * Fails with `KARNE_ERROR_INVALID` for an address or an id that cannot be, with `EXISTS` for one
 * that is here.
 *
 * Returns: the number of the source in this store, or 0 with @error set
 */
gint64
karne_store_add_source (KarneStore *self,
                        const char *base,
                        const char *patient,
                        const char *token,
                        GError **error)
{
  g_autofree char *tidy = NULL;
  SourceJob job = { .store = self };

  g_return_val_if_fail (KARNE_IS_STORE (self) && base != NULL && patient != NULL, 0);
  tidy = tidy_base (base);
  if (tidy == NULL || !karne_fhir_id_is_safe (patient, strlen (patient)))
    {
      g_set_error (error, KARNE_ERROR, KARNE_ERROR_INVALID, "adding a source: %s",
                   tidy == NULL ? "not the address of a FHIR service" : "not a FHIR id");
      return 0;
    }
  job.base = tidy;
  job.patient = patient;
  job.token = token;
  return karne_store_write_durably (self, add_source, &job, error) ? job.id : 0;
}

static gboolean
run_for_source (sqlite3 *db, const char *name, gint64 source, const char *text, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, name, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  if (text != NULL)
    karne_sql_bind_text (statement, 2, text);
  if (!karne_sql_run (statement, error))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND, "there is no such source");
  return FALSE;
}

static gboolean
remove_source (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  SourceJob *job = data;

  return run_for_source (db, "source/remove", job->id, NULL, error) && note_sources (job);
}

/**
 * karne_store_remove_source:
 * @self: a store
 * @source: number of a source
 * @error: return location for an error
 *
 * Forgets a source, and everything that came from it.
 *
 * Returns: %TRUE, or %FALSE with `KARNE_ERROR_NOT_FOUND` or an error of the store
 */
gboolean
karne_store_remove_source (KarneStore *self, gint64 source, GError **error)
{
  SourceJob job = { .id = source, .store = self };

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  return karne_store_write_durably (self, remove_source, &job, error);
}

static GPtrArray *
sources_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_source_free);
}

static gboolean
list_sources (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *sources = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/list", error);
  int rc = SQLITE_ERROR;

  if (statement == NULL)
    return FALSE;
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (sources, source_from_row (statement));
  return rc == SQLITE_DONE;
}

/**
 * karne_store_list_sources:
 * @self: a store
 * @error: return location for an error
 *
 * Lists the sources. Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Source): the sources, in the order in which they
 * were added
 */
GPtrArray *
karne_store_list_sources (KarneStore *self, GError **error)
{
  g_autoptr (GPtrArray) sources = sources_new ();

  g_return_val_if_fail (KARNE_IS_STORE (self), NULL);
  return karne_store_read (self, list_sources, sources, error) ? g_steal_pointer (&sources) : NULL;
}

static gpointer
take_sources (gpointer data)
{
  GPtrArray *sources = sources_new ();

  g_ptr_array_extend_and_steal (sources, g_ptr_array_ref (data));
  return sources;
}

/**
 * karne_store_list_sources_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.list_sources], without waiting.
 */
void
karne_store_list_sources_async (KarneStore *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GPtrArray *sources;
  GTask *task;

  g_return_if_fail (KARNE_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_store_list_sources_async);
  sources = sources_new ();
  karne_store_answer_async (self, task, list_sources, sources, (GDestroyNotify) g_ptr_array_unref,
                            take_sources, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_store_list_sources_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.list_sources_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Source): the sources, in the order in which they
 * were added
 */
GPtrArray *
karne_store_list_sources_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
set_token (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  SourceJob *job = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/forget-sign-in", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, job->id);
  if (!karne_sql_run (statement, error))
    return FALSE;
  return run_for_source (db, "source/set-token", job->id, job->token, error) && note_sources (job);
}

/**
 * karne_store_set_token:
 * @self: a store
 * @source: number of a source
 * @token: (nullable): its new bearer token, %NULL to forget it
 * @error: return location for an error
 *
 * Changes what a source is asked with, in place of what a person's sign-in gave ([class@SignIn]).
 * Waits for the disk.
 *
 * Returns: %TRUE, or %FALSE with `KARNE_ERROR_NOT_FOUND` or an error of the store
 */
gboolean
karne_store_set_token (KarneStore *self, gint64 source, const char *token, GError **error)
{
  SourceJob job = { .id = source, .store = self, .token = token };

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  return karne_store_write_durably (self, set_token, &job, error);
}

KarneSource *
karne_source_load (sqlite3 *db, gint64 source, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/get", error);
  int rc;

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 1, source);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND, "there is no such source");
  return rc == SQLITE_ROW ? source_from_row (statement) : NULL;
}

gboolean
karne_source_save_gifts (sqlite3 *db, gint64 source, const char *gifts, GError **error)
{
  return run_for_source (db, "source/save-gifts", source, gifts, error);
}

gboolean
karne_source_save_outcome (sqlite3 *db,
                           gint64 source,
                           const char *pulled,
                           gint64 checked,
                           const char *trouble,
                           GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/save-outcome", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, pulled);
  karne_sql_bind_int (statement, 3, checked);
  karne_sql_bind_text (statement, 4, trouble);
  return karne_sql_run (statement, error);
}
