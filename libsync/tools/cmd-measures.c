/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-measures.h"
#include "cli-output.h"
#include "cli.h"

#include "access/karne-access-log.h"
#include "karne-error.h"
#include "words/karne-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

/* The measures of the record, and what they come to: `measures`, `measures export`. */

typedef struct
{
  char *since;  /* (owned) (nullable) */
  char *until;  /* (owned) (nullable) */
  char *output; /* (owned) (nullable) */
  KarneMeasureKind kind;
} Measures;

static void
measures_clear (Measures *self)
{
  g_free (self->since);
  g_free (self->until);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Measures, measures_clear)

gboolean
cli_measures_parse_kind (const char *name, KarneMeasureKind *kind, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  *kind = karne_measure_kind_from_nick (name);
  if (*kind != KARNE_MEASURE_OTHER)
    return TRUE;
  for (int i = KARNE_MEASURE_OTHER + 1; i <= KARNE_MEASURE_TRIGLYCERIDES; i++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                            karne_measure_kind_to_nick ((KarneMeasureKind) i));
  /* Translators: %s is a list of words that are typed. */
  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               _ ("There is no measure of that name. There are: %s."), names->str);
  return FALSE;
}

gboolean
cli_measures_parse_date (char **date, GError **error)
{
  char *parsed;

  if (*date == NULL)
    return TRUE;
  parsed = cli_date_parse (*date);
  if (parsed == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("A date is written as 2026, 2026-03, 2026-03-14 or today."));
      return FALSE;
    }
  g_free (*date);
  *date = parsed;
  return TRUE;
}

/* In words */

static void
print_table (GPtrArray *measures, gboolean of_one_kind)
{
  g_autoptr (CliTable) table = cli_table_new (1, 1 << 3, _ ("Date"), _ ("Value"), _ ("Measure"),
                                              _ ("Moment"), _ ("To check"), NULL);

  for (guint i = 0; i < measures->len; i++)
    {
      const KarneMeasurement *measure = measures->pdata[i];
      g_autofree char *date = cli_date_to_words (measure->date);
      g_autofree char *value = karne_measurement_value_to_words (measure);
      const char *title = measure->kind == KARNE_MEASURE_OTHER
                              ? measure->title
                              : karne_measure_kind_to_words (measure->kind);

      /* Translators: of a value that is so unusual that it may be a slip of the pen. */
      cli_table_add (table, date, value, title, karne_measure_moment_to_words (measure->moment),
                     karne_measurement_is_unlikely (measure) ? _ ("to be checked") : NULL);
    }
  cli_table_print (table);
}

static void
print_line (const char *line)
{
  g_autofree char *clean = cli_clean (line);

  cli_print_wrapped ("", clean);
}

/* Some readings a day are counted; those of a sensor may come to more. */
static void
print_summary (KarneMeasureKind kind, GPtrArray *measures)
{
  g_autoptr (KarneMeasureTarget) target = karne_measure_target_find (measures);

  if (target != NULL)
    {
      g_autofree char *words = karne_measure_target_to_words (target);
      g_autofree char *counted = NULL;
      KarneMeasureCounts counts;

      karne_measure_target_count (target, measures, &counts);
      counted = karne_measure_counts_to_words (&counts);
      print_line (words);
      print_line (counted);
    }
  if (kind == KARNE_MEASURE_GLUCOSE_INTERSTITIAL)
    {
      KarneGlucoseProfile profile;
      g_auto (GStrv) lines = NULL;

      karne_glucose_profile_compute (measures, &profile);
      lines = karne_glucose_profile_to_lines (&profile);
      for (guint i = 0; lines[i] != NULL; i++)
        print_line (lines[i]);
    }
}

/* As JSON: numbers as text, since they are what was written. */

static void
add_measure_json (JsonBuilder *json, const KarneMeasurement *measure)
{
  const char *unit;
  const char *written = karne_measurement_get_written (measure, &unit);

  json_builder_begin_object (json);
  cli_json_int (json, "source", measure->source);
  cli_json_string (json, "id", measure->id);
  cli_json_string (json, "kind", karne_measure_kind_to_nick (measure->kind));
  cli_json_string (json, "code", measure->code);
  cli_json_string (json, "date", measure->date);
  cli_json_string (json, "comparator", measure->comparator);
  cli_json_string (json, "value", written);
  cli_json_string (json, "second", measure->second);
  cli_json_string (json, "unit", unit);
  cli_json_string (json, "recordValue", measure->value);
  cli_json_string (json, "recordUnit", measure->unit);
  cli_json_string (json, "moment", karne_measure_moment_to_nick (measure->moment));
  cli_json_int (json, "days", measure->days);
  cli_json_string (json, "status", measure->status);
  cli_json_bool (json, "unlikely", karne_measurement_is_unlikely (measure));
  cli_json_bool (json, "waiting", measure->state != KARNE_RECORD_SENT);
  json_builder_end_object (json);
}

static void
add_number_json (JsonBuilder *json, const char *name, double number)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, number);
}

static void
add_target_json (JsonBuilder *json, GPtrArray *measures)
{
  g_autoptr (KarneMeasureTarget) target = karne_measure_target_find (measures);
  KarneMeasureCounts counts;

  if (target == NULL)
    return;
  karne_measure_target_count (target, measures, &counts);
  json_builder_set_member_name (json, "target");
  json_builder_begin_object (json);
  cli_json_string (json, "low", target->low);
  cli_json_string (json, "high", target->high);
  cli_json_string (json, "unit", target->unit);
  cli_json_int (json, "below", counts.below);
  cli_json_int (json, "in", counts.in);
  cli_json_int (json, "above", counts.above);
  cli_json_int (json, "unclear", counts.unclear);
  cli_json_int (json, "unlikely", counts.unlikely);
  json_builder_end_object (json);
}

static void
add_profile_json (JsonBuilder *json, GPtrArray *measures)
{
  static const char *const nicks[] = { "enough", "no-readings", "means-only", "too-short",
                                       "too-few" };
  KarneGlucoseProfile profile;

  karne_glucose_profile_compute (measures, &profile);
  json_builder_set_member_name (json, "profile");
  json_builder_begin_object (json);
  cli_json_string (json, "enough", nicks[profile.enough]);
  if (profile.enough == KARNE_GLUCOSE_ENOUGH)
    {
      cli_json_int (json, "readings", profile.n_readings);
      add_number_json (json, "share", profile.share);
      add_number_json (json, "inRange", profile.in_range);
      add_number_json (json, "below70", profile.low);
      add_number_json (json, "below54", profile.very_low);
      add_number_json (json, "above180", profile.high);
      add_number_json (json, "above250", profile.very_high);
      add_number_json (json, "mean", profile.mean);
      add_number_json (json, "cv", profile.cv);
      add_number_json (json, "gmi", profile.gmi);
      cli_json_string (json, "source", KARNE_GLUCOSE_PROFILE_SOURCE);
    }
  json_builder_end_object (json);
}

static void
print_json (KarneMeasureKind kind, GPtrArray *measures)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "measures");
  json_builder_begin_array (json);
  for (guint i = 0; i < measures->len; i++)
    add_measure_json (json, measures->pdata[i]);
  json_builder_end_array (json);
  if (kind != KARNE_MEASURE_OTHER)
    add_target_json (json, measures);
  if (kind == KARNE_MEASURE_GLUCOSE_INTERSTITIAL)
    add_profile_json (json, measures);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

/* Commands */

static GPtrArray *
read_measures (Cli *cli, const Measures *self, GError **error)
{
  return cli_open_space (cli, error) ? karne_view_list_measures (cli->view, self->kind, NULL,
                                                                 self->since, self->until, error)
                                     : NULL;
}

static gboolean
parse (Cli *cli, Measures *self, char **argv, gboolean with_output, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  const GOptionEntry output = {
    "output",   0, 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("Write it to this new file"),
    N_ ("FILE")
  };
  const GOptionEntry entries[] = {
    { "since", 0, 0, G_OPTION_ARG_STRING, &self->since, N_ ("Not before this date"), N_ ("DATE") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &self->until, N_ ("Not after this date"), N_ ("DATE") },
    with_output ? output : (GOptionEntry) G_OPTION_ENTRY_NULL,
    G_OPTION_ENTRY_NULL,
  };

  return cli_parse (cli, &rest, entries, 0, 1, error) &&
         (rest[1] == NULL || cli_measures_parse_kind (rest[1], &self->kind, error)) &&
         cli_measures_parse_date (&self->since, error) &&
         cli_measures_parse_date (&self->until, error);
}

gboolean
cmd_measures (Cli *cli, char **argv, GError **error)
{
  g_auto (Measures) self = { 0 };
  g_autoptr (GPtrArray) measures = NULL;

  if (!parse (cli, &self, argv, FALSE, error) ||
      (measures = read_measures (cli, &self, error)) == NULL)
    return FALSE;
  if (cli->json)
    print_json (self.kind, measures);
  else if (measures->len == 0)
    g_print ("%s\n", _ ("There is no measure."));
  else
    {
      print_table (measures, self.kind != KARNE_MEASURE_OTHER);
      if (self.kind != KARNE_MEASURE_OTHER)
        print_summary (self.kind, measures);
    }
  return TRUE;
}

/* Nobody but this user can read it; nothing that was there is written over. */
static gboolean
write_file (const char *path, const char *text, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  FILE *file = fd >= 0 ? fdopen (fd, "w") : NULL;
  gboolean written = file != NULL && fputs (text, file) >= 0;
  int code;

  if (file != NULL && fclose (file) == 0 && written)
    return TRUE;
  code = errno == EEXIST   ? KARNE_ERROR_EXISTS
         : errno == ENOSPC ? KARNE_ERROR_NO_SPACE
                           : KARNE_ERROR_READ_ONLY;
  g_set_error_literal (error, KARNE_ERROR, code, "Exporting measures: writing the file");
  return FALSE;
}

gboolean
cmd_measures_export (Cli *cli, char **argv, GError **error)
{
  g_auto (Measures) self = { 0 };
  g_autoptr (GPtrArray) measures = NULL;
  g_autofree char *csv = NULL;
  /* Translators: what stands between the whole part of a number and its decimals: “5.60”. */
  gboolean has_comma = *C_ ("decimal separator", ".") == ',';

  if (!parse (cli, &self, argv, TRUE, error) ||
      (measures = read_measures (cli, &self, error)) == NULL)
    return FALSE;
  csv = karne_measures_to_csv (measures, has_comma ? ';' : ',', has_comma ? ',' : '.');
  if (self.output == NULL)
    {
      fputs (csv, stdout);
      return TRUE;
    }
  if (!write_file (self.output, csv, error))
    return FALSE;
  karne_access_log_note (cli->view, KARNE_ACCESS_ACT_EXPORT, 0, "Observation", NULL, NULL);
  if (!cli->json)
    g_print ("%s\n", _ ("Written. The file is not sealed: whoever can open it can read it."));
  return TRUE;
}
