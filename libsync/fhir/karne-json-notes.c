/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-notes-private.h"

static KarneWhere
child_of_entry (KarneSpan key)
{
  if (karne_key_is (key, "resource"))
    return KARNE_WHERE_RESOURCE;
  if (karne_key_is (key, "search"))
    return KARNE_WHERE_SEARCH;
  if (karne_key_is (key, "response"))
    return KARNE_WHERE_RESPONSE;
  return karne_key_is (key, "request") ? KARNE_WHERE_REQUEST : KARNE_WHERE_OUTSIDE;
}

KarneWhere
karne_where_child (KarneWhere parent, KarneSpan key, char bracket)
{
  gboolean is_object = bracket == '{';

  if (parent < KARNE_WHERE_RESOURCE)
    return parent == KARNE_WHERE_ENTRY && is_object ? child_of_entry (key) : KARNE_WHERE_OUTSIDE;
  if (parent == KARNE_WHERE_TAGS && is_object)
    return KARNE_WHERE_TAG;
  if (parent == KARNE_WHERE_RESOURCE && is_object && karne_key_is (key, "meta"))
    return KARNE_WHERE_META;
  if (parent == KARNE_WHERE_META && !is_object && karne_key_is (key, "tag"))
    return KARNE_WHERE_TAGS;
  if (!is_object &&
      (karne_key_is (key, "instantiatesCanonical") || karne_key_is (key, "questionnaire")))
    return KARNE_WHERE_CANONICALS;
  return KARNE_WHERE_INSIDE;
}

typedef struct
{
  KarneWhere where;
  const char *key;
  gsize offset; /* of the span in the notes */
} NotedMember;

static const NotedMember noted_members[] = {
  { KARNE_WHERE_ENTRY, "fullUrl", offsetof (KarneEntryNotes, full_url) },
  { KARNE_WHERE_SEARCH, "mode", offsetof (KarneEntryNotes, search_mode) },
  { KARNE_WHERE_RESPONSE, "status", offsetof (KarneEntryNotes, response_status) },
  { KARNE_WHERE_RESPONSE, "etag", offsetof (KarneEntryNotes, response_etag) },
  { KARNE_WHERE_RESPONSE, "location", offsetof (KarneEntryNotes, response_location) },
  { KARNE_WHERE_REQUEST, "method", offsetof (KarneEntryNotes, request_method) },
  { KARNE_WHERE_REQUEST, "url", offsetof (KarneEntryNotes, request_url) },
  { KARNE_WHERE_RESOURCE, "resourceType", offsetof (KarneEntryNotes, type) },
  { KARNE_WHERE_RESOURCE, "id", offsetof (KarneEntryNotes, id) },
  { KARNE_WHERE_META, "versionId", offsetof (KarneEntryNotes, version) },
  { KARNE_WHERE_META, "lastUpdated", offsetof (KarneEntryNotes, updated) },
};

static void
take_tag (KarneEntryNotes *notes, KarneSpan key, KarneSpan value)
{
  if (karne_key_is (key, "code") && karne_span_equal (value, "SUBSETTED"))
    notes->subsetted = TRUE;
}

void
karne_notes_take (KarneEntryNotes *notes, KarneWhere where, KarneSpan key, KarneSpan value)
{
  if (where == KARNE_WHERE_TAG)
    take_tag (notes, key, value);
  for (gsize i = 0; i < G_N_ELEMENTS (noted_members); i++)
    if (noted_members[i].where == where && karne_key_is (key, noted_members[i].key))
      {
        KarneSpan *span = G_STRUCT_MEMBER_P (notes, noted_members[i].offset);

        if (span->text == NULL)
          *span = value;
        return;
      }
}

/* --- Guessing -------------------------------------------------------------------------------- */

#define GUESS_DEPTH 2 /* what is guessed stands in the entry, or one level below it */

typedef struct
{
  KarneEntryNotes *notes;
  gsize depth;
  KarneWhere where[GUESS_DEPTH + 1];
  KarneSpan key; /* the last string, when a colon came after it */
  KarneSpan last;
} Guess;

static const char *
end_of_string (const char *p, const char *end)
{
  while ((p = karne_json_skip_to_quote (p, end)) < end && *p == '\\')
    p = end - p > 2 ? p + 2 : end;
  return p;
}

/* A guess goes to people's eyes and into SQL text: only what is text counts. */
static gboolean
is_clean (KarneSpan value)
{
  KarneStringCheck check = { .n_pending = 0 };

  karne_string_check_push (&check, value.text, value.len);
  return karne_string_check_finish (&check) == KARNE_FLAW_NONE;
}

static void
guess_string (Guess *guess, KarneSpan value)
{
  guess->last = value;
  if (guess->key.text == NULL)
    return;
  if (guess->depth <= GUESS_DEPTH && is_clean (value))
    karne_notes_take (guess->notes, guess->where[guess->depth], guess->key, value);
  guess->key.text = NULL;
}

static void
guess_open (Guess *guess, char bracket)
{
  KarneSpan key = guess->key.text != NULL ? guess->key : (KarneSpan){ "", 0 };

  guess->depth++;
  if (guess->depth > 1 && guess->depth <= GUESS_DEPTH)
    guess->where[guess->depth] = karne_where_child (guess->where[guess->depth - 1], key, bracket);
  guess->key.text = NULL;
}

static void
guess_byte (Guess *guess, char c)
{
  if (c == '{' || c == '[')
    guess_open (guess, c);
  else if ((c == '}' || c == ']') && guess->depth > 0)
    guess->depth--;
  else if (c == ':')
    guess->key = guess->last;
  else if (c == ',')
    guess->key.text = NULL;
}

void
karne_notes_guess (KarneEntryNotes *notes, const char *text, gsize len, gboolean lone)
{
  Guess guess = { .notes = notes };
  const char *end = text + len;

  *notes = (KarneEntryNotes){ .subsetted = FALSE };
  guess.where[1] = lone ? KARNE_WHERE_RESOURCE : KARNE_WHERE_ENTRY;
  for (const char *p = text; p < end; p++)
    {
      const char *start = p + 1;

      if (*p != '"')
        {
          guess_byte (&guess, *p);
          continue;
        }
      p = end_of_string (start, end);
      if (p < end)
        guess_string (&guess, (KarneSpan){ start, (gsize) (p - start) });
    }
}
