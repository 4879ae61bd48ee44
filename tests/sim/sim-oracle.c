/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-world.h"

#include <string.h>

#include "fhir/karne-merge-private.h"

/* What must be true once the faults are over and everybody has synced. */

static guint
count_in (const char *text, const char *token)
{
  guint n = 0;

  for (const char *p = text; p != NULL && (p = strstr (p, token)) != NULL; p += strlen (token))
    n++;
  return n;
}

/* On the server, in any version: in how many resources, and whether it ever stood twice in one. */
static guint
count_on_server (SimWorld *world, const char *token, gboolean *is_double, guint *hidden)
{
  guint n = 0;

  *is_double = FALSE;
  *hidden = 0;
  for (guint i = 0; i < world->server->resources->len; i++)
    {
      const SimResource *resource = world->server->resources->pdata[i];
      gboolean is_here = FALSE;

      for (guint v = 0; v < resource->versions->len; v++)
        {
          guint times = count_in (((SimVersion *) resource->versions->pdata[v])->text, token);

          is_here = is_here || times > 0;
          *is_double = *is_double || times > 1;
        }
      n += is_here;
      *hidden += is_here && (resource->was_withdrawn || sim_resource_now (resource)->text == NULL);
    }
  return n;
}

gboolean
sim_oracle_is_kept_here (SimClient *client, const char *token)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count(*) FROM outbox WHERE instr(coalesce(base, '') || coalesce(body, ''), "
      "'%s'))"
      " + (SELECT count(*) FROM conflict WHERE instr(coalesce(base, '') || coalesce(mine, '') || "
      "coalesce(theirs, ''), '%s'))",
      token, token);

  return sim_client_count (client, sql) > 0;
}

static void
check_change (SimWorld *world, const SimChange *change)
{
  gboolean is_double;
  guint hidden;
  guint n = count_on_server (world, change->token, &is_double, &hidden);

  if (change->is_note && is_double)
    sim_world_fail (world, "%s stands twice in one resource", change->token);
  /* What was hidden or deleted there before its maker knew that it was there, nobody could find. */
  if (n - hidden > 1 && !change->is_made_again)
    sim_world_fail (world, "%s is in %u resources of the server", change->token, n);
  if (n == 0 && change->client >= 0 && !change->is_excused &&
      !sim_oracle_is_kept_here (world->clients[change->client], change->token))
    sim_world_fail (world, "%s of client %d is lost", change->token, change->client);
}

/* Stores and server */

static gboolean
is_changed_here (SimClient *client, const char *kind, const char *id)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM outbox WHERE kind = '%s' AND id = '%s'", kind, id);

  return sim_client_count (client, sql) > 0;
}

void
sim_oracle_check_resource (SimWorld *world, SimClient *client, const SimResource *resource)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT json(body) FROM resource WHERE kind = '%s' AND id = '%s'",
                       resource->kind, resource->id);
  g_autoptr (GPtrArray) rows = sim_client_query (client, sql);
  const char *there = sim_resource_now (resource)->text;

  /* Only brought here when somebody asks. */
  if (g_str_equal (resource->kind, "AuditEvent"))
    return;
  if (is_changed_here (client, resource->kind, resource->id))
    return;
  if (sim_resource_is_there (resource) && rows->len == 0)
    sim_world_fail (world, "client %d has no %s/%.8s", client->number, resource->kind,
                    resource->id);
  else if (!sim_resource_is_there (resource) && rows->len > 0)
    sim_world_fail (world, "client %d still has %s/%.8s", client->number, resource->kind,
                    resource->id);
  else if (rows->len > 0 && !karne_merge_is_same (rows->pdata[0], there))
    sim_world_fail (world, "client %d has another %s/%.8s:\n%s\n%s", client->number, resource->kind,
                    resource->id, (char *) rows->pdata[0], there);
}

static void
check_client (SimWorld *world, SimClient *client)
{
  g_autoptr (GPtrArray) integrity = NULL;
  g_autoptr (GPtrArray) names = NULL;

  if (client->store == NULL)
    {
      sim_world_fail (world, "client %d did not come back", client->number);
      return;
    }
  integrity = sim_client_query (client, "PRAGMA integrity_check");
  if (integrity->len != 1 || !g_str_equal (integrity->pdata[0], "ok"))
    sim_world_fail (world, "the file of client %d is damaged", client->number);
  if (sim_client_count (client, "SELECT count(*) FROM quarantine") > 0)
    sim_world_fail (world, "client %d set something valid aside", client->number);
  if (sim_client_count (client, "SELECT count(*) FROM outbox WHERE state <> 'parked'") > 0 &&
      sim_client_count (client, "SELECT count(*) FROM outbox WHERE state = 'parked'") == 0)
    sim_world_fail (world, "client %d still has something to send", client->number);
  for (guint i = 0; i < world->server->resources->len; i++)
    sim_oracle_check_resource (world, client, world->server->resources->pdata[i]);
  names = sim_client_query (client, "SELECT id FROM resource WHERE kind = 'Observation'");
  for (guint i = 0; i < names->len; i++)
    if (sim_server_find (world->server, "Observation", names->pdata[i]) == NULL &&
        !is_changed_here (client, "Observation", names->pdata[i]))
      sim_world_fail (world, "client %d has %s, which the server never had", client->number,
                      (char *) names->pdata[i]);
}

static void
count_events (SimWorld *world, SimClient *client)
{
  SimCounts *counts = world->counts;

  counts->events[SIM_EVENT_MERGED] +=
      (guint64) sim_client_count (client, "SELECT count(*) FROM journal WHERE what = 'merged'");
  counts->events[SIM_EVENT_CONFLICT] +=
      (guint64) sim_client_count (client, "SELECT count(*) FROM conflict");
  counts->events[SIM_EVENT_PARKED] +=
      (guint64) sim_client_count (client, "SELECT count(*) FROM journal WHERE what = 'parked'");
}

void
sim_oracle_check (SimWorld *self)
{
  for (guint i = 0; i < self->n_clients; i++)
    {
      check_client (self, self->clients[i]);
      count_events (self, self->clients[i]);
    }
  for (guint i = 0; i < self->changes->len; i++)
    check_change (self, self->changes->pdata[i]);
  sim_oracle_check_more (self);
}

SimChange *
sim_world_find_change (SimWorld *self, const char *token)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      SimChange *change = self->changes->pdata[i];

      if (g_str_equal (change->token, token))
        return change;
    }
  return NULL;
}

void
sim_world_excuse (SimWorld *self, const char *text, const char *except)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      SimChange *change = self->changes->pdata[i];

      if (strstr (text, change->token) != NULL && strstr (except, change->token) == NULL)
        change->is_excused = TRUE;
    }
}
