/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-waiting-page.h"

#include "karne-bin.h"
#include "karne-change-row.h"
#include "karne-conflict-card.h"
#include "karne-set-aside-group.h"
#include "karne-status-line.h"
#include "karne-waiting-group.h"
#include "karne-window.h"

#include <glib/gi18n.h>

/* Of the lists of changes, those that are shown in groups alike. */
#define N_GROUPS (KARNE_CHANGE_LIST_OF_HISTORY + 1)

/**
 * KarneWaitingPage:
 *
 * What was changed here and is not settled: what is to be decided, what waits to be sent; what
 * became of all the rest; and what came and could not be taken in.
 */
struct _KarneWaitingPage
{
  KarnePage parent_instance;

  KarneStatusLine *trouble;
  KarneWaitingGroup *to_decide;
  KarneStatusLine *held;
  KarneWaitingGroup *to_send;
  KarneWaitingGroup *history;
  KarneSetAsideGroup *aside;

  KarneChangeList *changes[N_GROUPS]; /* (owned) (nullable) */
  GPtrArray *sources;                 /* (owned) of KarneSyncStatus */
  gboolean is_saving;                 /* a decision is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (KarneWaitingPage, karne_waiting_page, KARNE_TYPE_PAGE)

/* (nullable) NULL once the record is closed. */
static KarneStore *
get_store (KarneWaitingPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));

  return session != NULL ? karne_session_get_store (session) : NULL;
}

/* Saying what came of an act */

static void
say_done (KarneWaitingGroup *group, const char *words)
{
  karne_waiting_group_say (group, "karne-up-to-date-symbolic", words);
}

static void
say_error (KarneWaitingGroup *group, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* It was sent, or decided, in the meantime. */
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    words = g_strdup (_ ("This is settled already: nothing was done."));
  else
    words = karne_error_to_words (error);
  karne_waiting_group_say (group, "karne-warning-symbolic", words);
}

static void
say_in_toast (KarneWaitingPage *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (KARNE_IS_WINDOW (root))
    karne_window_say (KARNE_WINDOW (root), words);
}

/* Undoing, and trying again */

static void
undone_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWaitingPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_store_undo_finish (KARNE_STORE (object), result, &error))
    {
      say_done (self->to_send, _ ("Undone: it is as it was before."));
      say_in_toast (self, _ ("Undone: it is as it was before."));
    }
  else
    say_error (self->to_send, error);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneStore *store = get_store (KARNE_WAITING_PAGE (widget));

  if (store != NULL)
    karne_store_undo_async (store, g_variant_get_int64 (parameter), NULL, undone_cb,
                            g_object_ref (widget));
}

static void
retried_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWaitingPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!karne_store_retry_finish (KARNE_STORE (object), result, &error))
    {
      say_error (self->to_send, error);
      return;
    }
  say_done (self->to_send, _ ("It is sent again."));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", NULL);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneStore *store = get_store (KARNE_WAITING_PAGE (widget));

  if (store != NULL)
    karne_store_retry_async (store, g_variant_get_int64 (parameter), NULL, retried_cb,
                             g_object_ref (widget));
}

/* Deciding */

static void
resolved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWaitingPage) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_saving = FALSE;
  if (karne_store_resolve_finish (KARNE_STORE (object), result, &error))
    say_done (self->to_decide, _ ("The decision is saved here, and sent with the next update."));
  else
    say_error (self->to_decide, error);
}

static void
save_cb (KarneConflictCard *card, gpointer data)
{
  KarneWaitingPage *self = data;
  KarneStore *store = get_store (self);
  KarneKeep otherwise = KARNE_KEEP_THEIRS;
  g_autoptr (GHashTable) choices = NULL;

  if (store == NULL || self->is_saving)
    return;
  choices = karne_conflict_card_dup_choices (card, &otherwise);
  self->is_saving = TRUE;
  karne_store_resolve_async (store, karne_conflict_card_get_number (card), choices, otherwise, NULL,
                             resolved_cb, g_object_ref (self));
}

static void
later_cb (KarneConflictCard *card, gpointer data)
{
  KarneWaitingPage *self = data;

  karne_conflict_card_reset (card);
  karne_waiting_group_focus_next (self->to_decide);
  say_done (self->to_decide,
            _ ("Left for later: it stays here, and all the rest is kept up to date."));
}

/* Rows */

static GtkWidget *
make_card (KarneChangeItem *item, gpointer data)
{
  GtkWidget *card = karne_conflict_card_new (karne_change_item_get_conflict (item));

  g_signal_connect_object (card, "save", G_CALLBACK (save_cb), data, 0);
  g_signal_connect_object (card, "later", G_CALLBACK (later_cb), data, 0);
  return card;
}

static GtkWidget *
make_change_row (KarneChangeItem *item, gpointer data)
{
  return karne_change_row_new (karne_change_item_get_waiting (item));
}

static GtkWidget *
make_event_row (KarneChangeItem *item, gpointer data)
{
  return karne_event_row_new (karne_change_item_get_event (item));
}

/* What could not be read, of any of them. */
static const GError *
find_error (KarneWaitingPage *self)
{
  for (guint of = 0; of < N_GROUPS; of++)
    {
      const GError *error =
          self->changes[of] != NULL ? karne_change_list_get_error (self->changes[of]) : NULL;

      if (error != NULL)
        return error;
    }
  return NULL;
}

/* What waits though there is a network says why. */
static void
say_held (KarneWaitingPage *self)
{
  KarneChangeList *waiting = self->changes[KARNE_CHANGE_LIST_OF_WAITING];
  gboolean is_held = FALSE;

  for (guint i = 0; i < self->sources->len; i++)
    is_held = is_held || karne_sync_status_get_holds_back (self->sources->pdata[i]);
  is_held = is_held && waiting != NULL && g_list_model_get_n_items (G_LIST_MODEL (waiting)) > 0;
  karne_status_line_say (
      self->held, "karne-waiting-symbolic",
      is_held ? _ ("On a metered network, and while power is saved, changes wait: they are kept "
                   "here, and sent as soon as that is over or the record is updated by hand.")
              : NULL);
}

static void
changes_changed_cb (KarneChangeList *changes, gpointer data)
{
  KarneWaitingPage *self = data;
  const GError *error = find_error (self);
  g_autofree char *words = error != NULL ? karne_error_to_words (error) : NULL;

  karne_status_line_say (self->trouble, "karne-warning-symbolic", words);
  say_held (self);
}

/* Those that a record has when it is opened; another means another session. */
static void
set_sources (KarneWaitingPage *self, GListModel *sources)
{
  for (guint i = 0; i < self->sources->len; i++)
    g_signal_handlers_disconnect_by_data (self->sources->pdata[i], self);
  g_ptr_array_set_size (self->sources, 0);
  for (guint i = 0; sources != NULL && i < g_list_model_get_n_items (sources); i++)
    {
      KarneSyncStatus *status = g_list_model_get_item (sources, i);

      g_signal_connect_swapped (status, "notify::holds-back", G_CALLBACK (say_held), self);
      g_ptr_array_add (self->sources, status);
    }
  say_held (self);
}

static void
set_changes (KarneWaitingPage *self,
             KarneSession *session,
             KarneChangeListOf of,
             KarneWaitingGroup *group,
             KarneWaitingWidgetFunc func)
{
  KarneChangeList *changes = session != NULL ? karne_session_get_changes (session, of) : NULL;

  if (self->changes[of] != NULL)
    g_signal_handlers_disconnect_by_data (self->changes[of], self);
  g_set_object (&self->changes[of], changes);
  karne_waiting_group_set_changes (group, changes, of, func, self);
  if (changes != NULL)
    g_signal_connect_object (changes, "changed", G_CALLBACK (changes_changed_cb), self, 0);
}

static void
karne_waiting_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneWaitingPage *self = KARNE_WAITING_PAGE (page);

  self->is_saving = FALSE;
  set_changes (self, session, KARNE_CHANGE_LIST_OF_CONFLICTS, self->to_decide, make_card);
  set_changes (self, session, KARNE_CHANGE_LIST_OF_WAITING, self->to_send, make_change_row);
  set_changes (self, session, KARNE_CHANGE_LIST_OF_HISTORY, self->history, make_event_row);
  changes_changed_cb (NULL, self);
  set_sources (self, session != NULL ? karne_session_get_sources (session) : NULL);
  karne_set_aside_group_set_changes (
      self->aside, session != NULL
                       ? karne_session_get_changes (session, KARNE_CHANGE_LIST_OF_QUARANTINED)
                       : NULL);
}

static void
karne_waiting_page_dispose (GObject *object)
{
  KarneWaitingPage *self = KARNE_WAITING_PAGE (object);

  for (guint of = 0; of < N_GROUPS; of++)
    {
      if (self->changes[of] != NULL)
        g_signal_handlers_disconnect_by_data (self->changes[of], self);
      g_clear_object (&self->changes[of]);
    }
  for (guint i = 0; i < self->sources->len; i++)
    g_signal_handlers_disconnect_by_data (self->sources->pdata[i], self);
  g_ptr_array_set_size (self->sources, 0);
  karne_bin_dispose_template (object, KARNE_TYPE_WAITING_PAGE);

  G_OBJECT_CLASS (karne_waiting_page_parent_class)->dispose (object);
}

static void
karne_waiting_page_finalize (GObject *object)
{
  g_ptr_array_unref (KARNE_WAITING_PAGE (object)->sources);

  G_OBJECT_CLASS (karne_waiting_page_parent_class)->finalize (object);
}

static void
karne_waiting_page_class_init (KarneWaitingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_waiting_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_waiting_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_waiting_page_set_session;

  g_type_ensure (KARNE_TYPE_SET_ASIDE_GROUP);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  g_type_ensure (KARNE_TYPE_WAITING_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-waiting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, held);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, to_decide);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, to_send);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, history);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, aside);
  gtk_widget_class_install_action (widget_class, "waiting.undo", "x", undo_action);
  gtk_widget_class_install_action (widget_class, "waiting.retry", "x", retry_action);
}

static void
karne_waiting_page_init (KarneWaitingPage *self)
{
  self->sources = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_waiting_group_set_empty_words (self->to_decide, _ ("Nothing is to be decided"),
                                       _ ("Nothing was changed here and elsewhere at once."));
  karne_waiting_group_set_empty_words (self->to_send, _ ("Nothing is waiting to be sent"),
                                       _ ("The server has all that was entered here."));
  karne_waiting_group_set_empty_words (self->history, _ ("Nothing was changed here yet"), NULL);
}
