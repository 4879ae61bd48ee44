/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ELLIPSIS "…"

/* Narrower than this a title says nothing any more. */
#define MIN_COLUMN 8
#define GOOD_COLUMN 24

/* Marks that turn the direction of writing for what follows. */
static gboolean
is_direction_mark (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
         c == 0x200f || c == 0x061c;
}

static char *
clean (const char *text, gboolean keep_lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (keep_lines && (c == '\n' || c == '\t'))
        g_string_append_unichar (out, c);
      else if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029)
        g_string_append_c (out, ' ');
      else if (!g_unichar_iscntrl (c) && !is_direction_mark (c))
        g_string_append_unichar (out, c);
    }

  return g_string_free (out, FALSE);
}

char *
cli_clean (const char *text)
{
  return clean (text, FALSE);
}

char *
cli_clean_lines (const char *text)
{
  return clean (text, TRUE);
}

guint
cli_get_width (void)
{
  struct winsize size = { 0 };

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;

  return 80;
}

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

guint
cli_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));

  return width;
}

/* The end of what fits into `width` columns. Marks that take none stay with their letter. */
static const char *
find_end (const char *text, guint width)
{
  guint used = 0;
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      used += char_width (g_utf8_get_char (p));
      if (used > width)
        break;
    }

  return p;
}

char *
cli_text_fit (const char *text, guint width)
{
  g_autofree char *start = NULL;

  if (cli_text_width (text) <= width)
    return g_strdup (text);
  if (width == 0)
    return g_strdup ("");

  start = g_strndup (text, find_end (text, width - 1) - text);
  return g_strconcat (g_strchomp (start), ELLIPSIS, NULL);
}

void
cli_print_wrapped (const char *head, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint indent = cli_text_width (head);
  guint width = MAX (cli_get_width (), indent + 20);
  guint column = indent;

  g_print ("%s", head);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint length = cli_text_width (words[i]);

      if (i > 0 && column + 1 + length > width)
        {
          g_print ("\n%*s", (int) indent, "");
          column = indent;
        }
      else if (i > 0)
        {
          g_print (" ");
          column++;
        }
      g_print ("%s", words[i]);
      column += length;
    }
  g_print ("\n");
}

/* ---- Tables ---- */

struct _CliTable
{
  guint n_columns;
  guint stiff;
  guint optional;
  GPtrArray *rows; /* (owned) of GStrv, the first one are the titles */
};

static void
add_row (CliTable *self, va_list args)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *cell = va_arg (args, const char *);
      g_autofree char *cleaned = cli_clean (cell != NULL ? cell : "");

      g_strv_builder_add (builder, cleaned);
    }
  g_ptr_array_add (self->rows, g_strv_builder_end (builder));
}

CliTable *
cli_table_new (guint stiff, guint optional, ...)
{
  CliTable *self = g_new0 (CliTable, 1);
  va_list args;

  self->stiff = stiff;
  self->optional = optional;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  va_start (args, optional);
  while (va_arg (args, const char *) != NULL)
    self->n_columns++;
  va_end (args);

  va_start (args, optional);
  add_row (self, args);
  va_end (args);

  return self;
}

void
cli_table_free (CliTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

void
cli_table_add (CliTable *self, ...)
{
  va_list args;

  va_start (args, self);
  add_row (self, args);
  va_end (args);
}

/* A column that is empty in every row is not shown: its width is 0. */
static guint
measure_column (CliTable *self, guint column)
{
  guint width = 0;

  for (guint i = 1; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);

      width = MAX (width, cli_text_width (row[column]));
    }
  if (width > 0)
    width = MAX (width, cli_text_width (((char **) g_ptr_array_index (self->rows, 0))[column]));

  return width;
}

static guint
sum_widths (const guint *widths, guint n)
{
  guint sum = 0;
  guint shown = 0;

  for (guint i = 0; i < n; i++)
    {
      sum += widths[i];
      shown += widths[i] > 0 ? 1 : 0;
    }

  return sum + (shown > 0 ? (shown - 1) * 2 : 0);
}

/* The widest column that may still shrink; -1: none. */
static int
find_widest (CliTable *self, const guint *widths, gboolean stiff, guint least)
{
  int widest = -1;

  for (guint i = 0; i < self->n_columns; i++)
    if (((self->stiff >> i) & 1) == (stiff ? 1 : 0) && widths[i] > least &&
        (widest < 0 || widths[i] > widths[widest]))
      widest = (int) i;

  return widest;
}

/* Is there room for what is not stiff? */
static gboolean
is_crowded (CliTable *self, const guint *widths)
{
  guint wanted = 0;
  guint left = cli_get_width ();

  for (guint i = 0; i < self->n_columns; i++)
    if (((self->stiff >> i) & 1) == 0)
      wanted += MIN (widths[i], GOOD_COLUMN) + (widths[i] > 0 ? 2 : 0);
    else
      left -= MIN (left, widths[i] + (widths[i] > 0 ? 2 : 0));

  return wanted > left + 2;
}

static void
leave_out (CliTable *self, guint *widths)
{
  for (guint i = self->n_columns; i > 0 && is_crowded (self, widths); i--)
    if (((self->optional >> (i - 1)) & 1) != 0)
      widths[i - 1] = 0;
}

/* Takes one column of the terminal after the other from whichever is the widest. */
static void
shrink (CliTable *self, guint *widths)
{
  guint available = cli_get_width ();

  while (sum_widths (widths, self->n_columns) > available)
    {
      int widest = find_widest (self, widths, FALSE, MIN_COLUMN);

      if (widest < 0)
        widest = find_widest (self, widths, TRUE, 1);
      if (widest < 0)
        widest = find_widest (self, widths, FALSE, 1);
      if (widest < 0)
        return;
      widths[widest]--;
    }
}

static void
print_row (CliTable *self, char **row, const guint *widths)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint column = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *cell = NULL;

      if (widths[i] == 0)
        continue;
      cell = cli_text_fit (row[i], widths[i]);
      while (cli_text_width (line->str) < column)
        g_string_append_c (line, ' ');
      g_string_append (line, cell);
      column += widths[i] + 2;
    }

  g_print ("%s\n", g_strchomp (line->str));
}

void
cli_table_print (CliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = measure_column (self, i);
  leave_out (self, widths);
  shrink (self, widths);

  for (guint i = 0; i < self->rows->len; i++)
    print_row (self, g_ptr_array_index (self->rows, i), widths);
}

/* ---- JSON ---- */

void
cli_json_print (JsonBuilder *json, FILE *stream)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);

  /* Not through g_print (), which would change letters that the locale does not have. */
  fputs (text, stream);
  fputc ('\n', stream);
}

void
cli_json_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

void
cli_json_int (JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

void
cli_json_bool (JsonBuilder *json, const char *name, gboolean value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

void
cli_json_tells (JsonBuilder *json, const KarneSource *source)
{
  cli_json_bool (json, "tells", source->tells);
  cli_json_int (json, "untold", source->untold);
  cli_json_string (json, "tellTrouble", source->tell_trouble);
  cli_json_int (json, "tellStatus", source->tell_status);
}

void
cli_json_item (JsonBuilder *json, const KarneItem *item)
{
  json_builder_begin_object (json);
  cli_json_int (json, "source", item->source);
  cli_json_string (json, "kind", item->kind);
  cli_json_string (json, "id", item->id);
  cli_json_string (json, "version", item->version);
  cli_json_string (json, "updated", item->updated);
  cli_json_string (json, "date", item->date);
  cli_json_string (json, "until", item->until);
  cli_json_string (json, "title", item->title);
  cli_json_string (json, "author", item->author);
  cli_json_string (json, "category", item->category);
  cli_json_string (json, "code", item->code);
  cli_json_string (json, "status", item->status);
  cli_json_string (json, "detail", item->detail);
  json_builder_end_object (json);
}
