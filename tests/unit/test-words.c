/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-private.h"
#include "fhir/karne-kind-private.h"
#include "karne-error.h"
#include "words/karne-words.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#define N_ERRORS (KARNE_ERROR_UNLIKELY + 1)
#define N_FLAWS (KARNE_FLAW_TRUNCATED + 1)
#define MAX_LETTERS 200

static const char *const languages[] = { "en", "fr" };

/* GNU gettext reads LANGUAGE in any locale but C itself; setlocale () makes it look anew. */
static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
}

static char *
error_words (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "Doing this: that %s 42");

  return karne_error_to_words (error);
}

/* Words for people: a whole sentence, nothing unfilled, no message of a developer. */
static void
assert_sentence (const char *words)
{
  g_test_message ("%s", words);
  g_assert_true (g_utf8_validate (words, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (words, -1), >, 8);
  g_assert_cmpint (g_utf8_strlen (words, -1), <=, MAX_LETTERS);
  g_assert_true (g_unichar_isupper (g_utf8_get_char (words)));
  g_assert_true (g_str_has_suffix (words, "."));
  g_assert_null (strpbrk (words, "%{}_\n\t"));
  g_assert_null (strstr (words, "Doing this"));
}

/* `words` (owned) was never there before, in no language. */
static void
assert_new (GHashTable *seen, char *words)
{
  assert_sentence (words);
  g_assert_true (g_hash_table_add (seen, words));
}

static void
test_errors (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      speak (languages[i]);
      for (int code = 0; code < N_ERRORS; code++)
        assert_new (seen, error_words (KARNE_ERROR, code));
    }
  speak ("en");
}

/* Each of these is another thing to do, and none is one of ours. */
static void
test_network_errors (void)
{
  static const int codes[] = {
    G_IO_ERROR_CANCELLED,          G_IO_ERROR_NETWORK_UNREACHABLE, G_IO_ERROR_HOST_NOT_FOUND,
    G_IO_ERROR_CONNECTION_REFUSED, G_IO_ERROR_TIMED_OUT,           G_IO_ERROR_CONNECTION_CLOSED,
    G_IO_ERROR_PROXY_FAILED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      speak (languages[i]);
      for (int code = 0; code < N_ERRORS; code++)
        g_hash_table_add (seen, error_words (KARNE_ERROR, code));
      for (guint j = 0; j < G_N_ELEMENTS (codes); j++)
        assert_new (seen, error_words (G_IO_ERROR, codes[j]));
    }
  speak ("en");
}

/* Whatever may try again later is about the network or the server, and is said as such. */
static void
test_transient (void)
{
  g_autofree char *unknown = error_words (KARNE_ERROR, KARNE_ERROR_FAILED);

  for (int code = 0; code <= G_IO_ERROR_NO_SUCH_DEVICE; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, code, "Doing this: that");
      g_autofree char *words = karne_error_to_words (error);

      assert_sentence (words);
      if (karne_error_is_transient (error))
        g_assert_cmpstr (words, !=, unknown);
    }
}

static void
assert_same (GQuark domain, int code, GQuark other_domain, int other_code)
{
  g_autofree char *words = error_words (domain, code);
  g_autofree char *other_words = error_words (other_domain, other_code);

  g_assert_cmpstr (words, ==, other_words);
}

static void
test_foreign_errors (void)
{
  assert_same (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND);
  assert_same (G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, G_IO_ERROR,
               G_IO_ERROR_NETWORK_UNREACHABLE);
  assert_same (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, KARNE_ERROR, KARNE_ERROR_CERTIFICATE);
  assert_same (G_IO_ERROR, G_IO_ERROR_NO_SPACE, KARNE_ERROR, KARNE_ERROR_NO_SPACE);
  assert_same (G_IO_ERROR, G_IO_ERROR_READ_ONLY, KARNE_ERROR, KARNE_ERROR_READ_ONLY);
  assert_same (G_MARKUP_ERROR, 0, KARNE_ERROR, KARNE_ERROR_FAILED);
  assert_same (KARNE_ERROR, 4711, KARNE_ERROR, KARNE_ERROR_FAILED);
}

static void
test_flaws (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      speak (languages[i]);
      assert_new (seen, karne_flaw_to_words ("a reason of a later version"));
      for (int flaw = KARNE_FLAW_NONE + 1; flaw < N_FLAWS; flaw++)
        assert_new (seen, karne_flaw_to_words (karne_flaw_to_nick (flaw)));
    }
  speak ("en");
}

/* Why a change waits: each reason in its own words, an unknown one as a refusal. */
static void
test_parked (void)
{
  static const char *const reasons[] = { "several", "no-patch", "only-parts", "unreadable" };
  static const guint statuses[] = { 403, 405, 413, 422 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *unknown = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      speak (languages[i]);
      for (guint n = 0; n < G_N_ELEMENTS (reasons); n++)
        assert_new (seen, karne_parked_to_words (reasons[n], 400));
      for (guint n = 0; n < G_N_ELEMENTS (statuses); n++)
        assert_new (seen, karne_parked_to_words ("refused", statuses[n]));
      assert_new (seen, karne_protection_to_words (KARNE_PROTECTION_DETECTED));
      assert_new (seen, karne_protection_to_words (KARNE_PROTECTION_NONE));
      g_assert_null (karne_protection_to_words (KARNE_PROTECTION_FULL));
    }
  speak ("en");
  unknown = karne_parked_to_words (NULL, 0);
  g_assert_true (g_hash_table_contains (seen, unknown));
}

static void
assert_words (char *words, const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static gint64
at (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, zone);

  return g_date_time_to_unix (date) * G_USEC_PER_SEC;
}

typedef struct
{
  const char *then;
  const char *english;
  const char *french;
} AgeCase;

/* At two in the morning of 3 March, on an island where midnight is not midnight in UTC. */
static const AgeCase age_cases[] = {
  { "2026-03-03T01:59:59", "today at 01:59", "aujourd’hui à 1\u00a0h\u00a059" },
  { "2026-03-03T00:00:00", "today at 00:00", "aujourd’hui à 0\u00a0h\u00a000" },
  { "2026-03-02T23:59:59", "yesterday at 23:59", "hier à 23\u00a0h\u00a059" },
  { "2026-03-02T00:00:00", "yesterday at 00:00", "hier à 0\u00a0h\u00a000" },
  { "2026-03-01T23:59:59", "2 days ago", "il y a 2\u00a0jours" },
  { "2026-02-25T12:00:00", "6 days ago", "il y a 6\u00a0jours" },
  { "2026-02-24T12:00:00", "on 24 February 2026", "le 24 février 2026" },
  { "2026-02-01T12:00:00", "on 1 February 2026", "le 1er février 2026" },
  { "2019-12-31T12:00:00", "on 31 December 2019", "le 31 décembre 2019" },
  { "2026-03-03T09:00:00", "today at 09:00", "aujourd’hui à 9\u00a0h\u00a000" },
  { "2027-03-04T09:00:00", "on 4 March 2027", "le 4 mars 2027" },
};

static void
test_age (void)
{
  gint64 now = at ("2026-03-03T02:00:00");

  for (guint i = 0; i < G_N_ELEMENTS (age_cases); i++)
    {
      speak ("en");
      assert_words (karne_age_to_words (at (age_cases[i].then), now), age_cases[i].english);
      speak ("fr");
      assert_words (karne_age_to_words (at (age_cases[i].then), now), age_cases[i].french);
    }

  speak ("en");
  assert_words (karne_age_to_words (G_MAXINT64, now), "at an unknown time");
}

static void
test_kinds (void)
{
  assert_words (karne_kind_to_words ("DocumentReference", 12), "12 documents");
  assert_words (karne_kind_to_words ("DocumentReference", 0), "0 documents");
  assert_words (karne_kind_to_words ("Appointment", 1), "1 appointment");
  assert_words (karne_kind_to_words ("Immunization", G_MAXUINT), "4294967295 vaccinations");
  assert_words (karne_kind_to_words ("Basic", 1), "1 other item");

  speak ("fr");
  assert_words (karne_kind_to_words ("DocumentReference", 0), "0\u00a0document");
  assert_words (karne_kind_to_words ("CarePlan", 2), "2\u00a0plans de soins");
  speak ("en");
}

/* Every kind that is pulled has words of its own. */
static void
test_kinds_all (void)
{
  gsize n_kinds;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      speak (languages[i]);
      g_hash_table_add (seen, karne_kind_to_words ("Basic", 2));
      for (gsize j = 0; j < n_kinds; j++)
        g_assert_true (g_hash_table_add (seen, karne_kind_to_words (kinds[j].name, 2)));
    }
  speak ("en");
}

static void
test_sizes (void)
{
  assert_words (karne_size_to_words (0), "0 bytes");
  assert_words (karne_size_to_words (1), "1 byte");
  assert_words (karne_size_to_words (999), "999 bytes");
  assert_words (karne_size_to_words (1000), "1.0 kB");
  assert_words (karne_size_to_words (9949), "9.9 kB");
  assert_words (karne_size_to_words (9950), "10 kB");
  assert_words (karne_size_to_words (999499), "999 kB");
  assert_words (karne_size_to_words (999500), "1.0 MB");
  assert_words (karne_size_to_words (25000000), "25 MB");
  assert_words (karne_size_to_words (999500000), "1.0 GB");
  assert_words (karne_size_to_words (G_GUINT64_CONSTANT (123456000000)), "123.5 GB");
  speak ("fr");
  assert_words (karne_size_to_words (1400), "1,4\302\240ko");
  assert_words (karne_size_to_words (25000000), "25\302\240Mo");
  speak ("en");
}

/* Whatever a list shows: the word of the record, and nothing that is concluded from it. */
static void
test_statuses (void)
{
  static const char *const table[][4] = {
    { "Appointment", "booked", "Confirmed", "Confirmé" },
    { "Appointment", "cancelled", "Cancelled", "Annulé" },
    { "Task", "completed", "Done", "Réalisé" },
    { "Task", "failed", "Not done", "Non réalisé" },
    { "Communication", "completed", "Sent", "Envoyé" },
    { "CommunicationRequest", "completed", "Ended", "Terminé" },
    { "Immunization", "completed", "Vaccine given", "Vaccin fait" },
    { "ImmunizationRecommendation", "overdue", "Overdue", "En retard" },
    { "Task", "entered-in-error", "Entered by mistake", "Saisi par erreur" },
    /* Known of another kind only, of a kind that nobody knows, and nothing at all. */
    { "Task", "booked", "Not understood: “booked”", "Non compris : « booked »" },
    { "Tas", "completed", "Not understood: “completed”", "Non compris : « completed »" },
    { "Task", "%s", "Not understood: “%s”", "Non compris : « %s »" },
    { "Task", NULL, "Status not given", "Statut non indiqué" },
    { "Task", "", "Status not given", "Statut non indiqué" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint j = 0; j < G_N_ELEMENTS (table); j++)
      {
        g_autofree char *words = NULL;

        speak (languages[i]);
        words = karne_status_to_words (table[j][0], table[j][1]);
        g_assert_cmpstr (words, ==, table[j][2 + i]);
      }
  speak ("en");
}

static void
test_notices (void)
{
  g_autofree char *known = karne_notice_category_to_words ("RAPPEL_RDV_PREV_DEPIST");
  g_autofree char *other = karne_notice_category_to_words ("Alert");
  g_autofree char *compulsory = karne_level_to_words ("OBLIGATOIRE");

  g_assert_cmpstr (known, ==, "Screening reminder");
  g_assert_cmpstr (other, ==, "Alert");
  g_assert_null (karne_notice_category_to_words (NULL));
  g_assert_cmpstr (compulsory, ==, "Compulsory");
  g_assert_null (karne_level_to_words ("routine"));
  g_assert_null (karne_level_to_words (NULL));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "<+04>-04", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);
  speak ("en");

  g_test_add_func ("/words/errors", test_errors);
  g_test_add_func ("/words/errors/network", test_network_errors);
  g_test_add_func ("/words/errors/transient", test_transient);
  g_test_add_func ("/words/errors/foreign", test_foreign_errors);
  g_test_add_func ("/words/flaws", test_flaws);
  g_test_add_func ("/words/parked", test_parked);
  g_test_add_func ("/words/age", test_age);
  g_test_add_func ("/words/kinds", test_kinds);
  g_test_add_func ("/words/kinds/all", test_kinds_all);
  g_test_add_func ("/words/sizes", test_sizes);
  g_test_add_func ("/words/statuses", test_statuses);
  g_test_add_func ("/words/notices", test_notices);

  return g_test_run ();
}
