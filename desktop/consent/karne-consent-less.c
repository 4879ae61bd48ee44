/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-consent-less.h"

#include "karne-a11y.h"
#include "karne-consent-words.h"
#include "karne-mask-groups.h"
#include "karne-text.h"

#include <glib/gi18n.h>

/**
 * KarneConsentLess:
 *
 * What the person keeps back of what a role may see, thing by thing: folded away, since most people
 * agree to a role as it is, and nothing is ticked beforehand. Emits “changed”.
 */
struct _KarneConsentLess
{
  AdwBin parent_instance;

  GtkWidget *expander; /* (unowned) */
  GtkBox *checks;      /* (unowned) */

  GStrv masked; /* (owned) FHIR resource types */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (KarneConsentLess, karne_consent_less, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_kind (GtkWidget *check)
{
  return gtk_widget_get_name (check);
}

static const KarneMaskGroup *
find_group (const char *kind)
{
  const KarneMaskGroup *group = karne_mask_groups_get_all ();

  while (group->words != NULL && !g_str_equal (group->kinds[0], kind))
    group++;
  return group;
}

/* As it is ticked. */
static void
read_checks (KarneConsentLess *self)
{
  g_autoptr (GStrvBuilder) kinds = g_strv_builder_new ();

  for (GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->checks)); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    if (GTK_IS_CHECK_BUTTON (check) && gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      g_strv_builder_addv (kinds, (const char **) find_group (get_kind (check))->kinds);
  g_strfreev (self->masked);
  self->masked = g_strv_builder_end (kinds);
}

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  KarneConsentLess *self = data;

  if (self->is_filling)
    return;
  read_checks (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static char *
say_group (gpointer data)
{
  g_autofree char *words = g_strdup (g_dpgettext2 (NULL, "masked", data));

  return karne_text_capitalize (words);
}

static GtkWidget *
make_check (KarneConsentLess *self, const KarneMaskGroup *group)
{
  g_autofree char *words = karne_consent_words_say (say_group, (gpointer) group->words);
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "label", words, "wrap", TRUE, "xalign", 0.f, NULL);
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_widget_set_name (check, group->kinds[0]);
  karne_a11y_name (check, words, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               self->masked != NULL &&
                                   g_strv_contains ((const char *const *) self->masked,
                                                    group->kinds[0]));
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  return check;
}

static void
add_words (KarneConsentLess *self)
{
  g_autofree char *words =
      karne_consent_words_say_text (N_ ("What is ticked stays masked in this session."));

  gtk_box_append (self->checks,
                  g_object_new (GTK_TYPE_LABEL, "label", words, "wrap", TRUE, "xalign", 0.f, NULL));
}

void
karne_consent_less_set_role (KarneConsentLess *self, KarneHabilitation *matrix, const char *role)
{
  GtkWidget *child;
  guint n = 0;

  g_return_if_fail (KARNE_IS_CONSENT_LESS (self));

  self->is_filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->checks))) != NULL)
    gtk_box_remove (self->checks, child);
  add_words (self);
  for (const KarneMaskGroup *group = karne_mask_groups_get_all ();
       matrix != NULL && role != NULL && group->words != NULL; group++)
    if (karne_mask_group_is_seen (group, matrix, role))
      {
        gtk_box_append (self->checks, make_check (self, group));
        n++;
      }
  self->is_filling = FALSE;
  read_checks (self);
  gtk_widget_set_visible (self->expander, n > 0);
}

void
karne_consent_less_set_masked (KarneConsentLess *self, const char *const *kinds)
{
  char **old;

  g_return_if_fail (KARNE_IS_CONSENT_LESS (self));

  old = self->masked;
  self->masked = g_strdupv ((char **) kinds);
  g_strfreev (old);
  gtk_expander_set_expanded (GTK_EXPANDER (self->expander),
                             self->masked != NULL && self->masked[0] != NULL);
}

const char *const *
karne_consent_less_get_masked (KarneConsentLess *self)
{
  g_return_val_if_fail (KARNE_IS_CONSENT_LESS (self), NULL);

  return (const char *const *) self->masked;
}

static void
karne_consent_less_finalize (GObject *object)
{
  g_strfreev (KARNE_CONSENT_LESS (object)->masked);

  G_OBJECT_CLASS (karne_consent_less_parent_class)->finalize (object);
}

static void
karne_consent_less_class_init (KarneConsentLessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_consent_less_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_CONSENT_LESS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_consent_less_init (KarneConsentLess *self)
{
  g_autofree char *words = karne_consent_words_say_text (N_ ("Let less be seen"));
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "label", words, "wrap", TRUE, "xalign", 0.f, NULL);

  self->expander = gtk_expander_new (NULL);
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), label);
  karne_a11y_name (self->expander, _ ("Let less be seen"), NULL);
  self->checks = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_widget_set_margin_top (GTK_WIDGET (self->checks), 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->checks), 18);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), GTK_WIDGET (self->checks));
  adw_bin_set_child (ADW_BIN (self), self->expander);
}
