/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-bench.h"
#include "fhir/karne-json-private.h"
#include "fhir/karne-merge-private.h"

#include <string.h>

/* Merges of a resource of 200 elements, against the slicer's own reading of its three texts: no
 * merge can be had for less than looking at each byte once. One is of items with an identity, in
 * another order there; one of notes, which have none. */

#define N_ELEMENTS 200
#define N_MERGES 100
#define N_PAIRS 9

typedef struct
{
  char *base;
  char *mine;
  char *theirs;
} MergeBench;

static void
append_component (GString *text, guint number, guint value)
{
  g_string_append_printf (text,
                          "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"%u\","
                          "\"display\":\"Measure %u\"}]},\"valueQuantity\":{\"value\":%u.%u0,"
                          "\"unit\":\"mg/dL\",\"system\":\"http://unitsofmeasure.org\",\"code\":"
                          "\"mg/dL\"}}",
                          number, number, value, number % 10);
}

static void
append_note (GString *text, guint number, guint value)
{
  g_string_append_printf (text,
                          "{\"authorString\":\"Somebody\",\"time\":\"2026-01-01T10:%02u:00Z\","
                          "\"text\":\"Note %u, written %u times, about what was felt.\"}",
                          number % 60, number, value);
}

/* The elements from `first` on, round to the one before it; each `step`th, beginning at `changed`,
 * says something else than in the base. */
static char *
make_text (const char *list,
           void (*append) (GString *, guint, guint),
           guint first,
           guint changed,
           guint step)
{
  GString *text = g_string_new ("{\"resourceType\":\"Observation\",\"id\":\"a\",\"meta\":{"
                                "\"versionId\":\"1\"},\"status\":\"final\",");

  g_string_append_printf (text, "\"%s\":[", list);
  for (guint i = 0; i < N_ELEMENTS; i++)
    {
      guint number = (first + i) % N_ELEMENTS;

      g_string_append (text, i > 0 ? "," : "");
      append (text, number, step > 0 && number % step == changed ? 200 : 100);
    }
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

static void
bench_clear (MergeBench *self)
{
  g_free (self->base);
  g_free (self->mine);
  g_free (self->theirs);
}

static double
run_merges (gpointer data)
{
  const MergeBench *bench = data;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_MERGES; i++)
    {
      g_autoptr (KarneMerge) merge = karne_merge (bench->base, bench->mine, bench->theirs);

      g_assert_cmpint (merge->outcome, ==, KARNE_MERGE_BOTH);
    }
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static void
read_text (const char *text)
{
  KarneEntryNotes notes;
  gsize offset;

  g_assert_cmpint (karne_json_check_entry (text, strlen (text), TRUE, &notes, NULL, NULL, &offset),
                   ==, KARNE_FLAW_NONE);
}

static double
run_reads (gpointer data)
{
  const MergeBench *bench = data;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_MERGES; i++)
    {
      read_text (bench->base);
      read_text (bench->mine);
      read_text (bench->theirs);
    }
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static void
measure (const char *name, MergeBench *bench)
{
  KarneBenchPair pair = karne_bench_pair (N_PAIRS, run_merges, run_reads, bench);

  karne_bench_print (
      name, N_MERGES / pair.work, "1/s", ">= 200",
      "%u elements, %.2f ms each; their texts (%.0f KiB) read once %.2f ms: %.1f times", N_ELEMENTS,
      pair.work * 1000 / N_MERGES, (double) strlen (bench->base) * 3 / 1024,
      pair.floor * 1000 / N_MERGES, pair.value);
  bench_clear (bench);
}

int
main (int argc, char *argv[])
{
  MergeBench named = { make_text ("component", append_component, 0, 0, 0),
                       make_text ("component", append_component, 0, 1, 10),
                       make_text ("component", append_component, 7, 2, 10) };
  MergeBench bag = { make_text ("note", append_note, 0, 0, 0),
                     make_text ("note", append_note, 0, 1, 10),
                     make_text ("note", append_note, 0, 2, 10) };

  karne_bench_begin (&argc, &argv);
  measure ("merges_by_identity", &named);
  measure ("merges_of_notes", &bag);
  return karne_bench_end ();
}
