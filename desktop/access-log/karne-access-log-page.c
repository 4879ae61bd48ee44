/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-log-page.h"

#include "karne-access-page.h"
#include "karne-access-refresh.h"
#include "karne-access-words.h"
#include "karne-bin.h"
#include "karne-record-list.h"
#include "karne-row-facts.h"
#include "karne-status-line.h"

#include <glib/gi18n.h>

/**
 * KarneAccessLogPage:
 *
 * Who looked at the record, day by day, as the servers tell it. They are asked each time that
 * somebody comes to this page, and at no other time.
 */
struct _KarneAccessLogPage
{
  KarnePage parent_instance;

  KarneStatusLine *line;
  KarneRecordList *records;

  KarneAccessRefresh *refresh; /* (owned) (nullable) */
  KarneSession *session;       /* (owned) (nullable) the one that is listened to */
};

G_DEFINE_FINAL_TYPE (KarneAccessLogPage, karne_access_log_page, KARNE_TYPE_PAGE)

/* Rows */

static void
add_what (KarneRecordRow *row, GPtrArray *facts)
{
  guint last = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];
      g_autofree char *words = NULL;

      if (fact->part == last)
        continue;
      last = fact->part;
      words = karne_access_words_what (karne_row_facts_get (facts, last, "kind"),
                                       karne_row_facts_get (facts, last, "title"));
      karne_record_row_add_line (row, words);
    }
}

static void
add_purpose (KarneRecordRow *row, GPtrArray *facts)
{
  const char *purpose = karne_row_facts_get (facts, 0, "purpose");

  if (karne_row_facts_get (facts, 0, "emergency") != NULL)
    karne_record_row_add_chip (row, "karne-warning-symbolic",
                               _ ("Access in an emergency (“break the glass”)"), "warning");
  else if (purpose != NULL)
    karne_record_row_add_chip (row, NULL, purpose, NULL);
}

static void
show_facts (KarneRecordRow *row, KarneResource *resource, GPtrArray *facts)
{
  g_autofree char *role = karne_access_words_role (karne_row_facts_get (facts, 0, "agent"),
                                                   karne_row_facts_get (facts, 0, "role"));

  karne_record_row_add_line (row, role);
  karne_record_row_add_line (row, karne_row_facts_get (facts, 0, "place"));
  add_what (row, facts);
  karne_record_row_add_line (row, karne_row_facts_get (facts, 0, "outcome"));
  add_purpose (row, facts);
}

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  KarnePage *page = data;
  const KarneItem *item = karne_resource_get_item (resource);
  g_autofree char *act = karne_access_words_act (item->detail, item->date);
  g_autofree char *outcome = karne_access_words_outcome (item->status);
  GtkWidget *row = karne_record_row_new ("karne-access-symbolic",
                                         item->author != NULL && *item->author != '\0'
                                             ? item->author
                                             /* Translators: stands where the name of somebody who
                                              * looked at the record is not known. */
                                             : _ ("Name not given"),
                                         act);

  if (outcome != NULL)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), "karne-error-symbolic", outcome, NULL);
  karne_row_facts_read (KARNE_RECORD_ROW (row),
                        karne_session_get_view (karne_page_get_session (page)), resource,
                        show_facts);
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  return row;
}

static void
row_activated_cb (KarneRecordList *records, KarneResource *resource, gpointer data)
{
  karne_access_page_open (KARNE_PAGE (data), resource);
}

static char *
make_heading (KarneResource *resource, gpointer data)
{
  const char *date = karne_resource_get_date (resource);

  return date != NULL ? karne_date_to_words (date, KARNE_DATE_STYLE_DAY)
                      : g_strdup (_ ("Without a date"));
}

/* How far it is known */

static gboolean
is_out_of_reach (KarneSession *session)
{
  KarneSyncState state = karne_session_get_state (session);

  return state == KARNE_SYNC_STATE_OFFLINE || state == KARNE_SYNC_STATE_UNAVAILABLE;
}

static void
say_failure (KarneAccessLogPage *self, const char *until)
{
  g_autofree char *words = NULL;

  if (until != NULL)
    /* Translators: with a date, as in “What is shown was known on 3 March 2026 at 14:02.” */
    words = g_strdup_printf (_ ("The server could not be asked. What is shown was known on %s."),
                             until);
  karne_status_line_say (
      self->line, "karne-offline-symbolic",
      words != NULL ? words
                    : _ ("The server could not be asked, and it never told all of this before."));
}

static void
update_line (KarneAccessLogPage *self)
{
  const char *instant = karne_access_refresh_get_known_until (self->refresh);
  gboolean running = karne_access_refresh_is_running (self->refresh);
  g_autofree char *until =
      instant != NULL ? karne_date_to_words (instant, KARNE_DATE_STYLE_LONG) : NULL;
  g_autofree char *words = NULL;

  if (karne_access_refresh_get_error (self->refresh) != NULL ||
      (running && is_out_of_reach (self->session)))
    {
      say_failure (self, until);
      return;
    }
  if (!running && until != NULL)
    /* Translators: with a date, as in “All accesses up to 3 March 2026 at 14:02 are here.” */
    words = g_strdup_printf (_ ("All accesses up to %s are here."), until);
  karne_status_line_say (self->line, running ? NULL : "karne-up-to-date-symbolic",
                         running ? _ ("Asking the server who looked at the record…") : words);
}

static void
refresh_changed_cb (KarneAccessRefresh *refresh, gpointer data)
{
  update_line (data);
}

static void
session_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update_line (data);
}

/* The page */

static void
let_go (KarneAccessLogPage *self)
{
  if (self->refresh != NULL)
    g_signal_handlers_disconnect_by_data (self->refresh, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->refresh);
  g_clear_object (&self->session);
}

static void
take_up (KarneAccessLogPage *self, KarneSession *session)
{
  g_autoptr (KarneList) list = karne_list_new (karne_session_get_view (session), "AuditEvent");

  self->session = g_object_ref (session);
  self->refresh = karne_access_refresh_new (session);
  g_signal_connect_object (self->refresh, "changed", G_CALLBACK (refresh_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_changed_cb), self, 0);
  karne_record_list_set_list (self->records, list);
  update_line (self);
}

static void
karne_access_log_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneAccessLogPage *self = KARNE_ACCESS_LOG_PAGE (page);

  let_go (self);
  karne_status_line_say (self->line, NULL, NULL);
  if (session != NULL)
    take_up (self, session);
  else
    karne_record_list_set_list (self->records, NULL);
}

static void
karne_access_log_page_shown (KarnePage *page)
{
  KarneAccessLogPage *self = KARNE_ACCESS_LOG_PAGE (page);

  if (self->refresh != NULL)
    karne_access_refresh_run (self->refresh);
}

static void
karne_access_log_page_dispose (GObject *object)
{
  let_go (KARNE_ACCESS_LOG_PAGE (object));
  karne_bin_dispose_template (object, KARNE_TYPE_ACCESS_LOG_PAGE);

  G_OBJECT_CLASS (karne_access_log_page_parent_class)->dispose (object);
}

static void
karne_access_log_page_class_init (KarneAccessLogPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_access_log_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_access_log_page_set_session;
  KARNE_PAGE_CLASS (klass)->shown = karne_access_log_page_shown;

  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-access-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, line);
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, records);
}

static void
karne_access_log_page_init (KarneAccessLogPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_record_list_set_row_func (self->records, make_row, self);
  g_signal_connect_object (self->records, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  karne_record_list_set_heading_func (self->records, make_heading, self);
  karne_record_list_set_empty_icon (self->records, "karne-access-symbolic");
  karne_record_list_set_empty_words (
      self->records, _ ("Nothing is known of who looked at the record"),
      _ ("What the server tells of it stands here: who, in which role, when and what."));
}
