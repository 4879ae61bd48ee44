/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-words.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* What a person reads of a change: its fields, their values, and what became of it. */

#define NBSP "\302\240"

static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
}

static const char *const fields[][2] = {
  { "value[x]", "Value" },
  { "status", "Status" },
  { "component[http://loinc.org|8480-6].value[x]", "Systolic blood pressure · Value" },
  { "component[http://loinc.org|1234-5].value[x]", "Part of the measure (1234-5) · Value" },
  { "participant[Practitioner/p.1].status", "Participant · Status" },
  { "extension[http://a.b/c]", "Additional information" },
  { "item[1.2].answer", "Question (1.2) · Answer" },
  { "whatNobodyKnows", "whatNobodyKnows" },
  { "broken[", "broken" },
  { "", "" },
};

static void
test_fields (void)
{
  speak ("en");
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *words = karne_field_to_words (fields[i][0]);

      g_assert_cmpstr (words, ==, fields[i][1]);
    }
}

typedef struct
{
  const char *path;
  const char *json;
  const char *words;
} ValueCase;

static const ValueCase values[] = {
  /* A choice comes as an object of its members. */
  { "value[x]", "{\"valueQuantity\":{\"value\":7.10,\"unit\":\"%\",\"code\":\"%\"}}",
    "7.10" NBSP "%" },
  { "value[x]", "{\"valueQuantity\":{\"value\":120,\"code\":\"mm[Hg]\"}}", "120" NBSP "mmHg" },
  { "value[x]", "{\"valueQuantity\":{\"comparator\":\"<\",\"value\":5,\"unit\":\"mg/L\"}}",
    "<" NBSP "5" NBSP "mg/L" },
  { "value[x]", "{\"valueQuantity\":{\"value\":1e-7,\"unit\":\"g\"}}", "1e-7" NBSP "g" },
  { "value[x]", "{\"valueQuantity\":{\"value\":-3.5}}", "-3.5" },
  { "value[x]", "{\"valueString\":\"a trace\"}", "a trace" },
  { "value[x]", "{\"valueBoolean\":false}", "No" },
  { "birthDate", "{\"birthDate\":\"1950-01-02\",\"_birthDate\":{\"extension\":[]}}",
    "2 January 1950" },
  { "effective[x]", "{\"effectiveDateTime\":\"2026-03\"}", "March 2026" },
  { "effective[x]", "{\"effectivePeriod\":{\"start\":\"2026-03-03\",\"end\":\"2026-03-05\"}}",
    "from 3 to 5 March 2026" },
  { "code",
    "{\"coding\":[{\"system\":\"s\",\"code\":\"c\",\"display\":\"Weight\"}],\"text\":\"Poids\"}",
    "Poids" },
  { "code", "{\"coding\":[{\"system\":\"s\",\"code\":\"c\",\"display\":\"Weight\"}]}", "Weight" },
  { "code", "{\"coding\":[{\"system\":\"s\",\"code\":\"c\"}]}", "c" },
  { "subject", "{\"reference\":\"Patient/1\",\"display\":\"Noé\"}", "Noé" },
  { "subject", "{\"reference\":\"Patient/1\"}", "Patient/1" },
  { "note",
    "[{\"text\":\"one\"},{\"text\":\"two\",\"authorString\":\"Me\",\"time\":\"2026-03-03\"}]",
    "one\ntwo (Me, 3 March 2026)" },
  { "name", "[{\"family\":\"Exemple\",\"given\":[\"Ana\",\"Lou\"]}]", "Ana Lou Exemple" },
  { "address", "{\"line\":[\"1 rue X\"],\"postalCode\":\"97400\",\"city\":\"Saint-Denis\"}",
    "1 rue X 97400 Saint-Denis" },
  { "telecom", "{\"system\":\"phone\",\"value\":\"0262 00 00 00\"}", "0262 00 00 00" },
  { "gender", "\"female\"", "Female" },
  { "status", "\"final\"", "Final" },
  { "text", "{\"status\":\"generated\",\"div\":\"<div>Some <b>words</b></div>\"}", "Some words" },
  { "item[1]", "{\"linkId\":\"1\",\"text\":\"Smoker?\",\"answer\":[{\"valueBoolean\":true}]}",
    "Text: Smoker?, Answer: Yes" },
  { "extension[u]", "{\"url\":\"u\",\"valueInteger\":3}", "3" },
  { "note", "[]", NULL },
  { "note", NULL, NULL },
  /* Of what is no JSON nothing is made. */
  { "note", "{oops", "{oops" },
};

static void
test_values (void)
{
  speak ("en");
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *words = karne_value_to_words ("Observation", values[i].path, values[i].json);

      g_test_message ("%s", values[i].json);
      g_assert_cmpstr (words, ==, values[i].words);
    }
}

static void
test_decimals (void)
{
  g_autofree char *words = NULL;

  speak ("fr");
  words = karne_value_to_words ("Observation", "value[x]",
                                "{\"valueQuantity\":{\"value\":7.10,\"unit\":\"%\"}}");
  g_assert_cmpstr (words, ==, "7,10" NBSP "%");
}

/* However deep a stranger nests, there is an end. */
static void
test_deep (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *words = NULL;

  speak ("en");
  for (int i = 0; i < 90; i++)
    g_string_append (json, "{\"a\":");
  g_string_append (json, "1");
  for (int i = 0; i < 90; i++)
    g_string_append (json, "}");
  words = karne_value_to_words ("Observation", "extension", json->str);
  g_assert_true (g_str_has_suffix (words, "…"));
  g_assert_cmpuint (strlen (words), <, 100);
}

static void
test_difference (void)
{
  g_autofree char *words = NULL;
  g_autofree char *none = NULL;
  const char *before = "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\","
                       "\"code\":{\"text\": \"x\"},\"valueQuantity\":{\"value\":1,\"unit\":\"g\"}}";
  const char *after =
      "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\","
      "\"valueQuantity\":{\"value\":2,\"unit\":\"g\"},\"note\":[{\"text\":\"so\"}]}";

  speak ("en");
  words = karne_difference_to_words ("Observation", before, after);
  none = karne_difference_to_words ("Observation", after, after);
  g_assert_cmpstr (words, ==, "Value: 2" NBSP "g\nNote: so");
  g_assert_null (none);
}

typedef struct
{
  const char *what;
  const char *detail;
  const char *words;
} EventCase;

static const EventCase events[] = {
  { "merged", "[\"value[x]\",\"note\"]", "Value, Note" },
  { "conflict", "[]", NULL },
  { "decided", "{\"otherwise\":\"theirs\",\"fields\":{\"value[x]\":\"mine\",\"note\":\"both\"}}",
    "Value: as entered here, Note: both" },
  { "decided", "{\"otherwise\":\"mine\"}", "All of it: as entered here" },
  { "decided", "{\"otherwise\":\"theirs\",\"fields\":{}}", "All of it: as in the record" },
  { "sent", NULL, NULL },
  { "decided", "{oops", NULL },
  { "decided", "3", NULL },
};

static void
test_events (void)
{
  speak ("en");
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *words = karne_event_detail_to_words (events[i].what, events[i].detail);
      g_autofree char *title = karne_event_to_words (events[i].what);

      g_assert_cmpstr (words, ==, events[i].words);
      g_assert_true (g_unichar_isupper (g_utf8_get_char (title)));
    }
}

/* Nobody is told that something of theirs was overwritten: it never is without a word. */
static void
test_conflicts (void)
{
  static const char *const whys[] = { "overlap",   "deleted-there", "deleted-here",
                                      "withdrawn", "overwritten",   "something-new" };
  static const char *const languages[] = { "en", "fr" };

  for (gsize l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      speak (languages[l]);
      for (gsize i = 0; i < G_N_ELEMENTS (whys); i++)
        {
          g_autofree char *words = karne_conflict_to_words (whys[i]);

          g_assert_true (g_str_has_suffix (words, "."));
          g_assert_null (strstr (words, "overwr"));
          g_assert_null (strstr (words, "cras"));
        }
    }
}

static void
test_states (void)
{
  g_autofree char *sent = NULL;

  speak ("en");
  sent = karne_record_state_to_words (KARNE_RECORD_SENT);
  g_assert_null (sent);
  for (int state = KARNE_RECORD_WAITING; state <= KARNE_RECORD_CONFLICT; state++)
    {
      g_autofree char *words = karne_record_state_to_words ((KarneRecordState) state);

      g_assert_nonnull (words);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/change-words/fields", test_fields);
  g_test_add_func ("/change-words/values", test_values);
  g_test_add_func ("/change-words/decimals", test_decimals);
  g_test_add_func ("/change-words/deep", test_deep);
  g_test_add_func ("/change-words/difference", test_difference);
  g_test_add_func ("/change-words/events", test_events);
  g_test_add_func ("/change-words/conflicts", test_conflicts);
  g_test_add_func ("/change-words/states", test_states);

  return g_test_run ();
}
