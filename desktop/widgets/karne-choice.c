/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-choice.h"

#include "karne-wrap-box.h"

/**
 * KarneChoice:
 *
 * One of several, all of which are seen: a heading, and under it a button for each.
 *
 * The lists of GtkDropDown and AdwComboRow have items without a name for assistive technology, and
 * cut what is long.
 */
struct _KarneChoice
{
  AdwBin parent_instance;

  GtkLabel *heading;
  KarneWrapBox *buttons;
  char *chosen; /* (owned) (nullable) */
  gboolean is_filling;
  gboolean is_open; /* nothing has to be chosen */
};

G_DEFINE_FINAL_TYPE (KarneChoice, karne_choice, ADW_TYPE_BIN)

typedef enum
{
  PROP_LABEL = 1,
  PROP_CHOSEN,
  N_PROPS
} KarneChoiceProperty;

static GParamSpec *properties[N_PROPS];

/* Buttons */

static const char *
get_id (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "id");
}

static GtkWidget *
find_button (KarneChoice *self, const char *id)
{
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (g_strcmp0 (get_id (button), id) == 0)
      return button;
  return NULL;
}

static void
set_chosen (KarneChoice *self, const char *id)
{
  if (g_strcmp0 (self->chosen, id) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

static void
toggled_cb (GtkCheckButton *button, gpointer data)
{
  KarneChoice *self = data;

  if (!self->is_filling && gtk_check_button_get_active (button))
    set_chosen (self, get_id (GTK_WIDGET (button)));
}

/* As check buttons of a group they are radio buttons: the arrow keys go from one to the next, and
 * what is chosen has a mark. GTK 4.8 leaves it to us to call them so. */
static GtkWidget *
make_button (KarneChoice *self, const char *id)
{
  GtkWidget *button =
      g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->buttons));
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.f, NULL);

  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (id), g_free);
  gtk_widget_add_css_class (button, "karne-option");
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  if (first != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (first));
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, 0);
  return button;
}

static void
set_label (GtkWidget *button, const char *text)
{
  GtkWidget *label = gtk_check_button_get_child (GTK_CHECK_BUTTON (button));

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Options */

static gboolean
has_option (const KarneChoiceOption *options, guint n, const char *id)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (options[i].id, id) == 0)
      return TRUE;
  return FALSE;
}

static void
remove_others (KarneChoice *self, const KarneChoiceOption *options, guint n)
{
  GtkWidget *next;

  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons)); button != NULL;
       button = next)
    {
      next = gtk_widget_get_next_sibling (button);
      if (!has_option (options, n, get_id (button)))
        gtk_widget_unparent (button);
    }
}

static void
clear (KarneChoice *self)
{
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), FALSE);
}

static void
choose (KarneChoice *self, const char *id)
{
  GtkWidget *button = find_button (self, id);

  if (button == NULL && !self->is_open)
    button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons));
  if (button != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
  else
    clear (self);
  set_chosen (self, button != NULL ? get_id (button) : NULL);
}

void
karne_choice_set_options (KarneChoice *self, const KarneChoiceOption *options, guint n)
{
  g_return_if_fail (KARNE_IS_CHOICE (self) && (options != NULL || n == 0));

  self->is_filling = TRUE;
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *button = find_button (self, options[i].id);

      if (button == NULL)
        button = make_button (self, options[i].id);
      karne_wrap_box_append (self->buttons, button);
      set_label (button, options[i].label);
    }
  remove_others (self, options, n);
  self->is_filling = FALSE;
  choose (self, self->chosen);
}

const char *
karne_choice_get_chosen (KarneChoice *self)
{
  g_return_val_if_fail (KARNE_IS_CHOICE (self), NULL);

  return self->chosen;
}

void
karne_choice_set_open (KarneChoice *self, gboolean open)
{
  g_return_if_fail (KARNE_IS_CHOICE (self));

  self->is_open = open;
}

void
karne_choice_describe (KarneChoice *self, const char *id, const char *description)
{
  GtkWidget *button;

  g_return_if_fail (KARNE_IS_CHOICE (self));

  button = find_button (self, id);
  g_return_if_fail (button != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

void
karne_choice_set_chosen (KarneChoice *self, const char *id)
{
  g_return_if_fail (KARNE_IS_CHOICE (self));

  choose (self, id);
}

/* The object */

static void
karne_choice_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneChoice *self = KARNE_CHOICE (object);

  switch ((KarneChoiceProperty) prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (self->heading));
      break;
    case PROP_CHOSEN:
      g_value_set_string (value, self->chosen);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_choice_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarneChoice *self = KARNE_CHOICE (object);

  switch ((KarneChoiceProperty) prop_id)
    {
    case PROP_LABEL:
      gtk_label_set_label (self->heading, g_value_get_string (value));
      gtk_widget_set_visible (GTK_WIDGET (self->heading), g_value_get_string (value) != NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    case PROP_CHOSEN:
      karne_choice_set_chosen (self, g_value_get_string (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_choice_finalize (GObject *object)
{
  g_free (KARNE_CHOICE (object)->chosen);

  G_OBJECT_CLASS (karne_choice_parent_class)->finalize (object);
}

static void
karne_choice_class_init (KarneChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_choice_get_property;
  object_class->set_property = karne_choice_set_property;
  object_class->finalize = karne_choice_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_CHOSEN] = g_param_spec_string ("chosen", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_choice_init (KarneChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (NULL);
  GtkWidget *buttons = karne_wrap_box_new (6);

  self->heading = GTK_LABEL (heading);
  self->buttons = KARNE_WRAP_BOX (buttons);
  gtk_label_set_xalign (self->heading, 0);
  gtk_label_set_wrap (self->heading, TRUE);
  gtk_widget_add_css_class (heading, "caption-heading");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), buttons);
  adw_bin_set_child (ADW_BIN (self), box);
}
