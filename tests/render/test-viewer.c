/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-sheet.h"
#include "viewer-scene.h"

#include <string.h>
#include <unistd.h>

/* ---- Bringing it here
 * ------------------------------------------------------------------------------ */

static void
test_fetch (Scene *self, gconstpointer data)
{
  open_document (self, "cardio");
  wait_for (self, says, "This document is not on this computer");
  wait_for (self, says, "Its size is 2.9");
  g_assert_false (gtk_widget_is_sensitive (wait_for (self, is_button, "Save a copy")));
  press (self, "Download");
  wait_for (self, is_type, "KarneViewerBlocks");
  g_assert_true (gtk_widget_is_sensitive (wait_for (self, is_button, "Save a copy")));
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
  ADD ("/viewer/pages", test_pages);
  ADD ("/viewer/zoom", test_zoom);
  ADD ("/viewer/search/pages", test_search_pages);
  ADD ("/viewer/search/blocks", test_search_blocks);
  ADD ("/viewer/picture", test_picture);
  ADD ("/viewer/blocks", test_blocks);
  ADD ("/viewer/text", test_text);
  ADD ("/viewer/notes", test_notes);
  ADD ("/viewer/error", test_error);
  ADD ("/viewer/forgets", test_forgets);
  status = g_test_run ();

  close_record ();
  return status;
}
