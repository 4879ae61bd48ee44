/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-arrival-page.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-consent-form.h"
#include "karne-locale.h"
#include "karne-sign-in-panel.h"
#include "karne-status-line.h"

#include <glib/gi18n.h>

/**
 * KarneArrivalPage:
 *
 * What stands before a record at a shared computer: the agreement, then the sign-in. It covers the
 * record when its time is over.
 */
struct _KarneArrivalPage
{
  AdwBin parent_instance;

  GtkWidget *cancel;
  GtkMenuButton *menu_button;
  GtkWidget *band;
  GMenu *languages;
  GtkStack *steps;
  KarneConsentForm *form;
  KarneSignInPanel *panel;
  KarneStatusLine *busy;

  KarneArrival *arrival; /* (owned) (nullable) */
  char *command;         /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneArrivalPage, karne_arrival_page, ADW_TYPE_BIN)

static void
show_busy (KarneArrivalPage *self, const char *words)
{
  karne_status_line_say (self->busy, NULL, words);
  gtk_stack_set_visible_child_name (self->steps, "busy");
}

static void
show_form (KarneArrivalPage *self, gboolean again)
{
  karne_consent_form_fill (self->form, karne_arrival_get_matrix (self->arrival),
                           karne_arrival_get_terms (self->arrival), again);
  gtk_stack_set_visible_child_name (self->steps, "agreement");
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
show_step (KarneArrivalPage *self, KarneArrivalStep step)
{
  switch (step)
    {
    case KARNE_ARRIVAL_NOBODY:
      karne_consent_form_clear (self->form);
      show_busy (self, NULL);
      break;
    case KARNE_ARRIVAL_AGREEMENT:
      show_form (self, FALSE);
      break;
    case KARNE_ARRIVAL_AGAIN:
      show_form (self, TRUE);
      break;
    case KARNE_ARRIVAL_SIGN_IN:
      gtk_stack_set_visible_child_name (self->steps, "sign-in");
      break;
    case KARNE_ARRIVAL_OPENING:
      show_busy (self, _ ("The session is being made ready…"));
      break;
    case KARNE_ARRIVAL_LEAVING:
      show_busy (self, karne_arrival_is_withdrawing (self->arrival)
                           ? _ ("The agreement is taken back. The server is told, then the record "
                                "is erased here…")
                           : _ ("The session ends. The server is told, then the record is erased "
                                "here…"));
      break;
    }
}

static void
update (KarneArrivalPage *self)
{
  KarneArrivalStep step = karne_arrival_get_step (self->arrival);
  KarneSignInFlow *flow =
      step == KARNE_ARRIVAL_SIGN_IN ? karne_arrival_get_flow (self->arrival) : NULL;

  gtk_widget_set_visible (self->cancel,
                          step == KARNE_ARRIVAL_AGREEMENT || step == KARNE_ARRIVAL_SIGN_IN);
  gtk_widget_set_visible (self->band, karne_arrival_is_practice (self->arrival));
  karne_sign_in_panel_set_flow (self->panel, flow, self->command, TRUE);
  show_step (self, step);
}

static void
code_chosen_cb (KarneSignInPanel *panel, const char *code, gpointer data)
{
  karne_arrival_set_code (KARNE_ARRIVAL_PAGE (data)->arrival, code);
}

static void
step_changed_cb (KarneArrival *arrival, GParamSpec *pspec, gpointer data)
{
  update (data);
}

static void
agreed_cb (KarneConsentForm *form, gpointer data)
{
  KarneArrivalPage *self = data;

  karne_arrival_agree (self->arrival);
}

static void
refused_cb (KarneConsentForm *form, gpointer data)
{
  karne_arrival_turn_away (KARNE_ARRIVAL_PAGE (data)->arrival);
}

static void
cancel_clicked_cb (GtkButton *button, gpointer data)
{
  karne_arrival_turn_away (KARNE_ARRIVAL_PAGE (data)->arrival);
}

/* As it is filled in: a window that is made anew in another language goes on with it. */
static void
form_changed_cb (KarneConsentForm *form, gpointer data)
{
  KarneArrivalPage *self = data;
  KarneAgreementTerms terms = karne_consent_form_get_terms (form);

  karne_arrival_set_terms (self->arrival, &terms);
}

void
karne_arrival_page_set_arrival (KarneArrivalPage *self, KarneArrival *arrival, const char *command)
{
  g_return_if_fail (KARNE_IS_ARRIVAL_PAGE (self) && KARNE_IS_ARRIVAL (arrival));
  g_return_if_fail (self->arrival == NULL);

  self->arrival = g_object_ref (arrival);
  self->command = g_strdup (command);
  g_signal_connect (arrival, "notify::step", G_CALLBACK (step_changed_cb), self);
  update (self);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (form_changed_cb), self, 0);
}

void
karne_arrival_page_open_menu (KarneArrivalPage *self)
{
  g_return_if_fail (KARNE_IS_ARRIVAL_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}

static void
karne_arrival_page_dispose (GObject *object)
{
  KarneArrivalPage *self = KARNE_ARRIVAL_PAGE (object);

  if (self->arrival != NULL)
    g_signal_handlers_disconnect_by_data (self->arrival, self);
  if (self->panel != NULL)
    karne_sign_in_panel_set_flow (self->panel, NULL, NULL, TRUE);
  g_clear_object (&self->arrival);
  g_clear_pointer (&self->command, g_free);
  karne_bin_dispose_template (self, KARNE_TYPE_ARRIVAL_PAGE);

  G_OBJECT_CLASS (karne_arrival_page_parent_class)->dispose (object);
}

static void
karne_arrival_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (karne_arrival_page_parent_class)->map (widget);

  karne_a11y_fix_focus (widget, _ ("Shared computer"));
}

static void
karne_arrival_page_class_init (KarneArrivalPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_arrival_page_dispose;
  widget_class->map = karne_arrival_page_map;

  g_type_ensure (KARNE_TYPE_CONSENT_FORM);
  g_type_ensure (KARNE_TYPE_SIGN_IN_PANEL);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-arrival-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, band);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, languages);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, form);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, panel);
  gtk_widget_class_bind_template_child (widget_class, KarneArrivalPage, busy);
  gtk_widget_class_bind_template_callback (widget_class, agreed_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
karne_arrival_page_init (KarneArrivalPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_sign_in_panel_ask_code (self->panel);
  g_signal_connect_object (self->panel, "code-chosen", G_CALLBACK (code_chosen_cb), self, 0);
  karne_locale_add_to_menu (self->languages);
}
