/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "keys/karne-key-private.h"

#include <string.h>

static void
test_random (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) one = karne_key_new_random (&error);
  g_autoptr (KarneKey) two = NULL;

  g_assert_no_error (error);
  two = karne_key_new_random (&error);
  g_assert_no_error (error);

  g_assert_cmpint (memcmp (karne_key_get_bytes (one), karne_key_get_bytes (two), KARNE_KEY_SIZE),
                   !=, 0);
}

static void
test_from_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = NULL;
  guint8 bytes[KARNE_KEY_SIZE];

  for (guint i = 0; i < KARNE_KEY_SIZE; i++)
    bytes[i] = i;
  key = karne_key_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (karne_key_get_bytes (key), KARNE_KEY_SIZE, bytes, sizeof bytes);
}

static void
test_boxed (void)
{
  g_autoptr (KarneKey) key = karne_key_new_random (NULL);
  KarneKey *copy = g_boxed_copy (KARNE_TYPE_KEY, key);

  g_assert_true (copy == key);
  g_boxed_free (KARNE_TYPE_KEY, copy);
  g_assert_nonnull (karne_key_get_bytes (key));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key/random", test_random);
  g_test_add_func ("/key/from-bytes", test_from_bytes);
  g_test_add_func ("/key/boxed", test_boxed);

  return g_test_run ();
}
