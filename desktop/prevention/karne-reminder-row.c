/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#define KARNE_I18N_PREVENTION /* what nobody confirmed comes in French */

#include "karne-reminder-row.h"

#include "karne-record-row.h"
#include "karne-text.h"
#include "words/karne-i18n.h"

/* A server may send a text of any length: a row has the beginning, its page has all of it. */
#define MAX_LETTERS 240

static const char *
choose_icon (KarneReminder *reminder)
{
  KarneDueEntry *entry = karne_reminder_get_entry (reminder);
  const char *kind = karne_resource_get_kind (KARNE_RESOURCE (reminder));

  if (g_str_has_prefix (kind, "Immunization") ||
      (entry != NULL && entry->due->kind == KARNE_RULE_VACCINATION))
    return "karne-vaccine-symbolic";
  return g_str_has_prefix (kind, "Communication") ? "karne-letter-symbolic"
                                                  : "karne-prevention-symbolic";
}

/* What sort of thing it is, and when. */
static char *
make_subtitle (KarneReminder *reminder)
{
  g_autofree char *sort = karne_reminder_dup_sort_words (reminder);
  g_autofree char *time = karne_reminder_dup_time_words (reminder);
  g_autofree char *both = karne_text_beside (sort, time);

  return karne_text_capitalize (both);
}

typedef void (*AddChip) (gpointer to, const char *icon_name, const char *words, const char *style);

static gboolean
is_overdue (KarneReminder *reminder)
{
  return karne_reminder_get_group (reminder) == KARNE_REMINDER_TO_DO &&
         karne_reminder_get_when (reminder) == KARNE_REMINDER_OVERDUE;
}

static void
add_entry_chips (KarneDueEntry *entry, AddChip add, gpointer to)
{
  const KarneDue *due = entry->due;
  g_autofree char *dose = karne_due_dose_to_words (due);
  gboolean is_pressing = entry->state == KARNE_DUE_OVERDUE;

  if (is_pressing)
    add (to, "karne-warning-symbolic", karne_due_state_to_words (entry->state), "warning");
  if (karne_own_act_to_words (entry->own) != NULL)
    add (to, NULL, karne_own_act_to_words (entry->own), NULL);
  if (dose != NULL)
    add (to, NULL, dose, NULL);
  add (to, NULL, karne_rule_level_to_words (due->level), NULL);
  if ((due->flags & KARNE_DUE_CHECK) != 0 || entry->disagreement == KARNE_DUE_DISAGREED_DONE)
    /* Translators: of a reminder, where something in the record is to be looked at by a doctor, a
     * nurse, a pharmacist or a midwife. */
    add (to, "karne-warning-symbolic", _ ("To be checked"), NULL);
  if (entry->notices->len > 0)
    /* Translators: of a reminder that the health service has sent too. */
    add (to, "karne-letter-symbolic", _ ("Asked for by the health service too"), NULL);
}

/* A server may say itself that something is overdue: it need not be said twice. */
static void
add_chips (KarneReminder *reminder, AddChip add, gpointer to)
{
  g_autofree char *status = karne_reminder_dup_status_words (reminder);
  g_autofree char *level = karne_reminder_dup_level_words (reminder);
  /* Translators: of something that was to be done by a date that has passed. */
  const char *overdue = C_ ("status", "Overdue");

  if (karne_reminder_get_entry (reminder) != NULL)
    {
      add_entry_chips (karne_reminder_get_entry (reminder), add, to);
      return;
    }
  if (is_overdue (reminder))
    add (to, "karne-warning-symbolic", overdue, "warning");
  if (!is_overdue (reminder) || g_strcmp0 (status, overdue) != 0)
    add (to, NULL, status, NULL);
  if (level != NULL)
    add (to, NULL, level, NULL);
}

/* Where the title is in French because nobody confirmed its translation. */
static void
add_draft (KarneRecordRow *row, KarneReminder *reminder)
{
  const KarneDueEntry *entry = karne_reminder_get_entry (reminder);
  const char *draft = entry != NULL ? karne_due_title_draft_to_words (entry->due) : NULL;
  g_autofree char *marked = draft != NULL ? karne_unconfirmed_mark_to_words (draft) : NULL;

  karne_record_row_add_line (row, marked);
}

GtkWidget *
karne_reminder_row_new (KarneReminder *reminder)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row;

  g_return_val_if_fail (KARNE_IS_REMINDER (reminder), NULL);

  title = karne_text_shorten (karne_resource_get_title (KARNE_RESOURCE (reminder)), MAX_LETTERS);
  subtitle = make_subtitle (reminder);
  row = karne_record_row_new (choose_icon (reminder), title, NULL);
  add_draft (KARNE_RECORD_ROW (row), reminder);
  karne_record_row_add_line (KARNE_RECORD_ROW (row), subtitle);
  add_chips (reminder, (AddChip) karne_record_row_add_chip, row);
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  return row;
}

void
karne_reminder_row_add_chips_to (KarneReminder *reminder, KarneDetail *detail)
{
  g_return_if_fail (KARNE_IS_REMINDER (reminder) && KARNE_IS_DETAIL (detail));

  add_chips (reminder, (AddChip) karne_detail_add_chip, detail);
}
