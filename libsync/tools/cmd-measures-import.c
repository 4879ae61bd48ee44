/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-measures.h"
#include "cli-draft.h"
#include "cli-output.h"
#include "cli.h"

#include "karne-error.h"
#include "words/karne-words.h"
#include "write/karne-import.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* Measures out of a table: what was understood is shown first, and kept only when asked: `measures
 * import`. */

typedef struct
{
  char *map;     /* (owned) (nullable) */
  char *kind;    /* (owned) (nullable) */
  char *unit;    /* (owned) (nullable) */
  char *context; /* (owned) (nullable) */
  char *dates;   /* (owned) (nullable) */
  int source;    /* 0: the only one */
  gboolean keep;
  gboolean confirmed;

  /* In progress */
  KarneTable *table;          /* (owned) (nullable) */
  KarneTableMapping *mapping; /* (owned) (nullable) */
  GPtrArray *lines;           /* (owned) (nullable) */
  char *patient;              /* (owned) (nullable) */
  gint64 number;              /* of the source */
  guint n_read;
  guint n_other;
  guint n_unlikely;
} Import;

static void
import_clear (Import *self)
{
  g_free (self->map);
  g_free (self->kind);
  g_free (self->unit);
  g_free (self->context);
  g_free (self->dates);
  g_free (self->patient);
  g_clear_pointer (&self->table, karne_table_unref);
  g_clear_pointer (&self->mapping, karne_table_mapping_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* What columns mean */

static int *
find_role (KarneTableMapping *mapping, const char *name)
{
  const struct
  {
    const char *name;
    int *column;
  } roles[] = {
    { "date", &mapping->date },        { "time", &mapping->time }, { "value", &mapping->value },
    { "diastolic", &mapping->second }, { "unit", &mapping->unit }, { "moment", &mapping->moment },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i].name, name))
      return roles[i].column;
  return NULL;
}

/* “date=1,value=3”: columns from 1; 0 for none. */
static gboolean
apply_map (Import *self, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (self->map != NULL ? self->map : "", ",", -1);

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);
      int *column = find_role (self->mapping, pair[0]);
      guint64 number;

      if (column == NULL || pair[1] == NULL ||
          !g_ascii_string_to_unsigned (pair[1], 10, 0, karne_table_get_n_columns (self->table),
                                       &number, NULL))
        return cli_set_usage_error (error,
                                    _ ("Columns are named by their number: “--map "
                                       "date=1,time=2,value=3,diastolic=4,unit=5,moment=6”."));
      *column = (int) number - 1;
    }
  return TRUE;
}

static gboolean
apply_order (Import *self, GError **error)
{
  if (self->dates == NULL)
    return TRUE;
  if (g_str_equal (self->dates, "day-first"))
    self->mapping->order = KARNE_DATE_ORDER_DAY_FIRST;
  else if (g_str_equal (self->dates, "month-first"))
    self->mapping->order = KARNE_DATE_ORDER_MONTH_FIRST;
  else
    return cli_set_usage_error (error, _ ("Dates are written day-first or month-first."));
  return TRUE;
}

static void
replace (char **text, const char *by)
{
  if (by == NULL)
    return;
  g_free (*text);
  *text = g_strdup (by);
}

static gboolean
can_be_added (KarneMeasureKind kind)
{
  const char *nick = karne_measure_kind_to_nick (kind);

  return kind == KARNE_MEASURE_BLOOD_PRESSURE ||
         (nick != NULL && g_strv_contains (karne_draft_list_measures (), nick));
}

static gboolean
make_mapping (Import *self, GError **error)
{
  self->mapping = karne_table_propose (self->table);
  if (!apply_map (self, error) || !apply_order (self, error) ||
      (self->kind != NULL && !cli_measures_parse_kind (self->kind, &self->mapping->kind, error)))
    return FALSE;
  replace (&self->mapping->fixed_unit, self->unit);
  replace (&self->mapping->fixed_context, self->context);
  if (self->mapping->date < 0 || self->mapping->value < 0)
    return cli_set_usage_error (error,
                                _ ("Where the dates and the values are was not understood: say "
                                   "it with “--map date=1,value=2”."));
  if (!can_be_added (self->mapping->kind))
    return cli_set_usage_error (error,
                                _ ("Say what was measured: “--kind glucose”, “--kind weight”…"));
  return TRUE;
}

/* Reading */

static gboolean
read_file (Import *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);

  self->table = bytes != NULL ? karne_table_parse (bytes, error) : NULL;
  return self->table != NULL;
}

static gboolean
read_lines (Cli *cli, Import *self, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) known =
      karne_view_list_measures (cli->view, self->mapping->kind, NULL, NULL, NULL, error);

  if (known == NULL)
    return FALSE;
  self->lines = karne_import_read (self->table, self->mapping, self->patient, known, zone,
                                   g_get_real_time () / G_USEC_PER_SEC, self->confirmed);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const KarneTableLine *line = self->lines->pdata[i];

      self->n_read += line->state == KARNE_LINE_READ;
      self->n_unlikely += line->state == KARNE_LINE_UNLIKELY;
      self->n_other += line->state != KARNE_LINE_READ && line->state != KARNE_LINE_TITLE;
    }
  return TRUE;
}

/* Showing */

static void
print_column (const Import *self, const char *role, int column)
{
  const char *title = self->mapping->first > 0
                          ? karne_table_get_cell (self->table, self->mapping->first - 1, column)
                          : NULL;
  g_autofree char *clean = cli_clean (title != NULL ? title : "");

  if (column < 0)
    return;
  if (*clean != '\0')
    /* Translators: what a column of a table means, its number, and its title there: “Date: column
     * 1 (“Horodatage”)”. */
    g_print (_ ("%s: column %d (“%s”)\n"), role, column + 1, clean);
  else
    /* Translators: what a column of a table means, and its number: “Date: column 1”. */
    g_print (_ ("%s: column %d\n"), role, column + 1);
}

static void
print_mapping (const Import *self)
{
  const KarneTableMapping *mapping = self->mapping;

  g_print ("%s\n", karne_measure_kind_to_words (mapping->kind));
  print_column (self, _ ("Date"), mapping->date);
  print_column (self, _ ("Time"), mapping->time);
  print_column (self, _ ("Value"), mapping->value);
  print_column (self, _ ("Diastolic value"), mapping->second);
  print_column (self, _ ("Unit"), mapping->unit);
  print_column (self, _ ("Moment"), mapping->moment);
  if (mapping->fixed_unit != NULL)
    /* Translators: the unit of all values of a table. */
    g_print (_ ("Unit of all: %s\n"), mapping->fixed_unit);
  g_print ("\n");
}

static void
print_read (const Import *self)
{
  g_autoptr (CliTable) table =
      cli_table_new (3, 0, _ ("Line"), _ ("Date"), _ ("Value"), _ ("Unit"), _ ("Moment"), NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const KarneTableLine *line = self->lines->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", line->line);
      g_autofree char *date = cli_date_to_words (line->date);
      g_autofree char *value = NULL;

      if (line->state != KARNE_LINE_READ)
        continue;
      value = line->second != NULL ? g_strdup_printf ("%s / %s", line->value, line->second)
                                   : karne_number_to_words (line->value);
      cli_table_add (table, number, date, value, line->unit, line->context);
    }
  if (self->n_read > 0)
    cli_table_print (table);
}

static void
print_others (const Import *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const KarneTableLine *line = self->lines->pdata[i];
      g_autofree char *head = NULL;

      if (line->state == KARNE_LINE_READ || line->state == KARNE_LINE_TITLE)
        continue;
      /* Translators: before the reason for which a line of a file is not kept. */
      head = g_strdup_printf (_ ("Line %u: "), line->line);
      cli_print_wrapped (head, karne_line_state_to_words (line->state));
    }
}

static void
print_hints (const Import *self)
{
  if (self->mapping->order == KARNE_DATE_ORDER_UNCLEAR)
    g_print ("%s\n", _ ("Say how dates are written: --dates day-first or --dates month-first."));
  if (self->mapping->unit < 0 && self->mapping->fixed_unit == NULL)
    g_print ("%s\n", _ ("Say the unit of the values: --unit g/L, --unit mg/dL…"));
  if (self->n_unlikely > 0)
    g_print ("%s\n", _ ("--confirm keeps unusual values, too: they are right."));
}

static void
print_outcome (const Import *self)
{
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u line was understood.\n", "%u lines were understood.\n",
                        self->n_read),
           self->n_read);
  if (self->n_other > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE, "%u line is left out.\n", "%u lines are left out.\n",
                          self->n_other),
             self->n_other);
  if (self->keep && self->n_read > 0)
    g_print ("%s\n", _ ("Saved here. It is sent at the next sync; until then, “karne undo” takes "
                        "it back."));
  else if (self->n_read > 0)
    g_print ("%s\n", _ ("Nothing is kept yet: the same with --keep keeps what was understood."));
}

static void
print_words (const Import *self)
{
  print_mapping (self);
  print_read (self);
  print_others (self);
  print_hints (self);
  print_outcome (self);
}

static const char *
state_to_nick (KarneLineState state)
{
  static const char *const nicks[] = {
    "read",     "title",   "broken",    "no-date",  "date-unclear", "future",  "not-a-number",
    "negative", "no-unit", "no-moment", "unlikely", "twice",        "invalid",
  };

  return nicks[state];
}

static void
print_json (const Import *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cli_json_string (json, "kind", karne_measure_kind_to_nick (self->mapping->kind));
  cli_json_string (json, "encoding", karne_table_get_encoding (self->table));
  cli_json_bool (json, "kept", self->keep && self->n_read > 0);
  json_builder_set_member_name (json, "lines");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const KarneTableLine *line = self->lines->pdata[i];

      json_builder_begin_object (json);
      cli_json_int (json, "line", line->line);
      cli_json_string (json, "state", state_to_nick (line->state));
      cli_json_string (json, "date", line->date);
      cli_json_string (json, "value", line->value);
      cli_json_string (json, "second", line->second);
      cli_json_string (json, "unit", line->unit);
      cli_json_string (json, "moment", line->context);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static gboolean
keep (Cli *cli, Import *self, GError **error)
{
  g_autoptr (KarneDraft) draft = self->keep ? karne_import_to_draft (self->lines) : NULL;
  g_auto (GStrv) ids = NULL;

  if (draft == NULL)
    return TRUE;
  ids = karne_draft_save (draft, cli_get_store (cli), self->number, error);
  return ids != NULL;
}

static gboolean
import (Cli *cli, Import *self, const char *path, GError **error)
{
  self->number = self->source;
  if (!read_file (self, path, error) || !make_mapping (self, error) ||
      !cli_open_space (cli, error) ||
      !cli_draft_choose_source (cli, &self->number, &self->patient, error) ||
      !read_lines (cli, self, error) || !keep (cli, self, error))
    return FALSE;
  if (cli->json)
    print_json (self);
  else
    print_words (self);
  if (self->n_other > 0)
    cli->exit = CLI_EXIT_PARTIAL;
  return TRUE;
}

gboolean
cmd_measures_import (Cli *cli, char **argv, GError **error)
{
  g_auto (Import) self = { 0 };
  const GOptionEntry entries[] = {
    { "keep", 0, 0, G_OPTION_ARG_NONE, &self.keep,
      N_ ("Keep what was understood; without this, it is only shown"), NULL },
    { "map", 0, 0, G_OPTION_ARG_STRING, &self.map,
      N_ ("What columns mean: date=1,time=2,value=3,diastolic=4,unit=5,moment=6"),
      /* Translators: stands for what columns of a table mean. */
      N_ ("COLUMNS") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &self.kind, N_ ("What was measured: glucose, weight…"),
      N_ ("KIND") },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &self.unit,
      N_ ("The unit of all values that have none beside them"),
      /* Translators: stands for a unit, as g/L. */
      N_ ("UNIT") },
    { "moment", 0, 0, G_OPTION_ARG_STRING, &self.context,
      N_ ("Of a glucose, where the table does not say it: fasting, before-meal, after-meal, "
          "after-exercise, other"),
      N_ ("MOMENT") },
    { "days", 0, 0, G_OPTION_ARG_STRING, &self.context,
      N_ ("Of an interstitial glucose, its mean over: 7, 14, 30, 90"), N_ ("NUMBER") },
    { "dates", 0, 0, G_OPTION_ARG_STRING, &self.dates,
      N_ ("How dates are written: day-first or month-first"),
      /* Translators: stands for “day-first” or “month-first”, which are not translated. */
      N_ ("ORDER") },
    { "confirm", 0, 0, G_OPTION_ARG_NONE, &self.confirmed,
      N_ ("Keep values that are unusual: they are right"), NULL },
    { "source", 0, 0, G_OPTION_ARG_INT, &self.source, N_ ("For which source it is"),
      N_ ("NUMBER") },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);

  return cli_parse (cli, &rest, entries, 1, 1, error) && import (cli, &self, rest[1], error);
}
