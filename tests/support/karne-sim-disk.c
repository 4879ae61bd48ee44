/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-sim-disk-private.h"

#include <string.h>

GMutex karne_sim_lock;

static GHashTable *disks; /* name to KarneSimDisk (unowned) */

/* Nodes */

KarneSimNode *
karne_sim_node_new (KarneSimFile *file)
{
  KarneSimNode *self = g_new0 (KarneSimNode, 1);

  self->n_refs = 1;
  self->file = file;
  self->handles = g_ptr_array_new ();
  self->shm_pages = g_ptr_array_new_with_free_func (g_free);
  return self;
}

KarneSimNode *
karne_sim_node_ref (KarneSimNode *self)
{
  self->n_refs++;
  return self;
}

void
karne_sim_node_unref (KarneSimNode *self)
{
  if (--self->n_refs > 0)
    return;
  karne_sim_file_unref (self->file);
  g_ptr_array_unref (self->handles);
  g_ptr_array_unref (self->shm_pages);
  g_free (self);
}

/* Names */

static GHashTable *
names_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) karne_sim_node_unref);
}

static void
set_name (GHashTable *names, const char *path, KarneSimNode *node)
{
  if (node != NULL)
    g_hash_table_insert (names, g_strdup (path), karne_sim_node_ref (node));
  else
    g_hash_table_remove (names, path);
}

KarneSimDisk *
karne_sim_disk_find (const char *path)
{
  const char *slash = path[0] == '/' ? strchr (path + 1, '/') : NULL;
  g_autofree char *name = slash != NULL ? g_strndup (path + 1, (gsize) (slash - path - 1)) : NULL;

  return name != NULL && disks != NULL ? g_hash_table_lookup (disks, name) : NULL;
}

KarneSimNode *
karne_sim_disk_lookup (KarneSimDisk *self, const char *path)
{
  return g_hash_table_lookup (self->nodes, path);
}

void
karne_sim_disk_link (KarneSimDisk *self, const char *path, KarneSimNode *node)
{
  set_name (self->nodes, path, node);
}

void
karne_sim_disk_unlink (KarneSimDisk *self, const char *path)
{
  KarneSimNode *node = g_hash_table_lookup (self->nodes, path);

  if (node != NULL)
    karne_sim_disk_give_room (self, karne_sim_file_get_size (node->file));
  g_hash_table_remove (self->nodes, path);
}

static void
copy_names (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer path;
  gpointer node;

  g_hash_table_remove_all (to);
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &path, &node))
    set_name (to, path, node);
}

void
karne_sim_disk_sync_folder (KarneSimDisk *self)
{
  copy_names (self->nodes, self->lasting);
}

/* Sorted, as the order of a hash table would be another one in each run. */
static GList *
list_names (KarneSimDisk *self)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_hash_table_add (all, path);
  g_hash_table_iter_init (&iter, self->lasting);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_hash_table_add (all, path);
  return g_list_sort (g_hash_table_get_keys (all), (GCompareFunc) strcmp);
}

/* Faults */

static gboolean
dies (KarneSimDisk *self)
{
  if (self->kill_at > 0 && --self->kill_at == 0)
    self->is_dead = TRUE;
  return self->is_dead;
}

static gboolean
is_failed (KarneSimDisk *self, KarneSimCall call)
{
  guint *nth = &self->faults[call].nth;
  guint *times = &self->faults[call].times;

  if (*times == 0 || *nth == 0)
    return FALSE;
  if (*nth > 1)
    {
      --*nth;
      return FALSE;
    }
  if (*times != G_MAXUINT)
    --*times;
  self->n_failed++;
  return TRUE;
}

gboolean
karne_sim_disk_may (KarneSimDisk *self, guint generation, KarneSimCall call)
{
  if (self->is_dead || generation != self->generation)
    return FALSE;
  self->n_calls++;
  self->n_calls_of[call]++;
  return !dies (self) && !is_failed (self, call);
}

gsize
karne_sim_disk_take_room (KarneSimDisk *self, gsize bytes)
{
  gsize taken = self->room < 0 ? bytes : MIN (bytes, (gsize) self->room);

  if (self->room >= 0)
    self->room -= (gint64) taken;
  if (taken < bytes)
    self->n_failed++;
  return taken;
}

void
karne_sim_disk_give_room (KarneSimDisk *self, gsize bytes)
{
  if (self->room >= 0)
    self->room += (gint64) bytes;
}

/* Disks */

KarneSimDisk *
karne_sim_disk_new (const char *name)
{
  KarneSimDisk *self = g_new0 (KarneSimDisk, 1);

  self->name = g_strdup (name);
  self->nodes = names_new ();
  self->lasting = names_new ();
  self->room = -1;
  g_mutex_lock (&karne_sim_lock);
  if (disks == NULL)
    disks = g_hash_table_new (g_str_hash, g_str_equal);
  g_assert_false (g_hash_table_contains (disks, name));
  g_hash_table_insert (disks, self->name, self);
  g_mutex_unlock (&karne_sim_lock);
  return self;
}

KarneSimDisk *
karne_sim_disk_copy (KarneSimDisk *from, const char *name)
{
  KarneSimDisk *self = karne_sim_disk_new (name);
  KarneSimRandom random = { 0 };
  GHashTableIter iter;
  gpointer path;
  gpointer node;

  g_mutex_lock (&karne_sim_lock);
  g_hash_table_iter_init (&iter, from->nodes);
  while (g_hash_table_iter_next (&iter, &path, &node))
    {
      KarneSimFile *file =
          karne_sim_file_survive (((KarneSimNode *) node)->file, KARNE_SIM_DAMAGE_NONE, &random);
      const char *rest = strchr ((const char *) path + 1, '/');

      g_hash_table_insert (self->nodes, g_strconcat ("/", name, rest, NULL),
                           karne_sim_node_new (file));
    }
  karne_sim_disk_sync_folder (self);
  g_mutex_unlock (&karne_sim_lock);
  return self;
}

void
karne_sim_disk_free (KarneSimDisk *self)
{
  g_mutex_lock (&karne_sim_lock);
  g_hash_table_remove (disks, self->name);
  if (g_hash_table_size (disks) == 0)
    g_clear_pointer (&disks, g_hash_table_unref);
  g_mutex_unlock (&karne_sim_lock);
  g_hash_table_unref (self->nodes);
  g_hash_table_unref (self->lasting);
  g_free (self->name);
  g_free (self);
}

char *
karne_sim_disk_dup_path (KarneSimDisk *self, const char *file)
{
  return g_strconcat ("/", self->name, "/", file, NULL);
}

static KarneSimNode *
lookup_file (KarneSimDisk *self, const char *file)
{
  g_autofree char *path = karne_sim_disk_dup_path (self, file);

  return karne_sim_disk_lookup (self, path);
}

gboolean
karne_sim_disk_has (KarneSimDisk *self, const char *file)
{
  gboolean has;

  g_mutex_lock (&karne_sim_lock);
  has = lookup_file (self, file) != NULL;
  g_mutex_unlock (&karne_sim_lock);
  return has;
}

GBytes *
karne_sim_disk_dup_bytes (KarneSimDisk *self, const char *file)
{
  KarneSimNode *node;
  GBytes *bytes = NULL;

  g_mutex_lock (&karne_sim_lock);
  node = lookup_file (self, file);
  if (node != NULL)
    {
      gsize size = karne_sim_file_get_size (node->file);
      guint8 *copy = g_malloc (MAX (size, 1));

      karne_sim_file_read (node->file, 0, copy, size);
      bytes = g_bytes_new_take (copy, size);
    }
  g_mutex_unlock (&karne_sim_lock);
  return bytes;
}

void
karne_sim_disk_erase (KarneSimDisk *self)
{
  g_mutex_lock (&karne_sim_lock);
  g_hash_table_remove_all (self->nodes);
  g_hash_table_remove_all (self->lasting);
  g_mutex_unlock (&karne_sim_lock);
}

guint64
karne_sim_vfs_get_n_calls (KarneSimDisk *self)
{
  return self->n_calls;
}

guint64
karne_sim_vfs_get_n_calls_of (KarneSimDisk *self, KarneSimCall call)
{
  return self->n_calls_of[call];
}

guint64
karne_sim_vfs_get_n_failed (KarneSimDisk *self)
{
  return self->n_failed;
}

/* Death, and what comes after */

void
karne_sim_vfs_kill_at (KarneSimDisk *self, guint64 n)
{
  g_mutex_lock (&karne_sim_lock);
  self->kill_at = n;
  g_mutex_unlock (&karne_sim_lock);
}

void
karne_sim_vfs_kill (KarneSimDisk *self)
{
  g_mutex_lock (&karne_sim_lock);
  self->is_dead = TRUE;
  g_mutex_unlock (&karne_sim_lock);
}

gboolean
karne_sim_vfs_is_dead (KarneSimDisk *self)
{
  return self->is_dead;
}

/* Of a name that was made or removed since the folder was synced, either may be found. A log that
 * keeps the order of what happens to names would find all or none. */
static KarneSimNode *
choose_name (KarneSimDisk *self, const char *path, KarneSimDamage damage, KarneSimRandom *random)
{
  KarneSimNode *now = g_hash_table_lookup (self->nodes, path);
  KarneSimNode *lasting = g_hash_table_lookup (self->lasting, path);

  if (damage == KARNE_SIM_DAMAGE_NONE || now == lasting)
    return now;
  if (damage == KARNE_SIM_DAMAGE_LOST)
    return lasting;
  return karne_sim_random_one_in (random, 2) ? now : lasting;
}

static GHashTable *
survive (KarneSimDisk *self, KarneSimDamage damage, KarneSimRandom *random)
{
  g_autoptr (GList) names = list_names (self);
  GHashTable *left = names_new ();

  for (GList *l = names; l != NULL; l = l->next)
    {
      KarneSimNode *node = choose_name (self, l->data, damage, random);

      if (node != NULL)
        g_hash_table_insert (left, g_strdup (l->data),
                             karne_sim_node_new (
                                 karne_sim_file_survive (node->file, damage, random)));
    }
  return left;
}

static void
heal (KarneSimDisk *self)
{
  memset (self->faults, 0, sizeof self->faults);
  self->room = -1;
}

void
karne_sim_vfs_reboot_with (KarneSimDisk *self, KarneSimDamage damage, guint64 seed)
{
  KarneSimRandom random = { seed };
  GHashTable *left;

  g_mutex_lock (&karne_sim_lock);
  left = survive (self, damage, &random);
  g_hash_table_unref (self->nodes);
  self->nodes = left;
  karne_sim_disk_sync_folder (self);
  self->generation++;
  self->is_dead = FALSE;
  self->kill_at = 0;
  heal (self);
  g_mutex_unlock (&karne_sim_lock);
}

void
karne_sim_vfs_reboot (KarneSimDisk *self, guint64 seed)
{
  KarneSimRandom random = { seed };
  guint64 damage = karne_sim_random_below (&random, KARNE_SIM_N_DAMAGES);

  karne_sim_vfs_reboot_with (self, (KarneSimDamage) damage, karne_sim_random_next (&random));
}

void
karne_sim_vfs_fail (KarneSimDisk *self, KarneSimCall call, guint nth, guint times)
{
  g_mutex_lock (&karne_sim_lock);
  self->faults[call].nth = nth;
  self->faults[call].times = times;
  g_mutex_unlock (&karne_sim_lock);
}

void
karne_sim_vfs_set_room (KarneSimDisk *self, gint64 bytes)
{
  g_mutex_lock (&karne_sim_lock);
  self->room = bytes;
  g_mutex_unlock (&karne_sim_lock);
}

void
karne_sim_vfs_heal (KarneSimDisk *self)
{
  g_mutex_lock (&karne_sim_lock);
  heal (self);
  g_mutex_unlock (&karne_sim_lock);
}

void
karne_sim_vfs_ignore_syncs (KarneSimDisk *self, gboolean ignore)
{
  g_mutex_lock (&karne_sim_lock);
  self->ignores_syncs = ignore;
  g_mutex_unlock (&karne_sim_lock);
}
