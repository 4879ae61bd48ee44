/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-strip.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-pages.h"

#include <glib/gi18n.h>

#define DAY_US ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

/**
 * KarneStrip:
 *
 * What lasts and is worth knowing on every page, one thing at a time: that it is about to lock,
 * else what keeps the record from being brought up to date, else what is to be decided, else what
 * waits to be sent, else how old the record is where that is more than a day. A button does
 * something about it.
 *
 * Its accessible role is that of a status: assistive technology hears of each change.
 */
struct _KarneStrip
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;

  KarneSession *session;      /* (owned) (nullable) */
  KarneChangeList *to_decide; /* (owned) (nullable) */
  KarneChangeList *to_send;   /* (owned) (nullable) */
  KarneIdle *idle;            /* (owned) (nullable) */
  gboolean is_on_waiting;     /* the page of what waits is shown */
  char *said;                 /* (owned) (nullable) */
};

/* What is said, and what can be done about it. */
typedef struct
{
  char *words; /* (owned) (nullable) NULL where there is nothing to say */
  const char *icon_name;
  gboolean is_of_changes; /* the page of what waits says more of it */
  gboolean is_to_lock;    /* any movement does something about it */
  gboolean is_of_sign_in; /* the person can sign in again */
} Said;

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

/* (transfer full) (nullable) */
static char *
find_trouble (KarneSession *session, const char **icon_name)
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
      return say_trouble (session);
    case KARNE_SYNC_STATE_SYNCING:
      /* What was the matter may be so still: the strip does not come and go with each try. */
      if (karne_session_get_error (session) != NULL)
        return say_trouble (session);
      break;
    case KARNE_SYNC_STATE_NEVER:
    case KARNE_SYNC_STATE_UP_TO_DATE:
    case KARNE_SYNC_STATE_WAITING_TO_SEND:
    case KARNE_SYNC_STATE_CONFLICT:
      break;
    }
  return NULL;
}

/* (transfer full) (nullable) What waits for the person comes before what goes by itself. */
static char *
find_changes (KarneStrip *self, const char **icon_name)
{
  guint n_to_decide = karne_change_list_get_n_total (self->to_decide);
  guint n_refused = karne_change_list_get_n_refused (self->to_send);
  guint n_to_send = karne_change_list_get_n_total (self->to_send);

  *icon_name = "karne-question-symbolic";
  if (n_to_decide > 0)
    /* Translators: things that were changed here and in the record, differently. */
    return g_strdup_printf (ngettext ("%u change is to be decided.",
                                      "%u changes are to be decided.", n_to_decide),
                            n_to_decide);
  *icon_name = "karne-warning-symbolic";
  if (n_refused > 0)
    return g_strdup_printf (ngettext ("The server refused %u change, which is kept here.",
                                      "The server refused %u changes, which are kept here.",
                                      n_refused),
                            n_refused);
  *icon_name = "karne-waiting-symbolic";
  if (n_to_send > 0)
    return g_strdup_printf (ngettext ("%u change is waiting to be sent.",
                                      "%u changes are waiting to be sent.", n_to_send),
                            n_to_send);
  return NULL;
}

/* (transfer full) (nullable) */
static char *
say_locking (KarneStrip *self)
{
  guint seconds = self->idle != NULL ? karne_idle_get_seconds_left (self->idle) : 0;

  if (seconds == 0)
    return NULL;
  return g_strdup_printf (ngettext ("Nobody seems to be here: this locks in %u second. Any key or "
                                    "movement keeps it open.",
                                    "Nobody seems to be here: this locks in %u seconds. Any key or "
                                    "movement keeps it open.",
                                    seconds),
                          seconds);
}

static Said
find_words (KarneStrip *self)
{
  Said said = { NULL };

  if (self->session == NULL)
    return said;
  said.words = say_locking (self);
  said.icon_name = "karne-lock-symbolic";
  said.is_to_lock = said.words != NULL;
  if (said.words != NULL)
    return said;
  said.words = find_trouble (self->session, &said.icon_name);
  said.is_of_sign_in = said.words != NULL &&
                       karne_session_get_state (self->session) == KARNE_SYNC_STATE_SIGN_IN_NEEDED;
  if (said.words != NULL)
    return said;
  if (self->to_decide != NULL)
    said.words = find_changes (self, &said.icon_name);
  said.is_of_changes = said.words != NULL;
  if (said.words != NULL)
    return said;
  said.icon_name = "karne-age-symbolic";
  said.words = say_age (self->session);
  return said;
}

static const char *
get_label (const Said *said)
{
  if (said->is_of_changes)
    /* Translators: a button: opens the page of what waits. */
    return C_ ("strip", "See");
  return said->is_of_sign_in ? _ ("Sign in again") : _ ("Try again");
}

static const char *
get_action (const Said *said)
{
  if (said->is_of_changes)
    return "win.show-page";
  return said->is_of_sign_in ? "win.sign-in" : "win.sync";
}

static void
set_button (KarneStrip *self, const Said *said)
{
  const char *label = get_label (said);

  gtk_widget_set_visible (GTK_WIDGET (self->button),
                          said->is_of_changes ? !self->is_on_waiting
                                              : !karne_session_get_syncing (self->session));
  if (g_strcmp0 (gtk_button_get_label (self->button), label) == 0)
    return;
  gtk_button_set_label (self->button, label);
  /* Never one action with the target of another. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->button),
                                          said->is_of_changes
                                              ? g_variant_new_string (KARNE_PAGE_WAITING)
                                              : NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), get_action (said));
}

static void
update (KarneStrip *self)
{
  Said said = find_words (self);
  g_autofree char *words = said.words;

  gtk_widget_set_visible (GTK_WIDGET (self), words != NULL);
  if (words != NULL)
    {
      gtk_image_set_from_icon_name (self->icon, said.icon_name);
      set_button (self, &said);
      if (said.is_to_lock)
        gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
    }
  /* Whoever listens hears only what is new. */
  if (g_strcmp0 (self->said, words) == 0)
    return;
  g_free (self->said);
  self->said = g_strdup (words);
  gtk_label_set_label (self->label, words != NULL ? words : "");
  if (words != NULL)
    karne_a11y_name (self, words, NULL);
}

void
karne_strip_set_page (KarneStrip *self, const char *nick)
{
  g_return_if_fail (KARNE_IS_STRIP (self));

  self->is_on_waiting = g_strcmp0 (nick, KARNE_PAGE_WAITING) == 0;
  update (self);
}

static void
idle_changed_cb (KarneIdle *idle, GParamSpec *pspec, gpointer data)
{
  update (data);
}

/* idle: (nullable): says when it is about to lock. */
void
karne_strip_set_idle (KarneStrip *self, KarneIdle *idle)
{
  g_return_if_fail (KARNE_IS_STRIP (self));

  if (self->idle != NULL)
    g_signal_handlers_disconnect_by_data (self->idle, self);
  g_set_object (&self->idle, idle);
  if (idle != NULL)
    g_signal_connect_object (idle, "notify::seconds-left", G_CALLBACK (idle_changed_cb), self, 0);
}

static void
session_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update (data);
}

static void
changes_changed_cb (KarneChangeList *changes, gpointer data)
{
  update (data);
}

static void
follow_changes (KarneStrip *self,
                KarneChangeList **place,
                KarneSession *session,
                KarneChangeListOf of)
{
  KarneChangeList *changes = session != NULL ? karne_session_get_changes (session, of) : NULL;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_set_object (place, changes);
  if (changes != NULL)
    g_signal_connect_object (changes, "changed", G_CALLBACK (changes_changed_cb), self, 0);
}

static void
follow_all_changes (KarneStrip *self, KarneSession *session)
{
  follow_changes (self, &self->to_decide, session, KARNE_CHANGE_LIST_OF_CONFLICTS);
  follow_changes (self, &self->to_send, session, KARNE_CHANGE_LIST_OF_WAITING);
}

void
karne_strip_set_session (KarneStrip *self, KarneSession *session)
{
  static const char *const shown[] = { "notify::state", "notify::sentence", "notify::syncing",
                                       "notify::error", "notify::last-synced" };

  g_return_if_fail (KARNE_IS_STRIP (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  for (guint i = 0; session != NULL && i < G_N_ELEMENTS (shown); i++)
    g_signal_connect_object (session, shown[i], G_CALLBACK (session_changed_cb), self, 0);
  follow_all_changes (self, session);
  update (self);
}

static void
karne_strip_dispose (GObject *object)
{
  KarneStrip *self = KARNE_STRIP (object);

  follow_all_changes (self, NULL);
  g_clear_object (&self->idle);
  g_clear_object (&self->session);
  g_clear_pointer (&self->said, g_free);
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
