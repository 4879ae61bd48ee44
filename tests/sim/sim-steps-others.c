/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-body.h"
#include "sim-steps.h"

/* What others do to the record. */

void
sim_others_make (SimWorld *world, const char *token)
{
  g_autofree char *id = g_strdup_printf ("o%u", world->n_tokens);
  g_autofree char *text = sim_body_new (token, NULL);

  sim_world_say (world, "  others make %s", id);
  sim_server_put (world->server, "Observation", id, text, -1);
  sim_note_change (world, token, -1, TRUE);
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
  sim_note_change (world, token, -1, is_note);
}

void
sim_change_something (SimWorld *world)
{
  g_autofree char *token = sim_make_token (world);
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
      sim_others_make (world, token);
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
void
sim_change_many (SimWorld *world, guint n)
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
      token = sim_make_token (world);
      others_edit (world, resource, token);
      n--;
    }
}

/* Several at once fill more than a page. */
void
sim_step_others (SimWorld *world)
{
  guint n = sim_dice_once_in (&world->dice, 4) ? 2 + sim_dice_throw (&world->dice, 7) : 1;

  for (guint i = 0; i < n; i++)
    sim_change_something (world);
}

void
sim_step_withdraw (SimWorld *world)
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
