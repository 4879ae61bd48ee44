/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-world.h"

#include <string.h>

#include "access/karne-access-event-private.h"
#include "sim-search.h"

/* What else must be true: what would come right by itself a day later, or would only be a nuisance,
 * is looked for here. */

/* Before the day is over. Once a day everything is listed, and whatever was missed comes: so what
 * is there now came by the cursor alone. */

static gboolean
is_known_by_change (const SimResource *resource)
{
  /* What is given back again changes in no way that a search by time would find. */
  return sim_resource_is_there (resource) && !resource->was_withdrawn;
}

void
sim_oracle_check_fresh (SimWorld *self)
{
  for (guint i = 0; i < self->n_clients; i++)
    for (guint n = 0; n < self->server->resources->len; n++)
      {
        const SimResource *resource = self->server->resources->pdata[n];

        if (self->clients[i]->store != NULL && is_known_by_change (resource))
          sim_oracle_check_resource (self, self->clients[i], resource);
      }
}

/* What the server would take is not parked: that somebody changed it meanwhile is no refusal. */
static void
check_parked (SimWorld *world, SimClient *client)
{
  if (sim_client_count (client, "SELECT count(*) FROM outbox WHERE state = 'parked' AND status IN "
                                "(409, 412) AND reason = 'refused'") > 0)
    sim_world_fail (world, "client %d parked what it should have read", client->number);
}

/* Whatever comes in whatever order, a store does not go back to what is older; the disk may, when
 * the power goes. */
void
sim_oracle_check_forward (SimWorld *self, SimClient *client)
{
  g_autoptr (GPtrArray) rows =
      sim_client_query (client,
                        "SELECT id || ' ' || version FROM resource WHERE version IS NOT NULL");

  /* The next pull may bring what unparks it: it is looked for at once. */
  check_parked (self, client);
  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (rows->pdata[i], " ", 2);
      guint version = (guint) g_ascii_strtoull (words[1], NULL, 10);
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (client->newest, words[0]));

      if (version < before)
        sim_world_fail (self, "client %d went back from version %u of %.8s to %u", client->number,
                        before, words[0], version);
      g_hash_table_insert (client->newest, g_strdup (words[0]), GUINT_TO_POINTER (version));
    }
}

/* Notes are only ever added: once on the server, one stays there unless somebody wanted it away. */

const SimResource *
sim_oracle_find_home (SimWorld *world, const char *token)
{
  for (guint i = 0; i < world->server->resources->len; i++)
    {
      const SimResource *resource = world->server->resources->pdata[i];

      for (guint v = 0; v < resource->versions->len; v++)
        {
          const char *text = ((SimVersion *) resource->versions->pdata[v])->text;

          if (text != NULL && strstr (text, token) != NULL)
            return resource;
        }
    }
  return NULL;
}

static gboolean
is_kept_by_anyone (SimWorld *world, const char *token)
{
  for (guint i = 0; i < world->n_clients; i++)
    if (sim_oracle_is_kept_here (world->clients[i], token))
      return TRUE;
  return FALSE;
}

/* The second limit of what is promised: where the server ignores If-Match and keeps no history,
 * nobody can know. */
static gboolean
can_be_protected (const SimModes *modes)
{
  return !modes->no_versions && !(modes->ignores_if_match && modes->no_history);
}

static void
check_note_stays (SimWorld *world, const SimChange *change)
{
  const SimResource *home = sim_oracle_find_home (world, change->token);

  if (!change->is_note || change->is_excused || change->is_made_again || home == NULL ||
      !sim_resource_is_there (home) || strstr (sim_resource_now (home)->text, change->token))
    return;
  if (can_be_protected (&world->server->modes) && !is_kept_by_anyone (world, change->token))
    sim_world_fail (world, "%s of client %d was written over", change->token, change->client);
}

/* References */

static gboolean
was_made_as (const SimResource *resource, const char *id)
{
  g_autofree char *identifier = g_strconcat ("urn:uuid:", id, NULL);
  const char *text = sim_resource_now (resource)->text;

  return text != NULL && sim_text_has_identifier (text, identifier);
}

static void
check_reference (SimWorld *world, const SimResource *from, const char *id)
{
  if (sim_server_find (world->server, "Observation", id) != NULL ||
      g_hash_table_contains (world->thrown, id))
    return;
  for (guint i = 0; i < world->server->resources->len; i++)
    {
      const SimResource *resource = world->server->resources->pdata[i];

      if (was_made_as (resource, id))
        sim_world_fail (world, "%.8s refers to %.8s, which is %.8s on the server", from->id, id,
                        resource->id);
    }
}

static void
check_references (SimWorld *world, const SimResource *resource)
{
  static const char start[] = "\"reference\":\"Observation/";
  const char *found = sim_resource_now (resource)->text;

  while (found != NULL && (found = strstr (found, start)) != NULL)
    {
      g_autofree char *id = NULL;

      found += strlen (start);
      id = g_strndup (found, strcspn (found, "\""));
      check_reference (world, resource, id);
    }
}

/* Conflicts: two notes that were added are none. */

static gboolean
is_about_notes (const char *fields)
{
  return strstr (fields, "note") != NULL && strstr (fields, "method") == NULL &&
         strstr (fields, "bodySite") == NULL;
}

static gboolean
both_took_away (SimWorld *world, const char *base, const char *mine, const char *theirs)
{
  for (guint i = 1; i <= world->n_tokens; i++)
    {
      g_autofree char *token = g_strdup_printf ("token-%u-", i);

      if (strstr (base, token) != NULL && strstr (mine, token) == NULL &&
          strstr (theirs, token) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
check_conflicts (SimWorld *world, SimClient *client)
{
  g_autoptr (GPtrArray) rows = sim_client_query (
      client, "SELECT fields || char(10) || base || char(10) || mine || char(10) || theirs FROM "
              "conflict WHERE why = 'overlap' AND decided IS NULL");

  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (rows->pdata[i] != NULL ? rows->pdata[i] : "", "\n", 4);

      if (g_strv_length (parts) == 4 && is_about_notes (parts[0]) &&
          !both_took_away (world, parts[1], parts[2], parts[3]))
        sim_world_fail (world, "client %d has a conflict about nothing: %s", client->number,
                        parts[0]);
    }
}

/* Gone is only what was there. */
static void
check_gone (SimWorld *world, SimClient *client)
{
  g_autoptr (GPtrArray) ids =
      sim_client_query (client,
                        "SELECT id FROM conflict WHERE why IN ('deleted-there', 'withdrawn')");

  for (guint i = 0; i < ids->len; i++)
    if (sim_server_find (world->server, "Observation", ids->pdata[i]) == NULL &&
        sim_server_find (world->server, "DocumentReference", ids->pdata[i]) == NULL)
      sim_world_fail (world, "client %d misses %.8s, which the server never had", client->number,
                      (char *) ids->pdata[i]);
}

/* Each row of the access log has arrived, under its own id, and none is written over. */

static void
check_event (SimWorld *world, SimClient *client, const char *row)
{
  g_auto (GStrv) words = g_strsplit (row, " ", 3);
  g_autofree char *id = karne_access_event_make_id (words[1], words[2]);
  const SimResource *event = sim_oracle_find_home (world, id);

  if (event == NULL)
    sim_world_fail (world, "the server was never told of row %s of client %d", words[0],
                    client->number);
  else if (event->versions->len > 1)
    sim_world_fail (world, "row %s of client %d was written over", words[0], client->number);
}

static void
check_told (SimWorld *world, SimClient *client)
{
  g_autoptr (GPtrArray) rows =
      sim_client_query (client, "SELECT number || ' ' || secret || ' ' || lower (hex (link)) FROM "
                                "access_log, telling");

  for (guint i = 0; i < rows->len; i++)
    check_event (world, client, rows->pdata[i]);
  if (sim_client_count (client, "SELECT count(*) FROM access_log, telling WHERE number > told OR "
                                "trouble IS NOT NULL") > 0)
    sim_world_fail (world, "client %d still has something to tell", client->number);
}

void
sim_oracle_check_more (SimWorld *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    check_note_stays (self, self->changes->pdata[i]);
  for (guint i = 0; i < self->server->resources->len; i++)
    check_references (self, self->server->resources->pdata[i]);
  for (guint i = 0; i < self->n_clients; i++)
    {
      check_conflicts (self, self->clients[i]);
      check_gone (self, self->clients[i]);
      check_parked (self, self->clients[i]);
      check_told (self, self->clients[i]);
    }
}
