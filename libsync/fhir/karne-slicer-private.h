/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-json-private.h"

G_BEGIN_DECLS

#define KARNE_SLICER_MAX_ENTRY (2 * 1024 * 1024)
#define KARNE_SLICER_DIVERT_ABOVE (256 * 1024)

/* What a page turned out to be. */
typedef enum
{
  KARNE_PAGE_UNKNOWN, /* nothing seen yet */
  KARNE_PAGE_BUNDLE,
  KARNE_PAGE_RESOURCE, /* a lone resource: handed out as one entry */
  KARNE_PAGE_NOT_JSON, /* first byte is not an opening brace: `<` means a web page */
} KarnePageShape;

/* A page is a Bundle when a member `entry` opens an array, and no other resourceType came before;
 * that must then be confirmed by its resourceType, wherever it stands. Everything else is a lone
 * resource. A page whose brackets outside of strings do not match, or whose own frame (all but the
 * entries) is no JSON, has a member twice, is over 2 MiB or has an attachment to divert, fails as a
 * whole. */

/* One entry, whole and checked, or refused. Valid during the callback only. */
typedef struct
{
  const char *text; /* the entry as sent, attachments above the limit replaced by "karne:blob:N" */
  gsize len;        /* of a too large entry, only its first KiB is here; `notes` point further */
  KarneFlaw flaw;   /* NONE: `notes` is whole */
  gsize flaw_offset;
  guint64 total_len;     /* bytes of the entry as sent */
  guint n_blobs;         /* attachments diverted out of it, numbered from 0 */
  KarneEntryNotes notes; /* as far as known when flawed */
} KarneSlice;

/* Where the slices go. A callback that fails (FALSE, error set) stops the slicer with that error.
 * `blob` is called while an entry streams, before its `entry`: text pieces of the base64 string, as
 * sent between the quotes, at most 64 KiB each; n counts the entry's blobs from 0, offset is the
 * byte offset in that blob. When the entry turns out flawed, `entry` says so and the receiver drops
 * the pieces and the references. Only string values of a key `data` are diverted; without `blob`,
 * none. */
typedef struct
{
  gboolean (*entry) (const KarneSlice *slice, gpointer data, GError **error);
  gboolean (
      *blob) (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error);
  void (*reference) (KarneSpan value,
                     gboolean canonical,
                     gpointer data); /* (nullable) called before the entry it stands in */
} KarneSlicerSink;

typedef struct _KarneSlicer KarneSlicer;

KarneSlicer *karne_slicer_new (const KarneSlicerSink *sink, gpointer data);
void karne_slicer_free (KarneSlicer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSlicer, karne_slicer_free)

/* Takes the next bytes, in pieces of any size. Fails with KARNE_ERROR_PROTOCOL where the page
 * cannot be split any further (what was handed out stands), KARNE_ERROR_CAPTIVE_PORTAL where it is
 * a web page, KARNE_ERROR_NO_MEMORY. */
gboolean karne_slicer_push (KarneSlicer *self, const char *bytes, gsize len, GError **error);

/* Says that the stream has ended. Fails with KARNE_ERROR_TRUNCATED unless the closing brace was
 * seen: the end of a stream is no proof. */
gboolean karne_slicer_finish (KarneSlicer *self, GError **error);

/* What the Bundle says of itself, as far as seen; strings are unescaped, owned by the slicer. */
KarnePageShape karne_slicer_get_shape (KarneSlicer *self);
const char *karne_slicer_get_bundle_type (KarneSlicer *self); /* (nullable) */
const char *karne_slicer_get_next (KarneSlicer *self); /* (nullable) link with relation next */
gint64 karne_slicer_get_total (KarneSlicer *self);     /* -1 when not said */
const char *
karne_slicer_get_last_updated (KarneSlicer *self); /* (nullable) meta.lastUpdated of the Bundle */
guint karne_slicer_get_n_entries (KarneSlicer *self);
gboolean karne_slicer_is_complete (KarneSlicer *self);
gsize karne_slicer_get_memory (KarneSlicer *self); /* bytes of its buffers, which never shrink */

G_END_DECLS
