/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "engine/karne-time-private.h"

static void
kind_run_free (KarneKindRun *kind)
{
  g_clear_pointer (&kind->state, karne_pull_state_free);
  g_free (kind);
}

/* AuditEvent is asked for when somebody looks: it grows with each look, and "nothing changed" would
 * never happen. */
static gboolean
is_pulled (KarneRun *self, const KarneKind *kind)
{
  return (kind->access == KARNE_KIND_BY_PERSON || kind->access == KARNE_KIND_PERSON) &&
         (!kind->on_demand || self->with_on_demand);
}

KarneRun *
karne_run_new (KarneSync *sync,
               KarneStore *store,
               const KarneSource *source,
               KarneExchange *exchange,
               gboolean with_on_demand)
{
  KarneRun *self = g_new0 (KarneRun, 1);
  gsize n_kinds = 0;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  self->sync = g_object_ref (sync);
  self->store = g_object_ref (store);
  self->source = karne_source_copy (source);
  self->exchange = exchange;
  self->gifts = karne_gifts_new_for_json (source->gifts);
  self->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) kind_run_free);
  self->with_on_demand = with_on_demand;
  self->now = -1;
  self->report = g_new0 (KarneSyncReport, 1);
  for (gsize i = 0; i < n_kinds; i++)
    if (is_pulled (self, &kinds[i]))
      {
        KarneKindRun *kind = g_new0 (KarneKindRun, 1);

        kind->kind = &kinds[i];
        kind->there = -1;
        g_ptr_array_add (self->kinds, kind);
      }

  return self;
}

void
karne_run_free (KarneRun *self)
{
  g_clear_object (&self->sync);
  g_clear_object (&self->store);
  g_clear_pointer (&self->source, karne_source_free);
  g_clear_pointer (&self->gifts, karne_gifts_free);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->report, karne_sync_report_free);
  g_free (self);
}

KarneKindRun *
karne_run_find (KarneRun *self, const char *kind)
{
  for (guint i = 0; i < self->kinds->len; i++)
    {
      KarneKindRun *candidate = g_ptr_array_index (self->kinds, i);

      if (g_str_equal (candidate->kind->name, kind))
        return candidate;
    }

  return NULL;
}

void
karne_run_note_page (KarneRun *self, const KarnePage *page)
{
  self->report->stored += page->n_stored;
  self->report->known += page->n_known;
  self->report->quarantined += page->n_quarantined;
}

void
karne_run_note_reason (KarneRun *self, KarneKindRun *kind, const char *reason)
{
  g_debug ("Pulling %s: %s", kind->kind->name, reason);
  kind->reason = reason;
}

void
karne_run_note_date (KarneRun *self, gint64 date)
{
  self->now = MAX (self->now, date);
}

gint64
karne_run_count_here (const KarneRun *self, sqlite3 *db, const KarneKind *kind)
{
  const KarneSource *source = self->source;

  if (kind->access == KARNE_KIND_PERSON)
    return karne_resource_is_here (db, source->id, kind->name, source->patient);
  return karne_resource_count (db, source->id, kind->name);
}

void
karne_run_progress (KarneRun *self, KarneKindRun *kind)
{
  gint64 received = kind->state->received;
  gint64 total = kind->state->total;

  g_signal_emit_by_name (self->sync, "progress", kind->kind->name, received,
                         total >= received ? total : (gint64) -1);
}

GString *
karne_run_search (KarneRun *self, const KarneKind *kind)
{
  g_autofree char *patient = g_uri_escape_string (self->source->patient, NULL, FALSE);
  GString *url = g_string_new (kind->name);

  g_string_append_printf (url, "?%s=%s%s", kind->person_param,
                          kind->access == KARNE_KIND_PERSON ? "" : "Patient/", patient);
  return url;
}

char *
karne_run_url (KarneRun *self, const char *relative)
{
  return g_strconcat (self->source->base, "/", relative, NULL);
}

/* Saving states */

typedef struct
{
  gint64 source;
  GPtrArray *names;  /* (owned) of char*, interned */
  GPtrArray *states; /* (owned) of KarnePullState: copies, since the worker reads them */
} Save;

static void
save_free (Save *save)
{
  g_clear_pointer (&save->names, g_ptr_array_unref);
  g_clear_pointer (&save->states, g_ptr_array_unref);
  g_free (save);
}

static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  for (guint i = 0; i < save->names->len; i++)
    if (!karne_pull_state_save (db, save->source, g_ptr_array_index (save->names, i),
                                g_ptr_array_index (save->states, i), error))
      return FALSE;

  return TRUE;
}

void
karne_run_save_async (KarneRun *self,
                      GPtrArray *kinds,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Save *save = g_new0 (Save, 1);

  save->source = self->source->id;
  save->names = g_ptr_array_new ();
  save->states = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_pull_state_free);
  for (guint i = 0; i < kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (kinds, i);

      g_ptr_array_add (save->names, (gpointer) kind->kind->name);
      g_ptr_array_add (save->states, karne_pull_state_copy (kind->state));
    }

  karne_store_write_async (self->store, save_in_worker, save, (GDestroyNotify) save_free,
                           cancellable, callback, user_data);
}

gboolean
karne_run_save_finish (KarneRun *self, GAsyncResult *result, GError **error)
{
  return karne_store_job_finish (self->store, result, error);
}
