/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-store.h"

G_BEGIN_DECLS

/* What the server does or lacks. */
typedef struct
{
  gboolean no_metadata;
  gboolean no_batch;
  gboolean no_sort;
  gboolean server_ids;
  gboolean ignore_if_match;
  gboolean no_versions;
  gboolean no_audit;
  gboolean late_commits;
  int latency_ms;
  int page_size;
} DemoGifts;

/* What every handler needs. */
typedef struct
{
  DemoStore *store;
  DemoGifts gifts;
  char *base; /* (owned) http://127.0.0.1:PORT/PATH */
} DemoServer;

/* A request, whether it came by itself or inside a batch. All borrowed. */
typedef struct
{
  const char *method;
  const char *path;  /* below the base, without a leading slash */
  const char *query; /* (nullable) as sent, escaped */
  const char *body;
  gsize body_len;
  const char *content_type;  /* (nullable) */
  const char *accept;        /* (nullable) */
  const char *prefer;        /* (nullable) */
  const char *if_match;      /* (nullable) */
  const char *if_none_match; /* (nullable) */
  const char *if_none_exist; /* (nullable) */
  const char *scope;         /* (nullable) the only person whose data may be seen */
  const char *new_id;        /* (nullable) id that a create takes: inside a transaction */
  gboolean in_transaction;
} DemoRequest;

typedef struct _DemoPage DemoPage;

typedef struct
{
  guint status;
  char *etag;         /* (owned) (nullable) */
  gint64 updated;     /* ms since 1970; 0: not said */
  char *location;     /* (owned) (nullable) */
  char *content_type; /* (owned) (nullable): FHIR JSON when NULL */
  char *allow;        /* (owned) (nullable) */
  GString *body;      /* (owned) (nullable) */
  DemoPage *page;     /* (owned) (nullable) a Bundle that is written as it is sent */
} DemoAnswer;

/* Errors whose code is the status of the answer. */
#define DEMO_HTTP_ERROR (demo_http_error_quark ())
GQuark demo_http_error_quark (void);

DemoAnswer *demo_answer_new (guint status);
DemoAnswer *demo_answer_from_error (const GError *error);
DemoAnswer *demo_answer_printf (guint status, const char *format, ...) G_GNUC_PRINTF (2, 3);
void demo_answer_free (DemoAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoAnswer, demo_answer_free)
void demo_answer_describe (DemoAnswer *self, const DemoServer *server, const DemoRow *row);
void demo_answer_flatten (DemoAnswer *self, const DemoServer *server);

void demo_outcome_write (GString *out, guint status, const char *diagnostics);

G_END_DECLS
