/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-search-text-private.h"

/* Letters that Unicode does not decompose; the other accents are the tokenizer's. The same that the
 * triggers of the schema open. */
static const char *
open_ligature (gunichar c)
{
  switch (c)
    {
    case 0x153: /* œ */
    case 0x152: /* Œ */
      return "oe";
    case 0xe6: /* æ */
    case 0xc6: /* Æ */
      return "ae";
    default:
      return NULL;
    }
}

static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Each word stands in quotes, so that none of them is an operator; the last may be the beginning of
 * one, since a person may still be typing. */
char *
karne_search_text_to_match (const char *text)
{
  g_autoptr (GString) match = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  gboolean in_word = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_word_character (c) && !in_word)
        g_string_append (match, match->len > 0 ? " \"" : "\"");
      if (!is_word_character (c) && in_word)
        g_string_append_c (match, '"');
      in_word = is_word_character (c);
      if (in_word && open_ligature (c) != NULL)
        g_string_append (match, open_ligature (c));
      else if (in_word)
        g_string_append_unichar (match, c);
    }
  if (match->len == 0)
    return NULL;
  if (in_word)
    g_string_append (match, "\"*");
  return g_string_free (g_steal_pointer (&match), FALSE);
}
