/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block.h"
#include "karne-viewer-blocks.h"
#include "karne-viewer-sheet.h"
#include "viewer-scene.h"

#include <string.h>
#include <unistd.h>

/* ---- Bringing it here
 * ------------------------------------------------------------------------------ */

/* What is small comes at once. */
static void
test_fetch (Scene *self, gconstpointer data)
{
  open_document (self, "cardio");
  wait_for (self, is_type, "KarneViewerBlocks");
  g_assert_true (gtk_widget_is_sensitive (wait_for (self, is_button, "Save a copy")));
}

/* What may be large, or is not ready, is asked for. */
static void
test_fetch_asked (Scene *self, gconstpointer data)
{
  open_document (self, "vaccins");
  wait_for (self, says, "This document is not on this computer");
  wait_for (self, says, "still preparing this document");
  g_assert_false (gtk_widget_is_sensitive (wait_for (self, is_button, "Save a copy")));
  g_assert_true (gtk_widget_get_mapped (wait_for (self, is_button, "Download")));
}

/* ---- Pages
 * ------------------------------------------------------------------------------------------- */

static gboolean
is_drawn (GtkWidget *widget, const char *what)
{
  return is_type (widget, "KarneViewerSheet") &&
         karne_viewer_sheet_get_texture_scale (KARNE_VIEWER_SHEET (widget)) > 0;
}

static gboolean
is_heard (GtkWidget *widget, const char *what)
{
  return is_type (widget, "KarneViewerSheet") &&
         karne_viewer_sheet_has_text (KARNE_VIEWER_SHEET (widget));
}

static void
test_pages (Scene *self, gconstpointer data)
{
  open_here (self, "mg-2");
  wait_for_pages (self);
  wait_for (self, is_drawn, NULL);
  wait_for (self, says, "1 / 1");
  assert_described (wait_for (self, is_heard, NULL), "Page 1 of 1",
                    "Consultation\nToux sèche depuis dix jours, examen rassurant.\n"
                    "La date se lit sur la fiche du document.\n"
                    "Document de démonstration, personne imaginaire.");
  g_assert_true (gtk_window_get_focus (self->window) == find_sheet (self));
}

static void
wait_for_width (Scene *self, int least, int most)
{
  while (gtk_widget_get_width (find_sheet (self)) < least ||
         gtk_widget_get_width (find_sheet (self)) > most)
    wait_once ();
}

static void
test_zoom (Scene *self, gconstpointer data)
{
  int fitting;

  open_here (self, "mg-2");
  wait_for_width (self, 1150, 1280);
  fitting = gtk_widget_get_width (find_sheet (self));
  press (self, "Larger page");
  wait_for_width (self, fitting + 200, 10000);
  press (self, "Smaller page");
  press (self, "Smaller page");
  wait_for_width (self, 500, fitting - 200);
  press (self, "Page as wide as the window");
  wait_for_width (self, fitting, fitting);
  gtk_window_set_default_size (self->window, 500, 600);
  wait_for_width (self, 400, 500);
}

/* ---- Searching
 * ------------------------------------------------------------------------------------------ */

static void
search (Scene *self, const char *text)
{
  g_assert_true (karne_page_search (self->page));
  gtk_editable_set_text (GTK_EDITABLE (wait_for (self, is_type, "GtkSearchEntry")), text);
}

static void
test_search_pages (Scene *self, gconstpointer data)
{
  GtkWidget *entry;

  open_here (self, "mg-2");
  wait_for_pages (self);
  search (self, "DEMONSTRATION");
  wait_for (self, says, "Place 1 of 1");
  entry = find (GTK_WIDGET (self->window), is_type, "GtkSearchEntry");
  assert_described (entry, "Search in the document", "Place 1 of 1");
  search (self, "rougail");
  wait_for (self, says, "Found nowhere");
  press (self, "Close the search");
  g_assert_false (gtk_widget_get_mapped (entry));
  g_assert_true (gtk_window_get_focus (self->window) == find_sheet (self));
}

static void
test_search_blocks (Scene *self, gconstpointer data)
{
  open_here (self, "vsm");
  wait_for (self, says, "Paracétamol");
  search (self, "  un "); /* Un comprimé le matin */
  wait_for (self, says, "Place 1 of");
  search (self, "penicilline");
  wait_for (self, says, "Place 1 of 1");
}

static void
test_picture (Scene *self, gconstpointer data)
{
  open_here (self, "image-genou");
  wait_for (self, is_drawn, NULL);
  g_assert_false (gtk_widget_is_sensitive (wait_for (self, is_button, "Search in the document")));
  g_assert_true (karne_page_search (self->page));
  gtk_test_accessible_assert_property (wait_for (self, is_heard, NULL),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "There is no text on this page that could be read aloud.");
}

/* ---- Without pages
 * ---------------------------------------------------------------------------------------- */

static void
test_blocks (Scene *self, gconstpointer data)
{
  GtkWidget *heading, *cell;

  open_here (self, "bio-v2");
  wait_for (self, says, "Bilan sanguin (corrigé)");
  wait_for (self, says, "Dr Françoise Nilor-Exemple");
  heading = wait_for (self, says, "Biochimie");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (heading)), ==,
                   GTK_ACCESSIBLE_ROLE_HEADING);
  cell = wait_for (self, says, "5,60 mmol/L");
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Résultat");
  g_assert_false (gtk_label_get_selectable (GTK_LABEL (cell)));
}

static void
test_text (Scene *self, gconstpointer data)
{
  open_here (self, "tension");
  wait_for (self, says, "Lundi matin 13,8/8,2 — soir 13,1/7,9\nMardi matin");
}

static void
test_notes (Scene *self, gconstpointer data)
{
  open_here (self, "vaccins");
  wait_for (self, says, "Not verified");
  g_assert_null (find (GTK_WIDGET (self->window), says, "Masked"));
  gtk_window_destroy (self->window);
  open_here (self, "psy");
  wait_for (self, says, "Masked: health professionals");
  g_assert_null (find (GTK_WIDGET (self->window), says, "Not verified"));
}

/* ---- Tables -----------------------------------------------------------------------------------
 */

static gboolean
has_word (GtkWidget *widget, const char *word)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), word);
}

static GPtrArray *
make_wide_table (guint n_columns)
{
  GVariantBuilder cells;
  g_autoptr (GVariant) variant = NULL;
  GPtrArray *blocks;

  g_variant_builder_init (&cells, G_VARIANT_TYPE ("a(uuba(us))"));
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *word = g_strdup_printf ("Colonne%u", i);

      g_variant_builder_add (&cells, "(uub@a(us))", 1, 1, TRUE,
                             g_variant_new_parsed ("[(@u 0, %s)]", word));
    }
  variant =
      g_variant_ref_sink (g_variant_new_parsed ("[(@u 5, @u 0, @u 0, @a(us) [], [%@a(uuba(us))])]",
                                                g_variant_builder_end (&cells)));
  blocks = karne_blocks_from_variant (variant, NULL);
  g_assert_nonnull (blocks);
  return blocks;
}

static void
show_table (Scene *self, guint n_columns)
{
  g_autoptr (GPtrArray) blocks = make_wide_table (n_columns);
  GtkWidget *body = karne_viewer_blocks_new (NULL, blocks);

  self->window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-width", 360, "default-height",
                                           600, "content", body, NULL));
  gtk_window_present (self->window);
}

static float
get_left (GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (
      gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_root (widget)), &bounds));
  return bounds.origin.x;
}

/* What fits stops nobody; what is too wide stops the keyboard, and is gone through by the bar. */
static void
test_wide_table (Scene *self, gconstpointer data)
{
  GtkWidget *box, *bar, *last;

  show_table (self, 2);
  wait_for (self, says, "Colonne1");
  g_assert_false (gtk_widget_get_focusable (wait_for (self, is_type, "KarneWideBox")));
  gtk_window_destroy (self->window);

  show_table (self, 14);
  last = wait_for (self, has_word, "Colonne13");
  box = wait_for (self, is_type, "KarneWideBox");
  while (!gtk_widget_get_focusable (box))
    wait_once ();
  gtk_test_accessible_assert_property (box, GTK_ACCESSIBLE_PROPERTY_LABEL, "Table");
  g_assert_cmpfloat (get_left (last), >, 360);
  bar = find (box, is_type, "GtkScrollbar");
  gtk_adjustment_set_value (gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (bar)), 10000);
  while (get_left (last) > 360)
    wait_once ();
}

/* ---- What goes wrong, and what is left
 * ---------------------------------------------------------------------- */

/* The helper cannot be started: the page says so, and opens the document when it can be. */
static void
test_error (Scene *self, gconstpointer data)
{
  g_autofree char *helper = g_strdup (g_getenv ("KARNE_RENDER_PATH"));

  open_here (self, "mg-2");
  gtk_window_destroy (self->window);
  g_setenv ("KARNE_RENDER_PATH", "/nowhere/karne-render", TRUE);
  open_document (self, "mg-2");
  wait_for (self, says, "This document could not be shown, and it is not known why");
  g_assert_true (gtk_widget_is_sensitive (wait_for (self, is_button, "Save a copy")));
  g_setenv ("KARNE_RENDER_PATH", helper, TRUE);
  press (self, "Try again");
  wait_for (self, is_drawn, NULL);
}

static guint
count_helpers (void)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (processes)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *text = NULL;
      g_autofree char *mine = g_strdup_printf (" %d ", getpid ());

      if (g_file_get_contents (path, &text, NULL, NULL) &&
          strstr (text, "(karne-render)") != NULL && strstr (text, ") Z ") == NULL &&
          strstr (text, mine) != NULL)
        n++;
    }
  return n;
}

/* When the record is closed over it: no text in any widget, no helper. */
static void
test_forgets (Scene *self, gconstpointer data)
{
  open_here (self, "bio-v2");
  wait_for (self, says, "Potassium");
  g_assert_cmpuint (count_helpers (), ==, 1);
  karne_page_set_session (self->page, NULL);
  g_assert_null (find (GTK_WIDGET (self->window), says, "Potassium"));
  g_assert_null (find (GTK_WIDGET (self->window), is_type, "KarneViewerBlocks"));
  while (count_helpers () > 0)
    g_main_context_iteration (NULL, FALSE);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  open_record ();

#define ADD(path, function) g_test_add (path, Scene, NULL, NULL, function, tear_down)
  ADD ("/viewer/fetch", test_fetch);
  ADD ("/viewer/fetch-asked", test_fetch_asked);
  ADD ("/viewer/pages", test_pages);
  ADD ("/viewer/zoom", test_zoom);
  ADD ("/viewer/search/pages", test_search_pages);
  ADD ("/viewer/search/blocks", test_search_blocks);
  ADD ("/viewer/picture", test_picture);
  ADD ("/viewer/blocks", test_blocks);
  ADD ("/viewer/text", test_text);
  ADD ("/viewer/wide-table", test_wide_table);
  ADD ("/viewer/notes", test_notes);
  ADD ("/viewer/error", test_error);
  ADD ("/viewer/forgets", test_forgets);
  status = g_test_run ();

  close_record ();
  return status;
}
