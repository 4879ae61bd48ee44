/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-world.h"

#include <stdio.h>

const char *const sim_event_names[SIM_N_EVENTS] = {
  "killed",    "killed-in-call", "disk-full", "disk-broken", "no-memory", "clock-jumped",
  "withdrawn", "merged",         "conflict",  "parked",      "undone",    "ephemeral-lost",
  "circle",    "transaction",    "patch",     "no-patch",    "at-once",
};

/* In so many rounds all is said. */
#define MAX_ROUNDS 24
/* What takes more turns goes round in a circle. */
#define MAX_TURNS 20000
#define DAY ((gint64) 24 * 60 * 60)

void
sim_world_fail (SimWorld *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (self->failure->len > 0)
    g_string_append_c (self->failure, '\n');
  g_string_append_vprintf (self->failure, format, args);
  va_end (args);
}

void
sim_world_say (SimWorld *self, const char *format, ...)
{
  va_list args;

  if (self->voice == SIM_VOICE_NONE)
    return;
  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  putchar ('\n');
}

static gboolean
is_busy (SimWorld *self)
{
  for (guint i = 0; i < self->n_clients; i++)
    if (self->clients[i] != NULL && self->clients[i]->is_syncing)
      return TRUE;
  return FALSE;
}

void
sim_world_pump (SimWorld *self, guint turns)
{
  for (guint i = 0; i < turns && is_busy (self); i++)
    if (i >= MAX_TURNS)
      {
        sim_world_fail (self, "a sync never ends");
        return;
      }
    else if (!g_main_context_iteration (NULL, FALSE))
      {
        gint64 delay = karne_test_clock_get_next_delay (self->clock);

        if (delay < 0)
          {
            sim_world_fail (self, "everything stands still");
            return;
          }
        karne_test_clock_advance (self->clock, delay);
      }
}

/* States */

static void
note_state (SimWorld *self)
{
  g_autoptr (GString) state = g_string_new (NULL);
  g_autofree char *modes = sim_modes_describe (&self->server->modes);

  for (guint i = 0; i < self->n_clients; i++)
    {
      g_autoptr (GPtrArray) rows = sim_client_query (
          self->clients[i],
          "SELECT op || state || (base_version IS NULL) || min(tries, 3) FROM outbox "
          "UNION ALL SELECT why || (decided IS NULL) FROM conflict");

      g_ptr_array_sort (rows, (GCompareFunc) (void (*) (void)) g_strcmp0);
      g_string_append_printf (state, "/%d:", self->clients[i]->is_syncing);
      for (guint n = 0; n < rows->len; n++)
        g_string_append (state, rows->pdata[n]);
    }
  g_string_append (state, modes);
  g_hash_table_add (self->counts->states, GUINT_TO_POINTER (g_string_hash (state)));
}

/* The history */

static SimStep
draw_step (SimWorld *self, guint number)
{
  const guint *weights = sim_theme_get_weights (self->theme);
  SimDice dice;
  guint sum = 0;
  guint throw;

  sim_dice_seed (&dice, self->seed, 500000 + number);
  for (guint i = 0; i < SIM_N_STEPS; i++)
    sum += weights[i];
  throw = sim_dice_throw (&dice, sum);
  for (guint i = 0; i < SIM_N_STEPS; i++)
    {
      if (throw < weights[i])
        return (SimStep) i;
      throw -= weights[i];
    }
  g_assert_not_reached ();
}

static void
set_faults (SimWorld *self, guint once_in)
{
  for (guint i = 0; i < self->n_clients; i++)
    sim_transport_set_faults (SIM_TRANSPORT (self->clients[i]->transport), once_in);
}

static void
run_history (SimWorld *self)
{
  for (guint i = 0; i < self->n_steps && self->failure->len == 0; i++)
    {
      SimStep step = draw_step (self, i);

      if (self->left_out != NULL && self->left_out[i])
        continue;
      sim_world_say (self, "%u %s", i, sim_step_names[step]);
      sim_step_run (self, i, step);
      note_state (self);
      for (guint n = 0; n < self->n_clients; n++)
        sim_oracle_check_forward (self, self->clients[n]);
    }
}

static void
tell_client (SimWorld *self, SimClient *client)
{
  g_autoptr (GPtrArray) rows = sim_client_query (
      client, "SELECT op || ' ' || substr(id, 1, 8) || ' ' || state || ' ' || coalesce(status, '') "
              "|| ' ' || coalesce(reason, '') FROM outbox");
  g_autoptr (GPtrArray) journal =
      sim_client_query (client,
                        "SELECT group_concat(what || ' ' || substr(id, 1, 8), ', ') FROM journal");

  sim_world_say (self, "client %d: %s, %u changed", client->number,
                 client->had_error ? "an error without a fault" : "well", client->n_stored);
  for (guint i = 0; i < rows->len; i++)
    sim_world_say (self, "  waits: %s", (char *) rows->pdata[i]);
  if (journal->len > 0 && journal->pdata[0] != NULL)
    sim_world_say (self, "  was: %s", (char *) journal->pdata[0]);
}

/* The faults are over: everybody syncs, again and again, until nothing changes any more. */
static gboolean
run_round (SimWorld *self, gint64 seconds)
{
  gboolean is_quiet = TRUE;

  karne_test_clock_advance (self->clock, seconds * G_USEC_PER_SEC);
  sim_server_note_time (self->server,
                        karne_clock_get_real (KARNE_CLOCK (self->clock)) / G_USEC_PER_SEC);
  for (guint i = 0; i < self->n_clients; i++)
    {
      SimClient *client = self->clients[i];

      sim_client_sync (client);
      sim_world_pump (self, G_MAXUINT);
      tell_client (self, client);
      is_quiet =
          is_quiet && !client->had_error && client->n_stored == 0 &&
          sim_client_count (client, "SELECT count(*) FROM outbox WHERE state = 'sending'") == 0;
    }
  return is_quiet;
}

/* What would hide a change from everybody. */
static void
show_all (SimModes *modes)
{
  modes->wrong_totals = FALSE;
  modes->late_commits = FALSE;
  modes->shifting_pages = FALSE;
  modes->expiring_pages = FALSE;
}

/* Returns whether it came to rest. */
static gboolean
run_rounds (SimWorld *self, gint64 seconds)
{
  guint n_quiet = 0;

  for (guint i = 0; i < MAX_ROUNDS && n_quiet < 2 && self->failure->len == 0; i++)
    n_quiet = run_round (self, seconds) ? n_quiet + 1 : 0;
  return n_quiet == 2;
}

static void
settle (SimWorld *self)
{
  set_faults (self, 0);
  show_all (&self->server->modes);
  sim_dice_seed (&self->dice, self->seed, 900000);
  sim_world_pump (self, G_MAXUINT);
  for (guint i = 0; i < self->n_clients; i++)
    {
      self->clients[i]->skew = 0;
      sim_transport_set_skew (SIM_TRANSPORT (self->clients[i]->transport), 0);
      karne_sim_vfs_heal (self->clients[i]->disk);
    }
  if (run_rounds (self, 200))
    sim_oracle_check_fresh (self);
  if (self->failure->len == 0 && !run_rounds (self, DAY + 600))
    sim_world_fail (self, "it never comes to rest");
}

void
sim_world_rest (SimWorld *self)
{
  const SimModes modes = self->server->modes;

  set_faults (self, 0);
  show_all (&self->server->modes);
  sim_world_pump (self, G_MAXUINT);
  if (run_rounds (self, 200))
    sim_oracle_check_fresh (self);
  self->server->modes = modes;
  set_faults (self, self->faults_once_in);
}

static void
change_free (SimChange *change)
{
  g_free (change->token);
  g_free (change);
}

char *
sim_world_run (guint64 seed,
               SimTheme theme,
               guint n_steps,
               const gboolean *left_out,
               SimVoice voice,
               SimCounts *counts)
{
  SimWorld world = { seed, theme, n_steps, left_out, voice };
  g_autofree char *modes = NULL;

  karne_sim_malloc_install ();
  karne_sim_vfs_install ();
  sim_dice_seed (&world.dice, seed, 0);
  world.counts = counts;
  world.failure = g_string_new (NULL);
  world.server = sim_server_new (&world.dice, seed);
  sim_theme_set_modes (theme, &world.server->modes, seed);
  world.clock = karne_test_clock_new (world.server->now * G_USEC_PER_SEC);
  world.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  world.thrown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world.n_clients =
      1 + sim_dice_throw (&world.dice, sim_dice_once_in (&world.dice, 3) ? SIM_MAX_CLIENTS : 2);
  world.n_clients = sim_theme_get_n_clients (theme, world.n_clients);
  world.faults_once_in = sim_theme_get_faults (theme, 3 + sim_dice_throw (&world.dice, 12));
  modes = sim_modes_describe (&world.server->modes);
  sim_world_say (&world,
                 "seed %" G_GUINT64_FORMAT " (%s): %u clients, one fault in %u requests, %s", seed,
                 sim_theme_names[theme], world.n_clients, world.faults_once_in, modes);
  sim_steps_begin (&world);
  for (guint i = 0; i < world.n_clients; i++)
    world.clients[i] = sim_client_new (&world, (int) i);
  set_faults (&world, world.faults_once_in);
  run_history (&world);
  if (world.failure->len == 0)
    settle (&world);
  if (world.failure->len == 0)
    sim_oracle_check (&world);
  counts->events[SIM_EVENT_PATCH] += world.server->n_patches;
  counts->events[SIM_EVENT_NO_PATCH] += world.server->n_refused_patches;
  counts->events[SIM_EVENT_TRANSACTION] += world.server->n_transactions;
  for (guint i = 0; i < world.n_clients; i++)
    {
      counts->n_requests +=
          sim_transport_get_n_requests (SIM_TRANSPORT (world.clients[i]->transport));
      sim_client_free (world.clients[i]);
      world.clients[i] = NULL;
    }
  /* What is still on its way belongs to nobody any more. */
  karne_test_clock_advance (world.clock, (gint64) 3600 * G_USEC_PER_SEC);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (world.clock);
  g_ptr_array_unref (world.changes);
  g_hash_table_unref (world.thrown);
  sim_server_free (world.server);
  return g_string_free (world.failure, world.failure->len == 0);
}
