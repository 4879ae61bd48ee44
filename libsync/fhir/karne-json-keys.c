/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-keys-private.h"

void
karne_keys_init (KarneKeys *self)
{
  self->keys = self->first;
  self->n_keys = 0;
  self->capacity = KARNE_KEYS_INLINE;
  self->unescaped = NULL;
  self->has_secret = FALSE;
}

void
karne_keys_clear (KarneKeys *self)
{
  if (self->keys != self->first)
    g_free (self->keys);
  g_clear_pointer (&self->unescaped, g_string_chunk_free);
}

void
karne_keys_grow (KarneKeys *self)
{
  gsize capacity = self->capacity * 2;

  if (self->keys != self->first)
    self->keys = g_renew (KarneKey, self->keys, capacity);
  else
    self->keys = memcpy (g_new (KarneKey, capacity), self->first, sizeof self->first);
  self->capacity = capacity;
}

KarneSpan
karne_keys_unescape (KarneKeys *self, KarneSpan name)
{
  g_autofree char *plain = karne_json_unescape (name);
  KarneSpan span = { .len = strlen (plain) };

  if (self->unescaped == NULL)
    self->unescaped = g_string_chunk_new (1024);
  span.text = g_string_chunk_insert_len (self->unescaped, plain, (gssize) span.len);
  return span;
}

static guint64
secret_hash (KarneKeys *self, KarneSpan name)
{
  guint64 hash;

  if (!self->has_secret)
    crypto_shorthash_keygen (self->secret);
  self->has_secret = TRUE;
  crypto_shorthash ((guint8 *) &hash, (const guint8 *) name.text, name.len, self->secret);
  return hash;
}

static gboolean
insert (KarneKeys *self, KarneKeyTable *table, gsize index)
{
  const KarneKey *key = &self->keys[index];

  for (gsize i = key->hash % table->n_slots;; i = (i + 1) % table->n_slots)
    {
      if (table->slots[i] == 0)
        {
          table->slots[i] = (guint32) index + 1;
          return TRUE;
        }
      if (karne_keys_same (&self->keys[table->slots[i] - 1], key))
        return FALSE;
    }
}

/* Fills a new table, at most a quarter full, with the keys that are there. */
static void
rebuild (KarneKeys *self, gsize from, gsize until, KarneKeyTable *table)
{
  karne_key_table_clear (table);
  table->n_slots = (until - from) * 4;
  table->slots = g_new0 (guint32, table->n_slots);
  for (gsize i = from; i < until; i++)
    insert (self, table, i);
}

/* The last key of the stack is the new one. */
gboolean
karne_keys_add_to_table (KarneKeys *self, gsize from, KarneKeyTable *table)
{
  gsize last = self->n_keys - 1;

  if (table->slots == NULL)
    for (gsize i = from; i < last; i++)
      self->keys[i].hash = secret_hash (self, self->keys[i].name);
  self->keys[last].hash = secret_hash (self, self->keys[last].name);
  if (table->n_slots < (last - from) * 2)
    rebuild (self, from, last, table);
  return insert (self, table, last);
}

void
karne_key_table_clear (KarneKeyTable *table)
{
  g_clear_pointer (&table->slots, g_free);
  table->n_slots = 0;
}
