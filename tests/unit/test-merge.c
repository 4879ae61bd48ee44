/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-private.h"

#include <string.h>

/* The cases of tests/data/merge, and what holds of each of them whatever its texts. */

typedef struct
{
  char *name;
  char *why;
  char *base;
  char *mine;
  char *theirs;
  char *is;
  char *both;
  GString *overlaps;
  GString *merged;
} Case;

static void
case_free (Case *self)
{
  g_free (self->name);
  g_free (self->why);
  g_free (self->base);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->is);
  g_free (self->both);
  g_string_free (self->overlaps, TRUE);
  g_string_free (self->merged, TRUE);
  g_free (self);
}

static Case *
case_new (const char *name)
{
  Case *self = g_new0 (Case, 1);

  self->name = g_strdup (name);
  self->overlaps = g_string_new (NULL);
  self->merged = g_string_new (NULL);
  return self;
}

static void
read_line (Case *self, const char *word, const char *rest)
{
  if (g_str_equal (word, "why"))
    self->why = g_strdup (rest);
  else if (g_str_equal (word, "base"))
    self->base = g_strdup (rest);
  else if (g_str_equal (word, "mine"))
    self->mine = g_strdup (rest);
  else if (g_str_equal (word, "theirs"))
    self->theirs = g_strdup (rest);
  else if (g_str_equal (word, "is"))
    self->is = g_strdup (rest);
  else if (g_str_equal (word, "both"))
    self->both = g_strdup (rest);
  else if (g_str_equal (word, "overlap"))
    g_string_append_printf (self->overlaps, "%s\n", rest);
  else if (g_str_equal (word, "merged"))
    g_string_append_printf (self->merged, "%s\n", rest);
  else
    g_error ("a line begins with %s", word);
}

static char *
join (GPtrArray *paths, gboolean are_overlaps)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < paths->len; i++)
    {
      const KarneOverlap *overlap = paths->pdata[i];

      g_string_append_printf (all, "%s\n", are_overlaps ? overlap->path : (char *) paths->pdata[i]);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
assert_text (const char *text, const char *expected)
{
  g_autoptr (KarneMerge) back = karne_merge (expected, text, expected);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (back->outcome, ==, KARNE_MERGE_THEIRS);
}

/* Whatever the texts. */
static void
check_laws (const Case *self)
{
  const char *base = self->base != NULL ? self->base : self->theirs;
  g_autoptr (KarneMerge) unchanged = karne_merge (base, base, self->theirs);
  g_autoptr (KarneMerge) alone = karne_merge (base, self->mine, base);
  g_autoptr (KarneMerge) agreed = karne_merge (base, self->mine, self->mine);
  g_autoptr (KarneMerge) there = karne_merge (base, self->mine, self->theirs);
  g_autoptr (KarneMerge) here = karne_merge (base, self->theirs, self->mine);
  g_autofree char *all_theirs =
      karne_merge_resolve (NULL, self->mine, self->theirs, NULL, KARNE_CHOICE_THEIRS);

  g_assert_cmpstr (unchanged->text, ==, self->theirs);
  g_assert_true (karne_merge_is_same (alone->text, self->mine));
  g_assert_cmpstr (agreed->text, ==, self->mine);
  g_assert_cmpint (there->outcome == KARNE_MERGE_CONFLICT, ==,
                   here->outcome == KARNE_MERGE_CONFLICT);
  g_assert_cmpuint (there->overlaps->len, ==, here->overlaps->len);
  if (self->base == NULL)
    g_assert_true (karne_merge_is_same (all_theirs, self->theirs));
}

/* Of a list, both can be kept, and only of a list. */
static void
check_both (const Case *self, const KarneMerge *merge)
{
  gboolean has_lists = FALSE;
  g_autofree char *both =
      karne_merge_resolve (self->base, self->mine, self->theirs, NULL, KARNE_CHOICE_BOTH);

  for (guint i = 0; i < merge->overlaps->len; i++)
    has_lists = has_lists || ((KarneOverlap *) merge->overlaps->pdata[i])->is_list;
  g_assert_true (has_lists == (self->both != NULL));
  if (self->both != NULL)
    g_assert_cmpstr (both, ==, self->both);
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (KarneMerge) merge = karne_merge (self->base, self->mine, self->theirs);
  g_autofree char *overlaps = join (merge->overlaps, TRUE);

  g_assert_nonnull (self->why);
  g_test_message ("%s", self->why);
  g_assert_cmpstr (overlaps, ==, self->overlaps->str);
  if (self->is != NULL)
    {
      g_autofree char *merged = join (merge->merged, FALSE);

      assert_text (merge->text, self->is);
      g_assert_cmpstr (merged, ==, self->merged->str);
    }
  else
    {
      g_assert_cmpint (merge->outcome, ==, KARNE_MERGE_CONFLICT);
      g_assert_null (merge->text);
    }
  check_both (self, merge);
  check_laws (self);
}

static guint
add_cases_of (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Case *current = NULL;
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *rest = strchr (lines[i], ' ');

      if (rest == NULL || lines[i][0] == '#')
        continue;
      *rest++ = '\0';
      if (g_str_equal (lines[i], "case"))
        {
          g_autofree char *name = g_strdup_printf ("/merge/%s", rest);

          current = case_new (rest);
          g_test_add_data_func_full (name, current, test_case, (GDestroyNotify) case_free);
          n++;
        }
      else
        {
          read_line (current, lines[i], rest);
        }
    }
  return n;
}

static void
add_cases (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("KARNE_TEST_DATA"), "merge", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (name, ".txt"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      n += add_cases_of (text);
    }
  g_assert_cmpuint (n, >=, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* One wrong case does not hide another. */
  g_test_set_nonfatal_assertions ();
  add_cases ();
  return g_test_run ();
}
