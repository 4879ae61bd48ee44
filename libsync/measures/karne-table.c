/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-table-private.h"

#include "karne-error.h"

#include <string.h>

/* A sensor of glucose that reads each minute for a year makes less. */
#define MAX_SIZE (64 * 1024 * 1024)
/* So many rows are looked at to find the separator. */
#define SAMPLE 30

typedef struct
{
  guint line;
  gboolean is_broken;
  GPtrArray *cells; /* (owned) of char * */
} Row;

struct _KarneTable
{
  gatomicrefcount refs;
  const char *encoding; /* static */
  char separator;
  guint n_columns;
  GPtrArray *rows; /* (owned) of Row */
};

G_DEFINE_BOXED_TYPE (KarneTable, karne_table, karne_table_ref, karne_table_unref)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_ptr_array_unref (row->cells);
  g_free (row);
}

static Row *
row_new (guint line)
{
  Row *row = g_new0 (Row, 1);

  row->line = line;
  row->cells = g_ptr_array_new_with_free_func (g_free);
  return row;
}

/* Text out of bytes */

static char *
set_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID, message);
  return NULL;
}

static char *
convert (const char *data, gsize size, const char *encoding, GError **error)
{
  gsize n_written;
  g_autofree char *text =
      g_convert (data, (gssize) size, "UTF-8", encoding, NULL, &n_written, NULL);

  if (text == NULL || strlen (text) != n_written)
    return set_invalid (error, "Reading a table: this is no text");
  return g_steal_pointer (&text);
}

/* What is no UTF-8 is what old programs write in Western Europe. */
static char *
decode (GBytes *bytes, const char **encoding, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gsize skip = size >= 3 && memcmp (data, "\357\273\277", 3) == 0 ? 3 : 0;

  if (size >= 2 && (memcmp (data, "\377\376", 2) == 0 || memcmp (data, "\376\377", 2) == 0))
    return convert (data, size, *encoding = "UTF-16", error);
  if (size > 0 && memchr (data, '\0', size) != NULL)
    return set_invalid (error, "Reading a table: this is no text");
  *encoding = "UTF-8";
  if (g_utf8_validate (data + skip, (gssize) (size - skip), NULL))
    return g_strndup (data + skip, size - skip);
  return convert (data, size, *encoding = "WINDOWS-1252", error);
}

/* Rows out of text */

typedef struct
{
  const char *p;
  guint line;
  char separator;
} Reader;

static void
skip_line_end (Reader *reader)
{
  if (*reader->p == '\r' && reader->p[1] == '\n')
    reader->p++;
  if (*reader->p != '\0')
    reader->p++;
  reader->line++;
}

static gboolean
is_line_end (char c)
{
  return c == '\0' || c == '\n' || c == '\r';
}

/* Behind the opening quote, up to the closing one. */
static gboolean
read_quoted (Reader *reader, GString *cell)
{
  for (; *reader->p != '\0'; reader->p++)
    {
      if (*reader->p == '"' && reader->p[1] != '"')
        {
          reader->p++;
          return TRUE;
        }
      if (*reader->p == '"')
        reader->p++;
      if (*reader->p == '\n')
        reader->line++;
      g_string_append_c (cell, *reader->p);
    }
  return FALSE;
}

static void
read_cell (Reader *reader, Row *row)
{
  g_autoptr (GString) cell = g_string_new (NULL);

  while (*reader->p == ' ')
    reader->p++;
  if (*reader->p == '"')
    {
      reader->p++;
      row->is_broken = !read_quoted (reader, cell) || row->is_broken;
    }
  while (!is_line_end (*reader->p) && *reader->p != reader->separator)
    {
      row->is_broken = row->is_broken || *reader->p == '"';
      g_string_append_c (cell, *reader->p++);
    }
  g_ptr_array_add (row->cells, g_strstrip (g_string_free (g_steal_pointer (&cell), FALSE)));
}

static gboolean
is_empty (const Row *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (*(const char *) row->cells->pdata[i] != '\0')
      return FALSE;
  return TRUE;
}

static Row *
read_row (Reader *reader)
{
  Row *row = row_new (reader->line);

  read_cell (reader, row);
  while (*reader->p == reader->separator && reader->separator != '\0')
    {
      reader->p++;
      read_cell (reader, row);
    }
  skip_line_end (reader);
  return row;
}

/* Without empty ones; `limit` 0: all of them. */
static GPtrArray *
read_rows (const char *text, char separator, guint limit)
{
  Reader reader = { text, 1, separator };
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  while (*reader.p != '\0' && (limit == 0 || rows->len < limit))
    {
      Row *row = read_row (&reader);

      if (is_empty (row))
        row_free (row);
      else
        g_ptr_array_add (rows, row);
    }
  return rows;
}

/* How many columns most rows have, and how many rows have so many. */
static guint
count_columns (GPtrArray *rows, guint *n_alike)
{
  guint best = 0;

  *n_alike = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      guint n = ((Row *) rows->pdata[i])->cells->len;
      guint alike = 0;

      for (guint j = 0; j < rows->len; j++)
        alike += ((Row *) rows->pdata[j])->cells->len == n;
      if (alike > *n_alike)
        {
          *n_alike = alike;
          best = n;
        }
    }
  return best;
}

/* That which cuts most rows into the same number of columns; where both do, into more: the comma of
 * 1,10 cuts all of them in two. */
static char
find_separator (const char *text)
{
  static const char candidates[] = { ';', '\t', ',' };
  char best = ';';
  guint best_score = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autoptr (GPtrArray) rows = read_rows (text, candidates[i], SAMPLE);
      guint n_alike;
      guint n_columns = count_columns (rows, &n_alike);
      guint score = n_columns > 1 ? n_alike * 100 + n_columns : 0;

      /* A few odd rows weigh less than a column that is cut in two. */
      if (n_columns > 1 && n_alike * 2 > rows->len)
        score += 100 * SAMPLE * n_columns;
      if (score > best_score)
        {
          best_score = score;
          best = candidates[i];
        }
    }
  return best;
}

/**
 * karne_table_parse:
 * @bytes: the content of a file
 * @error: return location for an error
 *
 * Reads a table: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252, of which Latin-1
 * is a part. Fails with `KARNE_ERROR_INVALID` where it is no text or larger than 64 MiB, with
 * `KARNE_ERROR_EMPTY` where there is nothing in it.
 *
 * Returns: (transfer full): the table
 */
KarneTable *
karne_table_parse (GBytes *bytes, GError **error)
{
  g_autoptr (KarneTable) self = NULL;
  g_autofree char *text = NULL;
  const char *encoding = NULL;

  if (g_bytes_get_size (bytes) > MAX_SIZE)
    return (gpointer) set_invalid (error, "Reading a table: it is too large");
  text = decode (bytes, &encoding, error);
  if (text == NULL)
    return NULL;
  self = g_new0 (KarneTable, 1);
  g_atomic_ref_count_init (&self->refs);
  self->encoding = encoding;
  self->separator = find_separator (text);
  self->rows = read_rows (text, self->separator, 0);
  for (guint i = 0; i < self->rows->len; i++)
    self->n_columns = MAX (self->n_columns, ((Row *) self->rows->pdata[i])->cells->len);
  if (self->rows->len > 0)
    return g_steal_pointer (&self);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EMPTY, "Reading a table: it is empty");
  return NULL;
}

/**
 * karne_table_ref:
 * @self: a table
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same
 */
KarneTable *
karne_table_ref (KarneTable *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * karne_table_unref:
 * @self: (transfer full): a table
 *
 * Gives a reference back.
 */
void
karne_table_unref (KarneTable *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * karne_table_get_encoding:
 * @self: a table
 *
 * In which encoding it was written.
 *
 * Returns: its name
 */
const char *
karne_table_get_encoding (KarneTable *self)
{
  return self->encoding;
}

/**
 * karne_table_get_separator:
 * @self: a table
 *
 * What stands between its columns.
 *
 * Returns: a character
 */
char
karne_table_get_separator (KarneTable *self)
{
  return self->separator;
}

/**
 * karne_table_get_n_rows:
 * @self: a table
 *
 * How many rows it has, with titles, without empty ones.
 *
 * Returns: their number
 */
guint
karne_table_get_n_rows (KarneTable *self)
{
  return self->rows->len;
}

/**
 * karne_table_get_n_columns:
 * @self: a table
 *
 * How many columns its widest row has.
 *
 * Returns: their number
 */
guint
karne_table_get_n_columns (KarneTable *self)
{
  return self->n_columns;
}

/**
 * karne_table_get_line:
 * @self: a table
 * @row: which row
 *
 * On which line of the file a row begins, from 1.
 *
 * Returns: the number of the line
 */
guint
karne_table_get_line (KarneTable *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, 0);
  return ((Row *) self->rows->pdata[row])->line;
}

/**
 * karne_table_is_broken:
 * @self: a table
 * @row: which row
 *
 * Whether its quotes do not fit, so that its cells may not be what they seem.
 *
 * Returns: whether they do not
 */
gboolean
karne_table_is_broken (KarneTable *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, TRUE);
  return ((Row *) self->rows->pdata[row])->is_broken;
}

/**
 * karne_table_get_cell:
 * @self: a table
 * @row: which row
 * @column: which column, from 0
 *
 * What stands in a cell.
 *
 * Returns: (nullable): its text, may be empty; `NULL` where the row has no such column
 */
const char *
karne_table_get_cell (KarneTable *self, guint row, int column)
{
  const Row *found = row < self->rows->len ? self->rows->pdata[row] : NULL;

  return found != NULL && column >= 0 && (guint) column < found->cells->len
             ? found->cells->pdata[column]
             : NULL;
}
