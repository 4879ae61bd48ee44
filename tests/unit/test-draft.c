/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-outbox.h"
#include "write/karne-draft-private.h"

/* What the person writes: checked, put into FHIR, saved. */

#define NOW 1767225600 /* 2026-01-01 */
#define AT "2025-12-31T08:00:00+04:00"

static void
assert_valid (KarneDraft *draft)
{
  for (guint i = 0; i < karne_draft_get_n_resources (draft); i++)
    {
      const char *json = karne_draft_get_json (draft, i);
      KarneEntryNotes notes = { { NULL, 0 } };
      KarneFlaw flaw = karne_json_check_entry (json, strlen (json), TRUE, &notes, NULL, NULL, NULL);

      g_assert_true (flaw == KARNE_FLAW_NONE || flaw == KARNE_FLAW_NO_ID);
      g_assert_true (karne_span_equal (notes.type, karne_draft_get_kind (draft, i)));
    }
}

/* Measures */

static const struct
{
  const char *measure;
  const char *value;
  const char *unit;
  const char *at;
  const char *context;
  int code; /* -1: it is right */
  const char *holds;
} measures[] = {
  /* What is right, and how it is sent: digits as they were written. */
  { "glucose", "110", "mg/dL", AT, "fasting", -1, "\"value\":110,\"unit\":\"mg/dL\"" },
  { "glucose", "1,10", "g/L", AT, "fasting", -1, "\"value\":110,\"unit\":\"mg/dL\"" },
  { "glucose", "1.105", "g/L", AT, "after-meal", -1, "\"value\":110.5,\"unit\":\"mg/dL\"" },
  { "glucose", "1,10", "g/L", AT, "fasting", -1, "\"value\":1.10,\"unit\":\"g/L\"" },
  { "glucose", "5,6", "mmol/L", AT, "fasting", -1, "\"value\":100.9,\"unit\":\"mg/dL\"" },
  { "glucose", "5.60", "mmol/L", AT, "fasting", -1, "\"value\":5.60,\"unit\":\"mmol/L\"" },
  { "glucose", "110.0", "mg/dL", "2025-12", "other", -1, "\"value\":110.0,\"unit\"" },
  { "glucose-interstitial", "154", "mg/dL", "2025-12-31", "14", -1, "GEN-276" },
  { "hba1c", "6,50", "%", "2025-12-31", NULL, -1, "\"value\":6.50,\"unit\":\"%\"" },
  { "weight", "072,5", "kg", AT, NULL, -1, "\"value\":72.5,\"unit\":\"kg\"" },
  { "weight", "3250", "g", AT, NULL, -1, "\"value\":3.250,\"unit\":\"kg\"" },
  { "height", "1.72", "m", AT, NULL, -1, "\"value\":172,\"unit\":\"cm\"" },
  { "temperature", "37,20", "°C", AT, NULL, -1, "\"value\":37.20,\"unit\":\"Cel\"" },
  { "steps", "8000", "/d", "2025-12-31", NULL, -1, "1/(24.h)" },
  { "pain", "0", "/10", AT, NULL, -1, "\"value\":0,\"unit\":\"1\"" },
  { "oxygen-saturation", "97", "%", AT, NULL, -1, "\"value\":97,\"unit\":\"%\"" },
  { "oxygen-saturation", "97", "%", AT, NULL, -1, "\"code\":\"59408-5\"}]}" },
  { "cholesterol", "4,90", "mmol/L", "2025-12-31", NULL, -1, "\"value\":4.90,\"unit\":\"mmol/L\"" },
  { "hdl", "1.3", "mmol/L", "2025-12-31", NULL, -1, "2085-9" },
  { "ldl", "2.6", "mmol/L", "2025-12-31", NULL, -1, "mesures-observation-cholesterol-ldl" },
  { "triglycerides", "1.1", "mmol/L", "2025-12-31", NULL, -1, "2571-8" },
  /* What is not. */
  { "glucose", "abc", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "1e3", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "0x10", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "1.", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "1 100", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "9999999999999", "mg/dL", AT, "fasting", KARNE_ERROR_NOT_A_NUMBER },
  { "glucose", "-5", "mg/dL", AT, "fasting", KARNE_ERROR_NEGATIVE },
  { "glucose", "−5", "mg/dL", AT, "fasting", KARNE_ERROR_NEGATIVE },
  { "glucose", "110", "", AT, "fasting", KARNE_ERROR_NO_UNIT },
  { "glucose", "110", NULL, AT, "fasting", KARNE_ERROR_NO_UNIT },
  { "glucose", "110", "kg", AT, "fasting", KARNE_ERROR_NO_UNIT },
  { "glucose", "110", "mg/dL", "2026-01-02", "fasting", KARNE_ERROR_FUTURE },
  { "glucose", "110", "mg/dL", "2026-01-01T06:00:00Z", "fasting", KARNE_ERROR_FUTURE },
  { "glucose", "110", "mg/dL", "2027", "fasting", KARNE_ERROR_FUTURE },
  { "glucose", "110", "mg/dL", "yesterday", "fasting", KARNE_ERROR_INVALID },
  { "glucose", "110", "mg/dL", "2025-13-01", "fasting", KARNE_ERROR_INVALID },
  { "glucose", "110", "mg/dL", "2025-12-31T08:00:00", "fasting", KARNE_ERROR_INVALID },
  { "glucose", "110", "mg/dL", NULL, "fasting", KARNE_ERROR_INVALID },
  { "glucose", "110", "mg/dL", AT, NULL, KARNE_ERROR_INVALID },
  { "glucose", "110", "mg/dL", AT, "14", KARNE_ERROR_INVALID },
  { "glucose-interstitial", "110", "mg/dL", AT, "fasting", KARNE_ERROR_INVALID },
  { "bmi", "22", "kg/m2", AT, NULL, KARNE_ERROR_INVALID },
  { "pain", "11", "1", AT, NULL, KARNE_ERROR_INVALID },
  { "oxygen-saturation", "101", "%", AT, NULL, KARNE_ERROR_INVALID },
  { "ldl", "1.1", "g/L", AT, NULL, KARNE_ERROR_NO_UNIT },
  { "glucose", "5.6", "mmol/mol", AT, "fasting", KARNE_ERROR_NO_UNIT },
  /* What is asked about: at the bounds not, beyond them yes. */
  { "glucose", "20", "mg/dL", AT, "fasting", -1, "\"value\":20," },
  { "glucose", "600", "mg/dL", AT, "fasting", -1, "\"value\":600," },
  { "glucose", "19.9", "mg/dL", AT, "fasting", KARNE_ERROR_UNLIKELY },
  { "glucose", "600.1", "mg/dL", AT, "fasting", KARNE_ERROR_UNLIKELY },
  { "glucose", "110", "g/L", AT, "fasting", KARNE_ERROR_UNLIKELY },
  { "oxygen-saturation", "49", "%", AT, NULL, KARNE_ERROR_UNLIKELY },
  { "ldl", "110", "mmol/L", AT, NULL, KARNE_ERROR_UNLIKELY },
  { "weight", "725", "kg", AT, NULL, KARNE_ERROR_UNLIKELY },
  { "temperature", "372", "°C", AT, NULL, KARNE_ERROR_UNLIKELY },
};

static void
test_measures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneDraft) draft =
          karne_draft_new_measure ("p1", measures[i].measure, measures[i].value, measures[i].unit,
                                   measures[i].at, measures[i].context, NOW, FALSE, &error);

      g_test_message ("%s %s %s", measures[i].measure, measures[i].value, measures[i].unit);
      if (measures[i].code < 0)
        {
          g_assert_no_error (error);
          assert_valid (draft);
          g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), measures[i].holds));
        }
      else
        {
          g_assert_error (error, KARNE_ERROR, measures[i].code);
          g_assert_null (draft);
        }
    }
}

/* Asked once; meant, it is kept, and says so. */
static void
test_unlikely (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDraft) meant =
      karne_draft_new_measure ("p1", "glucose", "640", "mg/dL", AT, "fasting", NOW, TRUE, &error);
  g_autoptr (KarneDraft) likely =
      karne_draft_new_measure ("p1", "glucose", "110", "mg/dL", AT, "fasting", NOW, TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (karne_draft_get_json (meant, 0), "confirmed-unlikely"));
  g_assert_null (strstr (karne_draft_get_json (likely, 0), "confirmed-unlikely"));
}

static void
test_glucose_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDraft) draft =
      karne_draft_new_measure ("p1", "glucose", "1,10", "g/L", AT, "fasting", NOW, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (
      karne_draft_get_json (draft, 0), ==,
      "{\"resourceType\":\"Observation\",\"meta\":{\"profile\":[\"https://interop.esante.gouv.fr/"
      "ig/"
      "fhir/mesures/StructureDefinition/mesures-observation-glucose\"]},\"extension\":[{\"url\":"
      "\"https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/"
      "mesures-moment-of-measurement\",\"valueCodeableConcept\":{\"coding\":[{\"system\":"
      "\"http://loinc.org\",\"code\":\"53049-3\",\"display\":\"À "
      "jeun\"}]}},{\"extension\":[{\"url\":"
      "\"has-been-converted\",\"valueBoolean\":true},{\"url\":\"original-code\","
      "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2345-7\","
      "\"display\":\"Glycémie capillaire\"}]}},{\"url\":\"original-value\",\"valueQuantity\":{"
      "\"value\":1.10,\"unit\":\"g/L\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"g/"
      "L\"}}],"
      "\"url\":\"https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/"
      "mesures-original-data\"}],\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"
      "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"vital-signs\"}]}],"
      "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2345-7\",\"display\":"
      "\"Glycémie capillaire\"}]},\"subject\":{\"reference\":\"Patient/p1\"},\"effectiveDateTime\":"
      "\"2025-12-31T08:00:00+04:00\",\"performer\":[{\"reference\":\"Patient/p1\"}],"
      "\"valueQuantity\":{\"value\":110,\"unit\":\"mg/dL\",\"system\":"
      "\"http://unitsofmeasure.org\",\"code\":\"mg/dL\"}}");
}

static void
test_blood_pressure (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDraft) draft =
      karne_draft_new_blood_pressure ("p1", "128", "79", "mmHg", AT, NOW, FALSE, &error);
  g_autoptr (KarneDraft) swapped = NULL;

  g_assert_no_error (error);
  assert_valid (draft);
  g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), "8480-6"));
  swapped = karne_draft_new_blood_pressure ("p1", "79", "128", "mmHg", AT, NOW, FALSE, &error);
  g_assert_null (swapped);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNLIKELY);
}

/* Ten from a sheet of paper, or none. */
static void
test_bulk (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneDraft) all = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", 100 + i);
      g_autoptr (KarneDraft) one = karne_draft_new_measure ("p1", "glucose", value, "mg/dL", AT,
                                                            "fasting", NOW, FALSE, &error);

      g_assert_no_error (error);
      if (all == NULL)
        all = karne_draft_ref (one);
      else
        karne_draft_append (all, one);
    }
  ids = karne_draft_save (all, store->store, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (ids), ==, 10);
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM outbox WHERE op = 'create'"),
                   ==, 10);
  {
    g_autoptr (KarneDraft) other =
        karne_draft_new_measure ("p2", "glucose", "99", "mg/dL", AT, "fasting", NOW, FALSE, NULL);
    g_auto (GStrv) none = NULL;

    karne_draft_append (all, other);
    none = karne_draft_save (all, store->store, 1, &error);
    g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FORBIDDEN);
    g_assert_null (none);
  }
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM outbox"), ==, 10);
}

/* All the others */

static void
save_one (KarneTestStore *store, KarneDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  g_assert_nonnull (draft);
  assert_valid (draft);
  ids = karne_draft_save (draft, store->store, 1, &error);
  g_assert_no_error (error);
  karne_draft_unref (draft);
}

static void
test_others (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  static const char message[] =
      "{\"resourceType\":\"Communication\",\"id\":\"m1\",\"identifier\":[{\"system\":\"urn:t\","
      "\"value\":\"7\"}],\"sender\":{\"reference\":\"Practitioner/d1\"}}";
  g_autofree char *reply = NULL;

  save_one (store, karne_draft_new_appointment ("p1", "Rappel", "2026-02-01T09:00:00+04:00", NULL,
                                                "à jeun", NULL));
  save_one (store, karne_draft_new_act ("p1", KARNE_ACT_DONE, "Task/t1", "urn:rule|hpv", "HPV",
                                        "2025-11-03", NULL, NOW, NULL));
  save_one (store, karne_draft_new_act ("p1", KARNE_ACT_NOT_NOW, NULL, NULL, "HPV", NULL,
                                        "en voyage", NOW, NULL));
  save_one (store, karne_draft_new_vaccination ("p1", "Tétanos", NULL, NULL, 0, "2012", NULL, NULL,
                                                NOW, NULL));
  save_one (store, karne_draft_new_note ("p1", "d1", "à montrer", NOW, NULL));
  {
    KarneDraft *draft = karne_draft_new_reply ("p1", message, "Merci", NOW, NULL);

    reply = g_strdup (karne_draft_get_json (draft, 0));
    save_one (store, draft);
  }
  save_one (store, karne_draft_new_consent ("p1", "TREAT", FALSE, NULL, "2026-12-31", NOW, NULL));
  g_assert_nonnull (strstr (reply, "\"recipient\":[{\"reference\":\"Practitioner/d1\"}]"));
  g_assert_nonnull (strstr (reply, "\"value\":\"7\""));
  g_assert_nonnull (strstr (reply, "\"inResponseTo\":[{\"reference\":\"Communication/m1\"}]"));
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM outbox"), ==, 7);
}

static const struct
{
  const char *name;
  const char *structure;
  const char *role;
  const char *actor;     /* (nullable) none */
  const char *contained; /* what the PractitionerRole holds behind its type and id */
} helpers[] = {
  { " Anne \"Exemple\" ", "France Services", "Conseillère",
    "{\"role\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
    "v3-ParticipationType\",\"code\":\"IRCP\"}],\"text\":\"Conseillère\"},\"reference\":{"
    "\"reference\":\"#helper\",\"display\":\"Anne \\\"Exemple\\\", France Services\"}}",
    "\"practitioner\":{\"display\":\"Anne \\\"Exemple\\\"\"},\"organization\":{\"display\":"
    "\"France Services\"},\"code\":[{\"text\":\"Conseillère\"}]" },
  { NULL, "France Services", NULL,
    "{\"role\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
    "v3-ParticipationType\",\"code\":\"IRCP\"}]},\"reference\":{\"reference\":\"#helper\","
    "\"display\":\"France Services\"}}",
    "\"organization\":{\"display\":\"France Services\"}" },
  { "", " ", "Accompagnant",
    "{\"role\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
    "v3-ParticipationType\",\"code\":\"IRCP\"}],\"text\":\"Accompagnant\"},\"reference\":{"
    "\"reference\":\"#helper\",\"display\":\"Accompagnant\"}}",
    "\"code\":[{\"text\":\"Accompagnant\"}]" },
  { NULL, "", NULL, NULL, NULL },
};

/* The record tells the person whom it let in: role and reference, both of which R4 requires, and
 * what is referred to is there. All else of the consent stays. */
static void
test_helper (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (helpers); i++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      KarneDraft *draft =
          karne_draft_new_consent ("p1", "PATRQT", TRUE, NULL, "2026-12-31", NOW, NULL);
      g_autofree char *before = g_strdup (karne_draft_get_json (draft, 0));
      g_autofree char *after = NULL;

      karne_draft_name_helper (draft, helpers[i].name, helpers[i].structure, helpers[i].role);
      if (helpers[i].actor == NULL)
        {
          after = g_strdup (before);
        }
      else
        {
          g_auto (GStrv) parts = g_strsplit (before, "}]}}", 2);

          after = g_strdup_printf ("%s}],\"actor\":[%s]},\"contained\":[{\"resourceType\":"
                                   "\"PractitionerRole\",\"id\":\"helper\",%s}]}",
                                   parts[0], helpers[i].actor, helpers[i].contained);
        }
      g_assert_cmpstr (karne_draft_get_json (draft, 0), ==, after);
      save_one (store, draft);
    }
}

/* What the person keeps back is denied within what is permitted. */
static void
test_except (void)
{
  static const char *const none[] = { NULL };
  static const char *const kinds[] = { "Observation", "DocumentReference", NULL };
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  KarneDraft *draft = karne_draft_new_consent ("p1", "PATRQT", TRUE, NULL, NULL, NOW, NULL);
  g_autofree char *before = g_strdup (karne_draft_get_json (draft, 0));

  karne_draft_except_kinds (draft, none);
  g_assert_cmpstr (karne_draft_get_json (draft, 0), ==, before);
  karne_draft_except_kinds (draft, kinds);
  karne_draft_name_helper (draft, "Anne", NULL, NULL);
  g_assert_nonnull (
      strstr (karne_draft_get_json (draft, 0),
              "\"provision\":[{\"type\":\"deny\",\"class\":[{\"system\":\"http://hl7.org/fhir/"
              "resource-types\",\"code\":\"Observation\"},{\"system\":\"http://hl7.org/fhir/"
              "resource-types\",\"code\":\"DocumentReference\"}]}],\"actor\":["));
  save_one (store, draft);
}

/* One professional is kept out, and the record says who as it was told. */
static void
test_block (void)
{
  static const char *const bad[] = { "", "{}", "[]", "{\"display\":\"x\"}", "{\"reference\":" };
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *consent = NULL;
  KarneDraft *draft =
      karne_draft_new_block ("p1", "{\"reference\":\"Practitioner/d1\"}", NOW, NULL);

  consent = g_strdup (karne_draft_get_json (draft, 0));
  save_one (store, draft);
  g_assert_nonnull (strstr (consent, "\"code\":\"OPTIN\""));
  g_assert_nonnull (strstr (consent, "\"provision\":{\"type\":\"deny\",\"period\":{\"start\":\""));
  g_assert_nonnull (strstr (consent, "\"code\":\"IRCP\"}]},\"reference\":{\"reference\":"
                                     "\"Practitioner/d1\"}}]"));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (karne_draft_new_block ("p1", bad[i], NOW, &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
    }
}

/* What it was against, and which dose, as far as that is remembered: a number that is not known is
 * said not to be. */
static void
test_vaccination (void)
{
  static const struct
  {
    const char *disease;
    guint dose;
    const char *holds; /* (nullable) NULL: nothing is said of it */
  } cases[] = {
    { NULL, 0, NULL },
    { " ", 0, NULL },
    { "Rougeole", 2,
      "\"protocolApplied\":[{\"targetDisease\":[{\"text\":\"Rougeole\"}],"
      "\"doseNumberPositiveInt\":2}]" },
    { NULL, 1, "\"protocolApplied\":[{\"doseNumberPositiveInt\":1}]" },
    { "Rougeole", 0, "\"_doseNumberString\":{\"extension\":[{" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneDraft) draft =
          karne_draft_new_vaccination ("p1", "ROR", NULL, cases[i].disease, cases[i].dose, "2012",
                                       NULL, NULL, NOW, &error);
      const char *json;

      g_assert_no_error (error);
      assert_valid (draft);
      json = karne_draft_get_json (draft, 0);
      g_assert_true (cases[i].holds != NULL ? strstr (json, cases[i].holds) != NULL
                                            : strstr (json, "protocolApplied") == NULL);
    }
}

static void
test_refused (void)
{
  GError *errors[8] = { NULL };
  static const int codes[] = { KARNE_ERROR_EMPTY,  KARNE_ERROR_EMPTY,   KARNE_ERROR_FUTURE,
                               KARNE_ERROR_FUTURE, KARNE_ERROR_INVALID, KARNE_ERROR_EMPTY,
                               KARNE_ERROR_EMPTY,  KARNE_ERROR_INVALID };

  g_assert_null (karne_draft_new_note ("p1", "d1", "  ", NOW, &errors[0]));
  g_assert_null (
      karne_draft_new_vaccination ("p1", "", NULL, NULL, 0, "2012", NULL, NULL, NOW, &errors[1]));
  g_assert_null (karne_draft_new_vaccination ("p1", "DTP", NULL, NULL, 0, "2027", NULL, NULL, NOW,
                                              &errors[2]));
  g_assert_null (karne_draft_new_act ("p1", KARNE_ACT_DONE, NULL, NULL, "HPV", "2026-06-01", NULL,
                                      NOW, &errors[3]));
  g_assert_null (karne_draft_new_act ("p1", KARNE_ACT_PLANNED, NULL, NULL, "HPV", NULL, NULL, NOW,
                                      &errors[4]));
  g_assert_null (
      karne_draft_new_appointment ("p1", "", "2026-02-01T09:00:00Z", NULL, NULL, &errors[5]));
  g_assert_null (karne_draft_new_reply ("p1", "{}", "", NOW, &errors[6]));
  g_assert_null (karne_draft_new_reply ("p1", "{}", "Merci", NOW, &errors[7]));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], KARNE_ERROR, codes[i]);
      g_error_free (errors[i]);
    }
}

/* Dates are those of FHIR, and stay as they were written. */
static void
test_dates (void)
{
  static const struct
  {
    const char *date;
    gboolean is_good;
  } cases[] = {
    { "2020", TRUE },
    { "2020-02", TRUE },
    { "2020-02-29", TRUE },
    { "2020-02-29T23:59:59Z", TRUE },
    { "2020-02-29T23:59:59.123+04:00", TRUE },
    { "2020-02-29T23:59:59-11:30", TRUE },
    { "2021-02-29", FALSE },
    { "2020-13", FALSE },
    { "2020-1", FALSE },
    { "20200229", FALSE },
    { "2020-02-29T23:59Z", FALSE },
    { "2020-02-29T23:59:59", FALSE },
    { "2020-02-29T23:59:59,5Z", FALSE },
    { "2020-02-29T235959Z", FALSE },
    { "2020-02-29T24:00:00Z", FALSE },
    { "2020-02-29T23:59:59+0400", FALSE },
    { "2020-02-29T23:59:59+99:00", FALSE },
    { "2020-02-29T23:59:59Z\n", FALSE },
    { "2020-02-29 23:59:59Z", FALSE },
    { "yesterday", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *written = g_strdup_printf ("\"effectiveDateTime\":\"%s\"", cases[i].date);
      g_autoptr (KarneDraft) draft =
          karne_draft_new_measure ("p1", "weight", "70", "kg", cases[i].date, NULL, NOW, FALSE,
                                   &error);

      g_test_message ("%s", cases[i].date);
      if (cases[i].is_good)
        g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), written));
      else
        g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
    }
}

/* FHIR wants instants, both of them or none, and the end last. */
static void
test_hours (void)
{
  static const struct
  {
    const char *start;
    const char *end;
    const char *said; /* NULL: refused */
  } cases[] = {
    { "2026-02-01T09:00:00+04:00", NULL, "\"end\":\"2026-02-01T09:00:00+04:00\"" },
    { "2026-02-01T09:00:00+04:00", "2026-02-01T05:30:00Z", "\"end\":\"2026-02-01T05:30:00Z\"" },
    { "2026-02-01T09:00:00+04:00", "2026-02-01T04:59:59Z", NULL },
    { "2026-02-01T09:00:00+04:00", "2026-02-01", NULL },
    { "2026-02-01", NULL, NULL },
    { "2026", "2027", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneDraft) draft = karne_draft_new_appointment ("p1", "Dentiste", cases[i].start,
                                                                  cases[i].end, NULL, &error);

      if (cases[i].said != NULL)
        g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), cases[i].said));
      else
        g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
    }
}

/* The labels of a document change, and nothing else of it. */
static void
test_visibility (void)
{
  static const char document[] = "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"x\":5.60,"
                                 "\"securityLabel\":[{\"coding\":"
                                 "[{\"code\":\"N\"}]}],\"status\":\"current\"}";
  g_autoptr (KarneDraft) hidden = karne_draft_new_visibility (document, TRUE, NULL);
  g_autoptr (KarneDraft) shown =
      karne_draft_new_visibility (karne_draft_get_json (hidden, 0), FALSE, NULL);
  g_autoptr (KarneDraft) away = karne_draft_new_archiving (document, TRUE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDraft) none = karne_draft_new_visibility ("{\"a\":1}", TRUE, &error);

  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_assert_null (none);
  g_assert_nonnull (strstr (karne_draft_get_json (hidden, 0), "MASQUE_PS"));
  g_assert_nonnull (strstr (karne_draft_get_json (hidden, 0), "\"x\":5.60"));
  g_assert_cmpstr (karne_draft_get_json (shown, 0), ==, document);
  g_assert_nonnull (strstr (karne_draft_get_json (away, 0), "\"valueBoolean\":true"));
}

static void
test_answers (void)
{
  static const char questionnaire[] =
      "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:q\",\"version\":\"2\",\"item\":["
      "{\"linkId\":\"smokes\",\"text\":\"?\",\"type\":\"boolean\",\"required\":true},"
      "{\"linkId\":\"many\",\"type\":\"integer\",\"required\":true,\"enableWhen\":[{\"question\":"
      "\"smokes\",\"operator\":\"=\",\"answerBoolean\":true}]},"
      "{\"linkId\":\"group\",\"type\":\"group\",\"item\":[{\"linkId\":\"weight\",\"type\":"
      "\"decimal\"}]}"
      "]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneAnswers) answers = karne_answers_new (questionnaire, &error);
  g_autoptr (KarneDraft) draft = NULL;
  g_autoptr (KarneDraft) done = NULL;

  g_assert_no_error (error);
  g_assert_null (karne_answers_to_draft (answers, "p1", TRUE, NOW, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (karne_answers_set (answers, "no", KARNE_ANSWER_TEXT, "x", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (karne_answers_set (answers, "weight", KARNE_ANSWER_NUMBER, "72,50", &error));
  g_assert_true (karne_answers_set (answers, "smokes", KARNE_ANSWER_BOOLEAN, "true", &error));
  g_assert_true (karne_answers_is_enabled (answers, "many"));
  g_assert_true (karne_answers_set (answers, "many", KARNE_ANSWER_NUMBER, "5", &error));
  g_assert_true (karne_answers_set (answers, "smokes", KARNE_ANSWER_BOOLEAN, "false", &error));
  g_assert_false (karne_answers_is_enabled (answers, "many"));
  /* In progress, nothing that was answered is lost; completed, what is not asked goes. */
  draft = karne_answers_to_draft (answers, "p1", FALSE, NOW, &error);
  g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), "\"valueInteger\":5"));
  done = karne_answers_to_draft (answers, "p1", TRUE, NOW, &error);
  g_assert_no_error (error);
  assert_valid (done);
  g_assert_null (strstr (karne_draft_get_json (done, 0), "many"));
  g_assert_nonnull (strstr (karne_draft_get_json (done, 0), "\"questionnaire\":\"urn:q|2\""));
  g_assert_nonnull (strstr (karne_draft_get_json (done, 0),
                            "\"item\":[{\"linkId\":\"smokes\",\"text\":\"?\",\"answer\":[{"
                            "\"valueBoolean\":false}]},{\"linkId\":\"group\",\"item\":[{\"linkId\":"
                            "\"weight\",\"answer\":[{\"valueDecimal\":72.50}]}]}]"));
}

#define UNIT_OF(name, code, words)                                                                 \
  "{\"url\":\"http://hl7.org/fhir/StructureDefinition/questionnaire-" name "\",\"valueCoding\":{"  \
  "\"system\":\"http://unitsofmeasure.org\",\"code\":\"" code "\",\"display\":\"" words "\"}}"

/* A quantity has a unit that was asked for; what is typed is kept to the digit. */
static void
test_answers_with_units (void)
{
  static const char questionnaire[] =
      "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:q\",\"item\":["
      "{\"linkId\":\"weight\",\"type\":\"quantity\",\"extension\":[" UNIT_OF (
          "unit", "kg", "kg") "]},"
                              "{\"linkId\":\"height\",\"type\":\"quantity\",\"extension\":"
                              "[" UNIT_OF ("unitOption", "cm", "centimètres") "," UNIT_OF (
                                  "unitOption", "m",
                                  "mètres") "]},"
                                            "{\"linkId\":\"sleep\",\"type\":\"quantity\"},"
                                            "{\"linkId\":\"at\",\"type\":\"time\"},"
                                            "{\"linkId\":\"heavy\",\"type\":\"boolean\","
                                            "\"enableWhen\":[{\"question\":\"weight\","
                                            "\"operator\":\">\",\"answerQuantity\":{\"value\":100,"
                                            "\"code\":\"kg\"}}]}]}";
  static const struct
  {
    const char *question;
    const char *typed;
    int error;        /* or */
    const char *json; /* what is written of it */
  } cases[] = {
    { "weight", "72,50", 0,
      "{\"value\":72.50,\"unit\":\"kg\",\"system\":\"http://"
      "unitsofmeasure.org\",\"code\":\"kg\"}" },
    { "weight", " 72.5kg ", 0, "{\"value\":72.5,\"unit\":\"kg\"" },
    { "weight", "72 g", KARNE_ERROR_NO_UNIT, NULL },
    { "weight", "kg", KARNE_ERROR_NOT_A_NUMBER, NULL },
    { "weight", "-3 kg", KARNE_ERROR_NEGATIVE, NULL },
    { "height", "170 cm", 0, "{\"value\":170,\"unit\":\"centimètres\"" },
    { "height", "1,7 mètres", 0, "\"code\":\"m\"}" },
    { "height", "170", KARNE_ERROR_NO_UNIT, NULL },
    { "sleep", "7 heures", 0, "{\"value\":7,\"unit\":\"heures\"}" },
    { "sleep", "7", KARNE_ERROR_NO_UNIT, NULL },
    { "sleep", "1 200 kcal", KARNE_ERROR_NOT_A_NUMBER, NULL },
    { "sleep", "1\302\240200 kcal", KARNE_ERROR_NOT_A_NUMBER, NULL },
    { "sleep", "1/2 cp", KARNE_ERROR_NOT_A_NUMBER, NULL },
    { "sleep", "5e3 g", KARNE_ERROR_NOT_A_NUMBER, NULL },
    { "sleep", "8\302\240euros", 0, "\"unit\":\"euros\"" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneAnswers) answers = karne_answers_new (questionnaire, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean ok = karne_answers_set (answers, cases[i].question, KARNE_ANSWER_QUANTITY,
                                       cases[i].typed, &error);
      g_autoptr (KarneDraft) draft = karne_answers_to_draft (answers, "p1", FALSE, NOW, NULL);

      g_test_message ("%s: %s", cases[i].question, cases[i].typed);
      if (cases[i].json == NULL)
        {
          g_assert_error (error, KARNE_ERROR, cases[i].error);
          g_clear_error (&error);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (ok);
      g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), cases[i].json));
    }
  g_assert_true (karne_answers_set (answers, "weight", KARNE_ANSWER_QUANTITY, "99,9", NULL));
  g_assert_false (karne_answers_is_enabled (answers, "heavy"));
  g_assert_true (karne_answers_set (answers, "weight", KARNE_ANSWER_QUANTITY, "100.1", NULL));
  g_assert_true (karne_answers_is_enabled (answers, "heavy"));

  g_assert_false (karne_answers_set (answers, "at", KARNE_ANSWER_TEXT, "25:00", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_assert_true (karne_answers_set (answers, "at", KARNE_ANSWER_TEXT, "08:30", NULL));
  {
    g_autoptr (KarneDraft) draft = karne_answers_to_draft (answers, "p1", TRUE, NOW, NULL);

    assert_valid (draft);
    g_assert_nonnull (strstr (karne_draft_get_json (draft, 0), "{\"valueTime\":\"08:30:00\"}"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/draft/measures", test_measures);
  g_test_add_func ("/draft/unlikely", test_unlikely);
  g_test_add_func ("/draft/glucose-whole", test_glucose_whole);
  g_test_add_func ("/draft/blood-pressure", test_blood_pressure);
  g_test_add_func ("/draft/bulk", test_bulk);
  g_test_add_func ("/draft/others", test_others);
  g_test_add_func ("/draft/helper", test_helper);
  g_test_add_func ("/draft/except", test_except);
  g_test_add_func ("/draft/block", test_block);
  g_test_add_func ("/draft/vaccination", test_vaccination);
  g_test_add_func ("/draft/refused", test_refused);
  g_test_add_func ("/draft/dates", test_dates);
  g_test_add_func ("/draft/hours", test_hours);
  g_test_add_func ("/draft/visibility", test_visibility);
  g_test_add_func ("/draft/answers", test_answers);
  g_test_add_func ("/draft/answers/units", test_answers_with_units);

  return g_test_run ();
}
