/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-person-choice.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

/**
 * KarnePersonChoice:
 *
 * Names with dates of birth, of which a person compares one with who stands there. It says
 * `changed` when another one is chosen.
 */
struct _KarnePersonChoice
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GPtrArray *people;         /* (owned) (nullable) of KarnePerson */
  GPtrArray *rows;           /* (unowned) of widgets, one a person */
  GtkCheckButton *first;     /* (unowned) (nullable) of the choices */
  const KarnePerson *person; /* (unowned) (nullable) the one chosen */
};

G_DEFINE_FINAL_TYPE (KarnePersonChoice, karne_person_choice, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
choose (KarnePersonChoice *self, const KarnePerson *person)
{
  if (self->person == person)
    return;
  self->person = person;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  if (gtk_check_button_get_active (check))
    choose (data, g_object_get_data (G_OBJECT (check), "person"));
}

/* (transfer full) (nullable) */
static char *
say_born (const KarnePerson *person)
{
  g_autofree char *day = NULL;

  if (person->birth_date == NULL)
    return NULL;
  day = karne_date_to_words (person->birth_date, KARNE_DATE_STYLE_LONG);
  /* Translators: a date of birth, as in “Born 3 March 1961”; neither a man nor a woman is
   * meant. */
  return g_strdup_printf (_ ("Date of birth: %s"), day);
}

static void
add_choice (KarnePersonChoice *self, GtkWidget *row, KarnePerson *person)
{
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *born = say_born (person);

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->first);
  if (self->first == NULL)
    self->first = GTK_CHECK_BUTTON (check);
  g_object_set_data (G_OBJECT (check), "person", person);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  /* Its name is the title of the row. */
  if (born != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    born, -1);
}

static void
add_person (KarnePersonChoice *self, KarnePerson *person, gboolean alone)
{
  GtkWidget *row = adw_action_row_new ();
  const char *name = person->name != NULL ? person->name : _ ("Name not given");
  g_autofree char *born = say_born (person);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), born != NULL ? born : "");
  if (alone)
    gtk_widget_add_css_class (row, "karne-person-alone");
  else
    add_choice (self, row, person);
  karne_a11y_name (row, name, born);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

void
karne_person_choice_set_people (KarnePersonChoice *self, GPtrArray *people, gboolean one_is_chosen)
{
  gboolean alone = people != NULL && people->len == 1 && one_is_chosen;

  g_return_if_fail (KARNE_IS_PERSON_CHOICE (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  self->first = NULL;
  self->person = NULL;
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = people != NULL ? g_ptr_array_ref (people) : NULL;
  for (guint i = 0; people != NULL && i < people->len; i++)
    add_person (self, people->pdata[i], alone);
  if (alone)
    self->person = people->pdata[0];
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const KarnePerson *
karne_person_choice_get_person (KarnePersonChoice *self)
{
  g_return_val_if_fail (KARNE_IS_PERSON_CHOICE (self), NULL);

  return self->person;
}

static void
karne_person_choice_finalize (GObject *object)
{
  KarnePersonChoice *self = KARNE_PERSON_CHOICE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);

  G_OBJECT_CLASS (karne_person_choice_parent_class)->finalize (object);
}

static void
karne_person_choice_class_init (KarnePersonChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_person_choice_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_PERSON_CHOICE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_person_choice_init (KarnePersonChoice *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}
