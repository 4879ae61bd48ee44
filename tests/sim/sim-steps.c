/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-steps.h"

#include <string.h>

#include "access/karne-access-note-private.h"

/* What happens in a world: here, to its machines. */

const char *const sim_step_names[SIM_N_STEPS] = {
  "sync", "save", "edit",  "delete", "undo",   "retry", "resolve", "others", "withdraw", "restart",
  "kill", "disk", "clock", "wait",   "memory", "cut",   "edge",    "rest",   "look",
};

SimClient *
sim_draw_client (SimWorld *world)
{
  return world->clients[sim_dice_throw (&world->dice, world->n_clients)];
}

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
  SimClient *client = sim_draw_client (world);

  sim_world_say (world, "  client %d starts again", client->number);
  start_again (world, client, FALSE);
}

/* Between any two calls of its disk, whatever it is doing then. */
static void
step_kill (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);

  /* With something to send, some of which refers to some other. */
  if (sim_dice_once_in (&world->dice, 2))
    for (guint i = 0; i < 3; i++)
      sim_make_one (world, client);
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
  SimClient *client = sim_draw_client (world);

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
  SimClient *client = sim_draw_client (world);
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
  SimClient *client = sim_draw_client (world);

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
  SimClient *client = sim_draw_client (world);

  sim_change_something (world);
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
  SimClient *client = sim_draw_client (world);
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
  SimClient *client = sim_draw_client (world);

  sim_change_many (world, 4 + sim_dice_throw (&world->dice, 6));
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
  SimClient *client = sim_draw_client (world);

  sim_change_many (world, 8);
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

typedef struct
{
  KarneStore *store;
  gint64 source;
  const char *id; /* (nullable) all of the record */
} Look;

static gboolean
look_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Look *look = data;

  return karne_access_note_in_worker (db, NULL, karne_store_get_time (look->store),
                                      look->id != NULL ? KARNE_ACCESS_ACT_LOOK
                                                       : KARNE_ACCESS_ACT_UNLOCK,
                                      look->source, look->id != NULL ? "Observation" : NULL,
                                      look->id, NULL, error);
}

/* At one thing that may not be on the server yet, or at all of it. */
static void
step_look (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);
  g_autoptr (GPtrArray) ids =
      sim_client_query (client, "SELECT id FROM resource WHERE kind = 'Observation' ORDER BY id");
  guint n = sim_dice_throw (&world->dice, ids->len + 1);
  Look look = { client->store, 0, NULL };

  if (n < ids->len)
    look = (Look){ client->store, client->source, ids->pdata[n] };
  karne_store_write (client->store, look_in_worker, &look, NULL);
}

void
sim_steps_begin (SimWorld *self)
{
  guint n = sim_theme_get_n_there (self->theme);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *token = sim_make_token (self);

      sim_others_make (self, token);
    }
}

void
sim_step_run (SimWorld *self, guint number, SimStep step)
{
  static void (*const funcs[SIM_N_STEPS]) (SimWorld *) = {
    step_sync,      sim_step_save,    sim_step_edit,   sim_step_delete,   sim_step_undo,
    sim_step_retry, sim_step_resolve, sim_step_others, sim_step_withdraw, step_restart,
    step_kill,      step_disk,        step_clock,      step_wait,         step_memory,
    step_cut,       step_edge,        step_rest,       step_look,
  };

  sim_dice_seed (&self->dice, self->seed, 1000 + number);
  self->counts->steps[step]++;
  funcs[step](self);
}
