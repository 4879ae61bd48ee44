/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-kind-private.h"
#include "fhir/karne-slicer-private.h"
#include "karne-error.h"
#include "karne-test-store.h"

/* Each page of tests/data holds one trap, and EXPECT.tsv says what is made of it. The slicer is
 * asked first, fed in pieces of several sizes; what only the store can know (a kind that nobody
 * asked for, a part of a resource, another person) is judged here from the slicer's notes. Then a
 * store takes the page, and its tables are counted. */

#define PERSON "p1"

enum
{
  COLUMN_FILE,
  COLUMN_STORED,
  COLUMN_QUARANTINED,
  COLUMN_FLAWS,
  COLUMN_PAGE,
  N_COLUMNS
};

static const gsize piece_sizes[] = { 1, 7, 4096, G_MAXSIZE };

typedef struct
{
  GHashTable *stored; /* (owned) set of Type/id */
  GString *flaws;     /* (owned) nicks, with commas */
  guint n_quarantined;
} Sorted;

static void
quarantine (Sorted *self, const char *nick)
{
  g_string_append_printf (self->flaws, "%s%s", self->n_quarantined++ > 0 ? "," : "", nick);
}

static gboolean
is_neither (const KarneEntryNotes *notes)
{
  return notes->resource.text == NULL || karne_span_equal (notes->search_mode, "outcome");
}

static const char *
refuse_by_notes (const KarneEntryNotes *notes, const char *type)
{
  if (karne_kind_find (type) == NULL)
    return "wrong-type";
  if (notes->subsetted)
    return "subsetted";
  if (strcmp (type, "Patient") == 0 && !karne_span_equal (notes->id, PERSON))
    return "other-person";
  return NULL;
}

static gboolean
sort_cb (const KarneSlice *slice, gpointer data, GError **error)
{
  Sorted *self = data;
  g_autofree char *type = NULL;
  g_autofree char *id = NULL;
  const char *nick = NULL;

  if (slice->flaw != KARNE_FLAW_NONE)
    {
      quarantine (self, karne_flaw_to_nick (slice->flaw));
      return TRUE;
    }
  if (is_neither (&slice->notes))
    return TRUE;
  type = karne_json_unescape (slice->notes.type);
  id = karne_json_unescape (slice->notes.id);
  nick = refuse_by_notes (&slice->notes, type);
  if (nick != NULL)
    quarantine (self, nick);
  else
    g_hash_table_add (self->stored, g_strdup_printf ("%s/%s", type, id));
  return TRUE;
}

static gboolean
push_pieces (KarneSlicer *slicer, const char *text, gsize len, gsize piece, GError **error)
{
  for (gsize at = 0; at < len; at += MIN (piece, len - at))
    if (!karne_slicer_push (slicer, text + at, MIN (piece, len - at), error))
      return FALSE;
  return karne_slicer_finish (slicer, error);
}

static const char *
name_of_end (const GError *error)
{
  if (error == NULL)
    return "complete";
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_TRUNCATED))
    return "truncated";
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
    return "captive-portal";
  return "protocol";
}

static void
check_page (char **row, const char *text, gsize len, gsize piece)
{
  g_autoptr (GHashTable) stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) flaws = g_string_new (NULL);
  Sorted sorted = { .stored = stored, .flaws = flaws };
  KarneSlicerSink sink = { .entry = sort_cb };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, &sorted);
  g_autoptr (GError) error = NULL;

  push_pieces (slicer, text, len, piece, &error);
  g_assert_cmpstr (name_of_end (error), ==, row[COLUMN_PAGE]);
  g_assert_cmpstr (flaws->len > 0 ? flaws->str : "-", ==, row[COLUMN_FLAWS]);
  g_assert_cmpuint (sorted.n_quarantined, ==, g_ascii_strtoull (row[COLUMN_QUARANTINED], NULL, 10));
  g_assert_cmpuint (g_hash_table_size (stored), ==,
                    g_ascii_strtoull (row[COLUMN_STORED], NULL, 10));
}

static void
check_store (char **row, const char *text, gsize len)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) flaw = NULL;
  g_autoptr (KarnePage) page =
      karne_test_ingest (store, "Task", KARNE_INGEST_NONE, text, len, 0, &flaw);
  g_autofree char *flaws =
      karne_test_query (store, "SELECT coalesce(group_concat(flaw, ','), '-') FROM quarantine");

  g_assert_nonnull (page);
  g_assert_cmpstr (name_of_end (flaw), ==, row[COLUMN_PAGE]);
  g_assert_cmpstr (flaws, ==, row[COLUMN_FLAWS]);
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM resource"), ==,
                   g_ascii_strtoll (row[COLUMN_STORED], NULL, 10));
}

static void
test_page (gconstpointer data)
{
  char **row = (char **) data;
  g_autofree char *path = g_build_filename (g_getenv ("KARNE_TEST_DATA"), row[COLUMN_FILE], NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_file_get_contents (path, &text, &len, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (piece_sizes); i++)
    check_page (row, text, len, piece_sizes[i]);
  check_store (row, text, len);
}

/* A page that the table forgets would prove nothing. */
static void
test_table_is_whole (gconstpointer data)
{
  GHashTable *named = (GHashTable *) data;
  g_autoptr (GDir) dir = g_dir_open (g_getenv ("KARNE_TEST_DATA"), 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_hash_table_contains (named, name))
      g_test_fail_printf ("%s is not in EXPECT.tsv", name);
}

static void
add_row (const char *line, GHashTable *named)
{
  char **row = g_strsplit (line, "\t", -1);
  g_autofree char *name = NULL;

  g_assert_cmpuint (g_strv_length (row), >=, N_COLUMNS);
  name = g_strdup_printf ("/traps/%.*s", (int) strcspn (row[COLUMN_FILE], "."), row[COLUMN_FILE]);
  g_hash_table_add (named, g_strdup (row[COLUMN_FILE]));
  g_test_add_data_func_full (name, row, test_page, (GDestroyNotify) g_strfreev);
}

static void
add_table (GHashTable *named)
{
  g_autofree char *path = g_build_filename (g_getenv ("KARNE_TEST_DATA"), "EXPECT.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#' && !g_str_has_prefix (lines[i], "file\t"))
      add_row (lines[i], named);
}

int
main (int argc, char **argv)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_table (named);
  g_test_add_data_func ("/traps/table-is-whole", named, test_table_is_whole);
  return g_test_run ();
}
