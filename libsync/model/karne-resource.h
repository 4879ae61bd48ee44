/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-view.h"

G_BEGIN_DECLS

/**
 * KarnePrecision:
 * @KARNE_PRECISION_NONE: there is no date, or none that could be read
 * @KARNE_PRECISION_YEAR: a year
 * @KARNE_PRECISION_MONTH: a month of a year
 * @KARNE_PRECISION_DAY: a day
 * @KARNE_PRECISION_TIME: a moment of a day
 *
 * How exactly a date was sent: no more of it may be shown.
 */
typedef enum
{
  KARNE_PRECISION_NONE,
  KARNE_PRECISION_YEAR,
  KARNE_PRECISION_MONTH,
  KARNE_PRECISION_DAY,
  KARNE_PRECISION_TIME,
} KarnePrecision;

#define KARNE_TYPE_RESOURCE (karne_resource_get_type ())
KARNE_API
G_DECLARE_DERIVABLE_TYPE (KarneResource, karne_resource, KARNE, RESOURCE, GObject)

/**
 * KarneResourceClass:
 *
 * Nothing can be overridden.
 */
struct _KarneResourceClass
{
  /*< private >*/
  GObjectClass parent_class;
};

KARNE_API
GType karne_resource_get_type_for_kind (const char *kind);
KARNE_API
KarneResource *karne_resource_new (const KarneItem *item);
KARNE_API
const KarneItem *karne_resource_get_item (KarneResource *self);
KARNE_API
gint64 karne_resource_get_source (KarneResource *self);
KARNE_API
const char *karne_resource_get_kind (KarneResource *self);
KARNE_API
const char *karne_resource_get_id (KarneResource *self);
KARNE_API
const char *karne_resource_get_title (KarneResource *self);
KARNE_API
const char *karne_resource_get_date (KarneResource *self);
KARNE_API
GDateTime *karne_resource_dup_date_time (KarneResource *self, KarnePrecision *precision);
KARNE_API
GDateTime *karne_resource_dup_until_time (KarneResource *self, KarnePrecision *precision);

#define KARNE_TYPE_DOCUMENT (karne_document_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneDocument, karne_document, KARNE, DOCUMENT, KarneResource)
KARNE_API
const char *karne_document_get_content_type (KarneDocument *self);
KARNE_API
gint64 karne_document_get_size (KarneDocument *self);
KARNE_API
guint karne_document_get_n_contents (KarneDocument *self);
KARNE_API
gboolean karne_document_get_here (KarneDocument *self);
KARNE_API
gboolean karne_document_get_masked_for_professionals (KarneDocument *self);

#define KARNE_TYPE_APPOINTMENT (karne_appointment_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneAppointment, karne_appointment, KARNE, APPOINTMENT, KarneResource)

#define KARNE_TYPE_NOTICE (karne_notice_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneNotice, karne_notice, KARNE, NOTICE, KarneResource)

#define KARNE_TYPE_MEASURE (karne_measure_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneMeasure, karne_measure, KARNE, MEASURE, KarneResource)

#define KARNE_TYPE_ACCESS_ENTRY (karne_access_entry_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneAccessEntry, karne_access_entry, KARNE, ACCESS_ENTRY, KarneResource)

G_END_DECLS
