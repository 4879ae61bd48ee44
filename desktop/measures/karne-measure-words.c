/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-words.h"

#include "karne-sync.h"
#include "words/karne-i18n.h"

#include <string.h>

#define NO_BREAK_SPACE "\302\240"

typedef struct
{
  const char *code;
  const char *words;
} Coded;

static const char *
find_words (const Coded *table, gsize n, const char *code, const char *context)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (table[i].code, code))
      return context != NULL ? g_dpgettext2 (NULL, context, table[i].words) : table[i].words;
  return NULL;
}

/* Units that a code of UCUM was sent for, as people write them; all others stay as they are. */
static const char *
spell_unit (const char *unit)
{
  static const Coded units[] = {
    { "mm[Hg]", "mmHg" },    { "Cel", "°C" }, { "kg/m2", "kg/m²" }, { "1", "" },
    { "10*3/uL", "10³/µL" }, { "[pH]", "" },  { "ug/L", "µg/L" },   { "umol/L", "µmol/L" },
  };
  const char *spelled = find_words (units, G_N_ELEMENTS (units), unit, NULL);

  return spelled != NULL ? spelled : unit;
}

/* How many characters of a number written in decimals stand there; 0 where something else does, as
 * a number with an exponent, which stays as it was sent. */
static gsize
measure_number (const char *text)
{
  gsize sign = *text == '-';
  gsize whole = strspn (text + sign, "0123456789");
  gsize end = sign + whole;

  if (whole == 0)
    return 0;
  if (text[end] == '.')
    {
      gsize decimals = strspn (text + end + 1, "0123456789");

      if (decimals == 0)
        return 0;
      end += 1 + decimals;
    }
  return text[end] == '\0' || text[end] == ' ' ? end : 0;
}

static void
append_number (GString *words, const char *number, gsize len)
{
  const char *point = memchr (number, '.', len);

  if (point == NULL)
    {
      g_string_append_len (words, number, (gssize) len);
      return;
    }
  g_string_append_len (words, number, point - number);
  /* Translators: what stands between the whole part of a number and its decimals: “5.60”. */
  g_string_append (words, C_ ("decimal separator", "."));
  g_string_append_len (words, point + 1, (gssize) len - (point + 1 - number));
}

/* (nullable) One number with its unit, or two with a slash between them. */
static char *
spell_quantity (const char *value)
{
  static const char slash[] = " / ";
  g_autoptr (GString) words = g_string_new (NULL);
  gsize len;

  while ((len = measure_number (value)) > 0)
    {
      append_number (words, value, len);
      value += len;
      if (!g_str_has_prefix (value, slash))
        break;
      g_string_append (words, NO_BREAK_SPACE "/" NO_BREAK_SPACE);
      value += strlen (slash);
    }
  if (len == 0)
    return NULL;
  if (*value == ' ' && *spell_unit (value + 1) != '\0')
    g_string_append_printf (words, NO_BREAK_SPACE "%s", spell_unit (value + 1));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* A measure may be a day, as that on which a pregnancy will end. */
static gboolean
is_date (const char *value)
{
  return strspn (value, "0123456789") == 4 && value[4] == '-' && g_ascii_isdigit (value[5]);
}

char *
karne_measure_words_value (const char *value)
{
  char *words;

  if (value == NULL)
    return NULL;
  if (is_date (value))
    return karne_date_to_words (value, KARNE_DATE_STYLE_LONG);
  words = spell_quantity (value);
  return words != NULL ? words : g_strdup (value);
}

char *
karne_measure_words_moment (const char *sent)
{
  static const Coded moments[] = {
    /* Translators: these are moments at which glucose was measured. */
    { "53049-3", NC_ ("moment", "Fasting") },
    { "88365-2", NC_ ("moment", "Before a meal") },
    { "16915-1", NC_ ("moment", "After a meal") },
    { "LA11865-5", NC_ ("moment", "After exercise") },
    { "LA46-8", NC_ ("moment", "Another moment") },
    { "A05", NC_ ("moment", "Feeling unwell") },
  };
  const char *words =
      sent != NULL ? find_words (moments, G_N_ELEMENTS (moments), sent, "moment") : NULL;

  return g_strdup (words != NULL ? words : sent);
}

char *
karne_measure_words_days (const char *sent)
{
  static const Coded days[] = {
    /* Translators: over how many days a value was measured. */
    { "GEN-275", NC_ ("days", "Over 7 days") },
    { "GEN-276", NC_ ("days", "Over 14 days") },
    { "GEN-277", NC_ ("days", "Over 30 days") },
    { "GEN-278", NC_ ("days", "Over 90 days") },
    { "GEN-092.08.05", NC_ ("days", "Over another time") },
  };
  const char *words = sent != NULL ? find_words (days, G_N_ELEMENTS (days), sent, "days") : NULL;

  return g_strdup (words != NULL ? words : sent);
}

char *
karne_measure_words_status (const char *status)
{
  static const Coded states[] = {
    /* Translators: what the record says of a measure. */
    { "registered", NC_ ("measure", "Not done yet") },
    { "preliminary", NC_ ("measure", "Not confirmed") },
    { "amended", NC_ ("measure", "Changed afterwards") },
    { "corrected", NC_ ("measure", "Corrected") },
    { "cancelled", NC_ ("measure", "Cancelled") },
    { "entered-in-error", NC_ ("measure", "Entered by mistake") },
    { "final", "" },
  };
  const char *words;

  if (status == NULL || g_str_equal (status, "final"))
    return NULL;
  words = find_words (states, G_N_ELEMENTS (states), status, "measure");
  return g_strdup (words != NULL ? words : _ ("State not known"));
}

char *
karne_measure_words_range (const char *low, const char *high)
{
  g_autofree char *from = karne_measure_words_value (low);
  g_autofree char *to = karne_measure_words_value (high);

  if (from != NULL && to != NULL)
    /* Translators: what a laboratory gives beside a value, as in “Reference: 0.70 g/L to
     * 1.10 g/L”. */
    return g_strdup_printf (_ ("Reference: %s to %s"), from, to);
  if (from != NULL)
    /* Translators: what a laboratory gives beside a value, as in “Reference: 0.70 g/L or more”. */
    return g_strdup_printf (_ ("Reference: %s or more"), from);
  if (to != NULL)
    /* Translators: what a laboratory gives beside a value, as in “Reference: 1.10 g/L or less”. */
    return g_strdup_printf (_ ("Reference: %s or less"), to);
  return NULL;
}
