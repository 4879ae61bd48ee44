/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sign-in-window.h"

#include "karne-a11y.h"
#include "karne-sign-in-panel.h"

/**
 * KarneSignInWindow:
 *
 * Over a record whose server does not know the person any more: signing in again, as the same
 * person. The record stays readable behind it, and is brought up to date once it is done.
 */
struct _KarneSignInWindow
{
  AdwWindow parent_instance;

  KarneSignInPanel *panel;
  GtkLabel *trouble;

  KarneSession *session;     /* (owned) (nullable) */
  KarneClock *clock;         /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled when the window goes */
  KarneSignInFlow *flow;     /* (owned) (nullable) */
  gint64 source;
  char *scopes;  /* (owned) */
  char *command; /* (owned) (nullable) */
  gboolean is_shared;
};

G_DEFINE_FINAL_TYPE (KarneSignInWindow, karne_sign_in_window, ADW_TYPE_WINDOW)

static void
say_error (KarneSignInWindow *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  gtk_label_set_label (self->trouble, words);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  karne_a11y_name (self->trouble, words, NULL);
}

static void
kept_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->session == NULL)
    return;
  if (!karne_credentials_keep_finish (KARNE_CREDENTIALS (object), result, &error))
    {
      say_error (self, error);
      return;
    }
  karne_session_sync (self->session);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* A record that was closed meanwhile has no place for them: they are handed back. */
static void
keep (KarneSignInWindow *self)
{
  g_autoptr (KarneCredentials) credentials = karne_sign_in_flow_steal_credentials (self->flow);
  KarneStore *store = karne_session_get_store (self->session);

  if (store != NULL)
    karne_credentials_keep_async (credentials, store, self->source, NULL, kept_cb,
                                  g_object_ref (self));
  else
    karne_credentials_sign_out_async (credentials, NULL, NULL, NULL);
}

static void
step_changed_cb (KarneSignInFlow *flow, GParamSpec *pspec, gpointer data)
{
  if (karne_sign_in_flow_get_step (flow) == KARNE_SIGN_IN_STEP_CONFIRMED)
    keep (data);
}

/* The one that asks for it, else the first. */
static const KarneSource *
choose_source (KarneSignInWindow *self, GPtrArray *sources)
{
  GListModel *statuses = karne_session_get_sources (self->session);

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (statuses, i);

      if (status != NULL && karne_sync_status_get_state (status) == KARNE_SYNC_STATE_SIGN_IN_NEEDED)
        return sources->pdata[i];
    }
  return sources->len > 0 ? sources->pdata[0] : NULL;
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  const KarneSource *source;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  source = sources != NULL ? choose_source (self, sources) : NULL;
  if (source == NULL)
    {
      if (error != NULL)
        say_error (self, error);
      return;
    }
  self->source = source->id;
  self->flow = karne_sign_in_flow_new (self->clock, source->base, self->scopes, source->patient);
  g_signal_connect (self->flow, "notify::step", G_CALLBACK (step_changed_cb), self);
  karne_sign_in_panel_set_flow (self->panel, self->flow, self->command, self->is_shared);
  karne_sign_in_flow_start (self->flow);
}

static void
karne_sign_in_window_dispose (GObject *object)
{
  KarneSignInWindow *self = KARNE_SIGN_IN_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->panel != NULL)
    karne_sign_in_panel_set_flow (self->panel, NULL, NULL, FALSE);
  if (self->flow != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->flow, self);
      karne_sign_in_flow_stop (self->flow);
    }
  g_clear_object (&self->flow);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->scopes, g_free);
  g_clear_pointer (&self->command, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_SIGN_IN_WINDOW);

  G_OBJECT_CLASS (karne_sign_in_window_parent_class)->dispose (object);
}

static void
karne_sign_in_window_class_init (KarneSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_sign_in_window_dispose;

  g_type_ensure (KARNE_TYPE_SIGN_IN_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneSignInWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInWindow, trouble);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
karne_sign_in_window_init (KarneSignInWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->clock = karne_system_clock_new ();
  karne_a11y_be_window (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
karne_sign_in_window_new (GtkWindow *parent,
                          KarneSession *session,
                          const char *scopes,
                          const char *command,
                          gboolean is_shared)
{
  KarneSignInWindow *self = g_object_new (KARNE_TYPE_SIGN_IN_WINDOW, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->scopes = g_strdup (scopes);
  self->command = g_strdup (command);
  self->is_shared = is_shared;
  if (karne_session_get_store (session) != NULL)
    karne_store_list_sources_async (karne_session_get_store (session), self->cancellable,
                                    sources_listed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
