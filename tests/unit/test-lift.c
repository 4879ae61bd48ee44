/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a list shows of a resource, as the SQL of its kind lifts it. */

#include "config.h"

#include <string.h>

#include "karne-test-store.h"
#include "store/karne-pull-state-private.h"

#define CODE(text) "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"" text "\"}]}"
#define MMHG(value) "\"valueQuantity\":{\"value\":" value ",\"unit\":\"mmHg\"}"

#define EVENT                                                                                      \
  "\"extension\":[{\"url\":\"https://example.org/event-time\",\"valueDateTime\":"                  \
  "\"2026-01-01T00:00:00Z\"},{\"url\":\"https://example.org/event-type\","                         \
  "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"SOR\",\"display\":\"Sortie\"}]}}]"

static const struct
{
  const char *kind;
  const char *members; /* of the resource, behind its type and id */
  const char *column;
  const char *expected; /* (nullable) */
} lifts[] = {
  /* A name that is not there is none, and not an empty one. */
  { "Practitioner", "\"telecom\":[{\"value\":\"1\"}]", "title", NULL },
  { "Practitioner", "\"name\":[{\"prefix\":[\"Dr\"],\"family\":\"Payet\"}]", "title", "Dr Payet" },
  { "RelatedPerson", "\"gender\":\"female\"", "title", NULL },
  { "Patient", "\"name\":[{}]", "title", NULL },

  /* A plan without a title is called by what it is for, before a code. */
  { "CarePlan", "\"category\":[{\"coding\":[{\"code\":\"assess-plan\"}]},{\"text\":\"Diabète\"}]",
    "title", "Diabète" },
  { "CarePlan",
    "\"addresses\":[{\"display\":\"Grossesse\"}],\"activity\":[{\"detail\":{\"code\":{\"text\":"
    "\"Échographie\"}}}]",
    "title", "Grossesse" },
  { "CarePlan", "\"activity\":[{\"detail\":{\"code\":{\"text\":\"Échographie\"}}}]", "title",
    "Échographie" },
  { "CarePlan", "\"category\":[{\"coding\":[{\"code\":\"assess-plan\"}]}]", "title",
    "assess-plan" },

  /* Systolic first, whichever came first, each digit as sent. */
  { "Observation",
    "\"component\":[{" CODE ("8462-4") "," MMHG ("80.0") "},{" CODE ("8480-6") "," MMHG (
        "120.50") "}]",
    "detail", "120.50 / 80.0 mmHg" },
  { "Observation",
    "\"component\":[{" CODE ("8480-6") "," MMHG ("120") "},{" CODE ("8462-4") "," MMHG ("80") "}]",
    "detail", "120 / 80 mmHg" },
  { "Observation",
    "\"component\":[{" CODE ("x") "," MMHG ("1.0") "},{" CODE ("y") "," MMHG ("2") "}]", "detail",
    "1.0 / 2 mmHg" },
  { "Observation", "\"component\":[{" CODE ("8480-6") "," MMHG ("120") "}]", "detail", NULL },
  { "Observation", "\"valueDateTime\":\"2026-02\"", "detail", "2026-02" },
  { "Observation", "\"effectiveTiming\":{\"event\":[\"2026-02-03\"]}", "date", "2026-02-03" },

  /* What somebody wrote down by mistake is not a state of health. */
  { "Condition",
    "\"clinicalStatus\":{\"coding\":[{\"code\":\"active\"}]},\"verificationStatus\":{\"coding\":"
    "[{\"code\":\"entered-in-error\"}]}",
    "status", "entered-in-error" },
  { "Condition",
    "\"clinicalStatus\":{\"coding\":[{\"code\":\"active\"}]},\"verificationStatus\":{\"coding\":"
    "[{\"code\":\"confirmed\"}]}",
    "status", "active" },

  /* With whom, before where; never the person, wherever the reference points. */
  { "Appointment",
    "\"participant\":[{\"actor\":{\"reference\":\"https://elsewhere.example/Patient/p1\","
    "\"display\":\"Elle\"}},{\"actor\":{\"reference\":\"Location/l1\",\"display\":\"Salle 2\"}},"
    "{\"actor\":{\"reference\":\"Practitioner/d1\",\"display\":\"Dr Payet\"}}]",
    "author || ' ' || author_ref", "Dr Payet Practitioner/d1" },
  { "Appointment",
    "\"participant\":[{\"actor\":{\"reference\":\"Location/l1\",\"display\":\"Salle 2\"}}]",
    "author", "Salle 2" },

  /* Who asked, not the machine that passed it on. */
  { "AuditEvent",
    "\"agent\":[{\"name\":\"Passerelle\",\"requestor\":false},{\"name\":\"Dr Payet\","
    "\"requestor\":true}]",
    "author", "Dr Payet" },
  { "AuditEvent", "\"agent\":[{\"name\":\"A\",\"requestor\":false},{\"name\":\"B\"}]", "author",
    "A" },

  { "Immunization",
    "\"protocolApplied\":[{\"targetDisease\":[{\"coding\":[{\"display\":\"Rougeole\"}]}]}]",
    "title", "Rougeole" },
  { "Immunization", "\"recorded\":\"2020\"", "date", "2020" },
  { "Task", "\"lastModified\":\"2026-01-01T08:00:00Z\"", "date", "2026-01-01T08:00:00Z" },

  { "CommunicationRequest",
    "\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":[{\"text\":\"Elle\"}]},"
    "{\"resourceType\":\"Organization\",\"id\":\"b\",\"name\":\"CHU Sud\"}],\"requester\":"
    "{\"reference\":\"#b\"}",
    "author", "CHU Sud" },
  /* As the French guide of notices says what happened, and when. */
  { "CommunicationRequest", EVENT, "date || ' ' || title || ' ' || category",
    "2026-01-01T00:00:00Z Sortie Sortie" },
  { "CommunicationRequest", "\"payload\":[{\"contentAttachment\":{\"title\":\"Lettre\"}}]," EVENT,
    "title", "Lettre" },
  { "Communication", "\"payload\":[{\"contentAttachment\":{\"title\":\"Lettre\"}}]", "title",
    "Lettre" },
  { "Appointment", "\"serviceCategory\":[{\"text\":\"Hôpital\"}]", "title", "Hôpital" },
  { "Questionnaire", "\"item\":[{\"text\":\"Sommeil\"}]", "title", "Sommeil" },
  { "Questionnaire", "\"name\":\"Nuit\",\"item\":[{\"text\":\"Sommeil\"}]", "title", "Nuit" },
  { "Communication",
    "\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"b\",\"name\":[{\"family\":"
    "\"Payet\"}]}],\"sender\":{\"reference\":\"#b\"}",
    "author", "Payet" },

  /* What it is about, and what it is, where one does not say the other. */
  { "Task", "\"code\":{\"text\":\"Zona\"},\"description\":\"Deuxième dose\"", "title",
    "Zona · Deuxième dose" },
  { "Task", "\"code\":{\"text\":\"Zona\"},\"description\":\"Vaccin contre le zona\"", "title",
    "Vaccin contre le zona" },
  { "Task", "\"code\":{\"coding\":[{\"code\":\"Z\"}]},\"description\":\"Deuxième dose\"", "title",
    "Deuxième dose" },
  { "Task", "\"code\":{\"coding\":[{\"code\":\"Z\",\"display\":\"Zona\"}]}", "title", "Zona" },
  { "Task", "\"code\":{\"coding\":[{\"code\":\"Z\"}]}", "title", "Z" },

  /* Whether it is compulsory, where that is said. */
  { "Task", "\"priority\":\"routine\",\"input\":[{\"valueCode\":\"OBLIGATOIRE\"}]", "detail",
    "OBLIGATOIRE" },
  { "Task",
    "\"input\":[{\"valueString\":\"x\"},{\"valueCodeableConcept\":{\"coding\":[{\"code\":"
    "\"RECOMMANDE\"}]}}]",
    "detail", "RECOMMANDE" },
  { "Task", "\"priority\":\"urgent\",\"input\":[{\"valueCode\":\"7\"}]", "detail", "urgent" },

  /* A reference is the same one, relative or absolute on this server. */
  { "Task", "\"requester\":{\"reference\":\"" KARNE_TEST_BASE "/Practitioner/d1\"}", "author_ref",
    "Practitioner/d1" },
  { "Task", "\"requester\":{\"reference\":\"http://elsewhere.example/Practitioner/d1\"}",
    "author_ref", "http://elsewhere.example/Practitioner/d1" },

  { "QuestionnaireResponse",
    "\"questionnaire\":\"http://q.example/q\",\"item\":[{\"text\":\"Sommeil\"}]", "title",
    "Sommeil" },
  { "QuestionnaireResponse", "\"questionnaire\":\"http://q.example/q\"", "title",
    "http://q.example/q" },
};

static void
take_in (KarneTestStore *store, const char *kind, const char *id, const char *members)
{
  g_autofree char *text =
      g_strdup_printf ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{"
                       "\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\",%s}}]}",
                       kind, id, members);
  g_autoptr (GError) flaw = NULL;
  g_autoptr (KarnePage) page =
      karne_test_ingest (store, kind, KARNE_INGEST_NONE, text, strlen (text), 0, &flaw);

  g_assert_no_error (flaw);
  g_assert_cmpuint (page->n_stored, ==, 1);
}

static void
test_columns (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (lifts); i++)
    {
      gboolean is_patient = g_str_equal (lifts[i].kind, "Patient");
      g_autofree char *id = is_patient ? g_strdup ("p1") : g_strdup_printf ("x%zu", i);
      g_autofree char *sql =
          g_strdup_printf ("SELECT %s FROM resource WHERE id = '%s'", lifts[i].column, id);
      g_autofree char *found = NULL;

      take_in (store, lifts[i].kind, id, lifts[i].members);
      found = karne_test_query (store, sql);
      g_test_message ("%s: %s", lifts[i].kind, lifts[i].members);
      g_assert_cmpstr (found, ==, lifts[i].expected);
    }
}

static gboolean
name_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneTestStore *store = data;
  g_auto (KarneNaming) naming = { NULL };

  return karne_resource_name_authors (store->store, db, store->source->id, &naming, 1000, error) &&
         naming.is_done;
}

static void
assert_answers (KarneTestStore *store, const char *id, const char *title)
{
  g_autofree char *sql = g_strdup_printf ("SELECT title FROM resource WHERE id = '%s'", id);
  g_autofree char *found = karne_test_query (store, sql);

  g_assert_cmpstr (found, ==, title);
}

/* Answers are called what their questions are: of that version, of any, or by their id. */
static void
test_answers (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;

  take_in (store, "Questionnaire", "q1",
           "\"url\":\"http://q.example/q\",\"version\":\"2\",\"title\":\"Grippe et vous\"");
  take_in (store, "QuestionnaireResponse", "a1", "\"questionnaire\":\"http://q.example/q|2\"");
  take_in (store, "QuestionnaireResponse", "a2", "\"questionnaire\":\"http://q.example/q\"");
  take_in (store, "QuestionnaireResponse", "a3", "\"questionnaire\":\"Questionnaire/q1\"");
  take_in (store, "QuestionnaireResponse", "a4", "\"questionnaire\":\"http://q.example/q|1\"");
  take_in (store, "QuestionnaireResponse", "a5", "\"status\":\"completed\"");
  karne_store_write (store->store, name_job, store, &error);
  g_assert_no_error (error);

  assert_answers (store, "a1", "Grippe et vous");
  assert_answers (store, "a2", "Grippe et vous");
  assert_answers (store, "a3", "Grippe et vous");
  assert_answers (store, "a4", "http://q.example/q|1");
  assert_answers (store, "a5", NULL);
  g_assert_cmpint (karne_test_query_int (store,
                                         "SELECT count(*) FROM search WHERE search MATCH 'grippe'"),
                   ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lift/columns", test_columns);
  g_test_add_func ("/lift/answers", test_answers);

  return g_test_run ();
}
