/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-ingest-private.h"
#include "store/karne-store-private.h"

G_BEGIN_DECLS

/* A store in a folder of its own, with one source whose Patient is `p1`; both go when the fixture
 * does. */
typedef struct
{
  char *folder;        /* (owned) */
  char *path;          /* (owned) of the sealed file */
  KarneKey *key;       /* (owned) */
  KarneStore *store;   /* (owned) */
  KarneSource *source; /* (owned) */
} KarneTestStore;

#define KARNE_TEST_BASE "http://127.0.0.1:1/fhir"

KarneTestStore *karne_test_store_new (void);
void karne_test_store_free (KarneTestStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestStore, karne_test_store_free)

/* Closes the store and opens it again, as the next start would. */
void karne_test_store_reopen (KarneTestStore *self);

/* Feeds a whole page in pieces of `step` bytes (0: whole), ends it and commits it without a pull
 * state. flaw: (nullable) (out). */
KarnePage *karne_test_ingest (KarneTestStore *self,
                              const char *kind,
                              KarneIngestFlags flags,
                              const char *text,
                              gsize len,
                              gsize step,
                              GError **flaw);
/* The same, where the store may fail: then NULL, and nothing is committed after that. */
KarnePage *karne_test_try_ingest (KarneTestStore *self,
                                  const char *kind,
                                  KarneIngestFlags flags,
                                  const char *text,
                                  gsize len,
                                  gsize step,
                                  GError **flaw,
                                  GError **error);
/* A page of the resources whose texts are given, NULL at the end. */
KarnePage *karne_test_ingest_resources (KarneTestStore *self,
                                        const char *kind,
                                        const char *first,
                                        ...) G_GNUC_NULL_TERMINATED;

/* First column of the first row of a statement, as text (transfer full) (nullable). */
char *karne_test_query (KarneTestStore *self, const char *sql);
gint64 karne_test_query_int (KarneTestStore *self, const char *sql);

/* Removes a folder and what is in it. */
void karne_test_remove_folder (const char *path);

G_END_DECLS
