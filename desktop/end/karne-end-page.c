/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-end-page.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-dialogs.h"
#include "karne-hand-over.h"
#include "karne-left-group.h"
#include "karne-left.h"
#include "karne-print.h"
#include "karne-proof.h"
#include "karne-receipt.h"
#include "karne-record-row.h"
#include "karne-saved-group.h"
#include "karne-sign-out.h"
#include "karne-status-line.h"
#include "karne-wrap-box.h"

#include <glib/gi18n.h>

/**
 * KarneEndPage:
 *
 * The end of a session that does not last: what was not sent and what was saved elsewhere, each for
 * the person to decide; then the wipe, and what was found when it was looked for. Works without a
 * network. Emits “left” when somebody goes back to the record, or on to the start page.
 */
struct _KarneEndPage
{
  AdwBin parent_instance;

  GtkWidget *back;
  GtkStack *steps;
  GtkLabel *summary;
  KarneLeftGroup *left;
  AdwBin *acts;
  KarneStatusLine *status;
  KarneHandOver *hand_over;
  KarneSavedGroup *saved;
  GtkWidget *receipt;
  GtkLabel *undecided;
  GtkWidget *erase;
  GtkSpinner *spinner;
  GtkLabel *outcome;
  AdwPreferencesGroup *proofs;
  GtkWidget *printed;
  GtkWidget *done;

  KarneDesk *desk;           /* (owned) (nullable) */
  KarneProver *prover;       /* (owned) (nullable) while it is being erased */
  GPtrArray *list;           /* (owned) (nullable) of KarneLeft */
  GPtrArray *followed;       /* (owned) of GObject whose signals are heard */
  GPtrArray *rows;           /* (owned) of what was looked at, owned by the group too */
  GCancellable *cancellable; /* (owned) */
  gboolean has_printed;
  gboolean is_sending;
};

G_DEFINE_FINAL_TYPE (KarneEndPage, karne_end_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_before (KarneEndPage *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->steps), "before");
}

/* What is to be decided */

static void
say_summary (KarneEndPage *self)
{
  guint n = self->list->len;
  g_autofree char *words =
      n > 0 ? g_strdup_printf (ngettext ("%u change has not been sent.",
                                         "%u changes have not been sent.", n),
                               n)
            : g_strdup (_ ("Everything has been sent. The session can be erased."));

  gtk_label_set_label (self->summary, words);
  karne_a11y_name (self->erase, _ ("Erase and end"), words);
}

static void
say_undecided (KarneEndPage *self)
{
  guint n = karne_left_group_count_undecided (self->left);
  g_autofree char *words =
      g_strdup_printf (ngettext ("%u change is still to be decided about.",
                                 "%u changes are still to be decided about.", n),
                       n);

  gtk_label_set_label (self->undecided, words);
  gtk_widget_set_visible (GTK_WIDGET (self->undecided), n > 0);
  gtk_widget_set_sensitive (self->erase, n == 0);
}

static void
values_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneEndPage) self = user_data;

  karne_left_read_finish (result);
  if (self->list != NULL)
    karne_left_group_show_values (self->left);
}

static void
show_left (KarneEndPage *self)
{
  g_clear_pointer (&self->list, g_ptr_array_unref);
  self->list = karne_left_list (self->desk);
  if (self->list->len > 0)
    karne_left_read_async (self->list, self->cancellable, values_read_cb, g_object_ref (self));
  karne_left_group_set_list (self->left, self->list);
  karne_hand_over_set_list (self->hand_over, self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->acts), self->list->len > 0);
  say_summary (self);
  say_undecided (self);
}

static void
decided_cb (KarneLeftGroup *group, gpointer data)
{
  say_undecided (data);
}

static void
handed_cb (KarneHandOver *hand_over, gpointer data)
{
  KarneEndPage *self = data;

  karne_left_group_settle (self->left, _ ("In the sealed file"));
}

/* Sending */

static gboolean
is_any_sending (KarneEndPage *self)
{
  GListModel *profiles = karne_desk_get_profiles (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);
      KarneSession *session = karne_profile_get_session (profile);

      if (session != NULL && karne_session_get_syncing (session))
        return TRUE;
    }
  return FALSE;
}

static void
say_sent (KarneEndPage *self)
{
  if (!self->is_sending || is_any_sending (self))
    return;
  self->is_sending = FALSE;
  if (self->list->len == 0)
    karne_status_line_say (self->status, "karne-up-to-date-symbolic",
                           _ ("Everything has been sent."));
  else
    karne_status_line_say (self->status, "karne-offline-symbolic",
                           _ ("Not everything could be sent. What is left is listed here."));
}

static void
changed_cb (gpointer object, gpointer data)
{
  KarneEndPage *self = data;

  if (self->list == NULL || !is_before (self))
    return;
  show_left (self);
  say_sent (self);
}

static void
syncing_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  changed_cb (session, data);
}

static void
send_clicked_cb (GtkButton *button, gpointer data)
{
  KarneEndPage *self = data;
  GListModel *profiles = karne_desk_get_profiles (self->desk);

  self->is_sending = TRUE;
  karne_status_line_say (self->status, NULL, _ ("Sending…"));
  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);

      if (karne_profile_get_session (profile) != NULL)
        karne_session_sync (karne_profile_get_session (profile));
    }
}

/* Printing */

static void
run_print (KarneEndPage *self, KarneSheetsFunc fill, gpointer data, GCallback done)
{
  g_autoptr (GtkPrintOperation) operation = karne_print_new (NULL, NULL, fill, data);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_signal_connect_object (operation, "done", done, self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

static gboolean
was_printed (KarneEndPage *self, GtkPrintOperation *operation, GtkPrintOperationResult outcome)
{
  g_autoptr (GError) error = NULL;

  if (outcome == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      karne_dialogs_say_error (GTK_WIDGET (self), _ ("This page could not be printed"), error);
    }
  if (outcome != GTK_PRINT_OPERATION_RESULT_APPLY)
    return FALSE;
  self->has_printed = TRUE;
  karne_status_line_say (self->status, "karne-up-to-date-symbolic",
                         _ ("Sent to the printer: remember to take the sheets there."));
  return TRUE;
}

static void
left_printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, gpointer data)
{
  KarneEndPage *self = data;

  if (was_printed (self, operation, outcome))
    /* Translators: of a change that was not sent, and is on paper now. */
    karne_left_group_settle (self->left, C_ ("change", "Printed"));
}

static void
receipt_printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, gpointer data)
{
  was_printed (data, operation, outcome);
}

static void
left_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneEndPage) self = user_data;

  karne_left_read_finish (result);
  if (self->list != NULL && is_before (self))
    run_print (self, karne_left_print, self->list, G_CALLBACK (left_printed_cb));
}

static void
print_clicked_cb (GtkButton *button, gpointer data)
{
  KarneEndPage *self = data;

  karne_left_read_async (self->list, self->cancellable, left_read_cb, g_object_ref (self));
}

static void
receipt_clicked_cb (GtkButton *button, gpointer data)
{
  KarneEndPage *self = data;

  run_print (self, karne_receipt_print, self->desk, G_CALLBACK (receipt_printed_cb));
}

/* Erasing */

static void
show_proofs (KarneEndPage *self, GPtrArray *proofs)
{
  gboolean all_good = TRUE;

  for (guint i = 0; i < proofs->len; i++)
    {
      const KarneProof *proof = proofs->pdata[i];
      GtkWidget *row = karne_record_row_new (proof->is_good ? "karne-up-to-date-symbolic"
                                                            : "karne-warning-symbolic",
                                             proof->words, NULL);

      all_good = all_good && proof->is_good;
      adw_preferences_group_add (self->proofs, row);
      g_ptr_array_add (self->rows, g_object_ref (row));
    }
  gtk_label_set_label (self->outcome, all_good ? _ ("Nothing is left of the session")
                                               : _ ("The session is over: one point to look at"));
}

static void
proved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneEndPage) self = user_data;
  g_autoptr (GPtrArray) proofs = karne_prover_look_finish (KARNE_PROVER (object), result, NULL);

  if (self->desk == NULL || proofs == NULL)
    return;
  show_proofs (self, proofs);
  g_clear_object (&self->prover);
  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_widget_set_visible (self->printed, self->has_printed);
  gtk_stack_set_visible_child_name (self->steps, "after");
  gtk_widget_grab_focus (self->done);
}

/* What could not be erased is found when it is looked for. */
static void
closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneEndPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!karne_desk_close_finish (KARNE_DESK (object), result, &error))
    g_debug ("Ending a session: %s", error->message);
  if (self->desk != NULL && self->prover != NULL)
    karne_prover_look_async (self->prover, GTK_WIDGET (self), NULL, proved_cb, g_object_ref (self));
}

static void
erase_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  GPtrArray *files = data;

  for (guint i = 0; i < files->len; i++)
    g_file_delete (files->pdata[i], NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
close_desk (KarneEndPage *self)
{
  if (self->desk != NULL)
    karne_desk_close_async (self->desk, NULL, closed_cb, g_object_ref (self));
}

/* A server that was not told ends it by itself; here it is gone in any case. */
static void
signed_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneEndPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!karne_sign_out_finish (result, &error))
    g_debug ("Ending a session: %s", error->message);
  close_desk (self);
}

/* Whoever signed in for this session is signed out before its keys go. */
static void
files_erased_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KarneEndPage *self = KARNE_END_PAGE (object);
  KarneSession *session = self->desk != NULL ? karne_desk_get_session (self->desk) : NULL;
  g_autoptr (KarneClock) clock = karne_system_clock_new ();

  if (session == NULL || karne_session_get_agreement (session) == NULL)
    {
      close_desk (self);
      return;
    }
  karne_sign_out_async (session, clock, signed_out_cb, g_object_ref (self));
}

/* What is to be gone is made note of while it is there. */
static void
begin_erasing (KarneEndPage *self)
{
  g_set_object (&self->prover, NULL);
  self->prover = karne_prover_new (self->desk);
  karne_end_page_forget (self);
  gtk_widget_set_visible (self->back, FALSE);
  gtk_spinner_set_spinning (self->spinner, TRUE);
  gtk_stack_set_visible_child_name (self->steps, "erasing");
}

static void
erase_clicked_cb (GtkButton *button, gpointer data)
{
  KarneEndPage *self = data;
  g_autoptr (GTask) task = g_task_new (self, NULL, files_erased_cb, NULL);

  g_task_set_source_tag (task, erase_clicked_cb);
  g_task_set_task_data (task, karne_saved_group_list_to_erase (self->saved),
                        (GDestroyNotify) g_ptr_array_unref);
  begin_erasing (self);
  g_task_run_in_thread (task, erase_in_thread);
}

/* The page */

static void
back_clicked_cb (GtkButton *button, gpointer data)
{
  karne_end_page_forget (data);
  g_signal_emit (data, signals[SIGNAL_LEFT], 0);
}

static void
done_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_LEFT], 0);
}

static gboolean
back_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  KarneEndPage *self = KARNE_END_PAGE (widget);

  if (!is_before (self))
    return FALSE;
  back_clicked_cb (NULL, self);
  return TRUE;
}

static void
follow (KarneEndPage *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, 0);
  g_ptr_array_add (self->followed, g_object_ref (object));
}

static void
follow_records (KarneEndPage *self)
{
  GListModel *profiles = karne_desk_get_profiles (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);
      KarneSession *session = karne_profile_get_session (profile);

      if (session == NULL)
        continue;
      follow (self, karne_session_get_unsent (session), "changed", G_CALLBACK (changed_cb));
      follow (self, session, "notify::syncing", G_CALLBACK (syncing_cb));
    }
}

/* Of the session before. */
static void
clear_proofs (KarneEndPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->proofs, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  self->has_printed = FALSE;
}

void
karne_end_page_erase (KarneEndPage *self)
{
  g_return_if_fail (KARNE_IS_END_PAGE (self) && self->desk != NULL);

  clear_proofs (self);
  begin_erasing (self);
  close_desk (self);
}

void
karne_end_page_begin (KarneEndPage *self)
{
  g_return_if_fail (KARNE_IS_END_PAGE (self) && self->desk != NULL);

  karne_end_page_forget (self);
  clear_proofs (self);
  gtk_widget_set_visible (self->back, TRUE);
  gtk_stack_set_visible_child_name (self->steps, "before");
  follow_records (self);
  show_left (self);
  karne_saved_group_set_files (self->saved, karne_desk_get_saved (self->desk));
  gtk_widget_grab_focus (gtk_widget_get_sensitive (self->erase) ? self->erase
                                                                : GTK_WIDGET (self->left));
  if (!gtk_widget_get_sensitive (self->erase))
    gtk_widget_child_focus (GTK_WIDGET (self->left), GTK_DIR_TAB_FORWARD);
}

void
karne_end_page_forget (KarneEndPage *self)
{
  g_return_if_fail (KARNE_IS_END_PAGE (self));

  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_data (self->followed->pdata[i], self);
  g_ptr_array_set_size (self->followed, 0);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  self->is_sending = FALSE;
  karne_left_group_set_list (self->left, NULL);
  karne_hand_over_set_list (self->hand_over, NULL);
  karne_saved_group_set_files (self->saved, NULL);
  karne_status_line_say (self->status, NULL, NULL);
}

void
karne_end_page_set_desk (KarneEndPage *self, KarneDesk *desk)
{
  g_return_if_fail (KARNE_IS_END_PAGE (self));

  g_set_object (&self->desk, desk);
}

static void
karne_end_page_map (GtkWidget *widget)
{
  karne_a11y_fix_focus (widget, _ ("End of the session"));

  GTK_WIDGET_CLASS (karne_end_page_parent_class)->map (widget);
}

static void
karne_end_page_dispose (GObject *object)
{
  KarneEndPage *self = KARNE_END_PAGE (object);

  if (self->desk != NULL)
    karne_end_page_forget (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->prover);
  g_clear_object (&self->desk);
  karne_bin_dispose_template (self, KARNE_TYPE_END_PAGE);

  G_OBJECT_CLASS (karne_end_page_parent_class)->dispose (object);
}

static void
karne_end_page_finalize (GObject *object)
{
  KarneEndPage *self = KARNE_END_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (karne_end_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, back);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, summary);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, left);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, acts);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, status);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, hand_over);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, saved);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, receipt);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, undecided);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, erase);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, proofs);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, printed);
  gtk_widget_class_bind_template_child (widget_class, KarneEndPage, done);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, decided_cb);
  gtk_widget_class_bind_template_callback (widget_class, handed_cb);
  gtk_widget_class_bind_template_callback (widget_class, receipt_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, erase_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked_cb);
}

static void
karne_end_page_class_init (KarneEndPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_end_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_end_page_finalize;
  widget_class->map = karne_end_page_map;

  signals[SIGNAL_LEFT] = g_signal_new ("left", KARNE_TYPE_END_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KARNE_TYPE_HAND_OVER);
  g_type_ensure (KARNE_TYPE_LEFT_GROUP);
  g_type_ensure (KARNE_TYPE_SAVED_GROUP);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-end-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, back_key_cb, NULL);
}

static void
add_act (KarneEndPage *self, GtkWidget *box, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect (button, "clicked", callback, self);
  karne_wrap_box_append (KARNE_WRAP_BOX (box), button);
}

static void
karne_end_page_init (KarneEndPage *self)
{
  GtkWidget *box = karne_wrap_box_new (6);

  self->cancellable = g_cancellable_new ();
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_act (self, box, _ ("Send now"), G_CALLBACK (send_clicked_cb));
  /* Translators: a button: puts on paper what was not sent. */
  add_act (self, box, _ ("Print the list"), G_CALLBACK (print_clicked_cb));
  adw_bin_set_child (self->acts, box);
}
