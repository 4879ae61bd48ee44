/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-document.h"
#include "store/karne-attachment-private.h"

G_BEGIN_DECLS

/* What is known of a content, for who may see the document. NOT_FOUND. */
KarneAttachment *
karne_document_load (KarneView *view, gint64 source, const char *id, guint n, GError **error);

G_END_DECLS
