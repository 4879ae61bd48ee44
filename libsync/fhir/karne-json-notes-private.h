/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-json-string-private.h"

G_BEGIN_DECLS

/* Where in an entry a container stands, as far as anything is noted of what is in it. */
typedef enum
{
  KARNE_WHERE_OUTSIDE, /* nothing is noted */
  KARNE_WHERE_ENTRY,
  KARNE_WHERE_SEARCH,
  KARNE_WHERE_RESPONSE,
  KARNE_WHERE_REQUEST,
  KARNE_WHERE_RESOURCE, /* from here on: inside the resource, where references count */
  KARNE_WHERE_META,
  KARNE_WHERE_TAGS,
  KARNE_WHERE_TAG,
  KARNE_WHERE_CANONICALS,
  KARNE_WHERE_INSIDE,
} KarneWhere;

/* Where the container stands that opens with `bracket` as the value of `key` (of an item: none). */
KarneWhere karne_where_child (KarneWhere parent, KarneSpan key, char bracket);

/* Notes the string member `key` of a container that is in the entry or the resource itself. */
void karne_notes_take (KarneEntryNotes *notes, KarneWhere where, KarneSpan key, KarneSpan value);

/* What can be said of a text that is not JSON, but whose brackets balance: type, id and what stands
 * beside the resource. Other notes stay empty. */
void karne_notes_guess (KarneEntryNotes *notes, const char *text, gsize len, gboolean lone);

static inline gboolean
karne_key_is (KarneSpan key, const char *name)
{
  return key.len == strlen (name) && memcmp (key.text, name, key.len) == 0;
}

G_END_DECLS
