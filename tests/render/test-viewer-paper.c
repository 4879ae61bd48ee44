/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-blocks-print.h"
#include "karne-pages-print.h"
#include "karne-viewer-content.h"
#include "render-fixture.h"
#include "viewer-scene.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- Saving
 * ----------------------------------------------------------------------------------------------------
 */

static gboolean
save (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (KarneViewerContent) content =
      karne_viewer_content_new (session, find_document ("mg-2"), 0);
  g_autoptr (GAsyncResult) result = NULL;

  karne_viewer_content_save_async (content, file, cancellable, keep_result_cb, &result);
  return karne_viewer_content_save_finish (content, wait_for_result (&result), error);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

/* All of it or nothing, and nothing beside it. */
static void
test_save (Scene *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("karne-viewer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "document.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = karne_viewer_content_dup_name ("application/pdf;x=y");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_cmpstr (name, ==, "document.pdf");
  open_here (self, "mg-2");
  g_cancellable_cancel (cancelled);
  g_assert_false (save (file, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (folder), ==, 0);

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_clear_error (&error);
  g_assert_true (save (file, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, ==, 1038);
  g_assert_true (g_str_has_prefix (bytes, "%PDF-1.4"));

  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_false (save (file, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What a server calls its document is no part of the name that is proposed. */
static void
test_proposed_name (void)
{
  static const char *const types[] = {
    "application/pdf/../../.bashrc", "../../etc/passwd", "text/plain\n/x", "a/b", "", NULL,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *name = karne_viewer_content_dup_name (types[i]);

      g_assert_cmpstr (name, ==, "document");
    }
}

/* ---- Printing
 * ----------------------------------------------------------------------------------------------------
 */

static void
print_to (GtkPrintOperation *operation, const char *path)
{
  g_autoptr (GError) error = NULL;
  GtkPrintOperationResult result;
  g_autofree char *name = NULL;

  g_object_get (operation, "job-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Karné");
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
}

/* What is on the sheets is seen as any other document. */
static KarneRenderer *
open_file (const char *path)
{
  KarneRenderer *renderer = karne_renderer_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  bytes = g_bytes_new_take (data, size);
  karne_renderer_open_bytes_async (renderer, bytes, "application/pdf", NULL, keep_result_cb,
                                   &result);
  karne_renderer_open_finish (renderer, wait_for_result (&result), &error);
  g_assert_no_error (error);
  return renderer;
}

static char *
load_text (KarneRenderer *renderer, guint page)
{
  g_autoptr (GAsyncResult) result = NULL;

  karne_renderer_load_text_async (renderer, page, NULL, keep_result_cb, &result);
  return karne_renderer_load_text_finish (renderer, wait_for_result (&result), NULL);
}

static GdkTexture *
render (KarneRenderer *renderer)
{
  g_autoptr (GAsyncResult) result = NULL;

  karne_renderer_render_page_async (renderer, 0, 1, NULL, keep_result_cb, &result);
  return karne_renderer_render_page_finish (renderer, wait_for_result (&result), NULL);
}

static KarneBlock *
make_block (KarneBlockKind kind, const char *text)
{
  KarneBlock *block = karne_block_new (kind);

  karne_block_take_text (block, KARNE_TEXT_PLAIN, g_strdup (text));
  return block;
}

/* Many sheets: no line is lost between them. */
static void
test_print_blocks (Scene *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "karne-print-blocks.pdf", NULL);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_block_free);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_block_free);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (KarneRenderer) renderer = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  open_here (self, "mg-2");
  g_ptr_array_add (facts, make_block (KARNE_BLOCK_FACT, "Synthèse"));
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *words = g_strdup_printf ("Ligne %u.", i);

      g_ptr_array_add (blocks,
                       make_block (i % 40 == 0 ? KARNE_BLOCK_HEADING : KARNE_BLOCK_ITEM, words));
    }
  operation = karne_blocks_print_new (facts, blocks);
  print_to (operation, path);
  renderer = open_file (path);

  g_assert_cmpuint (karne_renderer_get_n_pages (renderer), >=, 2);
  for (guint i = 0; i < karne_renderer_get_n_pages (renderer); i++)
    {
      g_autofree char *page = load_text (renderer, i);

      g_string_append (text, page);
    }
  g_assert_nonnull (strstr (text->str, "Synthèse"));
  g_assert_nonnull (strstr (text->str, "Page 1 of"));
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *words = g_strdup_printf ("Ligne %u.", i);

      g_assert_nonnull (strstr (text->str, words));
    }
  karne_renderer_close (renderer);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_print_pages (Scene *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "karne-print-pages.pdf", NULL);
  g_autofree char *source = g_build_filename (g_get_tmp_dir (), "karne-print-source.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (source);
  g_autoptr (KarneRenderer) before = NULL, after = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  open_here (self, "mg-2");
  g_assert_true (save (file, NULL, NULL));
  before = open_file (source);
  operation = karne_pages_print_new (before);
  print_to (operation, path);
  after = open_file (path);

  g_assert_cmpuint (karne_renderer_get_n_pages (after), ==, 1);
  texture = render (after);
  g_assert_cmpuint (texture_count_ink (texture), >, 500);
  karne_renderer_close (before);
  karne_renderer_close (after);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (source), ==, 0);
}

/* A helper that dies in the middle is an error, not a wait without end. */
static void
test_print_failed (Scene *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "karne-print-failed.pdf", NULL);
  g_autoptr (KarneRenderer) renderer = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);

  open_here (self, "mg-2");
  g_assert_true (save (file, NULL, NULL));
  renderer = open_file (path);
  operation = karne_pages_print_new (renderer);
  karne_renderer_close (renderer);
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, NULL);

  g_assert_nonnull (karne_pages_print_get_error (KARNE_PAGES_PRINT (operation)));
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  open_record ();

#define ADD(path, function) g_test_add (path, Scene, NULL, NULL, function, tear_down)
  g_test_add_func ("/viewer-paper/proposed-name", test_proposed_name);
  ADD ("/viewer-paper/save", test_save);
  ADD ("/viewer-paper/print/blocks", test_print_blocks);
  ADD ("/viewer-paper/print/pages", test_print_pages);
  ADD ("/viewer-paper/print/failed", test_print_failed);
  status = g_test_run ();

  close_record ();
  return status;
}
