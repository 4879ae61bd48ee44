/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sign-in-panel.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-browser.h"
#include "karne-person-choice.h"
#include "karne-qr.h"
#include "karne-sign-in-words.h"
#include "karne-status-line.h"
#include "karne-wrap-box.h"

#include <glib/gi18n.h>

/**
 * KarneSignInPanel:
 *
 * The steps of a sign-in, one at a time: a code for a telephone, whose record it is, or why there
 * is nothing to show. What it shows is a [class@SignInFlow]’s; it goes when the panel is told of
 * none.
 */
struct _KarneSignInPanel
{
  AdwBin parent_instance;

  GtkStack *steps;
  KarneStatusLine *busy;
  KarneQr *qr;
  GtkLabel *address;
  KarneStatusLine *foreign;
  GtkLabel *code;
  GtkLabel *spelled;
  KarneStatusLine *waiting;
  KarnePersonChoice *choice;
  GtkWidget *own_code;
  GtkEditable *own_code_entry;
  GtkWidget *right;
  GtkLabel *over;
  GtkButton *again;
  GtkButton *other_way;

  KarneSignInFlow *flow; /* (owned) (nullable) */
  char *command;         /* (owned) (nullable) */
  gboolean is_shared;
  GSubprocess *browser; /* (owned) (nullable) */
  guint tick_id;        /* while a code is shown */
};

G_DEFINE_FINAL_TYPE (KarneSignInPanel, karne_sign_in_panel, ADW_TYPE_BIN)

enum
{
  SIGNAL_CODE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];
/* What is long takes two lines where there is little room. */
static void
set_button_words (GtkButton *button, const char *words)
{
  GtkWidget *label;

  gtk_button_set_label (button, words);
  label = gtk_button_get_child (button);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

/* Each step */

static void
say_left (KarneSignInPanel *self)
{
  g_autofree char *left = karne_sign_in_words_say_left (karne_sign_in_flow_get_left (self->flow));

  karne_status_line_say (self->waiting, NULL, left);
}

static gboolean
tick_cb (gpointer data)
{
  say_left (data);
  return G_SOURCE_CONTINUE;
}

static void
show_code (KarneSignInPanel *self)
{
  const char *code = karne_sign_in_flow_get_code (self->flow);
  const char *address = karne_sign_in_flow_get_address (self->flow);
  g_autofree char *spelled = karne_sign_in_words_spell (code);
  g_autofree char *alt = karne_sign_in_words_describe (address, code);

  karne_qr_set_text (self->qr, karne_sign_in_flow_get_qr_text (self->flow), alt);
  gtk_label_set_label (self->address, address);
  gtk_label_set_label (self->code, code);
  gtk_label_set_label (self->spelled, spelled);
  karne_status_line_say (self->foreign, "karne-warning-symbolic",
                         karne_sign_in_words_is_foreign (address)
                             ? _ ("The name of this server is made of letters of another alphabet, "
                                  "which may look like "
                                  "those of another name. Go there only if that is expected.")
                             : NULL);
  say_left (self);
  gtk_stack_set_visible_child_name (self->steps, "code");
}

static void
show_busy (KarneSignInPanel *self, const char *words)
{
  karne_status_line_say (self->busy, NULL, words);
  gtk_stack_set_visible_child_name (self->steps, "busy");
}

static void
show_people (KarneSignInPanel *self)
{
  karne_person_choice_set_people (self->choice, karne_sign_in_flow_get_people (self->flow), TRUE);
  gtk_stack_set_visible_child_name (self->steps, "person");
  karne_a11y_fix_focus (GTK_WIDGET (self->choice), _ ("Is it this person?"));
  gtk_widget_child_focus (GTK_WIDGET (self->choice), GTK_DIR_TAB_FORWARD);
}

/* Of a sign-in that somebody else confirmed by mistake there is nothing to be blamed for. */
static void
show_over (KarneSignInPanel *self)
{
  const GError *error = karne_sign_in_flow_get_error (self->flow);
  gboolean expired = g_error_matches (error, KARNE_ERROR, KARNE_ERROR_EXPIRED);
  g_autofree char *words = error != NULL ? karne_error_to_words (error) : NULL;

  gtk_label_set_label (self->over,
                       words != NULL ? words
                                     : _ ("What the sign-in gave was handed back, and nothing was "
                                          "received. Begin again with the right person."));
  karne_a11y_name (self->over, gtk_label_get_label (self->over), NULL);
  set_button_words (self->again, expired ? _ ("Get a new code") : _ ("Begin again"));
  gtk_stack_set_visible_child_name (self->steps, "over");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->again));
}

/* The other way */

static void
close_browser (KarneSignInPanel *self)
{
  karne_browser_close (g_steal_pointer (&self->browser));
}

static void
update_other_way (KarneSignInPanel *self, KarneSignInStep step)
{
  gboolean is_browser = step == KARNE_SIGN_IN_STEP_BROWSER;
  gboolean can_change =
      step == KARNE_SIGN_IN_STEP_CODE || is_browser ||
      (step == KARNE_SIGN_IN_STEP_OVER && karne_sign_in_flow_has_browser (self->flow));
  gboolean has_browser = karne_sign_in_flow_has_browser (self->flow) &&
                         karne_browser_is_allowed (self->command, self->is_shared);

  gtk_widget_set_visible (GTK_WIDGET (self->other_way), can_change && has_browser);
  set_button_words (self->other_way, is_browser ? _ ("Sign in on a telephone")
                                                : _ ("Sign in with a browser of this computer"));
}

static void
other_way_clicked_cb (GtkButton *button, gpointer data)
{
  KarneSignInPanel *self = data;

  if (karne_sign_in_flow_get_step (self->flow) == KARNE_SIGN_IN_STEP_BROWSER)
    karne_sign_in_flow_start (self->flow);
  else
    karne_sign_in_flow_start_browser (self->flow);
}

static void
open_cb (KarneSignInFlow *flow, const char *url, gpointer data)
{
  KarneSignInPanel *self = data;
  g_autoptr (GError) error = NULL;

  close_browser (self);
  if (karne_browser_open (GTK_WIDGET (self), self->command, url, &self->browser, &error))
    return;
  g_debug ("Opening a browser: %s", error->message);
  show_busy (self, _ ("The browser of this computer could not be opened. Nothing was changed: sign "
                      "in on a telephone, or ask whoever looks after this computer."));
}

/* The steps */

static void
update (KarneSignInPanel *self)
{
  KarneSignInStep step = karne_sign_in_flow_get_step (self->flow);

  if (step != KARNE_SIGN_IN_STEP_BROWSER)
    close_browser (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (step != KARNE_SIGN_IN_STEP_CODE)
    karne_qr_set_text (self->qr, NULL, NULL);
  switch (step)
    {
    case KARNE_SIGN_IN_STEP_ASKING:
      show_busy (self, _ ("The server is asked how to sign in…"));
      break;
    case KARNE_SIGN_IN_STEP_CODE:
      show_code (self);
      self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
      break;
    case KARNE_SIGN_IN_STEP_BROWSER:
      show_busy (self, _ ("A browser is open: sign in there, then come back here."));
      break;
    case KARNE_SIGN_IN_STEP_CHECKING:
      show_busy (self, _ ("Signed in. The server is asked for the name and the date of birth…"));
      break;
    case KARNE_SIGN_IN_STEP_PERSON:
      show_people (self);
      break;
    case KARNE_SIGN_IN_STEP_GIVING_BACK:
      show_busy (self, _ ("What the sign-in gave is being handed back…"));
      break;
    case KARNE_SIGN_IN_STEP_OVER:
      show_over (self);
      break;
    case KARNE_SIGN_IN_STEP_CONFIRMED:
      show_busy (self, _ ("Signed in."));
      break;
    }
  update_other_way (self, step);
}

static void
step_changed_cb (KarneSignInFlow *flow, GParamSpec *pspec, gpointer data)
{
  update (data);
}

static void
update_right (KarneSignInPanel *self)
{
  gboolean has_code = !gtk_widget_get_visible (self->own_code) ||
                      karne_guard_is_code (gtk_editable_get_text (self->own_code_entry));

  gtk_widget_set_sensitive (self->right,
                            has_code && karne_person_choice_get_person (self->choice) != NULL);
}

static void
choice_changed_cb (KarnePersonChoice *choice, gpointer data)
{
  update_right (data);
}

static void
own_code_changed_cb (GtkEditable *entry, gpointer data)
{
  update_right (data);
}

/* Enter, behind the last digit. */
static void
own_code_activated_cb (GtkPasswordEntry *entry, gpointer data)
{
  KarneSignInPanel *self = data;

  if (gtk_widget_get_sensitive (self->right))
    gtk_widget_activate (self->right);
}

static void
right_clicked_cb (GtkButton *button, gpointer data)
{
  KarneSignInPanel *self = data;

  if (gtk_widget_get_visible (self->own_code))
    g_signal_emit (self, signals[SIGNAL_CODE_CHOSEN], 0,
                   gtk_editable_get_text (self->own_code_entry));
  gtk_editable_set_text (self->own_code_entry, "");
  karne_sign_in_flow_confirm (self->flow, karne_person_choice_get_person (self->choice));
}

static void
wrong_clicked_cb (GtkButton *button, gpointer data)
{
  karne_sign_in_flow_confirm (KARNE_SIGN_IN_PANEL (data)->flow, NULL);
}

static void
again_clicked_cb (GtkButton *button, gpointer data)
{
  karne_sign_in_flow_start (KARNE_SIGN_IN_PANEL (data)->flow);
}

/* The object */

static void
drop_flow (KarneSignInPanel *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  close_browser (self);
  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_data (self->flow, self);
  g_clear_object (&self->flow);
}

/* Nothing of the last sign-in is left in the widgets. */
static void
clear_widgets (KarneSignInPanel *self)
{
  karne_qr_set_text (self->qr, NULL, NULL);
  gtk_label_set_label (self->address, "");
  gtk_label_set_label (self->code, "");
  gtk_label_set_label (self->spelled, "");
  karne_person_choice_set_people (self->choice, NULL, TRUE);
  gtk_editable_set_text (self->own_code_entry, "");
  gtk_label_set_label (self->over, "");
  gtk_widget_set_visible (GTK_WIDGET (self->other_way), FALSE);
  show_busy (self, "");
}

void
karne_sign_in_panel_set_flow (KarneSignInPanel *self,
                              KarneSignInFlow *flow,
                              const char *command,
                              gboolean is_shared)
{
  g_return_if_fail (KARNE_IS_SIGN_IN_PANEL (self));

  if (self->flow == flow)
    return;
  drop_flow (self);
  clear_widgets (self);
  g_free (self->command);
  self->command = g_strdup (command);
  self->is_shared = is_shared;
  if (flow == NULL)
    return;
  self->flow = g_object_ref (flow);
  g_signal_connect (flow, "notify::step", G_CALLBACK (step_changed_cb), self);
  g_signal_connect (flow, "open", G_CALLBACK (open_cb), self);
  update (self);
}

static void
karne_sign_in_panel_dispose (GObject *object)
{
  KarneSignInPanel *self = KARNE_SIGN_IN_PANEL (object);

  drop_flow (self);
  g_clear_pointer (&self->command, g_free);
  karne_bin_dispose_template (self, KARNE_TYPE_SIGN_IN_PANEL);

  G_OBJECT_CLASS (karne_sign_in_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, busy);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, qr);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, address);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, foreign);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, code);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, spelled);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, waiting);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, choice);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, own_code);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, own_code_entry);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, right);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, over);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, again);
  gtk_widget_class_bind_template_child (widget_class, KarneSignInPanel, other_way);
}

static void
karne_sign_in_panel_class_init (KarneSignInPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_sign_in_panel_dispose;

  g_type_ensure (KARNE_TYPE_PERSON_CHOICE);
  g_type_ensure (KARNE_TYPE_QR);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  g_type_ensure (KARNE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-sign-in-panel.ui");
  bind_children (widget_class);
  signals[SIGNAL_CODE_CHOSEN] =
      g_signal_new ("code-chosen", KARNE_TYPE_SIGN_IN_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_code_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, wrong_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_way_clicked_cb);
}

static void
karne_sign_in_panel_init (KarneSignInPanel *self)
{
  GtkEditable *text;

  gtk_widget_init_template (GTK_WIDGET (self));
  text = gtk_editable_get_delegate (self->own_code_entry);
  gtk_text_set_max_length (GTK_TEXT (text), KARNE_GUARD_CODE_LENGTH);
  gtk_text_set_input_purpose (GTK_TEXT (text), GTK_INPUT_PURPOSE_PIN);
  g_object_set (self->own_code_entry, "placeholder-text", _ ("Code of four digits"), NULL);
  karne_a11y_name (self->own_code_entry, _ ("Code of four digits"), NULL);
}

void
karne_sign_in_panel_ask_code (KarneSignInPanel *self)
{
  g_return_if_fail (KARNE_IS_SIGN_IN_PANEL (self));

  gtk_widget_set_visible (self->own_code, TRUE);
  update_right (self);
}
