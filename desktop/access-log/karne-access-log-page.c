/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-log-page.h"

#include "karne-access-handover.h"
#include "karne-access-lines.h"
#include "karne-access-page.h"
#include "karne-access-refresh.h"
#include "karne-access-row.h"
#include "karne-bin.h"
#include "karne-mask-words.h"
#include "karne-record-list.h"
#include "karne-status-line.h"
#include "karne-wrap-box.h"

#include <glib/gi18n.h>

/**
 * KarneAccessLogPage:
 *
 * Who looked at the record, day by day: what was noted on this computer, and what the servers tell.
 * They are asked each time that somebody comes to this page, and at no other time; what was noted
 * here is read, and verified, then too.
 */
struct _KarneAccessLogPage
{
  KarnePage parent_instance;

  KarneStatusLine *line;
  KarneStatusLine *broken;
  KarneStatusLine *tells;
  AdwBin *buttons_place;
  KarneRecordList *records;
  GtkWidget *print; /* (unowned) */
  GtkWidget *save;  /* (unowned) */

  KarneAccessRefresh *refresh; /* (owned) (nullable) */
  KarneAccessLines *lines;     /* (owned) (nullable) */
  KarneSession *session;       /* (owned) (nullable) the one that is listened to */
  GCancellable *cancellable;   /* (owned) (nullable) of what is read for it */
};

G_DEFINE_FINAL_TYPE (KarneAccessLogPage, karne_access_log_page, KARNE_TYPE_PAGE)

/* Rows */

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  return karne_access_row_widget_new (karne_session_get_view (karne_page_get_session (data)),
                                      resource);
}

static void
row_activated_cb (KarneRecordList *records, KarneResource *resource, gpointer data)
{
  /* Of what was noted on this computer, the line says all. */
  if (karne_access_lines_get_row (resource) == NULL)
    karne_access_page_open (KARNE_PAGE (data), resource);
}

static char *
make_heading (KarneResource *resource, gpointer data)
{
  const char *date = karne_resource_get_date (resource);

  return date != NULL ? karne_date_to_words (date, KARNE_DATE_STYLE_DAY)
                      : g_strdup (_ ("Without a date"));
}

static void
load_more (GListModel *lines)
{
  karne_access_lines_load_more (KARNE_ACCESS_LINES (lines));
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

/* Whether what was noted here is as it was written */

static void
verified_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneAccessLogPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 broken = karne_access_log_verify_finish (KARNE_VIEW (object), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    words = karne_error_to_words (error);
  else if (broken > 0)
    words = karne_access_log_broken_to_words (broken);
  karne_status_line_say (self->broken, "karne-warning-symbolic", words);
}

/* Whether a server is told of it */

/* What is in the way comes before what goes well. */
static const KarneSource *
find_teller (GPtrArray *sources)
{
  const KarneSource *teller = NULL;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const KarneSource *source = sources->pdata[i];

      if (source->tells && (teller == NULL || teller->tell_trouble == NULL))
        teller = source;
    }
  return teller;
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneAccessLogPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  const KarneSource *teller = find_teller (sources);
  g_autofree char *words = teller != NULL ? karne_source_tells_to_words (teller) : NULL;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    karne_status_line_say (self->tells, "karne-access-symbolic", words);
}

/* On paper, and in a file */

static gboolean
karne_access_log_page_print (KarnePage *page)
{
  KarneAccessLogPage *self = KARNE_ACCESS_LOG_PAGE (page);

  if (self->lines == NULL)
    return FALSE;
  karne_access_handover_print (page, self->print, karne_access_lines_get_theirs (self->lines),
                               self->cancellable);
  return TRUE;
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneAccessLogPage *self = KARNE_ACCESS_LOG_PAGE (widget);

  if (self->lines != NULL)
    karne_access_handover_save (KARNE_PAGE (self), self->save,
                                karne_access_lines_get_theirs (self->lines), self->cancellable);
}

static GtkWidget *
add_button (KarneWrapBox *buttons, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  karne_wrap_box_append (buttons, button);
  return button;
}

static void
add_buttons (KarneAccessLogPage *self)
{
  GtkWidget *place = karne_wrap_box_new (6);

  self->print = add_button (KARNE_WRAP_BOX (place), _ ("Print"), "win.print");
  self->save = add_button (KARNE_WRAP_BOX (place), _ ("Save as a file"), "access-log.save");
  adw_bin_set_child (self->buttons_place, place);
}

/* The page */

static void
let_go (KarneAccessLogPage *self)
{
  if (self->refresh != NULL)
    g_signal_handlers_disconnect_by_data (self->refresh, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->refresh);
  g_clear_object (&self->lines);
  g_clear_object (&self->session);
}

static void
take_up (KarneAccessLogPage *self, KarneSession *session)
{
  self->session = g_object_ref (session);
  self->cancellable = g_cancellable_new ();
  self->lines = karne_access_lines_new (karne_session_get_view (session));
  self->refresh = karne_access_refresh_new (session);
  g_signal_connect_object (self->refresh, "changed", G_CALLBACK (refresh_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_changed_cb), self, 0);
  karne_record_list_set_lines (self->records, G_LIST_MODEL (self->lines), load_more);
  update_line (self);
}

static void
karne_access_log_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneAccessLogPage *self = KARNE_ACCESS_LOG_PAGE (page);

  let_go (self);
  karne_status_line_say (self->line, NULL, NULL);
  karne_status_line_say (self->broken, NULL, NULL);
  karne_status_line_say (self->tells, NULL, NULL);
  karne_record_list_set_masked (self->records, karne_mask_words_is_masked (session, "AuditEvent"),
                                karne_mask_words_title (), karne_mask_words_sentence ());
  if (session != NULL)
    take_up (self, session);
  else
    karne_record_list_set_lines (self->records, NULL, NULL);
}

static void
karne_access_log_page_shown (KarnePage *page)
{
  KarneAccessLogPage *self = KARNE_ACCESS_LOG_PAGE (page);

  if (self->refresh == NULL)
    return;
  karne_access_refresh_run (self->refresh);
  karne_access_lines_refresh (self->lines);
  karne_access_log_verify_async (karne_session_get_view (self->session), self->cancellable,
                                 verified_cb, g_object_ref (self));
  karne_store_list_sources_async (karne_session_get_store (self->session), self->cancellable,
                                  sources_listed_cb, g_object_ref (self));
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
  KARNE_PAGE_CLASS (klass)->print = karne_access_log_page_print;

  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-access-log-page.ui");
  gtk_widget_class_install_action (widget_class, "access-log.save", NULL, save_action);
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, line);
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, broken);
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, tells);
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, buttons_place);
  gtk_widget_class_bind_template_child (widget_class, KarneAccessLogPage, records);
}

static void
karne_access_log_page_init (KarneAccessLogPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_buttons (self);
  karne_record_list_set_row_func (self->records, make_row, self);
  g_signal_connect_object (self->records, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  karne_record_list_set_heading_func (self->records, make_heading, self);
  karne_record_list_set_empty_icon (self->records, "karne-access-symbolic");
  karne_record_list_set_empty_words (
      self->records, _ ("Nothing is known of who looked at the record"),
      _ ("What was done on this computer stands here, and what the server tells: who, in which "
         "role, when and what."));
}
