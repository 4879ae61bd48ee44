/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "measures/karne-measures.h"
#include "write/karne-draft-private.h"

#define CISIS "https://smt.esante.gouv.fr/fhir/CodeSystem/terminologie-cisis"
#define UCUM "http://unitsofmeasure.org"
/* Of a value that the person was asked about, and meant. */
#define CONFIRMED "{\"system\":\"urn:re.karne:tag\",\"code\":\"confirmed-unlikely\"}"

typedef enum
{
  CONTEXT_NONE,
  CONTEXT_MOMENT, /* of the day: compulsory for a capillary glucose */
  CONTEXT_DAYS,   /* how many days it is the mean of */
} Context;

/* What the guide of health measures has (ANS “Mesures” 3.2.0; value sets JDV_J154, J157, J163,
 * J164). Bounds, in tenths, are those beyond which a slip of the pen is likelier than the measure:
 * living people have had values outside of them, so that they are asked about, not refused. */
typedef struct
{
  const char *name;
  const char *system;
  const char *code;
  const char *display; /* in French, as the record has it */
  const char *profile; /* (nullable) NULL where none is known */
  const char *unit;    /* UCUM */
  gint64 low;
  gint64 high;
  Context context;
  const char *other_code; /* (nullable) which says the same */
  gboolean is_of_blood;   /* worked out in a laboratory: no vital sign */
} Measure;

static const Measure measures[] = {
  { "glucose", KARNE_LOINC, "2345-7", "Glycémie capillaire", "mesures-observation-glucose", "mg/dL",
    200, 6000, CONTEXT_MOMENT },
  { "glucose-interstitial", KARNE_LOINC, "99504-3", "Glucose interstitiel",
    "mesures-observation-glucose", "mg/dL", 200, 6000, CONTEXT_DAYS },
  { "hba1c", KARNE_LOINC, "4548-4", "HbA1c", "mesures-observation-hb1ac", "%", 30, 200,
    CONTEXT_NONE },
  { "weight", KARNE_LOINC, "29463-7", "Poids", "mesures-fr-observation-body-weight", "kg", 3, 4000,
    CONTEXT_NONE },
  { "height", KARNE_LOINC, "8302-2", "Taille", "mesures-fr-observation-bodyheight", "cm", 250, 2500,
    CONTEXT_NONE },
  { "waist", KARNE_LOINC, "8280-0", "Tour de taille", "mesures-observation-waist-circumference",
    "cm", 250, 2500, CONTEXT_NONE },
  { "head", KARNE_LOINC, "8287-5", "Périmètre crânien", "mesures-observation-head-circumference",
    "cm", 200, 700, CONTEXT_NONE },
  { "temperature", KARNE_LOINC, "8310-5", "Température", "mesures-fr-observation-body-temperature",
    "Cel", 300, 430, CONTEXT_NONE },
  { "heart-rate", KARNE_LOINC, "8867-4", "Fréquence cardiaque", "mesures-fr-observation-heartrate",
    "/min", 250, 2500, CONTEXT_NONE },
  { "steps", KARNE_LOINC, "41950-7", "Pas par jour", "mesures-observation-steps-by-day", "1/(24.h)",
    0, 1000000, CONTEXT_NONE },
  { "pain", KARNE_LOINC, "72514-3", "Douleur", "mesures-observation-pain-severity", "1", 0, 100,
    CONTEXT_NONE },
  { "oxygen-saturation", KARNE_LOINC, "2708-6", "Saturation en oxygène",
    "mesures-fr-observation-oxygen-sat", "%", 500, 1000, CONTEXT_NONE, .other_code = "59408-5" },
  { "cholesterol", KARNE_LOINC, "2093-3", "Cholestérol total", NULL, "mmol/L", 5, 200, CONTEXT_NONE,
    .is_of_blood = TRUE },
  { "hdl", KARNE_LOINC, "2085-9", "Cholestérol HDL", NULL, "mmol/L", 1, 50, CONTEXT_NONE,
    .is_of_blood = TRUE },
  { "ldl", KARNE_LOINC, "2089-1", "Cholestérol LDL", "mesures-observation-cholesterol-ldl",
    "mmol/L", 1, 150, CONTEXT_NONE, .is_of_blood = TRUE },
  { "triglycerides", KARNE_LOINC, "2571-8", "Triglycérides",
    "mesures-observation-cholesterol-trigly", "mmol/L", 1, 600, CONTEXT_NONE, .is_of_blood = TRUE },
};

static const Measure blood_pressure = {
  "blood-pressure", KARNE_LOINC, "85354-9", "Pression artérielle", "mesures-fr-observation-bp",
  "mm[Hg]",         200,         2600,      CONTEXT_NONE
};

/* Units as people write them, and what makes the measure's own of them: times 10^shift times
 * factor / 10^digits. */
typedef struct
{
  const char *written;
  const char *unit; /* of the measure */
  const char *ucum; /* of what was written */
  int shift;
  gint64 factor;
  int digits;
} Unit;

static const Unit units[] = {
  { "mg/dl", "mg/dL", "mg/dL", 0, 1, 0 },
  { "g/l", "mg/dL", "g/L", 2, 1, 0 },
  { "mmol/l", "mmol/L", "mmol/L", 0, 1, 0 },
  { "mmol/l", "mg/dL", "mmol/L", 0, KARNE_GLUCOSE_FACTOR, KARNE_GLUCOSE_FACTOR_DIGITS },
  { "%", "%", "%", 0, 1, 0 },
  { "kg", "kg", "kg", 0, 1, 0 },
  { "g", "kg", "g", -3, 1, 0 },
  { "cm", "cm", "cm", 0, 1, 0 },
  { "m", "cm", "m", 2, 1, 0 },
  { "mm", "cm", "mm", -1, 1, 0 },
  { "cel", "Cel", "Cel", 0, 1, 0 },
  { "°c", "Cel", "Cel", 0, 1, 0 },
  { "/min", "/min", "/min", 0, 1, 0 },
  { "bpm", "/min", "/min", 0, 1, 0 },
  { "1/(24.h)", "1/(24.h)", "1/(24.h)", 0, 1, 0 },
  { "/d", "1/(24.h)", "1/(24.h)", 0, 1, 0 },
  { "1", "1", "1", 0, 1, 0 },
  { "/10", "1", "1", 0, 1, 0 },
  { "mm[hg]", "mm[Hg]", "mm[Hg]", 0, 1, 0 },
  { "mmhg", "mm[Hg]", "mm[Hg]", 0, 1, 0 },
};

static const struct
{
  const char *name;
  Context context;
  const char *system;
  const char *code;
  const char *display;
} contexts[] = {
  { "fasting", CONTEXT_MOMENT, KARNE_LOINC, "53049-3", "À jeun" },
  { "before-meal", CONTEXT_MOMENT, KARNE_LOINC, "88365-2", "Avant repas" },
  { "after-meal", CONTEXT_MOMENT, KARNE_LOINC, "16915-1", "Postprandial" },
  { "after-exercise", CONTEXT_MOMENT, KARNE_LOINC, "LA11865-5", "Après exercice" },
  { "other", CONTEXT_MOMENT, KARNE_LOINC, "LA46-8", "Autre" },
  { "7", CONTEXT_DAYS, CISIS, "GEN-275", "7 jours" },
  { "14", CONTEXT_DAYS, CISIS, "GEN-276", "14 jours" },
  { "30", CONTEXT_DAYS, CISIS, "GEN-277", "30 jours" },
  { "90", CONTEXT_DAYS, CISIS, "GEN-278", "90 jours" },
};

static gboolean
set_error (GError **error, KarneError code, const char *message)
{
  g_set_error_literal (error, KARNE_ERROR, (int) code, message);
  return FALSE;
}

/**
 * karne_draft_list_measures:
 *
 * The measures that [ctor@Draft.new_measure] knows.
 *
 * Returns: (transfer none) (array zero-terminated=1): their names
 */
const char *const *
karne_draft_list_measures (void)
{
  static const char *names[G_N_ELEMENTS (measures) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    names[i] = measures[i].name;
  return names;
}

static const Measure *
find_measure (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    if (g_strcmp0 (measures[i].name, name) == 0)
      return &measures[i];
  return NULL;
}

static const Unit *
find_unit (const Measure *measure, const char *written, GError **error)
{
  g_autofree char *plain = g_strstrip (g_utf8_strdown (written != NULL ? written : "", -1));

  if (*plain == '\0')
    {
      set_error (error, KARNE_ERROR_NO_UNIT, "Writing a measure: its unit is missing");
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].written, plain) && g_str_equal (units[i].unit, measure->unit))
      return &units[i];
  set_error (error, KARNE_ERROR_NO_UNIT, "Writing a measure: this is none of its units");
  return NULL;
}

/* The value in the measure's own unit; `is_unlikely` where it is to be asked about. */
/* More than all of it there cannot be. */
static gboolean
is_a_share (const Measure *measure)
{
  return g_str_equal (measure->name, "pain") || g_str_equal (measure->name, "oxygen-saturation");
}

static char *
convert (const Measure *measure,
         const char *number,
         const Unit *unit,
         gboolean *is_unlikely,
         GError **error)
{
  char *value = karne_decimal_convert (number, unit->shift, unit->factor, unit->digits);

  if (value == NULL || (is_a_share (measure) && karne_decimal_compare (value, measure->high) > 0))
    {
      g_free (value);
      set_error (error, KARNE_ERROR_INVALID, "Writing a measure: it cannot be that");
      return NULL;
    }
  *is_unlikely = *is_unlikely || karne_decimal_compare (value, measure->low) < 0 ||
                 karne_decimal_compare (value, measure->high) > 0;
  return value;
}

static char *
make_quantity (const char *value, const char *unit)
{
  return g_strdup_printf ("{\"value\":%s,\"unit\":\"%s\",\"system\":\"" UCUM "\",\"code\":\"%s\"}",
                          value, unit, unit);
}

/* What was written, where another unit had to be sent (mesures-original-data). */
static char *
make_original (const Measure *measure, const char *number, const Unit *unit)
{
  g_autofree char *code =
      karne_writer_make_concept (measure->system, measure->code, measure->display, NULL);
  g_autofree char *quantity = make_quantity (number, unit->ucum);

  return g_strdup_printf ("{\"extension\":[{\"url\":\"has-been-converted\",\"valueBoolean\":true},"
                          "{\"url\":\"original-code\",\"valueCodeableConcept\":%s},"
                          "{\"url\":\"original-value\",\"valueQuantity\":%s}],"
                          "\"url\":\"" KARNE_MESURES "mesures-original-data\"}",
                          code, quantity);
}

static char *
make_context (const Measure *measure, const char *context, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contexts); i++)
    if (contexts[i].context == measure->context && g_strcmp0 (contexts[i].name, context) == 0)
      {
        g_autofree char *concept = karne_writer_make_concept (contexts[i].system, contexts[i].code,
                                                              contexts[i].display, NULL);

        return g_strdup_printf ("{\"url\":\"" KARNE_MESURES "%s\",\"valueCodeableConcept\":%s}",
                                measure->context == CONTEXT_MOMENT ? "mesures-moment-of-measurement"
                                                                   : "mesures-number-of-days",
                                concept);
      }
  set_error (error, KARNE_ERROR_INVALID,
             "Writing a measure: its moment, or its days, are missing or not known");
  return NULL;
}

static void
begin_observation (KarneWriter *writer, const Measure *measure, gboolean is_unlikely)
{
  KarneWriter meta = { g_string_new ("{") };
  g_autofree char *profile = g_strdup_printf ("[\"" KARNE_MESURES "%s\"]",
                                              measure->profile != NULL ? measure->profile : "");
  g_autofree char *text = NULL;

  karne_writer_raw (&meta, "profile", measure->profile != NULL ? profile : NULL);
  karne_writer_raw (&meta, "tag", is_unlikely ? "[" CONFIRMED "]" : NULL);
  text = karne_writer_end (&meta);
  karne_writer_begin (writer, "Observation", NULL);
  karne_writer_raw (writer, "meta", g_str_equal (text, "{}") ? NULL : text);
}

static void
write_code (KarneWriter *writer, const Measure *measure)
{
  g_autofree char *concept = NULL;

  if (measure->other_code == NULL)
    {
      karne_writer_concept (writer, "code", measure->system, measure->code, measure->display, NULL);
      return;
    }
  concept = g_strdup_printf ("{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\",\"display\":\"%s\"},"
                             "{\"system\":\"%s\",\"code\":\"%s\"}]}",
                             measure->system, measure->code, measure->display, measure->system,
                             measure->other_code);
  karne_writer_raw (writer, "code", concept);
}

static void
write_what (KarneWriter *writer, const Measure *measure, const char *patient, const char *at)
{
  karne_writer_string (writer, "status", "final");
  if (!measure->is_of_blood)
    karne_writer_raw (writer, "category",
                      "[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
                      "observation-category\",\"code\":\"vital-signs\"}]}]");
  write_code (writer, measure);
  karne_writer_patient (writer, "subject", patient);
  karne_writer_string (writer, "effectiveDateTime", at);
}

static void
write_performer (KarneWriter *writer, const char *patient)
{
  g_autofree char *reference = g_strdup_printf ("[{\"reference\":\"Patient/%s\"}]", patient);

  karne_writer_raw (writer, "performer", reference);
}

static KarneDraft *
finish (KarneWriter *writer)
{
  KarneDraft *draft = karne_draft_new ();

  karne_draft_take (draft, "Observation", NULL, karne_writer_end (writer));
  return draft;
}

static gboolean
check_doubt (gboolean is_unlikely, gboolean confirmed, GError **error)
{
  return !is_unlikely || confirmed ||
         set_error (error, KARNE_ERROR_UNLIKELY, "Writing a measure: it is to be asked about");
}

/**
 * karne_draft_new_measure:
 * @patient: id of the Patient there
 * @measure: one of [func@Draft.list_measures]
 * @value: the number as it was written: a point or a comma, no thousands
 * @unit: its unit: that of the measure, or one that is converted exactly (g/L and mmol/L for
 * glucose, g for a weight, m for a height; lipids are in mmol/L alone, since the two factors in use
 * for g/L differ); then what was written is kept beside what is sent
 * @at: when: a FHIR date, or an instant with its zone
 * @context: (nullable): `fasting`, `before-meal`, `after-meal`, `after-exercise` or `other` for a
 * capillary glucose, which must have one; `7`, `14`, `30` or `90` days for an interstitial one
 * @now: seconds since 1970: what is measured is not in the future
 * @confirmed: the person was asked about an unlikely value, and means it
 * @error: return location for an error
 *
 * A measure that the person took, as an Observation of the guide of health measures (ANS “Mesures”
 * 3.2.0).
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_measure (const char *patient,
                         const char *measure,
                         const char *value,
                         const char *unit,
                         const char *at,
                         const char *context,
                         gint64 now,
                         gboolean confirmed,
                         GError **error)
{
  const Measure *row = find_measure (measure);
  const Unit *written = NULL;
  g_autofree char *number = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *extension = NULL;
  g_autoptr (GPtrArray) extensions = g_ptr_array_new_with_free_func (g_free);
  gboolean is_unlikely = FALSE;
  KarneWriter writer;

  if (row == NULL)
    {
      set_error (error, KARNE_ERROR_INVALID, "Writing a measure: it is none that is known");
      return NULL;
    }
  number = karne_input_number (value, error);
  written = number != NULL ? find_unit (row, unit, error) : NULL;
  if (written == NULL || !karne_input_date (at, now, error))
    return NULL;
  sent = convert (row, number, written, &is_unlikely, error);
  if (sent == NULL || !check_doubt (is_unlikely, confirmed, error))
    return NULL;
  if (row->context != CONTEXT_NONE)
    {
      char *made = make_context (row, context, error);

      if (made == NULL)
        return NULL;
      g_ptr_array_add (extensions, made);
    }
  if (!g_str_equal (written->ucum, row->unit))
    g_ptr_array_add (extensions, make_original (row, number, written));
  begin_observation (&writer, row, is_unlikely);
  if (extensions->len > 0)
    {
      g_autofree char *list = NULL;

      g_ptr_array_add (extensions, NULL);
      list = g_strjoinv (",", (char **) extensions->pdata);
      extension = g_strdup_printf ("[%s]", list);
      karne_writer_raw (&writer, "extension", extension);
    }
  write_what (&writer, row, patient, at);
  write_performer (&writer, patient);
  quantity = make_quantity (sent, row->unit);
  karne_writer_raw (&writer, "valueQuantity", quantity);
  return finish (&writer);
}

static char *
make_component (const char *code, const char *display, const char *value)
{
  g_autofree char *concept = karne_writer_make_concept (KARNE_LOINC, code, display, NULL);
  g_autofree char *quantity = make_quantity (value, "mm[Hg]");

  return g_strdup_printf ("{\"code\":%s,\"valueQuantity\":%s}", concept, quantity);
}

/**
 * karne_draft_new_blood_pressure:
 * @patient: id of the Patient there
 * @systolic: the higher number as it was written
 * @diastolic: the lower one
 * @unit: `mmHg`
 * @at: when: a FHIR date, or an instant with its zone
 * @now: seconds since 1970
 * @confirmed: the person was asked about an unlikely value, and means it
 * @error: return location for an error
 *
 * A blood pressure, which is two numbers: LOINC 85354-9 with 8480-6 and 8462-4.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_blood_pressure (const char *patient,
                                const char *systolic,
                                const char *diastolic,
                                const char *unit,
                                const char *at,
                                gint64 now,
                                gboolean confirmed,
                                GError **error)
{
  g_autofree char *high = karne_input_number (systolic, error);
  g_autofree char *low = high != NULL ? karne_input_number (diastolic, error) : NULL;
  const Unit *written = low != NULL ? find_unit (&blood_pressure, unit, error) : NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *components = NULL;
  gboolean is_unlikely = FALSE;
  KarneWriter writer;

  if (written == NULL || !karne_input_date (at, now, error))
    return NULL;
  g_free (convert (&blood_pressure, high, written, &is_unlikely, NULL));
  g_free (convert (&blood_pressure, low, written, &is_unlikely, NULL));
  /* The lower one is the lower one: written the other way round, it is a slip. */
  is_unlikely = is_unlikely || g_ascii_strtod (low, NULL) >= g_ascii_strtod (high, NULL);
  if (!check_doubt (is_unlikely, confirmed, error))
    return NULL;
  first = make_component ("8480-6", "Pression systolique", high);
  second = make_component ("8462-4", "Pression diastolique", low);
  components = g_strdup_printf ("[%s,%s]", first, second);
  begin_observation (&writer, &blood_pressure, is_unlikely);
  write_what (&writer, &blood_pressure, patient, at);
  write_performer (&writer, patient);
  karne_writer_raw (&writer, "component", components);
  return finish (&writer);
}
