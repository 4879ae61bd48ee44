/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The vaccination card: what stands on which line, which dose it is, whose word it is, what is
 * next. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "prevention/karne-card.h"

#define TODAY "2026-03-03"
#define SNOMED "http://snomed.info/sct"
#define DISEASE(code) "{\"coding\":[{\"system\":\"" SNOMED "\",\"code\":\"" code "\"}]}"
#define AGAINST(codes, more) "\"protocolApplied\":[{" more "\"targetDisease\":[" codes "]}]"
#define SIX                                                                                        \
  DISEASE ("397430003")                                                                            \
  "," DISEASE ("76902006") "," DISEASE ("27836007") "," DISEASE ("398102009") "," DISEASE (        \
      "91428005") "," DISEASE ("66071002")
#define FLU DISEASE ("6142004")
#define MENINGOCOCCAL DISEASE ("23511006")

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

/* Thirteen months old on the day of these tests. */
static void
take_in_infant (Fixture *self)
{
  take_in (self, "Patient", "p1",
           "\"birthDate\":\"2025-02-01\",\"gender\":\"female\",\"address\":[{\"postalCode\":"
           "\"97400\",\"country\":\"FR\"}]");
}

static void
take_in_dose (Fixture *self, const char *id, const char *date, const char *members)
{
  g_autofree char *all =
      g_strdup_printf ("\"status\":\"completed\",\"occurrenceDateTime\":\"%s\",%s", date, members);

  take_in (self, "Immunization", id, all);
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = karne_view_list_card (self->view, self->rules, TODAY, &error);

  g_assert_no_error (error);
  return lines;
}

static const KarneCardLine *
find (GPtrArray *lines, const char *id)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_str_equal (((KarneCardLine *) lines->pdata[i])->id, id))
      return lines->pdata[i];
  return NULL;
}

/* In one line: "2025-04-01 1/3!; …": date, which dose, and whether it is to be checked. */
static char *
write_line (const KarneCardLine *line)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < line->doses->len; i++)
    {
      const KarneCardDose *dose = line->doses->pdata[i];

      g_string_append_printf (text, "%s%s %u/%u%s", i > 0 ? "; " : "",
                              dose->date != NULL ? dose->date : "?", dose->dose, dose->doses,
                              dose->check ? "!" : "");
    }
  return g_string_free (text, FALSE);
}

#define assert_line(lines, id, expected)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const KarneCardLine *_line = find (lines, id);                                                 \
    g_autofree char *_text = NULL;                                                                 \
    g_assert_nonnull (_line);                                                                      \
    _text = write_line (_line);                                                                    \
    g_assert_cmpstr (_text, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

/* One vaccine stands on the line of each disease that it is against, in the order of the dates,
 * whatever that of the record; the rules say which dose it is, and what is next. */
static void
test_several (Fixture *self, gconstpointer data)
{
  static const char *const diseases[] = { "dtp", "pertussis", "hib", "hepatitis-b" };
  g_autoptr (GPtrArray) lines = NULL;
  const KarneCardLine *line;
  const KarneDueEntry *next;

  take_in_infant (self);
  take_in_dose (self, "b", "2025-06-02",
                "\"lotNumber\":\"L2\"," AGAINST (SIX, "\"doseNumberPositiveInt\":2,"));
  take_in_dose (self, "a", "2025-04-02", "\"lotNumber\":\"L1\"," AGAINST (SIX, ""));
  lines = list (self);
  for (guint i = 0; i < G_N_ELEMENTS (diseases); i++)
    assert_line (lines, diseases[i], "2025-04-02 1/3; 2025-06-02 2/3");
  line = find (lines, "dtp");
  g_assert_cmpstr (((KarneCardDose *) line->doses->pdata[0])->lot, ==, "L1");
  g_assert_cmpuint (line->next->len, ==, 1);
  next = line->next->pdata[0];
  g_assert_cmpstr (next->due->rule, ==, "vacc-hexavalent");
  g_assert_cmpint (next->state, ==, KARNE_DUE_OVERDUE);
  g_assert_cmpuint (next->due->dose, ==, 3);
}

/* Silence of the record is no answer: what concerns the person has a line without doses. */
static void
test_silence (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;
  const KarneCardLine *line;

  take_in_infant (self);
  lines = list (self);
  line = find (lines, "mmr");
  g_assert_true (line->asked);
  g_assert_cmpuint (line->doses->len, ==, 0);
  g_assert_cmpuint (line->next->len, ==, 1);
  g_assert_cmpint (((KarneDueEntry *) line->next->pdata[0])->due->flags & KARNE_DUE_UNKNOWN, !=, 0);
  g_assert_false (find (lines, "zoster")->asked);
  g_assert_null (find (lines, "meningococcal"));
}

/* Too early is neither counted nor left out. */
static void
test_early (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;

  take_in_infant (self);
  take_in_dose (self, "a", "2025-02-20", AGAINST (SIX, ""));
  take_in_dose (self, "b", "2025-04-02", AGAINST (SIX, ""));
  take_in_dose (self, "c", "2025-04-20", AGAINST (SIX, ""));
  lines = list (self);
  assert_line (lines, "dtp", "2025-02-20 0/0!; 2025-04-02 1/3; 2025-04-20 0/0!");
}

/* One disease, several vaccines: what does not say which one stands by itself, to be checked. */
static void
test_meningococci (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;

  take_in_infant (self);
  take_in_dose (self, "a", "2025-05-02",
                "\"vaccineCode\":{\"text\":\"Vaccin méningocoque B\"}," AGAINST (MENINGOCOCCAL,
                                                                                 ""));
  take_in_dose (self, "b", "2025-08-02",
                "\"vaccineCode\":{\"coding\":[{\"system\":\"http://www.whocc.no/atc\",\"code\":"
                "\"J07AH08\"}]}," AGAINST (MENINGOCOCCAL, ""));
  take_in_dose (self, "c", "2025-09-02", AGAINST (MENINGOCOCCAL, ""));
  lines = list (self);
  assert_line (lines, "menb", "2025-05-02 1/3");
  assert_line (lines, "menacwy", "2025-08-02 1/2");
  assert_line (lines, "meningococcal", "2025-09-02 0/0");
}

/* The record’s own number comes first; what was not done or was an error is not there; what is too
 * weak is to be checked; a year is a date, and what has none comes last. */
static void
test_record (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;
  const KarneCardDose *dose;

  take_in_infant (self);
  take_in (self, "Immunization", "no",
           "\"status\":\"not-done\",\"occurrenceDateTime\":\"2025-10-01\"," AGAINST (FLU, ""));
  take_in (self, "Immunization", "error",
           "\"status\":\"entered-in-error\",\"occurrenceDateTime\":\"2025-10-02\"," AGAINST (FLU,
                                                                                             ""));
  take_in_dose (
      self, "told", "2025",
      "\"primarySource\":false,\"performer\":[{\"actor\":{\"display\":\"Dr Durand\"}}]," AGAINST (
          FLU, "\"doseNumberPositiveInt\":2,\"seriesDosesPositiveInt\":2,"));
  take_in_dose (self, "weak", "2025-11-02", "\"isSubpotent\":true," AGAINST (FLU, ""));
  take_in (self, "Immunization", "undated",
           "\"status\":\"completed\",\"occurrenceString\":\"as a baby\"," AGAINST (FLU, ""));
  lines = list (self);
  assert_line (lines, "influenza", "2025 2/2; 2025-11-02 0/0!; as a baby 0/0");
  dose = find (lines, "influenza")->doses->pdata[0];
  g_assert_cmpint (dose->origin, ==, KARNE_CARD_REPORTED);
  g_assert_cmpstr (dose->author, ==, "Dr Durand");
  dose = find (lines, "influenza")->doses->pdata[1];
  g_assert_cmpint (dose->origin, ==, KARNE_CARD_RECORD);
}

/* What no rule knows is not lost: it stands under what the record calls it. */
static void
test_others (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;
  const KarneCardLine *last;

  take_in_infant (self);
  take_in_dose (self, "a", "2025-12-01",
                "\"vaccineCode\":{\"text\":\"Avaxim\"}," AGAINST ("{\"text\":\"Hépatite A\"}", ""));
  take_in_dose (self, "b", "2025-06-01",
                "\"vaccineCode\":{\"text\":\"Havrix\"}," AGAINST ("{\"text\":\"Hépatite A\"}", ""));
  take_in_dose (self, "c", "2025-06-03", "\"vaccineCode\":{\"text\":\"Vaccin rabique\"}");
  lines = list (self);
  last = find (lines, "other:Hépatite A");
  g_assert_cmpstr (karne_card_line_name_to_words (last), ==, "Hépatite A");
  assert_line (lines, "other:Hépatite A", "2025-06-01 0/0; 2025-12-01 0/0");
  assert_line (lines, "other:Vaccin rabique", "2025-06-03 0/0");
}

/* What the person says stands beside the record, and says whose word it is. */
static void
test_own (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;
  const KarneCardLine *line;
  const KarneCardDose *dose;

  take_in_infant (self);
  take_in (
      self, "Task", "t",
      "\"status\":\"completed\",\"authoredOn\":\"2026-03-01T08:00:00Z\",\"code\":{\"coding\":[{"
      "\"system\":\"" KARNE_RULE_SYSTEM "\",\"code\":\"vacc-mmr\"}]},\"executionPeriod\":{"
      "\"start\":\"2026-02-20\",\"end\":\"2026-02-20\"},\"businessStatus\":{\"coding\":[{"
      "\"system\":\"urn:re.karne:act\",\"code\":\"done\"}]}");
  lines = list (self);
  line = find (lines, "mmr");
  g_assert_cmpuint (line->doses->len, ==, 1);
  dose = line->doses->pdata[0];
  g_assert_cmpint (dose->origin, ==, KARNE_CARD_OWN);
  g_assert_cmpstr (dose->date, ==, "2026-02-20");
  /* The second dose, in its own time. */
  g_assert_cmpuint (line->next->len, ==, 1);
}

/* What is hidden from a reader is on no line. */
static void
test_hidden (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;

  take_in_infant (self);
  take_in_dose (self, "a", "2025-06-01",
                "\"meta\":{\"security\":[{\"code\":\"INVISIBLE_PATIENT\"}]}," AGAINST (FLU, ""));
  lines = list (self);
  g_assert_cmpuint (find (lines, "influenza")->doses->len, ==, 0);
}

static void
test_no_day (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_view_list_card (self->view, self->rules, "2026-11", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
}

/* Numbers are said as far as they make sense. */
static void
test_words (void)
{
  static const struct
  {
    guint dose;
    guint doses;
    const char *words;
  } cases[] = {
    { 0, 0, NULL }, { 0, 3, NULL }, { 2, 0, "Dose 2" }, { 2, 3, "Dose 2 of 3" }, { 4, 3, "Dose 4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KarneCardDose dose = { .dose = cases[i].dose, .doses = cases[i].doses };
      g_autofree char *words = karne_card_dose_number_to_words (&dose);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  g_assert_cmpstr (karne_card_origin_to_words (KARNE_CARD_OWN), ==, "Told by the person");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("/card/several", test_several);
  ADD ("/card/silence", test_silence);
  ADD ("/card/early", test_early);
  ADD ("/card/meningococci", test_meningococci);
  ADD ("/card/record", test_record);
  ADD ("/card/others", test_others);
  ADD ("/card/own", test_own);
  ADD ("/card/hidden", test_hidden);
  ADD ("/card/no-day", test_no_day);
  g_test_add_func ("/card/words", test_words);
  return g_test_run ();
}
