/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-json-string-private.h"

#include <sodium.h>

G_BEGIN_DECLS

/* Finds keys that stand twice in one object. The keys of all open objects lie on one stack, each
 * object's on top of its parent's. Few keys are compared one by one; an object of many gets a hash
 * table, with SipHash and a random key, so that nobody can make it slow by choosing names. */

#define KARNE_KEYS_INLINE 128
#define KARNE_KEYS_FEW 32

typedef struct
{
  guint64 hash;
  KarneSpan name; /* unescaped */
} KarneKey;

typedef struct
{
  guint32 *slots; /* (owned) index of the key, plus 1 */
  gsize n_slots;
} KarneKeyTable;

typedef struct
{
  KarneKey first[KARNE_KEYS_INLINE];
  KarneKey *keys; /* `first`, or owned when that was not enough */
  gsize n_keys;
  gsize capacity;
  GStringChunk *unescaped; /* (owned) (nullable) */
  guint8 secret[crypto_shorthash_KEYBYTES];
  gboolean has_secret;
} KarneKeys;

void karne_keys_init (KarneKeys *self);
void karne_keys_clear (KarneKeys *self);
void karne_keys_grow (KarneKeys *self);
KarneSpan karne_keys_unescape (KarneKeys *self, KarneSpan name);
gboolean karne_keys_add_to_table (KarneKeys *self, gsize from, KarneKeyTable *table);
void karne_key_table_clear (KarneKeyTable *table);

/* Cheap and not collision-free: what it says is equal is compared. Short names are equal to their
 * hash. `name` stands inside quotes, so that eight bytes before its end can be read only where it
 * has them. */
static inline guint64
karne_keys_hash (KarneSpan name)
{
  guint64 head = 0, tail = 0;

  if (name.len >= 8)
    {
      head = karne_json_load8 (name.text);
      tail = karne_json_load8 (name.text + name.len - 8);
    }
  else
    for (gsize i = 0; i < name.len; i++)
      head = head << 8 | (guint8) name.text[i];
  return (head ^ (tail << 7 | tail >> 57)) + name.len;
}

static inline gboolean
karne_keys_same (const KarneKey *a, const KarneKey *b)
{
  return a->hash == b->hash && a->name.len == b->name.len &&
         memcmp (a->name.text, b->name.text, a->name.len) == 0;
}

/* Adds a key to the object whose keys begin at `from`. Returns FALSE if it is there already. */
static inline gboolean
karne_keys_add (KarneKeys *self, gsize from, KarneKeyTable *table, KarneSpan name)
{
  KarneKey *key;

  if (self->n_keys == self->capacity)
    karne_keys_grow (self);
  key = &self->keys[self->n_keys++];
  key->name = name;
  if (self->n_keys - from > KARNE_KEYS_FEW)
    return karne_keys_add_to_table (self, from, table);
  key->hash = karne_keys_hash (name);
  for (const KarneKey *other = self->keys + from; other < key; other++)
    if (karne_keys_same (other, key))
      return FALSE;
  return TRUE;
}

G_END_DECLS
