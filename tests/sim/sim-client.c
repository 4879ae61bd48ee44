/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-world.h"

#include "store/karne-store-private.h"

/* One copy of the record, on a disk of its own. */

static gint64
get_time_cb (gpointer data)
{
  SimClient *self = data;

  return karne_clock_get_real (KARNE_CLOCK (self->world->clock)) / G_USEC_PER_SEC + self->skew;
}

static char *
make_uuid_cb (gpointer data)
{
  SimClient *self = data;
  guint64 high = sim_dice_next (&self->world->dice);
  guint64 low = sim_dice_next (&self->world->dice);

  return g_strdup_printf ("%08x-%04x-4%03x-8%03x-%012" G_GINT64_MODIFIER "x", (guint) (high >> 32),
                          (guint) (high >> 16) & 0xffff, (guint) high & 0xfff,
                          (guint) (low >> 48) & 0xfff, low & G_GUINT64_CONSTANT (0xffffffffffff));
}

static char *
renew_cb (KarneSync *sync, gpointer data)
{
  return g_strdup ("another token");
}

gboolean
sim_client_open (SimClient *self, gboolean create)
{
  g_autofree char *path = karne_sim_disk_dup_path (self->disk, "record.db");
  const KarneStoreOptions options = { KARNE_STORE_INLINE, KARNE_SIM_VFS, 64,
                                      make_uuid_cb,       get_time_cb,   self };
  g_autoptr (GError) error = NULL;

  self->store = create ? karne_store_create_full (path, self->key, &options, &error)
                       : karne_store_open_full (path, self->key, &options, &error);
  if (self->store == NULL)
    {
      sim_world_fail (self->world, "client %d: the store does not open: %s", self->number,
                      error->message);
      return FALSE;
    }
  if (create)
    {
      self->source = karne_store_add_source (self->store, SIM_BASE, "p1", NULL, &error);
      g_assert_no_error (error);
      if (self->world->theme == SIM_THEME_TOLD)
        karne_store_set_tells (self->store, self->source, TRUE, &error);
      g_assert_no_error (error);
    }
  self->sync = karne_sync_new (self->store, self->source, self->transport,
                               KARNE_CLOCK (self->world->clock), (guint32) self->world->seed);
  karne_sync_set_renew_func (self->sync, renew_cb, NULL, NULL);
  karne_sync_set_page_size (self->sync, 4);
  return TRUE;
}

void
sim_client_close (SimClient *self, gboolean is_killed)
{
  if (self->store == NULL)
    return;
  if (is_killed)
    karne_sim_vfs_kill (self->disk);
  g_cancellable_cancel (self->cancellable);
  while (self->is_syncing)
    sim_world_pump (self->world, 1);
  g_clear_object (&self->sync);
  karne_store_close (self->store, NULL);
  g_hash_table_remove_all (self->newest);
  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

SimClient *
sim_client_new (SimWorld *world, int number)
{
  SimClient *self = g_new0 (SimClient, 1);
  g_autofree char *name = g_strdup_printf ("client%d", number);
  g_autoptr (GError) error = NULL;

  self->world = world;
  self->number = number;
  self->is_ephemeral = sim_dice_once_in (&world->dice, 6) && sim_theme_has_ephemeral (world->theme);
  self->disk = karne_sim_disk_new (name);
  self->key = karne_key_new_random (&error);
  g_assert_no_error (error);
  self->cancellable = g_cancellable_new ();
  self->newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->transport = KARNE_TRANSPORT (
      sim_transport_new (world->server, world->clock, number, &world->dice, world->counts->faults));
  sim_theme_limit_faults (world->theme, SIM_TRANSPORT (self->transport));
  sim_transport_set_trace (SIM_TRANSPORT (self->transport), world->voice == SIM_VOICE_REQUESTS);
  sim_client_open (self, TRUE);
  return self;
}

void
sim_client_free (SimClient *self)
{
  sim_client_close (self, FALSE);
  g_clear_object (&self->transport);
  g_hash_table_unref (self->newest);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->key, karne_key_unref);
  karne_sim_disk_free (self->disk);
  g_free (self);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SimClient *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) report = karne_sync_run_finish (KARNE_SYNC (source), result, &error);

  self->is_syncing = FALSE;
  self->had_error = error != NULL;
  self->n_stored = report != NULL ? report->stored + report->removed + report->sent : 1;
  if (error != NULL)
    sim_world_say (self->world, "  client %d: the sync ended: %s", self->number, error->message);
}

void
sim_client_sync (SimClient *self)
{
  if (self->is_syncing || self->store == NULL)
    return;
  self->is_syncing = TRUE;
  karne_sync_run_async (self->sync, self->cancellable, synced_cb, self);
}

/* Looking */

typedef struct
{
  const char *sql;
  GPtrArray *rows;
} Query;

static gboolean
query_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, query->sql, -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (query->rows, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  return TRUE;
}

GPtrArray *
sim_client_query (SimClient *self, const char *sql)
{
  Query query = { sql, g_ptr_array_new_with_free_func (g_free) };

  if (self->store != NULL)
    karne_store_read (self->store, query_job, &query, NULL);
  return query.rows;
}

gint64
sim_client_count (SimClient *self, const char *sql)
{
  g_autoptr (GPtrArray) rows = sim_client_query (self, sql);

  return rows->len > 0 && rows->pdata[0] != NULL ? g_ascii_strtoll (rows->pdata[0], NULL, 10) : 0;
}
