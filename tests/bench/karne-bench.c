/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-bench.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean as_json;
static gboolean is_first = TRUE;

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

double
karne_bench_percentile (GArray *values, double percent)
{
  guint index;

  g_assert (values->len > 0);
  g_array_sort (values, compare_doubles);
  index = (guint) ((values->len - 1) * percent / 100.0 + 0.5);
  return g_array_index (values, double, index);
}

double
karne_bench_median (GArray *values)
{
  return karne_bench_percentile (values, 50);
}

KarneBenchPair
karne_bench_pair (guint n_pairs, KarneBenchFunc work, KarneBenchFunc floor, gpointer data)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) works = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) floors = g_array_new (FALSE, FALSE, sizeof (double));

  /* The first of each warms what can be warm, and does not count. */
  work (data);
  floor (data);
  for (guint i = 0; i < n_pairs; i++)
    {
      double w = work (data);
      double f = floor (data);
      double ratio = w / f;

      g_array_append_val (works, w);
      g_array_append_val (floors, f);
      g_array_append_val (ratios, ratio);
    }
  return (KarneBenchPair){ karne_bench_median (ratios), karne_bench_median (works),
                           karne_bench_median (floors) };
}

void
karne_bench_begin (int *argc, char ***argv)
{
  for (int i = 1; i < *argc; i++)
    as_json |= strcmp ((*argv)[i], "--json") == 0;
}

void
karne_bench_print (const char *name,
                   double value,
                   const char *unit,
                   const char *goal,
                   const char *note,
                   ...)
{
  g_autofree char *text = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  va_list args;

  va_start (args, note);
  text = g_strdup_vprintf (note, args);
  va_end (args);
  g_ascii_formatd (number, sizeof number, "%.3f", value);
  if (as_json)
    g_print ("%s{\"name\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"goal\": \"%s\", \"note\": "
             "\"%s\"}\n",
             is_first ? "" : ",", name, number, unit, goal, text);
  else
    g_print ("%-24s %10s %-10s goal %-8s %s\n", name, number, unit, goal, text);
  is_first = FALSE;
}

int
karne_bench_end (void)
{
  return 0;
}

gint64
karne_bench_get_rss (GPid pid, gboolean peak)
{
  g_autofree char *path =
      pid != 0 ? g_strdup_printf ("/proc/%d/status", pid) : g_strdup ("/proc/self/status");
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return -1;
  line = strstr (text, peak ? "VmHWM:" : "VmRSS:");
  return line != NULL ? g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) : -1;
}

/* Words that a document index of the French record is made of, so that the search has something to
 * find. */
static const char *const titles[] = {
  "Compte rendu de consultation",
  "Ordonnance de médicaments",
  "Résultats de biologie",
  "Compte rendu d’imagerie",
  "Lettre de liaison de sortie",
  "Historique des vaccinations",
  "Certificat médical",
  "Synthèse médicale",
  "Bilan bucco-dentaire",
  "Compte rendu de dépistage",
  "Plan personnalisé de prévention",
  "Questionnaire de santé",
};
static const char *const families[] = {
  "Payet", "Hoarau", "Grondin", "Boyer",  "Fontaine", "Rivière",
  "Lebon", "Técher", "Maillot", "Robert", "Dijoux",   "Bègue",
};
static const char *const given[] = { "Élise", "Marie-Cœur", "Jean", "Agnès",
                                     "Noé",   "Inès",       "Loïc", "Anaïs" };

void
karne_bench_append_document (GString *text, guint number, const char *patient)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number + 1);
  guint year = 2016 + g_rand_int_range (rand, 0, 10);
  guint month = 1 + g_rand_int_range (rand, 0, 12);
  guint day = 1 + g_rand_int_range (rand, 0, 28);
  const char *title = titles[g_rand_int_range (rand, 0, G_N_ELEMENTS (titles))];
  const char *family = families[g_rand_int_range (rand, 0, G_N_ELEMENTS (families))];
  const char *first = given[g_rand_int_range (rand, 0, G_N_ELEMENTS (given))];

  g_string_append_printf (
      text,
      "{\"resourceType\":\"DocumentReference\",\"id\":\"doc-%07u\",\"meta\":{\"versionId\":\"1\","
      "\"lastUpdated\":\"2026-%02u-%02uT%02u:%02u:%02u.%03uZ\","
      "\"profile\":[\"https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/"
      "pdsm-comprehensive-document-reference\"]},"
      "\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"auteur\",\"identifier\":[{"
      "\"system\":\"https://rpps.esante.gouv.fr\",\"value\":\"9970%07u\"}],"
      "\"name\":[{\"family\":\"%s\",\"given\":[\"%s\"],\"prefix\":[\"Dr\"]}]}],"
      "\"masterIdentifier\":{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:oid:1.2.250.1.213.1."
      "4.%u\"},"
      "\"identifier\":[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:00000000-0000-4000-"
      "8000-%012u\"}],\"status\":\"current\","
      "\"type\":{\"coding\":[{\"system\":\"http://"
      "loinc.org\",\"code\":\"11488-4\",\"display\":\"%s\"}]},"
      "\"category\":[{\"coding\":[{\"system\":\"https://mos.esante.gouv.fr/NOS/"
      "TRE_A03-ClasseDocument/FHIR/TRE-A03-ClasseDocument\",\"code\":\"10\",\"display\":\"Compte "
      "rendu\"}]}],"
      "\"subject\":{\"reference\":\"Patient/"
      "%s\"},\"date\":\"%u-%02u-%02uT10:15:00+04:00\",\"author\":[{\"reference\":\"#auteur\"}],"
      "\"description\":\"Document n° %u, établi pour le suivi habituel\","
      "\"securityLabel\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
      "v3-Confidentiality\",\"code\":\"N\",\"display\":\"normal\"}]}],"
      "\"content\":[{\"attachment\":{\"contentType\":\"application/"
      "pdf\",\"language\":\"fr-FR\",\"url\":\"Binary/"
      "bin-%07u\",\"size\":%u,\"hash\":\"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\","
      "\"title\":\"%s n° %u\",\"creation\":\"%u-%02u-%02uT10:15:00+04:00\"},"
      "\"format\":{\"system\":\"urn:oid:1.3.6.1.4.1.19376.1.2.3\",\"code\":\"urn:ihe:iti:xds-sd:"
      "pdf:2008\",\"display\":\"PDF\"}}],"
      "\"context\":{\"event\":[{\"coding\":[{\"system\":\"https://mos.esante.gouv.fr/NOS/"
      "TRE_A00-ProducteurDocNonPS\",\"code\":\"CONS\",\"display\":\"Consultation\"}]}],"
      "\"period\":{\"start\":\"%u-%02u-%02uT09:30:00+04:00\"},\"facilityType\":{\"coding\":[{"
      "\"system\":\"https://mos.esante.gouv.fr/NOS/"
      "TRE_R02\",\"code\":\"SA07\",\"display\":\"Cabinet de groupe\"}]},"
      "\"practiceSetting\":{\"coding\":[{\"system\":\"https://mos.esante.gouv.fr/NOS/"
      "TRE_A01\",\"code\":\"AMBULATOIRE\",\"display\":\"Ambulatoire\"}]}}}",
      number, 1 + number / 2500000 % 12, 1 + number / 86400 % 28, number / 3600 % 24,
      number / 60 % 60, number % 60, number % 1000, number, family, first, number, number, title,
      patient, year, month, day, number, number, 20000 + number % 9000, title, number, year, month,
      day, year, month, day);
}

GString *
karne_bench_make_page (guint first, guint n, const char *patient, const char *next)
{
  GString *text = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");

  if (next != NULL)
    g_string_append_printf (text, ",\"link\":[{\"relation\":\"next\",\"url\":\"%s\"}]", next);
  g_string_append (text, ",\"entry\":[");
  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i == 0 ? "{\"fullUrl\":\"urn:x\",\"resource\":"
                                    : ",{\"fullUrl\":\"urn:x\",\"resource\":");
      karne_bench_append_document (text, first + i, patient);
      g_string_append (text, ",\"search\":{\"mode\":\"match\"}}");
    }
  g_string_append (text, "]}");
  return text;
}

void
karne_bench_write_record (const char *folder, guint n, const char *patient)
{
  g_autofree char *path = g_build_filename (folder, "record.ndjson", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_string_printf (text, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}\n", patient);
  for (guint i = 0; i < n; i++)
    {
      karne_bench_append_document (text, i, patient);
      g_string_append_c (text, '\n');
      if (text->len > 1 << 20 || i == n - 1)
        {
          g_assert_cmpuint (fwrite (text->str, 1, text->len, file), ==, text->len);
          g_string_truncate (text, 0);
        }
    }
  g_assert_cmpint (fclose (file), ==, 0);
}

void
karne_bench_keep_result_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

GAsyncResult *
karne_bench_wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}
