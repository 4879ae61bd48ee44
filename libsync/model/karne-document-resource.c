/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-resource.h"

/**
 * KarneDocument:
 *
 * A line of the documents index (DocumentReference).
 *
 * Its content is fetched on demand, see [func@Document.fetch_async]. As all lines it never changes:
 * when its content has come, the [class@List] that holds it puts another one in its place. Most
 * documents have one content; where there are more, the properties are those of the first.
 */
struct _KarneDocument
{
  KarneResource parent_instance;
};

G_DEFINE_FINAL_TYPE (KarneDocument, karne_document, KARNE_TYPE_RESOURCE)

typedef enum
{
  PROP_CONTENT_TYPE = 1,
  PROP_SIZE,
  PROP_N_CONTENTS,
  PROP_HERE,
  PROP_MASKED_FOR_PROFESSIONALS,
  N_PROPS
} KarneDocumentProperty;

static GParamSpec *properties[N_PROPS];

static const KarneItem *
get_item (KarneDocument *self)
{
  return karne_resource_get_item (KARNE_RESOURCE (self));
}

static void
karne_document_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const KarneItem *item = get_item (KARNE_DOCUMENT (object));

  switch ((KarneDocumentProperty) prop_id)
    {
    case PROP_CONTENT_TYPE:
      g_value_set_string (value, item->detail);
      break;
    case PROP_SIZE:
      g_value_set_int64 (value, item->size);
      break;
    case PROP_N_CONTENTS:
      g_value_set_uint (value, item->n_contents);
      break;
    case PROP_HERE:
      g_value_set_boolean (value, item->here);
      break;
    case PROP_MASKED_FOR_PROFESSIONALS:
      g_value_set_boolean (value, item->masked);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

#define READABLE (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)

static void
karne_document_class_init (KarneDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = karne_document_get_property;

  /**
   * KarneDocument:content-type:
   *
   * The media type of its content, as sent; `NULL` when it was not.
   */
  properties[PROP_CONTENT_TYPE] = g_param_spec_string ("content-type", NULL, NULL, NULL, READABLE);
  /**
   * KarneDocument:size:
   *
   * How many bytes its content has; -1 while that is not known.
   */
  properties[PROP_SIZE] = g_param_spec_int64 ("size", NULL, NULL, -1, G_MAXINT64, -1, READABLE);
  /**
   * KarneDocument:n-contents:
   *
   * How many contents it has: forms of the same document, or parts of it.
   */
  properties[PROP_N_CONTENTS] =
      g_param_spec_uint ("n-contents", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneDocument:here:
   *
   * Whether all of its content is on this computer, and can be shown without a network.
   */
  properties[PROP_HERE] = g_param_spec_boolean ("here", NULL, NULL, FALSE, READABLE);
  /**
   * KarneDocument:masked-for-professionals:
   *
   * Whether the person has hidden it from health professionals (label `MASQUE_PS`).
   */
  properties[PROP_MASKED_FOR_PROFESSIONALS] =
      g_param_spec_boolean ("masked-for-professionals", NULL, NULL, FALSE, READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_document_init (KarneDocument *self)
{
}

/**
 * karne_document_get_content_type:
 * @self: a document
 *
 * Gets [property@Document:content-type].
 *
 * Returns: (nullable): [property@Document:content-type]
 */
const char *
karne_document_get_content_type (KarneDocument *self)
{
  g_return_val_if_fail (KARNE_IS_DOCUMENT (self), NULL);

  return get_item (self)->detail;
}

/**
 * karne_document_get_size:
 * @self: a document
 *
 * Gets [property@Document:size].
 *
 * Returns: [property@Document:size]
 */
gint64
karne_document_get_size (KarneDocument *self)
{
  g_return_val_if_fail (KARNE_IS_DOCUMENT (self), -1);

  return get_item (self)->size;
}

/**
 * karne_document_get_n_contents:
 * @self: a document
 *
 * Gets [property@Document:n-contents].
 *
 * Returns: [property@Document:n-contents]
 */
guint
karne_document_get_n_contents (KarneDocument *self)
{
  g_return_val_if_fail (KARNE_IS_DOCUMENT (self), 0);

  return get_item (self)->n_contents;
}

/**
 * karne_document_get_here:
 * @self: a document
 *
 * Gets [property@Document:here].
 *
 * Returns: [property@Document:here]
 */
gboolean
karne_document_get_here (KarneDocument *self)
{
  g_return_val_if_fail (KARNE_IS_DOCUMENT (self), FALSE);

  return get_item (self)->here;
}

/**
 * karne_document_get_masked_for_professionals:
 * @self: a document
 *
 * Gets [property@Document:masked-for-professionals].
 *
 * Returns: [property@Document:masked-for-professionals]
 */
gboolean
karne_document_get_masked_for_professionals (KarneDocument *self)
{
  g_return_val_if_fail (KARNE_IS_DOCUMENT (self), FALSE);

  return get_item (self)->masked;
}
