/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-attachment-private.h"

#include <string.h>

#include "karne-error.h"
#include "store/karne-base64-private.h"
#include "store/karne-sql-private.h"

/* SHA-1 of nothing: with size 0, an entry whose content the server assembles later (IHE MHD,
 * delayed document assembly). */
#define HASH_OF_NOTHING "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
#define INLINE_MARKER "karne:blob:"

void
karne_attachment_free (KarneAttachment *self)
{
  if (self == NULL)
    return;
  g_free (self->document);
  g_free (self->url);
  g_free (self->content_type);
  g_free (self->hash);
  g_free (self->title);
  g_free (self);
}

static KarneVerified
verified_from_text (const char *text)
{
  if (g_strcmp0 (text, "hash") == 0)
    return KARNE_VERIFIED_HASH;
  return g_strcmp0 (text, "size") == 0 ? KARNE_VERIFIED_SIZE : KARNE_VERIFIED_NOT;
}

static const char *
verified_to_text (KarneVerified verified)
{
  switch (verified)
    {
    case KARNE_VERIFIED_HASH:
      return "hash";
    case KARNE_VERIFIED_SIZE:
      return "size";
    case KARNE_VERIFIED_NOT:
    default:
      return "no";
    }
}

/* What a content is, against what its entry says of it. */
typedef struct
{
  GChecksum *sha1; /* (owned) */
  gint64 size;
} Measure;

static gboolean
measure_bytes (const guint8 *bytes, gsize len, gpointer data, GError **error)
{
  Measure *measure = data;

  g_checksum_update (measure->sha1, bytes, (gssize) len);
  measure->size += (gint64) len;
  return TRUE;
}

static char *
measure_get_hash (const Measure *measure)
{
  guint8 digest[20];
  gsize len = sizeof digest;

  g_checksum_get_digest (measure->sha1, digest, &len);
  return g_base64_encode (digest, len);
}

/* An entry on demand says neither, one that is delayed says what is of nothing: there is nothing to
 * compare with then. FHIR R4: SHA-1. */
static gboolean
compare (const KarneAttachment *attachment, const Measure *measure, KarneVerified *verified)
{
  g_autofree char *hash = measure_get_hash (measure);

  *verified = KARNE_VERIFIED_NOT;
  if (attachment->delayed)
    return TRUE;
  if (attachment->size >= 0 && attachment->size != measure->size)
    return FALSE;
  if (attachment->size >= 0)
    *verified = KARNE_VERIFIED_SIZE;
  if (attachment->hash == NULL)
    return TRUE;
  *verified = KARNE_VERIFIED_HASH;
  return strcmp (attachment->hash, hash) == 0;
}

/* Loading */

static gboolean
measure_inline (sqlite3 *db, KarneAttachment *attachment, GError **error)
{
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  Measure measure = { sha1, 0 };

  if (!karne_attachment_read (db, attachment, measure_bytes, &measure, error))
    return FALSE;
  attachment->here = measure.size;
  if (!compare (attachment, &measure, &attachment->verified))
    attachment->verified = KARNE_VERIFIED_NOT;
  return TRUE;
}

static KarneAttachment *
attachment_from_row (KarneStatement *statement, gint64 source, const char *document, guint n)
{
  KarneAttachment *attachment = g_new0 (KarneAttachment, 1);

  attachment->source = source;
  attachment->document = g_strdup (document);
  attachment->n = n;
  attachment->url = karne_sql_dup_text (statement, 1);
  attachment->content_type = karne_sql_dup_text (statement, 2);
  attachment->size = karne_sql_get_int (statement, 3);
  attachment->hash = karne_sql_dup_text (statement, 4);
  attachment->title = karne_sql_dup_text (statement, 5);
  attachment->inline_data = sqlite3_column_type (statement, 6) == SQLITE_TEXT;
  attachment->here = karne_sql_get_int (statement, 7);
  attachment->whole = karne_sql_get_int (statement, 8) != 0 || attachment->inline_data;
  attachment->verified = verified_from_text ((const char *) sqlite3_column_text (statement, 9));
  attachment->delayed = attachment->size == 0 && g_strcmp0 (attachment->hash, HASH_OF_NOTHING) == 0;
  return attachment;
}

KarneAttachment *
karne_attachment_load (sqlite3 *db, gint64 source, const char *document, guint n, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/load", error);
  g_autoptr (KarneAttachment) attachment = NULL;
  int rc;

  if (statement == NULL)
    return NULL;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, document);
  karne_sql_bind_int (statement, 3, n);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "reading a document: it has no such content");
  if (rc != SQLITE_ROW)
    return NULL;
  attachment = attachment_from_row (statement, source, document, n);
  if (attachment->inline_data && !measure_inline (db, attachment, error))
    return NULL;
  return g_steal_pointer (&attachment);
}

/* Rows */

static char *
fetched_slot (const KarneAttachment *attachment)
{
  return g_strdup_printf ("fetched:%u", attachment->n);
}

static gint64
find_document (sqlite3 *db, const KarneAttachment *attachment, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/find-document", error);
  int rc;

  if (statement == NULL)
    return 0;
  karne_sql_bind_int (statement, 1, attachment->source);
  karne_sql_bind_text (statement, 2, attachment->document);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "keeping a document: its entry is gone");
  return rc == SQLITE_ROW ? karne_sql_get_int (statement, 0) : 0;
}

static gint64
find_content (sqlite3 *db, gint64 owner, const char *slot, gint64 *size, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/find-content", error);
  int rc;

  if (statement == NULL || owner == 0)
    return 0;
  karne_sql_bind_int (statement, 1, owner);
  karne_sql_bind_text (statement, 2, slot);
  rc = karne_sql_step (statement, error);
  if (rc == SQLITE_DONE)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "reading a document: its content is not here");
  if (rc != SQLITE_ROW)
    return 0;
  if (size != NULL)
    *size = karne_sql_get_int (statement, 1);
  return karne_sql_get_int (statement, 0);
}

static gboolean
drop_fetched (sqlite3 *db, gint64 owner, const char *slot, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/drop-fetched", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, owner);
  karne_sql_bind_text (statement, 2, slot);
  return karne_sql_run (statement, error);
}

/* Writing */

gboolean
karne_attachment_begin (sqlite3 *db, const KarneAttachment *attachment, GError **error)
{
  g_autofree char *slot = fetched_slot (attachment);
  gint64 owner = find_document (db, attachment, error);
  g_autoptr (KarneStatement) statement = NULL;

  if (owner == 0 || !drop_fetched (db, owner, slot, error))
    return FALSE;
  statement = karne_sql_get (db, "attachment/begin", error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, owner);
  karne_sql_bind_text (statement, 2, slot);
  karne_sql_bind_text (statement, 3, attachment->url);
  karne_sql_bind_text (statement, 4, attachment->hash);
  return karne_sql_run (statement, error);
}

gboolean
karne_attachment_append (sqlite3 *db,
                         const KarneAttachment *attachment,
                         const guint8 *bytes,
                         gsize len,
                         GError **error)
{
  g_autofree char *slot = fetched_slot (attachment);
  gint64 size = 0;
  gint64 content;
  g_autoptr (KarneStatement) piece = NULL;
  g_autoptr (KarneStatement) grow = NULL;

  if (len == 0)
    return TRUE;
  content = find_content (db, find_document (db, attachment, error), slot, &size, error);
  if (content == 0 || (piece = karne_sql_get (db, "resource/add-piece", error)) == NULL ||
      (grow = karne_sql_get (db, "attachment/grow", error)) == NULL)
    return FALSE;
  karne_sql_bind_int (piece, 1, content);
  karne_sql_bind_int (piece, 2, size);
  sqlite3_bind_blob64 (piece, 3, bytes, len, SQLITE_STATIC);
  karne_sql_bind_int (grow, 1, content);
  karne_sql_bind_int (grow, 2, (gint64) len);
  return karne_sql_run (piece, error) && karne_sql_run (grow, error);
}

static gboolean
mark_whole (sqlite3 *db, gint64 content, KarneVerified verified, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/end", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, content);
  karne_sql_bind_text (statement, 2, verified_to_text (verified));
  return karne_sql_run (statement, error);
}

gboolean
karne_attachment_end (sqlite3 *db, KarneAttachment *attachment, gboolean *matches, GError **error)
{
  g_autofree char *slot = fetched_slot (attachment);
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  Measure measure = { sha1, 0 };
  gint64 owner = find_document (db, attachment, error);
  gint64 content = find_content (db, owner, slot, NULL, error);

  if (content == 0 || !karne_attachment_read (db, attachment, measure_bytes, &measure, error))
    return FALSE;
  *matches = compare (attachment, &measure, &attachment->verified);
  if (!*matches)
    return drop_fetched (db, owner, slot, error);
  attachment->here = measure.size;
  attachment->whole = TRUE;
  return mark_whole (db, content, attachment->verified, error);
}

/* Reading */

/* Piece after piece by its place: no statement stays open while the caller works. */
static gboolean
read_pieces (sqlite3 *db, gint64 content, KarneAttachmentFunc func, gpointer data, GError **error)
{
  gint64 at = 0;

  for (;;)
    {
      g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/piece", error);
      g_autoptr (GBytes) bytes = NULL;
      int rc;
      gsize len;

      if (statement == NULL)
        return FALSE;
      karne_sql_bind_int (statement, 1, content);
      karne_sql_bind_int (statement, 2, at);
      rc = karne_sql_step (statement, error);
      if (rc != SQLITE_ROW)
        return rc == SQLITE_DONE;
      bytes = g_bytes_new (sqlite3_column_blob (statement, 0),
                           (gsize) sqlite3_column_bytes (statement, 0));
      len = g_bytes_get_size (bytes);
      if (!func (g_bytes_get_data (bytes, NULL), len, data, error))
        return FALSE;
      at += (gint64) len;
    }
}

typedef struct
{
  KarneBase64 decoder;
  KarneAttachmentFunc func;
  gpointer data;
} Decode;

static gboolean
decode_piece (const guint8 *text, gsize len, gpointer data, GError **error)
{
  Decode *decode = data;
  g_autofree guint8 *bytes = g_malloc (len + 3);
  gsize n_bytes = karne_base64_decode (&decode->decoder, (const char *) text, len, bytes);

  return decode->func (bytes, n_bytes, decode->data, error);
}

static gboolean
read_inline (sqlite3 *db,
             const KarneAttachment *attachment,
             KarneAttachmentFunc func,
             gpointer data,
             GError **error)
{
  gint64 owner = find_document (db, attachment, error);
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "attachment/inline-marker", error);
  Decode decode = { { 0 }, func, data };
  g_autofree char *text = NULL;

  if (owner == 0 || statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, owner);
  karne_sql_bind_int (statement, 2, attachment->n);
  if (karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  text = karne_sql_dup_text (statement, 0);
  if (text == NULL)
    return TRUE;
  if (g_str_has_prefix (text, INLINE_MARKER))
    {
      g_autofree char *slot = g_strconcat ("inline:", text + strlen (INLINE_MARKER), NULL);
      gint64 content = find_content (db, owner, slot, NULL, NULL);

      if (content != 0)
        return read_pieces (db, content, decode_piece, &decode, error);
    }
  return decode_piece ((const guint8 *) text, strlen (text), &decode, error);
}

gboolean
karne_attachment_read (sqlite3 *db,
                       const KarneAttachment *attachment,
                       KarneAttachmentFunc func,
                       gpointer data,
                       GError **error)
{
  g_autofree char *slot = fetched_slot (attachment);
  gint64 content;

  if (attachment->inline_data)
    return read_inline (db, attachment, func, data, error);
  content = find_content (db, find_document (db, attachment, error), slot, NULL, error);
  return content != 0 && read_pieces (db, content, func, data, error);
}
