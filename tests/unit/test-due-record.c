/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The cases of tests/data/prevention through a record: each act is made the FHIR that things.csv
 * says, goes into a store, and is read out of it again. What was not done, was entered in error,
 * was refused or was too weak stands in the record too, and does not count. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "due-table.h"
#include "karne-test-store.h"

typedef enum
{
  THING_TOKEN,
  THING_RESOURCE,
  THING_ELEMENT,
  THING_SYSTEM,
  THING_CODE,
  THING_NOTE,
  N_THING_COLUMNS
} ThingColumn;

/* What its code alone cannot tell from something else: a vaccine by its disease; an examination
 * that was late, and whose number is not in its title. */
static const char *const untold[] = {
  "menb", "menacwy", "pcv", "pcv20", "rsv", "nirsevimab", "child-exam-08", NULL,
};

typedef struct
{
  KarneRules *rules; /* (owned) */
  GPtrArray *things; /* (owned) */
  guint n_cases;
} World;

static char **
find_thing (World *world, const char *token)
{
  const char *wanted = g_str_has_prefix (token, "child-exam-") ? "child-exam-NN" : token;

  for (guint i = 0; i < world->things->len; i++)
    {
      char **thing = g_ptr_array_index (world->things, i);

      if (g_str_equal (thing[THING_TOKEN], wanted))
        return thing;
    }
  return NULL;
}

static gboolean
can_be_told (World *world, GPtrArray *acts)
{
  for (guint i = 0; i < acts->len; i++)
    {
      const TableAct *act = g_ptr_array_index (acts, i);
      char **thing = find_thing (world, act->thing);

      g_assert_nonnull (thing);
      if (*thing[THING_CODE] == '\0' || g_strv_contains (untold, act->thing))
        return FALSE;
    }
  return TRUE;
}

/* FHIR */

static char *
build_codings (char **thing)
{
  g_auto (GStrv) codes = g_strsplit (thing[THING_CODE], " ", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; codes[i] != NULL; i++)
    g_string_append_printf (text, "%s{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}",
                            i > 0 ? "," : "", thing[THING_SYSTEM], codes[i]);
  return g_string_free (text, FALSE);
}

static const char *
immunization_status (const char *mark)
{
  if (g_strcmp0 (mark, "not-done") == 0 || g_strcmp0 (mark, "refused") == 0)
    return "not-done";
  return g_strcmp0 (mark, "error") == 0 ? "entered-in-error" : "completed";
}

static char *
build_immunization (char **thing, const TableAct *act, guint id)
{
  g_autofree char *diseases = build_codings (thing);
  const char *reason =
      g_strcmp0 (act->mark, "refused") == 0
          ? "\"statusReason\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/"
            "CodeSystem/v3-ActReason\",\"code\":\"PATOBJ\"}]},"
          : "";

  return g_strdup_printf ("{\"resourceType\":\"Immunization\",\"id\":\"a%u\",\"status\":\"%s\",%s"
                          "\"isSubpotent\":%s,\"patient\":{\"reference\":\"Patient/p1\"},"
                          "\"occurrenceDateTime\":\"%s\","
                          "\"protocolApplied\":[{\"targetDisease\":[%s]}]}",
                          id, immunization_status (act->mark), reason,
                          g_strcmp0 (act->mark, "subpotent") == 0 ? "true" : "false", act->date,
                          diseases);
}

static char *
build_document (char **thing, const TableAct *act, guint id)
{
  g_autofree char *type = build_codings (thing);

  g_assert_null (act->mark);
  return g_strdup_printf ("{\"resourceType\":\"DocumentReference\",\"id\":\"a%u\",\"status\":"
                          "\"current\",\"subject\":{\"reference\":\"Patient/p1\"},\"type\":%s,"
                          "\"date\":\"%sT12:00:00Z\"}",
                          id, type, act->date);
}

static char *
build_patient (char **fields)
{
  const char *territory = fields[COLUMN_TERRITORY];
  g_autofree char *code =
      g_str_equal (territory, "fr") ? g_strdup ("75001") : g_strconcat (territory, "00", NULL);

  return g_strdup_printf ("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"%s\","
                          "\"gender\":\"%s\",\"address\":[{\"use\":\"home\",\"postalCode\":\"%s\","
                          "\"country\":\"FRA\"}]}",
                          fields[COLUMN_BORN], fields[COLUMN_SEX], code);
}

static void
ingest (KarneTestStore *store, const char *kind, const char *text)
{
  karne_page_free (karne_test_ingest_resources (store, kind, text, NULL));
}

static void
ingest_act (World *world, KarneTestStore *store, const TableAct *act, guint id)
{
  char **thing = find_thing (world, act->thing);
  gboolean is_document = g_str_equal (thing[THING_RESOURCE], "DocumentReference");
  g_autofree char *text =
      is_document ? build_document (thing, act, id) : build_immunization (thing, act, id);

  ingest (store, thing[THING_RESOURCE], text);
}

/* A case */

static void
run_case (World *world, char **fields, GPtrArray *acts)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneView) view = karne_view_new (store->store, KARNE_ROLE_PERSON, NULL);
  g_autofree char *patient = build_patient (fields);
  g_autoptr (KarneHistory) history = NULL;
  g_autoptr (GPtrArray) dues = NULL;
  g_autoptr (GError) error = NULL;

  ingest (store, "Patient", patient);
  for (guint i = 0; i < acts->len; i++)
    ingest_act (world, store, g_ptr_array_index (acts, i), i);
  history = karne_view_read_history (view, world->rules, &error);
  g_assert_no_error (error);
  dues = karne_rules_evaluate (world->rules, history, fields[COLUMN_ON]);
  due_table_check (fields, dues);
  world->n_cases++;
}

static void
test_table (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = due_table_path (data);
  g_autofree char *things = due_table_path ("things.csv");
  g_autoptr (GPtrArray) table = due_table_read (path, N_COLUMNS);
  World world = {
    .rules = karne_rules_new (NULL, &error),
    .things = due_table_read (things, N_THING_COLUMNS),
  };

  g_assert_no_error (error);
  for (guint i = 0; i < table->len; i++)
    {
      char **fields = g_ptr_array_index (table, i);
      g_autoptr (GPtrArray) acts = due_table_acts (fields[COLUMN_HISTORY]);

      if (*fields[COLUMN_FACTS] == '\0' && acts->len > 0 && can_be_told (&world, acts))
        run_case (&world, fields, acts);
    }
  g_test_message ("%u cases", world.n_cases);
  g_assert_cmpuint (world.n_cases, >, 0);
  g_ptr_array_unref (world.things);
  g_object_unref (world.rules);
}

int
main (int argc, char **argv)
{
  static const char *const tables[] = { "adolescents.csv", "boosters.csv",          "checkups.csv",
                                        "infants.csv",     "history-quirks.csv",    "seniors.csv",
                                        "territories.csv", "child-examinations.csv" };

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strconcat ("/due/record/", tables[i], NULL);

      g_test_add_data_func (path, tables[i], test_table);
    }
  return g_test_run ();
}
