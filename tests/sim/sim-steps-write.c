/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-body.h"
#include "sim-steps.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-kind-private.h"
#include "fhir/karne-merge-private.h"
#include "store/karne-conflict-private.h"
#include "store/karne-outbox-private.h"

/* What a client writes, undoes, tries again and decides. */

static char *
draw_from (SimWorld *world, GPtrArray *rows)
{
  return rows->len > 0 ? g_strdup (rows->pdata[sim_dice_throw (&world->dice, rows->len)]) : NULL;
}

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

SimChange *
sim_note_change (SimWorld *world, const char *token, int client, gboolean is_note)
{
  SimChange *change = g_new0 (SimChange, 1);

  change->token = g_strdup (token);
  change->client = client;
  change->is_note = is_note;
  g_ptr_array_add (world->changes, change);
  return change;
}

char *
sim_make_token (SimWorld *world)
{
  return g_strdup_printf ("token-%u-", ++world->n_tokens);
}

void
sim_make_one (SimWorld *world, SimClient *client)
{
  g_autofree char *token = sim_make_token (world);
  g_autoptr (GPtrArray) unsent =
      sim_client_query (client, "SELECT id FROM outbox WHERE op = 'create' ORDER BY seq");
  g_autofree char *refers_to =
      sim_dice_once_in (&world->dice, 2) ? draw_from (world, unsent) : NULL;
  g_autofree char *body = sim_body_new (token, refers_to);
  Job job = { client, .text = body, .func = save_func };

  sim_world_say (world, "  client %d makes one: %s", client->number, token);
  /* Registered before: where the disk died in the middle, it may be there all the same. */
  if (client->store != NULL && do_job (&job))
    sim_note_change (world, token, client->number, TRUE);
  g_free (job.made);
}

static char *
save_new (SimWorld *world, SimClient *client, const char *refers_to)
{
  g_autofree char *token = sim_make_token (world);
  g_autofree char *body = sim_body_new (token, refers_to);
  Job job = { client, .text = body, .func = save_func };

  if (client->store == NULL || !do_job (&job))
    return NULL;
  sim_note_change (world, token, client->number, TRUE);
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

void
sim_step_save (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);

  if (sim_dice_once_in (&world->dice, 5))
    make_circle (world, client);
  else
    sim_make_one (world, client);
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
  g_autofree char *token = sim_make_token (world);
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
  sim_note_change (world, token, client->number, FALSE);
}

static void
edit_one (SimWorld *world, SimClient *client)
{
  g_autofree char *body = NULL;
  g_autofree char *id = draw_resource (client, &body);
  g_autofree char *token = sim_make_token (world);
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
  sim_note_change (world, token, client->number, is_note);
}

void
sim_step_edit (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);

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

void
sim_step_delete (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);
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

void
sim_step_undo (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);
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

void
sim_step_retry (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);
  g_autoptr (GPtrArray) rows =
      sim_client_query (client, "SELECT seq FROM outbox WHERE state = 'parked' ORDER BY seq");
  Job job = { client, .func = retry_func };

  for (guint i = 0; i < rows->len; i++)
    {
      job.number = g_ascii_strtoll (rows->pdata[i], NULL, 10);
      do_job (&job);
    }
}

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

void
sim_step_resolve (SimWorld *world)
{
  SimClient *client = sim_draw_client (world);
  /* Whoever decides for nothing wants away, too, what was written on it since. */
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
