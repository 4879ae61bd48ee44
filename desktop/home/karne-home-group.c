/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-home-group.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-state-words.h"

#include <glib/gi18n.h>

/**
 * KarneHomeGroup:
 *
 * The few first lines of something, with a way to all of it; or, where there is none, the words
 * that say why.
 */
struct _KarneHomeGroup
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkButton *link;
  GtkLabel *link_label;
  GtkListBox *box;
  GtkLabel *placeholder;

  guint max; /* lines shown */
  KarneHomeRowFunc row_func;
  gpointer row_data;
  GObject *state; /* (owned) (nullable) */
  char *empty;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneHomeGroup, karne_home_group, ADW_TYPE_BIN)

typedef enum
{
  PROP_TITLE = 1,
  PROP_LINK_LABEL,
  PROP_PAGE,
  PROP_MAX,
  N_PROPS
} KarneHomeGroupProperty;

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) */
static char *
make_words (KarneHomeGroup *self)
{
  gboolean loading = FALSE;
  g_autoptr (GError) error = NULL;

  if (self->state == NULL)
    return g_strdup ("");
  g_object_get (self->state, "loading", &loading, "error", &error, NULL);
  if (error != NULL)
    return karne_error_to_words (error);
  return g_strdup (loading ? _ ("Reading the record") : self->empty);
}

static void
update (KarneHomeGroup *self)
{
  g_autofree char *words = make_words (self);

  gtk_label_set_label (self->placeholder, words != NULL ? words : "");
}

static void
state_changed_cb (GObject *state, GParamSpec *pspec, gpointer data)
{
  update (data);
}

static GtkWidget *
make_row_cb (gpointer item, gpointer data)
{
  KarneHomeGroup *self = data;
  GtkWidget *row = self->row_func (item, self->row_data);

  if (KARNE_IS_RECORD_ROW (row))
    karne_state_words_add_to_row (KARNE_RECORD_ROW (row), karne_resource_get_item (item)->state);
  g_object_set_data_full (G_OBJECT (row), "resource", g_object_ref (item), g_object_unref);
  return row;
}

static void
row_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_OPENED], 0, g_object_get_data (G_OBJECT (row), "resource"));
}

void
karne_home_group_set_row_func (KarneHomeGroup *self, KarneHomeRowFunc func, gpointer data)
{
  g_return_if_fail (KARNE_IS_HOME_GROUP (self));

  self->row_func = func;
  self->row_data = data;
}

void
karne_home_group_set_lines (KarneHomeGroup *self, GListModel *lines, GObject *state)
{
  g_autoptr (GtkSliceListModel) first = NULL;

  g_return_if_fail (KARNE_IS_HOME_GROUP (self) && self->row_func != NULL);

  if (self->state != NULL)
    g_signal_handlers_disconnect_by_data (self->state, self);
  g_set_object (&self->state, state);
  if (lines != NULL)
    first = gtk_slice_list_model_new (g_object_ref (lines), 0, self->max);
  gtk_list_box_bind_model (self->box, G_LIST_MODEL (first), make_row_cb, self, NULL);
  if (state != NULL)
    {
      g_signal_connect_object (state, "notify::loading", G_CALLBACK (state_changed_cb), self, 0);
      g_signal_connect_object (state, "notify::error", G_CALLBACK (state_changed_cb), self, 0);
    }
  update (self);
}

void
karne_home_group_set_empty_words (KarneHomeGroup *self, const char *words)
{
  g_return_if_fail (KARNE_IS_HOME_GROUP (self));

  g_free (self->empty);
  self->empty = g_strdup (words);
  update (self);
}

/* The object */

static void
karne_home_group_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  KarneHomeGroup *self = KARNE_HOME_GROUP (object);

  switch ((KarneHomeGroupProperty) prop_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (self->heading, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    case PROP_LINK_LABEL:
      gtk_label_set_label (self->link_label, g_value_get_string (value));
      karne_a11y_name (self->link, g_value_get_string (value), NULL);
      break;
    case PROP_PAGE:
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->link), "s",
                                        g_value_get_string (value));
      break;
    case PROP_MAX:
      self->max = g_value_get_uint (value);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_home_group_dispose (GObject *object)
{
  KarneHomeGroup *self = KARNE_HOME_GROUP (object);

  if (self->state != NULL)
    g_signal_handlers_disconnect_by_data (self->state, self);
  g_clear_object (&self->state);
  karne_bin_dispose_template (self, KARNE_TYPE_HOME_GROUP);

  G_OBJECT_CLASS (karne_home_group_parent_class)->dispose (object);
}

static void
karne_home_group_finalize (GObject *object)
{
  g_free (KARNE_HOME_GROUP (object)->empty);

  G_OBJECT_CLASS (karne_home_group_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  /* Of the button that leads to all of it, and the nick of the page that this is. */
  properties[PROP_LINK_LABEL] = g_param_spec_string ("link-label", NULL, NULL, NULL, flags);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, flags);
  properties[PROP_MAX] = g_param_spec_uint ("max", NULL, NULL, 1, 20, 5, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_home_group_class_init (KarneHomeGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = karne_home_group_set_property;
  object_class->dispose = karne_home_group_dispose;
  object_class->finalize = karne_home_group_finalize;
  install_properties (object_class);

  signals[SIGNAL_OPENED] = g_signal_new ("opened", KARNE_TYPE_HOME_GROUP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, KARNE_TYPE_RESOURCE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-home-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneHomeGroup, heading);
  gtk_widget_class_bind_template_child (widget_class, KarneHomeGroup, link);
  gtk_widget_class_bind_template_child (widget_class, KarneHomeGroup, link_label);
  gtk_widget_class_bind_template_child (widget_class, KarneHomeGroup, box);
  gtk_widget_class_bind_template_child (widget_class, KarneHomeGroup, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
karne_home_group_init (KarneHomeGroup *self)
{
  self->max = 5;
  gtk_widget_init_template (GTK_WIDGET (self));
}
