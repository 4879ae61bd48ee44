/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sheets.h"

#include "karne-block-words.h"
#include "karne-locale.h"
#include "karne-sync.h"
#include "words/karne-i18n.h"

#define FRENCH "fr"

struct _KarneSheets
{
  GPtrArray *blocks; /* (owned) of KarneBlock */
  KarneBlock *table; /* (unowned) (nullable) the one that rows go to */
  const char *name;
  const char *birth_date;
  gboolean is_bilingual; /* French follows */
};

static KarneBlock *
add (KarneSheets *self, KarneBlockKind kind, char *words)
{
  KarneBlock *block = karne_block_new (kind);

  if (words != NULL)
    karne_block_take_text (block, KARNE_TEXT_PLAIN, words);
  g_ptr_array_add (self->blocks, block);
  self->table = NULL;
  return block;
}

/* In words at once: sheets are laid out later, in another voice. */
static void
add_fact (KarneSheets *self, KarneHeadFact fact, const char *value)
{
  g_autoptr (KarneBlock) block = NULL;

  if (value == NULL)
    return;
  block = karne_block_new (KARNE_BLOCK_FACT);
  block->number = fact;
  karne_block_take_text (block, KARNE_TEXT_PLAIN, g_strdup (value));
  karne_sheets_take_text (self, karne_block_words_line (block));
}

void
karne_sheets_add_title (KarneSheets *self, const char *words)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *day = karne_date_to_words (today, KARNE_DATE_STYLE_LONG);

  add (self, KARNE_BLOCK_FACT, g_strdup (words))->number = KARNE_HEAD_FACT_TITLE;
  add_fact (self, KARNE_HEAD_FACT_PERSON, self->name);
  add_fact (self, KARNE_HEAD_FACT_BIRTH_DATE, self->birth_date);
  /* Translators: on a printed sheet; %s is a day, as in “3 March 2026”. */
  karne_sheets_take_text (self, g_strdup_printf (_ ("Printed on %s"), day));
  if (self->is_bilingual)
    karne_sheets_add_text (self, _ ("The French text follows. It alone is binding."));
}

void
karne_sheets_add_heading (KarneSheets *self, guint level, const char *words)
{
  add (self, KARNE_BLOCK_HEADING, g_strdup (words))->level = level;
}

void
karne_sheets_take_text (KarneSheets *self, char *words)
{
  if (words != NULL && *words != '\0')
    add (self, KARNE_BLOCK_PARAGRAPH, words);
  else
    g_free (words);
}

void
karne_sheets_add_text (KarneSheets *self, const char *words)
{
  karne_sheets_take_text (self, g_strdup (words));
}

void
karne_sheets_take_item (KarneSheets *self, char *words)
{
  if (words != NULL && *words != '\0')
    add (self, KARNE_BLOCK_ITEM, words);
  else
    g_free (words);
}

void
karne_sheets_add_item (KarneSheets *self, const char *words)
{
  karne_sheets_take_item (self, g_strdup (words));
}

static void
add_row (KarneSheets *self, const char *const *cells, guint n, gboolean heading)
{
  karne_block_add_row (self->table);
  for (guint i = 0; i < n; i++)
    karne_block_take_cell (self->table, heading, g_strdup (cells[i] != NULL ? cells[i] : ""));
}

void
karne_sheets_begin_table (KarneSheets *self, const char *const *headings, guint n)
{
  self->table = add (self, KARNE_BLOCK_TABLE, NULL);
  add_row (self, headings, n, TRUE);
}

void
karne_sheets_add_row (KarneSheets *self, const char *const *cells, guint n)
{
  g_return_if_fail (self->table != NULL);

  add_row (self, cells, n, FALSE);
}

GPtrArray *
karne_sheets_fill (const char *name, const char *birth_date, KarneSheetsFunc fill, gpointer data)
{
  KarneSheets sheets = {
    .blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_block_free),
    .name = name,
    .birth_date = birth_date,
    .is_bilingual = !g_str_equal (karne_locale_get_language (), FRENCH),
  };

  fill (&sheets, data);
  if (sheets.is_bilingual)
    {
      sheets.is_bilingual = FALSE;
      karne_voice_begin (KARNE_VOICE_FRENCH);
      fill (&sheets, data);
      g_strfreev (karne_voice_end ());
    }
  return sheets.blocks;
}
