/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-state-box.h"

/**
 * KarneStateBox:
 *
 * What is said in the place of something that is not there, with an icon and, where there is one,
 * the thing to do about it.
 *
 * An AdwStatusPage scrolls by itself: inside of a page that scrolls, the keyboard would stop at it
 * for nothing.
 */
struct _KarneStateBox
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *description;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (KarneStateBox, karne_state_box, ADW_TYPE_BIN)

typedef enum
{
  PROP_ICON_NAME = 1,
  PROP_TITLE,
  PROP_DESCRIPTION,
  N_PROPS
} KarneStateBoxProperty;

static GParamSpec *properties[N_PROPS];

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

void
karne_state_box_set_words (KarneStateBox *self, const char *title, const char *description)
{
  g_return_if_fail (KARNE_IS_STATE_BOX (self));

  set_text (self->title, title);
  set_text (self->description, description);
}

void
karne_state_box_set_icon (KarneStateBox *self, const char *icon_name)
{
  g_return_if_fail (KARNE_IS_STATE_BOX (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
}

void
karne_state_box_set_action (KarneStateBox *self, const char *label, const char *action)
{
  g_return_if_fail (KARNE_IS_STATE_BOX (self) && (label != NULL || action == NULL));

  gtk_widget_set_visible (self->button, action != NULL);
  if (action == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), action);
}

/* The object */

static void
karne_state_box_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneStateBox *self = KARNE_STATE_BOX (object);

  switch ((KarneStateBoxProperty) prop_id)
    {
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (self->icon));
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, gtk_label_get_label (self->description));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_state_box_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  KarneStateBox *self = KARNE_STATE_BOX (object);

  switch ((KarneStateBoxProperty) prop_id)
    {
    case PROP_ICON_NAME:
      karne_state_box_set_icon (self, g_value_get_string (value));
      break;
    case PROP_TITLE:
      set_text (self->title, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      set_text (self->description, g_value_get_string (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_state_box_class_init (KarneStateBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_state_box_get_property;
  object_class->set_property = karne_state_box_set_property;

  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkLabel *
add_label (GtkBox *box, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "justify", GTK_JUSTIFY_CENTER, "visible", FALSE, NULL);

  gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
karne_state_box_init (KarneStateBox *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));

  gtk_widget_add_css_class (GTK_WIDGET (box), "karne-state-box");
  self->icon = g_object_new (GTK_TYPE_IMAGE, "pixel-size", 96, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
  gtk_box_append (box, GTK_WIDGET (self->icon));
  self->title = add_label (box, "title-2");
  self->description = add_label (box, "body");
  self->button = g_object_new (GTK_TYPE_BUTTON, "halign", GTK_ALIGN_CENTER, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->button, "pill");
  gtk_box_append (box, self->button);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}
