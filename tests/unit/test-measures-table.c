/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "measures/karne-table-private.h"
#include "write/karne-import.h"

#include <string.h>

/* Tables of measures, good and bad: what is understood, what is not and why, and back again. */

#define NOW 1775001600 /* 2026-04-01 */

static KarneTable *
parse (const char *text, gssize len, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len < 0 ? strlen (text) : (gsize) len);

  return karne_table_parse (bytes, error);
}

/* Cells of all rows: `line:a|b; `. */
static char *
spell (KarneTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < karne_table_get_n_rows (table); row++)
    {
      g_string_append_printf (text, "%s%u:", row > 0 ? "; " : "",
                              karne_table_get_line (table, row));
      for (int column = 0; karne_table_get_cell (table, row, column) != NULL; column++)
        g_string_append_printf (text, "%s%s", column > 0 ? "|" : "",
                                karne_table_get_cell (table, row, column));
      if (karne_table_is_broken (table, row))
        g_string_append (text, "!");
    }
  return g_string_free (text, FALSE);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *encoding;
    const char *cells;
  } cases[] = {
    { "a;b\n1;2\n", "UTF-8", "1:a|b; 2:1|2" },
    { "a,b\r\n1,2", "UTF-8", "1:a|b; 2:1|2" },
    { "a\tb\r1\t2\r", "UTF-8", "1:a|b; 2:1|2" },
    { "\357\273\277a;b\n", "UTF-8", "1:a|b" },
    { "d;1,10\ne;2,30\n", "UTF-8", "1:d|1,10; 2:e|2,30" },
    { "d,\"1,10\"\ne,\"2,30\"\n", "UTF-8", "1:d|1,10; 2:e|2,30" },
    { "\n\n a ; b \n;\n\nc;d\n", "UTF-8", "3:a|b; 6:c|d" },
    { "\"a \"\"b\"\"\";\"c;d\"\n", "UTF-8", "1:a \"b\"|c;d" },
    { "a;\"b\nc\"\nd;e\n", "UTF-8", "1:a|b\nc; 3:d|e" },
    { "a;\"b\nc", "UTF-8", "1:a|b\nc!" },
    { "a;b\"c\nd;e\n", "UTF-8", "1:a|b\"c!; 2:d|e" },
    { "glyc\351mie;\340 jeun\n", "WINDOWS-1252", "1:glycémie|à jeun" },
    { "a;;c\n", "UTF-8", "1:a||c" },
    { "one\ntwo\n", "UTF-8", "1:one; 2:two" },
    /* Each row has a comma, and is no table of commas. */
    { "r, 2026\na;b;1,10\nc;d;1,20\n", "UTF-8", "1:r, 2026; 2:a|b|1,10; 3:c|d|1,20" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KarneTable) table = parse (cases[i].text, -1, NULL);
      g_autofree char *cells = spell (table);

      g_assert_cmpstr (cells, ==, cases[i].cells);
      g_assert_cmpstr (karne_table_get_encoding (table), ==, cases[i].encoding);
    }
}

static void
test_parse_bad (void)
{
  static const char wide[] = "\377\376a\0;\0b\0";
  g_autoptr (KarneTable) table = parse (wide, sizeof wide - 1, NULL);
  g_autofree char *cells = spell (table);
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) binary = NULL;

  g_assert_cmpstr (cells, ==, "1:a|b");
  g_assert_null (parse (" \n;;\n", -1, &empty));
  g_assert_error (empty, KARNE_ERROR, KARNE_ERROR_EMPTY);
  g_assert_null (parse ("a\0b", 3, &binary));
  g_assert_error (binary, KARNE_ERROR, KARNE_ERROR_INVALID);
}

static void
test_dates (void)
{
  static const struct
  {
    const char *date;
    const char *time;
    const char *fhir; /* NULL: none */
  } cases[] = {
    { "2026-03-14", NULL, "2026-03-14" },
    { "2026-03", NULL, "2026-03" },
    { "2026-03-14 08:30", NULL, "2026-03-14T08:30:00+04:00" },
    { "2026-03-14T08:30:15", NULL, "2026-03-14T08:30:15+04:00" },
    { "2026-03-14T08:30:15Z", NULL, "2026-03-14T08:30:15+00:00" },
    { "2026-03-14T08:30:15.250+02:00", NULL, "2026-03-14T08:30:15+02:00" },
    { "2026-03-14", "8:05", "2026-03-14T08:05:00+04:00" },
    { "14/03/2026", NULL, "2026-03-14" },
    { "14/03/26", NULL, "2026-03-14" },
    { "14.3.2026", "8h30", "2026-03-14T08:30:00+04:00" },
    { "14-03-2026 08:30", NULL, "2026-03-14T08:30:00+04:00" },
    { "14/03/2026 à 8 h 30", NULL, "2026-03-14T08:30:00+04:00" },
    { "14/03/2026 8h", NULL, "2026-03-14T08:00:00+04:00" },
    { "14/03/2026 8:30 PM", NULL, "2026-03-14T20:30:00+04:00" },
    { "14/03/2026 12:30 AM", NULL, "2026-03-14T00:30:00+04:00" },
    { "14 mars 2026", NULL, "2026-03-14" },
    { "1er août 2025", "07:00", "2025-08-01T07:00:00+04:00" },
    { "14 févr. 2026", NULL, "2026-02-14" },
    { "29/02/2024", NULL, "2024-02-29" },
    { "29/02/2026", NULL, NULL },
    { "31/04/2026", NULL, NULL },
    { "14/13/2026", NULL, NULL },
    { "2026-13-01", NULL, NULL },
    { "14/03/2026 25:00", NULL, NULL },
    { "14/03/2026 08:60", NULL, NULL },
    { "14/03", NULL, NULL },
    { "hier", NULL, NULL },
    { "", NULL, NULL },
    { NULL, NULL, NULL },
    { "14 xyz 2026", NULL, NULL },
    { "2026-03-14", "midi", NULL },
    { "14/03/0026", NULL, NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (4 * 60 * 60);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fhir =
          karne_table_parse_date (cases[i].date, cases[i].time, KARNE_DATE_ORDER_DAY_FIRST, zone);

      g_test_message ("%s %s", cases[i].date, cases[i].time);
      g_assert_cmpstr (fhir, ==, cases[i].fhir);
    }
}

static void
test_moments (void)
{
  static const char *const cases[][2] = {
    { "À jeun", "fasting" },
    { "fasting", "fasting" },
    { "Avant repas", "before-meal" },
    { "avant le déjeuner", "before-meal" },
    { "Après dîner", "after-meal" },
    { "Post-prandial", "after-meal" },
    { "Après le sport", "after-exercise" },
    { "Au coucher", "other" },
    { "after-meal", "after-meal" },
    /* An afternoon is no meal. */
    { "après-midi", NULL },
    { "bizarre", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (karne_table_find_moment (cases[i][0]), ==, cases[i][1]);
}

/* What is proposed: `first kind date time value second unit moment fixed-unit order`. */
static void
test_propose (void)
{
  static const struct
  {
    const char *text;
    const char *mapping;
  } cases[] = {
    { "Date;Heure;Glycémie (g/L);Moment\n14/03/2026;08:30;1,10;à jeun\n",
      "1 glucose 0 1 2 -1 -1 3 g/L 0" },
    { "Date,Time,Glucose,Unit\n2026-03-14,08:30,110,mg/dL\n", "1 glucose 0 1 2 -1 3 -1 - 0" },
    { "Lecteur X\nHorodatage;Glucose mmol/L\n14/03/2026 08:30;5,6\n",
      "2 glucose 0 -1 1 -1 -1 -1 mmol/L 0" },
    { "14/03/2026;08:30;1,10\n15/03/2026;08:30;1,20\n", "0 - 0 1 2 -1 -1 -1 - 0" },
    { "14/03/2026;1,10 g/L;à jeun\n15/03/2026;1,20 g/L;à jeun\n", "0 - 0 -1 1 -1 -1 2 - 0" },
    { "date;systolique (mmHg);diastolique\n2026-03-14;136;86\n",
      "1 blood-pressure 0 -1 1 2 -1 -1 mmHg 0" },
    { "Date;Pouls\n2026-03-14;70\n", "1 heart-rate 0 -1 1 -1 -1 -1 /min 0" },
    { "Date;Poids\n2026-03-14;70\n", "1 weight 0 -1 1 -1 -1 -1 - 0" },
    { "date;glucose\n03/14/2026;110\n03/04/2026;110\n", "1 glucose 0 -1 1 -1 -1 -1 - 2" },
    { "date;value;kind\n2026-03-14;110;x\n", "1 - 0 -1 1 -1 -1 -1 - 0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KarneTable) table = parse (cases[i].text, -1, NULL);
      g_autoptr (KarneTableMapping) mapping = karne_table_propose (table);
      const char *nick = karne_measure_kind_to_nick (mapping->kind);
      g_autofree char *spelled =
          g_strdup_printf ("%u %s %d %d %d %d %d %d %s %d", mapping->first,
                           nick != NULL ? nick : "-", mapping->date, mapping->time, mapping->value,
                           mapping->second, mapping->unit, mapping->moment,
                           mapping->fixed_unit != NULL ? mapping->fixed_unit : "-",
                           (int) mapping->order);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (spelled, ==, cases[i].mapping);
    }
}

static GPtrArray *
read_table (const char *text, GPtrArray *known, gboolean confirmed)
{
  g_autoptr (KarneTable) table = parse (text, -1, NULL);
  g_autoptr (KarneTableMapping) mapping = karne_table_propose (table);
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (4 * 60 * 60);

  return karne_import_read (table, mapping, "p1", known, zone, NOW, confirmed);
}

/* One bad line among good ones: each says what it is, and where it stands. */
static void
test_read (void)
{
  static const KarneLineState states[] = {
    KARNE_LINE_TITLE,   KARNE_LINE_READ,         KARNE_LINE_READ,         KARNE_LINE_NO_DATE,
    KARNE_LINE_FUTURE,  KARNE_LINE_NOT_A_NUMBER, KARNE_LINE_NOT_A_NUMBER, KARNE_LINE_NEGATIVE,
    KARNE_LINE_NO_UNIT, KARNE_LINE_NO_MOMENT,    KARNE_LINE_UNLIKELY,     KARNE_LINE_TWICE,
    KARNE_LINE_READ,    KARNE_LINE_BROKEN,       KARNE_LINE_NO_DATE,
  };
  static const char text[] = "Date;Heure;Glycémie;Unité;Moment\n" /* 1 */
                             "14/03/2026;08:30;1,10;g/L;à jeun\n"
                             "14/03/2026;12:30;5.60;mmol/L;avant repas\n"
                             "31/02/2026;12:30;110;mg/dL;\n"
                             "14/03/2027;12:30;110;mg/dL;\n" /* 5 */
                             "15/03/2026;12:30;;mg/dL;\n"
                             "15/03/2026;12:30;HI;mg/dL;\n"
                             "15/03/2026;12:30;-5;mg/dL;\n"
                             "15/03/2026;12:30;1,10;;\n"
                             "15/03/2026;12:30;110;mg/dL;bizarre\n" /* 10 */
                             "15/03/2026;12:30;1,10;mg/dL;\n"
                             "14/03/2026;08:30;1,100;g/L;à jeun\n"
                             "16/03/2026;;110;mg/dL;\n"
                             "16/03/2026;09:00;1\"10;g/L;\n"
                             "total;;3;;\n";
  g_autoptr (GPtrArray) lines = read_table (text, NULL, FALSE);
  g_autoptr (KarneDraft) draft = NULL;

  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (states));
  for (guint i = 0; i < lines->len; i++)
    {
      const KarneTableLine *line = lines->pdata[i];

      g_test_message ("line %u", line->line);
      g_assert_cmpuint (line->line, ==, i + 1);
      g_assert_cmpint (line->state, ==, states[i]);
      g_assert_true ((line->draft != NULL) == (line->state == KARNE_LINE_READ));
    }
  draft = karne_import_to_draft (lines);
  g_assert_cmpuint (karne_draft_get_n_resources (draft), ==, 3);
  g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), "\"value\":1.10,\"unit\":\"g/L\""));
  g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), "2026-03-14T08:30:00+04:00"));
  g_assert_nonnull (strstr (karne_draft_get_json (draft, 1), "\"value\":5.60"));
}

/* Confirmed, what is unusual is kept, with its mark; without a unit nothing is guessed. */
static void
test_read_unlikely (void)
{
  g_autoptr (GPtrArray) asked = read_table ("date;glucose (mg/dL)\n2026-03-14;1.10\n", NULL, FALSE);
  g_autoptr (GPtrArray) meant = read_table ("date;glucose (mg/dL)\n2026-03-14;1.10\n", NULL, TRUE);
  g_autoptr (GPtrArray) bare =
      read_table ("date;glucose\n2026-03-14;1.10\n2026-03-15;5.6\n", NULL, TRUE);
  const KarneTableLine *line = asked->pdata[1];

  g_assert_cmpint (line->state, ==, KARNE_LINE_UNLIKELY);
  g_assert_null (karne_import_to_draft (asked));
  line = meant->pdata[1];
  g_assert_cmpint (line->state, ==, KARNE_LINE_READ);
  g_assert_nonnull (strstr (karne_draft_get_json (line->draft, 0), "confirmed-unlikely"));
  for (guint i = 1; i < bare->len; i++)
    g_assert_cmpint (((KarneTableLine *) bare->pdata[i])->state, ==, KARNE_LINE_NO_UNIT);
}

static void
test_read_unclear (void)
{
  g_autoptr (GPtrArray) lines =
      read_table ("date;glucose (mg/dL)\n03/14/2026;110\n03/04/2026;110\n2026-03-05;90\n", NULL,
                  FALSE);

  g_assert_cmpint (((KarneTableLine *) lines->pdata[1])->state, ==, KARNE_LINE_DATE_UNCLEAR);
  g_assert_cmpint (((KarneTableLine *) lines->pdata[2])->state, ==, KARNE_LINE_DATE_UNCLEAR);
  g_assert_cmpint (((KarneTableLine *) lines->pdata[3])->state, ==, KARNE_LINE_READ);
}

static void
test_read_pressure (void)
{
  g_autoptr (GPtrArray) lines =
      read_table ("date;systolique (mmHg);diastolique\n2026-03-14;136;86\n2026-03-15;136;\n", NULL,
                  FALSE);

  g_assert_cmpint (((KarneTableLine *) lines->pdata[1])->state, ==, KARNE_LINE_READ);
  g_assert_cmpint (((KarneTableLine *) lines->pdata[2])->state, ==, KARNE_LINE_NOT_A_NUMBER);
}

/* Out and in again */

static KarneMeasurement *
make_measure (const char *date, const char *value, const char *unit)
{
  KarneMeasurement *measure = g_new0 (KarneMeasurement, 1);

  measure->kind = KARNE_MEASURE_GLUCOSE;
  measure->code = g_strdup ("http://loinc.org|2345-7");
  measure->date = g_strdup (date);
  measure->value = g_strdup (value);
  measure->unit = g_strdup (unit);
  measure->moment = KARNE_MOMENT_FASTING;
  measure->status = g_strdup ("final");
  return measure;
}

static void
test_export (void)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) karne_measurement_free);
  g_autofree char *french = NULL;
  g_autofree char *plain = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GPtrArray) fresh = NULL;

  g_ptr_array_add (list, make_measure ("2026-03-14T08:30:00+04:00", "1.10", "g/L"));
  french = karne_measures_to_csv (list, ';', ',');
  plain = karne_measures_to_csv (list, ',', '.');
  g_assert_cmpstr (french, ==,
                   "\357\273\277date;value;diastolic;unit;moment;kind;code;status;days\r\n"
                   "2026-03-14T08:30:00+04:00;1,10;;g/L;fasting;glucose;http://loinc.org|2345-7;"
                   "final;\r\n");
  g_assert_nonnull (strstr (plain, ",1.10,,g/L,"));
  /* The same table is not kept twice, an empty record takes all of it. */
  {
    g_autoptr (KarneTable) table = parse (french, -1, NULL);
    g_autoptr (KarneTableMapping) mapping = karne_table_propose (table);
    g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

    mapping->kind = KARNE_MEASURE_GLUCOSE;
    again = karne_import_read (table, mapping, "p1", list, zone, NOW, FALSE);
    fresh = karne_import_read (table, mapping, "p1", NULL, zone, NOW, FALSE);
  }
  g_assert_cmpint (((KarneTableLine *) again->pdata[1])->state, ==, KARNE_LINE_TWICE);
  g_assert_cmpint (((KarneTableLine *) fresh->pdata[1])->state, ==, KARNE_LINE_READ);
  g_assert_cmpstr (((KarneTableLine *) fresh->pdata[1])->value, ==, "1.10");
}

/* What a spreadsheet would run is made text; what only looks like it stays. */
static void
test_export_formula (void)
{
  static const char *const cases[][2] = {
    { "=1+1", ";'=1+1;" },
    { "+1", ";'+1;" },
    { "@SUM(A1)", ";'@SUM(A1);" },
    { "-cmd|' /C calc'!A0", ";'-cmd|' /C calc'!A0;" },
    { "\tx", ";'\tx;" },
    { "a;b", ";\"a;b\";" },
    { "a\"b", ";\"a\"\"b\";" },
    { "=\"a;b\"", ";\"'=\"\"a;b\"\"\";" },
    { "-5", ";-5;" },
    { "mg/dL", ";mg/dL;" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) list =
          g_ptr_array_new_with_free_func ((GDestroyNotify) karne_measurement_free);
      g_autofree char *csv = NULL;

      g_ptr_array_add (list, make_measure ("2026-03-14", "1", cases[i][0]));
      csv = karne_measures_to_csv (list, ';', ',');
      g_test_message ("%s", cases[i][0]);
      g_assert_nonnull (strstr (csv, cases[i][1]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measures/table/parse", test_parse);
  g_test_add_func ("/measures/table/parse/bad", test_parse_bad);
  g_test_add_func ("/measures/table/dates", test_dates);
  g_test_add_func ("/measures/table/moments", test_moments);
  g_test_add_func ("/measures/table/propose", test_propose);
  g_test_add_func ("/measures/table/read", test_read);
  g_test_add_func ("/measures/table/read/unlikely", test_read_unlikely);
  g_test_add_func ("/measures/table/read/unclear", test_read_unclear);
  g_test_add_func ("/measures/table/read/pressure", test_read_pressure);
  g_test_add_func ("/measures/table/export", test_export);
  g_test_add_func ("/measures/table/export/formula", test_export_formula);
  return g_test_run ();
}
