/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-appointment-row.h"

#include "karne-record-row.h"
#include "karne-text.h"

#include <glib/gi18n.h>

gboolean
karne_appointment_is_off (const char *status)
{
  static const char *const off[] = { "cancelled", "noshow", "entered-in-error", NULL };

  return status != NULL && g_strv_contains (off, status);
}

char *
karne_appointment_dup_day_words (KarneResource *appointment)
{
  const char *date = karne_resource_get_date (appointment);
  g_autofree char *words = date != NULL ? karne_date_to_words (date, KARNE_DATE_STYLE_DAY) : NULL;

  return karne_text_capitalize (words);
}

/* An end on another day says more than its time: then all of it is said. */
char *
karne_appointment_dup_time_words (KarneResource *appointment)
{
  const KarneItem *item = karne_resource_get_item (appointment);
  g_autofree char *from = karne_date_to_words (item->date, KARNE_DATE_STYLE_TIME);
  g_autofree char *until = karne_date_to_words (item->until, KARNE_DATE_STYLE_TIME);
  g_autofree char *day = karne_date_to_words (item->date, KARNE_DATE_STYLE_DAY);
  g_autofree char *last_day = karne_date_to_words (item->until, KARNE_DATE_STYLE_DAY);

  if (from == NULL)
    return NULL;
  if (until == NULL || g_str_equal (from, until))
    return g_steal_pointer (&from);
  if (g_strcmp0 (day, last_day) != 0)
    return karne_period_to_words (item->date, item->until);
  /* Translators: times of one day, as in “14:00–14:30”. */
  return g_strdup_printf (C_ ("times", "%s–%s"), from, until);
}

/* Where it is */

static void
facts_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *row_ref = user_data;
  g_autoptr (GtkWidget) row = g_weak_ref_get (row_ref);
  g_autoptr (GPtrArray) facts =
      karne_view_list_line_facts_finish (KARNE_VIEW (object), result, NULL);

  g_weak_ref_clear (row_ref);
  g_free (row_ref);
  /* A place that cannot be read leaves the row as it is: its page says why. */
  for (guint i = 0; row != NULL && facts != NULL && i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (g_str_equal (fact->name, "place"))
        karne_record_row_add_line (KARNE_RECORD_ROW (row), fact->value);
    }
}

static void
find_place (GtkWidget *row, KarneView *view, const KarneItem *item)
{
  GWeakRef *row_ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (row_ref, row);
  karne_view_list_line_facts_async (view, item->source, item->kind, item->id, NULL, facts_listed_cb,
                                    row_ref);
}

GtkWidget *
karne_appointment_row_new (KarneView *view, KarneResource *appointment)
{
  const KarneItem *item;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  g_autofree char *when = NULL;
  g_autofree char *status = NULL;
  gboolean off;
  GtkWidget *row;

  g_return_val_if_fail (KARNE_IS_VIEW (view) && KARNE_IS_RESOURCE (appointment), NULL);

  item = karne_resource_get_item (appointment);
  off = karne_appointment_is_off (item->status);
  day = karne_appointment_dup_day_words (appointment);
  time = karne_appointment_dup_time_words (appointment);
  when = karne_text_beside (day, time);
  status = karne_status_to_words (item->kind, item->status);
  row = karne_record_row_new ("karne-agenda-symbolic", item->title, when);
  karne_record_row_add_line (KARNE_RECORD_ROW (row), item->author);
  karne_record_row_set_struck (KARNE_RECORD_ROW (row), off);
  karne_record_row_add_chip (KARNE_RECORD_ROW (row), off ? "karne-warning-symbolic" : NULL, status,
                             off ? "warning" : NULL);
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  find_place (row, view, item);
  return row;
}
