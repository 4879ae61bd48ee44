/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-view.h"

G_BEGIN_DECLS

/* What is measured, and what may be said of it. All but the reading at the end are pure functions
 * on values: they look at no clock and touch no disk. Nothing here gives advice: no dose, no
 * alarm, no diagnosis, and no HbA1c that was estimated from glucose. */

/* Glucose: karne-glucose.c */

/**
 * KarneGlucoseUnit:
 * @KARNE_GLUCOSE_MG_DL: mg/dL, as the record has it
 * @KARNE_GLUCOSE_G_L: g/L, as people write it in France
 * @KARNE_GLUCOSE_MMOL_L: mmol/L
 *
 * A unit of glucose in blood or tissue. 1 g/L is 100 mg/dL, 1 mmol/L is 18.016 mg/dL.
 */
typedef enum
{
  KARNE_GLUCOSE_MG_DL,
  KARNE_GLUCOSE_G_L,
  KARNE_GLUCOSE_MMOL_L,
} KarneGlucoseUnit;

/**
 * KARNE_GLUCOSE_FACTOR:
 *
 * How many thousandths of a mg/dL one mmol/L of glucose is: the one constant by which glucose is
 * converted. The molar mass of glucose is 180.16 g/mol.
 */
#define KARNE_GLUCOSE_FACTOR 18016
/**
 * KARNE_GLUCOSE_FACTOR_DIGITS:
 *
 * How many digits of [const@GLUCOSE_FACTOR] stand behind the point.
 */
#define KARNE_GLUCOSE_FACTOR_DIGITS 3

KARNE_API
gboolean karne_glucose_parse_unit (const char *text, KarneGlucoseUnit *unit);
KARNE_API
const char *karne_glucose_unit_to_text (KarneGlucoseUnit unit);
KARNE_API
char *karne_glucose_convert (const char *number, KarneGlucoseUnit from, KarneGlucoseUnit to);
KARNE_API
gboolean karne_glucose_is_plausible (const char *number, KarneGlucoseUnit unit);

/* Other conversions: karne-conversions.c */

KARNE_API
char *karne_hba1c_to_ifcc (const char *percent);
KARNE_API
char *karne_hba1c_from_ifcc (const char *mmol_mol);
KARNE_API
char *karne_bmi_compute (const char *weight, const char *height);

/* Kinds: karne-measure-kind.c */

/**
 * KarneMeasureKind:
 * @KARNE_MEASURE_OTHER: anything that has no kind of its own here
 * @KARNE_MEASURE_GLUCOSE: capillary glucose
 * @KARNE_MEASURE_GLUCOSE_INTERSTITIAL: interstitial glucose, by a sensor
 * @KARNE_MEASURE_GLUCOSE_LABORATORY: glucose in venous blood
 * @KARNE_MEASURE_GMI: glucose management indicator, as the record has it
 * @KARNE_MEASURE_HBA1C: glycated haemoglobin
 * @KARNE_MEASURE_BLOOD_PRESSURE: two values: systolic and diastolic
 * @KARNE_MEASURE_WEIGHT: weight
 * @KARNE_MEASURE_HEIGHT: height
 * @KARNE_MEASURE_BMI: body mass index
 * @KARNE_MEASURE_WAIST: waist
 * @KARNE_MEASURE_HEAD: head circumference
 * @KARNE_MEASURE_TEMPERATURE: temperature
 * @KARNE_MEASURE_HEART_RATE: heart rate
 * @KARNE_MEASURE_STEPS: steps in a day
 * @KARNE_MEASURE_PAIN: pain, from 0 to 10
 * @KARNE_MEASURE_OXYGEN_SATURATION: how much oxygen blood carries (SpO2)
 * @KARNE_MEASURE_CHOLESTEROL: total cholesterol
 * @KARNE_MEASURE_HDL: HDL cholesterol
 * @KARNE_MEASURE_LDL: LDL cholesterol
 * @KARNE_MEASURE_TRIGLYCERIDES: triglycerides
 *
 * What was measured, by its code (ANS “Mesures” 3.2.0, value set JDV_J154, and LOINC).
 */
typedef enum
{
  KARNE_MEASURE_OTHER,
  KARNE_MEASURE_GLUCOSE,
  KARNE_MEASURE_GLUCOSE_INTERSTITIAL,
  KARNE_MEASURE_GLUCOSE_LABORATORY,
  KARNE_MEASURE_GMI,
  KARNE_MEASURE_HBA1C,
  KARNE_MEASURE_BLOOD_PRESSURE,
  KARNE_MEASURE_WEIGHT,
  KARNE_MEASURE_HEIGHT,
  KARNE_MEASURE_BMI,
  KARNE_MEASURE_WAIST,
  KARNE_MEASURE_HEAD,
  KARNE_MEASURE_TEMPERATURE,
  KARNE_MEASURE_HEART_RATE,
  KARNE_MEASURE_STEPS,
  KARNE_MEASURE_PAIN,
  KARNE_MEASURE_OXYGEN_SATURATION,
  KARNE_MEASURE_CHOLESTEROL,
  KARNE_MEASURE_HDL,
  KARNE_MEASURE_LDL,
  KARNE_MEASURE_TRIGLYCERIDES,
} KarneMeasureKind;

/**
 * KarneMeasureMoment:
 * @KARNE_MOMENT_NOT_SAID: it is not said, or in words that are not known
 * @KARNE_MOMENT_FASTING: fasting
 * @KARNE_MOMENT_BEFORE_MEAL: before a meal
 * @KARNE_MOMENT_AFTER_MEAL: after a meal
 * @KARNE_MOMENT_AFTER_EXERCISE: after exercise
 * @KARNE_MOMENT_OTHER: another moment
 * @KARNE_MOMENT_UNWELL: when feeling unwell
 *
 * At which moment of the day glucose was measured (value set JDV_J157).
 */
typedef enum
{
  KARNE_MOMENT_NOT_SAID,
  KARNE_MOMENT_FASTING,
  KARNE_MOMENT_BEFORE_MEAL,
  KARNE_MOMENT_AFTER_MEAL,
  KARNE_MOMENT_AFTER_EXERCISE,
  KARNE_MOMENT_OTHER,
  KARNE_MOMENT_UNWELL,
} KarneMeasureMoment;

KARNE_API
KarneMeasureKind karne_measure_kind_from_code (const char *code);
KARNE_API
KarneMeasureKind karne_measure_kind_from_nick (const char *nick);
KARNE_API
const char *karne_measure_kind_to_nick (KarneMeasureKind kind);
KARNE_API
gboolean karne_measure_kind_is_glucose (KarneMeasureKind kind);
KARNE_API
KarneMeasureMoment karne_measure_moment_from_code (const char *code);
KARNE_API
const char *karne_measure_moment_to_nick (KarneMeasureMoment moment);

/* One measure: karne-measurement.c */

/**
 * KarneMeasurement:
 * @source: number of its source
 * @id: id there
 * @kind: what was measured
 * @code: (nullable): `system|code`
 * @title: (nullable): what it is called in the record
 * @date: (nullable): when, as sent: may be a year, a month, a day or an instant
 * @at: that as seconds since 1970, for order only; %G_MININT64 where it cannot be put in order
 * @status: (nullable): as sent
 * @comparator: (nullable): `<`, `<=`, `>=` or `>`: the value is a bound only
 * @value: (nullable): the number as sent; of a blood pressure the systolic one
 * @second: (nullable): of a blood pressure the diastolic one
 * @unit: (nullable): as sent
 * @written: (nullable): the number before it was converted for the record
 * @written_unit: (nullable): its unit
 * @moment: at which moment of the day
 * @days: of how many days it is the mean; 0 where it is none, or that is not said
 * @low: (nullable): lower bound of the person's own target, where the record gives one with it
 * @high: (nullable): upper bound of that
 * @target_unit: (nullable): unit of both
 * @confirmed: the person was asked about an unlikely value, and meant it
 * @state: where it stands between here and its server
 *
 * A measure of the record. No digit of it is added, taken away or rounded.
 */
typedef struct
{
  gint64 source;
  char *id;
  KarneMeasureKind kind;
  char *code;
  char *title;
  char *date;
  gint64 at;
  char *status;
  char *comparator;
  char *value;
  char *second;
  char *unit;
  char *written;
  char *written_unit;
  KarneMeasureMoment moment;
  guint days;
  char *low;
  char *high;
  char *target_unit;
  gboolean confirmed;
  KarneRecordState state;
} KarneMeasurement;

#define KARNE_TYPE_MEASUREMENT (karne_measurement_get_type ())
KARNE_API
GType karne_measurement_get_type (void);
KARNE_API
KarneMeasurement *karne_measurement_copy (const KarneMeasurement *self);
KARNE_API
void karne_measurement_free (KarneMeasurement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneMeasurement, karne_measurement_free)

KARNE_API
gboolean karne_measurement_is_valid (const KarneMeasurement *self);
KARNE_API
gboolean karne_measurement_is_unlikely (const KarneMeasurement *self);
KARNE_API
gboolean
karne_measurement_get_number (const KarneMeasurement *self, const char *unit, double *number);
KARNE_API
const char *karne_measurement_get_written (const KarneMeasurement *self, const char **unit);

/* The person's own target: karne-measure-target.c */

/**
 * KarneMeasureTarget:
 * @low: (nullable): from this value on
 * @high: (nullable): up to this value
 * @unit: unit of both
 *
 * Between which values a measure of this person should be, as the record says it.
 */
typedef struct
{
  char *low;
  char *high;
  char *unit;
} KarneMeasureTarget;

#define KARNE_TYPE_MEASURE_TARGET (karne_measure_target_get_type ())
KARNE_API
GType karne_measure_target_get_type (void);
KARNE_API
KarneMeasureTarget *karne_measure_target_copy (const KarneMeasureTarget *self);
KARNE_API
void karne_measure_target_free (KarneMeasureTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneMeasureTarget, karne_measure_target_free)

/**
 * KarneMeasureCounts:
 * @below: below the target
 * @in: in it, its bounds included
 * @above: above it
 * @unclear: without a number, or in a unit that cannot be compared
 * @unlikely: of all of them, those with a value that is to be checked
 *
 * How many measures are where.
 */
typedef struct
{
  guint below;
  guint in;
  guint above;
  guint unclear;
  guint unlikely;
} KarneMeasureCounts;

KARNE_API
KarneMeasureTarget *karne_measure_target_find (GPtrArray *measures);
KARNE_API
void karne_measure_target_count (const KarneMeasureTarget *self,
                                 GPtrArray *measures,
                                 KarneMeasureCounts *counts);

/* Time in range: karne-glucose-profile.c */

/**
 * KarneGlucoseEnough:
 * @KARNE_GLUCOSE_ENOUGH: there is enough data
 * @KARNE_GLUCOSE_NO_READINGS: there are no readings of a sensor with their time
 * @KARNE_GLUCOSE_MEANS_ONLY: the record has means over days, not the readings themselves
 * @KARNE_GLUCOSE_TOO_SHORT: the readings do not span 14 days
 * @KARNE_GLUCOSE_TOO_FEW: less than 70 % of the readings of the last 14 days are there
 *
 * Whether readings of a sensor are enough to say how long glucose was in which range.
 */
typedef enum
{
  KARNE_GLUCOSE_ENOUGH,
  KARNE_GLUCOSE_NO_READINGS,
  KARNE_GLUCOSE_MEANS_ONLY,
  KARNE_GLUCOSE_TOO_SHORT,
  KARNE_GLUCOSE_TOO_FEW,
} KarneGlucoseEnough;

/**
 * KarneGlucoseProfile:
 * @enough: whether what follows may be said; if not, why
 * @from: seconds since 1970 at which the 14 days begin
 * @until: when they end: one interval behind the last reading
 * @interval: how often the sensor reads, in seconds: what most readings are apart
 * @span: days from the first reading of all to the end, whole ones
 * @n_readings: readings in the 14 days
 * @n_expected: how many there would be without a gap
 * @share: how much of the 14 days they cover, in percent
 * @unlikely: how many of the readings are to be checked; they are counted like all others
 * @in_range: percent of the readings from 70 to 180 mg/dL
 * @low: percent below 70 mg/dL, those below 54 included
 * @very_low: percent below 54 mg/dL
 * @high: percent above 180 mg/dL, those above 250 included
 * @very_high: percent above 250 mg/dL
 * @mean: in mg/dL
 * @cv: coefficient of variation, in percent
 * @gmi: glucose management indicator, in percent: it is no HbA1c
 *
 * What readings of a sensor over 14 days come to, where they meet the minimum of the consensus.
 */
typedef struct
{
  KarneGlucoseEnough enough;
  gint64 from;
  gint64 until;
  gint64 interval;
  guint span;
  guint n_readings;
  guint n_expected;
  double share;
  guint unlikely;
  double in_range;
  double low;
  double very_low;
  double high;
  double very_high;
  double mean;
  double cv;
  double gmi;
} KarneGlucoseProfile;

/**
 * KARNE_GLUCOSE_PROFILE_SOURCE:
 *
 * Where ranges and minimum come from.
 */
#define KARNE_GLUCOSE_PROFILE_SOURCE "Battelino et al., Diabetes Care 2019; 42: 1593–1603"
/**
 * KARNE_GLUCOSE_GMI_SOURCE:
 *
 * Where the glucose management indicator comes from.
 */
#define KARNE_GLUCOSE_GMI_SOURCE "Bergenstal et al., Diabetes Care 2018; 41: 2275–2280"

KARNE_API
void karne_glucose_profile_compute (GPtrArray *measures, KarneGlucoseProfile *profile);

/* Reading: karne-measure-read.c */

KARNE_API
GPtrArray *karne_view_list_measures (KarneView *self,
                                     KarneMeasureKind kind,
                                     const char *code,
                                     const char *from,
                                     const char *until,
                                     GError **error);
KARNE_API
void karne_view_list_measures_async (KarneView *self,
                                     KarneMeasureKind kind,
                                     const char *code,
                                     const char *from,
                                     const char *until,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_measures_finish (KarneView *self, GAsyncResult *result, GError **error);

G_END_DECLS
