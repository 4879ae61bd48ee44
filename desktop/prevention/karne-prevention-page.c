/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-prevention-page.h"

#include "karne-bin.h"
#include "karne-choice.h"
#include "karne-copy-notice.h"
#include "karne-record-list.h"
#include "karne-reminder-page.h"
#include "karne-reminder-row.h"
#include "karne-reminders.h"

#include <glib/gi18n.h>

/**
 * KarnePreventionPage:
 *
 * What is to be done for prevention, what was done and what was declined, each where its server
 * says.
 */
struct _KarnePreventionPage
{
  KarnePage parent_instance;

  KarneCopyNotice *notice;
  GtkSearchEntry *search;
  KarneChoice *groups;
  KarneRecordList *records;

  KarneReminders *reminders[KARNE_REMINDER_N_GROUPS]; /* (owned) (nullable) made when first shown */
  KarneReminderGroup group;                           /* shown */
};

G_DEFINE_FINAL_TYPE (KarnePreventionPage, karne_prevention_page, KARNE_TYPE_PAGE)

static const char *const group_ids[] = {
  [KARNE_REMINDER_TO_DO] = "to-do",
  [KARNE_REMINDER_DONE] = "done",
  [KARNE_REMINDER_DECLINED] = "declined",
};

static void
set_group_options (KarnePreventionPage *self)
{
  const KarneChoiceOption options[] = {
    /* Translators: what can be shown: what the person is asked to do. */
    { group_ids[KARNE_REMINDER_TO_DO], C_ ("reminders", "To do") },
    /* Translators: what can be shown: examinations, vaccinations… that were done. */
    { group_ids[KARNE_REMINDER_DONE], C_ ("reminders", "Done") },
    /* Translators: what can be shown: what was declined, cancelled or not done. */
    { group_ids[KARNE_REMINDER_DECLINED], C_ ("reminders", "Declined") },
  };

  karne_choice_set_options (self->groups, options, G_N_ELEMENTS (options));
}

/* Rows */

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  return karne_reminder_row_new (KARNE_REMINDER (resource));
}

static const char *
get_when_words (KarneReminderWhen when)
{
  switch (when)
    {
    case KARNE_REMINDER_OVERDUE:
      /* Translators: heading over what was to be done by a date that has passed. */
      return C_ ("reminders", "Overdue");
    case KARNE_REMINDER_LATER:
      /* Translators: heading over what is to be done, but not yet. */
      return C_ ("reminders", "Later");
    case KARNE_REMINDER_NOW:
    default:
      /* Translators: heading over what is to be done at present. */
      return C_ ("reminders", "Now");
    }
}

/* What is to be done stands under its time, and what is over under its year. */
static char *
make_heading (KarneResource *resource, gpointer data)
{
  KarneReminder *reminder = KARNE_REMINDER (resource);
  g_autoptr (GDateTime) date = NULL;

  if (karne_reminder_get_group (reminder) == KARNE_REMINDER_TO_DO)
    return g_strdup (get_when_words (karne_reminder_get_when (reminder)));
  date = karne_resource_dup_date_time (resource, NULL);
  return date != NULL ? g_date_time_format (date, "%Y") : g_strdup (_ ("Without a date"));
}

static void
row_activated_cb (KarneRecordList *list, KarneResource *resource, gpointer data)
{
  karne_reminder_page_open (data, KARNE_REMINDER (resource));
}

/* Words where there is nothing, with the reason */

static gboolean
is_searching (KarnePreventionPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static const char *
get_empty_title (KarneReminderGroup group)
{
  switch (group)
    {
    case KARNE_REMINDER_DONE:
      return _ ("Nothing was done yet");
    case KARNE_REMINDER_DECLINED:
      return _ ("Nothing was declined");
    case KARNE_REMINDER_TO_DO:
    default:
      return _ ("No reminder");
    }
}

static const char *
get_empty_reason (KarneReminderGroup group)
{
  switch (group)
    {
    case KARNE_REMINDER_DONE:
      return _ ("Examinations and vaccinations appear here once a health service has recorded them "
                "as done.");
    case KARNE_REMINDER_DECLINED:
      return _ ("What was declined, cancelled or not done appears here once a health service has "
                "recorded it so.");
    case KARNE_REMINDER_TO_DO:
    default:
      return _ ("No health service asks for anything at present.");
    }
}

static void
update_empty_words (KarnePreventionPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));

  if (is_searching (self))
    karne_record_list_set_empty_words (self->records, _ ("Nothing found"),
                                       _ ("No title and no sender here has these words."));
  else if (session != NULL && karne_session_get_last_synced (session) == 0)
    karne_record_list_set_empty_words (self->records, _ ("Nothing has come yet"),
                                       _ ("The first copy of the record is not complete."));
  else
    karne_record_list_set_empty_words (self->records, get_empty_title (self->group),
                                       get_empty_reason (self->group));
}

static void
synced_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update_empty_words (data);
}

/* What is shown */

static void
load_more (GListModel *lines)
{
  karne_reminders_load_more (KARNE_REMINDERS (lines));
}

static KarneReminders *
ensure_reminders (KarnePreventionPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));
  KarneReminders **reminders = &self->reminders[self->group];

  if (*reminders == NULL)
    *reminders = karne_reminders_new (karne_session_get_view (session), self->group);
  karne_reminders_set_text (*reminders, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  return *reminders;
}

static void
show_group (KarnePreventionPage *self)
{
  if (karne_page_get_session (KARNE_PAGE (self)) == NULL)
    return;
  update_empty_words (self);
  karne_record_list_set_lines (self->records, G_LIST_MODEL (ensure_reminders (self)), load_more);
}

static void
group_chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  KarnePreventionPage *self = data;
  const char *chosen = karne_choice_get_chosen (choice);

  for (guint i = 0; i < KARNE_REMINDER_N_GROUPS; i++)
    if (g_strcmp0 (group_ids[i], chosen) == 0)
      self->group = i;
  show_group (self);
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  show_group (data);
}

static void
search_stopped_cb (GtkSearchEntry *entry, gpointer data)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

/* The page */

static void
forget (KarnePreventionPage *self)
{
  karne_record_list_set_list (self->records, NULL);
  for (guint i = 0; i < KARNE_REMINDER_N_GROUPS; i++)
    g_clear_object (&self->reminders[i]);
}

/* Nothing is read before somebody comes to the page. */
static void
karne_prevention_page_set_session (KarnePage *page, KarneSession *session)
{
  KarnePreventionPage *self = KARNE_PREVENTION_PAGE (page);

  forget (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  karne_choice_set_chosen (self->groups, group_ids[KARNE_REMINDER_TO_DO]);
  karne_copy_notice_set_session (self->notice, session);
  if (session != NULL)
    g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (synced_cb), self, 0);
}

static void
karne_prevention_page_shown (KarnePage *page)
{
  KarnePreventionPage *self = KARNE_PREVENTION_PAGE (page);

  show_group (self);
  if (self->reminders[self->group] != NULL)
    karne_reminders_refresh (self->reminders[self->group]);
}

static gboolean
karne_prevention_page_search (KarnePage *page)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KARNE_PREVENTION_PAGE (page)->search));
}

static void
karne_prevention_page_dispose (GObject *object)
{
  KarnePreventionPage *self = KARNE_PREVENTION_PAGE (object);

  for (guint i = 0; i < KARNE_REMINDER_N_GROUPS; i++)
    g_clear_object (&self->reminders[i]);
  karne_bin_dispose_template (self, KARNE_TYPE_PREVENTION_PAGE);

  G_OBJECT_CLASS (karne_prevention_page_parent_class)->dispose (object);
}

static void
karne_prevention_page_class_init (KarnePreventionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_prevention_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_prevention_page_set_session;
  KARNE_PAGE_CLASS (klass)->shown = karne_prevention_page_shown;
  KARNE_PAGE_CLASS (klass)->search = karne_prevention_page_search;

  g_type_ensure (KARNE_TYPE_CHOICE);
  g_type_ensure (KARNE_TYPE_COPY_NOTICE);
  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-prevention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, notice);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, search);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, groups);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, records);
  gtk_widget_class_bind_template_callback (widget_class, group_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
karne_prevention_page_init (KarnePreventionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_group_options (self);
  karne_record_list_set_row_func (self->records, make_row, self);
  karne_record_list_set_heading_func (self->records, make_heading, self);
  g_signal_connect_object (self->records, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}
