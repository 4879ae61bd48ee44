/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

typedef struct
{
  const char *column;
  gboolean descending;
  gboolean is_text;
} DemoSortKey;

typedef struct
{
  char *text; /* (owned) (nullable): then it is a number */
  gint64 number;
} DemoBound;

/* A search, made into SQL. */
typedef struct
{
  char *kind;      /* (owned) */
  char *text;      /* (owned) the parameters, as asked, without the page */
  GString *where;  /* (owned) */
  GArray *bounds;  /* (owned) of DemoBound, one per question mark in `where` */
  gsize where_len; /* of what all pages share */
  guint n_bounds;
  GArray *sort;        /* (owned) of DemoSortKey; the last one is rid */
  char **after;        /* (owned) (nullable) sort keys of the last match of the page before */
  char **elements;     /* (owned) (nullable) */
  GPtrArray *includes; /* (owned) of char * */
  gint64 total;        /* as counted for the first page; -1: not yet */
  int count;
  gboolean only_count;
  gboolean without_total;
  gboolean has_person; /* limited to a person or to ids: few rows are left to look at */
} DemoQuery;

DemoQuery *demo_query_new (const DemoServer *server,
                           const DemoRequest *request,
                           const char *kind,
                           GError **error);
void demo_query_free (DemoQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoQuery, demo_query_free)

gboolean demo_query_start_after (DemoQuery *self, guint step);
void demo_query_bind (const DemoQuery *self, sqlite3_stmt *statement);
char *demo_query_make_page_token (const DemoQuery *self, char **after);

char **demo_parameters_split (const char *query);
const char *demo_parameter_value (const char *parameter);
char *demo_parameters_find (const char *query, const char *name);

char *demo_page_token_make (const char *text);
char *demo_page_token_read (const char *token);

G_END_DECLS
