/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sync-button.h"

#include "karne-a11y.h"
#include "karne-bin.h"

#include <glib/gi18n.h>

/**
 * KarneSyncButton:
 *
 * How the copy stands to the server, in words, and the way to bring it up to date.
 */
struct _KarneSyncButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *label;

  KarneSession *session; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneSyncButton, karne_sync_button, ADW_TYPE_BIN)

static const char *
get_icon (KarneSyncState state)
{
  switch (state)
    {
    case KARNE_SYNC_STATE_UP_TO_DATE:
      return "karne-up-to-date-symbolic";
    case KARNE_SYNC_STATE_OFFLINE:
      return "karne-offline-symbolic";
    case KARNE_SYNC_STATE_UNAVAILABLE:
    case KARNE_SYNC_STATE_FAILED:
    case KARNE_SYNC_STATE_SIGN_IN_NEEDED:
    case KARNE_SYNC_STATE_CONFLICT:
      return "karne-warning-symbolic";
    case KARNE_SYNC_STATE_NEVER:
    case KARNE_SYNC_STATE_SYNCING:
    case KARNE_SYNC_STATE_WAITING_TO_SEND:
      break;
    }
  return "karne-sync-symbolic";
}

/* The whole sentence of a failure stands in the strip: here there is room for a few words. */
static const char *
get_words (KarneSession *session)
{
  if (karne_session_get_state (session) == KARNE_SYNC_STATE_FAILED)
    return _ ("Not up to date");
  return karne_session_get_sentence (session);
}

/* What pressing it does. */
static const char *
get_act (KarneSession *session, gboolean syncing)
{
  if (syncing)
    return _ ("Stop updating");
  if (session != NULL && karne_session_get_state (session) == KARNE_SYNC_STATE_SIGN_IN_NEEDED)
    return _ ("Sign in again");
  return _ ("Update now");
}

static void
update (KarneSyncButton *self)
{
  gboolean syncing = self->session != NULL && karne_session_get_syncing (self->session);
  const char *words = self->session != NULL ? get_words (self->session) : "";
  const char *act;

  gtk_label_set_label (self->label, words);
  gtk_spinner_set_spinning (self->spinner, syncing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), syncing);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !syncing);
  if (self->session != NULL)
    gtk_image_set_from_icon_name (self->icon, get_icon (karne_session_get_state (self->session)));
  act = get_act (self->session, syncing);
  karne_a11y_name (self->button, *words != '\0' ? words : act, act);
  gtk_widget_set_tooltip_text (self->button, act);
}

static void
session_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update (data);
}

void
karne_sync_button_set_session (KarneSyncButton *self, KarneSession *session)
{
  static const char *const shown[] = { "notify::state", "notify::sentence", "notify::syncing" };

  g_return_if_fail (KARNE_IS_SYNC_BUTTON (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  for (guint i = 0; session != NULL && i < G_N_ELEMENTS (shown); i++)
    g_signal_connect_object (session, shown[i], G_CALLBACK (session_changed_cb), self, 0);
  update (self);
}

static void
karne_sync_button_dispose (GObject *object)
{
  KarneSyncButton *self = KARNE_SYNC_BUTTON (object);

  g_clear_object (&self->session);
  karne_bin_dispose_template (self, KARNE_TYPE_SYNC_BUTTON);

  G_OBJECT_CLASS (karne_sync_button_parent_class)->dispose (object);
}

static void
karne_sync_button_class_init (KarneSyncButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_sync_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-sync-button.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneSyncButton, button);
  gtk_widget_class_bind_template_child (widget_class, KarneSyncButton, icon);
  gtk_widget_class_bind_template_child (widget_class, KarneSyncButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, KarneSyncButton, label);
}

static void
karne_sync_button_init (KarneSyncButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
