/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "measures/karne-table.h"
#include "write/karne-draft.h"

G_BEGIN_DECLS

/**
 * KarneLineState:
 * @KARNE_LINE_READ: it was understood, and can be kept
 * @KARNE_LINE_TITLE: it stands before the values
 * @KARNE_LINE_BROKEN: its quotes do not fit
 * @KARNE_LINE_NO_DATE: its date is missing, or none
 * @KARNE_LINE_DATE_UNCLEAR: it is not known whether its day or its month stands first
 * @KARNE_LINE_FUTURE: it is dated in the future
 * @KARNE_LINE_NOT_A_NUMBER: its value is missing, or no number
 * @KARNE_LINE_NEGATIVE: its value is less than nothing
 * @KARNE_LINE_NO_UNIT: its unit is missing, or none of the measure
 * @KARNE_LINE_NO_MOMENT: the words for its moment are not known
 * @KARNE_LINE_UNLIKELY: its value is so unusual that the person is to be asked
 * @KARNE_LINE_TWICE: it is in the record, or further up in the table, already
 * @KARNE_LINE_INVALID: it cannot be a measure of that kind
 *
 * What became of a line of a table.
 */
typedef enum
{
  KARNE_LINE_READ,
  KARNE_LINE_TITLE,
  KARNE_LINE_BROKEN,
  KARNE_LINE_NO_DATE,
  KARNE_LINE_DATE_UNCLEAR,
  KARNE_LINE_FUTURE,
  KARNE_LINE_NOT_A_NUMBER,
  KARNE_LINE_NEGATIVE,
  KARNE_LINE_NO_UNIT,
  KARNE_LINE_NO_MOMENT,
  KARNE_LINE_UNLIKELY,
  KARNE_LINE_TWICE,
  KARNE_LINE_INVALID,
} KarneLineState;

/**
 * KarneTableLine:
 * @line: number of the line in the file, from 1
 * @state: what became of it
 * @date: (nullable): its date as FHIR has it
 * @value: (nullable): its value as it was written
 * @second: (nullable): of a blood pressure the diastolic value
 * @unit: (nullable): its unit as it was written
 * @context: (nullable): its moment
 * @draft: (nullable): what would be kept of it
 *
 * A line of a table, as it was understood.
 */
typedef struct
{
  guint line;
  KarneLineState state;
  char *date;
  char *value;
  char *second;
  char *unit;
  char *context;
  KarneDraft *draft;
} KarneTableLine;

#define KARNE_TYPE_TABLE_LINE (karne_table_line_get_type ())
KARNE_API
GType karne_table_line_get_type (void);
KARNE_API
KarneTableLine *karne_table_line_copy (const KarneTableLine *self);
KARNE_API
void karne_table_line_free (KarneTableLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTableLine, karne_table_line_free)

KARNE_API
GPtrArray *karne_import_read (KarneTable *table,
                              const KarneTableMapping *mapping,
                              const char *patient,
                              GPtrArray *known,
                              GTimeZone *zone,
                              gint64 now,
                              gboolean confirmed);
KARNE_API
KarneDraft *karne_import_to_draft (GPtrArray *lines);

G_END_DECLS
