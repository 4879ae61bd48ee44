/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "net/karne-authorizer.h"
#include "net/karne-transport.h"
#include "store/karne-store.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SYNC (karne_sync_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneSync, karne_sync, KARNE, SYNC, GObject)

/**
 * KarneSyncReport:
 * @stored: resources new or changed here
 * @known: resources the server sent again that were here in that version
 * @removed: resources that were deleted there, or withdrawn
 * @quarantined: resources that could not be taken in
 * @sent: changes that the server has now
 * @parked: changes that the server refused: they wait for the person
 * @conflicts: changes for the person to decide, since both sides changed the same
 * @kinds_partial: (array zero-terminated=1): kinds of which something could not be had, and why
 * (`Kind:nick`)
 * @nothing_of_this_person: first pull, the Patient exists and every kind came empty: worth a
 * warning
 * @told: rows of the access log that the server was told of ([method@Store.set_tells])
 * @exchanges: requests sent
 * @bytes_sent: on the wire
 * @bytes_received: on the wire
 *
 * What one sync of one source did.
 */
typedef struct
{
  guint stored;
  guint known;
  guint removed;
  guint quarantined;
  guint sent;
  guint parked;
  guint conflicts;
  char **kinds_partial;
  gboolean nothing_of_this_person;
  guint told;
  guint exchanges;
  guint64 bytes_sent;
  guint64 bytes_received;
} KarneSyncReport;

#define KARNE_TYPE_SYNC_REPORT (karne_sync_report_get_type ())
KARNE_API
GType karne_sync_report_get_type (void);
KARNE_API
KarneSyncReport *karne_sync_report_copy (const KarneSyncReport *self);
KARNE_API
void karne_sync_report_free (KarneSyncReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSyncReport, karne_sync_report_free)

/* seed: for the jitter of back-off. */
KARNE_API
KarneSync *karne_sync_new (KarneStore *store,
                           gint64 source,
                           KarneTransport *transport,
                           KarneClock *clock,
                           guint32 seed);

/**
 * KarneSyncRenewFunc:
 * @self: a sync
 * @data: what was given with the function
 *
 * Asked once when the server says 401.
 *
 * Returns: (transfer full) (nullable): a new token; `NULL` when a person must sign in
 */
typedef char *(*KarneSyncRenewFunc) (KarneSync *self, gpointer data);
KARNE_API
void karne_sync_set_renew_func (KarneSync *self,
                                KarneSyncRenewFunc func,
                                gpointer data,
                                GDestroyNotify destroy);
KARNE_API
void karne_sync_set_authorizer (KarneSync *self, KarneAuthorizer *authorizer);
/* How many times a transient failure is tried again before the sync gives up (4). */
KARNE_API
void karne_sync_set_max_retries (KarneSync *self, guint max_retries);
/* Resources per page that are asked for (500). */
KARNE_API
void karne_sync_set_page_size (KarneSync *self, guint page_size);
/* Kinds that are otherwise left until somebody looks (AuditEvent) come too. */
KARNE_API
void karne_sync_set_with_on_demand (KarneSync *self, gboolean with_on_demand);

/* Signals: `progress` (const char *kind, gint64 received, gint64 total): total -1 while unknown,
 * never below received; `waiting` (gint64 until_us monotonic): a back-off began. */
KARNE_API
void karne_sync_run_async (KarneSync *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
KARNE_API
KarneSyncReport *karne_sync_run_finish (KarneSync *self, GAsyncResult *result, GError **error);

/**
 * KarnePerson:
 * @id: id of the Patient there
 * @name: (nullable): the name, as far as it is known
 * @birth_date: (nullable): as sent
 *
 * A person whom a server lets see.
 */
typedef struct
{
  char *id;
  char *name;       /* (nullable) */
  char *birth_date; /* (nullable) as sent */
} KarnePerson;

#define KARNE_TYPE_PERSON (karne_person_get_type ())
KARNE_API
GType karne_person_get_type (void);
KARNE_API
KarnePerson *karne_person_copy (const KarnePerson *self);
KARNE_API
void karne_person_free (KarnePerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePerson, karne_person_free)

/* Who is visible there: at most 100, GPtrArray of KarnePerson; with patient, that one only
 * (NOT_FOUND). Nothing is stored. */
KARNE_API
void karne_people_list_async (KarneTransport *transport,
                              const char *base,
                              const char *patient,
                              const char *token,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KARNE_API
GPtrArray *karne_people_list_finish (GAsyncResult *result, GError **error);

G_END_DECLS
