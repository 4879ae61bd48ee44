/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-sync.h"
#include "karne-test-clock.h"
#include "karne-test-fhir.h"
#include "karne-test-store.h"
#include "net/karne-soup-transport.h"

G_BEGIN_DECLS

/* A store, a clock that jumps to whatever the sync waits for, and a sync of one base. */
typedef struct
{
  KarneTestFhir *fhir;       /* (owned) (nullable) */
  KarneTestStore *store;     /* (owned) */
  KarneTestClock *clock;     /* (owned) */
  KarneTransport *transport; /* (owned) */
  gint64 source;
  KarneSync *sync; /* (owned) */
  guint n_waits;
  gint64 waited; /* microseconds, summed */
  guint idle;
} KarneTestSync;

KarneTestSync *karne_test_sync_new (void);
/* Of a server elsewhere; base is only used to make the source. */
KarneTestSync *karne_test_sync_new_for_base (const char *base, const char *patient);
void karne_test_sync_free (KarneTestSync *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestSync, karne_test_sync_free)

/* Runs to the end; time passes only while the sync waits. */
KarneSyncReport *
karne_test_sync_run (KarneTestSync *self, GCancellable *cancellable, GError **error);
/* The same, which must go well. */
KarneSyncReport *karne_test_sync_run_well (KarneTestSync *self);
/* A new sync of the same store, as the next start would make. */
void karne_test_sync_restart (KarneTestSync *self);
/* "Kind/id version" of all that is here, sorted, one a line. */
char *karne_test_sync_dump (KarneTestSync *self);
/* What is here is what the server shows. */
void karne_test_sync_assert_equal (KarneTestSync *self);

G_END_DECLS
