/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-receipt.h"

#include "karne-text.h"

#include <glib/gi18n.h>

/* It is one page: the most urgent ones are what it is for. */
#define MAX_REMINDERS 5
#define MAX_EVENTS 20

static gint64
get_midnight (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) midnight =
      g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                             g_date_time_get_day_of_month (now), 0, 0, 0);

  return g_date_time_to_unix (midnight);
}

static void
print_event (KarneSheets *sheets, const KarneEvent *event)
{
  g_autofree char *name = event->title != NULL && *event->title != '\0'
                              ? g_strdup (event->title)
                              : karne_kind_to_name (event->kind);
  g_autofree char *what = karne_event_to_words (event->what);

  karne_sheets_take_item (sheets, karne_text_beside (name, what));
}

static void
print_done (KarneSheets *sheets, KarneSession *session)
{
  KarneChangeList *history = karne_session_get_changes (session, KARNE_CHANGE_LIST_OF_HISTORY);
  gint64 midnight = get_midnight ();
  guint n = MIN (g_list_model_get_n_items (G_LIST_MODEL (history)), MAX_EVENTS);
  gboolean is_empty = TRUE;

  /* Translators: a heading on paper. */
  karne_sheets_add_heading (sheets, 2, _ ("Done today"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KarneChangeItem) item = g_list_model_get_item (G_LIST_MODEL (history), i);
      const KarneEvent *event = karne_change_item_get_event (item);

      if (event->at < midnight)
        continue;
      print_event (sheets, event);
      is_empty = FALSE;
    }
  if (is_empty)
    karne_sheets_add_text (sheets, _ ("The record was looked at. Nothing was changed."));
}

static void
print_unsent (KarneSheets *sheets, KarneSession *session)
{
  guint n = karne_unsent_get_count (karne_session_get_unsent (session));

  if (n > 0)
    karne_sheets_take_text (
        sheets, g_strdup_printf (ngettext ("%u change has not been sent to the record.",
                                           "%u changes have not been sent to the record.", n),
                                 n));
}

static void
print_reminders (KarneSheets *sheets, KarneSession *session)
{
  GPtrArray *entries = karne_dues_get_all (karne_session_get_dues (session));
  guint n = 0;

  /* Translators: a heading on paper. */
  karne_sheets_add_heading (sheets, 2, _ ("Next reminders"));
  for (guint i = 0; entries != NULL && i < entries->len && n < MAX_REMINDERS; i++)
    {
      const KarneDueEntry *entry = entries->pdata[i];
      const char *title = entry->due != NULL ? karne_due_title_to_words (entry->due) : entry->title;
      g_autofree char *when = entry->due != NULL ? karne_due_window_to_words (entry->due) : NULL;

      if (entry->group != KARNE_DUE_GROUP_TO_DO || title == NULL)
        continue;
      karne_sheets_take_item (sheets, karne_text_beside (title, when));
      n++;
    }
  if (n == 0)
    karne_sheets_add_text (sheets, _ ("Nothing is due for now."));
}

void
karne_receipt_print (KarneSheets *sheets, gpointer data)
{
  GListModel *profiles = karne_desk_get_profiles (data);

  karne_sheets_add_title (sheets, _ ("Summary of the session"));
  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);
      KarneSession *session = karne_profile_get_session (profile);

      if (session == NULL)
        continue;
      if (karne_profile_get_name (profile) != NULL)
        karne_sheets_add_heading (sheets, 1, karne_profile_get_name (profile));
      print_done (sheets, session);
      print_unsent (sheets, session);
      print_reminders (sheets, session);
    }
}
