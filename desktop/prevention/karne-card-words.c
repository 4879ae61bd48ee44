/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#define KARNE_I18N_PREVENTION /* what nobody confirmed comes in French */

#include "karne-card-words.h"

#include "karne-text.h"
#include "words/karne-i18n.h"

/* A server may send a text of any length. */
#define MAX_LETTERS 240

static gboolean
has_day (const KarneCardDose *dose)
{
  g_autofree char *words =
      dose->date != NULL ? karne_date_to_words (dose->date, KARNE_DATE_STYLE_DATE) : NULL;

  return words != NULL && *words != '\0';
}

char *
karne_card_words_date (const KarneCardDose *dose)
{
  if (!has_day (dose))
    /* Translators: of a vaccination of which the record does not say when it was. */
    return g_strdup (C_ ("card", "Without a date"));
  return karne_date_to_words (dose->date, KARNE_DATE_STYLE_DATE);
}

char *
karne_card_words_dose (const KarneCardDose *dose)
{
  g_autofree char *number = karne_card_dose_number_to_words (dose);
  g_autofree char *date = karne_card_words_date (dose);

  if (number == NULL)
    return g_steal_pointer (&date);
  /* Translators: a dose of a vaccine and its date, as in “Dose 2 of 3: 4 March 2026”. */
  return g_strdup_printf (C_ ("card", "%s: %s"), number, date);
}

char *
karne_card_words_origin (const KarneCardDose *dose)
{
  g_autofree char *author = karne_text_shorten (dose->author, MAX_LETTERS);

  return karne_text_beside (karne_card_origin_to_words (dose->origin), author);
}

static char *
say_next (gconstpointer data)
{
  const KarneDue *due = data;
  g_autofree char *window = karne_due_window_to_words (due);
  g_autofree char *dose = karne_due_dose_to_words (due);
  const char *title = karne_due_title_to_words (due);

  if (dose == NULL)
    /* Translators: what vaccination is next, and when, as in “Next: Influenza vaccine. To be done
     * until 31 January 2027.” */
    return g_strdup_printf (_ ("Next: %s. %s"), title, window);
  /* Translators: what vaccination is next, which dose of it, and when, as in “Next: Hexavalent
   * vaccine, 2 of 3. To be done until 3 March 2026.” */
  return g_strdup_printf (_ ("Next: %s, %s. %s"), title, dose, window);
}

char *
karne_card_words_next (const KarneDueEntry *entry)
{
  return karne_voice_say (say_next, entry->due);
}

const char *
karne_card_words_empty (const KarneCardLine *line)
{
  /* Translators: on a vaccination card: it does not mean that it was not done. */
  return line->doses->len == 0 ? _ ("Not found in the record") : NULL;
}

gboolean
karne_card_words_is_shown (const KarneCardLine *line)
{
  return line->asked || line->doses->len > 0;
}

char *
karne_card_words_rest (GPtrArray *lines)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KarneCardLine *line = lines->pdata[i];

      if (karne_card_words_is_shown (line))
        continue;
      if (names->len > 0)
        g_string_append (names, " · ");
      g_string_append (names, karne_card_line_name_to_words (line));
    }
  if (names->len == 0)
    return NULL;
  /* Translators: %s are diseases, one after the other. */
  return g_strdup_printf (_ ("The rules ask for nothing at present, and nothing was found in the "
                             "record, of: %s."),
                          names->str);
}

const char *
karne_card_words_note (void)
{
  return karne_whole_gettext (
      N_ ("“Not found in the record” does not mean that somebody is not vaccinated: a vaccination "
          "may be written down elsewhere. This card is no certificate."));
}

/* On paper */

static void
print_dose (KarneSheets *sheets, const KarneCardDose *dose)
{
  g_autofree char *number = karne_card_dose_number_to_words (dose);
  g_autofree char *date = karne_card_words_date (dose);
  g_autofree char *vaccine = karne_text_shorten (dose->vaccine, MAX_LETTERS);
  g_autofree char *origin = karne_card_words_origin (dose);
  g_autofree char *lot = karne_text_shorten (dose->lot, MAX_LETTERS);
  g_autofree char *words =
      karne_text_beside (origin, dose->check ? _ ("To be checked with a professional") : NULL);
  const char *const cells[] = { date, number, vaccine, lot, words };

  karne_sheets_add_row (sheets, cells, G_N_ELEMENTS (cells));
}

static void
print_line (KarneSheets *sheets, const KarneCardLine *line)
{
  const char *const headings[] = {
    _ ("Date"),
    /* Translators: heading of a column: which dose of a vaccine it was. */
    C_ ("card", "Dose"),
    C_ ("card", "Vaccine"),
    /* Translators: heading of a column: which batch of a vaccine it was of. */
    C_ ("card", "Lot"),
    /* Translators: heading of a column: whose word it is that a vaccination was done. */
    C_ ("card", "Where from"),
  };

  karne_sheets_add_heading (sheets, 2, karne_card_line_name_to_words (line));
  karne_sheets_add_text (sheets, karne_card_words_empty (line));
  if (line->doses->len > 0)
    karne_sheets_begin_table (sheets, headings, G_N_ELEMENTS (headings));
  for (guint i = 0; i < line->doses->len; i++)
    print_dose (sheets, line->doses->pdata[i]);
  for (guint i = 0; i < line->next->len; i++)
    {
      const KarneDueEntry *entry = line->next->pdata[i];

      karne_sheets_take_text (sheets, karne_card_words_next (entry));
      if ((entry->due->flags & KARNE_DUE_UNCONFIRMED) != 0)
        karne_sheets_add_text (sheets, _ ("To be confirmed with a professional."));
    }
}

void
karne_card_words_print (KarneSheets *sheets, gpointer data)
{
  GPtrArray *lines = data;

  karne_sheets_add_title (sheets, _ ("Vaccination card"));
  karne_sheets_add_text (sheets, karne_card_words_note ());
  for (guint i = 0; i < lines->len; i++)
    if (karne_card_words_is_shown (lines->pdata[i]))
      print_line (sheets, lines->pdata[i]);
  karne_sheets_take_text (sheets, karne_card_words_rest (lines));
}
