/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-body.h"
#include "sim-world.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-kind-private.h"
#include "fhir/karne-merge-private.h"
#include "store/karne-conflict-private.h"
#include "store/karne-outbox-private.h"

/* What happens in a world. */

const char *const sim_step_names[SIM_N_STEPS] = {
  "sync",    "save", "edit", "delete", "undo", "retry",  "resolve", "others", "withdraw",
  "restart", "kill", "disk", "clock",  "wait", "memory", "cut",     "edge",   "rest",
};

static SimClient *
draw_client (SimWorld *world)
{
  return world->clients[sim_dice_throw (&world->dice, world->n_clients)];
}

static char *
draw_from (SimWorld *world, GPtrArray *rows)
{
  return rows->len > 0 ? g_strdup (rows->pdata[sim_dice_throw (&world->dice, rows->len)]) : NULL;
}

/* A client writes */

typedef struct
{
  SimClient *client;
  const char *kind; /* (nullable) an Observation */
  const char *id;
  const char *text;
  gint64 number;
  gboolean (*func) (KarneStore *store, sqlite3 *db, gpointer data, GError **error);
  char *restored; /* (owned) (nullable) what stands there after an undo */
  char *before;   /* (owned) what was there, in the same transaction */
  char *mine;     /* (owned) */
  char *made;     /* (owned) the id of what was saved */
  KarneChoice choice;
} Job;

static gboolean
run_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return job->func (job->client->store, db, job, error);
}

static gboolean
do_job (Job *job)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = karne_store_write_durably (job->client->store, run_job, job, &error);

  if (!ok)
    sim_world_say (job->client->world, "  client %d: not done: %s", job->client->number,
                   error->message);
  return ok;
}

static gboolean
save_func (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  g_clear_pointer (&job->made, g_free);
  return karne_outbox_save_edit (store, db, job->client->source,
                                 job->kind != NULL ? job->kind : "Observation", job->id, job->text,
                                 &job->made, NULL, error);
}

static gboolean
delete_func (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  return karne_outbox_delete (store, db, job->client->source, "Observation", job->id, NULL, error);
}

static gboolean
undo_func (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (KarneOutboxRow) row = karne_outbox_load (db, job->number, error);

  if (row == NULL)
    return FALSE;
  g_clear_pointer (&job->made, g_free);
  job->made = g_strdup (row->id);
  g_clear_pointer (&job->mine, g_free);
  job->mine = g_strdup (row->body != NULL ? row->body : "");
  g_clear_pointer (&job->before, g_free);
  /* Of something new, what was sent once is its base: undone, nothing is left of it. */
  job->before = g_strdup (row->base != NULL && row->op != KARNE_OP_CREATE ? row->base : "");
  g_clear_pointer (&job->restored, g_free);
  if (row->op != KARNE_OP_CREATE)
    job->restored = g_strdup (row->base);
  job->kind = karne_kind_find (row->kind)->name;
  return karne_outbox_undo (store, db, job->number, error);
}

static gboolean
retry_func (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_retry (store, db, ((Job *) data)->number, error);
}

static gboolean
resolve_func (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  return karne_conflict_resolve (store, db, job->number, NULL, job->choice, error);
}

/* In a space that keeps nothing, each change leaves at once. */
static void
push_at_once (SimClient *client)
{
  if (!client->is_ephemeral || client->is_syncing || client->store == NULL)
    return;
  sim_client_sync (client);
  sim_world_pump (client->world, 400);
  client->world->counts->events[SIM_EVENT_AT_ONCE]++;
}

static SimChange *
note_change (SimWorld *world, const char *token, int client, gboolean is_note)
{
  SimChange *change = g_new0 (SimChange, 1);

  change->token = g_strdup (token);
  change->client = client;
  change->is_note = is_note;
  g_ptr_array_add (world->changes, change);
  return change;
}

static char *
make_token (SimWorld *world)
{
  return g_strdup_printf ("token-%u-", ++world->n_tokens);
}

static void
make_one (SimWorld *world, SimClient *client)
{
  g_autofree char *token = make_token (world);
  g_autoptr (GPtrArray) unsent =
      sim_client_query (client, "SELECT id FROM outbox WHERE op = 'create' ORDER BY seq");
  g_autofree char *refers_to =
      sim_dice_once_in (&world->dice, 2) ? draw_from (world, unsent) : NULL;
  g_autofree char *body = sim_body_new (token, refers_to);
  Job job = { client, .text = body, .func = save_func };

  sim_world_say (world, "  client %d makes one: %s", client->number, token);
  /* Registered before: where the disk died in the middle, it may be there all the same. */
  if (client->store != NULL && do_job (&job))
    note_change (world, token, client->number, TRUE);
  g_free (job.made);
}

static char *
save_new (SimWorld *world, SimClient *client, const char *refers_to)
{
  g_autofree char *token = make_token (world);
  g_autofree char *body = sim_body_new (token, refers_to);
  Job job = { client, .text = body, .func = save_func };

  if (client->store == NULL || !do_job (&job))
    return NULL;
  note_change (world, token, client->number, TRUE);
  return g_steal_pointer (&job.made);
}

static void
close_circle (SimWorld *world, SimClient *client, const char *first, const char *second)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT json(body) FROM resource WHERE kind = 'Observation' AND id = '%s'",
                       first);
  g_autoptr (GPtrArray) rows = sim_client_query (client, sql);
  g_autofree char *text = NULL;
  Job job = { client, .id = first, .func = save_func };

  if (rows->len == 0)
    return;
  job.text = text = sim_body_with_member (rows->pdata[0], second);
  if (do_job (&job))
    world->counts->events[SIM_EVENT_CIRCLE]++;
  g_free (job.made);
}

/* Two that refer to each other: neither can be made first. */
static void
make_circle (SimWorld *world, SimClient *client)
{
  g_autofree char *first = save_new (world, client, NULL);
  g_autofree char *second = first != NULL ? save_new (world, client, first) : NULL;

  if (second == NULL)
    return;
  sim_world_say (world, "  client %d makes %.8s and %.8s, of each other", client->number, first,
                 second);
  close_circle (world, client, first, second);
}

static void
step_save (SimWorld *world)
{
  SimClient *client = draw_client (world);

  if (sim_dice_once_in (&world->dice, 5))
    make_circle (world, client);
  else
    make_one (world, client);
  push_at_once (client);
}

static char *
draw_resource (SimClient *client, char **body)
{
  g_autoptr (GPtrArray) ids = sim_client_query (
      client,
      "SELECT id || ' ' || json(body) FROM resource WHERE kind = 'Observation' ORDER BY id");
  g_autofree char *row = draw_from (client->world, ids);
  char *space;

  if (row == NULL)
    return NULL;
  space = strchr (row, ' ');
  *body = g_strdup (space + 1);
  return g_strndup (row, (gsize) (space - row));
}

/* Parts of a document may be changed, by a patch. */
static void
label_document (SimWorld *world, SimClient *client)
{
  g_autoptr (GPtrArray) rows = sim_client_query (
      client, "SELECT json(body) FROM resource WHERE kind = 'DocumentReference' AND id = 'd1'");
  g_autofree char *token = make_token (world);
  g_autofree char *text = NULL;
  Job job = { client, .kind = "DocumentReference", .id = "d1", .func = save_func };

  if (rows->len == 0)
    return;
  job.text = text = sim_body_label (rows->pdata[0], token);
  sim_world_say (world, "  client %d labels the document: %s", client->number, token);
  if (!do_job (&job))
    return;
  g_free (job.made);
  sim_world_excuse (world, rows->pdata[0], text);
  note_change (world, token, client->number, FALSE);
}

static void
edit_one (SimWorld *world, SimClient *client)
{
  g_autofree char *body = NULL;
  g_autofree char *id = draw_resource (client, &body);
  g_autofree char *token = make_token (world);
  g_autofree char *text = NULL;
  gboolean is_note;
  Job job = { client, .id = id, .func = save_func };

  if (id == NULL)
    return;
  job.text = text = sim_body_edit (&world->dice, body, token, &is_note);
  sim_world_say (world, "  client %d edits %.8s: %s%s", client->number, id, token,
                 is_note ? " (a note)" : "");
  if (!do_job (&job))
    return;
  g_free (job.made);
  /* What it wrote over is gone because the person wanted it. */
  sim_world_excuse (world, body, text);
  note_change (world, token, client->number, is_note);
}

static void
step_edit (SimWorld *world)
{
  SimClient *client = draw_client (world);

  if (sim_dice_once_in (&world->dice, 7))
    label_document (world, client);
  else
    edit_one (world, client);
  push_at_once (client);
}

/* Whatever refers to it is left with an id that it may never have had on the server: that is what
 * the person wanted. */
static void
note_thrown (SimWorld *world, const char *id)
{
  if (sim_server_find (world->server, "Observation", id) == NULL)
    g_hash_table_add (world->thrown, g_strdup (id));
}

static void
step_delete (SimWorld *world)
{
  SimClient *client = draw_client (world);
  g_autofree char *body = NULL;
  g_autofree char *id = draw_resource (client, &body);
  Job job = { client, .id = id, .func = delete_func };

  if (id == NULL)
    return;
  sim_world_say (world, "  client %d deletes %.8s", client->number, id);
  if (!do_job (&job))
    return;
  sim_world_excuse (world, body, "");
  note_thrown (world, id);
  push_at_once (client);
}

/* What was undone has left no trace. */
static void
check_undone (SimWorld *world, const Job *job)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT json(body) FROM resource WHERE kind = '%s' AND id = '%s'", job->kind,
                       job->made);
  g_autoptr (GPtrArray) rows = sim_client_query (job->client, sql);

  if (job->restored != NULL && rows->len != 1)
    sim_world_fail (world, "client %d undid a change of %.8s, and has none", job->client->number,
                    job->made);
  else if (job->restored != NULL && !karne_merge_is_same (rows->pdata[0], job->restored))
    sim_world_fail (world, "client %d undid a change of %.8s, and still has\n%s\ninstead of\n%s",
                    job->client->number, job->made, (char *) rows->pdata[0], job->restored);
}

static void
step_undo (SimWorld *world)
{
  SimClient *client = draw_client (world);
  g_autoptr (GPtrArray) rows = sim_client_query (client, "SELECT seq FROM outbox ORDER BY seq");
  g_autofree char *number = draw_from (world, rows);
  Job job = { client, .func = undo_func };

  if (number == NULL)
    return;
  job.number = g_ascii_strtoll (number, NULL, 10);
  sim_world_say (world, "  client %d undoes %s", client->number, number);
  if (do_job (&job))
    {
      sim_world_excuse (world, job.mine, job.before);
      note_thrown (world, job.made);
      check_undone (world, &job);
      world->counts->events[SIM_EVENT_UNDONE]++;
    }
  g_free (job.made);
  g_free (job.mine);
  g_free (job.before);
  g_free (job.restored);
}

static void
step_retry (SimWorld *world)
{
  SimClient *client = draw_client (world);
  g_autoptr (GPtrArray) rows =
      sim_client_query (client, "SELECT seq FROM outbox WHERE state = 'parked' ORDER BY seq");
  Job job = { client, .func = retry_func };

  for (guint i = 0; i < rows->len; i++)
    {
      job.number = g_ascii_strtoll (rows->pdata[i], NULL, 10);
      do_job (&job);
    }
}

/* Whoever decides for nothing wants away, too, what was written on it since. */
/* What the decision took the place of: a field has one value. A note has no such excuse. */
static void
excuse_fields (SimWorld *world, const char *before, const char *after)
{
  for (guint i = 0; i < world->changes->len; i++)
    {
      SimChange *change = world->changes->pdata[i];

      if (!change->is_note && strstr (before, change->token) != NULL &&
          strstr (after, change->token) == NULL)
        change->is_excused = TRUE;
    }
}

static char *
dup_conflicting (SimClient *client, gint64 number)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT json(here.body) FROM conflict JOIN resource AS here ON here.kind = conflict.kind AND "
      "here.id = conflict.id WHERE conflict.row = %" G_GINT64_FORMAT,
      number);
  g_autoptr (GPtrArray) rows = sim_client_query (client, sql);

  return g_strdup (rows->len > 0 ? rows->pdata[0] : "");
}

static void
step_resolve (SimWorld *world)
{
  SimClient *client = draw_client (world);
  g_autoptr (GPtrArray) rows = sim_client_query (
      client,
      "SELECT row || ' ' || coalesce(mine, '') || coalesce(theirs, '') || "
      "iif(mine IS NULL OR theirs IS NULL, coalesce((SELECT json(body) FROM resource AS here WHERE "
      "here.kind = conflict.kind AND here.id = conflict.id), ''), '') "
      "FROM conflict WHERE decided IS NULL ORDER BY row");
  g_autofree char *row = draw_from (world, rows);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  Job job = { client, .func = resolve_func };

  if (row == NULL)
    return;
  job.number = g_ascii_strtoll (row, NULL, 10);
  before = dup_conflicting (client, job.number);
  job.choice = sim_dice_once_in (&world->dice, 2) ? KARNE_CHOICE_MINE : KARNE_CHOICE_THEIRS;
  sim_world_say (world, "  client %d decides %d for %s", client->number, (int) job.number,
                 job.choice == KARNE_CHOICE_MINE ? "its own" : "theirs");
  if (!do_job (&job))
    return;
  after = dup_conflicting (client, job.number);
  excuse_fields (world, before, after);
  /* Either side may be gone now because the person wanted it, and may be made anew. */
  for (guint i = 0; i < world->changes->len; i++)
    {
      SimChange *change = world->changes->pdata[i];

      if (strstr (row, change->token) != NULL)
        change->is_excused = change->is_made_again = TRUE;
    }
}

/* Others */

static void
others_make (SimWorld *world, const char *token)
{
  g_autofree char *id = g_strdup_printf ("o%u", world->n_tokens);
  g_autofree char *text = sim_body_new (token, NULL);

  sim_world_say (world, "  others make %s", id);
  sim_server_put (world->server, "Observation", id, text, -1);
  note_change (world, token, -1, TRUE);
}

static void
others_edit (SimWorld *world, SimResource *resource, const char *token)
{
  const char *before = sim_resource_now (resource)->text;
  gboolean is_note = FALSE;
  g_autofree char *text = g_str_equal (resource->kind, "DocumentReference")
                              ? sim_body_label (before, token)
                              : sim_body_edit (&world->dice, before, token, &is_note);

  sim_world_say (world, "  others edit %.8s: %s%s", resource->id, token,
                 is_note ? " (a note)" : "");
  sim_server_put (world->server, resource->kind, resource->id, text, -1);
  note_change (world, token, -1, is_note);
}

static void
change_something (SimWorld *world)
{
  g_autofree char *token = make_token (world);
  g_autoptr (GPtrArray) there = g_ptr_array_new ();
  gboolean is_plain = world->theme == SIM_THEME_PLAIN;
  SimResource *resource;
  gboolean is_document;

  for (guint i = 0; i < world->server->resources->len; i++)
    {
      SimResource *candidate = world->server->resources->pdata[i];

      if (sim_resource_is_there (candidate) && !g_str_equal (candidate->kind, "Patient"))
        g_ptr_array_add (there, candidate);
    }
  if (there->len < 3 || sim_dice_once_in (&world->dice, is_plain ? 4 : 12))
    {
      others_make (world, token);
      return;
    }
  resource = there->pdata[sim_dice_throw (&world->dice, there->len)];
  is_document = g_str_equal (resource->kind, "DocumentReference");
  if (!is_document && sim_dice_once_in (&world->dice, is_plain ? 6 : 15))
    {
      sim_world_say (world, "  others delete %.8s", resource->id);
      sim_server_put (world->server, "Observation", resource->id, NULL, -1);
      return;
    }
  others_edit (world, resource, token);
}

/* Each of what is there, once, from any of them on: so many, one second after the other. */
static void
change_many (SimWorld *world, guint n)
{
  GPtrArray *resources = world->server->resources;
  guint from = sim_dice_throw (&world->dice, resources->len);
  guint n_there = resources->len;

  for (guint i = 0; i < n_there && n > 0; i++)
    {
      SimResource *resource = resources->pdata[(from + i) % n_there];
      g_autofree char *token = NULL;

      if (!sim_resource_is_there (resource) || !g_str_equal (resource->kind, "Observation"))
        continue;
      token = make_token (world);
      others_edit (world, resource, token);
      n--;
    }
}

/* Several at once fill more than a page. */
static void
step_others (SimWorld *world)
{
  guint n = sim_dice_once_in (&world->dice, 4) ? 2 + sim_dice_throw (&world->dice, 7) : 1;

  for (guint i = 0; i < n; i++)
    change_something (world);
}

static void
step_withdraw (SimWorld *world)
{
  SimServer *server = world->server;
  SimResource *resource =
      server->resources->pdata[sim_dice_throw (&world->dice, server->resources->len)];

  if (g_str_equal (resource->kind, "Patient"))
    return;
  resource->is_withdrawn = !resource->is_withdrawn;
  resource->was_withdrawn = TRUE;
  sim_world_say (world, "  access to %.8s is %s", resource->id,
                 resource->is_withdrawn ? "taken away" : "given back");
  world->counts->events[SIM_EVENT_WITHDRAWN]++;
}

/* Machines */

/* What was not known to be sent goes with it; all else is on the server. A disk that is dead says
 * nothing of what was: there, it is what the server never had. */
static gboolean
goes_with (SimWorld *world, SimClient *client, const SimChange *change, gboolean is_killed)
{
  if (change->is_excused)
    return FALSE;
  return is_killed ? change->client == client->number &&
                         sim_oracle_find_home (world, change->token) == NULL
                   : sim_oracle_is_kept_here (client, change->token);
}

static void
excuse_unsent (SimWorld *world, SimClient *client, gboolean is_killed)
{
  for (guint i = 0; i < world->changes->len; i++)
    {
      SimChange *change = world->changes->pdata[i];

      if (goes_with (world, client, change, is_killed))
        {
          change->is_excused = TRUE;
          world->counts->events[SIM_EVENT_EPHEMERAL_LOST]++;
        }
    }
}

/* The first limit of what is promised: what was written over on a server that does not look at
 * If-Match was noticed, and the conflict that says so goes with the space. */
static void
excuse_noticed (SimWorld *world)
{
  for (guint i = 0; i < world->changes->len && world->server->modes.ignores_if_match; i++)
    {
      SimChange *change = world->changes->pdata[i];
      const SimResource *home =
          change->is_note ? sim_oracle_find_home (world, change->token) : NULL;

      if (home != NULL && sim_resource_is_there (home) &&
          strstr (sim_resource_now (home)->text, change->token) == NULL)
        change->is_excused = TRUE;
    }
}

static void
start_again (SimWorld *world, SimClient *client, gboolean is_killed)
{
  gboolean is_new = client->is_ephemeral;

  if (is_new)
    {
      excuse_unsent (world, client, is_killed);
      excuse_noticed (world);
    }
  sim_client_close (client, is_killed);
  if (is_killed)
    karne_sim_vfs_reboot (client->disk, sim_dice_next (&world->dice));
  if (is_new)
    karne_sim_disk_erase (client->disk);
  client->n_lives++;
  sim_client_open (client, is_new);
}

static void
step_restart (SimWorld *world)
{
  SimClient *client = draw_client (world);

  sim_world_say (world, "  client %d starts again", client->number);
  start_again (world, client, FALSE);
}

/* Between any two calls of its disk, whatever it is doing then. */
static void
step_kill (SimWorld *world)
{
  SimClient *client = draw_client (world);

  /* With something to send, some of which refers to some other. */
  if (sim_dice_once_in (&world->dice, 2))
    for (guint i = 0; i < 3; i++)
      make_one (world, client);
  sim_world_say (world, "  client %d is killed", client->number);
  world->counts->events[SIM_EVENT_KILLED]++;
  karne_sim_vfs_kill_at (client->disk,
                         1 + sim_dice_throw (&world->dice,
                                             sim_dice_once_in (&world->dice, 2) ? 120 : 500));
  sim_client_sync (client);
  for (guint i = 0; i < 2000 && !karne_sim_vfs_is_dead (client->disk) && client->is_syncing; i++)
    sim_world_pump (world, 1);
  if (karne_sim_vfs_is_dead (client->disk))
    world->counts->events[SIM_EVENT_KILLED_IN_CALL]++;
  start_again (world, client, TRUE);
}

static void
step_disk (SimWorld *world)
{
  SimClient *client = draw_client (world);

  if (sim_dice_once_in (&world->dice, 2))
    {
      karne_sim_vfs_set_room (client->disk, sim_dice_throw (&world->dice, 20000));
      world->counts->events[SIM_EVENT_DISK_FULL]++;
    }
  else
    {
      static const KarneSimCall calls[] = { KARNE_SIM_READ, KARNE_SIM_WRITE, KARNE_SIM_SYNC };

      karne_sim_vfs_fail (client->disk, calls[sim_dice_throw (&world->dice, 3)],
                          1 + sim_dice_throw (&world->dice, 40),
                          sim_dice_once_in (&world->dice, 2) ? 1 : 5);
      world->counts->events[SIM_EVENT_DISK_BROKEN]++;
    }
  sim_world_say (world, "  the disk of client %d has a bad day", client->number);
  sim_client_sync (client);
  sim_world_pump (world, 200);
  karne_sim_vfs_heal (client->disk);
}

static void
step_clock (SimWorld *world)
{
  SimClient *client = draw_client (world);
  gint64 jump = (gint64) sim_dice_throw (&world->dice, 4 * 365) - 2 * 365;

  client->skew = jump * 24 * 60 * 60 / (1 + sim_dice_throw (&world->dice, 1000));
  /* With commits as late as the overlap allows, the server's own clock has to be right. */
  if (sim_dice_once_in (&world->dice, 3) && !world->server->modes.late_commits)
    sim_transport_set_skew (SIM_TRANSPORT (client->transport),
                            (gint64) sim_dice_throw (&world->dice, 61) - 30);
  world->counts->events[SIM_EVENT_CLOCK_JUMPED]++;
}

static void
step_sync (SimWorld *world)
{
  SimClient *client = draw_client (world);

  sim_world_say (world, "  client %d syncs", client->number);
  sim_client_sync (client);
  sim_world_pump (world,
                  sim_dice_once_in (&world->dice, 2) ? 5000 : sim_dice_throw (&world->dice, 60));
}

static void
let_pass (SimWorld *world, gint64 seconds)
{
  karne_test_clock_advance (world->clock, seconds * G_USEC_PER_SEC);
  sim_server_note_time (world->server,
                        karne_clock_get_real (KARNE_CLOCK (world->clock)) / G_USEC_PER_SEC);
}

/* A moment before it can be seen by all: whoever syncs then must find it the next time. */
static void
wait_for_a_late_commit (SimWorld *world)
{
  SimClient *client = draw_client (world);

  change_something (world);
  let_pass (world, SIM_LATE_SECONDS);
  sim_world_say (world, "  client %d syncs before it shows", client->number);
  sim_client_sync (client);
  sim_world_pump (world, 5000);
}

/* A moment, an hour, or until everything is listed again. */
static void
step_wait (SimWorld *world)
{
  if (world->server->modes.late_commits && sim_dice_once_in (&world->dice, 2))
    wait_for_a_late_commit (world);
  else if (sim_dice_once_in (&world->dice, 8))
    let_pass (world, 24 * 60 * 60);
  else
    let_pass (world, 1 + sim_dice_throw (&world->dice, 4000));
}

/* Once, or from then on: SQLite's, and what the slicer gathers an entry in. */
static void
step_memory (SimWorld *world)
{
  SimClient *client = draw_client (world);
  guint64 n = 1 + sim_dice_throw (&world->dice, 4000);

  sim_world_say (world, "  client %d has no memory left", client->number);
  if (sim_dice_once_in (&world->dice, 2))
    karne_sim_malloc_fail_at (n);
  else
    karne_sim_malloc_fail_from (n);
  sim_client_sync (client);
  sim_world_pump (world, 200);
  if (karne_sim_malloc_get_n_failed () > 0)
    world->counts->events[SIM_EVENT_NO_MEMORY]++;
  karne_sim_malloc_heal ();
}

/* Many changed long enough ago to lie before the time of the pull that brings them, which ends
 * somewhere in between. */
static void
step_cut (SimWorld *world)
{
  SimClient *client = draw_client (world);

  change_many (world, 4 + sim_dice_throw (&world->dice, 6));
  let_pass (world, SIM_LATE_SECONDS + 30 + sim_dice_throw (&world->dice, 600));
  sim_world_say (world, "  client %d syncs, and is cut", client->number);
  sim_client_sync (client);
  sim_world_pump (world, sim_dice_throw (&world->dice, 120));
  start_again (world, client, sim_dice_once_in (&world->dice, 3));
}

/* Those that the search does not show yet, and the cursor comes to stand among them. */
static void
step_edge (SimWorld *world)
{
  SimClient *client = draw_client (world);

  change_many (world, 8);
  let_pass (world, SIM_LATE_SECONDS - 1 - sim_dice_throw (&world->dice, 6));
  sim_world_say (world, "  client %d syncs before they show", client->number);
  sim_client_sync (client);
  sim_world_pump (world, 5000);
}

static void
step_rest (SimWorld *world)
{
  sim_world_rest (world);
}

void
sim_steps_begin (SimWorld *self)
{
  guint n = sim_theme_get_n_there (self->theme);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *token = make_token (self);

      others_make (self, token);
    }
}

void
sim_step_run (SimWorld *self, guint number, SimStep step)
{
  static void (*const funcs[SIM_N_STEPS]) (SimWorld *) = {
    step_sync,    step_save,   step_edit,     step_delete,  step_undo, step_retry,
    step_resolve, step_others, step_withdraw, step_restart, step_kill, step_disk,
    step_clock,   step_wait,   step_memory,   step_cut,     step_edge, step_rest,
  };

  sim_dice_seed (&self->dice, self->seed, 1000 + number);
  self->counts->steps[step]++;
  funcs[step](self);
}
