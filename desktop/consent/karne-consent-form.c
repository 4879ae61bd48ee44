/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-consent-form.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-choice.h"
#include "karne-consent-less.h"
#include "karne-consent-words.h"
#include "karne-wrap-box.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KarneConsentForm:
 *
 * What a person agrees to before anything of its record is shown to somebody else: who helps, in
 * which role, what that role sees, what for, for how long. In the person's language, with French
 * below it. Nothing is ticked beforehand but what it cannot be without.
 */
struct _KarneConsentForm
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkBox *sentences;
  GtkWidget *helper_group;
  GtkEditable *helper;
  GtkEditable *structure;
  KarneChoice *role;
  GtkLabel *sees;
  KarneConsentLess *less;
  GtkWidget *purposes;
  GtkLabel *look;
  GtkCheckButton *may_write;
  GtkLabel *may_write_label;
  KarneChoice *minutes;
  GtkButton *agree;
  GtkButton *refuse;

  KarneHabilitation *matrix; /* (owned) (nullable) */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (KarneConsentForm, karne_consent_form, ADW_TYPE_BIN)

enum
{
  SIGNAL_AGREED,
  SIGNAL_REFUSED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* For how long, in minutes: the longest is half a day of a counter. */
static const char *const durations[] = { "30", "60", "120" };

/* What it says. */
static const char *const first_sentences[] = {
  N_ ("Somebody helps with a health record on this computer. The person whose record it is decides "
      "who sees what of it, and for how long."),
  N_ ("Everything that is looked at is noted in a log, which the person can read here."),
  N_ ("The agreement can be taken back at any moment: the record leaves the screen at once."),
  N_ ("At the end of the session nothing of the record is left on this computer."),
};
/* The second of them where the server is told. */
static const char told_sentence[] =
    N_ ("Everything that is looked at is noted in a log, which the person can read here. Their "
        "server is told of it, too.");
static const char *const later_sentences[] = {
  N_ ("The time that was agreed is over, and the record is covered. It is shown again for as long "
      "as is agreed now; otherwise the session ends."),
};

static void
set_text (GtkLabel *label, const char *msgid)
{
  g_autofree char *words = karne_consent_words_say_text (msgid);

  gtk_label_set_label (label, words);
}

static void
set_button (GtkButton *button, const char *msgid)
{
  g_autofree char *words = karne_consent_words_say_text (msgid);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (button, label);
  karne_a11y_name (button, gettext (msgid), NULL);
}

static void
set_sentences (KarneConsentForm *self, const char *const *sentences, guint n)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sentences))) != NULL)
    gtk_box_remove (self->sentences, child);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.f, NULL);

      set_text (GTK_LABEL (label), sentences[i]);
      gtk_box_append (self->sentences, label);
    }
}

static void
set_first_sentences (KarneConsentForm *self, gboolean tells)
{
  const char *sentences[G_N_ELEMENTS (first_sentences)];

  memcpy (sentences, first_sentences, sizeof sentences);
  if (tells)
    sentences[1] = told_sentence;
  set_sentences (self, sentences, G_N_ELEMENTS (sentences));
}

static void
set_words (KarneConsentForm *self, gboolean again, gboolean tells)
{
  set_text (self->heading, again ? N_ ("The time is over") : N_ ("Before anything is shown"));
  if (again)
    set_sentences (self, later_sentences, G_N_ELEMENTS (later_sentences));
  else
    set_first_sentences (self, tells);
  set_text (self->look, N_ ("• Look at the record together, on this screen"));
  set_text (self->may_write_label, N_ ("Write in the record and send it, with the person present"));
  karne_a11y_name (self->may_write, gtk_label_get_label (self->may_write_label), NULL);
  set_button (self->agree, again ? N_ ("Agree again") : N_ ("Agree and sign in"));
  set_button (self->refuse, again ? N_ ("End the session") : N_ ("Do not agree"));
}

/* The choices */

static void
set_roles (KarneConsentForm *self)
{
  g_auto (GStrv) roles = karne_habilitation_list_roles (self->matrix);
  guint n = g_strv_length (roles);
  g_autofree KarneChoiceOption *options = g_new0 (KarneChoiceOption, n);

  for (guint i = 0; i < n; i++)
    options[i] =
        (KarneChoiceOption){ roles[i],
                             gettext (karne_habilitation_get_title (self->matrix, roles[i])) };
  karne_choice_set_options (self->role, options, n);
}

static void
set_durations (KarneConsentForm *self)
{
  KarneChoiceOption options[G_N_ELEMENTS (durations)];
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      char *label =
          karne_consent_words_duration ((guint) g_ascii_strtoull (durations[i], NULL, 10));

      g_ptr_array_add (labels, label);
      options[i] = (KarneChoiceOption){ durations[i], label };
    }
  karne_choice_set_options (self->minutes, options, G_N_ELEMENTS (options));
}

static void
update_sees (KarneConsentForm *self)
{
  const char *role = karne_choice_get_chosen (self->role);
  const char *text = self->matrix != NULL && role != NULL
                         ? karne_habilitation_get_text (self->matrix, role)
                         : NULL;

  if (text != NULL)
    set_text (self->sees, text);
  else
    gtk_label_set_label (self->sees, "");
  karne_consent_less_set_role (self->less, self->matrix, role);
}

static void
tell_changed (KarneConsentForm *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
changed_cb (GtkWidget *widget, gpointer data)
{
  tell_changed (data);
}

static void
chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  update_sees (data);
  tell_changed (data);
}

static void
agree_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_AGREED], 0);
}

static void
refuse_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_REFUSED], 0);
}

/* The object */

/* What was signed in for does not change with the time. */
static void
show_parts (KarneConsentForm *self, gboolean again)
{
  gtk_widget_set_visible (self->helper_group, !again);
  gtk_widget_set_visible (GTK_WIDGET (self->role), !again);
  gtk_widget_set_sensitive (GTK_WIDGET (self->less), !again);
  gtk_widget_set_sensitive (self->purposes, !again);
}

void
karne_consent_form_fill (KarneConsentForm *self,
                         KarneHabilitation *matrix,
                         const KarneAgreementTerms *terms,
                         gboolean again)
{
  g_autofree char *minutes = NULL;

  g_return_if_fail (KARNE_IS_CONSENT_FORM (self) && terms != NULL);

  minutes = g_strdup_printf ("%u", terms->minutes);
  self->is_filling = TRUE;
  g_set_object (&self->matrix, matrix);
  gtk_editable_set_text (self->helper, terms->helper != NULL ? terms->helper : "");
  gtk_editable_set_text (self->structure, terms->structure != NULL ? terms->structure : "");
  gtk_check_button_set_active (self->may_write, terms->may_write);
  set_roles (self);
  set_durations (self);
  karne_consent_less_set_masked (self->less, terms->masked);
  karne_choice_set_chosen (self->role, terms->role);
  karne_choice_set_chosen (self->minutes, minutes);
  set_words (self, again, terms->tells);
  show_parts (self, again);
  update_sees (self);
  self->is_filling = FALSE;
}

void
karne_consent_form_clear (KarneConsentForm *self)
{
  g_return_if_fail (KARNE_IS_CONSENT_FORM (self));

  self->is_filling = TRUE;
  gtk_editable_set_text (self->helper, "");
  gtk_editable_set_text (self->structure, "");
  gtk_check_button_set_active (self->may_write, FALSE);
  karne_consent_less_set_masked (self->less, NULL);
  self->is_filling = FALSE;
}

KarneAgreementTerms
karne_consent_form_get_terms (KarneConsentForm *self)
{
  const char *minutes = karne_choice_get_chosen (self->minutes);

  return (KarneAgreementTerms){
    .role = karne_choice_get_chosen (self->role),
    .helper = gtk_editable_get_text (self->helper),
    .structure = gtk_editable_get_text (self->structure),
    .masked = karne_consent_less_get_masked (self->less),
    .may_write = gtk_check_button_get_active (self->may_write),
    .minutes = minutes != NULL ? (guint) g_ascii_strtoull (minutes, NULL, 10) : 0,
  };
}

static void
karne_consent_form_dispose (GObject *object)
{
  KarneConsentForm *self = KARNE_CONSENT_FORM (object);

  g_clear_object (&self->matrix);
  karne_bin_dispose_template (self, KARNE_TYPE_CONSENT_FORM);

  G_OBJECT_CLASS (karne_consent_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, heading);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, sentences);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, helper_group);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, helper);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, structure);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, role);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, sees);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, less);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, purposes);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, look);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, may_write);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, may_write_label);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, minutes);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, agree);
  gtk_widget_class_bind_template_child (widget_class, KarneConsentForm, refuse);
}

static guint
make_signal (const char *name)
{
  return g_signal_new (name, KARNE_TYPE_CONSENT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
karne_consent_form_class_init (KarneConsentFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_consent_form_dispose;
  signals[SIGNAL_AGREED] = make_signal ("agreed");
  signals[SIGNAL_REFUSED] = make_signal ("refused");
  signals[SIGNAL_CHANGED] = make_signal ("changed");

  g_type_ensure (KARNE_TYPE_CHOICE);
  g_type_ensure (KARNE_TYPE_CONSENT_LESS);
  g_type_ensure (KARNE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-consent-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_clicked_cb);
}

static void
karne_consent_form_init (KarneConsentForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
