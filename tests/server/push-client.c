/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "push-client.h"

#include <string.h>
#include <unistd.h>

#include "engine/karne-sync.h"
#include "karne-test-clock.h"
#include "keys/karne-key-private.h"
#include "net/karne-soup-transport.h"
#include "store/karne-outbox.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

/* A program that changes a record and syncs it, to be killed. What it is about to do it says first,
 * what it did it says at once. */

/* Seconds between two starts: by then, what a server commits late is there. */
#define BETWEEN_STARTS 1000
#define START 1000000000

typedef struct
{
  KarneStore *store; /* (owned) */
  KarneSync *sync;   /* (owned) */
  GRand *rand;       /* (owned) */
  KarneTestClock *clock;
  guint start;
  guint n_made;
} Client;

static KarneKey *
get_key (void)
{
  static const guint8 bytes[KARNE_KEY_SIZE] = { 1, 2, 3 };

  return karne_key_new_from_bytes (bytes, NULL);
}

/* Each start is later than the one before. */
static gint64
get_time (gpointer data)
{
  return START + (gint64) ((Client *) data)->start * BETWEEN_STARTS;
}

static KarneStore *
open_store (const char *path, Client *self, gboolean create)
{
  const KarneStoreOptions options = { .get_time = get_time, .data = self };
  g_autoptr (KarneKey) key = get_key ();
  g_autoptr (GError) error = NULL;
  KarneStore *store = create ? karne_store_create_full (path, key, &options, &error)
                             : karne_store_open_full (path, key, &options, &error);

  g_assert_no_error (error);
  return store;
}

/* To whoever reads the other end, also when this is the last that is done. */
static void
say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_cmpint (write (STDOUT_FILENO, text, strlen (text)), ==, (gssize) strlen (text));
}

/* Changing */

static char *
make_text (const char *patient, const char *token, guint value)
{
  return g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"%s\"},"
      "\"subject\":{\"reference\":\"Patient/%s\"},\"valueQuantity\":{\"value\":%u.0,\"unit\":"
      "\"mg/dL\"}}",
      token, patient, value);
}

static void
make (Client *self, const char *patient)
{
  g_autofree char *token = g_strdup_printf ("t%u-%u", self->start, self->n_made++);
  guint value = (guint) g_rand_int_range (self->rand, 1, 1000);
  g_autofree char *text = make_text (patient, token, value);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  say ("try %s %u\n", token, value);
  id = karne_store_save (self->store, 1, "Observation", NULL, text, &error);
  g_assert_no_error (error);
  say ("did %s %u\n", token, value);
}

typedef struct
{
  guint which;
  char *id;    /* (owned) (nullable) */
  char *text;  /* (owned) (nullable) */
  char *token; /* (owned) (nullable) */
} Pick;

static gboolean
pick_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Pick *pick = data;
  g_autoptr (KarneStatement) statement = karne_sql_get_text (
      db, "pick",
      "SELECT id, json(body), body ->> '$.code.text' FROM resource WHERE kind = 'Observation' "
      "ORDER BY body ->> '$.code.text' LIMIT 1 OFFSET ?1 % (SELECT max(count(*), 1) FROM resource "
      "WHERE kind = 'Observation')",
      error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, pick->which);
  if (karne_sql_step (statement, error) == SQLITE_ROW)
    {
      pick->id = karne_sql_dup_text (statement, 0);
      pick->text = karne_sql_dup_text (statement, 1);
      pick->token = karne_sql_dup_text (statement, 2);
    }
  return TRUE;
}

static void
pick_clear (Pick *pick)
{
  g_free (pick->id);
  g_free (pick->text);
  g_free (pick->token);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pick, pick_clear)

static void
change (Client *self, gboolean deletes)
{
  g_auto (Pick) pick = { .which = (guint) g_rand_int_range (self->rand, 0, 1000) };
  guint value = deletes ? 0 : (guint) g_rand_int_range (self->rand, 1, 1000);
  g_autoptr (GRegex) number = g_regex_new ("\"value\":[0-9.]+", 0, 0, NULL);
  g_autofree char *to = g_strdup_printf ("\"value\":%u.0", value);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (karne_store_read (self->store, pick_in_worker, &pick, NULL));
  if (pick.id == NULL)
    return;
  say ("try %s %u\n", pick.token, value);
  text = g_regex_replace_literal (number, pick.text, -1, 0, to, 0, NULL);
  if (deletes)
    karne_store_delete (self->store, 1, "Observation", pick.id, &error);
  else
    g_free (karne_store_save (self->store, 1, "Observation", pick.id, text, &error));
  g_assert_no_error (error);
  say ("did %s %u\n", pick.token, value);
}

/* Syncing */

static gboolean
advance_cb (gpointer data)
{
  KarneTestClock *clock = data;

  karne_test_clock_advance (clock, MAX (karne_test_clock_get_next_delay (clock), 0));
  return G_SOURCE_REMOVE;
}

static void
waiting_cb (KarneSync *sync, gint64 until, gpointer data)
{
  g_idle_add (advance_cb, data);
}

static void
ran_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The server may be killed on the way: that is an error as any other. */
static void
sync_once (Client *self)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) report = NULL;

  karne_sync_run_async (self->sync, NULL, ran_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  report = karne_sync_run_finish (self->sync, result, &error);
  g_object_unref (result);
}

static gboolean
tell_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get_text (
      db, "tell",
      "SELECT (SELECT count(*) FROM outbox) || ' ' || (SELECT count(*) FROM conflict) || ' ' || "
      "(SELECT count(*) FROM quarantine) || ' ' || (SELECT coalesce(group_concat(line, ','), '') "
      "FROM (SELECT id || '=' || (body ->> '$.code.text') AS line FROM resource WHERE kind = "
      "'Observation' ORDER BY line))",
      error);

  if (statement == NULL || karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  *(char **) data = karne_sql_dup_text (statement, 0);
  return TRUE;
}

static void
tell_all (Client *self)
{
  g_autofree char *text = NULL;

  g_assert_true (karne_store_read (self->store, tell_in_worker, &text, NULL));
  say ("left %s\n", text);
}

void
push_client_create (const char *path, const char *base, const char *patient)
{
  Client self = { 0 };
  g_autoptr (KarneStore) store = open_store (path, &self, TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (karne_store_add_source (store, base, patient, NULL, &error), ==, 1);
  g_assert_true (karne_store_close (store, &error));
}

/* The server's own clock goes on by as much, as far as can be seen from here. */
static gboolean
age_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, "UPDATE outbox SET missed = missed - 1000", error);
}

static void
change_some (Client *self, const char *patient)
{
  for (guint i = 0; i < 3; i++)
    {
      int dice = g_rand_int_range (self->rand, 0, 10);

      if (dice < 5)
        make (self, patient);
      else
        change (self, dice == 9);
    }
}

int
push_client_main (char **args)
{
  Client self = { 0 };
  const char *path = args[0];
  const char *patient = args[1];
  guint n_rounds = (guint) g_ascii_strtoull (args[4], NULL, 10);
  gboolean changes = g_str_equal (args[5], "changes");
  g_autoptr (KarneSoupTransport) transport = NULL;

  self.start = (guint) g_ascii_strtoull (args[2], NULL, 10);
  self.rand = g_rand_new_with_seed ((guint32) g_ascii_strtoull (args[3], NULL, 10));
  self.clock = karne_test_clock_new (get_time (&self) * G_USEC_PER_SEC);
  self.store = open_store (path, &self, FALSE);
  karne_store_write (self.store, age_job, NULL, NULL);
  transport = karne_soup_transport_new (KARNE_CLOCK (self.clock));
  self.sync = karne_sync_new (self.store, 1, KARNE_TRANSPORT (transport), KARNE_CLOCK (self.clock),
                              self.start);
  karne_sync_set_max_retries (self.sync, 0);
  g_signal_connect (self.sync, "waiting", G_CALLBACK (waiting_cb), self.clock);
  for (guint i = 0; i < n_rounds; i++)
    {
      if (changes)
        change_some (&self, patient);
      sync_once (&self);
    }
  tell_all (&self);
  karne_store_close (self.store, NULL);
  g_clear_object (&self.sync);
  g_clear_object (&self.store);
  g_clear_object (&self.clock);
  g_rand_free (self.rand);
  return 0;
}
