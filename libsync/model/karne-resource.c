/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-resource.h"

#include <string.h>

/**
 * KarneResource:
 *
 * One line of the record, as the server sent it.
 *
 * It is a value: it never changes, and never touches the disk or the network. When what it stands
 * for changes, the [class@List] that holds it puts another one in its place and says so. Nothing in
 * it is interpreted: dates, statuses and codes are those of the server.
 *
 * What is known of most kinds has a class of its own: [class@Document], [class@Appointment],
 * [class@Notice], [class@Measure] and [class@AccessEntry]. Any other kind is a plain
 * `KarneResource`.
 */

/**
 * KarneAppointment:
 *
 * An appointment (Appointment).
 */
struct _KarneAppointment
{
  KarneResource parent_instance;
};

/**
 * KarneNotice:
 *
 * Something that a health service says or asks for: CommunicationRequest, Communication, Task and
 * ImmunizationRecommendation.
 */
struct _KarneNotice
{
  KarneResource parent_instance;
};

/**
 * KarneMeasure:
 *
 * A measure (Observation).
 */
struct _KarneMeasure
{
  KarneResource parent_instance;
};

/**
 * KarneAccessEntry:
 *
 * Somebody’s access to the record (AuditEvent).
 */
struct _KarneAccessEntry
{
  KarneResource parent_instance;
};

typedef struct
{
  KarneItem *item; /* (owned) */
} KarneResourcePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (KarneResource, karne_resource, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (KarneAppointment, karne_appointment, KARNE_TYPE_RESOURCE)
G_DEFINE_FINAL_TYPE (KarneNotice, karne_notice, KARNE_TYPE_RESOURCE)
G_DEFINE_FINAL_TYPE (KarneMeasure, karne_measure, KARNE_TYPE_RESOURCE)
G_DEFINE_FINAL_TYPE (KarneAccessEntry, karne_access_entry, KARNE_TYPE_RESOURCE)

typedef enum
{
  PROP_ITEM = 1,
  PROP_SOURCE,
  PROP_KIND,
  PROP_ID,
  PROP_VERSION,
  PROP_UPDATED,
  PROP_DATE,
  PROP_UNTIL,
  PROP_TITLE,
  PROP_AUTHOR,
  PROP_CATEGORY,
  PROP_CODE,
  PROP_STATUS,
  PROP_DETAIL,
} KarneResourceProperty;

static const KarneItem *
get_item (KarneResource *self)
{
  KarneResourcePrivate *priv = karne_resource_get_instance_private (self);

  return priv->item;
}

static const char *
get_text (const KarneItem *item, KarneResourceProperty property)
{
  switch (property)
    {
    case PROP_KIND:
      return item->kind;
    case PROP_ID:
      return item->id;
    case PROP_VERSION:
      return item->version;
    case PROP_UPDATED:
      return item->updated;
    case PROP_DATE:
      return item->date;
    case PROP_UNTIL:
      return item->until;
    case PROP_TITLE:
      return item->title;
    case PROP_AUTHOR:
      return item->author;
    case PROP_CATEGORY:
      return item->category;
    case PROP_CODE:
      return item->code;
    case PROP_STATUS:
      return item->status;
    case PROP_DETAIL:
      return item->detail;
    case PROP_ITEM:
    case PROP_SOURCE:
      break;
    }
  g_assert_not_reached ();
}

static void
karne_resource_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const KarneItem *item = get_item (KARNE_RESOURCE (object));

  if (prop_id == PROP_ITEM)
    g_value_set_boxed (value, item);
  else if (prop_id == PROP_SOURCE)
    g_value_set_int64 (value, item->source);
  else
    g_value_set_string (value, get_text (item, (KarneResourceProperty) prop_id));
}

static void
karne_resource_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarneResourcePrivate *priv = karne_resource_get_instance_private (KARNE_RESOURCE (object));

  g_assert (prop_id == PROP_ITEM);
  priv->item = g_value_dup_boxed (value);
  /* Made without one, it is a line that says nothing, and no crash. */
  if (priv->item == NULL)
    priv->item = g_new0 (KarneItem, 1);
}

static void
karne_resource_finalize (GObject *object)
{
  KarneResourcePrivate *priv = karne_resource_get_instance_private (KARNE_RESOURCE (object));

  g_clear_pointer (&priv->item, karne_item_free);

  G_OBJECT_CLASS (karne_resource_parent_class)->finalize (object);
}

static void
add_text_property (GObjectClass *klass, KarneResourceProperty property, const char *name)
{
  g_object_class_install_property (klass, property,
                                   g_param_spec_string (name, NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
karne_resource_class_init (KarneResourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = karne_resource_get_property;
  object_class->set_property = karne_resource_set_property;
  object_class->finalize = karne_resource_finalize;

  /**
   * KarneResource:item:
   *
   * All of it at once.
   */
  g_object_class_install_property (object_class, PROP_ITEM,
                                   g_param_spec_boxed ("item", NULL, NULL, KARNE_TYPE_ITEM,
                                                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                           G_PARAM_STATIC_STRINGS));
  /**
   * KarneResource:source:
   *
   * Number of the source that it came from.
   */
  g_object_class_install_property (object_class, PROP_SOURCE,
                                   g_param_spec_int64 ("source", NULL, NULL, 0, G_MAXINT64, 0,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  /**
   * KarneResource:kind:
   *
   * FHIR resource type.
   */
  add_text_property (object_class, PROP_KIND, "kind");
  /**
   * KarneResource:id:
   *
   * Its id at its source.
   */
  add_text_property (object_class, PROP_ID, "id");
  /**
   * KarneResource:version:
   *
   * The version that is here, where the server says one.
   */
  add_text_property (object_class, PROP_VERSION, "version");
  /**
   * KarneResource:updated:
   *
   * When it last changed on the server, as sent.
   */
  add_text_property (object_class, PROP_UPDATED, "updated");
  /**
   * KarneResource:date:
   *
   * The date that matters for its kind, as sent: a year, a month, a day or an instant. See
   * [method@Resource.dup_date_time].
   */
  add_text_property (object_class, PROP_DATE, "date");
  /**
   * KarneResource:until:
   *
   * The end of its period, as sent.
   */
  add_text_property (object_class, PROP_UNTIL, "until");
  /**
   * KarneResource:title:
   *
   * What a list shows of it.
   */
  add_text_property (object_class, PROP_TITLE, "title");
  /**
   * KarneResource:author:
   *
   * The name of who made it, as far as it is known.
   */
  add_text_property (object_class, PROP_AUTHOR, "author");
  /**
   * KarneResource:category:
   *
   * Its category, in words or as a code.
   */
  add_text_property (object_class, PROP_CATEGORY, "category");
  /**
   * KarneResource:code:
   *
   * What it is about, as `system|code`.
   */
  add_text_property (object_class, PROP_CODE, "code");
  /**
   * KarneResource:status:
   *
   * Its status, as sent.
   */
  add_text_property (object_class, PROP_STATUS, "status");
  /**
   * KarneResource:detail:
   *
   * One more thing worth a column: the value of a measure with its unit, the media type of a
   * document, the dose of a vaccination.
   */
  add_text_property (object_class, PROP_DETAIL, "detail");
}

static void
karne_resource_init (KarneResource *self)
{
}

#define DEFINE_NOTHING_MORE(Type, type)                                                            \
  static void type##_class_init (Type##Class *klass) {}                                            \
  static void type##_init (Type *self) {}

DEFINE_NOTHING_MORE (KarneAppointment, karne_appointment)
DEFINE_NOTHING_MORE (KarneNotice, karne_notice)
DEFINE_NOTHING_MORE (KarneMeasure, karne_measure)
DEFINE_NOTHING_MORE (KarneAccessEntry, karne_access_entry)

/**
 * karne_resource_get_type_for_kind:
 * @kind: (nullable): FHIR resource type
 *
 * Says which class the lines of a kind have.
 *
 * Returns: the class of the lines of that kind
 */
GType
karne_resource_get_type_for_kind (const char *kind)
{
  static const char *const notices[] = { "CommunicationRequest", "Communication", "Task",
                                         "ImmunizationRecommendation", NULL };

  if (g_strcmp0 (kind, "DocumentReference") == 0)
    return KARNE_TYPE_DOCUMENT;
  if (g_strcmp0 (kind, "Appointment") == 0)
    return KARNE_TYPE_APPOINTMENT;
  if (g_strcmp0 (kind, "Observation") == 0)
    return KARNE_TYPE_MEASURE;
  if (g_strcmp0 (kind, "AuditEvent") == 0)
    return KARNE_TYPE_ACCESS_ENTRY;
  if (kind != NULL && g_strv_contains (notices, kind))
    return KARNE_TYPE_NOTICE;
  return KARNE_TYPE_RESOURCE;
}

/**
 * karne_resource_new:
 * @item: what was read; copied
 *
 * Makes an object of the class that suits its kind.
 *
 * Returns: (transfer full): an object of the class that suits its kind
 */
KarneResource *
karne_resource_new (const KarneItem *item)
{
  g_return_val_if_fail (item != NULL, NULL);

  return g_object_new (karne_resource_get_type_for_kind (item->kind), "item", item, NULL);
}

/**
 * karne_resource_get_item:
 * @self: a resource
 *
 * Gets [property@Resource:item].
 *
 * Returns: (transfer none): all of it at once
 */
const KarneItem *
karne_resource_get_item (KarneResource *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return get_item (self);
}

/**
 * karne_resource_get_source:
 * @self: a resource
 *
 * Gets [property@Resource:source].
 *
 * Returns: number of the source that it came from
 */
gint64
karne_resource_get_source (KarneResource *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), 0);

  return get_item (self)->source;
}

/**
 * karne_resource_get_kind:
 * @self: a resource
 *
 * Gets [property@Resource:kind].
 *
 * Returns: FHIR resource type
 */
const char *
karne_resource_get_kind (KarneResource *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return get_item (self)->kind;
}

/**
 * karne_resource_get_id:
 * @self: a resource
 *
 * Gets [property@Resource:id].
 *
 * Returns: its id at its source
 */
const char *
karne_resource_get_id (KarneResource *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return get_item (self)->id;
}

/**
 * karne_resource_get_title:
 * @self: a resource
 *
 * Gets [property@Resource:title].
 *
 * Returns: (nullable): what a list shows of it
 */
const char *
karne_resource_get_title (KarneResource *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return get_item (self)->title;
}

/**
 * karne_resource_get_date:
 * @self: a resource
 *
 * Gets [property@Resource:date].
 *
 * Returns: (nullable): the date that matters for its kind, as sent
 */
const char *
karne_resource_get_date (KarneResource *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return get_item (self)->date;
}

/* A date without a time is one of the person's calendar; one with a time has its zone with it. */
static GDateTime *
parse_date (const char *text, KarnePrecision *precision)
{
  static const char *const missing[] = {
    [4] = "-01-01T00:00:00", [7] = "-01T00:00:00", [10] = "T00:00:00"
  };
  gsize len = text != NULL ? strlen (text) : 0;
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *whole = NULL;
  GDateTime *date = NULL;

  if (len == 4 || len == 7 || len == 10)
    whole = g_strconcat (text, missing[len], NULL);
  if (len >= 4)
    date = g_date_time_new_from_iso8601 (whole != NULL ? whole : text, local);
  if (precision != NULL)
    *precision = date == NULL ? KARNE_PRECISION_NONE
                 : len == 4   ? KARNE_PRECISION_YEAR
                 : len == 7   ? KARNE_PRECISION_MONTH
                 : len == 10  ? KARNE_PRECISION_DAY
                              : KARNE_PRECISION_TIME;
  return date;
}

/**
 * karne_resource_dup_date_time:
 * @self: a resource
 * @precision: (out) (optional): how much of it was sent
 *
 * The date that matters for its kind. Where only a year, a month or a day was sent, the rest is the
 * beginning of it in local time, and must not be shown.
 *
 * Returns: (transfer full) (nullable): the date; `NULL` when there is none that can be read
 */
GDateTime *
karne_resource_dup_date_time (KarneResource *self, KarnePrecision *precision)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return parse_date (get_item (self)->date, precision);
}

/**
 * karne_resource_dup_until_time:
 * @self: a resource
 * @precision: (out) (optional): how much of it was sent
 *
 * The end of its period, in the manner of [method@Resource.dup_date_time].
 *
 * Returns: (transfer full) (nullable): the date; `NULL` when there is none that can be read
 */
GDateTime *
karne_resource_dup_until_time (KarneResource *self, KarnePrecision *precision)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE (self), NULL);

  return parse_date (get_item (self)->until, precision);
}
