/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-slicer-private.h"

#include "fhir/karne-bundle-says-private.h"
#include "fhir/karne-json-notes-private.h"
#include "fhir/karne-scan-private.h"
#include "karne-error.h"

#define SHOWN_OF_TOO_LARGE 1024

/* Where in the page the next byte stands. */
typedef enum
{
  AT_START,
  IN_FRAME,     /* in the page's own object; its text goes to `frame` */
  BEFORE_ENTRY, /* after the bracket or a comma of the Bundle's `entry` */
  IN_ENTRY,     /* its text goes to `entry` */
  AFTER_ENTRY,
  AT_END,
} Place;

/* A Bundle streams through: what is kept of it is one entry, and its frame, that is the whole page
 * without its entries (`"entry":[]`). As the frame is JSON if the page is, it is checked by the
 * same code as the entries, before the first entry and again at the end. */
struct _KarneSlicer
{
  KarneSlicerSink sink;
  gpointer data;

  Place place;
  gsize n_bom;               /* bytes of the byte order mark seen */
  gboolean may_have_entries; /* no `entry` array was seen yet */
  gboolean has_entries;      /* one was, and it is a Bundle's: this is no lone resource any more */
  gboolean first_entry;
  KarneScan frame;
  KarneScan entry;
  GError *failure; /* (owned) (nullable) the first one: it stays */

  KarnePageShape shape;
  KarneBundleSays says;
  guint n_entries;
};

static gboolean
fail_protocol (GError **error, const char *why)
{
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL, "Reading a FHIR page: %s", why);
  return FALSE;
}

/* --- Handing out ----------------------------------------------------------------------------- */

static void
judge_entry (KarneSlicer *self, KarneScan *scan, gboolean lone, KarneSlice *slice)
{
  slice->text = scan->text;
  slice->len = scan->len;
  slice->total_len = scan->total_len;
  slice->n_blobs = scan->n_blobs;
  if (scan->too_large)
    {
      karne_notes_guess (&slice->notes, scan->text, scan->len, lone);
      slice->len = MIN (scan->len, SHOWN_OF_TOO_LARGE);
      slice->flaw = KARNE_FLAW_TOO_LARGE;
      return;
    }
  slice->flaw = karne_json_check_entry (scan->text, scan->len, lone, &slice->notes,
                                        self->sink.reference, self->data, &slice->flaw_offset);
  if (slice->flaw == KARNE_FLAW_NONE && scan->blob_flaw != KARNE_FLAW_NONE)
    {
      slice->flaw = scan->blob_flaw;
      slice->flaw_offset = scan->blob_flaw_offset;
    }
}

static gboolean
hand_out (KarneSlicer *self, KarneScan *scan, gboolean lone, GError **error)
{
  KarneSlice slice = { .flaw = KARNE_FLAW_NONE };

  judge_entry (self, scan, lone, &slice);
  self->n_entries++;
  return self->sink.entry (&slice, self->data, error);
}

/* --- The frame ------------------------------------------------------------------------------- */

static void
guess_type (KarneSlicer *self, KarneSpan *type)
{
  KarneEntryNotes notes;

  karne_notes_guess (&notes, self->frame.text, self->frame.len, TRUE);
  *type = notes.type;
}

/* Before an array that is a member of the page's object. A List has an array `entry` too; what is
 * not a Bundle is not asked again. */
static gboolean
begins_entries (KarneSlicer *self)
{
  KarneSpan type;

  if (!karne_scan_is_after_key (&self->frame, "entry"))
    return FALSE;
  guess_type (self, &type);
  self->may_have_entries = FALSE;
  return type.text == NULL || karne_span_equal (type, "Bundle");
}

static gboolean
begin_entries (KarneSlicer *self, GError **error)
{
  gsize len = self->frame.len;

  if (self->frame.n_blobs > 0)
    return fail_protocol (error, "the Bundle has a large attachment of its own");
  self->shape = KARNE_PAGE_BUNDLE;
  self->has_entries = self->first_entry = TRUE;
  self->place = BEFORE_ENTRY;
  self->frame.stop_at_arrays = FALSE;
  self->frame.may_divert = FALSE;
  if (!karne_scan_append (&self->frame, "[]}", 3, error) ||
      !karne_bundle_says_read (&self->says, (KarneSpan){ self->frame.text, self->frame.len },
                               error))
    return FALSE;
  self->frame.len = len;
  return karne_scan_append (&self->frame, "[]", 2, error);
}

static gboolean
end_bundle (KarneSlicer *self, GError **error)
{
  KarneSpan text = { self->frame.text, self->frame.len };
  KarneSpan value;

  if (self->frame.n_blobs > 0)
    return fail_protocol (error, "the Bundle has a large attachment of its own");
  if (!karne_bundle_says_read (&self->says, text, error))
    return FALSE;
  if (!self->has_entries && karne_json_find (text, "entry", &value))
    return fail_protocol (error, "the Bundle's entry is no array");
  self->shape = KARNE_PAGE_BUNDLE;
  return TRUE;
}

static gboolean
end_frame (KarneSlicer *self, GError **error)
{
  KarneSpan type;
  gboolean is_bundle;

  self->place = AT_END;
  guess_type (self, &type);
  is_bundle = karne_span_equal (type, "Bundle");
  if (self->has_entries && !is_bundle)
    return fail_protocol (error, "what has entries is no Bundle");
  if (is_bundle && self->frame.too_large)
    return fail_protocol (error, "the Bundle around the entries is too large");
  if (is_bundle)
    return end_bundle (self, error);
  self->shape = KARNE_PAGE_RESOURCE;
  return hand_out (self, &self->frame, TRUE, error);
}

/* Takes the bracket of an array that is not the Bundle's entries. */
static gboolean
pass_array (KarneSlicer *self, const char **bytes, GError **error)
{
  KarneScanEvent event;

  self->frame.stop_at_arrays = FALSE;
  event = karne_scan_push (&self->frame, bytes, *bytes + 1, error);
  self->frame.stop_at_arrays = self->may_have_entries;
  return event != KARNE_SCAN_FAILED;
}

static gboolean
take_in_frame (KarneSlicer *self, const char **bytes, const char *end, GError **error)
{
  KarneScanEvent event = karne_scan_push (&self->frame, bytes, end, error);

  if (event != KARNE_SCAN_FAILED && self->has_entries && self->frame.too_large)
    return fail_protocol (error, "the Bundle around the entries is too large");
  switch (event)
    {
    case KARNE_SCAN_MORE:
      return TRUE;
    case KARNE_SCAN_DONE:
      return end_frame (self, error);
    case KARNE_SCAN_ARRAY:
      if (!begins_entries (self))
        return pass_array (self, bytes, error);
      ++*bytes;
      return begin_entries (self, error);
    case KARNE_SCAN_MISMATCHED:
      return fail_protocol (error, "brackets do not match");
    case KARNE_SCAN_FAILED:
    default:
      return FALSE;
    }
}

/* --- The entries ----------------------------------------------------------------------------- */

static gboolean
take_in_entry (KarneSlicer *self, const char **bytes, const char *end, GError **error)
{
  KarneScanEvent event = karne_scan_push (&self->entry, bytes, end, error);

  switch (event)
    {
    case KARNE_SCAN_MORE:
      return TRUE;
    case KARNE_SCAN_DONE:
      self->place = AFTER_ENTRY;
      return hand_out (self, &self->entry, FALSE, error);
    case KARNE_SCAN_MISMATCHED:
      return fail_protocol (error, "brackets do not match");
    case KARNE_SCAN_ARRAY: /* not asked for here */
    case KARNE_SCAN_FAILED:
    default:
      return FALSE;
    }
}

static gboolean
take_before_entry (KarneSlicer *self, const char **bytes, GError **error)
{
  gboolean first = self->first_entry;

  self->first_entry = FALSE;
  if (**bytes == '{')
    {
      karne_scan_begin (&self->entry);
      self->place = IN_ENTRY;
      return TRUE;
    }
  if (!first || **bytes != ']')
    return fail_protocol (error, "something that is no entry stands where one was expected");
  ++*bytes;
  self->place = IN_FRAME;
  return TRUE;
}

static gboolean
take_after_entry (KarneSlicer *self, const char **bytes, GError **error)
{
  if (**bytes != ',' && **bytes != ']')
    return fail_protocol (error, "entries are not separated by a comma");
  self->place = **bytes == ',' ? BEFORE_ENTRY : IN_FRAME;
  ++*bytes;
  return TRUE;
}

/* --- The page -------------------------------------------------------------------------------- */

static gboolean
take_at_start (KarneSlicer *self, const char **bytes, GError **error)
{
  static const char bom[] = "\xEF\xBB\xBF";

  if (self->n_bom < 3 && **bytes == bom[self->n_bom])
    {
      self->n_bom++;
      ++*bytes;
      return TRUE;
    }
  if ((self->n_bom == 0 || self->n_bom == 3) && **bytes == '{')
    {
      karne_scan_begin (&self->frame);
      self->place = IN_FRAME;
      return TRUE;
    }
  self->shape = KARNE_PAGE_NOT_JSON;
  if (**bytes != '<')
    return fail_protocol (error, "it does not begin with a brace");
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL,
                       "Reading a FHIR page: it is a web page");
  return FALSE;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Takes at least one byte, or changes the place. */
static gboolean
take (KarneSlicer *self, const char **bytes, const char *end, GError **error)
{
  if (self->place == IN_FRAME)
    return take_in_frame (self, bytes, end, error);
  if (self->place == IN_ENTRY)
    return take_in_entry (self, bytes, end, error);
  if (is_space (**bytes) && (self->place != AT_START || self->n_bom % 3 == 0))
    {
      self->n_bom = self->place == AT_START ? 3 : self->n_bom; /* no mark after the first byte */
      ++*bytes;
      return TRUE;
    }
  if (self->place == AT_START)
    return take_at_start (self, bytes, error);
  if (self->place == BEFORE_ENTRY)
    return take_before_entry (self, bytes, error);
  if (self->place == AFTER_ENTRY)
    return take_after_entry (self, bytes, error);
  return fail_protocol (error, "something comes after its end");
}

KarneSlicer *
karne_slicer_new (const KarneSlicerSink *sink, gpointer data)
{
  KarneSlicer *self = g_new0 (KarneSlicer, 1);

  self->sink = *sink;
  self->data = data;
  self->says.total = -1;
  self->frame.sink = self->entry.sink = &self->sink;
  self->frame.data = self->entry.data = data;
  self->frame.may_divert = self->entry.may_divert = sink->blob != NULL;
  self->may_have_entries = self->frame.stop_at_arrays = TRUE;
  return self;
}

void
karne_slicer_free (KarneSlicer *self)
{
  karne_scan_clear (&self->frame);
  karne_scan_clear (&self->entry);
  g_clear_error (&self->failure);
  karne_bundle_says_clear (&self->says);
  g_free (self);
}

static gboolean
say_failure (KarneSlicer *self, GError **error)
{
  if (error != NULL)
    *error = g_error_copy (self->failure);
  return FALSE;
}

gboolean
karne_slicer_push (KarneSlicer *self, const char *bytes, gsize len, GError **error)
{
  const char *end = bytes + len;

  if (self->failure != NULL)
    return say_failure (self, error);
  while (bytes < end)
    if (!take (self, &bytes, end, &self->failure))
      return say_failure (self, error);
  return TRUE;
}

gboolean
karne_slicer_finish (KarneSlicer *self, GError **error)
{
  if (self->failure == NULL && self->place != AT_END)
    g_set_error_literal (&self->failure, KARNE_ERROR, KARNE_ERROR_TRUNCATED,
                         "Reading a FHIR page: it ends too early");
  return self->failure == NULL || say_failure (self, error);
}

KarnePageShape
karne_slicer_get_shape (KarneSlicer *self)
{
  return self->shape;
}

const char *
karne_slicer_get_bundle_type (KarneSlicer *self)
{
  return self->says.type;
}

const char *
karne_slicer_get_next (KarneSlicer *self)
{
  return self->says.next;
}

gint64
karne_slicer_get_total (KarneSlicer *self)
{
  return self->says.total;
}

const char *
karne_slicer_get_last_updated (KarneSlicer *self)
{
  return self->says.last_updated;
}

guint
karne_slicer_get_n_entries (KarneSlicer *self)
{
  return self->n_entries;
}

gboolean
karne_slicer_is_complete (KarneSlicer *self)
{
  return self->place == AT_END && self->failure == NULL;
}

gsize
karne_slicer_get_memory (KarneSlicer *self)
{
  return self->frame.capacity + self->entry.capacity;
}
