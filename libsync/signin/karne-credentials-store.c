/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-credentials-private.h"

#include "access/karne-access-note-private.h"
#include "karne-error.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

/* What of a sign-in is in the sealed store: a row of `sign_in`, and the token of the source. */
typedef struct
{
  KarneStore *store; /* (unowned) the job keeps it */
  gint64 source;
  KarneAuthServer *server; /* (owned) (nullable) */
  char *client;            /* (owned) */
  char *asked;             /* (owned) */
  char *granted;           /* (owned) (nullable) */
  char *patient;           /* (owned) (nullable) */
  KarneSecret *access;     /* (owned) (nullable) */
  KarneSecret *refresh;    /* (owned) (nullable) */
  gint64 expires_s;        /* by this computer's clock, which may be wrong; 0: not known */
  gboolean told;
} Kept;

static void
kept_free (Kept *kept)
{
  g_clear_pointer (&kept->server, karne_auth_server_free);
  g_clear_pointer (&kept->access, karne_secret_unref);
  g_clear_pointer (&kept->refresh, karne_secret_unref);
  g_free (kept->client);
  g_free (kept->asked);
  g_free (kept->granted);
  g_free (kept->patient);
  g_free (kept);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Kept, kept_free)

/* Saving */

static gint64
when_it_expires (KarneCredentials *self)
{
  if (self->stale_us < 0)
    return 0;
  return (karne_clock_get_real (self->clock) + self->stale_us -
          karne_clock_get_monotonic (self->clock)) /
         G_USEC_PER_SEC;
}

static Kept *
kept_from_credentials (KarneCredentials *self, gboolean told)
{
  Kept *kept = g_new0 (Kept, 1);
  KarneAuthTokens *tokens = self->tokens;

  kept->store = self->store;
  kept->source = self->source;
  kept->server = karne_auth_server_copy (self->server);
  kept->client = g_strdup (self->client);
  kept->asked = g_strdup (self->asked);
  kept->told = told;
  if (tokens == NULL)
    return kept;
  kept->granted = g_strdup (tokens->scopes);
  kept->patient = g_strdup (tokens->patient);
  kept->access = karne_secret_ref (tokens->access);
  kept->refresh = tokens->refresh != NULL ? karne_secret_ref (tokens->refresh) : NULL;
  kept->expires_s = when_it_expires (self);
  return kept;
}

static void
bind_secret (KarneStatement *statement, int n, KarneSecret *secret)
{
  karne_sql_bind_text (statement, n, secret != NULL ? karne_secret_get (secret) : NULL);
}

static gboolean
save_row (sqlite3 *db, const Kept *kept, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/save-sign-in", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, kept->source);
  karne_sql_bind_text (statement, 2, kept->server->issuer);
  karne_sql_bind_text (statement, 3, kept->server->token);
  karne_sql_bind_text (statement, 4, kept->server->revoke);
  karne_sql_bind_text (statement, 5, kept->server->end_session);
  karne_sql_bind_text (statement, 6, kept->client);
  karne_sql_bind_text (statement, 7, kept->asked);
  karne_sql_bind_text (statement, 8, kept->granted);
  karne_sql_bind_text (statement, 9, kept->patient);
  bind_secret (statement, 10, kept->refresh);
  karne_sql_bind_int (statement, 11, kept->expires_s);
  return karne_sql_run (statement, error);
}

/* In one transaction: what is used and what renews it belong together. */
static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Kept *kept = data;
  g_autoptr (KarneStatement) statement = NULL;

  if (!save_row (db, kept, error))
    return FALSE;
  statement = karne_sql_get (db, "source/set-token", error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, kept->source);
  bind_secret (statement, 2, kept->access);
  if (!karne_sql_run (statement, error))
    return FALSE;
  if (!kept->told)
    return TRUE;
  karne_store_note_change (kept->store, kept->source, NULL, NULL);
  /* Nobody signs in for the person. */
  return karne_access_note_in_worker (db, NULL, karne_store_get_time (kept->store),
                                      KARNE_ACCESS_ACT_SIGN_IN, kept->source, NULL, NULL, NULL,
                                      error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneCredentials *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->unsaved = FALSE;
  g_task_return_boolean (task, TRUE);
}

void
karne_credentials_save_async (KarneCredentials *self,
                              gboolean told,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_credentials_save_async);
  if (self->store == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  karne_store_write_durably_async (self->store, save_in_worker, kept_from_credentials (self, told),
                                   (GDestroyNotify) kept_free, cancellable, saved_cb,
                                   g_steal_pointer (&task));
}

gboolean
karne_credentials_save_finish (KarneCredentials *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * karne_credentials_keep_async:
 * @self: credentials
 * @store: the record of the person who signed in
 * @source: number of the source in it
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Keeps them with a source, in the sealed file, and from now on each renewal too: syncs of that
 * source use them by themselves. Once the person has confirmed name and birth date, not before.
 */
void
karne_credentials_keep_async (KarneCredentials *self,
                              KarneStore *store,
                              gint64 source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KARNE_IS_CREDENTIALS (self));
  g_return_if_fail (KARNE_IS_STORE (store));

  g_set_object (&self->store, store);
  self->source = source;
  karne_credentials_save_async (self, TRUE, cancellable, callback, user_data);
}

/**
 * karne_credentials_keep_finish:
 * @self: credentials
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Credentials.keep_async].
 *
 * Returns: %TRUE once they are on the disk
 */
gboolean
karne_credentials_keep_finish (KarneCredentials *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return karne_credentials_save_finish (self, result, error);
}

/* Loading */

typedef struct
{
  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
} Load;

static void
load_free (Load *op)
{
  g_clear_object (&op->transport);
  g_clear_object (&op->clock);
  g_free (op);
}

static KarneSecret *
secret_from_row (KarneStatement *statement, int n)
{
  char *text = karne_sql_dup_text (statement, n);
  KarneSecret *secret = text != NULL ? karne_secret_new (text) : NULL;

  karne_secret_wipe (text);
  return secret;
}

static void
take_row (Kept *kept, KarneStatement *statement)
{
  kept->server = g_new0 (KarneAuthServer, 1);
  kept->server->base = karne_sql_dup_text (statement, 0);
  kept->access = secret_from_row (statement, 1);
  kept->server->issuer = karne_sql_dup_text (statement, 2);
  kept->server->token = karne_sql_dup_text (statement, 3);
  kept->server->revoke = karne_sql_dup_text (statement, 4);
  kept->server->end_session = karne_sql_dup_text (statement, 5);
  kept->client = karne_sql_dup_text (statement, 6);
  kept->asked = karne_sql_dup_text (statement, 7);
  kept->granted = karne_sql_dup_text (statement, 8);
  kept->patient = karne_sql_dup_text (statement, 9);
  kept->refresh = secret_from_row (statement, 10);
  kept->expires_s = karne_sql_get_int (statement, 11);
}

static gboolean
load_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Kept *kept = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "source/get-sign-in", error);
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, kept->source);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_ROW)
    take_row (kept, statement);
  else if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "Reading a sign-in: nobody signed in to that source");
  return rc == SQLITE_ROW;
}

/* The clock may have been set since: at worst a token is renewed early, or after a refusal. */
static KarneAuthTokens *
tokens_from_kept (Kept *kept, KarneClock *clock)
{
  KarneAuthTokens *tokens;

  if (kept->access == NULL)
    return NULL;
  tokens = g_new0 (KarneAuthTokens, 1);
  tokens->access = g_steal_pointer (&kept->access);
  tokens->refresh = g_steal_pointer (&kept->refresh);
  tokens->scopes = g_strdup (kept->granted != NULL ? kept->granted : "");
  tokens->patient = g_strdup (kept->patient);
  tokens->life_s = -1;
  if (kept->expires_s > 0)
    tokens->life_s = MAX (0, kept->expires_s - karne_clock_get_real (clock) / G_USEC_PER_SEC);
  return tokens;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Load *op = g_task_get_task_data (task);
  KarneStore *store = KARNE_STORE (source);
  Kept *kept = karne_store_job_get_data (result);
  GError *error = NULL;
  KarneCredentials *self;

  if (!karne_store_job_finish (store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self = karne_credentials_new (op->transport, op->clock, kept->server, kept->client, kept->asked,
                                tokens_from_kept (kept, op->clock));
  self->store = g_object_ref (store);
  self->source = kept->source;
  self->unsaved = FALSE;
  g_task_return_pointer (task, self, g_object_unref);
}

/**
 * karne_credentials_load_async:
 * @store: the record of the person who signed in
 * @source: number of the source in it
 * @transport: how to reach the server
 * @clock: to know when a token ends
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds what was kept with a source.
 */
void
karne_credentials_load_async (KarneStore *store,
                              gint64 source,
                              KarneTransport *transport,
                              KarneClock *clock,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Load *op = NULL;
  Kept *kept = NULL;

  g_return_if_fail (KARNE_IS_STORE (store));
  g_return_if_fail (KARNE_IS_TRANSPORT (transport));
  g_return_if_fail (KARNE_IS_CLOCK (clock));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_credentials_load_async);
  op = g_new0 (Load, 1);
  op->transport = g_object_ref (transport);
  op->clock = g_object_ref (clock);
  g_task_set_task_data (task, op, (GDestroyNotify) load_free);
  kept = g_new0 (Kept, 1);
  kept->source = source;
  karne_store_read_async (store, load_in_worker, kept, (GDestroyNotify) kept_free, cancellable,
                          loaded_cb, g_steal_pointer (&task));
}

/**
 * karne_credentials_load_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [func@Credentials.load_async].
 *
 * [error@Error.NOT_FOUND] where nobody signed in to that source.
 *
 * Returns: (transfer full): the credentials, which may have ended
 */
KarneCredentials *
karne_credentials_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
