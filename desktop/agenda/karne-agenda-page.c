/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-agenda-page.h"

#include "karne-appointment-page.h"
#include "karne-appointment-row.h"
#include "karne-bin.h"
#include "karne-calendar-button.h"
#include "karne-choice.h"
#include "karne-copy-notice.h"
#include "karne-mask-words.h"
#include "karne-record-list.h"

#include <glib/gi18n.h>

#define COMING "coming"
#define PAST "past"

/**
 * KarneAgendaPage:
 *
 * Appointments by month: those to come, the next one first, or those that are past, the last one
 * first. What has no date that can be read stands below what is to come, since nobody knows that it
 * is past.
 */
struct _KarneAgendaPage
{
  KarnePage parent_instance;

  KarneCopyNotice *notice;
  KarneChoice *parts;
  KarneRecordList *dated;
  KarneRecordList *undated;
  AdwBin *button_place;

  KarneCalendarButton *button; /* (unowned) */
  KarneList *undated_list;     /* (owned) (nullable) */
  char *today;                 /* (owned) (nullable) the day for which the lists were made */
};

G_DEFINE_FINAL_TYPE (KarneAgendaPage, karne_agenda_page, KARNE_TYPE_PAGE)

/* Rows */

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  KarneSession *session = karne_page_get_session (data);

  return karne_appointment_row_new (karne_session_get_view (session), resource);
}

static char *
make_month (KarneResource *resource, gpointer data)
{
  return karne_date_to_words (karne_resource_get_date (resource), KARNE_DATE_STYLE_MONTH);
}

static char *
say_undated (KarneResource *resource, gpointer data)
{
  return g_strdup (_ ("Without a date"));
}

static void
row_activated_cb (KarneRecordList *list, KarneResource *resource, gpointer data)
{
  karne_appointment_page_open (data, resource);
}

/* The lists */

static void
set_part_options (KarneAgendaPage *self)
{
  const KarneChoiceOption options[] = {
    /* Translators: what can be shown: appointments to come. */
    { COMING, C_ ("appointments", "To come") },
    /* Translators: what can be shown: appointments that are past. */
    { PAST, C_ ("appointments", "Past") },
  };

  karne_choice_set_options (self->parts, options, G_N_ELEMENTS (options));
}

static gboolean
shows_past (KarneAgendaPage *self)
{
  return g_strcmp0 (karne_choice_get_chosen (self->parts), PAST) == 0;
}

static char *
say_day (int days_from_now)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days_from_now);

  return g_date_time_format (day, "%Y-%m-%d");
}

static KarneList *
make_list (KarneAgendaPage *self, KarneView *view)
{
  KarneList *list = karne_list_new (view, "Appointment");
  g_autofree char *today = say_day (0);
  g_autofree char *yesterday = say_day (-1);

  karne_list_set_ascending (list, !shows_past (self));
  karne_list_set_period (list, shows_past (self) ? NULL : today,
                         shows_past (self) ? yesterday : NULL);
  return list;
}

static void
undated_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  KarneAgendaPage *self = data;

  gtk_widget_set_visible (GTK_WIDGET (self->undated),
                          !shows_past (self) && g_list_model_get_n_items (list) > 0);
}

static void
update_empty_words (KarneAgendaPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));

  if (session != NULL && karne_session_get_last_synced (session) == 0)
    karne_record_list_set_empty_words (self->dated, _ ("Nothing has come yet"),
                                       _ ("The first copy of the record is not complete."));
  else if (shows_past (self))
    karne_record_list_set_empty_words (self->dated, _ ("No past appointment"),
                                       _ ("Appointments that are over stay here."));
  else
    karne_record_list_set_empty_words (
        self->dated, _ ("No appointment to come"),
        _ ("Appointments appear here once the professional has added them to the record."));
}

static void
show_lists (KarneAgendaPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));
  g_autoptr (KarneList) list = NULL;

  if (session == NULL)
    return;
  update_empty_words (self);
  list = make_list (self, karne_session_get_view (session));
  karne_record_list_set_list (self->dated, list);
  karne_calendar_button_set_lines (self->button, karne_session_get_view (session),
                                   G_LIST_MODEL (list));
  undated_changed_cb (G_LIST_MODEL (self->undated_list), 0, 0, 0, self);
}

static void
part_chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  show_lists (data);
}

static void
synced_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update_empty_words (data);
}

/* The page */

static void
forget (KarneAgendaPage *self)
{
  karne_record_list_set_list (self->dated, NULL);
  karne_record_list_set_list (self->undated, NULL);
  karne_calendar_button_set_lines (self->button, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->undated), FALSE);
  if (self->undated_list != NULL)
    g_signal_handlers_disconnect_by_data (self->undated_list, self);
  g_clear_object (&self->undated_list);
  g_clear_pointer (&self->today, g_free);
}

static void
karne_agenda_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneAgendaPage *self = KARNE_AGENDA_PAGE (page);

  forget (self);
  karne_choice_set_chosen (self->parts, COMING);
  karne_copy_notice_set_session (self->notice, session);
  karne_record_list_set_masked (self->dated, karne_mask_words_is_masked (session, "Appointment"),
                                karne_mask_words_title (), karne_mask_words_sentence ());
  if (session != NULL)
    g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (synced_cb), self, 0);
}

static void
make_undated_list (KarneAgendaPage *self, KarneView *view)
{
  self->undated_list =
      g_object_new (KARNE_TYPE_LIST, "view", view, "kind", "Appointment", "undated", TRUE, NULL);
  g_signal_connect_object (self->undated_list, "items-changed", G_CALLBACK (undated_changed_cb),
                           self, 0);
  karne_record_list_set_list (self->undated, self->undated_list);
}

/* Nothing is read before somebody comes to the page, and what was to come yesterday is past. */
static void
karne_agenda_page_shown (KarnePage *page)
{
  KarneAgendaPage *self = KARNE_AGENDA_PAGE (page);
  KarneSession *session = karne_page_get_session (page);
  g_autofree char *today = say_day (0);

  if (session == NULL || g_strcmp0 (self->today, today) == 0)
    return;
  g_free (self->today);
  self->today = g_steal_pointer (&today);
  if (self->undated_list == NULL)
    make_undated_list (self, karne_session_get_view (session));
  show_lists (self);
}

static void
karne_agenda_page_dispose (GObject *object)
{
  KarneAgendaPage *self = KARNE_AGENDA_PAGE (object);

  if (self->undated_list != NULL)
    g_signal_handlers_disconnect_by_data (self->undated_list, self);
  g_clear_object (&self->undated_list);
  g_clear_pointer (&self->today, g_free);
  karne_bin_dispose_template (self, KARNE_TYPE_AGENDA_PAGE);

  G_OBJECT_CLASS (karne_agenda_page_parent_class)->dispose (object);
}

static void
karne_agenda_page_class_init (KarneAgendaPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_agenda_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_agenda_page_set_session;
  KARNE_PAGE_CLASS (klass)->shown = karne_agenda_page_shown;

  g_type_ensure (KARNE_TYPE_CHOICE);
  g_type_ensure (KARNE_TYPE_COPY_NOTICE);
  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-agenda-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneAgendaPage, notice);
  gtk_widget_class_bind_template_child (widget_class, KarneAgendaPage, parts);
  gtk_widget_class_bind_template_child (widget_class, KarneAgendaPage, dated);
  gtk_widget_class_bind_template_child (widget_class, KarneAgendaPage, undated);
  gtk_widget_class_bind_template_child (widget_class, KarneAgendaPage, button_place);
  gtk_widget_class_bind_template_callback (widget_class, part_chosen_cb);
}

static void
set_up_list (KarneAgendaPage *self, KarneRecordList *list, KarneRecordHeadingFunc heading)
{
  karne_record_list_set_row_func (list, make_row, self);
  karne_record_list_set_heading_func (list, heading, self);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}

static void
karne_agenda_page_init (KarneAgendaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->button = KARNE_CALENDAR_BUTTON (
      karne_calendar_button_new (_ ("Save these appointments as a calendar file")));
  adw_bin_set_child (self->button_place, GTK_WIDGET (self->button));
  set_part_options (self);
  set_up_list (self, self->dated, make_month);
  set_up_list (self, self->undated, say_undated);
}
