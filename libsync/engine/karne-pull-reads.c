/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "engine/karne-time-private.h"
#include "karne-error.h"

#include <string.h>

/* As many as a server takes in one batch without complaint (and the groups that XDS knows). */
#define READS_AT_ONCE 20

typedef struct
{
  /* Input */
  KarneRun *run;
  GPtrArray *references; /* (owned) of char* */
  KarneReadsWhy why;

  /* In progress */
  guint next;
  GPtrArray *asks;  /* (owned) (nullable) of KarneAsk, their data a reference */
  GPtrArray *large; /* (owned) of char*: to be read alone, as pages */
  KarnePage sums;
  guint n_removed;
  char *since; /* (owned) (nullable) */
} Reads;

static void
reads_free (Reads *op)
{
  g_clear_pointer (&op->references, g_ptr_array_unref);
  g_clear_pointer (&op->asks, g_ptr_array_unref);
  g_clear_pointer (&op->large, g_ptr_array_unref);
  g_clear_pointer (&op->since, g_free);
  g_free (op);
}

/* "Kind/id" has a kind of the table before its slash; a canonical is an address. */
static const KarneKind *
find_kind (const char *reference)
{
  g_autofree char *name = g_strndup (reference, strcspn (reference, "/"));

  return strstr (reference, "://") || g_str_has_prefix (reference, "urn:")
             ? karne_kind_find ("Questionnaire")
             : karne_kind_find (name);
}

static gboolean
is_canonical (const char *reference)
{
  return find_kind (reference) != NULL && find_kind (reference)->access == KARNE_KIND_CANONICAL &&
         !g_str_has_prefix (reference, "Questionnaire/");
}

static char *
build_url (const char *reference)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *url = NULL;
  g_autofree char *version = NULL;

  if (!is_canonical (reference))
    return g_strdup (reference);

  parts = g_strsplit (reference, "|", 2);
  url = g_uri_escape_string (parts[0], "/:", FALSE);
  if (parts[1] == NULL)
    return g_strdup_printf ("Questionnaire?url=%s", url);
  version = g_uri_escape_string (parts[1], NULL, FALSE);
  return g_strdup_printf ("Questionnaire?url=%s&version=%s", url, version);
}

static void reads_go_on (GTask *task);
static void reads_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void reads_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void reads_large_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void reads_large_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
ask_some (GTask *task)
{
  Reads *op = g_task_get_task_data (task);

  g_clear_pointer (&op->asks, g_ptr_array_unref);
  op->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_ask_free);
  while (op->next < op->references->len && op->asks->len < READS_AT_ONCE)
    {
      char *reference = g_ptr_array_index (op->references, op->next++);

      if (find_kind (reference) != NULL &&
          !karne_gifts_lacks_kind (op->run->gifts, find_kind (reference)->name))
        g_ptr_array_add (op->asks, karne_ask_new (build_url (reference), reference));
    }

  karne_asks_run_async (op->run, op->asks, READS_AT_ONCE, g_task_get_cancellable (task),
                        reads_asked_cb, g_object_ref (task));
}

static void
read_large (GTask *task)
{
  Reads *op = g_task_get_task_data (task);
  const char *reference = g_ptr_array_index (op->large, op->large->len - 1);
  g_autofree char *relative = build_url (reference);
  g_autofree char *url = karne_run_url (op->run, relative);

  karne_fetch_page_async (op->run, find_kind (reference)->name, url, KARNE_INGEST_NONE,
                          g_task_get_cancellable (task), reads_large_cb, g_object_ref (task));
}

static void
reads_go_on (GTask *task)
{
  Reads *op = g_task_get_task_data (task);

  if (op->large->len > 0)
    read_large (task);
  else if (op->next < op->references->len)
    ask_some (task);
  else
    g_task_return_boolean (task, TRUE);
}

/* Storing what came */

static gboolean
is_large (const KarneAsk *ask)
{
  for (guint i = 0; ask->answer != NULL && i < ask->answer->entries->len; i++)
    if (((KarneAnswerEntry *) g_ptr_array_index (ask->answer->entries, i))->unfit)
      return TRUE;

  return FALSE;
}

static gboolean
store_entries (Reads *op, sqlite3 *db, const KarneAsk *ask, GError **error)
{
  for (guint i = 0; i < ask->answer->entries->len; i++)
    {
      const KarneAnswerEntry *entry = g_ptr_array_index (ask->answer->entries, i);
      gsize len = 0;
      const char *text = entry->text ? g_bytes_get_data (entry->text, &len) : NULL;

      if (text != NULL && g_strcmp0 (entry->mode, "outcome") != 0 &&
          !karne_ingest_resource (op->run->store, db, op->run->source, text, len, &op->sums, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
note_try (Reads *op, sqlite3 *db, const KarneAsk *ask, GError **error)
{
  const char *reference = ask->data;
  const KarneKind *kind = find_kind (reference);
  /* A Questionnaire is wanted by whatever a response names it, even when that is a reference. */
  const char *id =
      kind->access == KARNE_KIND_CANONICAL ? reference : reference + strlen (kind->name) + 1;
  g_autofree char *outcome = g_strdup_printf ("%u", ask->status);

  return karne_wanted_note_try (db, op->run->source->id, kind->name, id, outcome, error);
}

/* 410 says deleted. 403 and 404 say that this person may not see it any more, but only of what no
 * search shows: there are rights to search without rights to read, and a server that starts again
 * says 404 of everything. */
static gboolean
says_gone (const Reads *op, const KarneAsk *ask)
{
  if (op->why == KARNE_READS_REFERENCED)
    return FALSE;
  return ask->status == 410 ||
         (op->why == KARNE_READS_MISSING && (ask->status == 403 || ask->status == 404));
}

static gboolean
take_out (Reads *op, sqlite3 *db, const KarneAsk *ask, GError **error)
{
  const char *reference = ask->data;
  const KarneKind *kind = find_kind (reference);

  op->n_removed += op->why == KARNE_READS_MISSING ? 1 : 0;
  return karne_resource_remove (op->run->store, db, op->run->source->id, kind->name,
                                reference + strlen (kind->name) + 1,
                                ask->status == 410 ? KARNE_GONE_DELETED : KARNE_GONE_WITHDRAWN,
                                op->since, error);
}

static gboolean
store_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Reads *op = data;

  for (guint i = 0; i < op->asks->len; i++)
    {
      KarneAsk *ask = g_ptr_array_index (op->asks, i);
      if (op->why == KARNE_READS_REFERENCED && !note_try (op, db, ask, error))
        return FALSE;
      if (ask->status >= 200 && ask->status < 300 && !is_large (ask) &&
          !store_entries (op, db, ask, error))
        return FALSE;
      if (says_gone (op, ask) && !take_out (op, db, ask, error))
        return FALSE;
    }

  return TRUE;
}

static void
reads_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Reads *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_asks_run_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  memset (&op->sums, 0, sizeof op->sums);
  op->n_removed = 0;
  g_clear_pointer (&op->since, g_free);
  op->since = op->run->now < 0 ? NULL : karne_time_to_instant (op->run->now);
  karne_store_write_async (op->run->store, store_in_worker, op, NULL, g_task_get_cancellable (task),
                           reads_stored_cb, g_object_ref (task));
}

/* What is neither here nor gone after its read is asked for again; that is said. */
static void
note_failures (Reads *op)
{
  for (guint i = 0; i < op->asks->len; i++)
    {
      KarneAsk *ask = g_ptr_array_index (op->asks, i);
      KarneKindRun *kind = karne_run_find (op->run, find_kind (ask->data)->name);
      gboolean told = (ask->status >= 200 && ask->status < 300) || ask->status == 403 ||
                      ask->status == 404 || ask->status == 410;

      if (is_large (ask))
        g_ptr_array_add (op->large, g_strdup (ask->data));
      else if (op->why == KARNE_READS_CHANGED && kind != NULL &&
               (ask->status == 403 || ask->status == 404))
        kind->needs_pages = TRUE; /* shown by a search: so that is where it is to be had */
      else if (!told && kind != NULL)
        karne_run_note_reason (op->run, kind, "read");
    }
}

static void
reads_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Reads *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  karne_run_note_page (op->run, &op->sums);
  op->run->report->removed += op->n_removed;
  note_failures (op);
  g_clear_pointer (&op->asks, g_ptr_array_unref);
  reads_go_on (task);
}

static void
reads_large_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Reads *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneFetched) fetched = karne_fetch_page_finish (result, &error);

  if (fetched == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_ptr_array_set_size (op->large, (gint) op->large->len - 1);
  if (fetched->ingest == NULL)
    {
      reads_go_on (task);
      return;
    }
  karne_run_note_page (op->run, fetched->page);
  karne_ingest_commit_async (fetched->ingest, NULL, g_task_get_cancellable (task),
                             reads_large_kept_cb, g_object_ref (task));
}

static void
reads_large_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_ingest_commit_finish (KARNE_INGEST (source), result, &error))
    g_task_return_error (task, error);
  else
    reads_go_on (task);
}

void
karne_pull_reads_async (KarneRun *run,
                        GPtrArray *references,
                        KarneReadsWhy why,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reads *op = g_new0 (Reads, 1);

  g_task_set_source_tag (task, karne_pull_reads_async);
  op->run = run;
  op->references = g_ptr_array_ref (references);
  op->why = why;
  op->large = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, op, (GDestroyNotify) reads_free);

  reads_go_on (task);
}

gboolean
karne_pull_reads_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
