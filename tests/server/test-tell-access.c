/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A server that is told who looked at the record: what reaches it, and what becomes of the sync. */

#include "config.h"

#include <string.h>

#include "access/karne-access-log.h"
#include "access/karne-habilitation.h"
#include "karne-error.h"
#include "push-world.h"
#include "store/karne-outbox.h"
#include "store/karne-sql-private.h"

#define OUTCOME                                                                                    \
  "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":"            \
  "\"forbidden\"}]}"
#define DAY_US (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/* Doing */

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

static void
exec (PushWorld *world, const char *sql)
{
  g_autoptr (GError) error = NULL;

  karne_store_write (world->one->store->store, exec_job, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static void
tell (PushWorld *world, gboolean tells)
{
  g_autoptr (GError) error = NULL;

  karne_store_set_tells (world->one->store->store, world->one->source, tells, &error);
  g_assert_no_error (error);
}

static void
note_for (PushWorld *world, gint64 source, KarneAccessAct act, const char *kind, const char *id)
{
  g_autoptr (KarneView) view = karne_view_new (world->one->store->store, KARNE_ROLE_PERSON, NULL);

  karne_access_log_note (view, act, source, kind, id, NULL);
  exec (world, "SELECT 1");
}

static void
note (PushWorld *world)
{
  note_for (world, world->one->source, KARNE_ACCESS_ACT_LOOK, "Patient", "p1");
}

/* A world whose server has the record, and is told of what comes from now on. */
static PushWorld *
new_told_world (const char *mode)
{
  PushWorld *world = push_world_new (mode);

  push_run (world->one);
  tell (world, TRUE);
  karne_fault_transport_forget (world->fault);
  return world;
}

/* Seeing */

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static char *
get_events (PushWorld *world)
{
  return push_tell_server (world, "GET", "AuditEvent?_count=500", NULL);
}

static guint
count_events (PushWorld *world)
{
  g_autofree char *there = get_events (world);

  return count (there, "\"resourceType\":\"AuditEvent\"");
}

static KarneSource *
get_source (PushWorld *world)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (world->one->store->store, NULL);

  for (guint i = 0; i < sources->len; i++)
    {
      const KarneSource *source = sources->pdata[i];

      if (source->id == world->one->source)
        return karne_source_copy (source);
    }
  g_assert_not_reached ();
}

static void
assert_state (PushWorld *world, guint untold, const char *trouble, guint status)
{
  g_autoptr (KarneSource) source = get_source (world);

  g_assert_true (source->tells);
  g_assert_cmpuint (source->untold, ==, untold);
  g_assert_cmpstr (source->tell_trouble, ==, trouble);
  g_assert_cmpuint (source->tell_status, ==, status);
  /* What a server makes of it is no trouble of the sync. */
  g_assert_null (source->trouble);
}

static guint
run_telling (PushWorld *world)
{
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world->one);

  return report->told;
}

/* Nobody is told who was not meant to be. */
static void
test_off (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);

  push_run (world->one);
  note (world);
  karne_fault_transport_forget (world->fault);
  g_assert_cmpuint (run_telling (world), ==, 0);
  push_assert_writes (world, "");
  tell (world, TRUE);
  tell (world, FALSE);
  note (world);
  g_assert_cmpuint (run_telling (world), ==, 0);
  push_assert_writes (world, "");
  g_assert_cmpuint (count_events (world), ==, 0);
}

/* Who it was, in which role and what for; and each once, however often is synced. */
static void
test_rows (void)
{
  const char *const purposes[] = { "help", NULL };
  g_autoptr (PushWorld) world = new_told_world (NULL);
  g_autoptr (KarneHabilitation) matrix = karne_habilitation_new ();
  g_autoptr (KarneView) adviser =
      karne_view_new_for_helper (world->one->store->store, matrix, "adviser", purposes);
  g_autofree char *there = NULL;

  karne_view_set_helper (adviser, "A. Payet", "France Services");
  karne_access_log_note (adviser, KARNE_ACCESS_ACT_LOOK, world->one->source, "Task", "t1", NULL);
  karne_access_log_note (adviser, KARNE_ACCESS_ACT_SEARCH, 0, NULL, NULL, "a word");
  karne_access_log_note (adviser, KARNE_ACCESS_ACT_PRINT, 0, NULL, NULL, "a title");
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  g_assert_cmpuint (run_telling (world), ==, 4);
  push_assert_writes (world, "PUT AuditEvent If-None-Match\nPUT AuditEvent If-None-Match\n"
                             "PUT AuditEvent If-None-Match\nPUT AuditEvent If-None-Match");
  there = get_events (world);
  g_assert_cmpuint (count (there, "\"resourceType\":\"AuditEvent\""), ==, 4);
  g_assert_cmpuint (count (there, "\"display\":\"A. Payet\""), ==, 3);
  g_assert_cmpuint (count (there, "\"display\":\"France Services\""), ==, 3);
  g_assert_cmpuint (count (there, "\"code\":\"adviser\""), ==, 3);
  g_assert_cmpuint (count (there, "\"text\":\"help\""), ==, 3);
  g_assert_cmpuint (count (there, "Task/t1"), ==, 1);
  g_assert_null (strstr (there, "a word"));
  g_assert_null (strstr (there, "a title"));
  assert_state (world, 0, NULL, 0);
  g_assert_cmpuint (run_telling (world), ==, 0);
  g_assert_cmpuint (count_events (world), ==, 4);
}

/* Where there is nothing to tell, it costs nothing. */
static void
test_nothing (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);
  g_autoptr (KarneSyncReport) report = NULL;

  note (world);
  push_run (world->one);
  report = karne_test_sync_run_well (world->one);
  g_assert_cmpuint (report->exchanges, ==, 1);
}

/* What is of another source is not this server's. */
static void
test_other_source (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  g_assert_cmpint (world->one->store->source->id, !=, world->one->source);
  note_for (world, world->one->store->source->id, KARNE_ACCESS_ACT_LOOK, "Task", "of-another");
  note (world);
  g_assert_cmpuint (run_telling (world), ==, 1);
  {
    g_autofree char *there = get_events (world);

    g_assert_null (strstr (there, "of-another"));
  }
}

/* The program may end between the answer and the note of it: what is sent again is the same, and
 * there is one of it. */
static void
test_lost (gconstpointer fault)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);
  g_autofree char *there = NULL;

  note (world);
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  karne_fault_transport_add (world->fault, "PUT", GPOINTER_TO_INT (fault), 0, NULL);
  g_assert_cmpuint (run_telling (world), ==, 0);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  assert_state (world, 2, NULL, 0);
  g_object_unref (world->one->sync);
  karne_test_store_reopen (world->one->store);
  world->one->sync = karne_sync_new (world->one->store->store, world->one->source,
                                     world->one->transport, KARNE_CLOCK (world->one->clock), 1);
  g_assert_cmpuint (run_telling (world), ==, 2);
  there = get_events (world);
  g_assert_cmpuint (count (there, "\"resourceType\":\"AuditEvent\""), ==, 2);
  assert_state (world, 0, NULL, 0);
}

/* A server that gives the ids may have it twice, with one identifier inside. */
static void
test_lost_by_post (void)
{
  static const char start[] = "\"urn:uuid:";
  g_autoptr (PushWorld) world = new_told_world ("--server-ids");
  g_autofree char *there = NULL;
  g_autofree char *id = NULL;
  const char *at;

  note (world);
  karne_fault_transport_add (world->fault, "POST", KARNE_FAULT_AFTER, 0, NULL);
  g_assert_cmpuint (run_telling (world), ==, 0);
  g_assert_cmpuint (run_telling (world), ==, 1);
  push_assert_writes (world, "POST AuditEvent\nPOST AuditEvent");
  there = get_events (world);
  g_assert_cmpuint (count (there, "\"resourceType\":\"AuditEvent\""), ==, 2);
  at = strstr (there, start);
  g_assert_nonnull (at);
  id = g_strndup (at, strlen (start) + 36);
  g_assert_cmpuint (count (there, id), ==, 2);
}

/* That it was made says the status, whatever comes after it, or does not. */
static void
test_bare (gconstpointer body)
{
  g_autoptr (PushWorld) world = new_told_world ("--server-ids");

  note (world);
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  karne_fault_transport_add (world->fault, "POST", KARNE_FAULT_STATUS_AFTER, 201, body);
  g_assert_cmpuint (run_telling (world), ==, 2);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  g_assert_cmpuint (count_events (world), ==, 2);
}

/* It may take ids of ours for what a person writes, and not for this. */
static void
test_post_after_put (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  note (world);
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, 405, OUTCOME);
  g_assert_cmpuint (run_telling (world), ==, 2);
  push_assert_writes (world, "PUT AuditEvent If-None-Match\nPOST AuditEvent\nPOST AuditEvent");
  karne_fault_transport_forget (world->fault);
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  g_assert_cmpuint (run_telling (world), ==, 1);
  push_assert_writes (world, "POST AuditEvent");
  g_assert_cmpuint (count_events (world), ==, 3);
}

static void
refuse_once (PushWorld *world, guint status)
{
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, status, OUTCOME);
  /* Who does not let us in is not tried another way. */
  if (status != 401)
    karne_fault_transport_add (world->fault, "POST", KARNE_FAULT_STATUS, status, OUTCOME);
}

/* It is said, all is kept, and it is asked again once a day, no more. */
static void
test_refused (gconstpointer status)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  note (world);
  refuse_once (world, GPOINTER_TO_UINT (status));
  g_assert_cmpuint (run_telling (world), ==, 0);
  assert_state (world, 1, "refused", GPOINTER_TO_UINT (status));
  karne_fault_transport_forget (world->fault);
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (run_telling (world), ==, 0);
  push_assert_writes (world, "");
  assert_state (world, 2, "refused", GPOINTER_TO_UINT (status));
  karne_test_clock_advance (world->one->clock, DAY_US);
  refuse_once (world, 404);
  g_assert_cmpuint (run_telling (world), ==, 0);
  push_assert_writes (world, "PUT AuditEvent If-None-Match\nPOST AuditEvent");
  assert_state (world, 2, "refused", 404);
  karne_test_clock_advance (world->one->clock, DAY_US);
  g_assert_cmpuint (run_telling (world), ==, 2);
  assert_state (world, 0, NULL, 0);
  g_assert_cmpuint (count_events (world), ==, 2);
}

/* Nor is the clock of a computer that was set back a reason to wait for years. */
static void
test_refused_clock (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  note (world);
  refuse_once (world, 403);
  g_assert_cmpuint (run_telling (world), ==, 0);
  exec (world, "UPDATE telling SET since = since + 1000000000");
  g_assert_cmpuint (run_telling (world), ==, 1);
}

/* Who says that it takes none is not asked to. */
static void
test_undeclared (void)
{
  g_autoptr (PushWorld) world = new_told_world ("--no-audit");

  note (world);
  g_assert_cmpuint (run_telling (world), ==, 0);
  g_assert_cmpuint (run_telling (world), ==, 0);
  push_assert_writes (world, "");
  assert_state (world, 1, "undeclared", 0);
}

/* And who says nothing beforehand is heard when it does. */
static void
test_refused_there (void)
{
  g_autoptr (PushWorld) world = new_told_world ("--no-audit --no-metadata");

  note (world);
  g_assert_cmpuint (run_telling (world), ==, 0);
  assert_state (world, 1, "refused", 403);
}

/* What may be otherwise in a moment is no refusal. */
static void
test_busy (gconstpointer status)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  note (world);
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, GPOINTER_TO_UINT (status),
                             OUTCOME);
  g_assert_cmpuint (run_telling (world), ==, 0);
  push_assert_writes (world, "PUT AuditEvent If-None-Match");
  assert_state (world, 1, NULL, 0);
  g_assert_cmpuint (run_telling (world), ==, 1);
  assert_state (world, 0, NULL, 0);
}

/* So many in one run; the rest in the next. */
static void
test_many (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  for (guint i = 0; i < 70; i++)
    note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  g_assert_cmpuint (run_telling (world), ==, 64);
  assert_state (world, 6, NULL, 0);
  g_assert_cmpuint (run_telling (world), ==, 6);
  g_assert_cmpuint (count_events (world), ==, 70);
}

static void
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Whoever cancels then has the record as it is there, and the rest is sent another time. */
static void
test_cancelled (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  note (world);
  exec (world, "UPDATE source SET checked = 0");
  karne_fault_transport_set_moment (world->fault, "PUT", cancel_cb, cancellable);
  g_assert_null (karne_test_sync_run (world->one, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  push_assert_query (world->one, "SELECT count(*) FROM source WHERE checked > 0", "1");
  assert_state (world, 1, NULL, 0);
  g_assert_cmpuint (run_telling (world), ==, 1);
}

static void
turn_off_cb (gpointer world)
{
  tell (world, FALSE);
}

/* The person may change its mind at any moment. */
static void
test_turned_off (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  for (guint i = 0; i < 3; i++)
    note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  karne_fault_transport_set_moment (world->fault, "PUT", turn_off_cb, world);
  push_run (world->one);
  g_assert_cmpuint (count_events (world), ==, 1);
}

/* From a row on that is not as it was written, nothing is sent. */
static void
test_broken (void)
{
  g_autoptr (PushWorld) world = new_told_world (NULL);

  for (guint i = 0; i < 4; i++)
    note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  exec (world, "DROP TRIGGER access_log_change; "
               "UPDATE access_log SET name = 'somebody else', reader = 'helper' WHERE number = 3");
  g_assert_cmpuint (run_telling (world), ==, 2);
  assert_state (world, 2, "broken", 0);
  note_for (world, 0, KARNE_ACCESS_ACT_UNLOCK, NULL, NULL);
  g_assert_cmpuint (run_telling (world), ==, 0);
  assert_state (world, 3, "broken", 0);
  {
    g_autofree char *there = get_events (world);

    g_assert_null (strstr (there, "somebody else"));
  }
}

/* What is made here is named by what it carries, where the server gave it another id. */
static void
test_other_id (void)
{
  g_autoptr (PushWorld) world = new_told_world ("--server-ids");
  g_autofree char *text = push_noted (world->one, "final", "first", "");
  g_autofree char *there = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *identifier = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  id = karne_store_save (world->one->store->store, world->one->source, "Observation", NULL, text,
                         &error);
  g_assert_no_error (error);
  g_assert_cmpuint (run_telling (world), ==, 1);
  there = get_events (world);
  reference = g_strconcat ("Observation/", id, NULL);
  identifier = g_strconcat ("urn:uuid:", id, NULL);
  g_assert_null (strstr (there, reference));
  g_assert_nonnull (strstr (there, identifier));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tell-access/off", test_off);
  g_test_add_func ("/tell-access/rows", test_rows);
  g_test_add_func ("/tell-access/nothing", test_nothing);
  g_test_add_func ("/tell-access/other-source", test_other_source);
  g_test_add_data_func ("/tell-access/lost/after", GINT_TO_POINTER (KARNE_FAULT_AFTER), test_lost);
  g_test_add_data_func ("/tell-access/lost/before", GINT_TO_POINTER (KARNE_FAULT_BEFORE),
                        test_lost);
  g_test_add_func ("/tell-access/lost/by-post", test_lost_by_post);
  g_test_add_data_func ("/tell-access/bare/empty", "", test_bare);
  g_test_add_data_func ("/tell-access/bare/cut", "{\"resourceType\":\"Audit", test_bare);
  g_test_add_func ("/tell-access/post-after-put", test_post_after_put);
  g_test_add_data_func ("/tell-access/refused/401", GUINT_TO_POINTER (401), test_refused);
  g_test_add_data_func ("/tell-access/refused/403", GUINT_TO_POINTER (403), test_refused);
  g_test_add_data_func ("/tell-access/refused/405", GUINT_TO_POINTER (405), test_refused);
  g_test_add_data_func ("/tell-access/refused/422", GUINT_TO_POINTER (422), test_refused);
  g_test_add_data_func ("/tell-access/refused/501", GUINT_TO_POINTER (501), test_refused);
  g_test_add_func ("/tell-access/refused/clock", test_refused_clock);
  g_test_add_func ("/tell-access/refused/undeclared", test_undeclared);
  g_test_add_func ("/tell-access/refused/there", test_refused_there);
  g_test_add_data_func ("/tell-access/busy/408", GUINT_TO_POINTER (408), test_busy);
  g_test_add_data_func ("/tell-access/busy/429", GUINT_TO_POINTER (429), test_busy);
  g_test_add_data_func ("/tell-access/busy/503", GUINT_TO_POINTER (503), test_busy);
  g_test_add_data_func ("/tell-access/busy/500", GUINT_TO_POINTER (500), test_busy);
  g_test_add_func ("/tell-access/many", test_many);
  g_test_add_func ("/tell-access/cancelled", test_cancelled);
  g_test_add_func ("/tell-access/turned-off", test_turned_off);
  g_test_add_func ("/tell-access/broken", test_broken);
  g_test_add_func ("/tell-access/other-id", test_other_id);
  return g_test_run ();
}
