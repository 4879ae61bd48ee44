/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-conflict-field.h"

#include "karne-choice.h"
#include "karne-wrapped-label.h"

#include <glib/gi18n.h>

#define MINE "mine"
#define THEIRS "theirs"
#define BOTH "both"

/**
 * KarneConflictFieldBox:
 *
 * A field that both sides changed: what it is called, both values one below the other, and what can
 * be kept of them. Nothing is chosen for anybody.
 */
struct _KarneConflictFieldBox
{
  AdwBin parent_instance;

  KarneChoice *choice;
};

G_DEFINE_FINAL_TYPE (KarneConflictFieldBox, karne_conflict_field_box, ADW_TYPE_BIN)

typedef enum
{
  PROP_DECIDED = 1,
  N_PROPS
} KarneConflictFieldBoxProperty;

static GParamSpec *properties[N_PROPS];

static void
karne_conflict_field_box_get_property (GObject *object,
                                       guint prop_id,
                                       GValue *value,
                                       GParamSpec *pspec)
{
  KarneConflictFieldBox *self = KARNE_CONFLICT_FIELD_BOX (object);

  switch ((KarneConflictFieldBoxProperty) prop_id)
    {
    case PROP_DECIDED:
      g_value_set_boolean (value, karne_choice_get_chosen (self->choice) != NULL);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_conflict_field_box_class_init (KarneConflictFieldBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = karne_conflict_field_box_get_property;

  properties[PROP_DECIDED] = g_param_spec_boolean ("decided", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  g_object_notify_by_pspec (data, properties[PROP_DECIDED]);
}

static void
karne_conflict_field_box_init (KarneConflictFieldBox *self)
{
  self->choice = g_object_new (KARNE_TYPE_CHOICE, "label", NULL, NULL);
  karne_choice_set_open (self->choice, TRUE);
  g_signal_connect_object (self->choice, "notify::chosen", G_CALLBACK (chosen_cb), self, 0);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = karne_wrapped_label_new (text);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static const char *
get_value (const KarneConflictSide *side)
{
  /* Translators: stands where a field has no value. */
  return side->value != NULL ? side->value : C_ ("value", "Nothing");
}

static GtkWidget *
make_side (const KarneConflictSide *side)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *value = make_label (get_value (side), side->value != NULL ? NULL : "dim-label");

  gtk_box_append (GTK_BOX (box), make_label (side->caption, "caption"));
  gtk_widget_add_css_class (gtk_widget_get_first_child (box), "dim-label");
  gtk_box_append (GTK_BOX (box), value);
  return box;
}

static void
add_options (KarneConflictFieldBox *self,
             const char *heading,
             const KarneConflictSide *mine,
             const KarneConflictSide *theirs,
             const char *both)
{
  const KarneChoiceOption options[] = { { MINE, mine->keep },
                                        { THEIRS, theirs->keep },
                                        { BOTH, both } };
  /* Who hears a choice hears at once what it is about. */
  g_autofree char *mine_said = g_strdup_printf ("%s, %s", heading, get_value (mine));
  g_autofree char *theirs_said = g_strdup_printf ("%s, %s", heading, get_value (theirs));

  karne_choice_set_options (self->choice, options,
                            both != NULL ? G_N_ELEMENTS (options) : G_N_ELEMENTS (options) - 1);
  karne_choice_describe (self->choice, MINE, mine_said);
  karne_choice_describe (self->choice, THEIRS, theirs_said);
  if (both != NULL)
    karne_choice_describe (self->choice, BOTH, heading);
}

GtkWidget *
karne_conflict_field_box_new (const char *heading,
                              const KarneConflictSide *mine,
                              const KarneConflictSide *theirs,
                              const char *both)
{
  KarneConflictFieldBox *self = g_object_new (KARNE_TYPE_CONFLICT_FIELD_BOX, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), make_label (heading, "heading"));
  gtk_box_append (GTK_BOX (box), make_side (mine));
  gtk_box_append (GTK_BOX (box), make_side (theirs));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choice));
  add_options (self, heading, mine, theirs, both);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

gboolean
karne_conflict_field_box_get_decided (KarneConflictFieldBox *self, KarneKeep *keep)
{
  const char *chosen;

  g_return_val_if_fail (KARNE_IS_CONFLICT_FIELD_BOX (self), FALSE);

  chosen = karne_choice_get_chosen (self->choice);
  if (chosen == NULL)
    return FALSE;
  *keep = g_str_equal (chosen, MINE)   ? KARNE_KEEP_MINE
          : g_str_equal (chosen, BOTH) ? KARNE_KEEP_BOTH
                                       : KARNE_KEEP_THEIRS;
  return TRUE;
}

void
karne_conflict_field_box_reset (KarneConflictFieldBox *self)
{
  g_return_if_fail (KARNE_IS_CONFLICT_FIELD_BOX (self));

  karne_choice_set_chosen (self->choice, NULL);
}
