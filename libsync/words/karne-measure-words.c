/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-i18n.h"
#include "words/karne-words.h"

#include <math.h>
#include <string.h>

/* What is said of measures: what they come to, and nothing that is not so. */

#define NO_BREAK_SPACE "\302\240"

/**
 * karne_number_to_words:
 * @number: digits with a point, as in the record
 *
 * The same with the decimal separator of the language. No digit is added or taken away.
 *
 * Returns: (transfer full): the number
 */
char *
karne_number_to_words (const char *number)
{
  g_auto (GStrv) parts = g_strsplit (number, ".", 2);

  /* Translators: what stands between the whole part of a number and its decimals: “5.60”. */
  return g_strjoinv (C_ ("decimal separator", "."), parts);
}

static char *
say_number (double number, const char *format)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return karne_number_to_words (g_ascii_formatd (text, sizeof text, format, number));
}

/* As with all percentages of the consensus: whole ones; what is less than 1 but not nothing has a
 * place more, so that it is not said to be nothing. */
static char *
say_percent (double percent)
{
  gboolean is_small = percent > 0 && percent < 1;

  return say_number (is_small ? MAX (percent, 0.1) : percent, is_small ? "%.1f" : "%.0f");
}

static const char *
spell_unit (const char *unit)
{
  return g_str_equal (unit, "mm[Hg]") ? "mmHg" : g_str_equal (unit, "Cel") ? "°C" : unit;
}

/**
 * karne_measure_target_to_words:
 * @self: the person's own target
 *
 * Says it, as in “Target of the record: 70 to 180 mg/dL”.
 *
 * Returns: (transfer full): a sentence without a full stop
 */
char *
karne_measure_target_to_words (const KarneMeasureTarget *self)
{
  g_autofree char *low = self->low != NULL ? karne_number_to_words (self->low) : NULL;
  g_autofree char *high = self->high != NULL ? karne_number_to_words (self->high) : NULL;
  const char *unit = spell_unit (self->unit);

  if (low != NULL && high != NULL)
    /* Translators: between which values a measure of this person should be: two numbers and their
     * unit, as in “Target of the record: 70 to 180 mg/dL”. */
    return g_strdup_printf (_ ("Target of the record: %s to %s %s"), low, high, unit);
  if (low != NULL)
    /* Translators: a number and its unit. */
    return g_strdup_printf (_ ("Target of the record: %s %s or more"), low, unit);
  /* Translators: a number and its unit. */
  return g_strdup_printf (_ ("Target of the record: %s %s or less"), high != NULL ? high : "",
                          unit);
}

/**
 * karne_measure_counts_to_words:
 * @counts: how many measures are where
 *
 * Says how many are below, in and above the target.
 *
 * Returns: (transfer full): a sentence
 */
char *
karne_measure_counts_to_words (const KarneMeasureCounts *counts)
{
  guint n = counts->below + counts->in + counts->above;
  g_autofree char *words = g_strdup_printf (
      /* Translators: how many measures there are, and how many of them are below, in and above the
       * person's own target: four numbers. */
      ngettext ("%u measure: %u below the target, %u in it, %u above",
                "%u measures: %u below the target, %u in it, %u above", n),
      n, counts->below, counts->in, counts->above);

  if (counts->unlikely == 0)
    return g_steal_pointer (&words);
  return g_strdup_printf (
      /* Translators: %s is a sentence that says how many measures there are; %u is how many of
       * them have a value that is so unusual that it is to be checked. */
      ngettext ("%s (%u of them to be checked)", "%s (%u of them to be checked)", counts->unlikely),
      words, counts->unlikely);
}

/**
 * karne_glucose_enough_to_words:
 * @profile: what readings of a sensor come to
 *
 * Why nothing is said of how long glucose was in which range.
 *
 * Returns: (transfer full) (nullable): a sentence; `NULL` where there is enough
 */
char *
karne_glucose_enough_to_words (const KarneGlucoseProfile *profile)
{
  g_autofree char *share = NULL;

  switch (profile->enough)
    {
    case KARNE_GLUCOSE_NO_READINGS:
      return g_strdup (_ ("Time in range: not known, since there are no readings of a sensor."));
    case KARNE_GLUCOSE_MEANS_ONLY:
      return g_strdup (_ ("Time in range: not known, since the record has means over days, not the "
                          "readings themselves."));
    case KARNE_GLUCOSE_TOO_SHORT:
      return g_strdup_printf (
          /* Translators: %u is how many whole days there are. */
          ngettext ("Time in range: not known yet, since it takes 14 days of readings; here is "
                    "%u.",
                    "Time in range: not known yet, since it takes 14 days of readings; here are "
                    "%u.",
                    profile->span),
          profile->span);
    case KARNE_GLUCOSE_TOO_FEW:
      /* Rounded down: 69.9 is not 70. */
      share = say_number (floor (profile->share), "%.0f");
      return g_strdup_printf (
          /* Translators: %s is a number less than 70. */
          _ ("Time in range: not known, since it takes 70 %% of the readings of 14 days; here are "
             "%s %%."),
          share);
    case KARNE_GLUCOSE_ENOUGH:
      break;
    }
  return NULL;
}

static void
take (GPtrArray *lines, char *line)
{
  g_ptr_array_add (lines, line);
}

static void
add_ranges (GPtrArray *lines, const KarneGlucoseProfile *profile)
{
  g_autofree char *in = say_percent (profile->in_range);
  g_autofree char *low = say_percent (profile->low);
  g_autofree char *very_low = say_percent (profile->very_low);
  g_autofree char *high = say_percent (profile->high);
  g_autofree char *very_high = say_percent (profile->very_high);

  /* Translators: of all readings of glucose, how many are in a range. */
  take (lines, g_strdup_printf (_ ("From 70 to 180 mg/dL: %s %%"), in));
  /* Translators: how many are below a value, and how many of all are below a lower one. */
  take (lines, g_strdup_printf (_ ("Below 70 mg/dL: %s %%, below 54 mg/dL: %s %%"), low, very_low));
  /* Translators: how many are above a value, and how many of all are above a higher one. */
  take (lines,
        g_strdup_printf (_ ("Above 180 mg/dL: %s %%, above 250 mg/dL: %s %%"), high, very_high));
}

static void
add_spread (GPtrArray *lines, const KarneGlucoseProfile *profile)
{
  g_autofree char *mean = say_number (profile->mean, "%.0f");
  g_autofree char *cv = say_number (profile->cv, "%.1f");
  g_autofree char *gmi = say_number (profile->gmi, "%.1f");

  /* Translators: the mean of glucose, and by how much it varies around it. */
  take (lines, g_strdup_printf (_ ("Mean: %s mg/dL; coefficient of variation: %s %%"), mean, cv));
  take (lines, g_strdup_printf (
                   /* Translators: GMI is the usual short name in English and in French. */
                   _ ("Glucose management indicator (GMI): %s %%. It is not an HbA1c."), gmi));
}

/**
 * karne_glucose_profile_to_lines:
 * @profile: what readings of a sensor come to
 *
 * Says it in lines, with the sources; or why there is nothing to say.
 *
 * Returns: (transfer full) (array zero-terminated=1): the lines
 */
char **
karne_glucose_profile_to_lines (const KarneGlucoseProfile *profile)
{
  GPtrArray *lines = g_ptr_array_new ();
  g_autofree char *share = NULL;

  if (profile->enough != KARNE_GLUCOSE_ENOUGH)
    take (lines, karne_glucose_enough_to_words (profile));
  else
    {
      share = say_number (floor (profile->share), "%.0f");
      take (lines, g_strdup_printf (
                       /* Translators: how many readings there are, and which part of 14 days they
                        * cover. */
                       ngettext ("%u reading in 14 days, %s %% of the time",
                                 "%u readings in 14 days, %s %% of the time", profile->n_readings),
                       profile->n_readings, share));
      add_ranges (lines, profile);
      add_spread (lines, profile);
      if (profile->unlikely > 0)
        take (lines, g_strdup_printf (ngettext ("%u value to be checked", "%u values to be checked",
                                                profile->unlikely),
                                      profile->unlikely));
      /* Translators: two articles in medical journals. */
      take (lines, g_strdup_printf (_ ("Sources: %s; %s"), KARNE_GLUCOSE_PROFILE_SOURCE,
                                    KARNE_GLUCOSE_GMI_SOURCE));
    }
  take (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

/**
 * karne_measure_kind_to_words:
 * @kind: a kind
 *
 * What people call it.
 *
 * Returns: its name
 */
const char *
karne_measure_kind_to_words (KarneMeasureKind kind)
{
  static const char *const names[] = {
    /* Translators: all with the context “measure kind” are what is measured, alone in a label. */
    [KARNE_MEASURE_OTHER] = NC_ ("measure kind", "Other measure"),
    [KARNE_MEASURE_GLUCOSE] = NC_ ("measure kind", "Capillary glucose"),
    [KARNE_MEASURE_GLUCOSE_INTERSTITIAL] = NC_ ("measure kind", "Interstitial glucose"),
    [KARNE_MEASURE_GLUCOSE_LABORATORY] = NC_ ("measure kind", "Glucose in a laboratory"),
    [KARNE_MEASURE_GMI] = NC_ ("measure kind", "Glucose management indicator (GMI)"),
    [KARNE_MEASURE_HBA1C] = NC_ ("measure kind", "HbA1c"),
    [KARNE_MEASURE_BLOOD_PRESSURE] = NC_ ("measure kind", "Blood pressure"),
    [KARNE_MEASURE_WEIGHT] = NC_ ("measure kind", "Weight"),
    [KARNE_MEASURE_HEIGHT] = NC_ ("measure kind", "Height"),
    [KARNE_MEASURE_BMI] = NC_ ("measure kind", "Body mass index"),
    [KARNE_MEASURE_WAIST] = NC_ ("measure kind", "Waist"),
    [KARNE_MEASURE_HEAD] = NC_ ("measure kind", "Head circumference"),
    [KARNE_MEASURE_TEMPERATURE] = NC_ ("measure kind", "Temperature"),
    [KARNE_MEASURE_HEART_RATE] = NC_ ("measure kind", "Heart rate"),
    [KARNE_MEASURE_STEPS] = NC_ ("measure kind", "Steps per day"),
    [KARNE_MEASURE_PAIN] = NC_ ("measure kind", "Pain"),
    [KARNE_MEASURE_OXYGEN_SATURATION] = NC_ ("measure kind", "Oxygen saturation (SpO2)"),
    [KARNE_MEASURE_CHOLESTEROL] = NC_ ("measure kind", "Total cholesterol"),
    [KARNE_MEASURE_HDL] = NC_ ("measure kind", "HDL cholesterol"),
    [KARNE_MEASURE_LDL] = NC_ ("measure kind", "LDL cholesterol"),
    [KARNE_MEASURE_TRIGLYCERIDES] = NC_ ("measure kind", "Triglycerides"),
  };

  return karne_pgettext ("measure kind",
                         names[(guint) kind < G_N_ELEMENTS (names) ? kind : KARNE_MEASURE_OTHER]);
}

/**
 * karne_measure_moment_to_words:
 * @moment: a moment
 *
 * Says at which moment of the day something was measured.
 *
 * Returns: (nullable): words; `NULL` where it is not said
 */
const char *
karne_measure_moment_to_words (KarneMeasureMoment moment)
{
  switch (moment)
    {
    case KARNE_MOMENT_FASTING:
      return C_ ("moment", "Fasting");
    case KARNE_MOMENT_BEFORE_MEAL:
      return C_ ("moment", "Before a meal");
    case KARNE_MOMENT_AFTER_MEAL:
      return C_ ("moment", "After a meal");
    case KARNE_MOMENT_AFTER_EXERCISE:
      return C_ ("moment", "After exercise");
    case KARNE_MOMENT_OTHER:
      return C_ ("moment", "Another moment");
    case KARNE_MOMENT_UNWELL:
      return C_ ("moment", "Feeling unwell");
    case KARNE_MOMENT_NOT_SAID:
    default:
      return NULL;
    }
}

/**
 * karne_measurement_value_to_words:
 * @self: a measure
 *
 * Its value as it was written, with its unit: “1,10 g/L”, “136 / 86 mmHg”, “< 54 mg/dL”.
 *
 * Returns: (transfer full) (nullable): the value; `NULL` where it has none
 */
char *
karne_measurement_value_to_words (const KarneMeasurement *self)
{
  const char *unit;
  const char *number = karne_measurement_get_written (self, &unit);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *first = number != NULL ? karne_number_to_words (number) : NULL;
  g_autofree char *second = self->second != NULL ? karne_number_to_words (self->second) : NULL;

  if (first == NULL)
    return NULL;
  if (self->comparator != NULL)
    g_string_append_printf (words, "%s" NO_BREAK_SPACE, self->comparator);
  g_string_append (words, first);
  if (second != NULL)
    g_string_append_printf (words, NO_BREAK_SPACE "/" NO_BREAK_SPACE "%s", second);
  if (unit != NULL && !g_str_equal (unit, "1"))
    g_string_append_printf (words, NO_BREAK_SPACE "%s", spell_unit (unit));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * karne_line_state_to_words:
 * @state: what became of a line of a table
 *
 * Why it cannot be kept.
 *
 * Returns: (nullable): a sentence; `NULL` where it can
 */
const char *
karne_line_state_to_words (KarneLineState state)
{
  static const char *const words[] = {
    /* Translators: all with the context “line” say why a line of a table is not kept. */
    [KARNE_LINE_TITLE] = NC_ ("line", "It stands before the values."),
    [KARNE_LINE_BROKEN] = NC_ ("line", "A quotation mark is missing."),
    [KARNE_LINE_NO_DATE] = NC_ ("line", "There is no date, or it cannot be read."),
    [KARNE_LINE_DATE_UNCLEAR] = NC_ ("line", "Day and month may stand in either order."),
    [KARNE_LINE_FUTURE] = NC_ ("line", "It is dated in the future."),
    [KARNE_LINE_NOT_A_NUMBER] = NC_ ("line", "There is no number, or it cannot be read."),
    [KARNE_LINE_NEGATIVE] = NC_ ("line", "The number is less than zero."),
    [KARNE_LINE_NO_UNIT] = NC_ ("line", "The unit is missing, or is none of this measure."),
    [KARNE_LINE_NO_MOMENT] = NC_ ("line", "The words for the moment are not known."),
    [KARNE_LINE_UNLIKELY] = NC_ ("line", "The value is unusual, and to be confirmed."),
    [KARNE_LINE_TWICE] = NC_ ("line", "It is in the record, or in this file, already."),
    [KARNE_LINE_INVALID] = NC_ ("line", "It cannot be such a measure."),
  };

  if (state == KARNE_LINE_READ || (guint) state >= G_N_ELEMENTS (words))
    return NULL;
  return karne_pgettext ("line", words[state]);
}

/* FINDRISC */

/**
 * karne_findrisc_outcome_to_words:
 * @outcome: what the answers come to
 *
 * Says it; and that it is no diagnosis, where it is a score.
 *
 * Returns: (transfer full): sentences
 */
char *
karne_findrisc_outcome_to_words (KarneFindriscOutcome outcome)
{
  const char *words = NULL;

  switch (outcome)
    {
    case KARNE_FINDRISC_MISSING:
      return g_strdup (_ ("An answer is missing: without it, there is no score."));
    case KARNE_FINDRISC_HAS_DIABETES:
      return g_strdup (_ ("This score is not made for people who have diabetes."));
    case KARNE_FINDRISC_UNDER_AGE:
      return g_strdup (_ ("This score is not made for people under 18."));
    case KARNE_FINDRISC_PREGNANT:
      return g_strdup (_ ("This score is not made for a pregnancy."));
    case KARNE_FINDRISC_LOW:
      words = _ ("Low: of 100 people with such a score, about 1 gets diabetes within 10 years.");
      break;
    case KARNE_FINDRISC_SLIGHTLY_RAISED:
      words = _ ("Slightly raised: of 25 people with such a score, about 1 gets diabetes within 10 "
                 "years.");
      break;
    case KARNE_FINDRISC_MODERATE:
      words = _ ("Moderate: of 6 people with such a score, about 1 gets diabetes within 10 years.");
      break;
    case KARNE_FINDRISC_HIGH:
      words = _ ("High: of 3 people with such a score, about 1 gets diabetes within 10 years.");
      break;
    case KARNE_FINDRISC_VERY_HIGH:
    default:
      words =
          _ ("Very high: of 2 people with such a score, about 1 gets diabetes within 10 years.");
      break;
    }
  /* Translators: the first %s says how high a risk is, the second names a medical journal. */
  return g_strdup_printf (_ ("%s It is not a diagnosis: only a blood test, and a doctor, can tell. "
                             "The score was not checked for La Réunion and Martinique, where "
                             "diabetes is more frequent. Source: %s"),
                          words, KARNE_FINDRISC_SOURCE);
}
