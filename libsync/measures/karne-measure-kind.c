/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

#include <string.h>

/* LOINC, and codes of the French value sets, which came under several systems; the newest first. */
static const struct
{
  KarneMeasureKind kind;
  const char *nick;
  const char *codes[5];
} kinds[] = {
  { KARNE_MEASURE_GLUCOSE, "glucose", { "2345-7", "41653-7", "14743-9" } },
  { KARNE_MEASURE_GLUCOSE_INTERSTITIAL, "glucose-interstitial", { "99504-3", "MED-969" } },
  { KARNE_MEASURE_GLUCOSE_LABORATORY, "glucose-laboratory", { "14771-0", "14749-6", "1558-6" } },
  { KARNE_MEASURE_GMI, "gmi", { "97506-0", "MED-972" } },
  { KARNE_MEASURE_HBA1C, "hba1c", { "4548-4", "59261-8" } },
  { KARNE_MEASURE_BLOOD_PRESSURE, "blood-pressure", { "85354-9", "55284-4" } },
  { KARNE_MEASURE_WEIGHT, "weight", { "29463-7" } },
  { KARNE_MEASURE_HEIGHT, "height", { "8302-2" } },
  { KARNE_MEASURE_BMI, "bmi", { "39156-5" } },
  { KARNE_MEASURE_WAIST, "waist", { "8280-0" } },
  { KARNE_MEASURE_HEAD, "head", { "8287-5" } },
  { KARNE_MEASURE_TEMPERATURE, "temperature", { "8310-5" } },
  { KARNE_MEASURE_HEART_RATE, "heart-rate", { "8867-4" } },
  { KARNE_MEASURE_STEPS, "steps", { "41950-7" } },
  { KARNE_MEASURE_PAIN, "pain", { "72514-3" } },
  { KARNE_MEASURE_OXYGEN_SATURATION, "oxygen-saturation", { "59408-5", "2708-6" } },
  { KARNE_MEASURE_CHOLESTEROL, "cholesterol", { "2093-3" } },
  { KARNE_MEASURE_HDL, "hdl", { "2085-9" } },
  { KARNE_MEASURE_LDL, "ldl", { "2089-1", "18262-6" } },
  { KARNE_MEASURE_TRIGLYCERIDES, "triglycerides", { "2571-8" } },
};

static const struct
{
  KarneMeasureMoment moment;
  const char *nick;
  const char *code;
} moments[] = {
  { KARNE_MOMENT_FASTING, "fasting", "53049-3" },
  { KARNE_MOMENT_BEFORE_MEAL, "before-meal", "88365-2" },
  { KARNE_MOMENT_AFTER_MEAL, "after-meal", "16915-1" },
  { KARNE_MOMENT_AFTER_EXERCISE, "after-exercise", "LA11865-5" },
  { KARNE_MOMENT_OTHER, "other", "LA46-8" },
  { KARNE_MOMENT_UNWELL, "unwell", "A05" },
};

/**
 * karne_measure_kind_from_code:
 * @code: (nullable): a code, with its system (`system|code`) or without
 *
 * What a code says was measured.
 *
 * Returns: the kind; `KARNE_MEASURE_OTHER` where it has none here
 */
KarneMeasureKind
karne_measure_kind_from_code (const char *code)
{
  const char *bar = code != NULL ? strrchr (code, '|') : NULL;
  const char *bare = bar != NULL ? bar + 1 : code;

  for (gsize i = 0; bare != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_strv_contains (kinds[i].codes, bare))
      return kinds[i].kind;
  return KARNE_MEASURE_OTHER;
}

/**
 * karne_measure_kind_from_nick:
 * @nick: (nullable): a name as commands have it: `glucose`, `blood-pressure`
 *
 * A kind by its name.
 *
 * Returns: the kind; `KARNE_MEASURE_OTHER` where there is none of that name
 */
KarneMeasureKind
karne_measure_kind_from_nick (const char *nick)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].nick, nick) == 0)
      return kinds[i].kind;
  return KARNE_MEASURE_OTHER;
}

/**
 * karne_measure_kind_to_nick:
 * @kind: a kind
 *
 * Its name, as commands have it.
 *
 * Returns: (nullable): the name; `NULL` for `KARNE_MEASURE_OTHER`
 */
const char *
karne_measure_kind_to_nick (KarneMeasureKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].nick;
  return NULL;
}

/**
 * karne_measure_kind_is_glucose:
 * @kind: a kind
 *
 * Whether it is glucose, measured in whatever way.
 *
 * Returns: whether it is
 */
gboolean
karne_measure_kind_is_glucose (KarneMeasureKind kind)
{
  return kind == KARNE_MEASURE_GLUCOSE || kind == KARNE_MEASURE_GLUCOSE_INTERSTITIAL ||
         kind == KARNE_MEASURE_GLUCOSE_LABORATORY;
}

const char *const *
karne_measure_kind_get_codes (KarneMeasureKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].codes;
  return NULL;
}

/**
 * karne_measure_moment_from_code:
 * @code: (nullable): a code of the value set of moments (JDV_J157)
 *
 * At which moment something was measured.
 *
 * Returns: the moment; `KARNE_MOMENT_NOT_SAID` where it is not known
 */
KarneMeasureMoment
karne_measure_moment_from_code (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    if (g_strcmp0 (moments[i].code, code) == 0)
      return moments[i].moment;
  return KARNE_MOMENT_NOT_SAID;
}

/**
 * karne_measure_moment_to_nick:
 * @moment: a moment
 *
 * Its name, as commands and [ctor@Draft.new_measure] have it.
 *
 * Returns: (nullable): the name; `NULL` where it is not said
 */
const char *
karne_measure_moment_to_nick (KarneMeasureMoment moment)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    if (moments[i].moment == moment)
      return moments[i].nick;
  return NULL;
}
