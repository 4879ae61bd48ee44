/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of something that both sides changed: what it asks, and that it decides nothing by
 * itself. */

#include "config.h"

#include "karne-card-box.h"
#include "karne-conflict-card.h"

#define NBSP "\302\240"

static KarneConflictField *
make_field (const char *path, const char *mine, const char *theirs, gboolean can_keep_both)
{
  KarneConflictField *field = g_new0 (KarneConflictField, 1);

  field->path = g_strdup (path);
  field->mine = g_strdup (mine);
  field->theirs = g_strdup (theirs);
  field->can_keep_both = can_keep_both;
  return field;
}

static KarneConflict *
make_conflict (const char *why)
{
  KarneConflict *conflict = g_new0 (KarneConflict, 1);

  conflict->number = 7;
  conflict->kind = g_strdup ("Observation");
  conflict->id = g_strdup ("a");
  conflict->title = g_strdup ("Glucose");
  conflict->why = g_strdup (why);
  conflict->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_conflict_field_free);
  return conflict;
}

static GtkWidget *
make_card (void)
{
  g_autoptr (KarneConflict) conflict = make_conflict ("overlap");

  g_ptr_array_add (conflict->fields,
                   make_field ("value[x]", "{\"valueQuantity\":{\"value\":7.10,\"unit\":\"%\"}}",
                               "{\"valueQuantity\":{\"value\":8,\"unit\":\"%\"}}", FALSE));
  g_ptr_array_add (conflict->fields,
                   make_field ("note", "[{\"text\":\"mine\"}]", "[{\"text\":\"theirs\"}]", TRUE));
  return g_object_ref_sink (karne_conflict_card_new (conflict));
}

typedef gboolean (*FitsFunc) (GtkWidget *widget, const char *text);

static void
collect (GtkWidget *widget, FitsFunc fits, const char *text, GPtrArray *found)
{
  if (fits (widget, text))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, fits, text, found);
}

static GPtrArray *
find_all (GtkWidget *widget, FitsFunc fits, const char *text)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (widget, fits, text, found);
  return found;
}

static gboolean
ends_with (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_has_suffix (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static gboolean
is_choice (GtkWidget *widget, const char *text)
{
  GtkWidget *label =
      GTK_IS_CHECK_BUTTON (widget) ? gtk_check_button_get_child (GTK_CHECK_BUTTON (widget)) : NULL;

  return label != NULL &&
         (text == NULL || g_str_equal (gtk_label_get_label (GTK_LABEL (label)), text));
}

static gboolean
is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0;
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static guint
count (GtkWidget *card, FitsFunc fits, const char *text)
{
  g_autoptr (GPtrArray) found = find_all (card, fits, text);

  return found->len;
}

static GtkWidget *
get (GtkWidget *card, FitsFunc fits, const char *text, guint place)
{
  g_autoptr (GPtrArray) found = find_all (card, fits, text);

  g_assert_cmpuint (found->len, >, place);
  return found->pdata[place];
}

static void
choose (GtkWidget *card, const char *text, guint place)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get (card, is_choice, text, place)), TRUE);
}

static gboolean
can_save (GtkWidget *card)
{
  return gtk_widget_get_sensitive (get (card, is_button, "Save the decision", 0));
}

static void
count_cb (KarneConflictCard *card, gpointer data)
{
  (*(guint *) data)++;
}

/* Each field with its name and both values; nothing is chosen, and nothing can be saved. */
static void
test_shows (void)
{
  g_autoptr (GtkWidget) card = make_card ();
  g_autoptr (GPtrArray) choices = find_all (card, is_choice, NULL);

  g_assert_cmpuint (count (card, is_label, "Measure · Glucose"), ==, 1);
  g_assert_cmpuint (count (card, is_label, "Value"), ==, 1);
  g_assert_cmpuint (count (card, is_label, "Note"), ==, 1);
  g_assert_cmpuint (count (card, is_label, "7.10" NBSP "%"), ==, 1);
  g_assert_cmpuint (count (card, is_label, "8" NBSP "%"), ==, 1);
  g_assert_cmpuint (count (card, is_label, "Entered here"), ==, 2);
  g_assert_cmpuint (count (card, is_label, "In the record"), ==, 2);
  /* Both only where it is a list. */
  g_assert_cmpuint (choices->len, ==, 5);
  g_assert_cmpuint (count (card, is_choice, "Keep both"), ==, 1);
  for (guint i = 0; i < choices->len; i++)
    g_assert_false (gtk_check_button_get_active (choices->pdata[i]));
  g_assert_false (can_save (card));
}

static void
test_decides (void)
{
  g_autoptr (GtkWidget) card = make_card ();
  g_autoptr (GHashTable) choices = NULL;
  KarneKeep otherwise;
  guint n_saved = 0;

  g_signal_connect (card, "save", G_CALLBACK (count_cb), &n_saved);
  choose (card, "Keep what is entered here", 0);
  g_assert_false (can_save (card));
  choose (card, "Keep both", 0);
  g_assert_true (can_save (card));
  g_signal_emit_by_name (get (card, is_button, "Save the decision", 0), "clicked");
  g_assert_cmpuint (n_saved, ==, 1);

  choices = karne_conflict_card_dup_choices (KARNE_CONFLICT_CARD (card), &otherwise);
  g_assert_cmpuint (g_hash_table_size (choices), ==, 2);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (choices, "value[x]")), ==,
                   KARNE_KEEP_MINE);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (choices, "note")), ==, KARNE_KEEP_BOTH);
  /* A change of mind, and none at all. */
  choose (card, "Keep what is in the record", 0);
  g_clear_pointer (&choices, g_hash_table_unref);
  choices = karne_conflict_card_dup_choices (KARNE_CONFLICT_CARD (card), &otherwise);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (choices, "value[x]")), ==,
                   KARNE_KEEP_THEIRS);
  karne_conflict_card_reset (KARNE_CONFLICT_CARD (card));
  g_assert_false (can_save (card));
}

/* Where one side deleted it, it is decided as a whole. */
static void
test_whole (void)
{
  g_autoptr (KarneConflict) conflict = make_conflict ("deleted-there");
  g_autoptr (GtkWidget) card = NULL;
  g_autoptr (GHashTable) choices = NULL;
  KarneKeep otherwise;

  conflict->base = g_strdup ("{\"resourceType\":\"Observation\",\"id\":\"a\"}");
  conflict->mine =
      g_strdup ("{\"resourceType\":\"Observation\",\"id\":\"a\",\"note\":[{\"text\":\"so\"}]}");
  card = g_object_ref_sink (karne_conflict_card_new (conflict));
  g_assert_cmpuint (count (card, is_label, "Note: so"), ==, 1);
  g_assert_cmpuint (count (card, is_label, "Deleted"), ==, 1);
  g_assert_false (can_save (card));
  choose (card, "Keep what is entered here", 0);
  g_assert_true (can_save (card));
  choices = karne_conflict_card_dup_choices (KARNE_CONFLICT_CARD (card), &otherwise);
  g_assert_cmpuint (g_hash_table_size (choices), ==, 0);
  g_assert_cmpint (otherwise, ==, KARNE_KEEP_MINE);
}

/* Who made what stands in the record, and when, as far as that is known. */
static void
test_theirs (void)
{
  static const struct
  {
    const char *updated; /* (nullable) */
    const char *author;  /* (nullable) */
    const char *words;
  } cases[] = {
    { NULL, NULL, "Author of what is in the record not given." },
    { NULL, "Dr Roux", "Author of what is in the record: Dr Roux." },
    { "2020-03-03T12:00:00Z", NULL, "Changed in the record on 3 March 2020, author not given." },
    { "2020-03-03T12:00:00+01:00", "Dr Roux",
      "Changed in the record on 3 March 2020, author: Dr Roux." },
    { "yesterday", "Dr Roux", "Author of what is in the record: Dr Roux." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KarneConflict) conflict = make_conflict ("overlap");
      g_autoptr (GtkWidget) card = NULL;

      conflict->theirs = g_strdup ("{}");
      conflict->updated = g_strdup (cases[i].updated);
      conflict->author = g_strdup (cases[i].author);
      card = g_object_ref_sink (karne_conflict_card_new (conflict));
      g_assert_cmpuint (count (card, ends_with, cases[i].words), ==, 1);
    }
}

/* What was chosen stays while another card goes; the focus goes to what stands in its place. */
static GtkWidget *
make_card_cb (gpointer item, gpointer data)
{
  return karne_conflict_card_new (karne_change_item_get_conflict (item));
}

static GPtrArray *
make_items (guint first, guint n)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (KarneConflict) conflict = make_conflict ("overlap");

      conflict->number = i;
      g_ptr_array_add (conflict->fields, make_field ("status", "\"a\"", "\"b\"", FALSE));
      g_ptr_array_add (items, karne_change_item_new (KARNE_TYPE_CONFLICT, conflict));
    }
  return items;
}

static void
test_cards (void)
{
  g_autoptr (GListStore) list = g_list_store_new (KARNE_TYPE_CHANGE_ITEM);
  g_autoptr (GPtrArray) three = make_items (1, 3);
  KarneCardBox *box = g_object_new (KARNE_TYPE_CARD_BOX, NULL);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *second;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (box));
  karne_card_box_bind_model (box, G_LIST_MODEL (list), make_card_cb, NULL);
  g_list_store_splice (list, 0, 0, three->pdata, three->len);
  gtk_window_present (GTK_WINDOW (window));
  second = karne_card_box_get_card (box, 1);
  choose (second, "Keep what is in the record", 0);
  gtk_widget_grab_focus (karne_card_box_get_card (box, 0));
  g_list_store_remove (list, 0);
  g_assert_true (karne_card_box_get_card (box, 0) == second);
  g_assert_null (karne_card_box_get_card (box, 2));
  g_assert_true (can_save (second));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == second);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/conflict-card/shows", test_shows);
  g_test_add_func ("/conflict-card/decides", test_decides);
  g_test_add_func ("/conflict-card/whole", test_whole);
  g_test_add_func ("/conflict-card/theirs", test_theirs);
  g_test_add_func ("/conflict-card/cards", test_cards);

  return g_test_run ();
}
