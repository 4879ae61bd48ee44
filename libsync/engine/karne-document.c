/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-document-private.h"

#include "karne-error.h"
#include "store/karne-view-private.h"

G_DEFINE_BOXED_TYPE (KarneDocumentState,
                     karne_document_state,
                     karne_document_state_copy,
                     karne_document_state_free)

/**
 * karne_document_state_copy:
 * @self: what is copied
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneDocumentState *
karne_document_state_copy (const KarneDocumentState *self)
{
  KarneDocumentState *copy = g_new0 (KarneDocumentState, 1);

  *copy = *self;
  copy->title = g_strdup (self->title);
  copy->content_type = g_strdup (self->content_type);
  return copy;
}

/**
 * karne_document_state_free:
 * @self: (transfer full): a state
 *
 * Frees a state.
 */
void
karne_document_state_free (KarneDocumentState *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_free (self);
}

/* Loading. Who may see the document is the view's to say, each time. */

typedef struct
{
  gint64 source;
  const char *id;
  guint n;
  KarneAttachment *attachment; /* (owned) (nullable) */
} Load;

static gboolean
load_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Load *load = data;

  load->attachment = karne_attachment_load (db, load->source, load->id, load->n, error);
  return load->attachment != NULL;
}

KarneAttachment *
karne_document_load (KarneView *view, gint64 source, const char *id, guint n, GError **error)
{
  g_autoptr (KarneItem) item = karne_view_get (view, source, "DocumentReference", id, error);
  Load load = { .id = id, .n = n };

  if (item == NULL)
    return NULL;

  load.source = item->source;
  if (!karne_store_read (karne_view_get_store (view), load_in_worker, &load, error))
    return NULL;
  return load.attachment;
}

static const char *
verified_to_nick (KarneVerified verified)
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

/**
 * karne_document_get_state:
 * @view: who reads
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @error: return location for an error
 *
 * Says what is known of a content of a document, and how much of it is here.
 *
 * [error@Error.NOT_FOUND] also for what the view hides. Blocks for the time of two small
 * statements.
 *
 * Returns: (transfer full): the state
 */
KarneDocumentState *
karne_document_get_state (KarneView *view, gint64 source, const char *id, guint n, GError **error)
{
  g_autoptr (KarneAttachment) attachment = NULL;
  KarneDocumentState *state = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  attachment = karne_document_load (view, source, id, n, error);
  if (attachment == NULL)
    return NULL;

  state = g_new0 (KarneDocumentState, 1);
  state->title = g_strdup (attachment->title);
  state->content_type = g_strdup (attachment->content_type);
  state->size = attachment->size;
  state->here = attachment->here;
  state->whole = attachment->whole;
  state->verified = verified_to_nick (attachment->verified);
  state->delayed = attachment->delayed;

  return state;
}

/* Saving */

typedef struct
{
  const KarneAttachment *attachment;
  GOutputStream *stream;
} Save;

static gboolean
save_piece (const guint8 *bytes, gsize len, gpointer data, GError **error)
{
  Save *save = data;

  return g_output_stream_write_all (save->stream, bytes, len, NULL, NULL, error);
}

static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  return karne_attachment_read (db, save->attachment, save_piece, save, error);
}

/**
 * karne_document_save:
 * @view: who reads
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @stream: where to
 * @error: return location for an error
 *
 * Writes the content into a stream that the caller chose. Blocks; the stream is written to from
 * another thread.
 *
 * [error@Error.NOT_FOUND] when it is hidden by the view, or not whole.
 *
 * Returns: whether all of it was written
 */
gboolean
karne_document_save (KarneView *view,
                     gint64 source,
                     const char *id,
                     guint n,
                     GOutputStream *stream,
                     GError **error)
{
  g_autoptr (KarneAttachment) attachment = NULL;
  Save save = { NULL, stream };

  g_return_val_if_fail (KARNE_IS_VIEW (view), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  attachment = karne_document_load (view, source, id, n, error);
  if (attachment == NULL)
    return FALSE;
  if (!attachment->whole)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                           "Saving a document: its content is not here");
      return FALSE;
    }

  save.attachment = attachment;
  return karne_store_read (karne_view_get_store (view), save_in_worker, &save, error);
}
