/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages say of measures and of accesses. */

#include "config.h"

#include "karne-access-words.h"
#include "karne-measure-words.h"
#include "karne-shortcuts.h"
#include "karne-sync.h"

#include <libintl.h>
#include <locale.h>

#define NBSP "\302\240"

/* GNU gettext reads LANGUAGE in any locale but C itself; setlocale () makes it look anew. */
static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* No digit is added, taken away or rounded, whatever the language writes between them. */
static void
test_value (void)
{
  static const struct
  {
    const char *value;
    const char *english;
    const char *french;
  } cases[] = {
    { "5.60 mmol/L", "5.60" NBSP "mmol/L", "5,60" NBSP "mmol/L" },
    { "152 mg/dL", "152" NBSP "mg/dL", "152" NBSP "mg/dL" },
    { "38.20 Cel", "38.20" NBSP "°C", "38,20" NBSP "°C" },
    { "-0.5 dpt", "-0.5" NBSP "dpt", "-0,5" NBSP "dpt" },
    { "3 1", "3", "3" },
    { "7", "7", "7" },
    { "136 / 86 mm[Hg]", "136" NBSP "/" NBSP "86" NBSP "mmHg",
      "136" NBSP "/" NBSP "86" NBSP "mmHg" },
    { "136.5 / 86", "136.5" NBSP "/" NBSP "86", "136,5" NBSP "/" NBSP "86" },
    { "123456789012345678901234567890.120 kg", "123456789012345678901234567890.120" NBSP "kg",
      "123456789012345678901234567890,120" NBSP "kg" },
    /* What is not written in decimals stays as it was sent. */
    { "1e-7 mol/L", "1e-7 mol/L", "1e-7 mol/L" },
    { "1. x", "1. x", "1. x" },
    { "1.2.3", "1.2.3", "1.2.3" },
    { "Positif", "Positif", "Positif" },
    { "3.5mg", "3.5mg", "3.5mg" },
    { "10 / trace", "10 / trace", "10 / trace" },
    { "", "", "" },
    { "2026-06-11", "11 June 2026", "11 juin 2026" },
    { "2026-1", "2026-1", "2026-1" },
    { "1234-5", "1234-5", "1234-5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *english = NULL;
      g_autofree char *french = NULL;

      g_test_message ("%s", cases[i].value);
      speak ("en");
      english = karne_measure_words_value (cases[i].value);
      g_assert_cmpstr (english, ==, cases[i].english);
      speak ("fr");
      french = karne_measure_words_value (cases[i].value);
      g_assert_cmpstr (french, ==, cases[i].french);
    }
  g_assert_null (karne_measure_words_value (NULL));
}

typedef char *(*WordsFunc) (const char *sent);

static void
assert_words (WordsFunc func, const char *sent, const char *expected)
{
  g_autofree char *words = func (sent);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_codes (void)
{
  speak ("fr");
  assert_words (karne_measure_words_moment, "53049-3", "À jeun");
  assert_words (karne_measure_words_moment, "à jeun", "à jeun");
  assert_words (karne_measure_words_moment, NULL, NULL);
  assert_words (karne_measure_words_days, "GEN-276", "Sur 14 jours");
  assert_words (karne_measure_words_days, "3 mois", "3 mois");
  assert_words (karne_measure_words_status, "final", NULL);
  assert_words (karne_measure_words_status, NULL, NULL);
  assert_words (karne_measure_words_status, "entered-in-error", "Saisie par erreur");
  assert_words (karne_measure_words_status, "what-is-this", "État inconnu");
}

static void
test_range (void)
{
  g_autofree char *both = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  speak ("fr");
  both = karne_measure_words_range ("0.70 g/L", "1.10 g/L");
  low = karne_measure_words_range ("0.70 g/L", NULL);
  high = karne_measure_words_range (NULL, "1.10 g/L");
  g_assert_cmpstr (both, ==, "Référence" NBSP ": de 0,70" NBSP "g/L à 1,10" NBSP "g/L");
  g_assert_cmpstr (low, ==, "Référence" NBSP ": 0,70" NBSP "g/L ou plus");
  g_assert_cmpstr (high, ==, "Référence" NBSP ": 1,10" NBSP "g/L ou moins");
  g_assert_null (karne_measure_words_range (NULL, NULL));
}

static void
assert_said (char *words, const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static void
test_access (void)
{
  speak ("en");
  assert_said (karne_access_words_act ("R", "2026-03-03T14:02:00Z"), "Read at 14:02");
  assert_said (karne_access_words_act ("C", "2026-03"), "Added");
  assert_said (karne_access_words_act ("?", NULL), "Other act");
  assert_said (karne_access_words_act (NULL, NULL), "Other act");
  assert_said (karne_access_words_role ("Practitioner", "Sage-femme"), "Sage-femme");
  assert_said (karne_access_words_role ("Practitioner", NULL), "A professional");
  assert_said (karne_access_words_role ("Patient", NULL), "The person whose record it is");
  assert_said (karne_access_words_role (NULL, NULL), NULL);
  assert_said (karne_access_words_what ("DocumentReference", "Radio"), "Document: Radio");
  assert_said (karne_access_words_what ("DocumentReference", NULL), "A document");
  assert_said (karne_access_words_what (NULL, "Une requête"), "Une requête");
  assert_said (karne_access_words_what ("Appointment", NULL), "1 appointment");
  assert_said (karne_access_words_what ("Zoo", NULL), "1 other item");
  assert_said (karne_access_words_what (NULL, NULL), NULL);
  assert_said (karne_access_words_outcome ("0"), NULL);
  assert_said (karne_access_words_outcome ("8"), "Did not succeed");
  assert_said (karne_access_words_outcome (NULL), "Outcome not given");
}

/* Keys can be read by GTK, and none does two things. */
static void
test_shortcuts (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const KarneShortcut *shortcut = karne_shortcuts_get_all (); shortcut->title != NULL;
       shortcut++)
    {
      guint n = 0;

      for (; shortcut->keys[n] != NULL; n++)
        {
          guint key;
          GdkModifierType modifiers;

          g_assert_true (gtk_accelerator_parse (shortcut->keys[n], &key, &modifiers));
          g_assert_true (
              g_hash_table_add (seen, g_strdup_printf ("%u+%u", (guint) modifiers, key)));
        }
      g_assert_cmpuint (shortcut->n_shown, >=, 1);
      g_assert_cmpuint (shortcut->n_shown, <=, n);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  /* GLib decides once whether strings of libraries are translated, by the first language. */
  speak ("fr");
  assert_said (karne_date_to_words ("2026-06", KARNE_DATE_STYLE_LONG), "juin 2026");

  g_test_add_func ("/page-words/value", test_value);
  g_test_add_func ("/page-words/codes", test_codes);
  g_test_add_func ("/page-words/range", test_range);
  g_test_add_func ("/page-words/access", test_access);
  g_test_add_func ("/page-words/shortcuts", test_shortcuts);

  return g_test_run ();
}
