/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A small FHIR server inside the test: it holds what a test puts into it, knows just the requests
 * that a pull makes, keeps what it was asked, and lets a hook answer in its place. Its time is what
 * the test says. */
typedef struct _KarneTestFhir KarneTestFhir;

/* What the server knows; all of it at first. */
typedef struct
{
  gboolean metadata;
  gboolean batch;
  gboolean sort;         /* FALSE: takes `_sort` and answers in any order */
  gboolean versions;     /* FALSE: no meta.versionId */
  gboolean last_updated; /* FALSE: refuses `_lastUpdated` with 400 */
  gboolean ignore_since; /* takes `_lastUpdated` and does not look at it */
  gboolean refuse_sort;  /* refuses `_sort` with 400 */
  gboolean totals;
  gboolean date; /* FALSE: no Date header (and no meta.lastUpdated of the Bundle) */
  guint max_page;
} KarneTestFhirGifts;

/* What to answer instead. */
typedef struct
{
  guint status;
  char *body;         /* (owned) (nullable) */
  char *content_type; /* (owned) (nullable) application/fhir+json */
  char *retry_after;  /* (owned) (nullable) */
} KarneTestFhirReply;

/* target: what follows the base, with its query. Returns TRUE when reply was filled in. */
typedef gboolean (*KarneTestFhirHook) (KarneTestFhir *self,
                                       const char *method,
                                       const char *target,
                                       const char *token,
                                       KarneTestFhirReply *reply,
                                       gpointer data);

KarneTestFhir *karne_test_fhir_new (void);
void karne_test_fhir_free (KarneTestFhir *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestFhir, karne_test_fhir_free)

const char *karne_test_fhir_get_base (KarneTestFhir *self);
KarneTestFhirGifts *karne_test_fhir_get_gifts (KarneTestFhir *self);
void karne_test_fhir_set_hook (KarneTestFhir *self, KarneTestFhirHook hook, gpointer data);
/* Seconds since 1970. */
void karne_test_fhir_set_now (KarneTestFhir *self, gint64 now);
gint64 karne_test_fhir_get_now (KarneTestFhir *self);

/* Creates or changes one; more: further members, `"status":"final"`, nullable. */
void karne_test_fhir_put (KarneTestFhir *self, const char *kind, const char *id, const char *more);
void karne_test_fhir_put_many (KarneTestFhir *self, const char *kind, guint n);
/* Answers 410 from now on, or 403. */
void karne_test_fhir_delete (KarneTestFhir *self, const char *kind, const char *id);
void karne_test_fhir_withdraw (KarneTestFhir *self, const char *kind, const char *id);

/* "METHOD target", in the order they came (transfer none). */
GPtrArray *karne_test_fhir_get_requests (KarneTestFhir *self);
void karne_test_fhir_forget_requests (KarneTestFhir *self);
guint karne_test_fhir_count_requests (KarneTestFhir *self, const char *part);
/* "Kind/id version" of all that can be seen, sorted, one a line. */
char *karne_test_fhir_dump (KarneTestFhir *self);

G_END_DECLS
