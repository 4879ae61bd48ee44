/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_CONTENT (karne_viewer_content_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerContent, karne_viewer_content, KARNE, VIEWER_CONTENT, GObject)

/* n: which content of the document. */
KarneViewerContent *
karne_viewer_content_new (KarneSession *session, KarneDocument *document, guint n);

/* What is known of it, and how much of it is here. */
void karne_viewer_content_look_async (KarneViewerContent *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KarneDocumentState *
karne_viewer_content_look_finish (KarneViewerContent *self, GAsyncResult *result, GError **error);

/* Brings it to this computer. */
void karne_viewer_content_fetch_async (KarneViewerContent *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
karne_viewer_content_fetch_finish (KarneViewerContent *self, GAsyncResult *result, GError **error);

/* Reads it into a memory file, for the renderer: never a file on disk. Finish gives the file, which
 * is the caller's, or -1. */
void karne_viewer_content_read_async (KarneViewerContent *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
int
karne_viewer_content_read_finish (KarneViewerContent *self, GAsyncResult *result, GError **error);

/* Writes it where the person chose: beside that place first, then there at once, so that there is
 * never a part of a document that looks like all of it. */
void karne_viewer_content_save_async (KarneViewerContent *self,
                                      GFile *file,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
karne_viewer_content_save_finish (KarneViewerContent *self, GAsyncResult *result, GError **error);

/* Notes in the access log what else was done with it; that it was read is noted by itself. */
void karne_viewer_content_note (KarneViewerContent *self, KarneAccessAct act);

/* A name to propose that says nothing about anybody, as “document.pdf”. (transfer full) */
char *karne_viewer_content_dup_name (const char *content_type);

G_END_DECLS
