/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-words.h"

#include <libintl.h>

#include "words/karne-date-words-private.h"
#include "words/karne-i18n.h"

/* Marks a singular and a plural for translation; po/meson.build tells xgettext of it. */
#define NN_(singular, plural) singular, plural

typedef struct
{
  const char *kind; /* a FHIR resource type */
  const char *singular;
  const char *plural;
} KindWords;

static const KindWords kinds[] = {
  /* Translators: what is in the record of a person, with its number, as in “3 appointments”. */
  { "Appointment", NN_ ("%u appointment", "%u appointments") },
  /* Translators: each time that somebody opened the record. */
  { "AuditEvent", NN_ ("%u access to the record", "%u accesses to the record") },
  { "Binary", NN_ ("%u file", "%u files") },
  { "CarePlan", NN_ ("%u care plan", "%u care plans") },
  { "Communication", NN_ ("%u message", "%u messages") },
  /* Translators: an invitation or a reminder sent by a health service. */
  { "CommunicationRequest", NN_ ("%u notice", "%u notices") },
  { "Condition", NN_ ("%u health condition", "%u health conditions") },
  { "Consent", NN_ ("%u consent", "%u consents") },
  { "Device", NN_ ("%u device", "%u devices") },
  { "DocumentReference", NN_ ("%u document", "%u documents") },
  /* Translators: a stretch of care with a beginning and an end, as a pregnancy. */
  { "EpisodeOfCare", NN_ ("%u episode of care", "%u episodes of care") },
  { "Immunization", NN_ ("%u vaccination", "%u vaccinations") },
  { "ImmunizationRecommendation", NN_ ("%u vaccine recommendation", "%u vaccine recommendations") },
  { "Location", NN_ ("%u place", "%u places") },
  /* Translators: a measure of weight, glucose, blood pressure… */
  { "Observation", NN_ ("%u health measure", "%u health measures") },
  { "Organization", NN_ ("%u organisation", "%u organisations") },
  { "Patient", NN_ ("%u person", "%u persons") },
  { "Practitioner", NN_ ("%u health professional", "%u health professionals") },
  /* Translators: one of the places and functions in which a professional works. */
  { "PractitionerRole", NN_ ("%u professional position", "%u professional positions") },
  /* Translators: an act of care: an operation, an examination… */
  { "Procedure", NN_ ("%u procedure", "%u procedures") },
  { "Questionnaire", NN_ ("%u questionnaire", "%u questionnaires") },
  { "QuestionnaireResponse", NN_ ("%u answered questionnaire", "%u answered questionnaires") },
  /* Translators: somebody close to the person: a parent, a carer… */
  { "RelatedPerson", NN_ ("%u relative or carer", "%u relatives or carers") },
  { "Task", NN_ ("%u thing to do", "%u things to do") },
};

/**
 * karne_words_init:
 *
 * Finds the translations of this library.
 *
 * May be called more than once, from any thread. Choosing a locale is the program's own affair.
 */
void
karne_words_init (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;

  bindtextdomain (GETTEXT_PACKAGE, LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_once_init_leave (&done, 1);
}

/* The number of midnights between the two, where the person is; below 0 when `then` is to come. */
static int
count_days (GDateTime *then, GDateTime *now)
{
  GDate then_day = { 0 };
  GDate now_day = { 0 };
  int year, month, day;

  g_date_time_get_ymd (then, &year, &month, &day);
  g_date_set_dmy (&then_day, day, month, year);
  g_date_time_get_ymd (now, &year, &month, &day);
  g_date_set_dmy (&now_day, day, month, year);

  return g_date_days_between (&then_day, &now_day);
}

static char *
format_date (GDateTime *date)
{
  /* Many languages say the first day of a month in another way. */
  if (g_date_time_get_day_of_month (date) == 1)
    /* Translators: the first day of a month, as in “on 1 March 2026” (in French: « 1er »); see
     * g_date_time_format (). */
    return karne_date_format (date, C_ ("first day of a month", "on %-e %B %Y"));

  /* Translators: as in “on 3 March 2026”; see g_date_time_format (). */
  return karne_date_format (date, C_ ("day", "on %-e %B %Y"));
}

/**
 * karne_age_to_words:
 * @then: when something was so, in microseconds since 1970
 * @now: the present, likewise
 *
 * Says when something was, in words that follow “updated” or “received”, in local time.
 *
 * A time that has yet to come (the clock of some computer is wrong) is said by its date.
 *
 * Returns: (transfer full): as “today at 14:02”, “yesterday at 08:15”, “3 days ago”, “on 3 March
 *   2026”
 */
char *
karne_age_to_words (gint64 then, gint64 now)
{
  g_autoptr (GDateTime) then_date = g_date_time_new_from_unix_local (then / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now_date = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  int n_days;

  karne_words_init ();
  if (then_date == NULL || now_date == NULL)
    return g_strdup (_ ("at an unknown time"));

  n_days = count_days (then_date, now_date);
  if (n_days == 0)
    /* Translators: as in “today at 14:02”; see g_date_time_format (). */
    return g_date_time_format (then_date, _ ("today at %H:%M"));
  if (n_days == 1)
    /* Translators: as in “yesterday at 14:02”; see g_date_time_format (). */
    return g_date_time_format (then_date, _ ("yesterday at %H:%M"));
  if (n_days > 1 && n_days < 7)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", n_days), n_days);

  return format_date (then_date);
}

static const KindWords *
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return &kinds[i];

  return NULL;
}

/**
 * karne_kind_to_words:
 * @kind: a FHIR resource type
 * @n: how many
 *
 * Says how many of a kind there are.
 *
 * Returns: (transfer full): as “1 appointment” or “12 documents”
 */
char *
karne_kind_to_words (const char *kind, guint n)
{
  const KindWords *words;
  const char *format;

  g_return_val_if_fail (kind != NULL, NULL);

  karne_words_init ();
  words = find_kind (kind);
  format = words != NULL ? ngettext (words->singular, words->plural, n)
                         : ngettext ("%u other item", "%u other items", n);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, n);
#pragma GCC diagnostic pop
}

/* With the decimal sign of the sentence around it, which that of the C library need not be. */
static char *
format_tenths (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  GString *text = g_string_new (g_ascii_formatd (digits, sizeof digits, "%.1f", number));

  /* Translators: what stands before the decimals of a number: “.”, or “,” as in French. */
  g_string_replace (text, ".", C_ ("decimal sign", "."), 1);
  return g_string_free (text, FALSE);
}

/**
 * karne_size_to_words:
 * @n_bytes: a size
 *
 * Says a size in the unit that suits it, rounded.
 *
 * Returns: (transfer full): as “340 bytes”, “1.4 MB” or “25 MB”
 */
char *
karne_size_to_words (guint64 n_bytes)
{
  double size = n_bytes / 1000.0;
  g_autofree char *tenths = NULL;

  karne_words_init ();
  if (n_bytes < 1000)
    return g_strdup_printf (ngettext ("%u byte", "%u bytes", (guint) n_bytes), (guint) n_bytes);
  /* 9.95 would be rounded to 10.0, and 999.5 to the 1000 of the unit below. */
  if (size < 9.95)
    {
      tenths = format_tenths (size);
      /* Translators: a size in thousands of bytes, with a decimal: “1.4 kB”. */
      return g_strdup_printf (_ ("%s kB"), tenths);
    }
  if (size < 999.5)
    /* Translators: a size in thousands of bytes: “25 kB”. */
    return g_strdup_printf (_ ("%.0f kB"), size);

  size /= 1000;
  if (size < 9.95)
    {
      tenths = format_tenths (size);
      /* Translators: a size in millions of bytes, with a decimal: “1.4 MB”. */
      return g_strdup_printf (_ ("%s MB"), tenths);
    }
  if (size < 999.5)
    /* Translators: a size in millions of bytes: “25 MB”. */
    return g_strdup_printf (_ ("%.0f MB"), size);

  tenths = format_tenths (size / 1000);
  /* Translators: a size in thousands of millions of bytes: “1.4 GB”. */
  return g_strdup_printf (_ ("%s GB"), tenths);
}
