/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#define KARNE_I18N_PREVENTION
#include "prevention/karne-card-private.h"
#include "prevention/karne-civil-date-private.h"
#include "words/karne-i18n.h"

/* The vaccination card: which dose is against what, and what the rules make of it. */

/* How the line of what is in no row begins; what the record calls it follows. */
#define OTHER "other:"

/* One line of the card. What a vaccine is against tells where it belongs; where codes of vaccines
 * say more than the disease, the things do. */
typedef struct
{
  const char *id;
  const char *name;
  const char *diseases; /* (nullable) of codes.xml, any of them */
  const char *things;   /* (nullable) likewise */
  gboolean is_rest;     /* takes only what no row before it took */
} Row;

static const Row rows[] = {
  /* Translators: what vaccines are against, on a vaccination card; here and in what follows. */
  { "dtp", NC_ ("card", "Diphtheria, tetanus, polio"), "diphtheria tetanus polio",
    "dtp dtcap hexavalent" },
  { "pertussis", NC_ ("card", "Pertussis"), "pertussis", "pertussis dtcap hexavalent" },
  { "hib", NC_ ("card", "Haemophilus influenzae type b"), "hib", "hexavalent" },
  { "hepatitis-b", NC_ ("card", "Hepatitis B"), "hepatitis-b", "hepb hexavalent" },
  { "pneumococcal", NC_ ("card", "Pneumococcus"), "pneumococcal", "pcv pcv20" },
  { "menb", NC_ ("card", "Meningococcus B"), NULL, "menb" },
  { "menacwy", NC_ ("card", "Meningococci A, C, W and Y"), NULL, "menacwy" },
  { "meningococcal", NC_ ("card", "Meningococci, of other types or of a type that is not said"),
    "meningococcal", NULL, TRUE },
  { "mmr", NC_ ("card", "Measles, mumps, rubella"), "measles mumps rubella", "mmr" },
  { "rotavirus", NC_ ("card", "Rotavirus"), "rotavirus", "rotavirus" },
  { "papillomavirus", NC_ ("card", "Papillomavirus (HPV)"), "papillomavirus", "hpv" },
  { "influenza", NC_ ("card", "Influenza"), "influenza", "flu" },
  { "covid-19", NC_ ("card", "Covid-19"), "covid-19", "covid" },
  { "rsv", NC_ ("card", "RSV (bronchiolitis)"), "rsv", "rsv nirsevimab" },
  { "zoster", NC_ ("card", "Shingles"), "zoster", "zoster" },
  { "tuberculosis", NC_ ("card", "Tuberculosis (BCG)"), "tuberculosis", "bcg" },
  { "yellow-fever", NC_ ("card", "Yellow fever"), "yellow-fever", "yellow-fever" },
  { "dengue", NC_ ("card", "Dengue"), "dengue", "dengue" },
};

/* A row in numbers. */
typedef struct
{
  guint64 diseases;
  KarneThings things;
} Wanted;

static guint64
find_diseases (KarneRules *rules, const char *names)
{
  g_auto (GStrv) all = g_strsplit (names != NULL ? names : "", " ", -1);
  guint64 diseases = 0;

  for (guint i = 0; all[i] != NULL; i++)
    {
      int number = karne_rules_find (rules, "disease", all[i]);

      if (number != KARNE_NO_INDEX)
        diseases |= G_GUINT64_CONSTANT (1) << number;
    }
  return diseases;
}

static Wanted
find_wanted (KarneRules *rules, const Row *row)
{
  Wanted wanted = { find_diseases (rules, row->diseases), { { 0 } } };
  g_auto (GStrv) things = g_strsplit (row->things != NULL ? row->things : "", " ", -1);

  for (guint i = 0; things[i] != NULL; i++)
    {
      int thing = karne_rules_find (rules, "thing", things[i]);

      if (thing != KARNE_NO_INDEX)
        karne_things_add (&wanted.things, thing);
    }
  return wanted;
}

static gboolean
things_meet (const KarneThings *one, const KarneThings *other)
{
  for (guint i = 0; i < G_N_ELEMENTS (one->words); i++)
    if ((one->words[i] & other->words[i]) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_against (const KarneCardGiven *given, const Wanted *wanted)
{
  return (given->diseases & wanted->diseases) != 0 || things_meet (&given->things, &wanted->things);
}

/* What may count, and may not, does not say what a rule is about. */
static gboolean
is_about (const KarneRule *rule, const Wanted *wanted)
{
  for (guint i = 0; i < rule->done->len; i++)
    {
      const KarneRuleDone *done = &g_array_index (rule->done, KarneRuleDone, i);

      if (!done->perhaps && karne_things_have (&wanted->things, done->thing))
        return TRUE;
    }
  return FALSE;
}

/* A line */

static KarneCardLine *
line_new (const char *id)
{
  KarneCardLine *line = g_new0 (KarneCardLine, 1);

  line->id = g_strdup (id);
  line->doses = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_card_dose_free);
  line->next = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_entry_free);
  return line;
}

/* What a rule makes of a dose: FALSE where it does not speak of it. */
static gboolean
find_role (const KarneDue *due, const KarneCardDose *dose, KarneDueFactRole *role, guint *number)
{
  guint n = 0;

  for (guint i = 0; i < due->why->len; i++)
    {
      const KarneDueFact *fact = due->why->pdata[i];

      n += fact->role == KARNE_DUE_FACT_COUNTED;
      if (fact->source != dose->source || g_strcmp0 (fact->id, dose->id) != 0 ||
          g_strcmp0 (fact->kind, dose->kind) != 0)
        continue;
      *role = fact->role;
      *number = n;
      return TRUE;
    }
  return FALSE;
}

/* What the record says itself of the number of a dose comes before what is worked out; that says of
 * how many it is, where both agree. One that is
 * too early for any rule is to be checked; one that may count only where none counts it. */
static void
judge_dose (KarneCardDose *dose, GPtrArray *entries)
{
  gboolean counts = FALSE, is_early = FALSE, is_unsure = FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDue *due = ((KarneDueEntry *) entries->pdata[i])->due;
      KarneDueFactRole role;
      guint number;

      if (!find_role (due, dose, &role, &number))
        continue;
      counts = counts || role == KARNE_DUE_FACT_COUNTED;
      is_early = is_early || role == KARNE_DUE_FACT_EARLY;
      is_unsure = is_unsure || role == KARNE_DUE_FACT_UNSURE;
      if (role != KARNE_DUE_FACT_COUNTED || due->doses < 2 || dose->doses > 0 ||
          (dose->dose > 0 && dose->dose != number))
        continue;
      dose->dose = number;
      dose->doses = due->doses;
    }
  dose->check = dose->check || is_early || (is_unsure && !counts);
}

static int
compare_doses_cb (gconstpointer a, gconstpointer b)
{
  const KarneCardDose *one = *(KarneCardDose *const *) a, *other = *(KarneCardDose *const *) b;
  KarneDays first, second;
  gboolean is_first = karne_days_parse (one->date, 0, &first);
  gboolean is_second = karne_days_parse (other->date, 0, &second);

  if (!is_first || !is_second)
    return is_second - is_first;
  if (first.first != second.first)
    return first.first < second.first ? -1 : 1;
  return g_strcmp0 (one->id, other->id);
}

static gboolean
has_dose_on (const KarneCardLine *line, const char *date)
{
  for (guint i = 0; i < line->doses->len; i++)
    if (g_strcmp0 (((KarneCardDose *) line->doses->pdata[i])->date, date) == 0)
      return TRUE;
  return FALSE;
}

/* What the person says was done, as long as the record does not say so itself. */
static void
add_own (KarneCardLine *line, const KarneDueEntry *entry)
{
  KarneCardDose *dose;

  if (entry->own != KARNE_OWN_DONE || entry->act == NULL || entry->due->state == KARNE_DUE_DONE ||
      has_dose_on (line, entry->act->date))
    return;
  dose = g_new0 (KarneCardDose, 1);
  dose->source = entry->act->source;
  dose->kind = g_strdup (entry->act->kind);
  dose->id = g_strdup (entry->act->id);
  dose->date = g_strdup (entry->act->date);
  dose->origin = KARNE_CARD_OWN;
  dose->state = entry->act->state;
  g_ptr_array_add (line->doses, dose);
}

static void
add_entries (KarneCardLine *line, GPtrArray *entries)
{
  line->asked = entries->len > 0;
  for (guint i = 0; i < line->doses->len; i++)
    judge_dose (line->doses->pdata[i], entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDueEntry *entry = entries->pdata[i];

      add_own (line, entry);
      /* What is done may have to be done again, on a day that is known. */
      if (entry->group == KARNE_DUE_GROUP_TO_DO ||
          (entry->due->state == KARNE_DUE_DONE && entry->due->from != NULL))
        g_ptr_array_add (line->next, karne_due_entry_copy (entry));
    }
}

/* (transfer container) Of those that a rule speaks of: what is about this row. */
static GPtrArray *
choose_entries (KarneRules *rules, GPtrArray *entries, const Wanted *wanted)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDue *due = ((KarneDueEntry *) entries->pdata[i])->due;
      int rule = due != NULL && due->kind == KARNE_RULE_VACCINATION
                     ? karne_rules_find (rules, "rule", due->rule)
                     : KARNE_NO_INDEX;

      if (rule != KARNE_NO_INDEX && is_about (rules->rules->pdata[rule], wanted))
        g_ptr_array_add (chosen, entries->pdata[i]);
    }
  return chosen;
}

/* All of them */

static void
take_line (GPtrArray *lines, KarneCardLine *line)
{
  g_ptr_array_sort (line->doses, compare_doses_cb);
  g_ptr_array_add (lines, line);
}

static void
add_row (GPtrArray *lines,
         KarneRules *rules,
         const Row *row,
         GPtrArray *given,
         gboolean *taken,
         GPtrArray *entries)
{
  Wanted wanted = find_wanted (rules, row);
  g_autoptr (GPtrArray) chosen = choose_entries (rules, entries, &wanted);
  KarneCardLine *line = line_new (row->id);

  for (guint i = 0; i < given->len; i++)
    {
      const KarneCardGiven *one = given->pdata[i];

      if ((row->is_rest && taken[i]) || !is_against (one, &wanted))
        continue;
      g_ptr_array_add (line->doses, karne_card_dose_copy (one->dose));
      taken[i] = TRUE;
    }
  add_entries (line, chosen);
  /* The rest is spoken of only where there is something of it. */
  if (row->is_rest && line->doses->len == 0)
    karne_card_line_free (line);
  else
    take_line (lines, line);
}

static KarneCardLine *
ensure_other (GPtrArray *lines, const char *id)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_str_equal (((KarneCardLine *) lines->pdata[i])->id, id))
      return lines->pdata[i];
  g_ptr_array_add (lines, line_new (id));
  return lines->pdata[lines->len - 1];
}

/* What no rule knows of stands under what the record calls it. */
static void
add_others (GPtrArray *lines, GPtrArray *given, const gboolean *taken)
{
  guint first = lines->len;

  for (guint i = 0; i < given->len; i++)
    {
      const KarneCardGiven *one = given->pdata[i];
      const char *name = one->disease != NULL ? one->disease : one->dose->vaccine;
      g_autofree char *id = g_strconcat (OTHER, name, NULL);

      if (!taken[i])
        g_ptr_array_add (ensure_other (lines, id)->doses, karne_card_dose_copy (one->dose));
    }
  for (guint i = first; i < lines->len; i++)
    g_ptr_array_sort (((KarneCardLine *) lines->pdata[i])->doses, compare_doses_cb);
}

GPtrArray *
karne_card_make (KarneRules *rules, GPtrArray *given, GPtrArray *entries)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_card_line_free);
  g_autofree gboolean *taken = g_new0 (gboolean, given->len + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    add_row (lines, rules, &rows[i], given, taken, entries);
  add_others (lines, given, taken);
  return lines;
}

/**
 * karne_card_line_name_to_words:
 * @self: a line
 *
 * Says what the vaccines on it are against; for what the rules do not know, as the record calls it.
 *
 * Returns: the words
 */
const char *
karne_card_line_name_to_words (const KarneCardLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, self->id))
      return karne_safe_pgettext ("card", rows[i].name);
  if (self->id[sizeof (OTHER) - 1] != '\0')
    return self->id + sizeof (OTHER) - 1;
  /* Translators: on a vaccination card: the record does not say what it was against. */
  return C_ ("card", "Not said against what");
}

/**
 * karne_card_dose_number_to_words:
 * @self: a dose
 *
 * Says which dose it is.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where nobody says
 */
char *
karne_card_dose_number_to_words (const KarneCardDose *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->dose == 0)
    return NULL;
  if (self->doses < self->dose)
    /* Translators: of a vaccine, as in “Dose 2”. */
    return g_strdup_printf (_ ("Dose %u"), self->dose);
  /* Translators: of a vaccine, as in “Dose 2 of 3”. */
  return g_strdup_printf (_ ("Dose %u of %u"), self->dose, self->doses);
}

/**
 * karne_card_origin_to_words:
 * @origin: whose word it is
 *
 * Says whose word it is that a dose was given.
 *
 * Returns: the words
 */
const char *
karne_card_origin_to_words (KarneCardOrigin origin)
{
  switch (origin)
    {
    case KARNE_CARD_REPORTED:
      /* Translators: of a vaccination that nobody who gave it wrote down. */
      return C_ ("card", "In the record, as reported");
    case KARNE_CARD_OWN:
      /* Translators: of a vaccination that the person says was done. */
      return C_ ("card", "Told by the person");
    case KARNE_CARD_RECORD:
    default:
      /* Translators: where a vaccination is written down. */
      return C_ ("card", "In the record");
    }
}
