/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "karne-error.h"

static void gifts_came_cb (GObject *source, GAsyncResult *result, gpointer user_data);

void
karne_pull_gifts_async (KarneRun *run,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *url = karne_run_url (run, "metadata");
  g_autoptr (KarneRequest) request = karne_exchange_get (url);

  g_task_set_source_tag (task, karne_pull_gifts_async);
  g_task_set_task_data (task, run, NULL);
  karne_answer_fetch_async (run->exchange, request, cancellable, gifts_came_cb,
                            g_object_ref (task));
}

static KarneCapability *
read_capability (const KarneAnswer *answer)
{
  const KarneAnswerEntry *entry = karne_answer_get_resource (answer, "CapabilityStatement");
  gsize len = 0;
  const char *text = NULL;

  if (answer->status >= 300 || entry == NULL || entry->text == NULL)
    return NULL;

  text = g_bytes_get_data (entry->text, &len);
  return karne_capability_new_for_text (text, len);
}

/* Whatever else comes than a CapabilityStatement, there is none: the lowest rung, and no error. A
 * server that fails is asked again next time. */
static void
gifts_came_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneRun *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneAnswer) answer = karne_answer_fetch_finish (result, &error);
  g_autoptr (KarneCapability) capability = answer ? read_capability (answer) : NULL;

  if (answer != NULL)
    karne_run_note_date (run, answer->date);
  if (answer != NULL || g_error_matches (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL))
    karne_gifts_take_capability (run->gifts, capability);
  else if (!g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  g_task_return_boolean (task, TRUE);
}

gboolean
karne_pull_gifts_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
