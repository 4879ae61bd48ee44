/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-document.h"
#include "store/karne-attachment-private.h"
#include "store/karne-view-job-private.h"

G_BEGIN_DECLS

/* What is to be done with one content of a document, for who may see the document. */
typedef struct
{
  /* Input */
  KarneViewJob *one;     /* (owned) the document */
  guint n;               /* which content */
  GOutputStream *stream; /* (owned) (nullable) */

  /* Output */
  KarneAttachment *attachment; /* (owned) (nullable) */
} KarneDocumentJob;

KarneDocumentJob *karne_document_job_new (KarneView *view, gint64 source, const char *id, guint n);
void karne_document_job_free (gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDocumentJob, karne_document_job_free)

/* In a read job, of which `data` is a KarneDocumentJob: what is known of the content. NOT_FOUND. */
gboolean
karne_document_job_load (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
