/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A figure against its floor: both measured in the same run, in turn, several times; what is said
 * is the median. */

/* Runs one measurement, returns seconds. */
typedef double (*KarneBenchFunc) (gpointer data);

typedef struct
{
  double value; /* median of the ratios of neighbouring runs */
  double work;  /* median of the work, seconds */
  double floor; /* median of the floor, seconds */
} KarneBenchPair;

KarneBenchPair
karne_bench_pair (guint n_pairs, KarneBenchFunc work, KarneBenchFunc floor, gpointer data);
double karne_bench_median (GArray *values); /* of double; sorts */
double karne_bench_percentile (GArray *values, double percent);

/* One line for people, or with --json one object of the array. goal: as written in the table of
 * goals. note: what it was measured against. */
void karne_bench_begin (int *argc, char ***argv);
void karne_bench_print (const char *name,
                        double value,
                        const char *unit,
                        const char *goal,
                        const char *note,
                        ...) G_GNUC_PRINTF (5, 6);
int karne_bench_end (void);

/* Peak and present size in memory of a process (0: this one), KiB. */
gint64 karne_bench_get_rss (GPid pid, gboolean peak);

/* n DocumentReference entries of about 2 KiB in one searchset, ids from first on; next: (nullable).
 * Seeded by the id, so the same each time. */
GString *karne_bench_make_page (guint first, guint n, const char *patient, const char *next);
/* One of them. */
void karne_bench_append_document (GString *text, guint number, const char *patient);
/* `record.ndjson` in a folder: the Patient, and n of them. */
void karne_bench_write_record (const char *folder, guint n, const char *patient);

/* The call-back that keeps a result in a GAsyncResult *, which the other waits for and hands out
 * (transfer full). */
void karne_bench_keep_result_cb (GObject *object, GAsyncResult *result, gpointer data);
GAsyncResult *karne_bench_wait_for (GAsyncResult **result);

G_END_DECLS
