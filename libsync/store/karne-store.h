/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "keys/karne-key.h"

G_BEGIN_DECLS

#define KARNE_TYPE_STORE (karne_store_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneStore, karne_store, KARNE, STORE, GObject)

KARNE_API
KarneStore *karne_store_create (GFile *file, KarneKey *key, GError **error);
KARNE_API
KarneStore *karne_store_open (GFile *file, KarneKey *key, GError **error);
KARNE_API
gboolean karne_store_close (KarneStore *self, GError **error);

/**
 * KarneChange:
 * @kind: (nullable): FHIR resource type, %NULL for the list of sources
 *   itself
 * @id: its id
 * @source: which source it belongs to
 *
 * One resource that a commit touched: new, changed or gone.
 */
typedef struct
{
  const char *kind; /* interned */
  char *id;
  gint64 source;
} KarneChange;

#define KARNE_TYPE_CHANGE (karne_change_get_type ())
KARNE_API
GType karne_change_get_type (void);
KARNE_API
KarneChange *karne_change_copy (const KarneChange *self);
KARNE_API
void karne_change_free (KarneChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneChange, karne_change_free)

/**
 * KarneSource:
 * @id: number of the source in this store
 * @base: address of the FHIR service, without a slash at the end
 * @patient: id of the Patient there
 * @token: (nullable): bearer token
 * @gifts: JSON object: what the server said it can do, and what it turned out to do
 * @pulled: (nullable): the server's time of the last complete pull, FHIR instant
 * @checked: when this computer last finished a sync, its own clock, seconds since 1970, 0 for
 * never; shown only
 * @trouble: (nullable): nick of what stopped the last sync (the error code), %NULL when nothing did
 * @signed_in: a person signed in to it ([class@SignIn]), and it was kept; it may have ended
 * @tells: its server is told who looked at the record here ([method@Store.set_tells])
 * @untold: how many rows of the access log it is still to be told of
 * @tell_trouble: (nullable): nick of why it is not: `refused`, where it answered so, `undeclared`,
 * where it says beforehand that it takes none, `broken`, where the access log is not as it was
 * written; %NULL where nothing is in the way
 * @tell_status: the HTTP status by which it refused, 0 for none
 *
 * A server that holds a part of the person's record.
 */
typedef struct
{
  gint64 id;
  char *base;
  char *patient;
  char *token;
  char *gifts;
  char *pulled;
  gint64 checked;
  char *trouble;
  gboolean signed_in;
  gboolean tells;
  guint untold;
  char *tell_trouble;
  guint tell_status;
} KarneSource;

#define KARNE_TYPE_SOURCE (karne_source_get_type ())
KARNE_API
GType karne_source_get_type (void);
KARNE_API
KarneSource *karne_source_copy (const KarneSource *self);
KARNE_API
void karne_source_free (KarneSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSource, karne_source_free)

/* Unless they say `_async`, these block for the time of one small statement. The signal `changed`
 * (GPtrArray of KarneChange, borrowed) is emitted in the main context in which the store was
 * opened, once per commit. */
KARNE_API
gint64 karne_store_add_source (KarneStore *self,
                               const char *base,
                               const char *patient,
                               const char *token,
                               GError **error);
KARNE_API
gboolean karne_store_remove_source (KarneStore *self, gint64 source, GError **error);
KARNE_API
GPtrArray *karne_store_list_sources (KarneStore *self, GError **error);
KARNE_API
void karne_store_list_sources_async (KarneStore *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KARNE_API
GPtrArray *karne_store_list_sources_finish (KarneStore *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_store_get_known_until_async (KarneStore *self,
                                        const char *kind,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
KARNE_API
char *karne_store_get_known_until_finish (KarneStore *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_store_settle_async (KarneStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KARNE_API
gboolean karne_store_settle_finish (KarneStore *self, GAsyncResult *result, GError **error);
KARNE_API
gboolean karne_store_set_token (KarneStore *self, gint64 source, const char *token, GError **error);
KARNE_API
gboolean karne_store_set_tells (KarneStore *self, gint64 source, gboolean tells, GError **error);
KARNE_API
void karne_store_set_tells_async (KarneStore *self,
                                  gint64 source,
                                  gboolean tells,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KARNE_API
gboolean karne_store_set_tells_finish (KarneStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
