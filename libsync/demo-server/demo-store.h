/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* How many requests pass before a late write is seen by searches. */
#define DEMO_LATE_BY 3

typedef struct _DemoStore DemoStore;

/* One version of a resource. */
typedef struct
{
  char *kind;
  char *id;
  gint64 version;
  gint64 updated; /* ms since 1970 */
  gboolean deleted;
  char *method;
  char *patient; /* empty: about nobody */
  char *body;    /* empty when deleted */
} DemoRow;

void demo_row_free (DemoRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoRow, demo_row_free)

typedef struct
{
  const char *kind;
  const char *id;
  gint64 version;
  gint64 updated;
  gboolean deleted;
  const char *method;
  const char *body; /* empty when deleted */
} DemoWrite;

DemoStore *demo_store_open (const char *file, gboolean late, GError **error);
void demo_store_close (DemoStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoStore, demo_store_close)

gboolean demo_store_begin (DemoStore *self, GError **error);
gboolean demo_store_commit (DemoStore *self, GError **error);
void demo_store_roll_back (DemoStore *self);
void demo_store_count_request (DemoStore *self);

DemoRow *demo_store_get (DemoStore *self, const char *kind, const char *id);
DemoRow *demo_store_get_version (DemoStore *self, const char *kind, const char *id, gint64 version);
gboolean demo_store_shares (DemoStore *self, const char *kind, const char *id, const char *patient);
gboolean demo_store_write (DemoStore *self, const DemoWrite *write, GError **error);
gint64 demo_store_now (DemoStore *self);

sqlite3_stmt *demo_store_statement (DemoStore *self, const char *sql);

G_END_DECLS
