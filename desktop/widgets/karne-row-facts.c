/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-row-facts.h"

/* A read on its way to a row, which it does not keep alive. */
typedef struct
{
  GWeakRef row;
  GCancellable *cancellable; /* (owned) cancelled when the row goes */
  KarneResource *resource;   /* (owned) */
  KarneRowFactsFunc func;
} Reading;

static void
reading_free (Reading *reading)
{
  g_autoptr (GObject) row = g_weak_ref_get (&reading->row);

  if (row != NULL)
    g_signal_handlers_disconnect_by_data (row, reading->cancellable);
  g_weak_ref_clear (&reading->row);
  g_object_unref (reading->cancellable);
  g_object_unref (reading->resource);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
facts_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GPtrArray) facts =
      karne_view_list_line_facts_finish (KARNE_VIEW (object), result, NULL);
  g_autoptr (KarneRecordRow) row = g_weak_ref_get (&reading->row);

  if (facts != NULL && row != NULL)
    reading->func (row, reading->resource, facts);
}

void
karne_row_facts_read (KarneRecordRow *row,
                      KarneView *view,
                      KarneResource *resource,
                      KarneRowFactsFunc func)
{
  Reading *reading;

  g_return_if_fail (KARNE_IS_RECORD_ROW (row) && KARNE_IS_VIEW (view));

  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->row, row);
  reading->cancellable = g_cancellable_new ();
  reading->resource = g_object_ref (resource);
  reading->func = func;
  g_signal_connect_object (row, "destroy", G_CALLBACK (g_cancellable_cancel), reading->cancellable,
                           G_CONNECT_SWAPPED);
  karne_view_list_line_facts_async (view, karne_resource_get_source (resource),
                                    karne_resource_get_kind (resource),
                                    karne_resource_get_id (resource), reading->cancellable,
                                    facts_read_cb, reading);
}

const char *
karne_row_facts_get (GPtrArray *facts, guint part, const char *name)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (fact->part == part && g_str_equal (fact->name, name))
        return fact->value;
    }
  return NULL;
}
