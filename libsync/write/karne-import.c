/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "write/karne-import.h"

#include "karne-error.h"
#include "measures/karne-measures-private.h"
#include "measures/karne-table-private.h"
#include "write/karne-draft-private.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (KarneTableLine, karne_table_line, karne_table_line_copy, karne_table_line_free)

/**
 * karne_table_line_copy:
 * @self: a line
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneTableLine *
karne_table_line_copy (const KarneTableLine *self)
{
  KarneTableLine *copy = g_new0 (KarneTableLine, 1);

  *copy = *self;
  copy->date = g_strdup (self->date);
  copy->value = g_strdup (self->value);
  copy->second = g_strdup (self->second);
  copy->unit = g_strdup (self->unit);
  copy->context = g_strdup (self->context);
  copy->draft = self->draft != NULL ? karne_draft_ref (self->draft) : NULL;
  return copy;
}

/**
 * karne_table_line_free:
 * @self: (nullable): a line
 *
 * Frees it.
 */
void
karne_table_line_free (KarneTableLine *self)
{
  if (self == NULL)
    return;
  g_free (self->date);
  g_free (self->value);
  g_free (self->second);
  g_free (self->unit);
  g_free (self->context);
  g_clear_pointer (&self->draft, karne_draft_unref);
  g_free (self);
}

typedef struct
{
  KarneTable *table;
  const KarneTableMapping *mapping;
  const char *patient;
  GTimeZone *zone;
  gint64 now;
  gboolean confirmed;
  GHashTable *seen; /* (owned) of what is known already, by make_key () */
} Import;

/* When and how much: what of two sources, or of two files, would be the same. */
static char *
make_key (const char *date, const char *value, const char *second, const char *unit)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (date, NULL);
  g_autofree char *when = at != NULL
                              ? g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (at))
                              : g_strdup (date);
  g_autofree char *plain = karne_table_fold (unit);
  KarneDecimal number;

  if (!karne_decimal_parse (value, &number))
    return NULL;
  while (number.behind > 0 && number.digits % 10 == 0)
    number = (KarneDecimal){ number.digits / 10, number.behind - 1 };
  return g_strdup_printf ("%s|%" G_GINT64_FORMAT "|%d|%s|%s", when, number.digits, number.behind,
                          second != NULL ? second : "", strstr (plain, "mm") == plain ? "" : plain);
}

static void
add_known (Import *import, GPtrArray *known)
{
  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      const KarneMeasurement *measure = known->pdata[i];
      const char *unit;
      const char *number = karne_measurement_get_written (measure, &unit);
      char *key = measure->kind == import->mapping->kind && measure->date != NULL &&
                          karne_measurement_is_valid (measure)
                      ? make_key (measure->date, number, measure->second, unit)
                      : NULL;

      if (key != NULL)
        g_hash_table_add (import->seen, key);
    }
}

static KarneLineState
state_from_error (const GError *error)
{
  if (error->domain == KARNE_ERROR)
    switch (error->code)
      {
      case KARNE_ERROR_NOT_A_NUMBER:
        return KARNE_LINE_NOT_A_NUMBER;
      case KARNE_ERROR_NEGATIVE:
        return KARNE_LINE_NEGATIVE;
      case KARNE_ERROR_NO_UNIT:
        return KARNE_LINE_NO_UNIT;
      case KARNE_ERROR_FUTURE:
        return KARNE_LINE_FUTURE;
      case KARNE_ERROR_UNLIKELY:
        return KARNE_LINE_UNLIKELY;
      default:
        break;
      }
  return KARNE_LINE_INVALID;
}

static gboolean
is_there (const char *cell)
{
  return cell != NULL && *cell != '\0';
}

static gboolean
read_date (const Import *import, guint row, KarneTableLine *line)
{
  const KarneTableMapping *mapping = import->mapping;
  const char *cell = karne_table_get_cell (import->table, row, mapping->date);
  const char *time = karne_table_get_cell (import->table, row, mapping->time);
  int first, second;

  line->date = karne_table_parse_date (cell, time, mapping->order, import->zone);
  if (line->date == NULL)
    line->state = mapping->order == KARNE_DATE_ORDER_UNCLEAR && is_there (cell) &&
                          karne_table_split_date (cell, &first, &second)
                      ? KARNE_LINE_DATE_UNCLEAR
                      : KARNE_LINE_NO_DATE;
  return line->date != NULL;
}

/* The unit beside the number, else that of its column, else that of all. */
static gboolean
read_value (const Import *import, guint row, KarneTableLine *line)
{
  const KarneTableMapping *mapping = import->mapping;
  const char *cell = karne_table_get_cell (import->table, row, mapping->unit);
  g_autofree char *written =
      karne_table_split_value (karne_table_get_cell (import->table, row, mapping->value),
                               &line->unit);

  if (line->unit == NULL)
    line->unit = g_strdup (is_there (cell) ? cell : mapping->fixed_unit);
  line->value = karne_input_number (written, NULL);
  if (line->value == NULL)
    line->value = g_steal_pointer (&written); /* its draft says what is wrong with it */
  if (mapping->kind == KARNE_MEASURE_BLOOD_PRESSURE)
    {
      const char *second = karne_table_get_cell (import->table, row, mapping->second);

      line->second = second != NULL ? karne_input_number (second, NULL) : NULL;
      if (line->second == NULL)
        line->state = KARNE_LINE_NOT_A_NUMBER;
    }
  return line->state == KARNE_LINE_READ;
}

/* A capillary glucose has a moment: where none is said, it is none of the others. */
static gboolean
read_context (const Import *import, guint row, KarneTableLine *line)
{
  const KarneTableMapping *mapping = import->mapping;
  const char *cell = karne_table_get_cell (import->table, row, mapping->moment);

  if (mapping->kind != KARNE_MEASURE_GLUCOSE)
    line->context = g_strdup (mapping->fixed_context);
  else if (is_there (cell))
    line->context = g_strdup (karne_table_find_moment (cell));
  else
    line->context = g_strdup (mapping->fixed_context != NULL ? mapping->fixed_context : "other");
  if (line->context == NULL && mapping->kind == KARNE_MEASURE_GLUCOSE)
    line->state = KARNE_LINE_NO_MOMENT;
  return line->state == KARNE_LINE_READ;
}

static KarneDraft *
make_draft (const Import *import, const KarneTableLine *line, GError **error)
{
  const char *nick = karne_measure_kind_to_nick (import->mapping->kind);

  if (import->mapping->kind == KARNE_MEASURE_BLOOD_PRESSURE)
    return karne_draft_new_blood_pressure (import->patient, line->value, line->second, line->unit,
                                           line->date, import->now, import->confirmed, error);
  return karne_draft_new_measure (import->patient, nick, line->value, line->unit, line->date,
                                  line->context, import->now, import->confirmed, error);
}

static void
read_draft (Import *import, KarneTableLine *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDraft) draft = make_draft (import, line, &error);
  g_autofree char *key = NULL;

  if (draft == NULL)
    {
      line->state = state_from_error (error);
      return;
    }
  key = make_key (line->date, line->value, line->second, line->unit);
  if (key != NULL && !g_hash_table_add (import->seen, g_steal_pointer (&key)))
    line->state = KARNE_LINE_TWICE;
  else
    line->draft = g_steal_pointer (&draft);
}

static KarneTableLine *
read_line (Import *import, guint row)
{
  KarneTableLine *line = g_new0 (KarneTableLine, 1);

  line->line = karne_table_get_line (import->table, row);
  line->state = row < import->mapping->first                 ? KARNE_LINE_TITLE
                : karne_table_is_broken (import->table, row) ? KARNE_LINE_BROKEN
                                                             : KARNE_LINE_READ;
  if (line->state == KARNE_LINE_READ && read_date (import, row, line) &&
      read_value (import, row, line) && read_context (import, row, line))
    read_draft (import, line);
  return line;
}

/**
 * karne_import_read:
 * @table: a table
 * @mapping: what its columns mean
 * @patient: id of the Patient there
 * @known: (nullable) (element-type KarneSync.Measurement): measures of the record: what is there
 * already is not kept twice
 * @zone: the zone of times that have none of their own
 * @now: seconds since 1970: what was measured is not in the future
 * @confirmed: the person was asked about unusual values, and means them
 *
 * Reads each line of a table by what its columns mean. Nothing is kept: that is for the person to
 * decide, who is shown all of it first.
 *
 * Returns: (transfer full) (element-type KarneSync.TableLine): all lines, in their order
 */
GPtrArray *
karne_import_read (KarneTable *table,
                   const KarneTableMapping *mapping,
                   const char *patient,
                   GPtrArray *known,
                   GTimeZone *zone,
                   gint64 now,
                   gboolean confirmed)
{
  Import import = { table, mapping, patient, zone, now, confirmed, NULL };
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_table_line_free);

  import.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_known (&import, known);
  for (guint row = 0; row < karne_table_get_n_rows (table); row++)
    g_ptr_array_add (lines, read_line (&import, row));
  g_hash_table_unref (import.seen);
  return lines;
}

/**
 * karne_import_to_draft:
 * @lines: (element-type KarneSync.TableLine): lines as they were read
 *
 * All that can be kept of them, in one: it is saved whole or not at all.
 *
 * Returns: (transfer full) (nullable): the draft; `NULL` where nothing can be kept
 */
KarneDraft *
karne_import_to_draft (GPtrArray *lines)
{
  g_autoptr (KarneDraft) all = karne_draft_new ();

  for (guint i = 0; i < lines->len; i++)
    {
      const KarneTableLine *line = lines->pdata[i];

      if (line->state == KARNE_LINE_READ && line->draft != NULL)
        karne_draft_append (all, line->draft);
    }
  return karne_draft_get_n_resources (all) > 0 ? g_steal_pointer (&all) : NULL;
}
