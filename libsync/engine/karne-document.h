/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "net/karne-transport.h"
#include "store/karne-view.h"

G_BEGIN_DECLS

/**
 * KarneDocumentState:
 * @title: (nullable): title of the attachment
 * @content_type: (nullable): MIME type
 * @size: bytes, -1 when the index entry does not say
 * @here: bytes that are here
 * @whole: all of it is here
 * @verified: `hash`, `size` or `no`
 * @delayed: the server has not assembled it yet
 *
 * What is known of the content of a document.
 */
typedef struct
{
  char *title;
  char *content_type;
  gint64 size;
  gint64 here;
  gboolean whole;
  const char *verified;
  gboolean delayed;
} KarneDocumentState;

#define KARNE_TYPE_DOCUMENT_STATE (karne_document_state_get_type ())
KARNE_API
GType karne_document_state_get_type (void);
KARNE_API
KarneDocumentState *karne_document_state_copy (const KarneDocumentState *self);
KARNE_API
void karne_document_state_free (KarneDocumentState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDocumentState, karne_document_state_free)

/* n: which content[] of the DocumentReference. NOT_FOUND also for what the view hides. */
KARNE_API
KarneDocumentState *
karne_document_get_state (KarneView *view, gint64 source, const char *id, guint n, GError **error);
KARNE_API
void karne_document_get_state_async (KarneView *view,
                                     gint64 source,
                                     const char *id,
                                     guint n,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KARNE_API
KarneDocumentState *karne_document_get_state_finish (GAsyncResult *result, GError **error);
/* Brings the content here if it is not, going on where a cut download stopped (Range), then checks
 * it. */
KARNE_API
void karne_document_fetch_async (KarneView *view,
                                 KarneStore *store,
                                 KarneTransport *transport,
                                 gint64 source,
                                 const char *id,
                                 guint n,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KARNE_API
gboolean karne_document_fetch_finish (GAsyncResult *result, GError **error);
/* Writes the content into a stream that the caller chose; the whole must be here. Blocks. */
KARNE_API
gboolean karne_document_save (KarneView *view,
                              gint64 source,
                              const char *id,
                              guint n,
                              GOutputStream *stream,
                              GError **error);
KARNE_API
void karne_document_save_async (KarneView *view,
                                gint64 source,
                                const char *id,
                                guint n,
                                GOutputStream *stream,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KARNE_API
gboolean karne_document_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
