/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-prevention-page.h"

#include "karne-bin.h"
#include "karne-card-page.h"
#include "karne-choice.h"
#include "karne-copy-notice.h"
#include "karne-course-page.h"
#include "karne-prevention-sheets.h"
#include "karne-print.h"
#include "karne-record-list.h"
#include "karne-reminder-page.h"
#include "karne-reminder-row.h"
#include "karne-reminders.h"
#include "karne-wrap-box.h"
#include "words/karne-i18n.h"

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
  AdwBin *buttons_place;
  GtkWidget *course_buttons[2];
  KarneRecordList *records;

  GtkWidget *print;                                   /* (unowned) */
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

/* What is of one sort stands under its name. */
static char *
make_heading (KarneResource *resource, gpointer data)
{
  guint sort = karne_reminder_get_sort (KARNE_REMINDER (resource));

  return g_strdup (sort < KARNE_REMINDER_OTHER ? karne_rule_kind_to_words ((KarneRuleKind) sort)
                                               : C_ ("reminders", "Other notices"));
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
    {
      *reminders = karne_reminders_new (karne_session_get_view (session), self->group);
      karne_reminders_set_by_sort (*reminders, TRUE);
      karne_reminders_set_dues (*reminders, karne_session_get_dues (session));
    }
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

/* What can be done */

static void
card_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (karne_page_get_session (KARNE_PAGE (widget)) != NULL)
    karne_card_page_open (KARNE_PAGE (widget));
}

static gboolean
karne_prevention_page_print (KarnePage *page)
{
  KarneSession *session = karne_page_get_session (page);
  GPtrArray *entries =
      session != NULL ? karne_dues_get_all (karne_session_get_dues (session)) : NULL;

  if (entries == NULL)
    return FALSE;
  karne_print_page (page, KARNE_PREVENTION_PAGE (page)->print, karne_prevention_sheets_print,
                    entries);
  return TRUE;
}

static GtkWidget *
add_button (KarneWrapBox *buttons, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  karne_wrap_box_append (buttons, button);
  return button;
}

/* The pages about a time of a life, where the record knows of one */

static void
course_clicked_cb (GtkButton *button, gpointer data)
{
  KarnePreventionPage *self = data;

  karne_course_page_open (KARNE_PAGE (self),
                          GTK_WIDGET (button) == self->course_buttons[KARNE_COURSE_PREGNANCY]
                              ? KARNE_COURSE_PREGNANCY
                              : KARNE_COURSE_CHILDHOOD);
}

static void
add_course_button (KarnePreventionPage *self,
                   KarneWrapBox *buttons,
                   KarneCourseKind kind,
                   const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_object (button, "clicked", G_CALLBACK (course_clicked_cb), self, 0);
  karne_wrap_box_append (buttons, button);
  self->course_buttons[kind] = button;
}

static void
add_buttons (KarnePreventionPage *self)
{
  GtkWidget *place = karne_wrap_box_new (6);
  KarneWrapBox *buttons = KARNE_WRAP_BOX (place);

  add_button (buttons, _ ("Vaccination card"), "prevention.card");
  /* Translators: opens the page about a pregnancy. */
  add_course_button (self, buttons, KARNE_COURSE_PREGNANCY, _ ("The weeks of the pregnancy"));
  /* Translators: opens the page about a child. */
  add_course_button (self, buttons, KARNE_COURSE_CHILDHOOD, _ ("The examinations by age"));
  self->print = add_button (buttons, _ ("Print"), "win.print");
  adw_bin_set_child (self->buttons_place, place);
}

static void
update_courses (KarnePreventionPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));
  KarneDues *dues = session != NULL ? karne_session_get_dues (session) : NULL;

  for (guint kind = 0; kind < G_N_ELEMENTS (self->course_buttons); kind++)
    gtk_widget_set_visible (self->course_buttons[kind],
                            dues != NULL && karne_dues_get_course (dues, kind) != NULL);
}

static void
dues_changed_cb (KarneDues *dues, gpointer data)
{
  update_courses (data);
}

/* The page */

static void
hide_courses (KarnePreventionPage *self)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (self->course_buttons); kind++)
    gtk_widget_set_visible (self->course_buttons[kind], FALSE);
}

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
  hide_courses (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  karne_choice_set_chosen (self->groups, group_ids[KARNE_REMINDER_TO_DO]);
  karne_copy_notice_set_session (self->notice, session);
  if (session == NULL)
    return;
  g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (synced_cb), self, 0);
  g_signal_connect_object (karne_session_get_dues (session), "changed",
                           G_CALLBACK (dues_changed_cb), self, 0);
}

static void
karne_prevention_page_shown (KarnePage *page)
{
  KarnePreventionPage *self = KARNE_PREVENTION_PAGE (page);

  show_group (self);
  update_courses (self);
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
  KARNE_PAGE_CLASS (klass)->print = karne_prevention_page_print;

  g_type_ensure (KARNE_TYPE_CHOICE);
  g_type_ensure (KARNE_TYPE_COPY_NOTICE);
  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-prevention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, notice);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, search);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, groups);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, buttons_place);
  gtk_widget_class_bind_template_child (widget_class, KarnePreventionPage, records);
  gtk_widget_class_bind_template_callback (widget_class, group_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_install_action (widget_class, "prevention.card", NULL, card_action);
}

static void
karne_prevention_page_init (KarnePreventionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_group_options (self);
  add_buttons (self);
  karne_record_list_set_row_func (self->records, make_row, self);
  karne_record_list_set_heading_func (self->records, make_heading, self);
  g_signal_connect_object (self->records, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}
