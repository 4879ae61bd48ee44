/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-fold.h"

#include <string.h>

/* A text as it is compared, with the place in the original of each of its bytes. */
typedef struct
{
  GString *text;
  GArray *origins; /* of guint */
} Folded;

static void
folded_clear (Folded *folded)
{
  g_string_free (folded->text, TRUE);
  g_array_unref (folded->origins);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folded, folded_clear)

static gboolean
is_mark (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK;
}

static void
append (Folded *folded, gunichar c, guint origin)
{
  gsize before = folded->text->len;

  if (is_mark (c))
    return;
  c = g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
  if (c == ' ' && before > 0 && folded->text->str[before - 1] == ' ')
    return;
  g_string_append_unichar (folded->text, c);
  for (gsize i = before; i < folded->text->len; i++)
    g_array_append_val (folded->origins, origin);
}

static void
fold (Folded *folded, const char *text)
{
  folded->text = g_string_new (NULL);
  folded->origins = g_array_new (FALSE, FALSE, sizeof (guint));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
      gsize n = g_unichar_fully_decompose (g_utf8_get_char (p), TRUE, parts, G_N_ELEMENTS (parts));

      for (gsize i = 0; i < n; i++)
        append (folded, parts[i], (guint) (p - text));
    }
}

/* Where the character ends that a place in the folded text came from: with the marks after it. */
static guint
get_end (const char *text, guint origin)
{
  const char *p = g_utf8_next_char (text + origin);

  while (*p != '\0' && is_mark (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return (guint) (p - text);
}

GArray *
karne_fold_find (const char *text, const char *needle)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (KarneFoldRange));
  g_auto (Folded) in = { 0 }, wanted = { 0 };
  const char *p;

  fold (&in, text);
  fold (&wanted, needle);
  if (wanted.text->len == 0)
    return ranges;

  for (p = strstr (in.text->str, wanted.text->str); p != NULL;
       p = strstr (p + wanted.text->len, wanted.text->str))
    {
      gsize at = (gsize) (p - in.text->str);
      KarneFoldRange range = {
        g_array_index (in.origins, guint, at),
        get_end (text, g_array_index (in.origins, guint, at + wanted.text->len - 1)),
      };

      g_array_append_val (ranges, range);
    }
  return ranges;
}
