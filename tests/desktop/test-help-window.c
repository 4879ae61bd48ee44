/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-help-topics.h"
#include "karne-help-window.h"

#include <libintl.h>
#include <locale.h>

/* What the toolkit keeps until the end is not ours to free: no search for leaks. Asked for by the
 * runtime of the sanitizer. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

typedef struct
{
  KarneHelpWindow *window;
  GtkListBox *list;
  GtkListBox *text;
  GtkWidget *search;
} Fixture;

static gpointer
get_child (KarneHelpWindow *window, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (window), KARNE_TYPE_HELP_WINDOW, name);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = karne_help_window_new (NULL, NULL);
  fixture->list = get_child (fixture->window, "list");
  fixture->text = get_child (fixture->window, "text");
  fixture->search = get_child (fixture->window, "search");
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static guint
count_rows (GtkListBox *list)
{
  GtkListBoxRow *row;
  guint n_rows = 0;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      n_rows++;
  return n_rows;
}

/* The id of the topic that is chosen. */
static char *
dup_chosen (Fixture *fixture)
{
  g_autoptr (GListModel) topics = karne_help_topics_load ();
  int position = gtk_list_box_row_get_index (gtk_list_box_get_selected_row (fixture->list));
  g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (topics, (guint) position);

  return g_strdup (karne_help_topic_get_id (topic));
}

/* Types the words, and waits until so many topics are left. */
static void
search (Fixture *fixture, const char *words, guint n_left)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->search), words);
  while (count_rows (fixture->list) != n_left)
    g_main_context_iteration (NULL, TRUE);
}

/* A word leaves the topics that have it, and shows the first of them. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  guint n_all = count_rows (fixture->list);
  g_autofree char *chosen = NULL;

  g_assert_cmpuint (n_all, >=, 10);
  search (fixture, "depistage grossesse", 1);
  chosen = dup_chosen (fixture);
  g_assert_cmpstr (chosen, ==, "prevention");
  gtk_test_accessible_assert_property (fixture->search, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "1 sujet");

  search (fixture, "xyzzy", 0);
  gtk_test_accessible_assert_property (fixture->search, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Aucun sujet ne contient ces mots");

  search (fixture, "", n_all);
}

/* The text of a topic is its title and its parts, each of which can be heard. */
static void
test_show_topic (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) topics = karne_help_topics_load ();

  for (guint i = 0; i < g_list_model_get_n_items (topics); i++)
    {
      g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (topics, i);
      g_autofree char *chosen = NULL;

      karne_help_window_show_topic (fixture->window, karne_help_topic_get_id (topic));
      chosen = dup_chosen (fixture);
      g_assert_cmpstr (chosen, ==, karne_help_topic_get_id (topic));
      g_assert_cmpuint (count_rows (fixture->text), ==, 1 + karne_help_topic_get_n_parts (topic));
      gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (fixture->text, 0),
                                           GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           karne_help_topic_get_title (topic));
    }
}

/* Acts in a row have their numbers, from one for each row of acts. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  karne_help_window_show_topic (fixture->window, "find");

  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (fixture->text, 1),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "1. Appuyer sur Ctrl+F, depuis n’importe quelle page.");
}

static void
test_unknown_topic (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_chosen (fixture);
  g_autofree char *after = NULL;

  karne_help_window_show_topic (fixture->window, "of another version");

  after = dup_chosen (fixture);
  g_assert_cmpstr (before, ==, after);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "fr", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  add ("/help-window/search", test_search);
  add ("/help-window/show-topic", test_show_topic);
  add ("/help-window/steps", test_steps);
  add ("/help-window/unknown-topic", test_unknown_topic);

  return g_test_run ();
}
