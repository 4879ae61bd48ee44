/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-prevention-sheets.h"

#include "karne-sync.h"
#include "karne-text.h"
#include "words/karne-i18n.h"

#define MAX_LETTERS 240
#define N_GROUPS (KARNE_DUE_GROUP_DECLINED + 1)
/* Those of the rules, and what no rule asks for. */
#define N_SORTS (KARNE_RULE_CHRONIC + 2)

static guint
get_sort (const KarneDueEntry *entry)
{
  return entry->due != NULL ? entry->due->kind : N_SORTS - 1;
}

static const char *
get_sort_words (guint sort)
{
  return sort < N_SORTS - 1 ? karne_rule_kind_to_words ((KarneRuleKind) sort)
                            /* Translators: heading over reminders of no sort that is known. */
                            : C_ ("reminders", "Other notices");
}

static const char *
get_group_words (guint group)
{
  switch ((KarneDueGroup) group)
    {
    case KARNE_DUE_GROUP_DONE:
      return C_ ("reminders", "Done");
    case KARNE_DUE_GROUP_DECLINED:
      return C_ ("reminders", "Declined");
    case KARNE_DUE_GROUP_TO_DO:
    default:
      return C_ ("reminders", "To do");
    }
}

/* How it stands, which dose it is, how strongly it is asked for, what the person said. */
static void
print_state (KarneSheets *sheets, const KarneDueEntry *entry)
{
  const KarneDue *due = entry->due;
  g_autofree char *dose = due != NULL ? karne_due_dose_to_words (due) : NULL;
  const char *const words[] = {
    karne_due_state_to_words (entry->state),
    dose,
    due != NULL ? karne_rule_level_to_words (due->level) : NULL,
    karne_own_act_to_words (entry->own),
  };
  g_autofree char *line = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      char *longer = karne_text_beside (line, words[i]);

      g_free (line);
      line = longer;
    }
  karne_sheets_add_text (sheets, line);
}

static void
print_due (KarneSheets *sheets, const KarneDue *due)
{
  karne_sheets_take_text (sheets, karne_due_window_to_words (due));
  karne_sheets_add_text (sheets, karne_due_text_to_words (due));
  for (guint i = 0; i < due->why->len; i++)
    karne_sheets_take_item (sheets, karne_due_fact_to_words (due->why->pdata[i]));
  karne_sheets_take_text (sheets, karne_due_flags_to_words (due->flags));
  karne_sheets_take_text (sheets, karne_due_source_to_words (due));
}

/* What the health service sent about it, as it sent it. */
static void
print_notices (KarneSheets *sheets, GPtrArray *notices)
{
  for (guint i = 0; i < notices->len; i++)
    {
      const KarneDueNotice *notice = notices->pdata[i];
      g_autofree char *title = karne_text_shorten (notice->title, MAX_LETTERS);
      g_autofree char *period = notice->from != NULL || notice->to != NULL
                                    ? karne_period_to_words (notice->from, notice->to)
                                    : NULL;
      g_autofree char *words = karne_text_beside (title, period);

      if (words != NULL)
        /* Translators: on paper; %s is a notice of a health service, and between when. */
        karne_sheets_take_item (sheets, g_strdup_printf (_ ("From the health service: %s"), words));
    }
}

static void
print_entry (KarneSheets *sheets, const KarneDueEntry *entry)
{
  g_autofree char *title = karne_text_shorten (entry->title, MAX_LETTERS);
  const char *disagreement = karne_due_disagreement_to_words (entry->disagreement);

  karne_sheets_add_heading (sheets, 3,
                            entry->due != NULL ? karne_due_title_to_words (entry->due)
                            : title != NULL    ? title
                                               : _ ("Without a title"));
  if (entry->due != NULL && karne_due_title_draft_to_words (entry->due) != NULL)
    karne_sheets_take_text (sheets, karne_unconfirmed_mark_to_words (
                                        karne_due_title_draft_to_words (entry->due)));
  print_state (sheets, entry);
  if (entry->due != NULL)
    print_due (sheets, entry->due);
  print_notices (sheets, entry->notices);
  karne_sheets_add_text (sheets, disagreement);
}

static void
print_group (KarneSheets *sheets, GPtrArray *entries, guint group)
{
  gboolean is_empty = TRUE;

  karne_sheets_add_heading (sheets, 1, get_group_words (group));
  for (guint sort = 0; sort < N_SORTS; sort++)
    {
      gboolean is_first = TRUE;

      for (guint i = 0; i < entries->len; i++)
        {
          const KarneDueEntry *entry = entries->pdata[i];

          if (entry->group != group || get_sort (entry) != sort)
            continue;
          if (is_first)
            karne_sheets_add_heading (sheets, 2, get_sort_words (sort));
          print_entry (sheets, entry);
          is_first = is_empty = FALSE;
        }
    }
  if (is_empty)
    karne_sheets_add_text (sheets, _ ("Nothing"));
}

/* For which day, and from a record of which date. */
static void
print_dates (KarneSheets *sheets, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDue *due = ((KarneDueEntry *) entries->pdata[i])->due;
      g_autofree char *as_of = NULL;

      if (due == NULL)
        continue;
      karne_sheets_take_text (sheets, karne_due_worked_out_to_words (due));
      as_of = due->as_of != NULL ? karne_date_to_words (due->as_of, KARNE_DATE_STYLE_LONG) : NULL;
      if (as_of != NULL)
        /* Translators: on paper; %s is a date, as in “Record as of 3 March 2026.” */
        karne_sheets_take_text (sheets, g_strdup_printf (_ ("Record as of %s."), as_of));
      return;
    }
}

void
karne_prevention_sheets_print (KarneSheets *sheets, gpointer data)
{
  GPtrArray *entries = data;

  karne_sheets_add_title (sheets, _ ("Prevention"));
  print_dates (sheets, entries);
  karne_sheets_add_text (sheets,
                         karne_whole_gettext (N_ (
                             "Worked out on this computer from the record and from the rules that "
                             "are named here. It is no diagnosis, and replaces no professional.")));
  for (guint group = 0; group < N_GROUPS; group++)
    print_group (sheets, entries, group);
}
