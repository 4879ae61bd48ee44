/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "engine/karne-push-private.h"
#include "karne-error.h"
#include "push-world.h"

/* The ways by which changes reach a server, one by one. */

#define OUTCOME                                                                                    \
  "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":"            \
  "\"invalid\",\"diagnostics\":\"Not like this\"}]}"

static void
make_many (PushWorld *world, guint n, const char *status)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);
      g_autofree char *text = push_noted (world->one, status, name, "");

      g_free (push_change (world->one, NULL, text));
    }
}

/* Alone, with what guards it. */
static void
test_single (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *text = push_noted (world->one, "preliminary", "first", "");
  g_autofree char *id = NULL;
  g_autofree char *edited = NULL;

  push_run (world->one);
  id = push_change (world->one, NULL, text);
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "PUT Observation If-None-Match");
  edited = push_edited (world->one, "preliminary", "final");
  g_free (push_change (world->one, id, edited));
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "PUT Observation If-Match");
  g_free (push_change (world->one, id, NULL));
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "DELETE Observation If-Match");
}

/* Where the server gives the ids. */
static void
test_server_ids (void)
{
  g_autoptr (PushWorld) world = push_world_new ("--server-ids");
  g_autofree char *text = push_noted (world->one, "preliminary", "first", "");
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;

  push_run (world->one);
  id = push_change (world->one, NULL, text);
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "POST Observation If-None-Exist");
  now = push_only_id (world->one);
  g_assert_cmpstr (now, !=, id);
}

/* Nothing to send costs nothing. */
static void
test_nothing (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autoptr (KarneSyncReport) report = NULL;

  push_run (world->one);
  push_run (world->one);
  report = karne_test_sync_run_well (world->one);
  g_assert_cmpuint (report->exchanges, ==, 1);
}

/* Batches */

static void
test_batches (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);

  push_run (world->one);
  make_many (world, 150, "final");
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 150);
  push_assert_writes (world, "BATCH\nBATCH\nBATCH");
}

static void
test_halved (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);

  push_run (world->one);
  make_many (world, 40, "final");
  for (guint i = 0; i < 5; i++)
    karne_fault_transport_add (world->fault, "BATCH", KARNE_FAULT_STATUS, 413, OUTCOME);
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 40);
  g_assert_cmpuint (karne_fault_transport_count (world->fault, "BATCH"), ==, 5);
  g_assert_cmpuint (karne_fault_transport_count (world->fault, "PUT"), ==, 40);
}

/* One that makes the server fail, whatever it is in, holds up none of the others. */
static void
test_poison (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;

  push_run (world->one);
  make_many (world, 20, "final");
  karne_fault_transport_add (world->fault, "BATCH", KARNE_FAULT_STATUS, 500, OUTCOME);
  for (guint i = 0; i < 2; i++)
    karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, 500, OUTCOME);
  report = karne_test_sync_run (world->one, NULL, &error);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  g_assert_cmpuint (push_count_there (world), >=, 19);
  push_try (world->one, 4);
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 20);
}

static void
test_batch_faults (gconstpointer data)
{
  static const KarneFault faults[] = { KARNE_FAULT_BEFORE, KARNE_FAULT_AFTER, KARNE_FAULT_CUT,
                                       KARNE_FAULT_BARE, KARNE_FAULT_TWICE };
  g_autoptr (PushWorld) world = push_world_new (data);

  push_run (world->one);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      make_many (world, 6, "final");
      karne_fault_transport_add (world->fault, "BATCH", faults[i], 0, NULL);
      push_try (world->one, 4);
      g_assert_true (karne_fault_transport_is_done (world->fault));
      push_assert_query (world->one, PUSH_WAITING, "0");
      g_assert_cmpuint (push_count_there (world), ==, (i + 1) * 6);
    }
}

/* Some requests are written down as being sent before they are. */

#define N_AHEAD 400 /* more than one batch, and what is made ready behind it */
#define PUSH_SENDING "SELECT count(*) FROM outbox WHERE state = 'sending'"

typedef struct
{
  PushWorld *world;
  guint n_left; /* batches until then */
  guint n_sending;
  gboolean edits;
} Ahead;

static void
look_at_batch (gpointer data)
{
  Ahead *ahead = data;
  PushWorld *world = ahead->world;
  g_autofree char *sending = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  if (--ahead->n_left > 0)
    {
      karne_fault_transport_set_moment (world->fault, "BATCH", look_at_batch, ahead);
      return;
    }
  sending = push_query (world->one, PUSH_SENDING);
  ahead->n_sending = (guint) g_ascii_strtoull (sending, NULL, 10);
  if (!ahead->edits)
    return;
  id = push_query (world->one,
                   "SELECT id FROM outbox WHERE state = 'sending' ORDER BY seq DESC LIMIT 1");
  text = push_query (world->one, "SELECT replace (body, 'final', 'amended') FROM outbox "
                                 "WHERE state = 'sending' ORDER BY seq DESC LIMIT 1");
  g_free (push_change (world->one, id, text));
}

/* The third batch fails: what was made ready behind it waits again, and all is there once. */
static void
test_ahead_faults (void)
{
  static const KarneFault faults[] = { KARNE_FAULT_BEFORE, KARNE_FAULT_AFTER, KARNE_FAULT_CUT,
                                       KARNE_FAULT_STATUS, KARNE_FAULT_STATUS_AFTER };
  g_autoptr (PushWorld) world = push_world_new (NULL);

  push_run (world->one);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      Ahead ahead = { world, 3, 0, FALSE };

      push_make_many (world->one, N_AHEAD);
      karne_fault_transport_add (world->fault, "BATCH", KARNE_FAULT_PASS, 0, NULL);
      karne_fault_transport_add (world->fault, "BATCH", KARNE_FAULT_PASS, 0, NULL);
      karne_fault_transport_add (world->fault, "BATCH", faults[i],
                                 faults[i] == KARNE_FAULT_STATUS ? 413 : 500, OUTCOME);
      karne_fault_transport_set_moment (world->fault, "BATCH", look_at_batch, &ahead);
      push_try (world->one, 2);
      g_assert_true (karne_fault_transport_is_done (world->fault));
      g_assert_cmpuint (ahead.n_left, ==, 0);
      g_assert_cmpuint (ahead.n_sending, >=, 2 * 64); /* the batch before it, and it */
      push_assert_query (world->one, PUSH_WAITING, "0");
      push_assert_query (world->one, "SELECT count(*) FROM conflict", "0");
      g_assert_cmpuint (push_count_there (world), ==, (i + 1) * N_AHEAD);
    }
}

/* What is edited after it was made ready goes as it was, and the edit after it. */
static void
test_ahead_edited (gconstpointer data)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  Ahead ahead = { world, 4, 0, TRUE };

  push_run (world->one);
  push_make_many (world->one, N_AHEAD);
  for (guint i = 0; i < 3; i++)
    karne_fault_transport_add (world->fault, "BATCH", KARNE_FAULT_PASS, 0, NULL);
  karne_fault_transport_add (world->fault, "BATCH", (KarneFault) GPOINTER_TO_INT (data), 413,
                             OUTCOME);
  karne_fault_transport_set_moment (world->fault, "BATCH", look_at_batch, &ahead);
  push_try (world->one, 3);
  g_assert_cmpuint (ahead.n_left, ==, 0);
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->one, "SELECT count(*) FROM conflict", "0");
  g_assert_cmpuint (push_count_there (world), ==, N_AHEAD);
  push_assert_query (
      world->one, "SELECT count(*) FROM resource WHERE kind = 'Observation' AND status = 'amended'",
      "1");
}

/* One refused among many is parked alone, with what the server says of it; edited, it goes. */
static void
test_one_of_many (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *good = NULL;
  g_autofree char *id = NULL;

  push_run (world->one);
  make_many (world, 5, "final");
  make_many (world, 1, "no such status");
  make_many (world, 5, "final");
  push_run (world->one);
  g_assert_cmpuint (push_count_there (world), ==, 10);
  push_assert_query (world->one, PUSH_STATES, "create parked");
  push_assert_query (world->one, "SELECT reason || ' ' || (length (words) > 0) FROM outbox",
                     "refused 1");
  id = push_query (world->one, "SELECT id FROM outbox");
  good = push_query (world->one, "SELECT replace (body, 'no such status', 'amended') FROM outbox");
  g_free (push_change (world->one, id, good));
  push_run (world->one);
  g_assert_cmpuint (push_count_there (world), ==, 11);
  push_assert_query (world->one, PUSH_WAITING, "0");
}

/* Things that refer to each other */

static char *
referring (PushWorld *world, const char *status, const char *to)
{
  g_autofree char *more =
      g_strdup_printf (",\"hasMember\":[{\"reference\":\"Observation/%s\"}]", to);

  return push_noted (world->one, status, "one of two", more);
}

/* What refers to a parked one waits, and only that. */
static void
test_dependents (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *bad = push_noted (world->one, "no such status", "bad", "");
  g_autofree char *id = NULL;
  g_autofree char *child = NULL;
  g_autofree char *child_id = NULL;
  g_autofree char *good = NULL;

  push_run (world->one);
  id = push_change (world->one, NULL, bad);
  child = referring (world, "final", id);
  child_id = push_change (world->one, NULL, child);
  make_many (world, 1, "final");
  push_run (world->one);
  push_assert_query (world->one, PUSH_STATES, "create parked,create waiting");
  g_assert_cmpuint (push_count_there (world), ==, 1);
  good = push_noted (world->one, "final", "good", "");
  g_clear_pointer (&bad, g_free);
  bad = push_query (world->one, "SELECT replace (body, 'no such status', 'final') FROM outbox "
                                "ORDER BY seq LIMIT 1");
  g_free (push_change (world->one, id, bad));
  push_run (world->one);
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 3);
}

static void
make_circle (PushWorld *world)
{
  g_autofree char *text = push_noted (world->one, "preliminary", "one of two", "");
  g_autofree char *a = push_change (world->one, NULL, text);
  g_autofree char *b_text = referring (world, "final", a);
  g_autofree char *b = push_change (world->one, NULL, b_text);
  g_autofree char *sql = g_strdup_printf (
      "SELECT json_set (json (body), '$.hasMember', json ('[{\"reference\":\"Observation/%s\"}]')) "
      "FROM resource WHERE kind = 'Observation' AND id = '%s'",
      b, a);
  g_autofree char *a_text = push_query (world->one, sql);

  g_free (push_change (world->one, a, a_text));
}

/* Both are there, once, and each refers to the other by the id that it has there. */
static void
assert_circle (PushWorld *world)
{
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->one, "SELECT count(*) FROM conflict", "0");
  g_assert_cmpuint (push_count_there (world), ==, 2);
  push_assert_query (world->one,
                     "SELECT count(*) FROM resource AS a JOIN resource AS b ON "
                     "a.body ->> '$.hasMember[0].reference' = 'Observation/' || b.id AND "
                     "b.body ->> '$.hasMember[0].reference' = 'Observation/' || a.id AND a.id <> "
                     "b.id",
                     "2");
}

typedef struct
{
  const char *mode;
  KarneFault fault;
  guint status;
} Circle;

static void
test_circle (gconstpointer data)
{
  const Circle *c = data;
  g_autoptr (PushWorld) world = push_world_new (c->mode);

  push_run (world->one);
  make_circle (world);
  if (c->fault != KARNE_FAULT_PASS)
    karne_fault_transport_add (world->fault, "BATCH", c->fault, c->status, OUTCOME);
  push_try (world->one, 4);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  assert_circle (world);
}

/* While it is on its way */

typedef struct
{
  PushWorld *world;
  const char *id;
  const char *from;
  const char *to;
} Moment;

static void
edit_now (gpointer data)
{
  const Moment *moment = data;
  g_autofree char *text = push_edited (moment->world->one, moment->from, moment->to);

  g_free (push_change (moment->world->one, moment->id, text));
}

static void
test_edited_on_its_way (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);
  g_autofree char *text = push_noted (world->one, "preliminary", "first", "");
  gboolean posts = g_strcmp0 (mode, "--server-ids") == 0;
  g_autofree char *id = NULL;
  Moment moment = { world, NULL, "preliminary", "final" };

  push_run (world->one);
  id = push_change (world->one, NULL, text);
  moment.id = id;
  karne_fault_transport_set_moment (world->fault, posts ? "POST" : "PUT", edit_now, &moment);
  push_run (world->one);
  push_run (world->one);
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->one, PUSH_STATUS, "final");
  g_assert_cmpuint (push_count_there (world), ==, 1);
}

/* An edit between the look and the request is not passed for what was sent. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(KarnePushFound **) data = karne_push_find_finish (result, NULL);
}

typedef struct
{
  KarneRun *run;
  gboolean done;
} Begun;

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Begun *begun = data;

  begun->done = karne_push_begin_finish (begun->run, result, NULL);
}

static void
test_edited_before (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *text = push_noted (world->one, "preliminary", "first", "");
  g_autofree char *id = push_change (world->one, NULL, text);
  g_autoptr (KarneSource) source = karne_source_copy (world->one->store->source);
  KarneRun run = { .store = world->one->store->store, .source = source };
  Begun begun = { &run, FALSE };
  Moment moment = { world, id, "preliminary", "final" };
  g_autoptr (KarnePushFound) found = NULL;

  source->id = world->one->source;
  karne_push_find_async (&run, 10, NULL, found_cb, &found);
  while (found == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (found->ready->len, ==, 1);
  edit_now (&moment);
  karne_push_begin_async (&run, found->ready, NULL, begun_cb, &begun);
  while (!begun.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (((KarnePushItem *) found->ready->pdata[0])->is_stale);
  push_assert_query (world->one, PUSH_STATES, "create waiting");
}

/* Both sides */

static void
share_one (PushWorld *world)
{
  g_autofree char *text = push_noted (world->one, "preliminary", "first", "");

  push_run (world->one);
  g_free (push_change (world->one, NULL, text));
  push_run (world->one);
  push_run (world->other);
}

static void
test_deleted_there (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *id = NULL;
  g_autofree char *edited = NULL;

  share_one (world);
  id = push_only_id (world->one);
  g_free (push_change (world->other, id, NULL));
  push_run (world->other);
  edited = push_edited (world->one, "preliminary", "final");
  g_free (push_change (world->one, id, edited));
  push_run (world->one);
  push_assert_query (world->one,
                     "SELECT why || (mine IS NOT NULL) || (theirs IS NULL) FROM conflict",
                     "deleted-there11");
  push_assert_query (world->one, PUSH_WAITING, "0");
}

static void
test_deleted_here (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);
  g_autofree char *id = NULL;
  g_autofree char *edited = NULL;

  share_one (world);
  id = push_only_id (world->one);
  edited = push_edited (world->other, "preliminary", "final");
  g_free (push_change (world->other, id, edited));
  push_run (world->other);
  g_free (push_change (world->one, id, NULL));
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->one,
                     "SELECT why || ' ' || (mine IS NULL) || ' ' || (theirs ->> '$.status') FROM "
                     "conflict",
                     g_strcmp0 (mode, "--ignore-if-match") == 0 ? "overwritten 1 final"
                                                                : "deleted-here 1 final");
}

/* What ours was written over is found behind as many versions as came in between, and behind as
 * many pages as the server makes of them; not behind any number. */
static void
overwrite (PushWorld *world, guint n)
{
  g_autofree char *id = push_only_id (world->one);
  g_autofree char *edited = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("other %u", i);
      g_autofree char *before = i == 0 ? g_strdup ("first") : g_strdup_printf ("other %u", i - 1);
      g_autofree char *text = push_edited (world->other, before, name);

      g_free (push_change (world->other, id, text));
      push_run (world->other);
    }
  edited = push_edited (world->one, "first", "mine");
  g_free (push_change (world->one, id, edited));
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_query (world->one, PUSH_WAITING, "0");
}

static void
test_history_pages (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);

  share_one (world);
  overwrite (world, 3);
  push_assert_query (world->one, "SELECT why || ' ' || (theirs LIKE '%other 2%') FROM conflict",
                     "overwritten 1");
}

static void
test_history_without_end (void)
{
  g_autoptr (PushWorld) world = push_world_new ("--ignore-if-match --no-batch --page=1");

  share_one (world);
  overwrite (world, 25);
  push_assert_query (world->one, "SELECT count(*) FROM conflict", "0");
}

/* Refusals and gifts */

static char *
renew (KarneSync *sync, gpointer data)
{
  (*(guint *) data)++;
  return g_strdup ("a new one");
}

/* A token that ran out in the middle is renewed once, and the change goes. */
static void
test_renewed (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  guint n = 0;

  push_run (world->one);
  make_many (world, 1, "final");
  karne_sync_set_renew_func (world->one->sync, renew, &n, NULL);
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, 401, OUTCOME);
  push_run (world->one);
  g_assert_cmpuint (n, ==, 1);
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 1);
}

/* Nobody to renew it: a pause, with nothing in doubt. */
static void
test_signed_out (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) report = NULL;

  push_run (world->one);
  make_many (world, 1, "final");
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, 401, OUTCOME);
  report = karne_test_sync_run (world->one, NULL, &error);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
  push_assert_query (world->one, PUSH_STATES, "create waiting");
}

/* By its words, and not again unasked. */
static void
test_refused (gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *expected =
      g_strdup_printf ("update parked %u refused invalid Not like this", status);
  g_autofree char *id = NULL;
  g_autofree char *edited = NULL;

  share_one (world);
  id = push_only_id (world->one);
  edited = push_edited (world->one, "preliminary", "final");
  g_free (push_change (world->one, id, edited));
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, status, OUTCOME);
  /* The first time, that may be the word of another than the server. */
  if (status == 501)
    karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, status, OUTCOME);
  push_run (world->one);
  push_assert_query (world->one,
                     "SELECT op || ' ' || state || ' ' || status || ' ' || reason || ' ' || words "
                     "FROM outbox",
                     expected);
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "");
}

/* What stands before a server says that it cannot do what it has just done. */
static void
test_done_all_the_same (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);
  const char *method = mode != NULL ? "POST" : "PUT";

  push_run (world->one);
  make_many (world, 1, "final");
  karne_fault_transport_add (world->fault, method, KARNE_FAULT_STATUS_AFTER, 501, OUTCOME);
  push_run (world->one);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->one, "SELECT group_concat(what) FROM journal", "sent");
  g_assert_cmpuint (push_count_there (world), ==, 1);
}

/* A server may have several that answer to our identifier. */
static void
test_several (void)
{
  g_autoptr (PushWorld) world = push_world_new ("--server-ids");

  push_run (world->one);
  make_many (world, 1, "final");
  karne_fault_transport_add (world->fault, "POST", KARNE_FAULT_STATUS, 412, OUTCOME);
  push_run (world->one);
  push_assert_query (world->one, "SELECT state || ' ' || reason FROM outbox", "parked several");
}

/* A server that fails when it is written to is read all the same. */
static void
test_read_only (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);

  push_run (world->one);
  make_many (world, 1, "final");
  g_free (push_tell_server (world, "PUT", "Observation/theirs",
                            "{\"resourceType\":\"Observation\",\"id\":\"theirs\",\"status\":"
                            "\"final\",\"code\":{\"text\":\"theirs\"},\"subject\":{"
                            "\"reference\":\"Patient/p1\"}}"));
  for (guint i = 0; i < 3; i++)
    karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, 500, OUTCOME);
  karne_sync_set_max_retries (world->one->sync, 0);
  push_run (world->one);
  push_assert_query (world->one, PUSH_STATES, "create sending");
  push_assert_query (world->one, "SELECT count(*) FROM resource WHERE id = 'theirs'", "1");
  push_assert_query (world->one, "SELECT trouble FROM source ORDER BY id DESC LIMIT 1", "server");
  push_try (world->one, 4);
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 2);
}

/* Where nothing can be asked about a kind, what comes of it is at least one, with our UUID inside.
 */
typedef struct
{
  KarneTestSync *sync;
  const char *body;
} Log;

static gboolean
log_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Log *log = data;
  sqlite3_stmt *statement = NULL;
  int rc;

  g_assert_cmpint (
      sqlite3_prepare_v2 (db,
                          "INSERT INTO outbox (source, kind, id, op, uuid, body, made) "
                          "VALUES (?1, 'AuditEvent', 'a1', 'create', 'u1', ?2, 0)",
                          -1, &statement, NULL),
      ==, SQLITE_OK);
  sqlite3_bind_int64 (statement, 1, log->sync->source);
  sqlite3_bind_text (statement, 2, log->body, -1, SQLITE_STATIC);
  rc = sqlite3_step (statement);
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE;
}

#define AUDIT                                                                                      \
  "{\"resourceType\":\"AuditEvent\",\"id\":\"a1\",\"type\":{\"code\":\"rest\"},\"recorded\":"      \
  "\"2026-01-01T00:00:00Z\",\"agent\":[{\"requestor\":true}],\"source\":{\"observer\":{"           \
  "\"identifier\":{\"value\":\"urn:uuid:a1\"}}}}"

static void
test_no_identifier (gconstpointer fault)
{
  g_autoptr (PushWorld) world = push_world_new ("--server-ids");
  Log log = { world->one, AUDIT };
  g_autoptr (GError) error = NULL;
  g_autofree char *there = NULL;

  push_run (world->one);
  karne_store_write_durably (world->one->store->store, log_job, &log, &error);
  g_assert_no_error (error);
  karne_fault_transport_forget (world->fault);
  karne_fault_transport_add (world->fault, "POST", GPOINTER_TO_INT (fault), 0, NULL);
  push_try (world->one, 4);
  g_assert_true (karne_fault_transport_is_done (world->fault));
  push_assert_query (world->one, PUSH_WAITING, "0");
  there = push_tell_server (world, "GET", "AuditEvent", NULL);
  g_assert_nonnull (strstr (there, "urn:uuid:a1"));
}

/* Documents: some parts only, by PATCH. */

#define DOCUMENT                                                                                   \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\",\"subject\":{"     \
  "\"reference\":\"Patient/p1\"},\"description\":\"A letter\",\"content\":[{\"attachment\":{"      \
  "\"contentType\":\"text/plain\",\"data\":\"%s\"}}]}"

static void
hide_document (PushWorld *world)
{
  g_autofree char *text =
      push_query (world->one, "SELECT replace (json (body), '\"current\"', '\"superseded\"') FROM "
                              "resource WHERE kind = 'DocumentReference'");

  g_free (push_change_kind (world->one, "DocumentReference", "d1", text));
}

/* size: of the content; what is large is not held in memory, neither here nor in an answer. */
static void
test_patch (gconstpointer size)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *data = g_strnfill (GPOINTER_TO_UINT (size), 'A');
  g_autofree char *document = g_strdup_printf (DOCUMENT, data);
  g_autofree char *there = NULL;

  g_free (push_tell_server (world, "PUT", "DocumentReference/d1", document));
  push_run (world->one);
  hide_document (world);
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "PATCH DocumentReference If-Match");
  push_assert_query (world->one, PUSH_WAITING, "0");
  there = push_tell_server (world, "GET", "DocumentReference/d1", NULL);
  g_assert_nonnull (strstr (there, "\"superseded\""));
  g_assert_nonnull (strstr (there, data));
  push_assert_query (world->one,
                     "SELECT version || (body ->> '$.status') FROM resource WHERE kind = "
                     "'DocumentReference'",
                     "2superseded");
}

/* Its answer is lost, or somebody else changed something apart: it goes, once. */
static void
test_patch_again (gconstpointer size)
{
  static const KarneFault faults[] = { KARNE_FAULT_BEFORE, KARNE_FAULT_AFTER, KARNE_FAULT_CUT,
                                       KARNE_FAULT_BARE };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (PushWorld) world = push_world_new (NULL);
      g_autofree char *data = g_strnfill (GPOINTER_TO_UINT (size), 'A');
      g_autofree char *document = g_strdup_printf (DOCUMENT, data);
      g_autofree char *renamed = NULL;
      g_auto (GStrv) parts = g_strsplit (document, "A letter", 2);
      g_autofree char *there = NULL;

      g_free (push_tell_server (world, "PUT", "DocumentReference/d1", document));
      push_run (world->one);
      hide_document (world);
      if (i % 2 == 1)
        {
          renamed = g_strjoinv ("Another letter", parts);
          g_free (push_tell_server (world, "PUT", "DocumentReference/d1", renamed));
        }
      karne_fault_transport_add (world->fault, "PATCH", faults[i], 0, NULL);
      push_try (world->one, 4);
      g_assert_true (karne_fault_transport_is_done (world->fault));
      push_assert_query (world->one, PUSH_WAITING, "0");
      push_assert_query (world->one, "SELECT count(*) FROM conflict", "0");
      there = push_tell_server (world, "GET", "DocumentReference/d1", NULL);
      g_assert_nonnull (strstr (there, "\"superseded\""));
      g_assert_nonnull (strstr (there, renamed != NULL ? "Another letter" : "A letter"));
    }
}

/* A server without PATCH: said once, and known from then on. */
static void
test_no_patch (void)
{
  g_autoptr (PushWorld) world = push_world_new (NULL);
  g_autofree char *document = g_strdup_printf (DOCUMENT, "QQ==");

  g_free (push_tell_server (world, "PUT", "DocumentReference/d1", document));
  push_run (world->one);
  hide_document (world);
  karne_fault_transport_add (world->fault, "PATCH", KARNE_FAULT_STATUS, 405, OUTCOME);
  push_run (world->one);
  push_assert_query (world->one, "SELECT state || ' ' || reason FROM outbox", "parked no-patch");
  push_assert_query (world->one, "SELECT gifts ->> '$.patch' FROM source ORDER BY id DESC LIMIT 1",
                     "0");
  hide_document (world);
  karne_fault_transport_forget (world->fault);
  push_run (world->one);
  push_assert_writes (world, "");
}

static void
add_circle (const char *name, const char *mode, KarneFault fault, guint status)
{
  g_autofree char *path = g_strconcat ("/push/circle/", name, NULL);
  Circle *c = g_new0 (Circle, 1);

  *c = (Circle){ mode, fault, status };
  g_test_add_data_func_full (path, c, test_circle, g_free);
}

int
main (int argc, char **argv)
{
  static const guint refusals[] = { 400, 403, 405, 413, 415, 422, 428, 501 };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/push/single", test_single);
  g_test_add_func ("/push/server-ids", test_server_ids);
  g_test_add_func ("/push/nothing", test_nothing);
  g_test_add_func ("/push/batches", test_batches);
  g_test_add_func ("/push/batches/halved", test_halved);
  g_test_add_func ("/push/batches/poison", test_poison);
  g_test_add_func ("/push/batches/one-of-many", test_one_of_many);
  g_test_add_func ("/push/ahead/faults", test_ahead_faults);
  g_test_add_data_func ("/push/ahead/edited/sent", GINT_TO_POINTER (KARNE_FAULT_PASS),
                        test_ahead_edited);
  g_test_add_data_func ("/push/ahead/edited/given-back", GINT_TO_POINTER (KARNE_FAULT_STATUS),
                        test_ahead_edited);
  g_test_add_data_func ("/push/batches/faults/plain", NULL, test_batch_faults);
  g_test_add_data_func ("/push/batches/faults/server-ids", "--server-ids", test_batch_faults);
  g_test_add_func ("/push/dependents", test_dependents);
  add_circle ("plain", NULL, KARNE_FAULT_PASS, 0);
  add_circle ("server-ids", "--server-ids", KARNE_FAULT_PASS, 0);
  add_circle ("no-batch", "--no-batch", KARNE_FAULT_PASS, 0);
  add_circle ("refused", NULL, KARNE_FAULT_STATUS, 400);
  add_circle ("failing", NULL, KARNE_FAULT_STATUS, 500);
  add_circle ("before", NULL, KARNE_FAULT_BEFORE, 0);
  add_circle ("after", NULL, KARNE_FAULT_AFTER, 0);
  add_circle ("cut", NULL, KARNE_FAULT_CUT, 0);
  add_circle ("server-ids/refused", "--server-ids", KARNE_FAULT_STATUS, 400);
  add_circle ("server-ids/before", "--server-ids", KARNE_FAULT_BEFORE, 0);
  add_circle ("server-ids/after", "--server-ids", KARNE_FAULT_AFTER, 0);
  g_test_add_data_func ("/push/edited/on-its-way/plain", NULL, test_edited_on_its_way);
  g_test_add_data_func ("/push/edited/on-its-way/server-ids", "--server-ids",
                        test_edited_on_its_way);
  g_test_add_func ("/push/edited/before", test_edited_before);
  g_test_add_func ("/push/deleted/there", test_deleted_there);
  g_test_add_data_func ("/push/deleted/here/plain", NULL, test_deleted_here);
  g_test_add_data_func ("/push/deleted/here/no-versions", "--no-versions", test_deleted_here);
  g_test_add_data_func ("/push/deleted/here/ignore-if-match", "--ignore-if-match",
                        test_deleted_here);
  g_test_add_data_func ("/push/history/one-page", "--ignore-if-match", test_history_pages);
  g_test_add_data_func ("/push/history/pages", "--ignore-if-match --page=1", test_history_pages);
  g_test_add_data_func ("/push/history/pages/no-batch", "--ignore-if-match --no-batch --page=2",
                        test_history_pages);
  g_test_add_func ("/push/history/without-end", test_history_without_end);
  g_test_add_func ("/push/token/renewed", test_renewed);
  g_test_add_func ("/push/token/signed-out", test_signed_out);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/push/refused/%u", refusals[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (refusals[i]), test_refused);
    }
  g_test_add_data_func ("/push/done-all-the-same/plain", NULL, test_done_all_the_same);
  g_test_add_data_func ("/push/done-all-the-same/server-ids", "--server-ids",
                        test_done_all_the_same);
  g_test_add_func ("/push/several", test_several);
  g_test_add_func ("/push/read-only", test_read_only);
  g_test_add_data_func ("/push/no-identifier", GINT_TO_POINTER (KARNE_FAULT_PASS),
                        test_no_identifier);
  g_test_add_data_func ("/push/no-identifier/bare", GINT_TO_POINTER (KARNE_FAULT_BARE),
                        test_no_identifier);
  g_test_add_data_func ("/push/no-identifier/after", GINT_TO_POINTER (KARNE_FAULT_AFTER),
                        test_no_identifier);
  g_test_add_data_func ("/push/patch/small", GUINT_TO_POINTER (4), test_patch);
  g_test_add_data_func ("/push/patch/large", GUINT_TO_POINTER (400000), test_patch);
  g_test_add_data_func ("/push/patch/again/small", GUINT_TO_POINTER (4), test_patch_again);
  g_test_add_data_func ("/push/patch/again/large", GUINT_TO_POINTER (400000), test_patch_again);
  g_test_add_func ("/push/patch/none", test_no_patch);

  return g_test_run ();
}
