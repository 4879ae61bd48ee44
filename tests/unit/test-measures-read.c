/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-store.h"
#include "measures/karne-measures.h"
#include "write/karne-draft.h"

/* Measures out of the record, with all that is said with them. */

#define NOW 1767225600 /* 2026-01-01 */

#define OBSERVATION(id, code, rest)                                                                \
  "{\"resourceType\":\"Observation\",\"id\":\"" id "\",\"status\":\"final\",\"code\":{\"coding\":" \
  "[{\"system\":\"http://loinc.org\",\"code\":\"" code "\"}]}," rest "}"
#define QUANTITY(value, unit) "{\"value\":" value ",\"unit\":\"" unit "\"}"

static void
fill (KarneTestStore *box)
{
  karne_page_free (
      karne_test_ingest_resources (
          box, "Observation",
          OBSERVATION (
              "a", "2345-7",
              "\"effectiveDateTime\":\"2025-03-01T08:00:00+04:00\",\"extension\":[{\"url\":"
              "\"https://x/mesures-moment-of-measurement\",\"valueCodeableConcept\":{"
              "\"coding\":[{\"code\":\"53049-3\"}]}},{\"url\":\"y/mesures-original-data\","
              "\"extension\":[{\"url\":\"original-value\",\"valueQuantity\":" QUANTITY (
                  "1.10", "g/L") "}]}],\"valueQuantity\":" QUANTITY ("110", "mg/dL")),
          OBSERVATION (
              "b", "2345-7",
              "\"effectiveDateTime\":\"2025-04-01\",\"valueQuantity\":" QUANTITY ("5.60", "mmol/L") ",\"referenceRange\":[{\"low\":" QUANTITY (
                  "3.9", "mmol/L") "},"
                                   "{\"type\":{\"coding\":[{\"code\":\"treatment\"}]},"
                                   "\"low\":" QUANTITY ("4.40", "mmol/L") ",\"high\":" QUANTITY (
                                       "7.0", "mmol/L") "}]"),
          OBSERVATION ("c", "2345-7",
                       "\"effectiveDateTime\":\"2025-05-01\",\"category\":[{\"coding\":[{\"code\":"
                       "\"laboratory\"}]}],\"valueQuantity\":" QUANTITY ("99", "mg/dL")),
          OBSERVATION ("d", "85354-9",
                       "\"effectiveDateTime\":\"2025-06\",\"component\":[{\"code\":{\"coding\":[{"
                       "\"code\":\"8462-4\"}]},\"valueQuantity\":" QUANTITY (
                           "86", "mm[Hg]") "},"
                                           "{\"code\":{\"coding\":[{\"code\":\"8480-6\"}]},"
                                           "\"valueQuantity\":" QUANTITY ("136.0", "mm[Hg]") "}]"),
          OBSERVATION (
              "e", "99504-3",
              "\"extension\":[{\"url\":\"z/mesures-number-of-days\",\"valueCodeableConcept\":"
              "{\"coding\":[{\"code\":\"GEN-276\"}]}}],\"valueQuantity\":{\"comparator\":"
              "\"<\",\"value\":154}"),
          NULL));
}

static const KarneMeasurement *
find (GPtrArray *measures, const char *id)
{
  for (guint i = 0; i < measures->len; i++)
    if (g_str_equal (((KarneMeasurement *) measures->pdata[i])->id, id))
      return measures->pdata[i];
  return NULL;
}

static void
test_all (void)
{
  g_autoptr (KarneTestStore) box = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (box->store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const KarneMeasurement *measure;

  fill (box);
  all = karne_view_list_measures (view, KARNE_MEASURE_OTHER, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 5);
  measure = all->pdata[0];
  g_assert_cmpstr (measure->id, ==, "e");
  g_assert_cmpint (measure->at, ==, G_MININT64);
  g_assert_cmpuint (measure->days, ==, 14);
  g_assert_cmpstr (measure->comparator, ==, "<");
  measure = find (all, "a");
  g_assert_cmpstr (measure->value, ==, "110");
  g_assert_cmpstr (measure->written, ==, "1.10");
  g_assert_cmpstr (measure->written_unit, ==, "g/L");
  g_assert_cmpint (measure->moment, ==, KARNE_MOMENT_FASTING);
  g_assert_null (measure->low);
  measure = find (all, "b");
  g_assert_cmpstr (measure->value, ==, "5.60");
  g_assert_cmpstr (measure->low, ==, "4.40");
  g_assert_cmpstr (measure->high, ==, "7.0");
  g_assert_cmpstr (measure->target_unit, ==, "mmol/L");
  g_assert_cmpint (find (all, "c")->kind, ==, KARNE_MEASURE_GLUCOSE_LABORATORY);
  measure = find (all, "d");
  g_assert_cmpstr (measure->value, ==, "136.0");
  g_assert_cmpstr (measure->second, ==, "86");
  g_assert_cmpstr (measure->unit, ==, "mm[Hg]");
}

static void
test_limits (void)
{
  g_autoptr (KarneTestStore) box = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (box->store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (GPtrArray) of_kind = NULL;
  g_autoptr (GPtrArray) of_code = NULL;
  g_autoptr (GPtrArray) late = NULL;

  fill (box);
  of_kind = karne_view_list_measures (view, KARNE_MEASURE_GLUCOSE, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (of_kind->len, ==, 3);
  of_code = karne_view_list_measures (view, KARNE_MEASURE_OTHER, "http://loinc.org|85354-9", NULL,
                                      NULL, NULL);
  g_assert_cmpuint (of_code->len, ==, 1);
  late =
      karne_view_list_measures (view, KARNE_MEASURE_GLUCOSE, NULL, "2025-03-15", "2025-04", NULL);
  g_assert_cmpuint (late->len, ==, 1);
  g_assert_cmpstr (((KarneMeasurement *) late->pdata[0])->id, ==, "b");
}

/* What is written here is read as it was written. */
static void
test_written (void)
{
  g_autoptr (KarneTestStore) box = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (box->store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (KarneDraft) draft = karne_draft_new_measure ("p1", "glucose", "40,0", "mmol/L",
                                                          "2025-12-31", "fasting", NOW, TRUE, NULL);
  g_autoptr (GPtrArray) found = NULL;
  const KarneMeasurement *measure;
  const char *unit;

  g_strfreev (karne_draft_save (draft, box->store, box->source->id, NULL));
  found = karne_view_list_measures (view, KARNE_MEASURE_GLUCOSE, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  measure = found->pdata[0];
  g_assert_cmpstr (karne_measurement_get_written (measure, &unit), ==, "40.0");
  g_assert_cmpstr (unit, ==, "mmol/L");
  g_assert_cmpstr (measure->value, ==, "720.6");
  g_assert_true (measure->confirmed);
  g_assert_true (karne_measurement_is_unlikely (measure));
  g_assert_cmpint (measure->state, ==, KARNE_RECORD_WAITING);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GPtrArray **found = data;

  *found = karne_view_list_measures_finish (KARNE_VIEW (source), result, NULL);
}

static void
test_async (void)
{
  g_autoptr (KarneTestStore) box = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (box->store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (GPtrArray) found = NULL;

  fill (box);
  karne_view_list_measures_async (view, KARNE_MEASURE_GLUCOSE, NULL, NULL, NULL, NULL, read_cb,
                                  &found);
  while (found == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (found->len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measures/read/all", test_all);
  g_test_add_func ("/measures/read/limits", test_limits);
  g_test_add_func ("/measures/read/written", test_written);
  g_test_add_func ("/measures/read/async", test_async);
  return g_test_run ();
}
