/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a record to what is due: what counts as what, what servers and the person say of it. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "prevention/karne-due-list.h"

#define TODAY "2026-11-26"
#define SNOMED "http://snomed.info/sct"
#define LOINC "http://loinc.org"
#define CODE(system, code) "{\"system\":\"" system "\",\"code\":\"" code "\"}"
#define CONCEPT(system, code) "{\"coding\":[" CODE (system, code) "]}"
#define DISEASES(codes) "\"protocolApplied\":[{\"targetDisease\":[" codes "]}]"
#define MEASLES                                                                                    \
  CONCEPT (SNOMED, "14189004") "," CONCEPT (SNOMED, "36989005") "," CONCEPT (SNOMED, "36653000")
#define FLU CONCEPT (SNOMED, "6142004")

typedef struct
{
  KarneTestStore *store;
  KarneView *view;
  KarneRules *rules;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  self->rules = karne_rules_new (NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->rules);
  g_clear_object (&self->view);
  g_clear_pointer (&self->store, karne_test_store_free);
}

static void
take_in (Fixture *self, const char *kind, const char *id, const char *members)
{
  g_autofree char *resource =
      g_strdup_printf ("{\"resourceType\":\"%s\",\"id\":\"%s\",%s}", kind, id, members);
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->store, kind, resource, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
}

static void
take_in_person (Fixture *self, const char *birth, const char *gender, const char *postal_code)
{
  g_autofree char *members = g_strdup_printf (
      "\"birthDate\":\"%s\",\"gender\":\"%s\",\"address\":[{\"use\":\"temp\",\"postalCode\":"
      "\"75001\"},{\"use\":\"home\",\"postalCode\":\"%s\",\"country\":\"FRA\"}]",
      birth, gender, postal_code);

  take_in (self, "Patient", "p1", members);
}

static GPtrArray *
list_on (Fixture *self, const char *on)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = karne_view_list_due (self->view, self->rules, on, &error);

  g_assert_no_error (error);
  return entries;
}

static GPtrArray *
list (Fixture *self)
{
  return list_on (self, TODAY);
}

static const KarneDueEntry *
find (GPtrArray *entries, const char *rule)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDueEntry *entry = entries->pdata[i];

      if (entry->due != NULL && g_str_equal (entry->due->rule, rule))
        return entry;
    }
  return NULL;
}

/* The dates of what counts for a rule, with commas. */
static char *
list_counted (GPtrArray *entries, const char *rule)
{
  const KarneDueEntry *entry = find (entries, rule);
  GString *text = g_string_new (NULL);

  for (guint i = 0; entry != NULL && i < entry->due->why->len; i++)
    {
      const KarneDueFact *fact = entry->due->why->pdata[i];

      if (fact->role == KARNE_DUE_FACT_COUNTED)
        g_string_append_printf (text, "%s%s%s", text->len > 0 ? "," : "", fact->date,
                                fact->by_name ? "?" : "");
    }
  return g_string_free (text, FALSE);
}

static void
test_person (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneHistory) history = NULL;

  take_in_person (self, "1958-02", "female", "97410");
  history = karne_view_read_history (self->view, self->rules, NULL);
  g_assert_cmpint (karne_history_get_territory (history), ==, KARNE_TERRITORY_REUNION);
  g_assert_cmpint (karne_history_get_sex (history), ==, KARNE_SEX_FEMALE);
  g_assert_cmpstr (karne_history_get_birth_date (history), ==, "1958-02");
  g_assert_null (karne_history_dup_pregnancy_start (history, TODAY));
}

/* What does not count for certain does not count: not done, in error, too weak, in words that are
 * not understood, not for this reader. */
static void
test_statuses (Fixture *self, gconstpointer data)
{
  static const char *const others[] = {
    "\"status\":\"not-done\",\"occurrenceDateTime\":\"2012-01-01\"",
    "\"status\":\"entered-in-error\",\"occurrenceDateTime\":\"2012-02-01\"",
    "\"status\":\"completed\",\"isSubpotent\":true,\"occurrenceDateTime\":\"2012-03-01\"",
    "\"status\":\"perhaps\",\"occurrenceDateTime\":\"2012-04-01\"",
    "\"status\":\"completed\",\"modifierExtension\":[{\"url\":\"x\"}],\"occurrenceDateTime\":"
    "\"2012-05-01\"",
    "\"status\":\"completed\",\"occurrenceDateTime\":\"2012-06-01\",\"meta\":{\"security\":[{"
    "\"code\":\"INVISIBLE_PATIENT\"}]}",
  };
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *counted = NULL;
  const KarneDueEntry *entry;

  take_in_person (self, "2010-06-15", "male", "97200");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *id = g_strdup_printf ("i%u", i);
      g_autofree char *members = g_strconcat (others[i], "," DISEASES (MEASLES), NULL);

      take_in (self, "Immunization", id, members);
    }
  take_in (self, "Immunization", "good",
           "\"status\":\"completed\",\"occurrenceDateTime\":\"2011-07-01\",\"lotNumber\":"
           "\"1\"," DISEASES (MEASLES));
  entries = list (self);
  counted = list_counted (entries, "vacc-mmr-adult");
  g_assert_cmpstr (counted, ==, "2011-07-01");
  entry = find (entries, "vacc-mmr-adult");
  g_assert_cmpint (entry->state, ==, KARNE_DUE_NOW);
  g_assert_cmpuint (entry->due->dose, ==, 2);
}

/* One vaccination in two lines, one more exact than the other, is one. */
static void
test_doubles (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *counted = NULL;

  take_in_person (self, "2010-06-15", "male", "97200");
  take_in (self, "Immunization", "a",
           "\"status\":\"completed\",\"occurrenceDateTime\":\"2011-07\"," DISEASES (MEASLES));
  take_in (self, "Immunization", "b",
           "\"status\":\"completed\",\"occurrenceDateTime\":\"2011-07-09\"," DISEASES (MEASLES));
  entries = list (self);
  counted = list_counted (entries, "vacc-mmr-adult");
  g_assert_cmpstr (counted, ==, "2011-07-09");
}

/* By code; by the codes of a document; by a title where there is no code, which is said. */
static void
test_ways (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *breast = NULL;
  g_autofree char *colon = NULL;
  g_autofree char *check_up = NULL;

  take_in_person (self, "1965-03-01", "female", "97300");
  take_in (self, "Procedure", "a",
           "\"status\":\"completed\",\"performedDateTime\":\"2025-05-05\",\"code\":{\"text\":"
           "\"MAMMOGRAPHIE de dépistage\"}");
  take_in (self, "DocumentReference", "b",
           "\"status\":\"current\",\"date\":\"2025-06-01T00:30:00Z\",\"type\":" CONCEPT (
               LOINC, "75492-9") ",\"content\":[{\"attachment\":{\"title\":\"Dépistage du cancer "
                                 "colorectal : résultat\"}}]");
  /* A prescription of it is none. */
  take_in (self, "DocumentReference", "c",
           "\"status\":\"current\",\"date\":\"2026-06-01\",\"type\":" CONCEPT (
               LOINC, "57833-6") ",\"content\":[{\"attachment\":{\"title\":\"Dépistage du cancer "
                                 "colorectal\"}}]");
  take_in (self, "DocumentReference", "d",
           "\"status\":\"current\",\"date\":\"2025-07-01\",\"type\":" CONCEPT (
               LOINC, "83869-8") ",\"content\":[{\"attachment\":{\"title\":\"Plan\"}}]");
  entries = list (self);
  breast = list_counted (entries, "screen-breast");
  colon = list_counted (entries, "screen-colorectal");
  check_up = list_counted (entries, "checkup-60");
  g_assert_cmpstr (breast, ==, "2025-05-05?");
  g_assert_cmpstr (colon, ==, "2025-06-01T00:30:00Z");
  g_assert_cmpstr (check_up, ==, "2025-07-01");
  /* In Guyane it was the last of May still. */
  g_assert_cmpstr (find (entries, "screen-colorectal")->due->from, ==, "2027-05-31");
}

/* One disease, several vaccines: what is not known is to be checked. */
static void
test_meningococci (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_person (self, "2025-12-20", "male", "75011");
  take_in (self, "Immunization", "a",
           "\"status\":\"completed\",\"occurrenceDateTime\":\"2026-03-20\","
           "\"vaccineCode\":" CONCEPT ("http://www.whocc.no/atc",
                                       "J07AH09") "," DISEASES (CONCEPT (SNOMED, "23511006")));
  take_in (self, "Immunization", "b",
           "\"status\":\"completed\",\"occurrenceDateTime\":\"2026-06-21\"," DISEASES (
               CONCEPT (SNOMED, "23511006")));
  entries = list (self);
  entry = find (entries, "vacc-menb-infant");
  g_assert_cmpuint (entry->due->dose, ==, 2);
  g_assert_cmpint (entry->state, ==, KARNE_DUE_OVERDUE);
  g_assert_cmpint (entry->due->flags & KARNE_DUE_CHECK, !=, 0);
}

/* Pregnancies */

static void
take_in_pregnancy (Fixture *self)
{
  take_in_person (self, "1995-01-01", "female", "97400");
  take_in (self, "Condition", "c",
           "\"code\":" CONCEPT (SNOMED, "77386006") ",\"onsetDateTime\":\"2026-06-11\","
                                                    "\"clinicalStatus\":" CONCEPT ("x", "active"));
  take_in (self, "Observation", "o",
           "\"status\":\"final\",\"code\":" CONCEPT (
               LOINC, "8665-2") ",\"valueDateTime\":"
                                "\"2026-06-11\",\"effectiveDateTime\":\"2026-08-06\"");
  /* Of the same one, from its term: nothing new. */
  take_in (self, "Observation", "t",
           "\"status\":\"final\",\"code\":" CONCEPT (
               LOINC, "11778-8") ",\"valueDateTime\":"
                                 "\"2027-03-28\",\"effectiveDateTime\":\"2026-08-06\"");
}

static void
assert_pregnancy (Fixture *self, const char *start)
{
  g_autoptr (KarneHistory) history = karne_view_read_history (self->view, self->rules, NULL);
  g_autofree char *found = karne_history_dup_pregnancy_start (history, TODAY);

  g_assert_cmpstr (found, ==, start);
}

static void
test_pregnancy (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueFact *fact;

  take_in_pregnancy (self);
  assert_pregnancy (self, "2026-06-11");
  entries = list (self);
  g_assert_cmpuint (find (entries, "vacc-pertussis-pregnancy")->due->weeks, ==, 24);
  g_assert_null (find (entries, "vacc-mmr-adult"));
  /* What it rests on is here still when the line that said so is not read any more. */
  fact = find (entries, "vacc-pertussis-pregnancy")->due->why->pdata[0];
  g_assert_cmpint (fact->role, ==, KARNE_DUE_FACT_PREGNANCY);
  g_assert_cmpstr (fact->id, ==, "o");
  g_assert_cmpstr (fact->date, ==, "2026-06-11");
}

/* The same from the expected date alone. */
/* What is advised for certain weeks is not said to be possible after them; what the law asks for
 * still is. */
static void
test_pregnancy_missed (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *ultrasound = NULL;
  g_autofree char *exam = NULL;

  take_in_pregnancy (self);
  entries = list (self);
  ultrasound = karne_due_window_to_words (find (entries, "preg-ultrasound-1")->due);
  g_assert_cmpstr (ultrasound, ==,
                   "It was to be done by 16 September 2026, and was not found in the record: to "
                   "be talked over with a midwife or a doctor.");
  exam = karne_due_window_to_words (find (entries, "preg-exam-first")->due);
  g_assert_cmpstr (exam, ==, "It was to be done by 16 September 2026, and still can be.");
}

static void
test_pregnancy_by_term (Fixture *self, gconstpointer data)
{
  take_in (self, "Observation", "t",
           "\"status\":\"final\",\"code\":" CONCEPT (
               LOINC, "11778-8") ",\"valueDateTime\":"
                                 "\"2027-03-25\",\"effectiveDateTime\":\"2026-08-06\"");
  assert_pregnancy (self, "2026-06-11");
}

static const struct
{
  const char *name;
  const char *kind;
  const char *members;
  gboolean goes_on;
} ends[] = {
  { "loss", "Condition",
    "\"code\":{\"text\":\"Fausse couche spontanée\"},\"onsetDateTime\":\"2026-11-26\"", FALSE },
  { "ivg", "Procedure",
    "\"status\":\"completed\",\"code\":{\"text\":\"Interruption volontaire de "
    "grossesse\"},\"performedDateTime\":\"2026-08-20\"",
    FALSE },
  { "threat", "Condition",
    "\"code\":{\"text\":\"Menace de fausse couche\"},\"onsetDateTime\":\"2026-11-20\"", TRUE },
  { "tomorrow", "Condition",
    "\"code\":{\"text\":\"Fausse couche spontanée\"},\"onsetDateTime\":\"2026-11-27\"", TRUE },
  { "earlier", "Condition",
    "\"code\":{\"text\":\"Fausse couche spontanée\"},\"onsetDateTime\":\"2022-11-27\"", TRUE },
  { "resolved", "Condition",
    "\"code\":" CONCEPT (SNOMED, "77386006") ",\"onsetDateTime\":\"2026-06-11\","
                                             "\"clinicalStatus\":" CONCEPT ("x", "resolved"),
    FALSE },
  { "refuted", "Condition",
    "\"code\":" CONCEPT (SNOMED, "77386006") ",\"onsetDateTime\":\"2026-06-11\","
                                             "\"verificationStatus\":" CONCEPT ("x", "refuted"),
    FALSE },
  { "follow-up", "EpisodeOfCare",
    "\"status\":\"finished\",\"type\":[{\"text\":\"Suivi de grossesse\"}],\"period\":{\"start\":"
    "\"2026-08-01\",\"end\":\"2026-10-01\"}",
    FALSE },
  { "preparation", "Procedure",
    "\"status\":\"completed\",\"code\":{\"text\":\"Préparation à l’accouchement\"},"
    "\"performedDateTime\":\"2026-11-20\"",
    TRUE },
};

/* Whatever says that it has ended ends all of it at once, and not a word is said of it. */
static void
test_end (Fixture *self, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) entries = NULL;

  take_in_pregnancy (self);
  take_in (self, ends[i].kind, "end", ends[i].members);
  assert_pregnancy (self, ends[i].goes_on ? "2026-06-11" : NULL);
  entries = list (self);
  for (guint j = 0; j < entries->len; j++)
    {
      const KarneDueEntry *entry = entries->pdata[j];

      if (!ends[i].goes_on && entry->due != NULL)
        g_assert_cmpint (entry->due->kind, !=, KARNE_RULE_PREGNANCY);
    }
}

/* What servers go on saying of it is not shown; what is about something else is. */
static void
test_hushed (Fixture *self, gconstpointer data)
{
  const gboolean is_lost = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) entries = NULL;
  guint n_hushed = 0;
  guint n_shown = 0;

  take_in_pregnancy (self);
  take_in (self, "Task", "monthly",
           "\"status\":\"requested\",\"authoredOn\":\"2026-11-01\",\"code\":{\"text\":\"Examen "
           "prénatal mensuel\"}");
  take_in (self, "Task", "scan",
           "\"status\":\"completed\",\"authoredOn\":\"2026-11-01\",\"code\":{\"text\":\"Deuxième "
           "échographie\"}");
  take_in (self, "CommunicationRequest", "later",
           "\"status\":\"active\",\"authoredOn\":\"2028-11-01\",\"payload\":[{\"contentString\":"
           "\"Examen prénatal mensuel\"}]");
  take_in (self, "Task", "other",
           "\"status\":\"requested\",\"authoredOn\":\"2026-11-01\",\"code\":{\"text\":\"Renouveler "
           "le fer\"}");
  if (is_lost)
    take_in (self, "Condition", "end",
             "\"code\":{\"text\":\"Fausse couche spontanée\"},\"onsetDateTime\":\"2026-11-20\"");
  entries = list (self);
  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDueEntry *entry = entries->pdata[i];

      g_assert_true (!entry->hushed || entry->due == NULL);
      n_hushed += entry->hushed;
      n_shown += entry->due == NULL && !entry->hushed;
    }
  g_assert_cmpuint (n_hushed, ==, is_lost ? 2 : 0);
  g_assert_cmpuint (n_shown, ==, is_lost ? 2 : 1);
}

static void
test_birth (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  take_in_person (self, "1995-01-01", "female", "97400");
  take_in (self, "Observation", "o",
           "\"status\":\"final\",\"code\":" CONCEPT (
               LOINC, "8665-2") ",\"valueDateTime\":"
                                "\"2026-01-15\",\"effectiveDateTime\":\"2026-03-01\"");
  take_in (self, "Procedure", "b",
           "\"status\":\"completed\",\"code\":{\"text\":\"Accouchement par voie basse\"},"
           "\"performedDateTime\":\"2026-10-20\"");
  entries = list (self);
  g_assert_cmpstr (find (entries, "postnatal-interview-1")->from, ==, "2026-11-17");
  g_assert_null (find (entries, "preg-ultrasound-3"));
}

/* Conditions */

static void
test_conditions (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_person (self, "1974-06-26", "male", "97410");
  take_in (self, "Condition", "d",
           "\"code\":" CONCEPT (SNOMED, "44054006") ",\"onsetDateTime\":\"2020\"");
  entries = list (self);
  entry = find (entries, "vacc-pneumo-senior");
  g_assert_cmpint (entry->state, ==, KARNE_DUE_NOW);
  g_assert_cmpint (entry->due->flags & KARNE_DUE_UNKNOWN, !=, 0);
  entry = find (entries, "vacc-flu");
  g_assert_cmpint (entry->state, ==, KARNE_DUE_UNKNOWN_DATES);
}

/* Servers and the person */

static void
take_in_breast_notices (Fixture *self)
{
  take_in_person (self, "1970-05-01", "female", "97200");
  take_in (self, "CommunicationRequest", "c",
           "\"status\":\"active\",\"payload\":[{\"contentString\":\"Le dépistage du cancer du sein "
           "se fait tous les deux ans.\"}],\"occurrencePeriod\":{\"start\":\"2026-09-01\",\"end\":"
           "\"2026-10-31\"}");
  take_in (self, "Task", "t",
           "\"status\":\"requested\",\"code\":{\"text\":\"Dépistage du cancer du sein\"},"
           "\"description\":\"Mammographie\",\"restriction\":{\"period\":{\"start\":\"2026-09-01\","
           "\"end\":\"2027-02-01\"}}");
}

/* One entry with both sources and the more urgent window; that the dates differ is said. */
static void
test_join (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_breast_notices (self);
  entries = list (self);
  entry = find (entries, "screen-breast");
  g_assert_cmpuint (entry->notices->len, ==, 2);
  g_assert_cmpint (entry->due->state, ==, KARNE_DUE_NOW);
  g_assert_cmpint (entry->state, ==, KARNE_DUE_OVERDUE);
  g_assert_cmpstr (entry->to, ==, "2026-10-31");
  g_assert_cmpint (entry->disagreement, ==, KARNE_DUE_DISAGREED_DATES);
  g_assert_cmpint (entry->group, ==, KARNE_DUE_GROUP_TO_DO);
  for (guint i = 1; i < entries->len; i++)
    {
      const KarneDueEntry *one = entries->pdata[i - 1];
      const KarneDueEntry *next = entries->pdata[i];

      g_assert_true (one->group < next->group ||
                     (one->group == next->group && one->state <= next->state));
    }
}

#define COMPLETE "\"forecastStatus\":" CONCEPT ("x", "complete")
#define DUE "\"forecastStatus\":" CONCEPT ("x", "due")
#define CRITERION(code, date) "{\"code\":" CONCEPT (LOINC, code) ",\"value\":\"" date "\"}"
#define ATC(code) CONCEPT ("http://www.whocc.no/atc", code)
#define ZOSTER CONCEPT (SNOMED, "4740000")
#define DIPHTHERIA CONCEPT (SNOMED, "397430003")
#define ZOSTER_COMPLETE "\"recommendation\":[{\"targetDisease\":" ZOSTER "," COMPLETE "}]"
#define RECENTLY "\"meta\":{\"lastUpdated\":\"2026-11-01T10:00:00Z\"},"
#define FLU_COMPLETE "\"recommendation\":[{\"targetDisease\":" FLU "," COMPLETE "}]"
#define BOOSTER_DATES                                                                              \
  CRITERION ("30980-7", "2024-10-26")                                                              \
  "," CRITERION ("59778-1", "2025-10-26") "," CRITERION ("59777-3", "2099-12-31")
#define BOOSTER_DUE                                                                                \
  "\"recommendation\":[{\"targetDisease\":" DIPHTHERIA                                             \
  ",\"vaccineCode\":[" ATC ("J07CA01") "]," DUE ",\"dateCriterion\":[" BOOSTER_DATES "]}]"

static void
test_join_vaccine (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_person (self, "1959-10-26", "female", "97200");
  take_in (self, "ImmunizationRecommendation", "r1", ZOSTER_COMPLETE);
  take_in (self, "ImmunizationRecommendation", "r2", RECENTLY FLU_COMPLETE);
  take_in (self, "ImmunizationRecommendation", "r3", BOOSTER_DUE);
  entries = list (self);
  entry = find (entries, "vacc-zoster");
  g_assert_cmpint (entry->disagreement, ==, KARNE_DUE_DISAGREED_DONE);
  g_assert_cmpint (entry->state, ==, KARNE_DUE_NOW);
  /* Dates that are not known contradict nobody, and the server knows that it is done. */
  entry = find (entries, "vacc-flu");
  g_assert_cmpint (entry->due->state, ==, KARNE_DUE_UNKNOWN_DATES);
  g_assert_cmpint (entry->state, ==, KARNE_DUE_DONE);
  g_assert_cmpint (entry->disagreement, ==, KARNE_DUE_AGREED);
  entry = find (entries, "vacc-booster-65y");
  g_assert_cmpuint (entry->notices->len, ==, 1);
  g_assert_cmpint (entry->disagreement, ==, KARNE_DUE_AGREED);
  g_assert_cmpstr (entry->to, ==, "2025-10-25");
}

/* What no rule knows stands by itself. */
static void
test_join_other (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in (self, "Task", "t",
           "\"status\":\"rejected\",\"code\":{\"text\":\"Commander des bandelettes\"}");
  entries = list (self);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = entries->pdata[0];
  g_assert_null (entry->due);
  g_assert_cmpstr (entry->title, ==, "Commander des bandelettes");
  g_assert_cmpint (entry->group, ==, KARNE_DUE_GROUP_DECLINED);
}

#define ACT(code, authored)                                                                        \
  "\"businessStatus\":{\"coding\":[" CODE ("urn:re.karne:act",                                     \
                                           code) "]},\"authoredOn\":\"" authored "\""

/* The person's last word is a field of its own, by the rule or by what it points at. What was done
 * of a rule counts as what was told of does. */
static void
test_acts (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_breast_notices (self);
  take_in (self, "Task", "a1",
           "\"status\":\"accepted\",\"focus\":{\"reference\":\"Task/t\"}," ACT (
               "planned", "2026-11-01T08:00:00Z"));
  take_in (self, "Task", "a2",
           "\"status\":\"rejected\",\"focus\":{\"reference\":\"Task/t\"}," ACT (
               "declined", "2026-11-02T08:00:00Z"));
  take_in (self, "Task", "a3",
           "\"status\":\"completed\",\"code\":" CONCEPT (
               KARNE_RULE_SYSTEM, "screen-colorectal") "," ACT ("done", "2026-11-02T08:00:00Z"));
  entries = list (self);
  entry = find (entries, "screen-breast");
  g_assert_cmpint (entry->own, ==, KARNE_OWN_STOP);
  g_assert_cmpstr (entry->act->id, ==, "a2");
  g_assert_cmpint (entry->group, ==, KARNE_DUE_GROUP_DECLINED);
  g_assert_cmpint (entry->due->state, ==, KARNE_DUE_NOW);
  entry = find (entries, "screen-colorectal");
  g_assert_cmpint (entry->own, ==, KARNE_OWN_DONE);
  g_assert_cmpint (entry->group, ==, KARNE_DUE_GROUP_DONE);
  g_assert_cmpint (entry->due->state, ==, KARNE_DUE_DONE);
}

#define SAID_DONE(rule, date)                                                                      \
  "\"status\":\"completed\",\"code\":" CONCEPT (KARNE_RULE_SYSTEM,                                 \
                                                rule) ",\"executionPeriod\":"                      \
                                                      "{\"start\":\"" date "\",\"end\":\"" date    \
                                                      "\"}," ACT ("done", date "T08:00:00Z")

static void
assert_said (Fixture *self, const char *on, const char *rule, KarneDueGroup group, const char *from)
{
  g_autoptr (GPtrArray) entries = list_on (self, on);
  const KarneDueEntry *entry = find (entries, rule);

  g_test_message ("%s on %s", rule, on);
  g_assert_nonnull (entry);
  g_assert_cmpint (entry->own, ==, KARNE_OWN_DONE);
  g_assert_cmpint (entry->group, ==, group);
  if (from != NULL)
    g_assert_cmpstr (entry->from, ==, from);
}

/* What comes again is asked for again when its time has come, whoever said that it was done. */
static void
test_acts_in_time (Fixture *self, gconstpointer data)
{
  take_in_person (self, "1959-10-26", "female", "97200");
  take_in (self, "Task", "a1", SAID_DONE ("screen-breast", "2026-11-02"));
  take_in (self, "Task", "a2", SAID_DONE ("vacc-zoster", "2026-11-02"));
  take_in (self, "Task", "a3", SAID_DONE ("vacc-flu", "2026-11-02"));
  assert_said (self, TODAY, "screen-breast", KARNE_DUE_GROUP_DONE, "2028-11-02");
  assert_said (self, "2028-11-02", "screen-breast", KARNE_DUE_GROUP_TO_DO, "2028-11-02");
  assert_said (self, TODAY, "vacc-zoster", KARNE_DUE_GROUP_TO_DO, "2027-01-02");
  assert_said (self, TODAY, "vacc-flu", KARNE_DUE_GROUP_DONE, NULL);
  assert_said (self, "2027-11-26", "vacc-flu", KARNE_DUE_GROUP_TO_DO, NULL);
}

/* An act that was taken back, or that is none of a rule's proofs, is not history. */
static void
test_acts_taken_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_person (self, "1959-10-26", "female", "97200");
  take_in (self, "Task", "a1",
           "\"status\":\"entered-in-error\",\"code\":" CONCEPT (
               KARNE_RULE_SYSTEM, "screen-breast") "," ACT ("done", "2026-11-02T08:00:00Z"));
  entries = list (self);
  entry = find (entries, "screen-breast");
  g_assert_cmpint (entry->own, ==, KARNE_OWN_NONE);
  g_assert_cmpint (entry->group, ==, KARNE_DUE_GROUP_TO_DO);
}

/* A recommendation of last year is complete for ever, and a season is not. */
static void
test_old_season (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;

  take_in_person (self, "1959-10-26", "female", "97200");
  take_in (self, "ImmunizationRecommendation", "r", RECENTLY FLU_COMPLETE);
  entries = list_on (self, "2027-11-26");
  entry = find (entries, "vacc-flu");
  g_assert_cmpint (entry->state, ==, KARNE_DUE_UNKNOWN_DATES);
  g_assert_cmpint (entry->group, ==, KARNE_DUE_GROUP_TO_DO);
  g_assert_cmpuint (entry->notices->len, ==, 1);
}

static void
test_no_day (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = karne_view_list_due (self->view, self->rules, "2026-11", &error);

  g_assert_null (entries);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
}

/* Words */

static void
test_words (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *words = NULL;

  take_in_person (self, "2026-08-20", "male", "97400");
  entries = list (self);
  words = karne_due_to_words (find (entries, "vacc-menb-infant")->due);
  g_assert_cmpstr (
      words, ==,
      "To be done until 19 December 2026.\n"
      "1 of 3\n"
      "At 3 months, 5 months and 12 months. For children born since 1 January 2025; until 24 "
      "months what is missing is made up for.\n"
      "Date of birth: 20 August 2026.\n"
      "Nothing of it was found in the record, which does not mean that it was not done.\n"
      "Source: Ministère de la santé, Calendrier des vaccinations et recommandations vaccinales "
      "2025 (December 2025).\n"
      "Worked out for 26 November 2026 from what is in this record.");
}

/* Records of others: nobody of them lives in France, and nothing of it crashes. */

static void
take_in_member (JsonArray *array, guint i, JsonNode *node, gpointer data)
{
  Fixture *self = data;
  JsonObject *entry = json_node_get_object (node);
  JsonNode *resource = json_object_get_member (entry, "resource");
  const char *kind =
      json_object_get_string_member (json_node_get_object (resource), "resourceType");
  static const char *const kinds[] = { "Patient",     "Immunization", "Procedure",
                                       "Observation", "Condition",    NULL };
  g_autofree char *text = NULL;

  if (!g_strv_contains (kinds, kind))
    return;
  if (g_str_equal (kind, "Patient"))
    json_object_set_string_member (json_node_get_object (resource), "id", "p1");
  text = json_to_string (resource, FALSE);
  g_clear_pointer (&(KarnePage *){ karne_test_ingest_resources (self->store, kind, text, NULL) },
                   karne_page_free);
}

static void
count_dues (Fixture *self, const char *name)
{
  static const char *const days[] = { "2015-06-01", "2020-06-01", "2025-12-20", TODAY };
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHistory) history = karne_view_read_history (self->view, self->rules, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GPtrArray) dues = karne_rules_evaluate (self->rules, history, days[i]);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < dues->len; j++)
        {
          const KarneDue *due = dues->pdata[j];

          g_string_append_printf (text, " %s:%d:%u", due->rule, due->state, due->why->len);
        }
      g_test_message ("%s %s: %u due:%s", name, days[i], dues->len, text->str);
      g_assert_cmpuint (dues->len, <, 40);
    }
}

static void
test_others (void)
{
  const char *shared = g_getenv ("KARNE_SHARED_DATA");
  g_autofree char *folder = g_build_filename (shared != NULL ? shared : "", "synthea", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("The published records (KARNE_SHARED_DATA) are not here");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *path = g_build_filename (folder, name, NULL);
      Fixture fixture = { 0 };

      set_up (&fixture, NULL);
      g_assert_true (json_parser_load_from_file (parser, path, NULL));
      json_array_foreach_element (json_object_get_array_member (json_node_get_object (
                                                                    json_parser_get_root (parser)),
                                                                "entry"),
                                  take_in_member, &fixture);
      count_dues (&fixture, name);
      tear_down (&fixture, NULL);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("/due/list/person", test_person);
  ADD ("/due/list/statuses", test_statuses);
  ADD ("/due/list/doubles", test_doubles);
  ADD ("/due/list/ways", test_ways);
  ADD ("/due/list/meningococci", test_meningococci);
  ADD ("/due/list/pregnancy", test_pregnancy);
  ADD ("/due/list/pregnancy-missed", test_pregnancy_missed);
  ADD ("/due/list/pregnancy-by-term", test_pregnancy_by_term);
  ADD ("/due/list/birth", test_birth);
  g_test_add ("/due/list/hushed/goes-on", Fixture, GINT_TO_POINTER (FALSE), set_up, test_hushed,
              tear_down);
  g_test_add ("/due/list/hushed/lost", Fixture, GINT_TO_POINTER (TRUE), set_up, test_hushed,
              tear_down);
  ADD ("/due/list/conditions", test_conditions);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/due/list/end/", ends[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_end, tear_down);
    }
  ADD ("/due/join", test_join);
  ADD ("/due/join/vaccine", test_join_vaccine);
  ADD ("/due/join/other", test_join_other);
  ADD ("/due/acts", test_acts);
  ADD ("/due/acts-in-time", test_acts_in_time);
  ADD ("/due/acts-taken-back", test_acts_taken_back);
  ADD ("/due/old-season", test_old_season);
  ADD ("/due/no-day", test_no_day);
  ADD ("/due/words", test_words);
  g_test_add_func ("/due/others", test_others);
  return g_test_run ();
}
