/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-strip.h"

#include "karne-a11y.h"
#include "karne-bin.h"

#include <glib/gi18n.h>

#define DAY_US ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

/**
 * KarneStrip:
 *
 * What lasts and is worth knowing on every page, one thing at a time: what keeps the record from
 * being brought up to date, else how old it is where that is more than a day.
 *
 * Its accessible role is that of a status: assistive technology hears of each change.
 */
struct _KarneStrip
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  GtkWidget *button;

  KarneSession *session; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneStrip, karne_strip, ADW_TYPE_BIN)

/* (transfer full) (nullable) */
static char *
say_age (KarneSession *session)
{
  gint64 last = karne_session_get_last_synced (session);
  gint64 now = g_get_real_time ();
  g_autofree char *age = NULL;

  if (last == 0 || now - last < DAY_US)
    return NULL;
  age = karne_age_to_words (last, now);
  /* Translators: how old the record shown is, as in “Data received 3 days ago.” or “Data received
   * on 3 March 2026.” */
  return g_strdup_printf (_ ("Data received %s."), age);
}

/* (transfer full) (nullable) */
static char *
say_trouble (KarneSession *session)
{
  const GError *error = karne_session_get_error (session);

  if (error != NULL)
    return karne_error_to_words (error);
  if (karne_session_get_state (session) == KARNE_SYNC_STATE_UNAVAILABLE)
    return g_strdup (_ ("The server does not answer for now. What was received can be read."));
  return g_strdup (karne_session_get_sentence (session));
}

/* (transfer full) (nullable) NULL where there is nothing to say. */
static char *
find_words (KarneSession *session, const char **icon_name)
{
  *icon_name = "karne-warning-symbolic";
  switch (karne_session_get_state (session))
    {
    case KARNE_SYNC_STATE_OFFLINE:
      *icon_name = "karne-offline-symbolic";
      return say_trouble (session);
    case KARNE_SYNC_STATE_UNAVAILABLE:
    case KARNE_SYNC_STATE_SIGN_IN_NEEDED:
    case KARNE_SYNC_STATE_FAILED:
    case KARNE_SYNC_STATE_CONFLICT:
      return say_trouble (session);
    case KARNE_SYNC_STATE_SYNCING:
      /* What was the matter may be so still: the strip does not come and go with each try. */
      if (karne_session_get_error (session) != NULL)
        return say_trouble (session);
      break;
    case KARNE_SYNC_STATE_NEVER:
    case KARNE_SYNC_STATE_UP_TO_DATE:
    case KARNE_SYNC_STATE_WAITING_TO_SEND:
      break;
    }
  *icon_name = "karne-age-symbolic";
  return say_age (session);
}

static void
update (KarneStrip *self)
{
  const char *icon_name = NULL;
  g_autofree char *words = self->session != NULL ? find_words (self->session, &icon_name) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), words != NULL);
  if (words == NULL)
    {
      gtk_label_set_label (self->label, "");
      return;
    }
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (self->button, !karne_session_get_syncing (self->session));
  karne_a11y_name (self, words, NULL);
}

static void
session_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update (data);
}

void
karne_strip_set_session (KarneStrip *self, KarneSession *session)
{
  g_return_if_fail (KARNE_IS_STRIP (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (session, "notify::sentence", G_CALLBACK (session_changed_cb), self, 0);
  update (self);
}

static void
karne_strip_dispose (GObject *object)
{
  KarneStrip *self = KARNE_STRIP (object);

  g_clear_object (&self->session);
  karne_bin_dispose_template (self, KARNE_TYPE_STRIP);

  G_OBJECT_CLASS (karne_strip_parent_class)->dispose (object);
}

static void
karne_strip_class_init (KarneStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_strip_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/re/karne/Karne/ui/karne-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneStrip, icon);
  gtk_widget_class_bind_template_child (widget_class, KarneStrip, label);
  gtk_widget_class_bind_template_child (widget_class, KarneStrip, button);
}

static void
karne_strip_init (KarneStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
