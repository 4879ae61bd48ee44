/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-document.h"
#include "cli-output.h"
#include "cli-progress.h"

#include "access/karne-access-log.h"
#include "fhir/karne-kinds.h"
#include "karne-error.h"
#include "words/karne-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#define PAGE 500

typedef struct
{
  /* Input */
  const char *folder;
  gboolean fetch;

  /* In progress */
  CliProgress *progress; /* (owned) */

  /* Output */
  GString *readme;    /* (owned) one line a file */
  GHashTable *counts; /* (owned) kind -> number */
  guint n_resources;
  guint n_documents;
  guint n_absent;
} Export;

static gboolean
set_errno_error (GError **error)
{
  int saved_errno = errno;
  int code = saved_errno == ENOSPC || saved_errno == EDQUOT ? KARNE_ERROR_NO_SPACE
             : saved_errno == EEXIST                        ? KARNE_ERROR_EXISTS
                                                            : KARNE_ERROR_READ_ONLY;

  g_set_error (error, KARNE_ERROR, code, "exporting: %s", g_strerror (saved_errno));
  return FALSE;
}

/* Nobody but this user can read what is written; nothing that was there is written over. */
static FILE *
open_file (const Export *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  FILE *file = fd >= 0 ? fdopen (fd, "w") : NULL;

  if (file == NULL)
    set_errno_error (error);

  return file;
}

static gboolean
close_file (FILE *file, GError **error)
{
  gboolean written = !ferror (file);

  /* Both, in this order: closing is where a full disk is often noticed. */
  if (fclose (file) == 0 && written)
    return TRUE;

  return set_errno_error (error);
}

static const char *
extension_for (const char *content_type)
{
  static const struct
  {
    const char *type;
    const char *extension;
  } extensions[] = {
    { "application/pdf", ".pdf" },
    { "text/plain", ".txt" },
    { "application/xml", ".xml" },
    { "text/xml", ".xml" },
    { "application/fhir+json", ".json" },
    { "application/json", ".json" },
    { "image/jpeg", ".jpg" },
    { "image/png", ".png" },
    { "text/html", ".html" },
    { "application/rtf", ".rtf" },
    { "text/rtf", ".rtf" },
    { "image/tiff", ".tif" },
    { "application/dicom", ".dcm" },
  };

  for (guint i = 0; content_type != NULL && i < G_N_ELEMENTS (extensions); i++)
    if (g_ascii_strncasecmp (content_type, extensions[i].type, strlen (extensions[i].type)) == 0)
      return extensions[i].extension;

  return ".bin";
}

/* Ids are letters, digits, dots and dashes only: safe in the name of a file. */
static gboolean
export_content (Cli *cli,
                Export *self,
                const KarneItem *item,
                guint n,
                const KarneDocumentState *state,
                GError **error)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT "-%s-%u%s", item->source, item->id,
                                           n, extension_for (state->content_type));
  g_autofree char *path = g_build_filename (self->folder, "documents", name, NULL);

  if (!cli_document_write (cli, item->source, item->id, n, path, FALSE, error))
    return FALSE;

  self->n_documents++;
  return TRUE;
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Every content of a document, those that are not here counted. One that cannot be had keeps
 * nothing else from going out. */
static gboolean
export_document (Cli *cli, Export *self, const KarneItem *item, GError **error)
{
  for (guint n = 0;; n++)
    {
      g_autoptr (KarneDocumentState) state =
          karne_document_get_state (cli->view, item->source, item->id, n, NULL);
      g_autoptr (GError) local_error = NULL;

      if (state == NULL)
        return TRUE;
      if (!state->whole && self->fetch &&
          cli_document_fetch (cli, item->source, item->id, n, &local_error))
        {
          karne_document_state_free (state);
          state = karne_document_get_state (cli->view, item->source, item->id, n, error);
          if (state == NULL)
            return FALSE;
        }
      if (is_cancelled (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!state->whole)
        self->n_absent++;
      else if (!export_content (cli, self, item, n, state, error))
        return FALSE;
    }
}

static gboolean
export_item (Cli *cli, Export *self, FILE *file, const KarneItem *item, GError **error)
{
  g_autofree char *json =
      karne_view_get_json (cli->view, item->source, item->kind, item->id, TRUE, error);

  if (json == NULL)
    return FALSE;

  fputs (json, file);
  fputc ('\n', file);
  self->n_resources++;

  return !g_str_equal (item->kind, "DocumentReference") || export_document (cli, self, item, error);
}

static gboolean
export_pages (Cli *cli, Export *self, FILE *file, const char *kind, gint64 total, GError **error)
{
  KarneQuery query = { .kind = kind, .ascending = TRUE, .limit = PAGE };
  guint n_items;

  do
    {
      g_autoptr (GPtrArray) items = karne_view_list (cli->view, &query, error);
      g_autofree char *words = karne_kind_to_words (kind, query.offset);

      if (items == NULL)
        return FALSE;
      cli_progress_show (self->progress, words, query.offset, total);
      for (guint i = 0; i < items->len; i++)
        if (!export_item (cli, self, file, g_ptr_array_index (items, i), error))
          return FALSE;
      n_items = items->len;
      query.offset += n_items;
    }
  while (n_items == PAGE);

  return TRUE;
}

static gboolean
export_kind (Cli *cli, Export *self, const char *kind, GError **error)
{
  KarneQuery query = { .kind = kind };
  gint64 total = karne_view_count (cli->view, &query, error);
  g_autofree char *name = g_strconcat (kind, ".ndjson", NULL);
  g_autofree char *words = NULL;
  FILE *file;

  if (total <= 0)
    return total == 0;

  file = open_file (self, name, error);
  if (file == NULL)
    return FALSE;
  if (!export_pages (cli, self, file, kind, total, error))
    {
      fclose (file);
      return FALSE;
    }

  words = karne_kind_to_words (kind, (guint) total);
  g_string_append_printf (self->readme, "%s: %s\n", name, words);
  g_hash_table_insert (self->counts, (gpointer) kind, GUINT_TO_POINTER ((guint) total));

  return close_file (file, error);
}

static gboolean
set_folder_error (GError **error)
{
  if (errno == ENOSPC || errno == EDQUOT)
    return set_errno_error (error);

  g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
               _ ("No folder can be made there: the one around it does not exist, or writing in it "
                  "is not allowed."));
  return FALSE;
}

/* An existing folder is taken if nothing is in it. */
static gboolean
make_folder (const Export *self, GError **error)
{
  g_autofree char *documents = g_build_filename (self->folder, "documents", NULL);
  g_autoptr (GDir) dir = NULL;

  if (g_mkdir (self->folder, 0700) != 0)
    {
      if (errno != EEXIST)
        return set_folder_error (error);
      if (!g_file_test (self->folder, G_FILE_TEST_IS_DIR))
        {
          g_set_error (
              error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
              _ ("This is a file, not a folder. It was left as it is: name a new folder."));
          return FALSE;
        }
      dir = g_dir_open (self->folder, 0, NULL);
      if (dir == NULL || g_dir_read_name (dir) != NULL)
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
                       _ ("This folder is not empty. It was left as it is: name a new one."));
          return FALSE;
        }
    }

  return g_mkdir (documents, 0700) == 0 || set_folder_error (error);
}

static gboolean
write_readme (const Export *self, GError **error)
{
  FILE *file = open_file (self, "README.txt", error);

  if (file == NULL)
    return FALSE;

  fprintf (file, "%s\n\n%s\n\n%s\n\n%s",
           _ ("This folder holds a person’s health record, taken out of Karné. It is not sealed: "
              "whoever can open it can read it. Delete it when it is no longer needed."),
           _ ("Each .ndjson file holds what there is of one kind: one FHIR R4 resource in JSON on "
              "each line, as the server sent it. The folder “documents” holds the documents "
              "themselves, named by source, id and number of the content."),
           _ ("What a server marked as not for this person is not in it, nor what is in "
              "quarantine, nor documents that were never brought to this computer."),
           self->readme->str);

  return close_file (file, error);
}

static gboolean
export_all (Cli *cli, Export *self, GError **error)
{
  const char *const *names = karne_kinds_get_names ();

  if (!make_folder (self, error))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    if (!export_kind (cli, self, names[i], error))
      return FALSE;

  return write_readme (self, error);
}

static void
print_done (const Export *self)
{
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u thing was written.", "%u things were written.",
                        self->n_resources),
           self->n_resources);
  g_print ("\n");
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u document was written to a file of its own.",
                        "%u documents were written to files of their own.", self->n_documents),
           self->n_documents);
  g_print ("\n");
  if (self->n_absent > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "%u document is not here and is missing: --fetch brings it.",
                            "%u documents are not here and are missing: --fetch brings them.",
                            self->n_absent),
               self->n_absent);
      g_print ("\n");
    }
}

static void
print_done_as_json (const Export *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  const char *const *names = karne_kinds_get_names ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "kinds");
  json_builder_begin_object (json);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_hash_table_contains (self->counts, names[i]))
      cli_json_int (json, names[i],
                    GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, names[i])));
  json_builder_end_object (json);
  cli_json_int (json, "resources", self->n_resources);
  cli_json_int (json, "documents", self->n_documents);
  cli_json_int (json, "documentsNotHere", self->n_absent);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_export (Cli *cli, char **argv, GError **error)
{
  Export self = { 0 };
  const GOptionEntry entries[] = {
    { "fetch", 0, 0, G_OPTION_ARG_NONE, &self.fetch,
      N_ ("Bring the documents here first that are still on the server"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);
  gboolean done;

  if (!cli_parse (cli, &rest, entries, 1, 1, error) || !cli_open_space (cli, error))
    return FALSE;

  if (!cli->json)
    g_printerr ("%s\n", _ ("What is written now is not sealed: anybody who can open that folder "
                           "can read the record."));
  self.folder = rest[1];
  self.readme = g_string_new (NULL);
  self.counts = g_hash_table_new (g_str_hash, g_str_equal);
  self.progress = cli_progress_new (cli->json);
  karne_access_log_begin (cli->view, KARNE_ACCESS_ACT_EXPORT, NULL);
  done = export_all (cli, &self, error);
  karne_access_log_end (cli->view);
  g_clear_pointer (&self.progress, cli_progress_free);
  if (done && cli->json)
    print_done_as_json (&self);
  else if (done)
    print_done (&self);
  if (self.fetch && self.n_absent > 0)
    cli->exit = CLI_EXIT_PARTIAL;
  g_string_free (self.readme, TRUE);
  g_hash_table_unref (self.counts);

  return done;
}
