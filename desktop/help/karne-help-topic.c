/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-help-topic.h"

/**
 * KarneHelpTopic:
 *
 * One subject of the help: its title, and its text in parts, in the language of the moment.
 */
struct _KarneHelpTopic
{
  GObject parent_instance;

  char *id;        /* (owned) stays the same in all languages */
  char *icon_name; /* (owned) */
  char *section;   /* (owned) the title of the section that it is in */
  char *title;     /* (owned) */
  GArray *parts;   /* (owned) of Part */
};

typedef struct
{
  KarneHelpPartKind kind;
  char *text; /* (owned) */
} Part;

G_DEFINE_FINAL_TYPE (KarneHelpTopic, karne_help_topic, G_TYPE_OBJECT)

typedef enum
{
  PROP_TITLE = 1,
  PROP_SECTION,
  PROP_ICON_NAME,
  N_PROPS
} KarneHelpTopicProperty;

static GParamSpec *properties[N_PROPS];

static void
clear_part (gpointer data)
{
  Part *part = data;

  g_free (part->text);
}

static void
karne_help_topic_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneHelpTopic *self = KARNE_HELP_TOPIC (object);

  switch ((KarneHelpTopicProperty) prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SECTION:
      g_value_set_string (value, self->section);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_help_topic_finalize (GObject *object)
{
  KarneHelpTopic *self = KARNE_HELP_TOPIC (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->icon_name, g_free);
  g_clear_pointer (&self->section, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->parts, g_array_unref);

  G_OBJECT_CLASS (karne_help_topic_parent_class)->finalize (object);
}

static void
karne_help_topic_class_init (KarneHelpTopicClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_help_topic_get_property;
  object_class->finalize = karne_help_topic_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SECTION] = g_param_spec_string ("section", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_help_topic_init (KarneHelpTopic *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
}

KarneHelpTopic *
karne_help_topic_new (const char *id, const char *icon_name, const char *section)
{
  KarneHelpTopic *self = g_object_new (KARNE_TYPE_HELP_TOPIC, NULL);

  self->id = g_strdup (id);
  self->icon_name = g_strdup (icon_name);
  self->section = g_strdup (section);
  return self;
}

const char *
karne_help_topic_get_id (KarneHelpTopic *self)
{
  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self), NULL);

  return self->id;
}

const char *
karne_help_topic_get_icon_name (KarneHelpTopic *self)
{
  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self), NULL);

  return self->icon_name;
}

const char *
karne_help_topic_get_section (KarneHelpTopic *self)
{
  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self), NULL);

  return self->section;
}

const char *
karne_help_topic_get_title (KarneHelpTopic *self)
{
  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self), NULL);

  return self->title;
}

/* While it is being read; nobody listens yet. */
void
karne_help_topic_set_title (KarneHelpTopic *self, const char *title)
{
  g_return_if_fail (KARNE_IS_HELP_TOPIC (self));

  g_free (self->title);
  self->title = g_strdup (title);
}

guint
karne_help_topic_get_n_parts (KarneHelpTopic *self)
{
  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self), 0);

  return self->parts->len;
}

const char *
karne_help_topic_get_part (KarneHelpTopic *self, guint position, KarneHelpPartKind *kind)
{
  Part *part;

  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self) && position < self->parts->len, NULL);

  part = &g_array_index (self->parts, Part, position);
  *kind = part->kind;
  return part->text;
}

void
karne_help_topic_add_part (KarneHelpTopic *self, KarneHelpPartKind kind, const char *text)
{
  Part part = { kind, g_strdup (text) };

  g_return_if_fail (KARNE_IS_HELP_TOPIC (self));

  g_array_append_val (self->parts, part);
}

gboolean
karne_help_topic_matches (KarneHelpTopic *self, const char *searched)
{
  g_autoptr (GString) all = NULL;

  g_return_val_if_fail (KARNE_IS_HELP_TOPIC (self), FALSE);

  all = g_string_new (self->title);
  for (guint i = 0; i < self->parts->len; i++)
    g_string_append_printf (all, " %s", g_array_index (self->parts, Part, i).text);
  return g_str_match_string (searched, all->str, TRUE);
}
