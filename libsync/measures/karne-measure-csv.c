/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"
#include "measures/karne-table.h"

#include <string.h>

/* A spreadsheet runs what begins like this, whatever stands in it: such a text gets an apostrophe,
 * which says that it is text. A number may begin with a sign. */
static gboolean
is_formula (const char *text)
{
  KarneDecimal number;

  return *text != '\0' && strchr ("=+-@\t\r\n", *text) != NULL &&
         !karne_decimal_parse (text, &number);
}

static void
append_text (GString *csv, const char *text, char separator)
{
  g_autofree char *safe = NULL;

  if (text == NULL)
    return;
  safe = is_formula (text) ? g_strconcat ("'", text, NULL) : g_strdup (text);
  if (strchr (safe, separator) == NULL && strpbrk (safe, "\"\r\n") == NULL)
    {
      g_string_append (csv, safe);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *p = safe; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

static void
append_number (GString *csv, const char *number, char separator, char point)
{
  KarneDecimal value;
  g_autofree char *text = g_strdup (number);

  if (karne_decimal_parse (text, &value))
    g_strdelimit (text, ".", point);
  append_text (csv, text, separator);
}

static void
append_measure (GString *csv, const KarneMeasurement *measure, char separator, char point)
{
  const char *unit;
  const char *number = karne_measurement_get_written (measure, &unit);
  const char *nick = karne_measure_kind_to_nick (measure->kind);
  const char *const texts[] = { unit, karne_measure_moment_to_nick (measure->moment),
                                nick != NULL ? nick : measure->title, measure->code,
                                measure->status };

  append_text (csv, measure->date, separator);
  g_string_append_c (csv, separator);
  append_text (csv, measure->comparator, separator);
  append_number (csv, number, separator, point);
  g_string_append_c (csv, separator);
  append_number (csv, measure->second, separator, point);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_string_append_c (csv, separator);
      append_text (csv, texts[i], separator);
    }
  g_string_append_c (csv, separator);
  if (measure->days > 0)
    g_string_append_printf (csv, "%u", measure->days);
  g_string_append (csv, "\r\n");
}

/**
 * karne_measures_to_csv:
 * @measures: (element-type KarneSync.Measurement): measures
 * @separator: what stands between columns
 * @point: the decimal separator: a comma where spreadsheets expect one
 *
 * A table of measures, one a line, in the order in which they are: RFC 4180 with a mark of UTF-8,
 * so that spreadsheets read it right. Numbers have the digits and the unit in which they were
 * written. What a spreadsheet would take for a formula is made text.
 *
 * Returns: (transfer full): the table
 */
char *
karne_measures_to_csv (GPtrArray *measures, char separator, char point)
{
  static const char *const titles[] = { "date", "value", "diastolic", "unit", "moment",
                                        "kind", "code",  "status",    "days" };
  GString *csv = g_string_new ("\357\273\277");

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (i > 0)
        g_string_append_c (csv, separator);
      g_string_append (csv, titles[i]);
    }
  g_string_append (csv, "\r\n");
  for (guint i = 0; i < measures->len; i++)
    append_measure (csv, measures->pdata[i], separator, point);
  return g_string_free (csv, FALSE);
}
