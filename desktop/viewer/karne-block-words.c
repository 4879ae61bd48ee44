/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block-words.h"

#include "karne-sync.h"
#include "words/karne-i18n.h"

#include <string.h>

/* How much text is laid out at once. */
#define PIECE 2000

/* Letters */

static void
add (PangoAttrList *attributes, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (attributes, attribute);
}

static void
add_style (PangoAttrList *attributes, KarneTextStyle style, gsize start, gsize end)
{
  if ((style & KARNE_TEXT_BOLD) != 0)
    add (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  if ((style & (KARNE_TEXT_ITALIC | KARNE_TEXT_NOT_SHOWN)) != 0)
    add (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
  if ((style & KARNE_TEXT_UNDERLINE) != 0)
    add (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), start, end);
  if ((style & KARNE_TEXT_SUPERSCRIPT) != 0)
    add (attributes, pango_attr_font_scale_new (PANGO_FONT_SCALE_SUPERSCRIPT), start, end);
  if ((style & KARNE_TEXT_SUPERSCRIPT) != 0)
    add (attributes, pango_attr_baseline_shift_new (PANGO_BASELINE_SHIFT_SUPERSCRIPT), start, end);
  if ((style & KARNE_TEXT_SUBSCRIPT) != 0)
    add (attributes, pango_attr_font_scale_new (PANGO_FONT_SCALE_SUBSCRIPT), start, end);
  if ((style & KARNE_TEXT_SUBSCRIPT) != 0)
    add (attributes, pango_attr_baseline_shift_new (PANGO_BASELINE_SHIFT_SUBSCRIPT), start, end);
}

/* Of a picture, or of what would be run, there is this much. */
static void
append_not_shown (GString *text, const char *caption)
{
  if (*caption == '\0')
    g_string_append (text, _ ("[Part not shown: picture or active content]"));
  else
    /* Translators: in place of a picture of a document; %s is its caption. */
    g_string_append_printf (text, _ ("[Picture not shown: %s]"), caption);
}

char *
karne_block_words_text (GArray *runs, PangoAttrList **attributes)
{
  GString *text = g_string_new (NULL);

  *attributes = pango_attr_list_new ();
  for (guint i = 0; i < runs->len; i++)
    {
      const KarneTextRun *run = &g_array_index (runs, KarneTextRun, i);
      gsize start = text->len;

      if ((run->style & KARNE_TEXT_NOT_SHOWN) != 0)
        append_not_shown (text, run->text);
      else
        g_string_append (text, run->text);
      add_style (*attributes, run->style, start, text->len);
    }
  return g_string_free (text, FALSE);
}

char *
karne_block_words_marker (const KarneBlock *item)
{
  return item->number > 0 ? g_strdup_printf ("%u.", item->number) : g_strdup ("•");
}

/* Facts */

const char *
karne_block_words_fact (KarneHeadFact fact)
{
  switch (fact)
    {
    case KARNE_HEAD_FACT_TITLE:
      return C_ ("document", "Title");
    case KARNE_HEAD_FACT_TYPE:
      return C_ ("document", "Type of document");
    case KARNE_HEAD_FACT_DATE:
      return C_ ("document", "Date");
    case KARNE_HEAD_FACT_AUTHOR:
      return C_ ("document", "Author");
    case KARNE_HEAD_FACT_CUSTODIAN:
      /* Translators: the organisation that keeps the original of a document. */
      return C_ ("document", "Kept by");
    case KARNE_HEAD_FACT_PERSON:
      /* Translators: the person whom a document is about. */
      return C_ ("document", "Person");
    case KARNE_HEAD_FACT_BIRTH_DATE:
      return C_ ("document", "Date of birth");
    }
  return NULL;
}

char *
karne_block_words_value (const KarneBlock *fact)
{
  char *text = karne_text_runs_to_text (fact->runs);
  g_autofree char *date = NULL;

  if (fact->number != KARNE_HEAD_FACT_DATE && fact->number != KARNE_HEAD_FACT_BIRTH_DATE)
    return text;
  date = text;
  return karne_date_to_words (date, KARNE_DATE_STYLE_LONG);
}

char *
karne_block_words_line (const KarneBlock *fact)
{
  g_autofree char *value = karne_block_words_value (fact);

  if (fact->number == KARNE_HEAD_FACT_TITLE)
    return g_steal_pointer (&value);
  /* Translators: of a document: what it is and how it is, as in “Author: Dr Durand”. */
  return g_strdup_printf (_ ("%s: %s"), karne_block_words_fact ((KarneHeadFact) fact->number),
                          value);
}

/* Text without pages */

static KarneBlock *
block_from_text (const char *text, gsize size)
{
  KarneBlock *block = karne_block_new (KARNE_BLOCK_PREFORMATTED);

  karne_block_take_text (block, KARNE_TEXT_PLAIN, g_strndup (text, size));
  return block;
}

/* At the end of a line where there is one, and never within a character. */
static gsize
find_end (const char *text, gsize size)
{
  const char *line;

  if (size <= PIECE)
    return size;
  line = memrchr (text, '\n', PIECE);
  if (line != NULL && line > text)
    return (gsize) (line - text);
  return (gsize) (g_utf8_find_prev_char (text, text + PIECE) - text);
}

GPtrArray *
karne_block_words_split (const char *text)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_block_free);
  gsize size = strlen (text);

  while (size > 0)
    {
      gsize end = find_end (text, size);

      g_ptr_array_add (blocks, block_from_text (text, end));
      end += text[end] == '\n';
      text += end;
      size -= end;
    }
  return blocks;
}
