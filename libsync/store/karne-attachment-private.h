/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-store-private.h"

G_BEGIN_DECLS

/* The content of a document, kept in the sealed file in pieces, so that one of any size passes in
 * constant memory. */

typedef enum
{
  KARNE_VERIFIED_NOT, /* neither size nor hash is known: "not verified" */
  KARNE_VERIFIED_SIZE,
  KARNE_VERIFIED_HASH,
} KarneVerified;

/* What the index entry says of content n of a document. */
typedef struct
{
  gint64 source;
  char *document;       /* id of the DocumentReference */
  guint n;              /* which content[] */
  char *url;            /* (nullable) as written */
  char *content_type;   /* (nullable) */
  gint64 size;          /* -1 unknown */
  char *hash;           /* (nullable) base64 of SHA-1, as written */
  char *title;          /* (nullable) */
  gboolean inline_data; /* the content is inside the entry */
  gboolean delayed;     /* size 0 and the SHA-1 of nothing: not assembled yet (IHE MHD) */
  gint64 here;          /* bytes here already */
  gboolean whole;       /* all of it is here */
  KarneVerified verified;
} KarneAttachment;

void karne_attachment_free (KarneAttachment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAttachment, karne_attachment_free)

/* In a read job. NOT_FOUND. */
KarneAttachment *
karne_attachment_load (sqlite3 *db, gint64 source, const char *document, guint n, GError **error);
/* In a write job: starts (or restarts from zero) the content under way; appends; ends. A piece is
 * kept for a resumed download. */
gboolean karne_attachment_begin (sqlite3 *db, const KarneAttachment *attachment, GError **error);
gboolean karne_attachment_append (sqlite3 *db,
                                  const KarneAttachment *attachment,
                                  const guint8 *bytes,
                                  gsize len,
                                  GError **error);
/* Checks the size, then the hash, against the entry; never for delayed or on-demand entries. Where
 * they differ what came is dropped, and `matches` is FALSE: the caller commits, then says
 * UNVERIFIED. */
gboolean
karne_attachment_end (sqlite3 *db, KarneAttachment *attachment, gboolean *matches, GError **error);
/* In a read job: hands out the decoded bytes in pieces. */
typedef gboolean (*KarneAttachmentFunc) (const guint8 *bytes,
                                         gsize len,
                                         gpointer data,
                                         GError **error);
gboolean karne_attachment_read (sqlite3 *db,
                                const KarneAttachment *attachment,
                                KarneAttachmentFunc func,
                                gpointer data,
                                GError **error);

G_END_DECLS
