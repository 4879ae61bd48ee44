/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-table-private.h"

/* In which of the first rows the titles are. */
#define TITLES_UNTIL 5
/* So many rows are looked at to know what a column holds. */
#define SAMPLE 50

G_DEFINE_BOXED_TYPE (KarneTableMapping,
                     karne_table_mapping,
                     karne_table_mapping_copy,
                     karne_table_mapping_free)

/**
 * karne_table_mapping_copy:
 * @self: a mapping
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneTableMapping *
karne_table_mapping_copy (const KarneTableMapping *self)
{
  KarneTableMapping *copy = g_new0 (KarneTableMapping, 1);

  *copy = *self;
  copy->fixed_unit = g_strdup (self->fixed_unit);
  copy->fixed_context = g_strdup (self->fixed_context);
  return copy;
}

/**
 * karne_table_mapping_free:
 * @self: (nullable): a mapping
 *
 * Frees it.
 */
void
karne_table_mapping_free (KarneTableMapping *self)
{
  if (self == NULL)
    return;
  g_free (self->fixed_unit);
  g_free (self->fixed_context);
  g_free (self);
}

/* By titles */

/* What titles say, in French and in English; of several that fit, the first. */
static const struct
{
  const char *pattern;
  KarneMeasureKind kind;
} values[] = {
  { "interstit|\\bcgm\\b|historique de la gly|historic glucose",
    KARNE_MEASURE_GLUCOSE_INTERSTITIAL },
  { "glyc[ae]mie|glucose|^dextro", KARNE_MEASURE_GLUCOSE },
  { "hba1c|glyquee", KARNE_MEASURE_HBA1C },
  { "systol", KARNE_MEASURE_BLOOD_PRESSURE },
  { "^poids|weight", KARNE_MEASURE_WEIGHT },
  { "tour de taille|waist", KARNE_MEASURE_WAIST },
  { "^taille|height", KARNE_MEASURE_HEIGHT },
  { "perimetre cranien|head circumference", KARNE_MEASURE_HEAD },
  { "temperature", KARNE_MEASURE_TEMPERATURE },
  { "^pouls|frequence cardiaque|heart ?rate|pulse", KARNE_MEASURE_HEART_RATE },
  { "^(nombre de )?pas\\b|steps", KARNE_MEASURE_STEPS },
  { "douleur|^pain", KARNE_MEASURE_PAIN },
  { "spo2|saturation|oxygen", KARNE_MEASURE_OXYGEN_SATURATION },
  { "\\bldl\\b", KARNE_MEASURE_LDL },
  { "\\bhdl\\b", KARNE_MEASURE_HDL },
  { "cholesterol", KARNE_MEASURE_CHOLESTEROL },
  { "triglycerid", KARNE_MEASURE_TRIGLYCERIDES },
  { "^valeur|^value|^mesure|^resultat|^result|^measure", KARNE_MEASURE_OTHER },
};

static gboolean
says (const char *title, const char *pattern)
{
  return g_regex_match_simple (pattern, title, 0, 0);
}

static void
map_value (KarneTableMapping *mapping, int column, const char *folded, const char *title)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const char *unit = karne_table_find_unit (title);

      if (!says (folded, values[i].pattern))
        continue;
      /* A title that says what was measured is better than one that says “value”. */
      if (mapping->value >= 0 &&
          (mapping->kind != KARNE_MEASURE_OTHER || values[i].kind == KARNE_MEASURE_OTHER))
        return;
      mapping->value = column;
      mapping->kind = values[i].kind;
      g_free (mapping->fixed_unit);
      mapping->fixed_unit = g_strdup (unit);
      return;
    }
}

static void
map_title (KarneTableMapping *mapping, int column, const char *title)
{
  g_autofree char *folded = karne_table_fold (title);

  if (mapping->date < 0 && says (folded, "^date|^horodat|timestamp|^jour|^day\\b"))
    mapping->date = column;
  else if (mapping->time < 0 && says (folded, "^heure|^time\\b|^hour"))
    mapping->time = column;
  else if (mapping->unit < 0 && says (folded, "^unit"))
    mapping->unit = column;
  else if (mapping->moment < 0 && says (folded, "^moment|^repas|^meal|^contexte"))
    mapping->moment = column;
  else if (mapping->second < 0 && says (folded, "diastol"))
    mapping->second = column;
  else
    map_value (mapping, column, folded, title);
}

static KarneTableMapping *
mapping_new (void)
{
  KarneTableMapping *mapping = g_new0 (KarneTableMapping, 1);

  mapping->date = mapping->time = mapping->value = -1;
  mapping->second = mapping->unit = mapping->moment = -1;
  return mapping;
}

static KarneTableMapping *
map_by_titles (KarneTable *table, guint row)
{
  g_autoptr (KarneTableMapping) mapping = mapping_new ();

  for (guint column = 0; column < karne_table_get_n_columns (table); column++)
    map_title (mapping, (int) column, karne_table_get_cell (table, row, (int) column));
  mapping->first = row + 1;
  return mapping->date >= 0 && mapping->value >= 0 ? g_steal_pointer (&mapping) : NULL;
}

/* By what the cells hold */

typedef gboolean (*Holds) (const char *cell);

static gboolean
holds_date (const char *cell)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *day = karne_table_parse_date (cell, NULL, KARNE_DATE_ORDER_DAY_FIRST, utc);
  g_autofree char *month = karne_table_parse_date (cell, NULL, KARNE_DATE_ORDER_MONTH_FIRST, utc);

  return day != NULL || month != NULL;
}

static gboolean
holds_time (const char *cell)
{
  return g_regex_match_simple ("^\\d{1,2} ?[:hH] ?\\d{2}(:\\d{2})?$", cell, 0, 0);
}

static gboolean
holds_number (const char *cell)
{
  g_autofree char *unit = NULL;
  g_autofree char *number = karne_table_split_value (cell, &unit);

  return g_regex_match_simple ("^\\d+([.,]\\d+)?$", number, 0, 0);
}

static gboolean
holds_unit (const char *cell)
{
  return !g_ascii_isdigit (*cell) && karne_table_find_unit (cell) != NULL;
}

static gboolean
holds_moment (const char *cell)
{
  return karne_table_find_moment (cell) != NULL;
}

/* The first column that mostly holds such things. */
static int
find_column (KarneTable *table, Holds holds)
{
  guint n = MIN (karne_table_get_n_rows (table), SAMPLE);

  for (guint column = 0; column < karne_table_get_n_columns (table); column++)
    {
      guint hits = 0;

      for (guint row = 0; row < n; row++)
        {
          const char *cell = karne_table_get_cell (table, row, (int) column);

          hits += cell != NULL && *cell != '\0' && holds (cell);
        }
      if (hits * 2 > n)
        return (int) column;
    }
  return -1;
}

/* Rows before the first date are titles that were not understood. */
static guint
find_first (KarneTable *table, int date)
{
  for (guint row = 0; row < MIN (karne_table_get_n_rows (table), TITLES_UNTIL); row++)
    {
      const char *cell = karne_table_get_cell (table, row, date);

      if (cell != NULL && holds_date (cell))
        return row;
    }
  return 0;
}

static KarneTableMapping *
map_by_cells (KarneTable *table)
{
  KarneTableMapping *mapping = mapping_new ();

  mapping->date = find_column (table, holds_date);
  mapping->time = find_column (table, holds_time);
  mapping->value = find_column (table, holds_number);
  mapping->unit = find_column (table, holds_unit);
  mapping->moment = find_column (table, holds_moment);
  mapping->first = find_first (table, mapping->date);
  return mapping;
}

/* Where some date has no such month, all of them are in doubt. */
static KarneDateOrder
find_order (KarneTable *table, const KarneTableMapping *mapping)
{
  for (guint row = mapping->first; row < karne_table_get_n_rows (table); row++)
    {
      const char *cell = karne_table_get_cell (table, row, mapping->date);
      int first, second;

      if (cell != NULL && karne_table_split_date (cell, &first, &second) && first <= 12 &&
          second > 12 && second <= 31)
        return KARNE_DATE_ORDER_UNCLEAR;
    }
  return KARNE_DATE_ORDER_DAY_FIRST;
}

/* Kinds that are measured in one unit alone, wherever that is. */
static void
add_only_unit (KarneTableMapping *mapping)
{
  if (mapping->fixed_unit != NULL)
    return;
  if (mapping->kind == KARNE_MEASURE_PAIN)
    mapping->fixed_unit = g_strdup ("1");
  else if (mapping->kind == KARNE_MEASURE_STEPS)
    mapping->fixed_unit = g_strdup ("/d");
  else if (mapping->kind == KARNE_MEASURE_HEART_RATE)
    mapping->fixed_unit = g_strdup ("/min");
  else if (mapping->kind == KARNE_MEASURE_OXYGEN_SATURATION)
    mapping->fixed_unit = g_strdup ("%");
}

/**
 * karne_table_propose:
 * @self: a table
 *
 * What its columns seem to mean, by their titles in French or English, else by what they hold. A
 * unit is never guessed from the size of a number: 1.10 may be g/L, 5.6 mmol/L.
 *
 * Returns: (transfer full): a proposal, to be shown to the person and changed
 */
KarneTableMapping *
karne_table_propose (KarneTable *self)
{
  KarneTableMapping *mapping = NULL;

  for (guint row = 0; mapping == NULL && row < MIN (karne_table_get_n_rows (self), TITLES_UNTIL);
       row++)
    mapping = map_by_titles (self, row);
  if (mapping == NULL)
    mapping = map_by_cells (self);
  mapping->order = find_order (self, mapping);
  add_only_unit (mapping);
  return mapping;
}
