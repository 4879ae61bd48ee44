/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key-private.h"

#include <sodium.h>

G_BEGIN_DECLS

/* Several times what one takes, and too little to nest deeply: the JSON parser is recursive. */
#define KARNE_KEY_DOCUMENT_MAX_SIZE 4096
#define KARNE_KEY_CHECK_SIZE crypto_generichash_BYTES
#define KARNE_KEY_SEALED_SIZE (KARNE_KEY_SIZE + crypto_secretbox_MACBYTES)

/* What a key file says, checked: nothing in it is secret. */
typedef struct
{
  KarneKeyHolder holder;
  guint8 check[KARNE_KEY_CHECK_SIZE]; /* tells the right key from another */

  /* A passphrase */
  KarneKeyCosts costs;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 nonce[crypto_secretbox_NONCEBYTES];
  guint8 sealed[KARNE_KEY_SEALED_SIZE];

  /* The Secret Service */
  char *id; /* (owned) (nullable) under which the key is there: random, means nothing */
} KarneKeyDocument;

void karne_key_document_free (KarneKeyDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneKeyDocument, karne_key_document_free)

/* CORRUPT, TOO_NEW. */
KarneKeyDocument *karne_key_document_parse (GBytes *text, GError **error);
GBytes *karne_key_document_print (const KarneKeyDocument *self);

G_END_DECLS
