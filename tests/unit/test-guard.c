/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The code of four digits: what opens, how often one may be wrong, and for how long one waits. */

#include "config.h"

#include "karne-error.h"
#include "keys/karne-guard-private.h"

#include <string.h>

#define CODE "2580"
#define WRONG "2581"
#define SECOND ((gint64) G_USEC_PER_SEC)

static KarneGuard *
make (void)
{
  g_autoptr (GError) error = NULL;
  KarneGuard *guard = karne_guard_new_with_costs (CODE, &karne_key_costs_least, &error);

  g_assert_no_error (error);
  return guard;
}

static void
fail (KarneGuard *guard, gint64 now)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_guard_open (guard, WRONG, now, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
}

static void
test_codes (void)
{
  static const char *const good[] = { "0000", "1234", "9999" };
  static const char *const bad[] = { "", "123", "12345", "12a4", " 123", "١٢٣٤", "-123", "1e10" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (karne_guard_is_code (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (karne_guard_is_code (bad[i]));
      g_assert_null (karne_guard_new (bad[i], &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
    }
  g_assert_false (karne_guard_is_code (NULL));
}

/* Shut without the code, opened with it; what was shut by another is not. */
static void
test_keys (void)
{
  g_autoptr (KarneGuard) guard = make ();
  g_autoptr (KarneGuard) other = make ();
  g_autoptr (KarneKey) key = karne_key_new_random (NULL);
  g_autoptr (GBytes) sealed = karne_guard_seal (guard, key);
  g_autoptr (GBytes) again = karne_guard_seal (guard, key);
  g_autoptr (GBytes) foreign = karne_guard_seal (other, key);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, g_bytes_get_size (sealed) - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) opened = karne_guard_open (guard, CODE, 0, &error);
  g_autoptr (KarneKey) back = NULL;
  g_autofree guint8 *tampered = NULL;
  g_autoptr (GBytes) changed = NULL;
  gsize size;

  g_assert_no_error (error);
  g_assert_null (memmem (g_bytes_get_data (sealed, &size), g_bytes_get_size (sealed),
                         karne_key_get_bytes (key), KARNE_KEY_SIZE));
  g_assert_false (g_bytes_equal (sealed, again));
  back = karne_guard_unseal (guard, opened, sealed, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (karne_key_get_bytes (back), KARNE_KEY_SIZE, karne_key_get_bytes (key),
                   KARNE_KEY_SIZE);

  tampered = g_memdup2 (g_bytes_get_data (sealed, &size), g_bytes_get_size (sealed));
  tampered[size / 2] ^= 1;
  changed = g_bytes_new (tampered, size);
  for (guint i = 0; i < 3; i++)
    {
      GBytes *const wrong[] = { foreign, cut, changed };

      g_assert_null (karne_guard_unseal (guard, opened, wrong[i], &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
      g_clear_error (&error);
    }
}

/* Each pause is twice the one before, and a code that comes too early is not looked at. */
static void
test_pauses (void)
{
  g_autoptr (KarneGuard) guard = make ();
  gint64 now = 1000 * SECOND;
  gint64 pause = 2 * SECOND;

  for (guint left = KARNE_GUARD_MAX_TRIES - 1; left > 0; left--, pause *= 2)
    {
      g_autoptr (GError) error = NULL;

      fail (guard, now);
      g_assert_cmpuint (karne_guard_get_tries_left (guard), ==, left);
      g_assert_cmpint (karne_guard_get_wait (guard, now), ==, pause);
      g_assert_null (karne_guard_open (guard, CODE, now + pause - 1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
      g_assert_cmpuint (karne_guard_get_tries_left (guard), ==, left);
      now += pause;
      g_assert_cmpint (karne_guard_get_wait (guard, now), ==, 0);
    }
}

/* A right one makes up for those before it. */
static void
test_forgiven (void)
{
  g_autoptr (KarneGuard) guard = make ();
  gint64 now = 0;

  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (KarneKey) opened = NULL;

      for (guint i = 1; i < KARNE_GUARD_MAX_TRIES; i++, now += 60 * SECOND)
        fail (guard, now);
      opened = karne_guard_open (guard, CODE, now, NULL);
      g_assert_nonnull (opened);
      g_assert_cmpuint (karne_guard_get_tries_left (guard), ==, KARNE_GUARD_MAX_TRIES);
      g_assert_cmpint (karne_guard_get_wait (guard, now), ==, 0);
    }
}

/* After five the right one opens nothing any more. */
static void
test_too_many (void)
{
  g_autoptr (KarneGuard) guard = make ();
  g_autoptr (GError) error = NULL;
  gint64 now = 0;

  for (guint i = 0; i < KARNE_GUARD_MAX_TRIES; i++, now += 3600 * SECOND)
    fail (guard, now);
  g_assert_cmpuint (karne_guard_get_tries_left (guard), ==, 0);
  g_assert_null (karne_guard_open (guard, CODE, now, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
}

/* What cannot be a code is no try: a finger that slipped costs nothing. */
static void
test_slips (void)
{
  g_autoptr (KarneGuard) guard = make ();
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_guard_open (guard, "258", 0, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_assert_cmpuint (karne_guard_get_tries_left (guard), ==, KARNE_GUARD_MAX_TRIES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guard/codes", test_codes);
  g_test_add_func ("/guard/keys", test_keys);
  g_test_add_func ("/guard/pauses", test_pauses);
  g_test_add_func ("/guard/forgiven", test_forgiven);
  g_test_add_func ("/guard/too-many", test_too_many);
  g_test_add_func ("/guard/slips", test_slips);
  return g_test_run ();
}
