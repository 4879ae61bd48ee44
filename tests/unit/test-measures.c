/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

#include <math.h>

/* What is measured, and what may be said of it: values from the sources, at their edges. */

#define MG_DL KARNE_GLUCOSE_MG_DL
#define G_L KARNE_GLUCOSE_G_L
#define MMOL_L KARNE_GLUCOSE_MMOL_L

/* Glucose */

static const struct
{
  const char *from;
  KarneGlucoseUnit from_unit;
  KarneGlucoseUnit to_unit;
  const char *to; /* NULL: no number */
} conversions[] = {
  { "1.10", G_L, MG_DL, "110" },
  { "1.26", G_L, MG_DL, "126" },
  { "1.105", G_L, MG_DL, "110.5" },
  { "2", G_L, MG_DL, "200" },
  { "0", G_L, MG_DL, "0" },
  { "110", MG_DL, G_L, "1.10" },
  { "126", MG_DL, G_L, "1.26" },
  { "70", MG_DL, G_L, "0.70" },
  { "5", MG_DL, G_L, "0.05" },
  { "110.5", MG_DL, G_L, "1.105" },
  { "1", MMOL_L, MG_DL, "18.0" },
  { "5.6", MMOL_L, MG_DL, "100.9" },
  { "10.0", MMOL_L, MG_DL, "180.2" },
  { "3.9", MMOL_L, MG_DL, "70.3" },
  { "3.0", MMOL_L, MG_DL, "54.0" },
  { "13.9", MMOL_L, MG_DL, "250.4" },
  { "18.016", MG_DL, MMOL_L, "1.00" },
  { "180", MG_DL, MMOL_L, "9.99" },
  { "70", MG_DL, MMOL_L, "3.89" },
  { "54", MG_DL, MMOL_L, "3.00" },
  { "250", MG_DL, MMOL_L, "13.88" },
  { "126", MG_DL, MMOL_L, "6.99" },
  { "1.26", G_L, MMOL_L, "6.99" },
  { "7.0", MMOL_L, G_L, "1.261" },
  { "5.60", MMOL_L, MMOL_L, "5.60" },
  { "1.10", G_L, G_L, "1.10" },
  { "110.0", MG_DL, MG_DL, "110.0" },
  { "1.1e2", MG_DL, G_L, "1.10" },
  { "", MG_DL, G_L, NULL },
  { "1,10", G_L, MG_DL, NULL },
  { "abc", MG_DL, MMOL_L, NULL },
  { "1.", MG_DL, MMOL_L, NULL },
  { ".5", MG_DL, MMOL_L, NULL },
  { "1e", MG_DL, MMOL_L, NULL },
};

static void
test_convert (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (conversions); i++)
    {
      g_autofree char *to = karne_glucose_convert (conversions[i].from, conversions[i].from_unit,
                                                   conversions[i].to_unit);

      g_test_message ("%s", conversions[i].from);
      g_assert_cmpstr (to, ==, conversions[i].to);
    }
}

/* There and back, in the places in which it was written. */
static void
assert_returns (const char *written, KarneGlucoseUnit unit, KarneGlucoseUnit other)
{
  g_autofree char *there = karne_glucose_convert (written, unit, other);
  g_autofree char *back = karne_glucose_convert (there, other, unit);
  KarneDecimal before, after;

  g_assert_true (karne_decimal_parse (written, &before));
  g_assert_true (karne_decimal_parse (back, &after));
  after = karne_decimal_round (after, before.behind);
  if (karne_decimal_order (before, after) != 0)
    g_error ("%s there is %s and back %s", written, there, back);
}

static void
test_there_and_back (void)
{
  for (int i = 0; i <= 4000; i++)
    {
      g_autofree char *hundredths = g_strdup_printf ("%d.%02d", i / 100, i % 100);
      g_autofree char *tenths = g_strdup_printf ("%d.%d", i / 10, i % 10);
      g_autofree char *whole = g_strdup_printf ("%d", i);

      assert_returns (hundredths, MMOL_L, MG_DL);
      assert_returns (hundredths, MMOL_L, G_L);
      assert_returns (tenths, MMOL_L, MG_DL);
      assert_returns (hundredths, G_L, MG_DL);
      assert_returns (hundredths, G_L, MMOL_L);
      assert_returns (whole, MG_DL, MMOL_L);
      assert_returns (whole, MG_DL, G_L);
      assert_returns (tenths, MG_DL, G_L);
    }
}

static void
test_units (void)
{
  static const struct
  {
    const char *text;
    int unit; /* -1: none */
  } cases[] = {
    { "mg/dL", MG_DL },   { "mg/dl", MG_DL },   { " G/L ", G_L },   { "g/l", G_L },
    { "mmol/L", MMOL_L }, { "MMOL/L", MMOL_L }, { "mmol", -1 },     { "", -1 },
    { NULL, -1 },         { "mg", -1 },         { "mmol/mol", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KarneGlucoseUnit unit;
      gboolean found = karne_glucose_parse_unit (cases[i].text, &unit);

      g_assert_cmpint (found ? (int) unit : -1, ==, cases[i].unit);
      if (found)
        g_assert_true (karne_glucose_parse_unit (karne_glucose_unit_to_text (unit), &unit));
    }
}

static void
test_plausible (void)
{
  static const struct
  {
    const char *number;
    KarneGlucoseUnit unit;
    gboolean plausible;
  } cases[] = {
    { "20", MG_DL, TRUE },     { "19.9", MG_DL, FALSE }, { "600", MG_DL, TRUE },
    { "600.1", MG_DL, FALSE }, { "0.20", G_L, TRUE },    { "0.19", G_L, FALSE },
    { "6", G_L, TRUE },        { "6.01", G_L, FALSE },   { "1.2", MMOL_L, TRUE },
    { "1.1", MMOL_L, FALSE },  { "33.3", MMOL_L, TRUE }, { "33.4", MMOL_L, FALSE },
    { "x", MG_DL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (karne_glucose_is_plausible (cases[i].number, cases[i].unit), ==,
                     cases[i].plausible);
}

/* Other conversions */

static void
test_hba1c (void)
{
  static const struct
  {
    const char *ngsp;
    const char *ifcc;
  } pairs[] = {
    /* As tables of the two have them. */
    { "4.0", "20" }, { "5.0", "31" }, { "6.0", "42" }, { "6.5", "48" },  { "7.0", "53" },
    { "7.5", "58" }, { "8.0", "64" }, { "9.0", "75" }, { "10.0", "86" }, { "12.0", "108" },
  };
  g_autofree char *exact = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *ifcc = karne_hba1c_to_ifcc (pairs[i].ngsp);
      g_autofree char *ngsp = karne_hba1c_from_ifcc (pairs[i].ifcc);

      g_assert_cmpstr (ifcc, ==, pairs[i].ifcc);
      g_assert_cmpstr (ngsp, ==, pairs[i].ngsp);
    }
  /* 43.497: another constant would make it 44. */
  exact = karne_hba1c_to_ifcc ("6.13");
  g_assert_cmpstr (exact, ==, "43");
  g_assert_null (karne_hba1c_to_ifcc ("2.1"));
  g_assert_null (karne_hba1c_to_ifcc ("x"));
  g_assert_null (karne_hba1c_from_ifcc ("-1"));
}

static void
test_bmi (void)
{
  static const struct
  {
    const char *weight;
    const char *height;
    const char *bmi;
  } cases[] = {
    { "72.5", "172", "24.5" }, { "70", "170", "24.2" },   { "81", "180", "25.0" },
    { "75", "173.2", "25.0" }, { "3.250", "50", "13.0" }, { "70", "0", NULL },
    { "0", "170", NULL },      { "70", "1.70", NULL },    { "x", "170", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bmi = karne_bmi_compute (cases[i].weight, cases[i].height);

      g_assert_cmpstr (bmi, ==, cases[i].bmi);
    }
}

static void
test_kinds (void)
{
  g_assert_cmpint (karne_measure_kind_from_code ("http://loinc.org|2345-7"), ==,
                   KARNE_MEASURE_GLUCOSE);
  g_assert_cmpint (karne_measure_kind_from_code ("99504-3"), ==,
                   KARNE_MEASURE_GLUCOSE_INTERSTITIAL);
  g_assert_cmpint (karne_measure_kind_from_code ("https://mos/TRE|MED-969"), ==,
                   KARNE_MEASURE_GLUCOSE_INTERSTITIAL);
  g_assert_cmpint (karne_measure_kind_from_code ("MED-972"), ==, KARNE_MEASURE_GMI);
  g_assert_cmpint (karne_measure_kind_from_code ("4548-4"), ==, KARNE_MEASURE_HBA1C);
  g_assert_cmpint (karne_measure_kind_from_code ("1-1"), ==, KARNE_MEASURE_OTHER);
  g_assert_cmpint (karne_measure_kind_from_code (NULL), ==, KARNE_MEASURE_OTHER);
  for (int kind = KARNE_MEASURE_OTHER + 1; kind <= KARNE_MEASURE_TRIGLYCERIDES; kind++)
    g_assert_cmpint (karne_measure_kind_from_nick (
                         karne_measure_kind_to_nick ((KarneMeasureKind) kind)),
                     ==, kind);
  g_assert_cmpint (karne_measure_kind_from_nick (NULL), ==, KARNE_MEASURE_OTHER);
  g_assert_cmpstr (karne_measure_moment_to_nick (karne_measure_moment_from_code ("88365-2")), ==,
                   "before-meal");
  g_assert_null (karne_measure_moment_to_nick (karne_measure_moment_from_code ("x")));
}

/* Counts within the person's own target */

static KarneMeasurement *
make_measure (KarneMeasureKind kind, const char *value, const char *unit, gint64 at)
{
  KarneMeasurement *measure = g_new0 (KarneMeasurement, 1);

  measure->kind = kind;
  measure->value = g_strdup (value);
  measure->unit = g_strdup (unit);
  measure->at = at;
  measure->date = g_strdup ("2026-01-01T00:00:00Z");
  return measure;
}

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_measurement_free);
}

static void
test_counts (void)
{
  static const struct
  {
    const char *value;
    const char *unit;
    int where; /* -1 below, 0 in, 1 above, 2 unclear */
  } cases[] = {
    { "70", "mg/dL", 0 },    { "69.9", "mg/dL", -1 }, { "180", "mg/dL", 0 },
    { "180.1", "mg/dL", 1 }, { "0.70", "g/L", 0 },    { "0.69", "g/L", -1 },
    { "1.80", "g/L", 0 },    { "1.81", "g/L", 1 },    { "3.9", "mmol/L", 0 },
    { "3.8", "mmol/L", -1 }, { "10.0", "mmol/L", 0 }, { "10.1", "mmol/L", 1 },
    { "5", "kg", 2 },        { "high", "mg/dL", 2 },  { "5", NULL, 2 },
  };
  KarneMeasureTarget target = { (char *) "70", (char *) "180", (char *) "mg/dL" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) list = make_list ();
      KarneMeasureCounts counts;

      g_test_message ("%s %s", cases[i].value, cases[i].unit);
      g_ptr_array_add (list,
                       make_measure (KARNE_MEASURE_GLUCOSE, cases[i].value, cases[i].unit, 0));
      karne_measure_target_count (&target, list, &counts);
      g_assert_cmpuint (counts.below, ==, cases[i].where == -1);
      g_assert_cmpuint (counts.in, ==, cases[i].where == 0);
      g_assert_cmpuint (counts.above, ==, cases[i].where == 1);
      g_assert_cmpuint (counts.unclear, ==, cases[i].where == 2);
    }
}

/* A target with one bound; what was written counts, not what it was converted to; what was
 * withdrawn is nowhere; what is unlikely is counted, and said. */
static void
test_counts_odd (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  KarneMeasureTarget target = { NULL, (char *) "10.0", (char *) "mmol/L" };
  KarneMeasureCounts counts;
  KarneMeasurement *measure = make_measure (KARNE_MEASURE_GLUCOSE, "180.2", "mg/dL", 0);

  measure->written = g_strdup ("10.0");
  measure->written_unit = g_strdup ("mmol/L");
  g_ptr_array_add (list, measure);
  measure = make_measure (KARNE_MEASURE_GLUCOSE, "400", "mg/dL", 0);
  measure->status = g_strdup ("entered-in-error");
  g_ptr_array_add (list, measure);
  g_ptr_array_add (list, make_measure (KARNE_MEASURE_GLUCOSE, "601", "mg/dL", 0));
  karne_measure_target_count (&target, list, &counts);
  g_assert_cmpuint (counts.in, ==, 1);
  g_assert_cmpuint (counts.above, ==, 1);
  g_assert_cmpuint (counts.below + counts.unclear, ==, 0);
  g_assert_cmpuint (counts.unlikely, ==, 1);
}

static void
test_target (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  g_autoptr (KarneMeasureTarget) target = NULL;
  KarneMeasurement *measure = make_measure (KARNE_MEASURE_GLUCOSE, "100", "mg/dL", 10);

  g_ptr_array_add (list, measure);
  g_assert_null (karne_measure_target_find (list));
  measure->low = g_strdup ("80");
  measure->target_unit = g_strdup ("mg/dL");
  g_ptr_array_add (list, make_measure (KARNE_MEASURE_GLUCOSE, "100", "mg/dL", 20));
  target = karne_measure_target_find (list);
  g_assert_cmpstr (target->low, ==, "80");
  g_assert_null (target->high);
  g_assert_cmpstr (target->unit, ==, "mg/dL");
}

/* Time in range */

#define DAY (24 * 60 * 60)

static void
add_reading (GPtrArray *list, gint64 at, const char *value, const char *unit)
{
  g_ptr_array_add (list, make_measure (KARNE_MEASURE_GLUCOSE_INTERSTITIAL, value, unit, at));
}

static void
add_readings (GPtrArray *list, gint64 from, gint64 until, gint64 interval)
{
  for (gint64 at = from; at < until; at += interval)
    add_reading (list, at, "100", "mg/dL");
}

/* Of readings a quarter of an hour apart from the first day to the fourteenth, a hole of so many in
 * the middle: 1344 are expected, 941 are 70 %. */
static const struct
{
  gint64 days;
  gint64 interval;
  guint hole;
  KarneGlucoseEnough enough;
} edges[] = {
  { 14, 900, 0, KARNE_GLUCOSE_ENOUGH },
  { 14, 900, 403, KARNE_GLUCOSE_ENOUGH },
  { 14, 900, 404, KARNE_GLUCOSE_TOO_FEW },
  { 13, 900, 0, KARNE_GLUCOSE_TOO_SHORT },
  { 14, 300, 1209, KARNE_GLUCOSE_ENOUGH },
  { 14, 300, 1210, KARNE_GLUCOSE_TOO_FEW },
  { 20, 300, 0, KARNE_GLUCOSE_ENOUGH },
  { 1, 300, 0, KARNE_GLUCOSE_TOO_SHORT },
  { 14, 3600, 0, KARNE_GLUCOSE_TOO_SHORT },
  /* Hours apart is no sensor: each stands for a quarter of an hour. */
  { 15, 3600, 0, KARNE_GLUCOSE_TOO_FEW },
  { 14, 60, 0, KARNE_GLUCOSE_ENOUGH },
};

static void
test_enough (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      g_autoptr (GPtrArray) list = make_list ();
      gint64 middle = edges[i].days / 2 * DAY;
      gint64 after = middle + edges[i].hole * edges[i].interval;
      KarneGlucoseProfile profile;

      add_readings (list, 0, middle, edges[i].interval);
      add_readings (list, after, edges[i].days * DAY, edges[i].interval);
      karne_glucose_profile_compute (list, &profile);
      g_test_message ("%u", (guint) i);
      g_assert_cmpint (profile.enough, ==, edges[i].enough);
      if (profile.enough != KARNE_GLUCOSE_ENOUGH)
        g_assert_cmpfloat (profile.gmi + profile.in_range + profile.mean, ==, 0);
    }
}

/* One second less than 14 days is not 14 days. */
static void
test_enough_second (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  KarneGlucoseProfile profile;

  add_readings (list, 1, 14 * DAY - 900, 900);
  add_reading (list, 14 * DAY - 900, "100", "mg/dL");
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_TOO_SHORT);
  add_reading (list, 0, "100", "mg/dL");
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_ENOUGH);
}

/* A thousand readings within an hour do not make up for a week without. */
static void
test_enough_burst (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  KarneGlucoseProfile profile;

  add_readings (list, 0, 7 * DAY, 300);
  add_readings (list, 7 * DAY, 7 * DAY + 3600, 3);
  add_reading (list, 14 * DAY - 300, "100", "mg/dL");
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_TOO_FEW);
}

static void
test_no_readings (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  KarneGlucoseProfile profile;
  KarneMeasurement *mean;

  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_NO_READINGS);
  for (int i = 0; i < 2000; i++)
    g_ptr_array_add (list, make_measure (KARNE_MEASURE_GLUCOSE, "100", "mg/dL", i * 900));
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_NO_READINGS);
  mean = make_measure (KARNE_MEASURE_GLUCOSE_INTERSTITIAL, "150", "mg/dL", 0);
  mean->days = 14;
  g_ptr_array_add (list, mean);
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_MEANS_ONLY);
}

/* Each value once per day stands where the consensus has it, in each unit. */
static void
test_ranges (void)
{
  static const struct
  {
    const char *value;
    const char *unit;
    int low, very_low, high, very_high;
  } cases[] = {
    { "53", "mg/dL", 1, 1, 0, 0 },    { "54", "mg/dL", 1, 0, 0, 0 },
    { "69", "mg/dL", 1, 0, 0, 0 },    { "70", "mg/dL", 0, 0, 0, 0 },
    { "180", "mg/dL", 0, 0, 0, 0 },   { "181", "mg/dL", 0, 0, 1, 0 },
    { "250", "mg/dL", 0, 0, 1, 0 },   { "251", "mg/dL", 0, 0, 1, 1 },
    { "2.9", "mmol/L", 1, 1, 0, 0 },  { "3.0", "mmol/L", 1, 0, 0, 0 },
    { "3.8", "mmol/L", 1, 0, 0, 0 },  { "3.9", "mmol/L", 0, 0, 0, 0 },
    { "10.0", "mmol/L", 0, 0, 0, 0 }, { "10.1", "mmol/L", 0, 0, 1, 0 },
    { "13.9", "mmol/L", 0, 0, 1, 0 }, { "14.0", "mmol/L", 0, 0, 1, 1 },
    { "0.53", "g/L", 1, 1, 0, 0 },    { "1.81", "g/L", 0, 0, 1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) list = make_list ();
      KarneGlucoseProfile profile;

      for (gint64 at = 0; at < 14 * DAY; at += 900)
        add_reading (list, at, cases[i].value, cases[i].unit);
      karne_glucose_profile_compute (list, &profile);
      g_test_message ("%s %s", cases[i].value, cases[i].unit);
      g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_ENOUGH);
      g_assert_cmpfloat (profile.low, ==, 100 * cases[i].low);
      g_assert_cmpfloat (profile.very_low, ==, 100 * cases[i].very_low);
      g_assert_cmpfloat (profile.high, ==, 100 * cases[i].high);
      g_assert_cmpfloat (profile.very_high, ==, 100 * cases[i].very_high);
      g_assert_cmpfloat (profile.in_range, ==, 100 * (1 - cases[i].low - cases[i].high));
    }
}

/* Half 100, half 200: mean 150, spread 50; GMI 3.31 + 0.02392 × 150 = 6.898. What lies before the
 * 14 days counts for nothing, in whatever order it comes. */
static void
test_profile (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  KarneGlucoseProfile profile;
  int n = 0;

  for (gint64 at = 16 * DAY - 900; at >= 0; at -= 900)
    add_reading (list, at, at < 2 * DAY ? "590" : n++ % 2 == 0 ? "100" : "200", "mg/dL");
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpint (profile.enough, ==, KARNE_GLUCOSE_ENOUGH);
  g_assert_cmpint (profile.from, ==, 2 * DAY);
  g_assert_cmpint (profile.until, ==, 16 * DAY);
  g_assert_cmpuint (profile.n_readings, ==, 1344);
  g_assert_cmpuint (profile.n_expected, ==, 1344);
  g_assert_cmpfloat (profile.share, ==, 100);
  g_assert_cmpfloat (profile.mean, ==, 150);
  g_assert_cmpfloat (profile.in_range, ==, 50);
  g_assert_cmpfloat (profile.high, ==, 50);
  g_assert_cmpfloat_with_epsilon (profile.cv, 100.0 / 3, 0.05);
  g_assert_cmpfloat_with_epsilon (profile.gmi, 6.898, 1e-9);
}

/* The same reading from two sources counts once; one to be checked is counted, and said. */
static void
test_profile_twice (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  KarneGlucoseProfile profile;

  add_readings (list, 0, 14 * DAY, 900);
  add_readings (list, 0, 14 * DAY, 900);
  g_clear_pointer (&((KarneMeasurement *) list->pdata[0])->value, g_free);
  ((KarneMeasurement *) list->pdata[0])->value = g_strdup ("610");
  g_ptr_array_remove_index (list, 1344);
  karne_glucose_profile_compute (list, &profile);
  g_assert_cmpuint (profile.n_readings, ==, 1344);
  g_assert_cmpuint (profile.unlikely, ==, 1);
}

static void
test_numbers (void)
{
  g_autoptr (KarneMeasurement) measure = make_measure (KARNE_MEASURE_GLUCOSE, "110", "mg/dL", 0);
  double number;

  g_assert_true (karne_measurement_get_number (measure, "g/L", &number));
  g_assert_cmpfloat (number, ==, 1.1);
  g_assert_false (karne_measurement_get_number (measure, "kg", &number));
  measure->status = g_strdup ("cancelled");
  g_assert_false (karne_measurement_get_number (measure, "g/L", &number));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measures/glucose/convert", test_convert);
  g_test_add_func ("/measures/glucose/there-and-back", test_there_and_back);
  g_test_add_func ("/measures/glucose/units", test_units);
  g_test_add_func ("/measures/glucose/plausible", test_plausible);
  g_test_add_func ("/measures/hba1c", test_hba1c);
  g_test_add_func ("/measures/bmi", test_bmi);
  g_test_add_func ("/measures/kinds", test_kinds);
  g_test_add_func ("/measures/numbers", test_numbers);
  g_test_add_func ("/measures/counts", test_counts);
  g_test_add_func ("/measures/counts/odd", test_counts_odd);
  g_test_add_func ("/measures/target", test_target);
  g_test_add_func ("/measures/profile", test_profile);
  g_test_add_func ("/measures/profile/twice", test_profile_twice);
  g_test_add_func ("/measures/profile/ranges", test_ranges);
  g_test_add_func ("/measures/profile/enough", test_enough);
  g_test_add_func ("/measures/profile/enough/second", test_enough_second);
  g_test_add_func ("/measures/profile/enough/burst", test_enough_burst);
  g_test_add_func ("/measures/profile/none", test_no_readings);
  return g_test_run ();
}
