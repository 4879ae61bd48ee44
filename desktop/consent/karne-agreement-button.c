/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-agreement-button.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-consent-words.h"
#include "karne-mask-groups.h"
#include "karne-status-line.h"

#include <glib/gi18n.h>

/**
 * KarneAgreementButton:
 *
 * In the header of a record that somebody else looks at: how long that is agreed, and behind it
 * what was agreed, whether the server knows, and how to take it back.
 */
struct _KarneAgreementButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkWidget *waiting;
  GtkLabel *left;
  GtkPopover *popover;
  GtkLabel *what;
  KarneStatusLine *state;
  GtkWidget *withdraw;

  gboolean narrow;
  KarneSession *session;     /* (owned) (nullable) */
  KarneAgreement *agreement; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneAgreementButton, karne_agreement_button, ADW_TYPE_BIN)

/* (transfer full) Whom, in one line: “Anne Exemple, France Services, Adviser at a counter” */
static char *
say_helper (KarneAgreement *agreement)
{
  const char *title = karne_habilitation_get_title (karne_agreement_get_matrix (agreement),
                                                    karne_agreement_get_role (agreement));
  const char *parts[4] = { NULL };
  guint n = 0;

  if (karne_agreement_get_helper (agreement) != NULL)
    parts[n++] = karne_agreement_get_helper (agreement);
  if (karne_agreement_get_structure (agreement) != NULL)
    parts[n++] = karne_agreement_get_structure (agreement);
  if (title != NULL)
    parts[n++] = gettext (title);
  return g_strjoinv (", ", (char **) parts);
}

/* (transfer full) What the role sees, and what the person keeps back of it. */
static char *
say_less (KarneAgreement *agreement)
{
  const char *text = karne_habilitation_get_text (karne_agreement_get_matrix (agreement),
                                                  karne_agreement_get_role (agreement));
  g_autofree char *masked = karne_mask_groups_to_words (karne_agreement_get_masked (agreement));
  g_autofree char *words = NULL;

  if (masked == NULL)
    return g_strdup (text != NULL ? gettext (text) : "");
  /* Translators: a list, as in “The person also keeps back: measures, documents.” */
  words = g_strdup_printf (_ ("The person also keeps back: %s."), masked);
  return g_strjoin ("\n\n", text != NULL ? gettext (text) : "", words, NULL);
}

static void
update_what (KarneAgreementButton *self)
{
  g_autofree char *helper = say_helper (self->agreement);
  g_autofree char *until = karne_agreement_dup_until (self->agreement);
  /* Translators: a time of day, as in “Agreed until 14:25.” */
  g_autofree char *end = g_strdup_printf (_ ("Agreed until %s."), until);
  g_autofree char *less = say_less (self->agreement);
  g_autofree char *words = NULL;

  words = g_strjoin ("\n\n", helper, less,
                     karne_agreement_may_write (self->agreement)
                         ? _ ("To look at the record, to write in it and to send that.")
                         : _ ("To look at the record, and nothing else."),
                     end, NULL);
  gtk_label_set_label (self->what, words);
}

static void
update (KarneAgreementButton *self)
{
  guint minutes = karne_agreement_get_minutes_left (self->agreement);
  gboolean confirmed = karne_agreement_is_confirmed (self->agreement);
  const char *state =
      confirmed ? _ ("Confirmed by the server") : _ ("Not yet confirmed by the server");
  g_autofree char *left = karne_consent_words_left (minutes);
  g_autofree char *whole = karne_consent_words_left_whole (minutes);

  gtk_widget_set_visible (self->waiting, !confirmed && !self->narrow);
  gtk_label_set_label (self->left, left);
  karne_a11y_name (self->button, whole, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), whole);
  karne_status_line_say (self->state,
                         confirmed ? "karne-up-to-date-symbolic" : "karne-waiting-symbolic", state);
  update_what (self);
}

static void
agreement_changed_cb (KarneAgreement *agreement, GParamSpec *pspec, gpointer data)
{
  update (data);
}

/* What the server has said may be that it knows. */
static void
session_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  karne_agreement_check (KARNE_AGREEMENT_BUTTON (data)->agreement);
}

static void
withdraw_clicked_cb (GtkButton *button, gpointer data)
{
  KarneAgreementButton *self = data;

  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.withdraw", NULL);
}

static void
let_go (KarneAgreementButton *self)
{
  if (self->agreement != NULL)
    g_signal_handlers_disconnect_by_data (self->agreement, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->agreement);
  g_clear_object (&self->session);
}

void
karne_agreement_button_set_session (KarneAgreementButton *self, KarneSession *session)
{
  KarneAgreement *agreement = session != NULL ? karne_session_get_agreement (session) : NULL;

  g_return_if_fail (KARNE_IS_AGREEMENT_BUTTON (self));

  let_go (self);
  gtk_widget_set_visible (GTK_WIDGET (self), agreement != NULL);
  gtk_label_set_label (self->what, "");
  if (agreement == NULL)
    return;
  self->agreement = g_object_ref (agreement);
  self->session = g_object_ref (session);
  g_signal_connect (agreement, "notify", G_CALLBACK (agreement_changed_cb), self);
  g_signal_connect (session, "notify::state", G_CALLBACK (session_changed_cb), self);
  g_signal_connect (session, "notify::syncing", G_CALLBACK (session_changed_cb), self);
  update (self);
}

void
karne_agreement_button_set_narrow (KarneAgreementButton *self, gboolean narrow)
{
  g_return_if_fail (KARNE_IS_AGREEMENT_BUTTON (self));

  self->narrow = narrow;
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "karne-narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "karne-narrow");
  if (self->agreement != NULL)
    update (self);
}

static void
karne_agreement_button_dispose (GObject *object)
{
  let_go (KARNE_AGREEMENT_BUTTON (object));
  karne_bin_dispose_template (object, KARNE_TYPE_AGREEMENT_BUTTON);

  G_OBJECT_CLASS (karne_agreement_button_parent_class)->dispose (object);
}

static void
karne_agreement_button_class_init (KarneAgreementButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_agreement_button_dispose;

  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-agreement-button.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, button);
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, waiting);
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, left);
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, popover);
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, what);
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, state);
  gtk_widget_class_bind_template_child (widget_class, KarneAgreementButton, withdraw);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_clicked_cb);
}

static void
karne_agreement_button_init (KarneAgreementButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
