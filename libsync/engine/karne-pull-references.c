/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

/* A role names a professional and an organization, which may be part of another: further, names are
 * not needed. */
#define ROUNDS 3
#define MOST_OF_A_KIND 1000
/* As many rows as any other transaction of a pull has at most. */
#define NAMES_IN_A_PART 2000

typedef struct
{
  /* Input */
  KarneRun *run;

  /* In progress */
  guint round;
  GPtrArray *references; /* (owned) (nullable) of char*: Kind/id, or a canonical */
  KarneNaming naming;
} References;

static void
references_free (References *op)
{
  g_clear_pointer (&op->references, g_ptr_array_unref);
  karne_naming_clear (&op->naming);
  g_free (op);
}

static void references_list (GTask *task);
static void references_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void references_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void references_named_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static gboolean
list_kind (References *op, sqlite3 *db, const KarneKind *kind, GError **error)
{
  /* What a server refused is asked for again when the kinds are listed again: once a day. */
  guint max_tries = op->run->listed && op->round == 0 ? G_MAXUINT : 1;
  g_autoptr (GPtrArray) ids =
      karne_wanted_list (db, op->run->source->id, kind->name, max_tries, MOST_OF_A_KIND, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      g_ptr_array_add (op->references, kind->access == KARNE_KIND_CANONICAL
                                           ? g_strdup (id)
                                           : g_strdup_printf ("%s/%s", kind->name, id));
    }

  return TRUE;
}

static gboolean
list_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  References *op = data;
  gsize n_kinds = 0;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    if ((kinds[i].access == KARNE_KIND_REFERENCED || kinds[i].access == KARNE_KIND_CANONICAL) &&
        !karne_gifts_lacks_kind (op->run->gifts, kinds[i].name) &&
        !list_kind (op, db, &kinds[i], error))
      return FALSE;

  return TRUE;
}

static void
references_list (GTask *task)
{
  References *op = g_task_get_task_data (task);

  g_clear_pointer (&op->references, g_ptr_array_unref);
  op->references = g_ptr_array_new_with_free_func (g_free);
  karne_store_read_async (op->run->store, list_in_worker, op, NULL, g_task_get_cancellable (task),
                          references_listed_cb, g_object_ref (task));
}

static gboolean
name_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  References *op = data;

  return karne_resource_name_authors (op->run->store, db, op->run->source->id, &op->naming,
                                      NAMES_IN_A_PART, error);
}

static void
references_end (GTask *task)
{
  References *op = g_task_get_task_data (task);

  if (op->run->report->stored == 0 || op->naming.is_done)
    g_task_return_boolean (task, TRUE);
  else
    karne_store_write_async (op->run->store, name_in_worker, op, NULL,
                             g_task_get_cancellable (task), references_named_cb,
                             g_object_ref (task));
}

static void
references_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  References *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    g_task_return_error (task, error);
  else if (op->references->len == 0)
    references_end (task);
  else
    karne_pull_reads_async (op->run, op->references, KARNE_READS_REFERENCED,
                            g_task_get_cancellable (task), references_read_cb, g_object_ref (task));
}

static void
references_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  References *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_pull_reads_finish (result, &error))
    g_task_return_error (task, error);
  else if (++op->round < ROUNDS)
    references_list (task);
  else
    references_end (task);
}

static void
references_named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  References *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    g_task_return_error (task, error);
  else
    references_end (task);
}

void
karne_pull_references_async (KarneRun *run,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  References *op = g_new0 (References, 1);

  g_task_set_source_tag (task, karne_pull_references_async);
  op->run = run;
  g_task_set_task_data (task, op, (GDestroyNotify) references_free);

  references_list (task);
}

gboolean
karne_pull_references_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
