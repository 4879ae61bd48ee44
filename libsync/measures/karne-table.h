/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "measures/karne-measures.h"

G_BEGIN_DECLS

/**
 * KarneTable:
 *
 * A table out of a file of text (CSV): its rows, with the lines on which they stand.
 *
 * Separator (`;`, `,` or a tabulator) and encoding are found out, fields may be quoted and hold
 * line ends. It never changes, and knows nothing of what the columns mean.
 */
typedef struct _KarneTable KarneTable;

#define KARNE_TYPE_TABLE (karne_table_get_type ())
KARNE_API
GType karne_table_get_type (void);
KARNE_API
KarneTable *karne_table_ref (KarneTable *self);
KARNE_API
void karne_table_unref (KarneTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTable, karne_table_unref)

KARNE_API
KarneTable *karne_table_parse (GBytes *bytes, GError **error);
KARNE_API
const char *karne_table_get_encoding (KarneTable *self);
KARNE_API
char karne_table_get_separator (KarneTable *self);
KARNE_API
guint karne_table_get_n_rows (KarneTable *self);
KARNE_API
guint karne_table_get_n_columns (KarneTable *self);
KARNE_API
guint karne_table_get_line (KarneTable *self, guint row);
KARNE_API
gboolean karne_table_is_broken (KarneTable *self, guint row);
KARNE_API
const char *karne_table_get_cell (KarneTable *self, guint row, int column);

/**
 * KarneDateOrder:
 * @KARNE_DATE_ORDER_DAY_FIRST: 14/03/2026
 * @KARNE_DATE_ORDER_MONTH_FIRST: 03/14/2026
 * @KARNE_DATE_ORDER_UNCLEAR: some dates have no 13th month; the person is to be asked
 *
 * How dates with slashes, points or dashes are written. ISO dates (2026-03-14) are always read.
 */
typedef enum
{
  KARNE_DATE_ORDER_DAY_FIRST,
  KARNE_DATE_ORDER_MONTH_FIRST,
  KARNE_DATE_ORDER_UNCLEAR,
} KarneDateOrder;

/**
 * KarneTableMapping:
 * @first: the first row that holds values; those before it are titles
 * @kind: what was measured; `KARNE_MEASURE_OTHER` while that is not known
 * @date: column of the date, or of date and time; -1: none, as for all columns
 * @time: column of the time, where it stands apart
 * @value: column of the value; of a blood pressure the systolic one
 * @second: column of the diastolic value
 * @unit: column of the unit
 * @moment: column of the moment of the day
 * @fixed_unit: (nullable): the unit of all values that have none beside them
 * @fixed_context: (nullable): what [ctor@Draft.new_measure] takes as context, for all that have
 * none beside them
 * @order: how dates are written
 *
 * What the columns of a table mean: proposed, to be shown to the person before anything is kept.
 */
typedef struct
{
  guint first;
  KarneMeasureKind kind;
  int date;
  int time;
  int value;
  int second;
  int unit;
  int moment;
  char *fixed_unit;
  char *fixed_context;
  KarneDateOrder order;
} KarneTableMapping;

#define KARNE_TYPE_TABLE_MAPPING (karne_table_mapping_get_type ())
KARNE_API
GType karne_table_mapping_get_type (void);
KARNE_API
KarneTableMapping *karne_table_mapping_copy (const KarneTableMapping *self);
KARNE_API
void karne_table_mapping_free (KarneTableMapping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTableMapping, karne_table_mapping_free)

KARNE_API
KarneTableMapping *karne_table_propose (KarneTable *self);

/* What stands in a cell, or was typed: karne-table-cell.c */

KARNE_API
char *
karne_table_parse_date (const char *date, const char *time, KarneDateOrder order, GTimeZone *zone);

/* Out of the record: karne-measure-csv.c */

KARNE_API
char *karne_measures_to_csv (GPtrArray *measures, char separator, char point);

G_END_DECLS
