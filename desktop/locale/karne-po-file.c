/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-po-file.h"

#include "karne-sync.h"

#include "words/karne-i18n.h"

#include <gettext-po.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* Messages */

/* One of them, as a compiled catalogue has it. */
typedef struct
{
  GString *key;   /* (owned) with its NULs */
  GString *forms; /* (owned) likewise */
} Entry;

static void
entry_free (Entry *entry)
{
  g_string_free (entry->key, TRUE);
  g_string_free (entry->forms, TRUE);
  g_free (entry);
}

static int
compare_entries (gconstpointer one, gconstpointer other)
{
  return strcmp ((*(Entry *const *) one)->key->str, (*(Entry *const *) other)->key->str);
}

static void
append_with_nul (GString *to, const char *text)
{
  if (to->len > 0)
    g_string_append_c (to, '\0');
  g_string_append (to, text);
}

/* (transfer full) (nullable) NULL where a form is missing. */
static GString *
join_forms (po_message_t message)
{
  GString *forms = g_string_new (NULL);
  const char *form = po_message_msgstr (message);
  gboolean is_whole = TRUE;

  if (po_message_msgid_plural (message) == NULL)
    {
      g_string_append (forms, form);
      is_whole = *form != '\0';
    }
  for (int i = 0; po_message_msgid_plural (message) != NULL &&
                  (form = po_message_msgstr_plural (message, i)) != NULL;
       i++)
    {
      append_with_nul (forms, form);
      is_whole = is_whole && *form != '\0';
    }
  if (is_whole)
    return forms;
  g_string_free (forms, TRUE);
  return NULL;
}

/* As po/karne_po.py has it: “confirmed: WHO, DATE”. */
static gboolean
is_confirmed (po_message_t message)
{
  g_auto (GStrv) lines = g_strsplit (po_message_comments (message), "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_regex_match_simple ("^\\s*confirmed: *[^,]*[^, ] *, *\\d{4}-\\d{2}-\\d{2}\\s*$", lines[i],
                              0, 0))
      return TRUE;
  return FALSE;
}

static void
note_confirmed (const Entry *entry)
{
  for (gsize i = 0; i < entry->forms->len; i += strlen (entry->forms->str + i) + 1)
    karne_words_add_confirmed (entry->key->str, entry->forms->str + i);
}

/* (transfer full) (nullable) NULL where it is no translation. */
static Entry *
entry_new (po_message_t message, gboolean all_confirmed)
{
  const char *context = po_message_msgctxt (message);
  const char *plural = po_message_msgid_plural (message);
  GString *forms;
  Entry *entry;

  if (po_message_is_obsolete (message) || po_message_is_fuzzy (message) ||
      (forms = join_forms (message)) == NULL)
    return NULL;
  entry = g_new0 (Entry, 1);
  entry->forms = forms;
  entry->key = g_string_new (NULL);
  if (context != NULL)
    g_string_append_printf (entry->key, "%s\004", context);
  g_string_append (entry->key, po_message_msgid (message));
  if (plural != NULL)
    {
      g_string_append_c (entry->key, '\0');
      g_string_append (entry->key, plural);
    }
  if (all_confirmed || is_confirmed (message))
    note_confirmed (entry);
  return entry;
}

/* The compiled form: “The Format of GNU MO Files” in the manual of gettext. */

#define MAGIC 0x950412deu
#define HEADER_SIZE 28

static void
append_number (GByteArray *mo, guint32 number)
{
  g_byte_array_append (mo, (const guint8 *) &number, sizeof number);
}

static void
append_place (GByteArray *mo, const GString *text, guint32 *place)
{
  append_number (mo, (guint32) text->len);
  append_number (mo, *place);
  *place += (guint32) text->len + 1;
}

static GBytes *
compile (GPtrArray *entries)
{
  GByteArray *mo = g_byte_array_new ();
  guint32 table = 8 * entries->len;
  guint32 place = HEADER_SIZE + 2 * table;

  g_ptr_array_sort (entries, compare_entries);
  append_number (mo, MAGIC);
  append_number (mo, 0);
  append_number (mo, entries->len);
  append_number (mo, HEADER_SIZE);
  append_number (mo, HEADER_SIZE + table);
  append_number (mo, 0); /* no table of hashes: gettext searches by itself */
  append_number (mo, place);
  for (guint i = 0; i < entries->len; i++)
    append_place (mo, ((Entry *) entries->pdata[i])->key, &place);
  for (guint i = 0; i < entries->len; i++)
    append_place (mo, ((Entry *) entries->pdata[i])->forms, &place);
  for (guint i = 0; i < entries->len; i++)
    {
      const GString *key = ((Entry *) entries->pdata[i])->key;

      g_byte_array_append (mo, (const guint8 *) key->str, (guint) key->len + 1);
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const GString *forms = ((Entry *) entries->pdata[i])->forms;

      g_byte_array_append (mo, (const guint8 *) forms->str, (guint) forms->len + 1);
    }
  return g_byte_array_free_to_bytes (mo);
}

/* Errors: the library calls back without data, and must not be returned to after a fatal one. */

static struct
{
  const char *path;
  char *first; /* (owned) (nullable) what is wrong, with its line */
  jmp_buf stop;
} reading;

static void
note_problem (size_t line, const char *text)
{
  g_autofree char *name = g_path_get_basename (reading.path);
  g_autofree char *clean = g_strstrip (g_strdelimit (g_strdup (text), "\n", ' '));

  if (reading.first != NULL)
    return;
  if (line != (size_t) -1)
    reading.first = g_strdup_printf ("%s:%zu: %s", name, line, clean);
  else
    reading.first = g_strdup_printf ("%s: %s", name, clean);
}

static void
error_cb (int severity,
          po_message_t message,
          const char *path,
          size_t line,
          size_t column,
          int is_multiline,
          const char *text)
{
  if (severity != PO_SEVERITY_WARNING)
    note_problem (path != NULL ? line : (size_t) -1, text);
  if (severity == PO_SEVERITY_FATAL_ERROR)
    longjmp (reading.stop, 1);
}

static void
error_pair_cb (int severity,
               po_message_t message1,
               const char *path1,
               size_t line1,
               size_t column1,
               int is_multiline1,
               const char *text1,
               po_message_t message2,
               const char *path2,
               size_t line2,
               size_t column2,
               int is_multiline2,
               const char *text2)
{
  char *text = g_strjoin (" ", text1, text2, NULL);

  if (severity != PO_SEVERITY_WARNING)
    note_problem (path1 != NULL ? line1 : path2 != NULL ? line2 : (size_t) -1, text);
  g_free (text); /* nothing is cleaned up over a jump */
  if (severity == PO_SEVERITY_FATAL_ERROR)
    longjmp (reading.stop, 1);
}

static const struct po_xerror_handler handler = { error_cb, error_pair_cb };

/* (transfer full) (nullable) What is wrong is in reading.first. */
static po_file_t
read_and_check (const char *path)
{
  /* Kept over the jump. */
  static po_file_t file;

  file = NULL;
  reading.path = path;
  g_clear_pointer (&reading.first, g_free);
  if (setjmp (reading.stop) == 0)
    {
      file = po_file_read (path, &handler);
      if (file != NULL)
        po_file_check_all (file, &handler);
    }
  if (reading.first == NULL && file != NULL)
    return file;
  g_clear_pointer (&file, po_file_free);
  return NULL;
}

/* The file */

static gboolean
fail (GError **error, const char *path, const char *why)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, KARNE_ERROR, KARNE_ERROR_INVALID, "%s: %s", name, why);
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
dup_field (const char *header, const char *field)
{
  char *value = header != NULL ? po_header_field (header, field) : NULL;
  char *copy = g_strdup (value);

  free (value);
  return copy;
}

static gboolean
is_code (const char *language)
{
  return g_regex_match_simple ("^[a-z]{2,3}(_[A-Z]{2})?(@[a-z]+)?$", language, 0, 0);
}

static gboolean
read_header (KarnePoFile *self, const char *path, const char *header, GError **error)
{
  g_autofree char *type = dup_field (header, "Content-Type");

  self->language = dup_field (header, "Language");
  self->name = dup_field (header, "X-Karne-Language-Name");
  if (type == NULL || strstr (type, "charset=UTF-8") == NULL)
    return fail (error, path,
                 _ ("the header has to say “Content-Type: text/plain; charset=UTF-8”"));
  if (self->language == NULL || !is_code (self->language))
    return fail (error, path,
                 _ ("the header has to give the code of the language, as “Language: rcf”"));
  if (self->name == NULL || *self->name == '\0')
    {
      g_free (self->name);
      self->name = g_strdup (self->language);
    }
  return TRUE;
}

static void
compile_messages (KarnePoFile *self, po_file_t file, gboolean all_confirmed)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  po_message_iterator_t iterator = po_message_iterator (file, NULL);
  po_message_t message;

  while ((message = po_next_message (iterator)) != NULL)
    {
      Entry *entry = entry_new (message, all_confirmed);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  po_message_iterator_free (iterator);
  self->mo = compile (entries);
}

KarnePoFile *
karne_po_file_read (const char *path, GError **error)
{
  g_autoptr (KarnePoFile) self = g_new0 (KarnePoFile, 1);
  po_file_t file = read_and_check (path);
  const char *header;
  g_autofree char *confirmed = NULL;
  gboolean is_right;

  if (file == NULL)
    {
      if (reading.first != NULL)
        g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID, reading.first);
      else
        fail (error, path, _ ("there is no such file, or it cannot be read"));
      return NULL;
    }
  header = po_file_domain_header (file, NULL);
  confirmed = dup_field (header, "X-Karne-Confirmed");
  is_right = read_header (self, path, header, error);
  if (is_right)
    compile_messages (self, file, g_strcmp0 (confirmed, "all") == 0);
  po_file_free (file);
  return is_right ? g_steal_pointer (&self) : NULL;
}

void
karne_po_file_free (KarnePoFile *self)
{
  g_free (self->language);
  g_free (self->name);
  g_clear_pointer (&self->mo, g_bytes_unref);
  g_free (self);
}
