/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of rows: where the focus stays when they change, and what stands between them. */

#include "config.h"

#include "karne-list-cards.h"
#include "karne-list-focus.h"

#include <adwaita.h>

typedef struct
{
  GtkWidget *window;
  GtkListBox *box;
  GtkStringList *model;
} Fixture;

static GtkWidget *
make_row_cb (gpointer item, gpointer data)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_name (row, gtk_string_object_get_string (item));
  return row;
}

/* The first letter of each. */
static char *
make_heading_cb (GtkListBoxRow *row, gpointer data)
{
  return g_strndup (gtk_widget_get_name (GTK_WIDGET (row)), 1);
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  const char *const lines[] = { "a1", "a2", "b1", "b2", NULL };

  fixture->model = gtk_string_list_new (lines);
  fixture->box = GTK_LIST_BOX (gtk_list_box_new ());
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->box));
  karne_list_cards_set_heading_func (fixture->box, make_heading_cb, NULL);
  karne_list_focus_bind_model (fixture->box, G_LIST_MODEL (fixture->model), make_row_cb, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->model);
}

static GtkWidget *
get_row (Fixture *fixture, int i)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (fixture->box, i));
}

static void
replace (Fixture *fixture, guint position, guint n_removed, const char *const *added)
{
  gtk_string_list_splice (fixture->model, position, n_removed, added);
}

static void
assert_focus (Fixture *fixture, const char *name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_nonnull (focus);
  g_assert_cmpstr (gtk_widget_get_name (focus), ==, name);
}

static void
test_focus (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_grab_focus (get_row (fixture, 1)));
  replace (fixture, 1, 1, (const char *const[]){ "a2 once more", NULL });
  assert_focus (fixture, "a2 once more");
  /* What comes and goes elsewhere does not move it. */
  replace (fixture, 0, 1, (const char *const[]){ "a0", "a1", NULL });
  replace (fixture, 4, 1, NULL);
  assert_focus (fixture, "a2 once more");
  /* A neighbour takes over, the last one at the end. */
  replace (fixture, 2, 1, NULL);
  assert_focus (fixture, "b1");
  replace (fixture, 2, 1, NULL);
  assert_focus (fixture, "a1");
  replace (fixture, 0, 2, (const char *const[]){ "c1", NULL });
  assert_focus (fixture, "c1");
  replace (fixture, 0, 1, NULL);
}

static void
test_focus_elsewhere (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  replace (fixture, 0, 2, (const char *const[]){ "c1", NULL });
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (fixture->window)));
}

/* The headings over all rows, and where cards begin and end. */
static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; get_row (fixture, i) != NULL; i++)
    {
      GtkListBoxRow *row = GTK_LIST_BOX_ROW (get_row (fixture, i));
      GtkWidget *heading = gtk_list_box_row_get_header (row);

      if (heading != NULL)
        g_string_append_printf (text, "%s: ", gtk_label_get_label (GTK_LABEL (heading)));
      g_string_append (text, gtk_widget_has_css_class (GTK_WIDGET (row), "karne-first") ? "[" : "");
      g_string_append (text, gtk_widget_get_name (GTK_WIDGET (row)));
      g_string_append (text,
                       gtk_widget_has_css_class (GTK_WIDGET (row), "karne-last") ? "] " : " ");
    }
  return g_string_free (text, FALSE);
}

static void
assert_cards (Fixture *fixture, const char *expected)
{
  g_autofree char *cards = NULL;

  karne_list_cards_end (fixture->box, g_list_model_get_n_items (G_LIST_MODEL (fixture->model)));
  cards = describe (fixture);
  g_assert_cmpstr (cards, ==, expected);
}

static void
test_cards (Fixture *fixture, gconstpointer data)
{
  assert_cards (fixture, "A: [a1 a2] B: [b1 b2] ");
  /* What came in between belongs to a card of its own, or to one that is there. */
  replace (fixture, 2, 0, (const char *const[]){ "a3", NULL });
  assert_cards (fixture, "A: [a1 a2 a3] B: [b1 b2] ");
  replace (fixture, 1, 0, (const char *const[]){ "x", NULL });
  assert_cards (fixture, "A: [a1] X: [x] A: [a2 a3] B: [b1 b2] ");
  replace (fixture, 1, 1, NULL);
  replace (fixture, 5, 0, (const char *const[]){ "c", NULL });
  assert_cards (fixture, "A: [a1 a2 a3] B: [b1 b2] C: [c] ");
  replace (fixture, 0, 6, NULL);
  assert_cards (fixture, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/lists/focus", Fixture, NULL, setup, test_focus, teardown);
  g_test_add ("/lists/focus-elsewhere", Fixture, NULL, setup, test_focus_elsewhere, teardown);
  g_test_add ("/lists/cards", Fixture, NULL, setup, test_cards, teardown);

  return g_test_run ();
}
