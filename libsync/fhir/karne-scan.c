/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-scan-private.h"

#include "karne-error.h"

#define BLOB_PIECE (64 * 1024)

void
karne_scan_begin (KarneScan *self)
{
  self->len = 0;
  self->total_len = 0;
  self->state = KARNE_SCAN_OUTSIDE;
  self->escaped = FALSE;
  self->depth = 0;
  self->n_blobs = 0;
  self->blob_flaw = KARNE_FLAW_NONE;
  self->too_large = FALSE;
  self->drop_string = FALSE;
}

void
karne_scan_clear (KarneScan *self)
{
  g_clear_pointer (&self->text, g_free);
}

/* How large it becomes is for the server to say: where there is no memory for it, that is an error
 * like another one, and not the end of the program. */
static gboolean
make_room (KarneScan *self, gsize len, GError **error)
{
  gsize most = KARNE_SCAN_MAX_TEXT + KARNE_SCAN_TAIL;
  gsize capacity = CLAMP (self->capacity * 2, MAX (len, 4096), most);
  char *text = g_try_realloc (self->text, capacity);

  if (text == NULL)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_MEMORY,
                           "Reading a FHIR page: no memory for an entry");
      return FALSE;
    }
  self->text = text;
  self->capacity = capacity;
  return TRUE;
}

gboolean
karne_scan_append (KarneScan *self, const char *bytes, gsize len, GError **error)
{
  if (self->len + len > self->capacity && !make_room (self, self->len + len, error))
    return FALSE;
  memcpy (self->text + self->len, bytes, len);
  self->len += len;
  return TRUE;
}

/* --- Keys, looked for backwards -------------------------------------------------------------- */

static gsize
skip_space_back (const char *text, gsize i)
{
  while (i > 0 && strchr (" \n\r\t", text[i - 1]) != NULL && text[i - 1] != '\0')
    i--;
  return i;
}

/* Whether the text before `i` ends with `"name" :`. The quote before the colon closes a string, as
 * the colon stands outside; so the nearest quote before it that is not escaped opened that string.
 */
static gboolean
is_after_key (const char *text, gsize i, const char *name)
{
  gsize len = strlen (name);

  i = skip_space_back (text, i);
  if (i == 0 || text[i - 1] != ':')
    return FALSE;
  i = skip_space_back (text, i - 1);
  if (i < len + 3 || text[i - 1] != '"' || text[i - len - 2] != '"')
    return FALSE;
  return memcmp (text + i - len - 1, name, len) == 0 && text[i - len - 3] != '\\';
}

gboolean
karne_scan_is_after_key (KarneScan *self, const char *name)
{
  return is_after_key (self->text, self->len, name);
}

/* --- Strings --------------------------------------------------------------------------------- */

/* Within a string: goes to its closing quote, or to `end`. */
static inline const char *
skip_to_string_end (KarneScan *self, const char *p, const char *end)
{
  for (; p < end; p++)
    {
      if (!self->escaped)
        p = karne_json_skip_to_quote (p, end);
      if (p == end || (!self->escaped && *p == '"'))
        return p;
      self->escaped = !self->escaped; /* at a backslash, or at what follows one */
    }
  return p;
}

/* --- Attachments ----------------------------------------------------------------------------- */

static gboolean
emit_blob (KarneScan *self, const char *bytes, gsize len, GError **error)
{
  karne_string_check_push (&self->blob_check, bytes, len);
  while (len > 0)
    {
      gsize piece = MIN (len, BLOB_PIECE);

      if (!self->sink->blob (self->n_blobs - 1, self->blob_len, bytes, piece, self->data, error))
        return FALSE;
      self->blob_len += piece;
      bytes += piece;
      len -= piece;
    }
  return TRUE;
}

/* Takes what came of the string so far out of the text, and leaves its number there. */
static gboolean
begin_blob (KarneScan *self, GError **error)
{
  g_autofree char *name = g_strdup_printf ("karne:blob:%u", self->n_blobs);
  gsize len = self->len - self->string_start;

  self->state = KARNE_SCAN_BLOB;
  self->n_blobs++;
  self->blob_len = 0;
  self->blob_check = (KarneStringCheck){ .n_pending = 0 };
  if (!emit_blob (self, self->text + self->string_start, len, error))
    return FALSE;
  self->len = self->string_start;
  return karne_scan_append (self, name, strlen (name), error);
}

static void
end_blob (KarneScan *self)
{
  KarneFlaw flaw = karne_string_check_finish (&self->blob_check);

  if (self->blob_flaw == KARNE_FLAW_NONE && flaw != KARNE_FLAW_NONE)
    {
      self->blob_flaw = flaw;
      self->blob_flaw_offset = self->string_start;
    }
  self->state = KARNE_SCAN_STRING;
  self->string_stays = TRUE;
}

/* Up to the closing quote, which is left for the text. */
static gboolean
scan_blob (KarneScan *self, const char **bytes, const char *end, GError **error)
{
  const char *start = *bytes;
  gsize len;

  *bytes = skip_to_string_end (self, start, end);
  len = (gsize) (*bytes - start);
  self->total_len += len;
  if (!emit_blob (self, start, len, error))
    return FALSE;
  if (*bytes < end)
    end_blob (self);
  return TRUE;
}

/* --- Brackets -------------------------------------------------------------------------------- */

static inline void
open_bracket (KarneScan *self, char bracket)
{
  if (self->depth < KARNE_SCAN_MATCHED_DEPTH)
    self->open[self->depth] = bracket;
  self->depth++;
}

/* Deeper than what is matched, brackets are only counted: such an object is flawed anyway. */
static inline gboolean
close_bracket (KarneScan *self, char bracket)
{
  self->depth--;
  return self->depth >= KARNE_SCAN_MATCHED_DEPTH || self->open[self->depth] + 2 == bracket;
}

/* --- Too large ------------------------------------------------------------------------------- */

/* Ends the string that would be cut, so that what is kept later reads as what it is. */
static gboolean
become_too_large (KarneScan *self, GError **error)
{
  self->too_large = TRUE;
  self->lowest_depth = self->depth;
  self->drop_string = self->state == KARNE_SCAN_STRING;
  return !self->drop_string ||
         karne_scan_append (self, self->escaped ? "\\\"" : "\"", self->escaped ? 2 : 1, error);
}

static gboolean
step (KarneScan *self, char c)
{
  if (self->state == KARNE_SCAN_STRING)
    {
      if (!self->escaped && c == '"')
        self->state = KARNE_SCAN_OUTSIDE;
      self->escaped = !self->escaped && c == '\\';
    }
  else if (c == '"')
    self->state = KARNE_SCAN_STRING;
  else if (c == '{' || c == '[')
    open_bracket (self, c);
  else if (c == '}' || c == ']')
    return close_bracket (self, c);
  return TRUE;
}

static gboolean
keep (KarneScan *self, char c, gsize depth_before, GError **error)
{
  gboolean ok = TRUE;
  gboolean is_shallow = MIN (depth_before, self->depth) <= KARNE_SCAN_KEPT_DEPTH;

  if (self->drop_string)
    self->drop_string = self->state == KARNE_SCAN_STRING;
  else if ((is_shallow || self->depth < self->lowest_depth) &&
           self->len < KARNE_SCAN_MAX_TEXT + KARNE_SCAN_TAIL)
    ok = karne_scan_append (self, &c, 1, error);
  self->lowest_depth = MIN (self->lowest_depth, self->depth);
  return ok;
}

static KarneScanEvent
skip (KarneScan *self, const char **bytes, const char *end, GError **error)
{
  const char *p = *bytes;
  KarneScanEvent event = KARNE_SCAN_MORE;

  while (p < end && event == KARNE_SCAN_MORE)
    {
      gsize depth = self->depth;

      if (!step (self, *p))
        event = KARNE_SCAN_MISMATCHED;
      else if (self->depth == 0)
        event = KARNE_SCAN_DONE;
      if (!keep (self, *p++, depth, error))
        event = KARNE_SCAN_FAILED;
    }
  self->total_len += (guint64) (p - *bytes);
  *bytes = p;
  return event;
}

/* --- The text -------------------------------------------------------------------------------- */

typedef enum
{
  PLAIN,
  QUOTE,
  OPEN,
  CLOSE,
} ByteClass;

static const guint8 byte_class[256] = {
  ['"'] = QUOTE, ['{'] = OPEN, ['['] = OPEN, ['}'] = CLOSE, [']'] = CLOSE,
};

/* Whether the string that goes on at text offset `offset` is longer than what may stay unseen. */
static inline gboolean
string_is_long (KarneScan *self, gsize offset)
{
  return !self->string_stays && offset - self->string_start > KARNE_SLICER_DIVERT_ABOVE;
}

static inline void
begin_string (KarneScan *self, gsize offset)
{
  self->state = KARNE_SCAN_STRING;
  self->string_stays = FALSE;
  self->string_start = offset;
}

/* Outside of strings, at a bracket. Takes it, unless it is one to stop before. */
static inline KarneScanEvent
take_bracket (KarneScan *self, const char **p)
{
  char bracket = **p;

  if (byte_class[(guint8) bracket] == OPEN)
    {
      if (self->stop_at_arrays && self->depth == 1 && bracket == '[')
        return KARNE_SCAN_ARRAY;
      open_bracket (self, bracket);
      ++*p;
      return KARNE_SCAN_MORE;
    }
  ++*p;
  if (!close_bracket (self, bracket))
    return KARNE_SCAN_MISMATCHED;
  return self->depth == 0 ? KARNE_SCAN_DONE : KARNE_SCAN_MORE;
}

/* Takes one run of bytes, which come to stand behind the text, without looking at limits.
 * `long_string` says that the string in which the run ends is to be looked at. */
static KarneScanEvent
scan_run (KarneScan *self, const char **bytes, const char *end, gboolean *long_string)
{
  const char *start = *bytes;
  const char *p = start;
  KarneScanEvent event = KARNE_SCAN_MORE;

  while (p < end && event == KARNE_SCAN_MORE)
    {
      if (self->state == KARNE_SCAN_STRING)
        {
          p = skip_to_string_end (self, p, end);
          *long_string = string_is_long (self, self->len + (gsize) (p - start));
          if (p == end || *long_string)
            break;
          self->state = KARNE_SCAN_OUTSIDE;
          p++;
        }
      else if (byte_class[(guint8) *p] == PLAIN)
        p++;
      else if (*p == '"')
        begin_string (self, self->len + (gsize) (++p - start));
      else
        event = take_bracket (self, &p);
    }
  *bytes = p;
  return event;
}

static gboolean
is_too_large (KarneScan *self)
{
  gboolean undecided = self->state == KARNE_SCAN_STRING && !self->string_stays;

  return (undecided ? self->string_start : self->len) > KARNE_SLICER_MAX_ENTRY;
}

static gboolean
decide_long_string (KarneScan *self, GError **error)
{
  if (self->may_divert && is_after_key (self->text, self->string_start - 1, "data"))
    return begin_blob (self, error);
  self->string_stays = TRUE;
  return TRUE;
}

/* How many bytes to take before asking again whether the text is too large: such that the answer
 * comes at the same byte, however the bytes are cut into pieces. */
static gsize
room (KarneScan *self)
{
  return self->len <= KARNE_SLICER_MAX_ENTRY ? KARNE_SLICER_MAX_ENTRY + 1 - self->len : 1;
}

static KarneScanEvent
scan_text (KarneScan *self, const char **bytes, const char *end, GError **error)
{
  const char *start = *bytes;
  gboolean long_string = FALSE;
  const char *limit = start + MIN ((gsize) (end - start), room (self));
  KarneScanEvent event = scan_run (self, bytes, limit, &long_string);

  self->total_len += (guint64) (*bytes - start);
  if (!karne_scan_append (self, start, (gsize) (*bytes - start), error))
    return KARNE_SCAN_FAILED;
  if (is_too_large (self))
    return become_too_large (self, error) ? event : KARNE_SCAN_FAILED;
  return !long_string || decide_long_string (self, error) ? event : KARNE_SCAN_FAILED;
}

KarneScanEvent
karne_scan_push (KarneScan *self, const char **bytes, const char *end, GError **error)
{
  KarneScanEvent event = KARNE_SCAN_MORE;

  while (*bytes < end && event == KARNE_SCAN_MORE)
    {
      if (self->state == KARNE_SCAN_BLOB)
        event = scan_blob (self, bytes, end, error) ? KARNE_SCAN_MORE : KARNE_SCAN_FAILED;
      else if (self->too_large)
        event = skip (self, bytes, end, error);
      else
        event = scan_text (self, bytes, end, error);
    }
  return event;
}
