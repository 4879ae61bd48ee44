/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"
#include "merge-tree.h"

/* What holds of any merge, of documents made by chance and of real ones. The seeds are fixed. */

#define N_DOCUMENTS 3000

typedef struct
{
  char *base;
  char *mine;
  char *theirs;
  guint n_merged;    /* of all that were tried */
  guint n_conflicts; /* of all that were tried */
} Trial;

static void
trial_clear (Trial *self)
{
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->mine, g_free);
  g_clear_pointer (&self->theirs, g_free);
}

static gboolean
draw (GRand *rand, gint32 n)
{
  return g_rand_int_range (rand, 0, n) == 0;
}

static char *
make_side (const MergeTree *base, GRand *rand, char side)
{
  g_autoptr (MergeTree) tree = merge_tree_copy (base);
  MergeDice dice = { rand, side, 0 };

  for (gint32 i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    merge_tree_edit (tree, &dice);
  return merge_tree_write (tree, draw (rand, 4));
}

static void
make_trial (Trial *self, const MergeTree *base, GRand *rand)
{
  g_autoptr (MergeTree) agreed = merge_tree_copy (base);
  MergeDice dice = { rand, 's', 0 };

  trial_clear (self);
  self->base = merge_tree_write (base, draw (rand, 4));
  /* Now and then, both did some of the same. */
  if (draw (rand, 4))
    merge_tree_edit (agreed, &dice);
  self->mine = make_side (agreed, rand, 'm');
  self->theirs = make_side (agreed, rand, 't');
}

/* Laws */

static gboolean
is_valid (const char *text, gsize len)
{
  KarneEntryNotes notes;
  gsize offset;

  return karne_json_check_entry (text, len, TRUE, &notes, NULL, NULL, &offset) == KARNE_FLAW_NONE;
}

static void
assert_valid (const char *text)
{
  g_assert_true (is_valid (text, strlen (text)));
}

static void
assert_is (const char *base, const char *mine, const char *theirs, const char *expected)
{
  g_autoptr (KarneMerge) merge = karne_merge (base, mine, theirs);

  g_assert_cmpuint (merge->overlaps->len, ==, 0);
  g_assert_cmpstr (merge->text, ==, expected);
}

/* Where one side did nothing, or both did the same: byte for byte. */
static void
check_identities (const Trial *self)
{
  assert_is (self->base, self->base, self->theirs, self->theirs);
  if (!karne_merge_is_same (self->base, self->mine))
    assert_is (self->base, self->mine, self->base, self->mine);
  assert_is (self->base, self->mine, self->mine, self->mine);
  assert_is (NULL, self->mine, self->mine, self->mine);
}

static int
compare_overlaps (gconstpointer a, gconstpointer b)
{
  const KarneOverlap *const *first = a;
  const KarneOverlap *const *second = b;

  return strcmp ((*first)->path, (*second)->path);
}

static gboolean
is_same (const char *a, const char *b)
{
  return karne_json_is_same (karne_json_span (a), karne_json_span (b));
}

/* Who is called mine changes what stands where, and nothing of what is in question. */
static void
check_symmetry (const Trial *self, KarneMerge *there)
{
  g_autoptr (KarneMerge) here = karne_merge (self->base, self->theirs, self->mine);

  g_ptr_array_sort (there->overlaps, compare_overlaps);
  g_ptr_array_sort (here->overlaps, compare_overlaps);
  g_assert_cmpuint (there->overlaps->len, ==, here->overlaps->len);
  for (guint i = 0; i < here->overlaps->len; i++)
    {
      const KarneOverlap *a = there->overlaps->pdata[i];
      const KarneOverlap *b = here->overlaps->pdata[i];

      g_assert_cmpstr (a->path, ==, b->path);
      g_assert_true (is_same (a->base, b->base));
      g_assert_true (is_same (a->mine, b->theirs));
      g_assert_true (is_same (a->theirs, b->mine));
      g_assert_true (a->is_list == b->is_list);
    }
}

/* A value that is written once at most, in all three. */
static gboolean
is_new_value (const char *scalar)
{
  gsize len = strlen (scalar);

  return (scalar[0] == '"' && strchr ("bmts", scalar[1]) != NULL && g_ascii_isdigit (scalar[2])) ||
         (g_ascii_isdigit (scalar[0]) && len > 6 && strchr (scalar, '.') != NULL);
}

static gboolean
is_expected (const char *scalar, GHashTable *base, GHashTable *mine, GHashTable *theirs)
{
  gboolean in_mine = g_hash_table_contains (mine, scalar);
  gboolean in_theirs = g_hash_table_contains (theirs, scalar);

  return g_hash_table_contains (base, scalar) ? in_mine && in_theirs : in_mine || in_theirs;
}

/* What either side wrote is there, what either took away is not, and what both left is. */
static void
check_values (const Trial *self, const char *text)
{
  g_autoptr (GHashTable) base = merge_tree_list_scalars (self->base);
  g_autoptr (GHashTable) mine = merge_tree_list_scalars (self->mine);
  g_autoptr (GHashTable) theirs = merge_tree_list_scalars (self->theirs);
  g_autoptr (GHashTable) merged = merge_tree_list_scalars (text);
  GHashTable *all[] = { base, mine, theirs, merged };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      GHashTableIter iter;
      gpointer scalar;

      g_hash_table_iter_init (&iter, all[i]);
      while (g_hash_table_iter_next (&iter, &scalar, NULL))
        if (is_new_value (scalar))
          g_assert_true (g_hash_table_contains (merged, scalar) ==
                         is_expected (scalar, base, mine, theirs));
    }
}

/* All that `side` wrote and the base had not. */
static void
assert_holds_new (const char *text, const char *base, const char *side)
{
  g_autoptr (GHashTable) before = merge_tree_list_scalars (base);
  g_autoptr (GHashTable) after = merge_tree_list_scalars (side);
  g_autoptr (GHashTable) there = merge_tree_list_scalars (text);
  GHashTableIter iter;
  gpointer scalar;

  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &scalar, NULL))
    if (is_new_value (scalar) && !g_hash_table_contains (before, scalar))
      g_assert_true (g_hash_table_contains (there, scalar));
}

/* Whoever decides for one side everywhere has all that this side wrote; for both, all of mine. */
static void
check_decisions (const Trial *self)
{
  static const KarneChoice choices[] = { KARNE_CHOICE_THEIRS, KARNE_CHOICE_MINE,
                                         KARNE_CHOICE_BOTH };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *text =
          karne_merge_resolve (self->base, self->mine, self->theirs, NULL, choices[i]);

      assert_valid (text);
      assert_holds_new (text, self->base,
                        choices[i] == KARNE_CHOICE_THEIRS ? self->theirs : self->mine);
    }
}

/* What nobody touched is written as one of them wrote it. */
static void
check_spans (const Trial *self, const char *text)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan merged;

  karne_json_walk_init (&walk, karne_json_span (text));
  while (karne_json_walk_next (&walk, &key, &merged))
    {
      g_autofree char *name = g_strndup (key.text, key.len);
      KarneSpan base;
      KarneSpan mine;
      KarneSpan theirs;

      if (!karne_json_find (karne_json_span (self->base), name, &base) ||
          !karne_json_find (karne_json_span (self->mine), name, &mine) ||
          !karne_json_find (karne_json_span (self->theirs), name, &theirs) ||
          !karne_json_is_same (base, mine) || !karne_json_is_same (base, theirs))
        continue;
      g_assert_true (
          (merged.len == theirs.len && memcmp (merged.text, theirs.text, merged.len) == 0) ||
          (merged.len == mine.len && memcmp (merged.text, mine.text, merged.len) == 0));
    }
}

/* A server that has the merged text has all of mine: it is not sent again. What may be asked again
 * is what stands where something was taken away: whether it replaces that, no text says. */
static void
check_done (const Trial *self, const char *text)
{
  g_autoptr (KarneMerge) again = karne_merge (self->base, self->mine, text);

  g_assert_cmpuint (again->merged->len == 0 || again->overlaps->len > 0, ==, TRUE);
  for (guint i = 0; i < again->overlaps->len; i++)
    {
      const KarneOverlap *overlap = again->overlaps->pdata[i];

      g_assert_cmpint (karne_json_first (karne_json_span (overlap->base)), ==, '[');
    }
}

static void
check_all (Trial *self)
{
  g_autoptr (KarneMerge) merge = karne_merge (self->base, self->mine, self->theirs);

  check_identities (self);
  check_symmetry (self, merge);
  check_decisions (self);
  g_assert_true ((merge->text == NULL) == (merge->overlaps->len > 0));
  if (merge->text == NULL)
    {
      self->n_conflicts++;
      return;
    }
  self->n_merged += merge->outcome == KARNE_MERGE_BOTH;
  assert_valid (merge->text);
  check_values (self, merge->text);
  check_spans (self, merge->text);
  check_done (self, merge->text);
}

static void
say_text (const char *side, const char *text)
{
  g_autoptr (MergeTree) tree = merge_tree_parse (text);
  g_autofree char *line = merge_tree_write (tree, FALSE);

  g_test_message ("%s %s", side, line);
}

static void
say (const Trial *self)
{
  if (!g_test_failed ())
    return;
  say_text ("base", self->base);
  say_text ("mine", self->mine);
  say_text ("theirs", self->theirs);
}

static void
test_made (void)
{
  Trial trial = { NULL };

  for (guint seed = 0; seed < N_DOCUMENTS && !g_test_failed (); seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      MergeDice dice = { rand, 'b', 0 };
      g_autoptr (MergeTree) base = merge_tree_make (&dice);

      make_trial (&trial, base, rand);
      check_all (&trial);
    }
  say (&trial);
  g_test_message ("%u merged, %u conflicts", trial.n_merged, trial.n_conflicts);
  g_assert_cmpuint (trial.n_merged, >, N_DOCUMENTS / 4);
  g_assert_cmpuint (trial.n_conflicts, >, N_DOCUMENTS / 10);
  trial_clear (&trial);
}

/* Real resources */

static guint
try_file (const char *path, Trial *trial)
{
  g_autofree char *text = NULL;
  gsize len;
  g_autoptr (GRand) rand = NULL;
  g_autoptr (MergeTree) base = NULL;

  if (!g_file_get_contents (path, &text, &len, NULL) || len > 40000 || !is_valid (text, len))
    return 0;
  rand = g_rand_new_with_seed (g_str_hash (text));
  base = merge_tree_parse (text);
  for (int i = 0; i < 4; i++)
    {
      make_trial (trial, base, rand);
      check_all (trial);
    }
  return 1;
}

static guint
try_folder (const char *folder, Trial *trial)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && !g_test_failed () && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += try_folder (path, trial);
      else if (g_str_has_suffix (name, ".json"))
        n += try_file (path, trial);
    }
  return n;
}

static void
test_real (void)
{
  const char *folder = g_getenv ("KARNE_SHARED_DATA");
  Trial trial = { NULL };
  guint n;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("The published examples (KARNE_SHARED_DATA) are not here");
      return;
    }
  n = try_folder (folder, &trial);
  say (&trial);
  g_test_message ("%u resources, %u merged, %u conflicts", n, trial.n_merged, trial.n_conflicts);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (trial.n_merged, >, n / 4);
  trial_clear (&trial);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/merge-laws/made", test_made);
  g_test_add_func ("/merge-laws/real", test_real);
  return g_test_run ();
}
