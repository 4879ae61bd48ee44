/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-json-string-private.h"
#include "karne-slicer-private.h"

G_BEGIN_DECLS

/* Finds where one JSON object ends, in bytes that come in pieces cut anywhere, and gathers its
 * text. It looks at brackets and strings only: what else is wrong is found later, in the whole
 * text. Long strings of keys named `data` are diverted on the way; of an object that is too large
 * it keeps the beginning, then only what is at most two brackets deep. */

#define KARNE_SCAN_KEPT_DEPTH 2
#define KARNE_SCAN_MATCHED_DEPTH 1024
#define KARNE_SCAN_TAIL (64 * 1024)

/* The string being read is not text that must stay until it is known to be shorter than what is
 * diverted: the text can be that much over the limit for a while. */
#define KARNE_SCAN_MAX_TEXT (KARNE_SLICER_MAX_ENTRY + KARNE_SLICER_DIVERT_ABOVE + 64)

typedef enum
{
  KARNE_SCAN_MORE,       /* all bytes taken, the object goes on */
  KARNE_SCAN_DONE,       /* its closing bracket was taken */
  KARNE_SCAN_ARRAY,      /* stands before the bracket of an array that is a member of the object */
  KARNE_SCAN_MISMATCHED, /* a bracket closes what another opened */
  KARNE_SCAN_FAILED,     /* the sink failed, or there is no memory for the text */
} KarneScanEvent;

typedef enum
{
  KARNE_SCAN_OUTSIDE, /* of strings */
  KARNE_SCAN_STRING,
  KARNE_SCAN_BLOB, /* a string that is being diverted */
} KarneScanState;

typedef struct
{
  char *text; /* (owned) */
  gsize len;
  gsize capacity;
  guint64 total_len;

  KarneScanState state;
  gboolean escaped;      /* a backslash came last */
  gboolean string_stays; /* long, but not to be diverted */
  gsize string_start;
  gsize depth;
  char open[KARNE_SCAN_MATCHED_DEPTH];

  gboolean stop_at_arrays; /* Input: says KARNE_SCAN_ARRAY */
  gboolean may_divert;     /* Input */

  guint n_blobs;
  guint64 blob_len;
  KarneStringCheck blob_check;
  KarneFlaw blob_flaw;
  gsize blob_flaw_offset;

  gboolean too_large;
  gboolean drop_string; /* the string in which it became too large */
  gsize lowest_depth;   /* since it became too large */

  const KarneSlicerSink *sink;
  gpointer data;
} KarneScan;

/* Begins a new object, whose opening brace is the next byte. */
void karne_scan_begin (KarneScan *self);
void karne_scan_clear (KarneScan *self);
KarneScanEvent
karne_scan_push (KarneScan *self, const char **bytes, const char *end, GError **error);

/* Whether the value that comes next is that of the key `name`. */
gboolean karne_scan_is_after_key (KarneScan *self, const char *name);

/* For text that does not come through karne_scan_push(). NO_MEMORY. */
gboolean karne_scan_append (KarneScan *self, const char *bytes, gsize len, GError **error);

G_END_DECLS
