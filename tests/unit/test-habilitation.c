/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a helper may see, by every path. The labels and categories are made here: no public example
 * carries them. */

#include "config.h"

#include <string.h>

#include "access/karne-habilitation.h"
#include "engine/karne-document.h"
#include "karne-error.h"
#include "karne-test-store.h"
#include "measures/karne-measures.h"
#include "prevention/karne-due-list.h"
#include "prevention/karne-prevention.h"
#include "store/karne-outbox.h"
#include "store/karne-view.h"

/* The matrix as a file */

#define SOURCES                                                                                    \
  "<sources>\n<source id=\"s\" name=\"S\" date=\"2026\" address=\"https://s.example/\"/>\n"        \
  "</sources>\n"
#define WORDS "<title>T</title><text>T</text>"
#define ROLE(id, inside) "<role id=\"" id "\" sources=\"s\" labels=\"N\">" WORDS inside "</role>\n"
#define MATRIX(roles) "<habilitation>\n" SOURCES roles "</habilitation>\n"

static const struct
{
  const char *name;
  const char *text;
  int line;
  const char *reason; /* part of what is said */
} bad[] = {
  { "no-xml", "<habilitation>\n<role", 2, "" },
  { "entities",
    "<!DOCTYPE habilitation [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<habilitation/>\n", 1,
    "a document type is not allowed" },
  { "entity-bomb",
    "<!DOCTYPE habilitation [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]>\n<habilitation>&c;</habilitation>\n",
    2, "" },
  { "no-role", "<habilitation>\n" SOURCES "</habilitation>\n", 1, "" },
  { "no-sources", "<habilitation>\n" ROLE ("a", "") "</habilitation>\n", 2, "" },
  { "unknown-source",
    MATRIX ("<role id=\"a\" sources=\"s nobody\" labels=\"N\">" WORDS "</role>\n"), 5,
    "there is no source “nobody”" },
  { "two-roles", MATRIX (ROLE ("a", "") ROLE ("a", "")), 6, "there are two roles “a”" },
  { "named-twice",
    MATRIX (ROLE ("a", "<title-only kinds=\"Task\"/>\n<see kinds=\"Patient Task\"/>")), 6,
    "the role names twice “Task”" },
  { "class-named-twice",
    MATRIX (ROLE ("a", "<see documents=\"10 90\"/>\n<title-only documents=\"10\"/>")), 6,
    "the role names twice “10”" },
  { "documents-as-a-kind", MATRIX (ROLE ("a", "<see kinds=\"DocumentReference\"/>")), 5,
    "documents are named by their class" },
  { "no-labels", MATRIX ("<role id=\"a\" sources=\"s\">" WORDS "</role>\n"), 5, "" },
  { "unknown-element", MATRIX (ROLE ("a", "<hide kinds=\"Task\"/>")), 5, "" },
  { "plain-http",
    "<habilitation>\n<sources><source id=\"s\" name=\"S\" date=\"2026\" "
    "address=\"http://s.example/\"/></sources>\n" ROLE ("a", "") "</habilitation>\n",
    2, "" },
};

static void
test_bad (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) text = g_bytes_new_static (bad[i].text, strlen (bad[i].text));
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHabilitation) matrix =
      karne_habilitation_new_from_bytes (text, "mine.xml", &error);
  g_autofree char *place = g_strdup_printf ("mine.xml:%d: ", bad[i].line);

  g_assert_null (matrix);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);

  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, place));
  g_assert_nonnull (strstr (error->message, bad[i].reason));
}

static void
test_built_in (void)
{
  g_autoptr (KarneHabilitation) matrix = karne_habilitation_new ();
  g_auto (GStrv) roles = karne_habilitation_list_roles (matrix);

  g_assert_true (g_strv_contains ((const char *const *) roles, "adviser"));
  for (guint i = 0; roles[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) sources = karne_habilitation_list_sources (matrix, roles[i]);

      g_assert_cmpstr (karne_habilitation_get_title (matrix, roles[i]), !=, "");
      g_assert_cmpstr (karne_habilitation_get_text (matrix, roles[i]), !=, "");
      g_assert_cmpuint (sources->len, >, 0);
      /* What nobody thought of is masked, and what is hidden from professionals from them all. */
      g_assert_cmpint (karne_habilitation_get_level (matrix, roles[i], "Genetics", NULL), ==,
                       KARNE_ACCESS_MASKED);
      g_assert_false (karne_habilitation_allows_label (matrix, roles[i], "MASQUE_PS"));
      g_assert_false (karne_habilitation_allows_label (matrix, roles[i], "INVISIBLE_PATIENT"));
      g_assert_false (karne_habilitation_allows_label (matrix, roles[i], "V"));
    }
  g_assert_cmpint (karne_habilitation_get_level (matrix, "nobody", "Task", NULL), ==,
                   KARNE_ACCESS_MASKED);
}

static const char *const all_kinds[] = {
  "Patient",       "Practitioner", "Appointment",   "Task",      "CommunicationRequest",
  "Communication", "Immunization", "Questionnaire", "Consent",   "QuestionnaireResponse",
  "AuditEvent",    "Observation",  "Procedure",     "Condition", "DocumentReference",
  "Genetics",
};

/* Level of a kind for a role: of documents, of a class. */
static KarneAccessLevel
level_of (KarneHabilitation *matrix, const char *role, const char *kind, const char *class)
{
  const char *const classes[] = { class, NULL };

  return karne_habilitation_get_level (matrix, role, kind, classes);
}

static void
assert_narrowed (KarneHabilitation *wide,
                 KarneHabilitation *narrow,
                 const char *role,
                 const char *const *kinds)
{
  static const char *const classes[] = { "10", "11", "90", "95", "of-nobody" };
  g_auto (GStrv) roles = karne_habilitation_list_roles (wide);

  for (guint i = 0; roles[i] != NULL; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (all_kinds); k++)
      for (gsize c = 0; c < G_N_ELEMENTS (classes); c++)
        {
          gboolean taken = g_str_equal (roles[i], role) && kinds != NULL &&
                           g_strv_contains (kinds, all_kinds[k]);

          g_assert_cmpint (level_of (narrow, roles[i], all_kinds[k], classes[c]), ==,
                           taken ? KARNE_ACCESS_MASKED
                                 : level_of (wide, roles[i], all_kinds[k], classes[c]));
        }
}

/* What the person takes away is masked, for that role; nothing else changes, and nothing is ever
 * added. */
static void
test_narrow (void)
{
  static const char *const taken[][4] = {
    { NULL },
    { "DocumentReference", NULL },
    { "Task", "Observation", NULL },
    { "Genetics", "Condition", "Condition", NULL },
  };
  g_autoptr (KarneHabilitation) wide = karne_habilitation_new ();
  g_auto (GStrv) roles = karne_habilitation_list_roles (wide);

  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    for (guint k = 0; roles[k] != NULL; k++)
      {
        g_autoptr (KarneHabilitation) narrow = karne_habilitation_narrow (wide, roles[k], taken[i]);
        g_autoptr (KarneHabilitation) again = karne_habilitation_narrow (narrow, roles[k], NULL);
        g_auto (GStrv) same = karne_habilitation_list_roles (narrow);

        g_assert_cmpstrv (same, roles);
        assert_narrowed (wide, narrow, roles[k], taken[i]);
        assert_narrowed (narrow, again, roles[k], NULL);
        g_assert_cmpstr (karne_habilitation_get_title (narrow, roles[k]), ==,
                         karne_habilitation_get_title (wide, roles[k]));
        g_assert_true (karne_habilitation_allows_label (narrow, roles[k], "N"));
        g_assert_false (karne_habilitation_allows_label (narrow, roles[k], "V"));
      }
}

/* The record, and who looks at it */

/* Tasks are seen, of appointments the title; of documents class 90 is seen, of class 10 the title.
 */
#define MINE                                                                                       \
  MATRIX (ROLE ("helper", "<see kinds=\"Task Patient\"/><title-only kinds=\"Appointment\"/>"       \
                          "<see documents=\"90\"/><title-only documents=\"10\"/>")                 \
              ROLE ("blind", ""))

#define DOC(id, title, more)                                                                       \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id "\",\"status\":\"current\","              \
  "\"description\":\"" title "\",\"type\":{\"coding\":[{\"system\":\"http://loinc.org\","          \
  "\"code\":\"11502-2\"}]}," more "\"content\":[{\"attachment\":{\"contentType\":\"text/plain\","  \
  "\"data\":\"c2VjcmV0\"}}]}"
#define CLASS(code) "{\"coding\":[{\"code\":\"" code "\"}]}"
#define CATEGORY(list) "\"category\":[" list "],"
#define LABEL(code) "\"securityLabel\":[{\"coding\":[{\"code\":\"" code "\"}]}],"

static const char documents[] =
    DOC ("own", "Zebra own", CATEGORY (CLASS ("90"))) "\n" DOC (
        "report",
        "Zebra report",
        CATEGORY (CLASS (
            "10"))) "\n" DOC ("both",
                              "Zebra both",
                              CATEGORY (
                                  CLASS ("90") "," CLASS (
                                      "10"))) "\n" DOC ("unknown-class", "Zebra unknown", CATEGORY (CLASS ("90") "," CLASS ("77"))) "\n" DOC ("no-class", "Zebra none", "") "\n" DOC ("bare-class", "Zebra bare", CATEGORY ("{\"text\":\"90\"}")) "\n" DOC ("normal", "Zebra normal", CATEGORY (CLASS ("90")) LABEL ("N")) "\n" DOC ("hidden",
                                                                                                                                                                                                                                                                                                                                     "Zebra hidden",
                                                                                                                                                                                                                                                                                                                                     CATEGORY (CLASS ("90")) LABEL (
                                                                                                                                                                                                                                                                                                                                         "MASQUE_PS")) "\n" DOC ("new-label",
                                                                                                                                                                                                                                                                                                                                                                 "Zebra new",
                                                                                                                                                                                                                                                                                                                                                                 CATEGORY (
                                                                                                                                                                                                                                                                                                                                                                     CLASS (
                                                                                                                                                                                                                                                                                                                                                                         "90"))
                                                                                                                                                                                                                                                                                                                                                                     LABEL ("TOP_SECRET")) "\n" DOC ("bare-label", "Zebra word", CATEGORY (CLASS ("90")) "\"securityLabel\":[{\"text\":\"secret\"}],") "\n" DOC ("two-labels", "Zebra two", CATEGORY (CLASS ("90")) LABEL ("N") "\"meta\":{\"security\":[{\"code\":\"R\"}]},");

static const struct
{
  const char *kind;
  const char *text;
} others[] = {
  { "Task", "{\"resourceType\":\"Task\",\"id\":\"t\",\"status\":\"requested\",\"description\":"
            "\"Zebra task\"}" },
  { "Task", "{\"resourceType\":\"Task\",\"id\":\"t-restricted\",\"status\":\"requested\","
            "\"description\":\"Zebra restricted\",\"meta\":{\"security\":[{\"code\":\"R\"}]}}" },
  { "Appointment", "{\"resourceType\":\"Appointment\",\"id\":\"a\",\"status\":\"booked\","
                   "\"description\":\"Zebra visit\",\"start\":\"2026-05-01T10:00:00Z\"}" },
  { "Observation", "{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\","
                   "\"subject\":{\"reference\":\"Patient/p1\"},\"code\":{\"text\":\"Zebra weight\","
                   "\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"29463-7\"}]},"
                   "\"effectiveDateTime\":\"2026-05-01\",\"valueQuantity\":{\"value\":70,"
                   "\"unit\":\"kg\"}}" },
};

typedef struct
{
  KarneTestStore *store;     /* (owned) */
  KarneHabilitation *matrix; /* (owned) */
  KarneView *person;         /* (owned) */
  KarneView *helper;         /* (owned) */
  KarneView *blind;          /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static (MINE, strlen (MINE));
  g_auto (GStrv) lines = g_strsplit (documents, "\n", -1);

  self->store = karne_test_store_new ();
  self->matrix = karne_habilitation_new_from_bytes (text, "mine.xml", NULL);
  self->person = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  self->helper = karne_view_new_for_helper (self->store->store, self->matrix, "helper", NULL);
  self->blind = karne_view_new_for_helper (self->store->store, self->matrix, "blind", NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (KarnePage) page =
          karne_test_ingest_resources (self->store, "DocumentReference", lines[i], NULL);

      g_assert_cmpuint (page->n_stored, ==, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (KarnePage) page =
          karne_test_ingest_resources (self->store, others[i].kind, others[i].text, NULL);

      g_assert_cmpuint (page->n_stored, ==, 1);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->person);
  g_clear_object (&self->helper);
  g_clear_object (&self->blind);
  g_clear_object (&self->matrix);
  karne_test_store_free (self->store);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(KarneItem *const *) a)->id, (*(KarneItem *const *) b)->id);
}

/* What of them is told as a title only stands in brackets. */
static void
assert_items (GPtrArray *items, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  g_assert_nonnull (items);
  g_ptr_array_sort (items, compare_ids);
  for (guint i = 0; i < items->len; i++)
    {
      const KarneItem *item = items->pdata[i];

      g_string_append_printf (ids, item->title_only ? "%s(%s)" : "%s%s", i > 0 ? " " : "",
                              item->id);
      g_assert_nonnull (item->title);
      if (!item->title_only)
        continue;
      g_assert_null (item->code);
      g_assert_null (item->detail);
      g_assert_cmpuint (item->n_contents, ==, 0);
      g_assert_false (item->here);
    }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
assert_list (KarneView *view, const KarneQuery *query, const char *expected)
{
  g_autoptr (GPtrArray) items = karne_view_list (view, query, NULL);

  assert_items (items, expected);
  g_assert_cmpint (karne_view_count (view, query, NULL), ==, items->len);
}

static void
test_lists (Fixture *self, gconstpointer data)
{
  const KarneQuery all = { 0 };
  const KarneQuery of_documents = { .kind = "DocumentReference" };
  const KarneQuery coded = { .kind = "DocumentReference", .code = "11502-2" };
  const KarneQuery here = { .kind = "DocumentReference", .here_only = TRUE };
  const KarneQuery measures = { .kind = "Observation", .latest = TRUE };

  assert_list (self->helper, &all, "(a) (both) normal own (report) t");
  assert_list (self->helper, &of_documents, "(both) normal own (report)");
  /* Else a title would tell what it is by being in the answer. */
  assert_list (self->helper, &coded, "normal own");
  assert_list (self->helper, &here, "normal own");
  assert_list (self->helper, &measures, "");
  assert_list (self->blind, &all, "");
  g_assert_cmpint (karne_view_count (self->person, &all, NULL), ==, 15);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) found = karne_view_search (self->helper, "zebra", NULL, 0, NULL);
  g_autoptr (GPtrArray) found_by_blind = karne_view_search (self->blind, "zebra", NULL, 0, NULL);

  assert_items (found, "(a) (both) normal own (report) t");
  assert_items (found_by_blind, "");
}

static void
test_categories (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) seen = karne_view_list_categories (self->helper, "DocumentReference", NULL);
  guint n = 0;

  for (guint i = 0; i < seen->len; i++)
    n += ((KarneCategory *) seen->pdata[i])->n;
  g_assert_cmpuint (n, ==, 4);
}

/* One resource, its text, what is said of it, what is attached to it. */
static void
test_one (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *kind;
    const char *id;
    KarneAccessLevel level;
  } ones[] = {
    { "Task", "t", KARNE_ACCESS_CONTENT },
    { "Task", "t-restricted", KARNE_ACCESS_MASKED },
    { "Appointment", "a", KARNE_ACCESS_TITLE },
    { "Observation", "o", KARNE_ACCESS_MASKED },
    { "DocumentReference", "own", KARNE_ACCESS_CONTENT },
    { "DocumentReference", "normal", KARNE_ACCESS_CONTENT },
    { "DocumentReference", "report", KARNE_ACCESS_TITLE },
    { "DocumentReference", "both", KARNE_ACCESS_TITLE },
    { "DocumentReference", "unknown-class", KARNE_ACCESS_MASKED },
    { "DocumentReference", "no-class", KARNE_ACCESS_MASKED },
    { "DocumentReference", "bare-class", KARNE_ACCESS_MASKED },
    { "DocumentReference", "hidden", KARNE_ACCESS_MASKED },
    { "DocumentReference", "new-label", KARNE_ACCESS_MASKED },
    { "DocumentReference", "bare-label", KARNE_ACCESS_MASKED },
    { "DocumentReference", "two-labels", KARNE_ACCESS_MASKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ones); i++)
    {
      const char *kind = ones[i].kind, *id = ones[i].id;
      gboolean whole = ones[i].level == KARNE_ACCESS_CONTENT;
      g_autoptr (KarneItem) line = karne_view_get (self->helper, 0, kind, id, NULL);
      g_autofree char *json = karne_view_get_json (self->helper, 0, kind, id, TRUE, NULL);
      g_autoptr (GPtrArray) facts = karne_view_list_facts (self->helper, 0, kind, id, NULL);
      g_autofree char *by_person = karne_view_get_json (self->person, 0, kind, id, TRUE, NULL);

      g_test_message ("%s/%s", kind, id);
      g_assert_cmpint (line != NULL, ==, ones[i].level >= KARNE_ACCESS_TITLE);
      g_assert_cmpint (json != NULL, ==, whole);
      g_assert_cmpint (facts != NULL, ==, whole);
      g_assert_nonnull (by_person);
      if (g_str_equal (kind, "DocumentReference"))
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (KarneDocumentState) state =
              karne_document_get_state (self->helper, 0, id, 0, &error);

          g_assert_cmpint (state != NULL, ==, whole);
          if (!whole)
            g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
        }
    }
}

static void
test_measures (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) by_person =
      karne_view_list_measures (self->person, KARNE_MEASURE_OTHER, NULL, NULL, NULL, NULL);
  g_autoptr (GPtrArray) by_helper =
      karne_view_list_measures (self->helper, KARNE_MEASURE_OTHER, NULL, NULL, NULL, NULL);

  g_assert_cmpuint (by_person->len, ==, 1);
  g_assert_cmpuint (by_helper->len, ==, 0);
}

static guint
count_notices (KarneView *view)
{
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) dues = karne_view_list_due (view, rules, "2026-06-01", &error);

  g_assert_no_error (error);
  return dues->len;
}

static void
test_reminders (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (count_notices (self->person), ==, 2);
  g_assert_cmpuint (count_notices (self->helper), ==, 1);
  g_assert_cmpuint (count_notices (self->blind), ==, 0);
}

static guint
count_changes (KarneView *view)
{
  g_autoptr (GPtrArray) changes = karne_view_list_changes (view, NULL);

  return changes->len;
}

static guint
count_conflicts (KarneView *view)
{
  g_autoptr (GPtrArray) conflicts = karne_view_list_conflicts (view, TRUE, NULL);

  return conflicts->len;
}

static guint
count_history (KarneView *view)
{
  g_autoptr (GPtrArray) events = karne_view_list_history (view, 0, NULL);

  return events->len;
}

static void
save (Fixture *self, const char *kind, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *saved = karne_store_save (self->store->store, 1, kind, id, text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (saved, ==, id);
}

#define TASK(status)                                                                               \
  "{\"resourceType\":\"Task\",\"id\":\"t\",\"status\":\"" status "\",\"description\":\"Zebra "     \
  "task\"}"
#define WEIGHT(value)                                                                              \
  "{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\",\"subject\":"               \
  "{\"reference\":\"Patient/p1\"},\"valueQuantity\":{\"value\":" value ",\"unit\":\"kg\"}}"

static void
pull (Fixture *self, const char *kind, const char *text)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->store, kind, text, NULL);

  g_assert_cmpuint (page->n_quarantined, ==, 0);
}

/* What waits, what both sides changed, what became of it. */
static void
test_changes (Fixture *self, gconstpointer data)
{
  save (self, "Task", "t", TASK ("completed"));
  save (self, "Observation", "o", WEIGHT ("71"));
  g_assert_cmpuint (count_changes (self->person), ==, 2);
  g_assert_cmpuint (count_changes (self->helper), ==, 1);
  g_assert_cmpuint (count_changes (self->blind), ==, 0);
  pull (self, "Task", TASK ("cancelled"));
  pull (self, "Observation", WEIGHT ("72"));
  g_assert_cmpuint (count_conflicts (self->person), ==, 2);
  g_assert_cmpuint (count_conflicts (self->helper), ==, 1);
  g_assert_cmpuint (count_conflicts (self->blind), ==, 0);
  g_assert_cmpuint (count_history (self->person), >, count_history (self->helper));
  g_assert_cmpuint (count_history (self->blind), ==, 0);
}

static void
test_quarantine (Fixture *self, gconstpointer data)
{
  static const char bundle[] =
      "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Task\",\"id\":"
      "\"bad\",\"x\":1,\"x\":2}},{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"bad\","
      "\"x\":1,\"x\":2}}]}";
  g_autoptr (KarnePage) page =
      karne_test_ingest (self->store, "Task", KARNE_INGEST_NONE, bundle, strlen (bundle), 0, NULL);
  g_autoptr (GPtrArray) by_person = karne_view_list_quarantined (self->person, NULL);
  g_autoptr (GPtrArray) by_helper = karne_view_list_quarantined (self->helper, NULL);

  g_assert_cmpuint (page->n_quarantined, ==, 2);
  g_assert_cmpuint (by_person->len, ==, 2);
  g_assert_cmpuint (by_helper->len, ==, 1);
  g_assert_null (karne_view_get_quarantined (self->helper, 1, "Task", "bad", NULL));
}

/* So that a page can say "masked", and not "none". */
static void
test_level (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneView) nobody =
      karne_view_new_for_helper (self->store->store, self->matrix, "nobody", NULL);
  g_autoptr (KarneView) no_matrix = karne_view_new (self->store->store, KARNE_ROLE_HELPER, NULL);
  const KarneQuery all = { 0 };

  g_assert_cmpint (karne_view_get_level (self->person, "Observation"), ==, KARNE_ACCESS_CONTENT);
  g_assert_cmpint (karne_view_get_level (self->helper, "Observation"), ==, KARNE_ACCESS_MASKED);
  g_assert_cmpint (karne_view_get_level (self->helper, "Appointment"), ==, KARNE_ACCESS_TITLE);
  g_assert_cmpint (karne_view_get_level (self->helper, "DocumentReference"), ==,
                   KARNE_ACCESS_CONTENT);
  g_assert_cmpint (karne_view_get_level (self->blind, "DocumentReference"), ==,
                   KARNE_ACCESS_MASKED);
  assert_list (nobody, &all, "");
  assert_list (no_matrix, &all, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strdup_printf ("/habilitation/bad/%s", bad[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/habilitation/built-in", test_built_in);
  g_test_add_func ("/habilitation/narrow", test_narrow);
#define ADD(name, function)                                                                        \
  g_test_add ("/habilitation/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("lists", test_lists);
  ADD ("search", test_search);
  ADD ("categories", test_categories);
  ADD ("one", test_one);
  ADD ("measures", test_measures);
  ADD ("reminders", test_reminders);
  ADD ("changes", test_changes);
  ADD ("quarantine", test_quarantine);
  ADD ("level", test_level);
  return g_test_run ();
}
