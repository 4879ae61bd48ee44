/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions over a window: each has one answer, however it comes. */

#include "config.h"

#include "karne-dialogs.h"

/* What the toolkit keeps until the end is not ours to free: no search for leaks. Asked for by the
 * runtime of the sanitizer. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

typedef struct
{
  GtkWidget *window;
  GCancellable *cancellable;
  GAsyncResult *result; /* (owned) (nullable) until it comes */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), gtk_label_new ("Under"));
  gtk_window_present (GTK_WINDOW (self->window));
  self->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

/* (nullable) the window over the fixture’s. */
static GtkWidget *
find_dialog (Fixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != self->window)
        return window;
    }
  return NULL;
}

static void
ask (Fixture *self)
{
  /* Asked by what stands in a window, as pages do. */
  karne_dialogs_confirm_async (gtk_window_get_child (GTK_WINDOW (self->window)), "Erase?",
                               "It cannot be undone.", "_Erase", self->cancellable, answered_cb,
                               self);
  g_assert_true (ADW_IS_MESSAGE_DIALOG (find_dialog (self)));
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (find_dialog (self))) ==
                 GTK_WINDOW (self->window));
}

static void
wait_for_answer (Fixture *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_turned_away (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  wait_for_answer (self);
  g_assert_false (karne_dialogs_confirm_finish (self->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (find_dialog (self));
}

static void
test_confirmed (Fixture *self, gconstpointer data)
{
  AdwMessageDialog *dialog;
  g_autoptr (GError) error = NULL;

  ask (self);
  dialog = ADW_MESSAGE_DIALOG (find_dialog (self));
  /* What is chosen without a thought does nothing. */
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  adw_message_dialog_response (dialog, "do-it");
  wait_for_answer (self);
  g_assert_true (karne_dialogs_confirm_finish (self->result, &error));
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_window_destroy (GTK_WINDOW (find_dialog (self)));
}

static void
test_closed (Fixture *self, gconstpointer data)
{
  ask (self);
  gtk_window_close (GTK_WINDOW (find_dialog (self)));
  assert_turned_away (self);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  ask (self);
  g_cancellable_cancel (self->cancellable);
  assert_turned_away (self);
}

/* The window goes, and the question with it. */
static void
test_window_gone (Fixture *self, gconstpointer data)
{
  ask (self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  self->window = NULL;
  assert_turned_away (self);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/dialogs/confirmed", test_confirmed);
  ADD ("/dialogs/closed", test_closed);
  ADD ("/dialogs/cancelled", test_cancelled);
  ADD ("/dialogs/window-gone", test_window_gone);

  return g_test_run ();
}
