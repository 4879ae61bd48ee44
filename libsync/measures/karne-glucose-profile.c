/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

#include <math.h>
#include <string.h>

/* International consensus on time in range (Battelino et al. 2019): 14 days of which at least 70 %
 * are there; 70–180 mg/dL or 3.9–10.0 mmol/L, below 54 or 3.0, above 250 or 13.9. */
#define DAY (24 * 60 * 60)
#define N_DAYS 14
#define ENOUGH_PERCENT 70
/* Sensors read every minute to every quarter of an hour. */
#define LONGEST_INTERVAL (15 * 60)

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const KarneMeasurement *first = *(const KarneMeasurement *const *) a;
  const KarneMeasurement *second = *(const KarneMeasurement *const *) b;

  return first->at < second->at ? -1 : first->at > second->at;
}

/* A reading has its time; what is the mean of days, or was measured otherwise, is none. */
static gboolean
is_reading (const KarneMeasurement *measure)
{
  double number;

  return measure->kind == KARNE_MEASURE_GLUCOSE_INTERSTITIAL && measure->days == 0 &&
         measure->at != G_MININT64 && measure->date != NULL &&
         strchr (measure->date, 'T') != NULL &&
         karne_measurement_get_number (measure, "mg/dL", &number);
}

/* In order, one for each instant: two sources may have the same. */
static GPtrArray *
find_readings (GPtrArray *measures, gboolean *has_means)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GPtrArray *readings = g_ptr_array_new ();

  *has_means = FALSE;
  for (guint i = 0; i < measures->len; i++)
    {
      KarneMeasurement *measure = measures->pdata[i];

      *has_means = *has_means || (measure->kind == KARNE_MEASURE_GLUCOSE_INTERSTITIAL &&
                                  measure->days > 0 && karne_measurement_is_valid (measure));
      if (is_reading (measure))
        g_ptr_array_add (all, measure);
    }
  g_ptr_array_sort (all, by_time);
  for (guint i = 0; i < all->len; i++)
    if (i == 0 ||
        ((KarneMeasurement *) all->pdata[i])->at != ((KarneMeasurement *) all->pdata[i - 1])->at)
      g_ptr_array_add (readings, all->pdata[i]);
  return readings;
}

/* What most readings are apart, in whole minutes; of two the shorter. */
static gint64
find_interval (GPtrArray *readings)
{
  guint counts[LONGEST_INTERVAL / 60 + 1] = { 0 };
  guint best = 0;

  for (guint i = 1; i < readings->len; i++)
    {
      const KarneMeasurement *before = readings->pdata[i - 1];
      const KarneMeasurement *here = readings->pdata[i];
      gint64 minutes = MAX ((here->at - before->at + 30) / 60, 1);

      if (minutes < (gint64) G_N_ELEMENTS (counts))
        counts[minutes]++;
    }
  for (guint i = 1; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > counts[best])
      best = i;
  return best == 0 ? LONGEST_INTERVAL : (gint64) best * 60;
}

/* Each reading stands for the time until the next, at most for one interval: many at once do not
 * make up for hours without any. */
static gint64
cover (GPtrArray *readings, gint64 interval, gint64 from, gint64 until)
{
  gint64 covered = 0;

  for (guint i = 0; i < readings->len; i++)
    {
      const KarneMeasurement *here = readings->pdata[i];
      gint64 next =
          i + 1 < readings->len ? ((KarneMeasurement *) readings->pdata[i + 1])->at : until;

      if (here->at >= from)
        covered += MIN (next - here->at, interval);
    }
  return covered;
}

/* Whether it is below (or above) a bound that the consensus gives in both units, exactly. */
static gboolean
is_beyond (const KarneMeasurement *reading, const char *mg_dl, const char *mmol_l, int direction)
{
  const char *unit;
  KarneGlucoseUnit glucose;
  gboolean is_molar;
  int order = 0;

  karne_measurement_get_written (reading, &unit);
  is_molar = karne_glucose_parse_unit (unit, &glucose) && glucose == KARNE_GLUCOSE_MMOL_L;
  return karne_measurement_compare (reading, is_molar ? mmol_l : mg_dl,
                                    is_molar ? "mmol/L" : "mg/dL", &order) &&
         order == direction;
}

static void
count_ranges (KarneGlucoseProfile *profile, const KarneMeasurement *reading)
{
  gboolean is_low = is_beyond (reading, "70", "3.9", -1);
  gboolean is_high = is_beyond (reading, "180", "10.0", 1);

  profile->low += is_low;
  profile->very_low += is_beyond (reading, "54", "3.0", -1);
  profile->high += is_high;
  profile->very_high += is_beyond (reading, "250", "13.9", 1);
  profile->in_range += !is_low && !is_high;
  profile->unlikely += karne_measurement_is_unlikely (reading);
}

static void
to_percent (KarneGlucoseProfile *profile)
{
  double *shares[] = { &profile->low, &profile->very_low, &profile->high, &profile->very_high,
                       &profile->in_range };

  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    *shares[i] = *shares[i] * 100 / profile->n_readings;
}

/* GMI (%) = 3.31 + 0.02392 × mean in mg/dL (Bergenstal et al. 2018). */
static void
compute_spread (KarneGlucoseProfile *profile, double sum, double squares)
{
  double n = profile->n_readings;
  double variance;

  profile->mean = sum / n;
  variance = n > 1 ? MAX (squares - sum * sum / n, 0) / (n - 1) : 0;
  profile->cv = 100 * sqrt (variance) / profile->mean;
  profile->gmi = 3.31 + 0.02392 * profile->mean;
}

static void
compute (KarneGlucoseProfile *profile, GPtrArray *readings)
{
  double sum = 0;
  double squares = 0;

  for (guint i = 0; i < readings->len; i++)
    {
      const KarneMeasurement *reading = readings->pdata[i];
      double number;

      if (reading->at < profile->from || !karne_measurement_get_number (reading, "mg/dL", &number))
        continue;
      count_ranges (profile, reading);
      sum += number;
      squares += number * number;
    }
  to_percent (profile);
  compute_spread (profile, sum, squares);
}

static guint
count_since (GPtrArray *readings, gint64 from)
{
  guint n = 0;

  for (guint i = 0; i < readings->len; i++)
    n += ((KarneMeasurement *) readings->pdata[i])->at >= from;
  return n;
}

/* Sets all that does not depend on there being enough. */
static void
measure_data (KarneGlucoseProfile *profile, GPtrArray *readings)
{
  gint64 covered;

  profile->interval = find_interval (readings);
  profile->until =
      ((KarneMeasurement *) readings->pdata[readings->len - 1])->at + profile->interval;
  profile->from = profile->until - N_DAYS * DAY;
  profile->span = (guint) ((profile->until - ((KarneMeasurement *) readings->pdata[0])->at) / DAY);
  profile->n_readings = count_since (readings, profile->from);
  profile->n_expected = (guint) (N_DAYS * DAY / profile->interval);
  covered = cover (readings, profile->interval, profile->from, profile->until);
  profile->share = (double) covered * 100 / (N_DAYS * DAY);
  if (profile->span < N_DAYS)
    profile->enough = KARNE_GLUCOSE_TOO_SHORT;
  else if (covered * 100 < (gint64) ENOUGH_PERCENT * N_DAYS * DAY)
    profile->enough = KARNE_GLUCOSE_TOO_FEW;
}

/**
 * karne_glucose_profile_compute:
 * @measures: (element-type KarneSync.Measurement): interstitial glucose, in any order; other
 * measures are passed over
 * @profile: (out caller-allocates): what they come to
 *
 * How long glucose was in which range in the 14 days that end with the last reading, how much it
 * varied, and the glucose management indicator; only where the readings span these 14 days and
 * cover at least 70 % of them ([const@GLUCOSE_PROFILE_SOURCE], [const@GLUCOSE_GMI_SOURCE]).
 * Otherwise all these are 0, and `enough` says why.
 */
void
karne_glucose_profile_compute (GPtrArray *measures, KarneGlucoseProfile *profile)
{
  gboolean has_means;
  g_autoptr (GPtrArray) readings = find_readings (measures, &has_means);

  *profile = (KarneGlucoseProfile){ .enough = KARNE_GLUCOSE_ENOUGH };
  if (readings->len == 0)
    {
      profile->enough = has_means ? KARNE_GLUCOSE_MEANS_ONLY : KARNE_GLUCOSE_NO_READINGS;
      return;
    }
  measure_data (profile, readings);
  if (profile->enough == KARNE_GLUCOSE_ENOUGH)
    compute (profile, readings);
}
