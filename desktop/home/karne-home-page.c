/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-home-page.h"

#include "karne-appointment-page.h"
#include "karne-appointment-row.h"
#include "karne-bin.h"
#include "karne-copy-notice.h"
#include "karne-document-page.h"
#include "karne-document-row.h"
#include "karne-home-group.h"
#include "karne-mask-words.h"
#include "karne-reminder-page.h"
#include "karne-reminder-row.h"
#include "karne-reminders.h"

#include <glib/gi18n.h>

#define N_DOCUMENTS 3
/* Among so many appointments of today and later is one that is not over. */
#define N_APPOINTMENTS 50

/**
 * KarneHomePage:
 *
 * The first page of a record: what is most pressing to do, the next appointment, the latest
 * documents, and how fresh all of it is. Each line opens what it stands for.
 */
struct _KarneHomePage
{
  KarnePage parent_instance;

  KarneCopyNotice *notice;
  KarneHomeGroup *to_do;
  KarneHomeGroup *next;
  KarneHomeGroup *documents;
  GtkLabel *updated;

  KarneReminders *reminders;    /* (owned) (nullable) */
  GtkFilterListModel *not_over; /* (owned) (nullable) of appointments */
  char *today;                  /* (owned) (nullable) the day for which these were read */
};

G_DEFINE_FINAL_TYPE (KarneHomePage, karne_home_page, KARNE_TYPE_PAGE)

static KarneView *
get_view (KarneHomePage *self)
{
  return karne_session_get_view (karne_page_get_session (KARNE_PAGE (self)));
}

/* Rows, and what they open */

static GtkWidget *
make_reminder_row (KarneResource *resource, gpointer data)
{
  return karne_reminder_row_new (KARNE_REMINDER (resource));
}

static void
reminder_opened_cb (KarneHomeGroup *group, KarneResource *resource, gpointer data)
{
  karne_reminder_page_open (data, KARNE_REMINDER (resource));
}

static GtkWidget *
make_appointment_row (KarneResource *resource, gpointer data)
{
  return karne_appointment_row_new (get_view (data), resource);
}

static void
appointment_opened_cb (KarneHomeGroup *group, KarneResource *resource, gpointer data)
{
  karne_appointment_page_open (data, resource);
}

static GtkWidget *
make_document_row (KarneResource *resource, gpointer data)
{
  return karne_document_row_new (KARNE_DOCUMENT (resource));
}

static void
document_opened_cb (KarneHomeGroup *group, KarneResource *resource, gpointer data)
{
  karne_document_page_open_content (data, KARNE_DOCUMENT (resource));
}

/* Words */

/* words: (nullable) where nothing was asked yet. */
static void
set_empty_words (KarneHomeGroup *group, KarneSession *session, const char *kind, const char *words)
{
  if (karne_mask_words_is_masked (session, kind))
    words = karne_mask_words_title ();
  karne_home_group_set_empty_words (group, words != NULL ? words : _ ("Nothing has come yet"));
}

static void
update_words (KarneHomePage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));
  gint64 last = session != NULL ? karne_session_get_last_synced (session) : 0;
  g_autofree char *age = karne_age_to_words (last, g_get_real_time ());
  g_autofree char *empty = NULL;
  g_autofree char *updated = NULL;

  if (last != 0)
    {
      /* Translators: where there is nothing to do, as in “No reminder, updated today at 14:02” or
       * “No reminder, updated on 3 March 2026”. */
      empty = g_strdup_printf (_ ("No reminder, updated %s"), age);
      /* Translators: at the end of a page, as in “Updated today at 14:02” or “Updated on 3 March
       * 2026”. */
      updated = g_strdup_printf (_ ("Updated %s"), age);
    }
  set_empty_words (self->to_do, session, "Task", empty);
  set_empty_words (self->next, session, "Appointment",
                   last != 0 ? _ ("No appointment to come") : NULL);
  set_empty_words (self->documents, session, "DocumentReference",
                   last != 0 ? _ ("No document") : NULL);
  gtk_label_set_label (self->updated, updated != NULL ? updated : "");
  gtk_widget_set_visible (GTK_WIDGET (self->updated), updated != NULL);
}

static void
synced_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update_words (data);
}

/* What is read */

static void
show_reminders (KarneHomePage *self)
{
  g_clear_object (&self->reminders);
  self->reminders = karne_reminders_new (get_view (self), KARNE_REMINDER_TO_DO);
  karne_reminders_set_dues (self->reminders,
                            karne_session_get_dues (karne_page_get_session (KARNE_PAGE (self))));
  karne_home_group_set_lines (self->to_do, G_LIST_MODEL (self->reminders),
                              G_OBJECT (self->reminders));
}

/* One that began and has no end may still go on. */
static gboolean
is_not_over (gpointer item, gpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const KarneItem *appointment = karne_resource_get_item (item);

  return karne_reminder_rules_get_when (appointment->date, appointment->until, NULL, now) !=
         KARNE_REMINDER_OVERDUE;
}

static void
show_next_appointment (KarneHomePage *self)
{
  g_autoptr (KarneList) list =
      g_object_new (KARNE_TYPE_LIST, "view", get_view (self), "kind", "Appointment", "since",
                    self->today, "other-status", "cancelled,noshow,entered-in-error,fulfilled",
                    "ascending", TRUE, "page-size", N_APPOINTMENTS, NULL);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_not_over, NULL, NULL));

  g_clear_object (&self->not_over);
  self->not_over = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (list)), filter);
  karne_home_group_set_lines (self->next, G_LIST_MODEL (self->not_over), G_OBJECT (list));
}

static void
show_documents (KarneHomePage *self)
{
  g_autoptr (KarneList) list =
      g_object_new (KARNE_TYPE_LIST, "view", get_view (self), "kind", "DocumentReference", "status",
                    "current", "page-size", N_DOCUMENTS, NULL);

  karne_home_group_set_lines (self->documents, G_LIST_MODEL (list), G_OBJECT (list));
}

static void
forget (KarneHomePage *self)
{
  karne_home_group_set_lines (self->to_do, NULL, NULL);
  karne_home_group_set_lines (self->next, NULL, NULL);
  karne_home_group_set_lines (self->documents, NULL, NULL);
  g_clear_object (&self->reminders);
  g_clear_object (&self->not_over);
  g_clear_pointer (&self->today, g_free);
}

/* The page */

static void
karne_home_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneHomePage *self = KARNE_HOME_PAGE (page);

  forget (self);
  karne_copy_notice_set_session (self->notice, session);
  if (session != NULL)
    g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (synced_cb), self, 0);
  update_words (self);
}

static void
look_at_clock (KarneHomePage *self)
{
  karne_reminders_refresh (self->reminders);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->not_over),
                      GTK_FILTER_CHANGE_DIFFERENT);
  update_words (self);
}

/* What was read on another day is read anew; else only what the time changes is looked at. */
static void
karne_home_page_shown (KarnePage *page)
{
  KarneHomePage *self = KARNE_HOME_PAGE (page);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  if (karne_page_get_session (page) == NULL)
    return;
  if (g_strcmp0 (self->today, today) == 0)
    {
      look_at_clock (self);
      return;
    }
  g_free (self->today);
  self->today = g_steal_pointer (&today);
  show_reminders (self);
  show_next_appointment (self);
  show_documents (self);
  update_words (self);
}

static void
karne_home_page_dispose (GObject *object)
{
  KarneHomePage *self = KARNE_HOME_PAGE (object);

  g_clear_object (&self->reminders);
  g_clear_object (&self->not_over);
  g_clear_pointer (&self->today, g_free);
  karne_bin_dispose_template (self, KARNE_TYPE_HOME_PAGE);

  G_OBJECT_CLASS (karne_home_page_parent_class)->dispose (object);
}

static void
karne_home_page_class_init (KarneHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_home_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_home_page_set_session;
  KARNE_PAGE_CLASS (klass)->shown = karne_home_page_shown;

  g_type_ensure (KARNE_TYPE_COPY_NOTICE);
  g_type_ensure (KARNE_TYPE_HOME_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneHomePage, notice);
  gtk_widget_class_bind_template_child (widget_class, KarneHomePage, to_do);
  gtk_widget_class_bind_template_child (widget_class, KarneHomePage, next);
  gtk_widget_class_bind_template_child (widget_class, KarneHomePage, documents);
  gtk_widget_class_bind_template_child (widget_class, KarneHomePage, updated);
  gtk_widget_class_bind_template_callback (widget_class, reminder_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, appointment_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, document_opened_cb);
}

static void
karne_home_page_init (KarneHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_home_group_set_row_func (self->to_do, make_reminder_row, self);
  karne_home_group_set_row_func (self->next, make_appointment_row, self);
  karne_home_group_set_row_func (self->documents, make_document_row, self);
}
