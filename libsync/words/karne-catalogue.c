/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-catalogue-private.h"

#include <string.h>

#include "karne-error.h"

/* The form of these files is in the manual of gettext (“The Format of GNU MO Files”): a magic
 * number in the order of bytes of whoever wrote it, then where the tables are. A table has for each
 * text its length, without the NUL, and its place; the keys are in the order of their bytes. */

#define MAGIC 0x950412deu
#define HEADER_SIZE 20
#define ENTRY_SIZE 8

struct _KarneCatalogue
{
  GMappedFile *file; /* (owned) */
  const char *data;
  gsize size;
  gboolean is_swapped;
  guint32 count;
  guint32 keys;         /* where the table is */
  guint32 translations; /* likewise */
};

static guint32
read_number (const KarneCatalogue *self, gsize place)
{
  guint32 number;

  memcpy (&number, self->data + place, sizeof number);
  return self->is_swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* (nullable) A text that ends within the file, or NULL. */
static const char *
get_text (const KarneCatalogue *self, guint32 table, guint32 number, gsize *length)
{
  gsize entry = (gsize) table + (gsize) number * ENTRY_SIZE;
  gsize len = read_number (self, entry);
  gsize place = read_number (self, entry + 4);

  if (place >= self->size || len >= self->size - place || self->data[place + len] != '\0')
    return NULL;
  *length = len;
  return self->data + place;
}

static gboolean
has_table (const KarneCatalogue *self, guint32 table)
{
  return table <= self->size && self->count <= (self->size - table) / ENTRY_SIZE;
}

static gboolean
read_header (KarneCatalogue *self)
{
  guint32 magic;

  self->data = g_mapped_file_get_contents (self->file);
  self->size = g_mapped_file_get_length (self->file);
  if (self->size < HEADER_SIZE)
    return FALSE;
  memcpy (&magic, self->data, sizeof magic);
  if (magic != MAGIC && magic != GUINT32_SWAP_LE_BE (MAGIC))
    return FALSE;
  self->is_swapped = magic != MAGIC;
  self->count = read_number (self, 8);
  self->keys = read_number (self, 12);
  self->translations = read_number (self, 16);
  return has_table (self, self->keys) && has_table (self, self->translations);
}

KarneCatalogue *
karne_catalogue_new (const char *path, GError **error)
{
  g_autoptr (KarneCatalogue) self = g_new0 (KarneCatalogue, 1);

  self->file = g_mapped_file_new (path, FALSE, error);
  if (self->file == NULL)
    return NULL;
  if (!read_header (self))
    {
      g_set_error (error, KARNE_ERROR, KARNE_ERROR_CORRUPT, "Reading a catalogue: no .mo file");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
karne_catalogue_free (KarneCatalogue *self)
{
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

/* (nullable) All forms, each ended by a NUL, with the length of them all. */
static const char *
find_forms (const KarneCatalogue *self, const char *key, gsize *length)
{
  guint32 from = 0;
  guint32 to = self->count;

  while (from < to)
    {
      guint32 middle = from + (to - from) / 2;
      gsize len;
      /* The key of a message with a plural ends with the singular, for strcmp (). */
      const char *found = get_text (self, self->keys, middle, &len);
      int order = found != NULL ? strcmp (key, found) : 0;

      if (found == NULL)
        return NULL;
      if (order == 0)
        return get_text (self, self->translations, middle, length);
      if (order < 0)
        to = middle;
      else
        from = middle + 1;
    }
  return NULL;
}

const char *
karne_catalogue_find (const KarneCatalogue *self, const char *key)
{
  gsize length;
  const char *forms = find_forms (self, key, &length);

  return forms != NULL && length > 0 ? forms : NULL;
}

const char *
karne_catalogue_find_number (const KarneCatalogue *self, const char *key, gulong n)
{
  gsize length;
  const char *forms = find_forms (self, key, &length);
  gsize first = forms != NULL ? strlen (forms) : 0;

  if (first == 0)
    return NULL;
  return n > 1 && first < length ? forms + first + 1 : forms;
}
