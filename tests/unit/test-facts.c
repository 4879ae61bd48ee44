/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is said of one resource to whoever shows all of it. */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-view.h"

#define LOINC(code)                                                                                \
  "{\"coding\":[{\"code\":\"x\"},{\"system\":\"http://loinc.org\",\"code\":\"" code "\"}]}"
#define CRITERION(code, date) "{\"code\":" LOINC (code) ",\"value\":\"" date "\"}"

static const struct
{
  const char *kind;
  const char *members;  /* of the resource, behind its type and id */
  const char *expected; /* `name=value; `, with the number of its part before it */
} cases[] = {
  /* With whom comes before where; the person goes without saying; what is only referred to is
   * called by its name, here or by its whole address. */
  { "Appointment",
    "\"participant\":[{\"actor\":{\"reference\":\"Patient/p1\",\"display\":\"Moi\"}},"
    "{\"actor\":{\"reference\":\"Location/l1\"}},"
    "{\"actor\":{\"reference\":\"" KARNE_TEST_BASE "/Practitioner/d1\"}},"
    "{\"actor\":{\"reference\":\"Practitioner/gone\"}},"
    "{\"actor\":{\"display\":\"Mme Bellay\"}}],"
    "\"specialty\":[{\"coding\":[{\"display\":\"Cardiologie\"}]}],"
    "\"comment\":\"À jeun\",\"cancelationReason\":{\"text\":\"Absent\"},\"created\":\"2026-01\"",
    "with=Dr Payet; with=Mme Bellay; place=Centre Sud, Saint-Pierre; specialty=Cardiologie; "
    "comment=À jeun; status-reason=Absent; authored=2026-01; " },
  { "Appointment", "\"comment\":\"\"", "" },

  { "Task",
    "\"code\":{\"text\":\"Examen\"},\"restriction\":{\"period\":{\"start\":\"2026-01-01\",\"end\":"
    "\"2026-02-01\"}},\"executionPeriod\":{\"start\":\"2026-01-20\"},"
    "\"input\":[{\"valueString\":\"x\"},{\"valueCode\":\"OBLIGATOIRE\"}],"
    "\"businessStatus\":{\"text\":\"réalisé\"},\"note\":[{\"text\":\"a\"},{\"text\":\"b\"}]",
    "about=Examen; from=2026-01-01; until=2026-02-01; done-from=2026-01-20; level=OBLIGATOIRE; "
    "business-status=réalisé; note=a; note=b; " },

  { "CommunicationRequest",
    "\"payload\":[{\"contentString\":\"Un\"},{\"contentAttachment\":{\"title\":\"Lettre\"}},{"
    "\"contentString\":\"Deux\"}],\"occurrencePeriod\":{\"start\":\"2026\"},"
    "\"reasonCode\":[{\"text\":\"Âge\"}]",
    "text=Un; text=Deux; attachment=Lettre; from=2026; reason=Âge; " },
  /* Whom it lets in, by the name that came with it, of what came with it, or of who is here. */
  { "Consent",
    "\"contained\":[{\"resourceType\":\"PractitionerRole\",\"id\":\"helper\",\"practitioner\":{"
    "\"display\":\"Anne Exemple\"}}],\"provision\":{\"type\":\"permit\",\"actor\":["
    "{\"role\":{\"text\":\"Conseillère\"},\"reference\":{\"reference\":\"#helper\"}},"
    "{\"role\":{\"coding\":[{\"code\":\"IRCP\"}]},\"reference\":{\"reference\":\"#helper\","
    "\"display\":\"Un point d’accueil\"}},"
    "{\"reference\":{\"reference\":\"" KARNE_TEST_BASE "/Practitioner/d1\"}},"
    "{\"reference\":{\"reference\":\"#gone\"}}],\"provision\":[{\"type\":\"deny\",\"class\":["
    "{\"system\":\"http://hl7.org/fhir/resource-types\",\"code\":\"Observation\"},7,"
    "{\"system\":\"other\",\"code\":\"Task\"}]},{\"type\":\"permit\",\"class\":[{\"system\":"
    "\"http://hl7.org/fhir/resource-types\",\"code\":\"Procedure\"}]}]}",
    "actor=Anne Exemple; actor-role=Conseillère; actor=Un point d’accueil; actor=Dr Payet; "
    "except=Observation; " },
  { "Consent", "\"provision\":{\"actor\":7},\"contained\":[1]", "" },
  { "Communication", "\"payload\":[{\"contentString\":\"Un\"}],\"received\":\"2026-01-02\"",
    "text=Un; authored=2026-01-02; " },

  /* Numbers keep their spelling. */
  { "Immunization",
    "\"protocolApplied\":[{\"targetDisease\":[{\"text\":\"rage\"}],\"doseNumberPositiveInt\":2,"
    "\"seriesDosesString\":\"trois\"},{\"targetDisease\":[{\"coding\":[{\"code\":\"t\"}]}]}],"
    "\"lotNumber\":\"007\",\"primarySource\":false,\"isSubpotent\":false",
    "disease=rage; disease=t; dose=2; doses=trois; lot=007; reported=true; " },

  { "ImmunizationRecommendation",
    "\"recommendation\":[{\"vaccineCode\":[{\"text\":\"Zona\"}],\"forecastStatus\":{\"coding\":[{"
    "\"code\":\"due\"}]},\"dateCriterion\":[" CRITERION ("59778-1", "2026-03") "," CRITERION (
        "30980-7",
        "2026-01") "," CRITERION ("0-0", "1999") "],\"doseNumberPositiveInt\":2},{"
                                                 "\"targetDisease\":{\"text\":"
                                                 "\"polio\"},\"forecastReason\":[{"
                                                 "\"text\":\"Fait\"}]}]",
    "1 vaccine=Zona; 1 status=due; 1 due=2026-01; 1 overdue=2026-03; 1 dose=2; 2 disease=polio; "
    "2 reason=Fait; " },

  /* The extensions are known under several addresses; a device that is here has a name; bounds keep
   * their digits. */
  { "Observation",
    "\"extension\":[{\"url\":\"https://x/StructureDefinition/mesures-moment-of-measurement\","
    "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"53049-3\",\"display\":\"à jeun\"}]}},"
    "{\"url\":\"http://y/ENS_NumberOfDays\",\"valueCodeableConcept\":{\"coding\":[{\"code\":"
    "\"GEN-276\"}]}},{\"url\":\"http://y/ENS_ReasonForMeasurement\",\"valueString\":\"malaise\"},"
    "{\"url\":\"https://x/mesures-original-data\",\"extension\":[{\"url\":\"original-value\","
    "\"valueQuantity\":{\"value\":1.320,\"unit\":\"g/L\"}}]},{\"url\":\"z\"}],"
    "\"device\":{\"reference\":\"" KARNE_TEST_BASE "/Device/m1\"},"
    "\"performer\":[{\"reference\":\"" KARNE_TEST_BASE "/Patient/p1\"}],"
    "\"interpretation\":[{\"text\":\"élevé\"},{\"coding\":[{\"code\":\"H\"}]}],"
    "\"referenceRange\":[{\"low\":{\"value\":0.70,\"unit\":\"g/L\"},\"high\":{\"value\":1.10}}],"
    "\"note\":[{\"text\":\"Pied gauche\"}],\"bodySite\":{\"text\":\"pied\"}",
    "moment=à jeun; days=GEN-276; reason=malaise; interpretation=élevé; low=0.70 g/L; high=1.10; "
    "original=1.320 g/L; body-site=pied; device=Balance; agent=Patient; note=Pied gauche; " },
  { "Observation",
    "\"component\":[{\"code\":{\"text\":\"Haute\"},\"valueQuantity\":{\"value\":136.0,\"unit\":"
    "\"mmHg\"}},{},{\"valueString\":\"régulier\"}],\"valueBoolean\":false,"
    "\"referenceRange\":[{\"text\":\"moins de 140\",\"high\":{\"value\":140}}]",
    "value=false; range=moins de 140; 1 name=Haute; 1 value=136.0 mmHg; 3 value=régulier; " },
  { "Observation",
    "\"dataAbsentReason\":{\"coding\":[{\"code\":\"unknown\"}]},\"valueRange\":{\"low\":{\"value\":"
    "1e1},\"high\":{\"value\":20,\"code\":\"%\"}}",
    "absent=unknown; from-value=1e1; to-value=20 %; " },

  /* Who asked is the one in whose role it was; what was looked at has its title, unless nobody may
   * know of it; the person goes without saying. */
  { "AuditEvent",
    "\"purposeOfEvent\":[{\"coding\":[{\"code\":\"TREAT\"},{\"code\":\"BTG\",\"display\":\"bris de "
    "glace\"}]}],\"outcomeDesc\":\"refusé\",\"agent\":[{\"who\":{\"reference\":\"Device/m1\"}},"
    "{\"who\":{\"reference\":\"Practitioner/d1\"},\"requestor\":true,\"location\":{\"display\":"
    "\"Urgences\"}}],\"source\":{\"observer\":{\"reference\":\"Device/m1\"}},\"entity\":["
    "{\"what\":{\"reference\":\"Patient/p1\"}},{\"what\":{\"reference\":\"DocumentReference/"
    "seen\"}},"
    "{\"what\":{\"reference\":\"DocumentReference/kept\"}},{\"name\":\"Une requête\"}]",
    "agent=Practitioner; role=Médecin; emergency=true; outcome=refusé; place=Urgences; "
    "system=Balance; who={\"reference\":\"Practitioner/d1\"}; 2 kind=DocumentReference; 2 "
    "title=Radio; 3 kind=DocumentReference; "
    "4 title=Une requête; " },
  { "AuditEvent",
    "\"agent\":[{\"who\":{\"display\":\"x\"},\"role\":[{\"text\":\"Infirmière\"}],\"purposeOfUse\":"
    "[{"
    "\"text\":\"Urgence\",\"coding\":[{\"code\":\"ETREAT\"}]}]}],\"entity\":[1,null]",
    "role=Infirmière; emergency=true; purpose=Urgence; " },
  /* Neither the person nor a machine can be kept out. */
  { "AuditEvent", "\"agent\":[{\"who\":{\"reference\":\"Patient/p1\"}}]", "agent=Patient; " },
  { "AuditEvent",
    "\"agent\":[{\"who\":{\"type\":\"Practitioner\",\"identifier\":{\"system\":\"s\",\"value\":"
    "\"8\"}}}"
    "]",
    "who={\"type\":\"Practitioner\",\"identifier\":{\"system\":\"s\",\"value\":\"8\"}}; " },
  { "AuditEvent", "\"agent\":[],\"purposeOfEvent\":7,\"entity\":{\"a\":1}", "" },

  /* All authors, by the name that came with them, of what came with them, or of who is here; a
   * label that stands in two places is one, and one that nobody agreed on is called what its sender
   * calls it; what was replaced has its title, unless nobody may know of it. */
  { "DocumentReference",
    "\"contained\":[7,{\"resourceType\":\"PractitionerRole\",\"id\":\"a\",\"practitioner\":{"
    "\"display\":\"Dr Técher\"}}],\"type\":{\"coding\":[{\"code\":\"11502-2\",\"display\":"
    "\"CR de biologie\"}]},\"author\":[{\"display\":\"Mme Bellay\"},{\"reference\":\"#a\"},"
    "{\"reference\":\"" KARNE_TEST_BASE "/Practitioner/d1\"},{\"reference\":\"Device/m1\"},"
    "{\"reference\":\"#gone\"}],\"authenticator\":{\"reference\":\"#a\"},\"custodian\":{"
    "\"display\":\"CHU\"},\"description\":\"Contrôle\",\"date\":\"2026-03-01\","
    "\"context\":{\"period\":{\"start\":\"2026-02\"},\"event\":[{\"text\":\"prise de sang\"}],"
    "\"practiceSetting\":{\"coding\":[{\"display\":\"Ambulatoire\"}]}},\"relatesTo\":[{\"code\":"
    "\"replaces\",\"target\":{\"reference\":\"DocumentReference/seen\"}},{\"code\":\"replaces\","
    "\"target\":{\"reference\":\"DocumentReference/kept\"}},{\"code\":\"signs\",\"target\":{"
    "\"display\":\"x\"}}],\"securityLabel\":[{\"coding\":[{\"code\":\"R\"},{\"code\":"
    "\"MASQUE_PS\",\"display\":\"masqué\"}]},{\"coding\":[{\"code\":\"X\",\"display\":\"Autre\"}]}]"
    ","
    "\"meta\":{\"security\":[{\"code\":\"R\"}]},\"extension\":[{\"url\":"
    "\"https://x/pdsm-ext-is-archived\",\"valueBoolean\":true}],\"content\":[{\"attachment\":{"
    "\"contentType\":\"application/pdf\",\"size\":12,\"creation\":\"2026\"}},{\"attachment\":{"
    "\"title\":\"Image\"}}]",
    "type=CR de biologie; author=Mme Bellay; author=Dr Técher; author=Dr Payet; author=Balance; "
    "authenticator=Dr Técher; performed-from=2026-02; event=prise de sang; setting=Ambulatoire; "
    "description=Contrôle; replaces=Radio; registered=2026-03-01; custodian=CHU; label=R; "
    "label=MASQUE_PS; label=Autre; archived=true; 1 content-type=application/pdf; 1 size=12; "
    "1 created=2026; 2 title=Image; " },
  { "DocumentReference",
    "\"author\":{\"display\":\"x\"},\"contained\":\"y\",\"securityLabel\":[1,{\"coding\":3}],"
    "\"content\":[null,4],\"extension\":[{\"url\":1}],\"relatesTo\":[2]",
    "" },

  /* A stranger may send anything; what is not of the form that was agreed says nothing. */
  { "Appointment", "\"specialty\":[\"y\",[1],null,{\"text\":\"z\"}]", "specialty=z; " },
  { "ImmunizationRecommendation",
    "\"recommendation\":[\"x\",{\"vaccineCode\":3,\"dateCriterion\":{\"a\":1}}]", "" },
  { "Task", "\"note\":{\"text\":\"x\"},\"input\":[\"x\",7],\"code\":[1]", "" },

  /* A kind of which nothing more is known. */
  { "Device", "\"status\":\"active\"", "" },
};

static void
take_in (KarneTestStore *store, const char *kind, const char *id, const char *members)
{
  g_autofree char *resource =
      g_strdup_printf ("{\"resourceType\":\"%s\",\"id\":\"%s\",%s}", kind, id, members);
  g_autoptr (KarnePage) page = karne_test_ingest_resources (store, kind, resource, NULL);

  g_test_message ("%s %s", kind, id);
  g_assert_cmpuint (page->n_stored, ==, 1);
}

static char *
join (GPtrArray *facts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (fact->part > 0)
        g_string_append_printf (text, "%u ", fact->part);
      g_string_append_printf (text, "%s=%s; ", fact->name, fact->value);
    }
  return g_string_free (text, FALSE);
}

static void
test_facts (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (store->store, KARNE_ROLE_PERSON, NULL);

  take_in (
      store, "Practitioner", "d1",
      "\"name\":[{\"text\":\"Dr Payet\"}],\"qualification\":[{\"code\":{\"text\":\"Médecin\"}}]");
  take_in (store, "Device", "m1", "\"deviceName\":[{\"name\":\"Balance\"}]");
  take_in (store, "DocumentReference", "seen", "\"description\":\"Radio\"");
  take_in (store, "DocumentReference", "kept",
           "\"description\":\"Annonce\",\"securityLabel\":[{\"coding\":[{\"code\":"
           "\"INVISIBLE_PATIENT\"}]}]");
  take_in (store, "Location", "l1",
           "\"name\":\"Centre Sud\",\"address\":{\"city\":\"Saint-Pierre\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("c%" G_GSIZE_FORMAT, i);
      g_autoptr (GPtrArray) facts = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *said = NULL;

      take_in (store, cases[i].kind, id, cases[i].members);
      facts = karne_view_list_facts (view, 0, cases[i].kind, id, &error);
      g_assert_no_error (error);
      said = join (facts);
      g_assert_cmpstr (said, ==, cases[i].expected);
    }
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What keeps a professional out is told with each access of that one: by the reference, or by the
 * identifier. */
static void
test_blocked (void)
{
  static const char *const provisions[] = {
    "{\"type\":\"deny\",\"period\":{\"start\":\"2026-03\"},\"actor\":[{\"reference\":{"
    "\"reference\":\"" KARNE_TEST_BASE "/Practitioner/d1\"}}]}",
    "{\"type\":\"deny\",\"actor\":[{\"reference\":{\"identifier\":{\"value\":\"8\"}}}]}",
    "{\"type\":\"deny\",\"actor\":[{\"reference\":{\"reference\":\"Practitioner/d2\"}}]}",
    "{\"type\":\"permit\",\"actor\":[{\"reference\":{\"reference\":\"Practitioner/d2\"}}]}",
  };
  static const char *const statuses[] = { "active", "active", "inactive", "active" };
  static const struct
  {
    const char *who;
    const char *expected;
  } events[] = {
    { "{\"reference\":\"Practitioner/d1\"}", "blocked=c0; blocked-since=2026-03; " },
    { "{\"type\":\"Practitioner\",\"identifier\":{\"value\":\"8\"}}", "blocked=c1; " },
    { "{\"type\":\"Practitioner\",\"identifier\":{\"system\":\"s\",\"value\":\"8\"}}", "" },
    { "{\"reference\":\"Practitioner/d2\"}", "" },
  };
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneView) view = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (provisions); i++)
    {
      g_autofree char *id = g_strdup_printf ("c%" G_GSIZE_FORMAT, i);
      g_autofree char *members =
          g_strdup_printf ("\"status\":\"%s\",\"provision\":%s", statuses[i], provisions[i]);

      take_in (store, "Consent", id, members);
    }
  view = karne_view_new (store->store, KARNE_ROLE_PERSON, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *id = g_strdup_printf ("e%" G_GSIZE_FORMAT, i);
      g_autofree char *members = g_strdup_printf ("\"agent\":[{\"who\":%s}]", events[i].who);
      g_autoptr (GPtrArray) facts = NULL;
      g_autofree char *said = NULL;
      const char *blocked;

      take_in (store, "AuditEvent", id, members);
      facts = karne_view_list_facts (view, 0, "AuditEvent", id, NULL);
      said = join (facts);
      blocked = strstr (said, "blocked");
      g_assert_cmpstr (blocked != NULL ? blocked : "", ==, events[i].expected);
    }
}

/* What this reader may not see says nothing, as what is not there. */
static void
test_hidden (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (store->store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  take_in (store, "Task", "t",
           "\"meta\":{\"security\":[{\"code\":\"INVISIBLE_PATIENT\"}]},\"code\":{\"text\":\"x\"}");
  g_assert_null (karne_view_list_facts (view, 0, "Task", "t", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  karne_view_list_facts_async (view, 0, "Task", "other", NULL, listed_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (karne_view_list_facts_finish (view, result, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* Somebody may send more of it than anybody reads. */
static void
test_many (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (store->store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (GString) notes = g_string_new ("\"note\":[");
  g_autoptr (GPtrArray) facts = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (notes, "%s{\"text\":\"%u\"}", i > 0 ? "," : "", i);
  g_string_append_c (notes, ']');
  take_in (store, "Task", "t", notes->str);
  facts = karne_view_list_facts (view, 0, "Task", "t", NULL);
  g_assert_cmpuint (facts->len, ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/facts/of-each-kind", test_facts);
  g_test_add_func ("/facts/blocked", test_blocked);
  g_test_add_func ("/facts/hidden", test_hidden);
  g_test_add_func ("/facts/many", test_many);

  return g_test_run ();
}
