/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "push-world.h"

#include "store/karne-outbox-private.h"

#include <string.h>

#define PATIENT "{\"resourceType\":\"Patient\",\"id\":\"p1\"}"
#define NOTED                                                                                      \
  "{\"resourceType\":\"Observation\",\"status\":\"%s\",\"code\":{\"text\":\"%s\"},\"subject\":{"   \
  "\"reference\":\"Patient/p1\"},\"valueQuantity\":{\"value\":5.60,\"unit\":\"mg/dL\"}%s}"

PushWorld *
push_world_new (const char *mode)
{
  PushWorld *self = g_new0 (PushWorld, 1);
  g_auto (GStrv) flags = g_strsplit (mode != NULL ? mode : "", " ", -1);
  const char *headers[] = { "Content-Type: application/fhir+json", NULL };
  g_autoptr (KarneTestAnswer) answer = NULL;
  const char *base;

  self->server = karne_test_server_start ((const char *const *) flags);
  base = karne_test_server_get_base (self->server);
  if (g_strcmp0 (mode, "--server-ids") == 0)
    {
      answer = karne_test_server_request (self->server, "POST", "Patient", headers,
                                          "{\"resourceType\":\"Patient\"}");
      g_assert_cmpuint (answer->status, ==, 201);
    }
  else
    {
      answer = karne_test_server_request (self->server, "PUT", "Patient/p1", headers, PATIENT);
      g_assert_cmpuint (answer->status, ==, 201);
    }
  /* Where commits are late, so many requests must pass. */
  for (int i = 0; i < 4; i++)
    karne_test_answer_free (karne_test_server_request (self->server, "GET", "Patient", NULL, NULL));
  {
    const char *id = strstr (answer->body, "\"id\":\"");
    g_autofree char *patient = g_strndup (id + 6, strcspn (id + 6, "\""));

    self->one = karne_test_sync_new_for_base (base, patient);
    self->other = karne_test_sync_new_for_base (base, patient);
    self->fault = karne_fault_transport_new (self->one->transport);
    g_set_object (&self->one->transport, KARNE_TRANSPORT (self->fault));
    karne_test_sync_restart (self->one);
  }
  return self;
}

void
push_world_free (PushWorld *self)
{
  karne_test_sync_free (self->one);
  karne_test_sync_free (self->other);
  g_object_unref (self->fault);
  karne_test_server_free (self->server);
  g_free (self);
}

/* Doing */

typedef struct
{
  KarneStore *store;
  gint64 source;
  const char *kind;
  const char *id;
  const char *text;
  char *new_id;
  gint64 seq;
} Save;

static gboolean
save_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  if (save->text == NULL)
    return karne_outbox_delete (save->store, db, save->source, save->kind, save->id, &save->seq,
                                error);
  return karne_outbox_save (save->store, db, save->source, save->kind, save->id, save->text,
                            &save->new_id, &save->seq, error);
}

char *
push_change_kind (KarneTestSync *sync, const char *kind, const char *id, const char *text)
{
  Save save = { sync->store->store, sync->source, kind, id, text };
  g_autoptr (GError) error = NULL;

  karne_store_write_durably (sync->store->store, save_job, &save, &error);
  g_assert_no_error (error);
  return save.new_id;
}

char *
push_change (KarneTestSync *sync, const char *id, const char *text)
{
  return push_change_kind (sync, "Observation", id, text);
}

static gboolean
save_many_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  for (gint64 i = 0; i < save->seq; i++)
    if (!karne_outbox_save (save->store, db, save->source, "Observation", NULL, save->text, NULL,
                            NULL, error))
      return FALSE;
  return TRUE;
}

void
push_make_many (KarneTestSync *sync, guint n)
{
  g_autofree char *text = push_noted (sync, "final", "many", "");
  Save save = { sync->store->store, sync->source, NULL, NULL, text, NULL, n };
  g_autoptr (GError) error = NULL;

  karne_store_write_durably (sync->store->store, save_many_job, &save, &error);
  g_assert_no_error (error);
}

char *
push_query (KarneTestSync *sync, const char *sql)
{
  return karne_test_query (sync->store, sql);
}

char *
push_noted (KarneTestSync *sync, const char *status, const char *text, const char *more)
{
  g_autofree char *patient =
      push_query (sync, "SELECT patient FROM source ORDER BY id DESC LIMIT 1");
  g_autofree char *body = g_strdup_printf (NOTED, status, text, more);
  g_auto (GStrv) parts = g_strsplit (body, "Patient/p1", 2);
  g_autofree char *reference = g_strconcat ("Patient/", patient, NULL);

  return g_strjoinv (reference, parts);
}

/* The body that is here, with another status. */
char *
push_edited (KarneTestSync *sync, const char *from, const char *to)
{
  g_autofree char *body =
      push_query (sync, "SELECT json(body) FROM resource WHERE kind = 'Observation'");
  g_auto (GStrv) parts = g_strsplit (body, from, 2);

  g_assert_nonnull (parts[1]);
  return g_strjoinv (to, parts);
}

char *
push_only_id (KarneTestSync *sync)
{
  return push_query (sync, "SELECT id FROM resource WHERE kind = 'Observation'");
}

void
push_run (KarneTestSync *sync)
{
  karne_sync_report_free (karne_test_sync_run_well (sync));
}

void
push_try (KarneTestSync *sync, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      KarneSyncReport *report = karne_test_sync_run (sync, NULL, &error);

      g_clear_pointer (&report, karne_sync_report_free);
      karne_test_clock_advance (sync->clock, 130 * G_USEC_PER_SEC);
    }
}

char *
push_tell_server (PushWorld *self, const char *method, const char *path, const char *body)
{
  const char *headers[] = { "Content-Type: application/fhir+json", NULL };
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (self->server, method, path, headers, body);

  g_assert_cmpuint (answer->status, <, 300);
  return g_steal_pointer (&answer->body);
}

guint
push_count_there (PushWorld *self)
{
  g_autofree char *body =
      push_tell_server (self, "GET", "Observation?_summary=count&_count=0", NULL);
  const char *total = strstr (body, "\"total\":");

  g_assert_nonnull (total);
  return (guint) g_ascii_strtoull (total + strlen ("\"total\":"), NULL, 10);
}
