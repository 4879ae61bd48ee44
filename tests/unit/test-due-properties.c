/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What must hold of prevention for everybody, whatever the rules say. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "karne-test-people.h"

#define N_PEOPLE 400
#define SEED 20261126

static KarneRules *rules;
static KarneDay today;

static const KarneDue *
find_due (GPtrArray *dues, const char *rule)
{
  for (guint i = 0; i < dues->len; i++)
    if (g_str_equal (((KarneDue *) dues->pdata[i])->rule, rule))
      return dues->pdata[i];
  return NULL;
}

static GPtrArray *
evaluate (KarneHistory *history, KarneDay on)
{
  char text[KARNE_DAY_SIZE];

  return karne_rules_evaluate (rules, history, karne_day_to_text (on, text));
}

static void
describe (GString *text, const KarneDue *due)
{
  g_string_append_printf (text, "%s %d %d %s..%s %u/%u", due->rule, due->state, due->flags,
                          due->from, due->to, due->dose, due->doses);
  for (guint i = 0; i < due->why->len; i++)
    {
      const KarneDueFact *fact = due->why->pdata[i];

      g_string_append_printf (text, " %d:%s@%s", fact->role, fact->id, fact->date);
    }
  g_string_append_c (text, '\n');
}

static char *
describe_all (GPtrArray *dues)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < dues->len; i++)
    describe (text, dues->pdata[i]);
  return g_string_free (text, FALSE);
}

typedef void (*PersonFunc) (const KarneTestPerson *person, GRand *dice);

static void
for_each_person (PersonFunc func)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      KarneTestPerson person;

      karne_test_person_make (&person, rules, dice, today);
      func (&person, dice);
    }
}

/* The order in which things stand in a record says nothing. */
static void
check_order (const KarneTestPerson *person, GRand *dice)
{
  guint order[G_N_ELEMENTS (person->things)];
  g_autoptr (KarneHistory) history = karne_test_person_dup_history (person, rules, NULL);
  g_autoptr (KarneHistory) shuffled = NULL;
  g_autoptr (GPtrArray) dues = evaluate (history, today);
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *text = describe_all (dues);
  g_autofree char *other_text = NULL;

  for (guint i = 0; i < person->n_acts; i++)
    {
      guint j = (guint) g_rand_int_range (dice, 0, (int) i + 1);

      order[i] = order[j];
      order[j] = i;
    }
  shuffled = karne_test_person_dup_history (person, rules, order);
  others = evaluate (shuffled, today);
  other_text = describe_all (others);
  g_assert_cmpstr (text, ==, other_text);
}

static void
test_order (void)
{
  for_each_person (check_order);
}

/* Whatever is said names its rule and its source, and rests on something. */
static void
check_sources (const KarneTestPerson *person, GRand *dice)
{
  g_autoptr (KarneHistory) history = karne_test_person_dup_history (person, rules, NULL);
  g_autoptr (GPtrArray) dues = evaluate (history, today);

  for (guint i = 0; i < dues->len; i++)
    {
      const KarneDue *due = dues->pdata[i];

      g_assert_cmpint (karne_rules_find (rules, "rule", due->rule), !=, KARNE_NO_INDEX);
      g_assert_cmpuint (strlen (due->title), >, 0);
      g_assert_cmpuint (strlen (due->text), >, 0);
      g_assert_cmpuint (strlen (due->source_name), >, 0);
      g_assert_cmpuint (strlen (due->source_date), >=, 4);
      g_assert_true (g_str_has_prefix (due->source_address, "https://"));
      g_assert_cmpuint (due->why->len, >, 0);
      g_assert_true (due->from == NULL || due->to == NULL || strcmp (due->from, due->to) <= 0);
      g_assert_cmpuint (due->dose, <=, due->doses);
    }
}

static void
test_sources (void)
{
  for_each_person (check_sources);
}

/* What was done for a rule that asked for it is not asked for again. */
static void
check_recorded (const KarneTestPerson *person, const KarneDue *due)
{
  const KarneRule *rule = rules->rules->pdata[karne_rules_find (rules, "rule", due->rule)];
  KarneTestPerson after = *person;
  g_autoptr (KarneHistory) history = NULL;
  g_autoptr (GPtrArray) dues = NULL;
  const KarneDue *then;

  if (rule->done->len == 0 || after.n_acts == G_N_ELEMENTS (after.things))
    return;
  after.things[after.n_acts] = g_array_index (rule->done, KarneRuleDone, 0).thing;
  after.days[after.n_acts++] = today;
  history = karne_test_person_dup_history (&after, rules, NULL);
  dues = evaluate (history, today);
  then = find_due (dues, due->rule);
  if (then == NULL || then->state == KARNE_DUE_DONE || then->dose > due->dose)
    return;
  g_error ("%s, dose %u of %u, is asked for again", due->rule, due->dose, due->doses);
}

static void
check_recorded_all (const KarneTestPerson *person, GRand *dice)
{
  g_autoptr (KarneHistory) history = karne_test_person_dup_history (person, rules, NULL);
  g_autoptr (GPtrArray) dues = evaluate (history, today);

  for (guint i = 0; i < dues->len; i++)
    {
      const KarneDue *due = dues->pdata[i];

      if (due->state == KARNE_DUE_NOW || due->state == KARNE_DUE_OVERDUE)
        check_recorded (person, due);
    }
}

static void
test_recorded (void)
{
  for_each_person (check_recorded_all);
}

/* As days go by, windows only move on. */
static void
check_windows (const KarneTestPerson *person, GRand *dice)
{
  g_autoptr (KarneHistory) history = karne_test_person_dup_history (person, rules, NULL);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (KarneDay on = today - 400; on < today + 400; on += 9)
    {
      g_autoptr (GPtrArray) dues = evaluate (history, on);

      for (guint i = 0; i < dues->len; i++)
        {
          const KarneDue *due = dues->pdata[i];
          const char *before = g_hash_table_lookup (last, due->rule);

          if (due->state == KARNE_DUE_DONE || due->state == KARNE_DUE_ASK || due->from == NULL)
            continue;
          if (before != NULL && strcmp (due->from, before) < 0)
            g_error ("%s goes back from %s to %s on %s", due->rule, before, due->from, due->on);
          g_hash_table_insert (last, (char *) due->rule, g_strdup (due->from));
        }
    }
}

static void
test_windows (void)
{
  for_each_person (check_windows);
}

/* What the record tells of later days is not known yet. */
static void
check_future (const KarneTestPerson *person, GRand *dice)
{
  KarneTestPerson past = *person;
  KarneDay on = today - 100;
  g_autoptr (KarneHistory) history = karne_test_person_dup_history (person, rules, NULL);
  g_autoptr (KarneHistory) past_history = NULL;
  g_autoptr (GPtrArray) dues = evaluate (history, on);
  g_autoptr (GPtrArray) past_dues = NULL;
  g_autofree char *text = describe_all (dues);
  g_autofree char *past_text = NULL;

  past.n_acts = 0;
  for (guint i = 0; i < person->n_acts; i++)
    if (person->days[i] <= on)
      {
        past.things[past.n_acts] = person->things[i];
        past.days[past.n_acts++] = person->days[i];
      }
  if (past.end > on)
    {
      past.end = KARNE_DAY_NEVER;
      past.outcome = KARNE_OUTCOME_NONE;
    }
  if (past.period > on)
    past.period = KARNE_DAY_NONE;
  past_history = karne_test_person_dup_history (&past, rules, NULL);
  past_dues = evaluate (past_history, on);
  past_text = describe_all (past_dues);
  g_assert_cmpstr (text, ==, past_text);
}

static void
test_future (void)
{
  for_each_person (check_future);
}

/* From the day of a loss on there is not a word of it. */
static void
check_loss (const KarneTestPerson *person, GRand *dice)
{
  g_autoptr (KarneHistory) history = NULL;
  g_autoptr (GPtrArray) dues = NULL;

  if (person->outcome != KARNE_OUTCOME_LOST || person->end > today)
    return;
  history = karne_test_person_dup_history (person, rules, NULL);
  dues = evaluate (history, person->end);
  for (guint i = 0; i < dues->len; i++)
    {
      const KarneDue *due = dues->pdata[i];

      g_assert_cmpint (due->kind, !=, KARNE_RULE_PREGNANCY);
      g_assert_null (strstr (due->rule, "pregnancy"));
      g_assert_cmpuint (due->weeks, ==, 0);
      for (guint j = 0; j < due->why->len; j++)
        g_assert_cmpint (((KarneDueFact *) due->why->pdata[j])->role, !=, KARNE_DUE_FACT_PREGNANCY);
    }
}

static void
test_loss (void)
{
  for_each_person (check_loss);
}

/* Of who is born in a month, nothing is asked for later, nor closed earlier, than of whoever is
 * born on a day of it. */
static void
test_partial_births (void)
{
  KarneTrace trace = { .kind = "Patient", .id = "p" };
  const char *const months[] = { "2026-02", "2025-12", "2024-02", "2020-01", "1961-12", "1950" };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      g_autoptr (KarneHistory) vague = karne_history_new ();
      g_autoptr (GPtrArray) dues = NULL;
      KarneDays days;

      karne_history_set_person (vague, months[i], KARNE_SEX_FEMALE, KARNE_TERRITORY_FRANCE, &trace);
      karne_history_seal (vague);
      dues = evaluate (vague, today);
      karne_days_parse (months[i], 0, &days);
      for (KarneDay born = days.first; born <= days.last; born++)
        {
          KarneTestPerson person = { .born = born,
                                     .sex = KARNE_SEX_FEMALE,
                                     .territory = KARNE_TERRITORY_FRANCE };
          g_autoptr (KarneHistory) exact = karne_test_person_dup_history (&person, rules, NULL);
          g_autoptr (GPtrArray) others = evaluate (exact, today);

          for (guint j = 0; j < dues->len; j++)
            {
              const KarneDue *due = dues->pdata[j];
              const KarneDue *other = find_due (others, due->rule);

              if (other == NULL || other->dose != due->dose || due->from == NULL)
                continue;
              /* A window of each year may be the next one already. */
              if (g_str_equal (due->rule, "dental-yearly"))
                continue;
              g_assert_cmpstr (due->from, <=, other->from);
              g_assert_true (due->to == NULL || strcmp (due->to, other->to) >= 0);
            }
        }
    }
}

/* Dates */

static void
assert_months (const char *day, int months, const char *expected)
{
  char text[KARNE_DAY_SIZE];
  KarneDay from;

  g_assert_true (karne_day_parse (day, &from));
  g_assert_cmpstr (karne_day_to_text (karne_day_add_months (from, months), text), ==, expected);
}

static void
test_months (void)
{
  assert_months ("2026-01-31", 1, "2026-02-28");
  assert_months ("2024-01-31", 1, "2024-02-29");
  assert_months ("2026-08-31", 1, "2026-09-30");
  assert_months ("2026-12-31", 2, "2027-02-28");
  assert_months ("2024-02-29", 12, "2025-02-28");
  assert_months ("2024-02-29", 48, "2028-02-29");
  assert_months ("2024-02-29", 1200, "2124-02-29");
  assert_months ("2000-02-29", 1200, "2100-02-28");
  assert_months ("2026-03-31", -1, "2026-02-28");
  assert_months ("2026-01-15", -13, "2024-12-15");
}

static void
test_each_day (void)
{
  char text[KARNE_DAY_SIZE];
  KarneDay day = karne_day_new (1899, 12, 31);

  for (KarneDay i = day; i < day + 200 * 366; i++)
    {
      KarneDay back;

      g_assert_true (karne_day_parse (karne_day_to_text (i, text), &back));
      g_assert_cmpint (back, ==, i);
    }
  g_assert_cmpint (karne_day_new (2026, 2, 29), ==, KARNE_DAY_NONE);
  g_assert_cmpint (karne_day_new (2100, 2, 29), ==, KARNE_DAY_NONE);
  g_assert_cmpint (karne_day_new (2026, 13, 1), ==, KARNE_DAY_NONE);
}

static void
test_reading (void)
{
  static const struct
  {
    const char *text;
    int minutes;
    const char *first; /* "": it cannot be read */
    const char *last;
  } dates[] = {
    { "2026", 0, "2026-01-01", "2026-12-31" },
    { "2024-02", 0, "2024-02-01", "2024-02-29" },
    { "2026-03-01", 240, "2026-03-01", "2026-03-01" },
    /* An instant is of the day on which it was written… */
    { "2026-03-01T23:30:00+04:00", 240, "2026-03-01", "2026-03-01" },
    { "2026-03-01T00:30:00-04:00", -240, "2026-03-01", "2026-03-01" },
    /* …and in UTC, of that where the person lives. */
    { "2026-02-28T20:00:00Z", 240, "2026-03-01", "2026-03-01" },
    { "2026-02-28T19:59:59Z", 240, "2026-02-28", "2026-02-28" },
    { "2026-03-01T03:59:00.123Z", -240, "2026-02-28", "2026-02-28" },
    { "2026-03-01T04:00:00+00:00", -240, "2026-03-01", "2026-03-01" },
    { "dans l'enfance", 0, "", "" },
    { "2026-02-30", 0, "", "" },
    { "2026-13", 0, "", "" },
    { "", 0, "", "" },
    { NULL, 0, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      char first[KARNE_DAY_SIZE], last[KARNE_DAY_SIZE];
      KarneDays days;

      g_assert_cmpint (karne_days_parse (dates[i].text, dates[i].minutes, &days), ==,
                       *dates[i].first != '\0');
      g_assert_cmpstr (karne_day_to_text (days.first, first), ==, dates[i].first);
      g_assert_cmpstr (karne_day_to_text (days.last, last), ==, dates[i].last);
    }
}

/* No day, no answer; nobody, nothing by age. */
static void
test_nothing (void)
{
  g_autoptr (KarneHistory) nobody = karne_history_new ();
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) few = NULL;

  karne_history_seal (nobody);
  none = karne_rules_evaluate (rules, nobody, "some day");
  few = evaluate (nobody, today);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (few->len, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  rules = karne_rules_new (NULL, NULL);
  today = karne_day_new (2026, 1, 15);
  g_test_add_func ("/due/months", test_months);
  g_test_add_func ("/due/each-day", test_each_day);
  g_test_add_func ("/due/reading", test_reading);
  g_test_add_func ("/due/nothing", test_nothing);
  g_test_add_func ("/due/order", test_order);
  g_test_add_func ("/due/sources", test_sources);
  g_test_add_func ("/due/recorded", test_recorded);
  g_test_add_func ("/due/windows", test_windows);
  g_test_add_func ("/due/future", test_future);
  g_test_add_func ("/due/loss", test_loss);
  g_test_add_func ("/due/partial-births", test_partial_births);
  status = g_test_run ();
  g_object_unref (rules);
  return status;
}
