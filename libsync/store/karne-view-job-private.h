/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"
#include "store/karne-view-private.h"

G_BEGIN_DECLS

/* One read on its way to the reading worker and back. */
typedef struct
{
  /* Input */
  KarneReader *reader;     /* (owned) */
  KarneAccessLevel needed; /* of what is asked for */
  KarneQuery query;        /* its strings are owned */
  char *match;             /* (owned) (nullable) */
  char *text;              /* (owned) (nullable) the words that it was made of */
  char *id;                /* (owned) (nullable) */
  gint64 source;
  gboolean whole;
  gboolean is_line; /* of a list that is shown, rather than of what is looked at */

  /* Output */
  GPtrArray *items; /* (owned) (nullable) */
  gint64 count;
  GString *json;         /* (owned) (nullable) */
  GPtrArray *categories; /* (owned) (nullable) */
} KarneViewJob;

/* For who reads through the view; the strings of the query are copied. */
KarneViewJob *karne_view_job_new (KarneView *view, const KarneQuery *query);
/* Of one resource; source 0: whichever has it. */
KarneViewJob *
karne_view_job_new_one (KarneView *view, gint64 source, const char *kind, const char *id);
/* Of its line only: less is needed for that. */
KarneViewJob *
karne_view_job_new_line (KarneView *view, gint64 source, const char *kind, const char *id);
void karne_view_job_free (gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneViewJob, karne_view_job_free)

/* In a read job, of which `data` is a KarneViewJob: the window that its query says; how many there
 * are, whatever the window; in which categories; the line, or the body, of the resource with its
 * id. */
gboolean
karne_view_job_list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gboolean
karne_view_job_count (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gboolean karne_view_job_list_categories (sqlite3 *db,
                                         gpointer data,
                                         GCancellable *cancellable,
                                         GError **error);
/* The row of the resource with its id, and the source that has it; 0 with error set. */
gint64 karne_view_job_find_row (sqlite3 *db, KarneViewJob *job, GError **error);
gboolean karne_view_job_get (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gboolean
karne_view_job_get_json (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
