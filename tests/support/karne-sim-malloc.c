/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-sim-malloc.h"

#include "store/karne-connection-private.h"

static struct
{
  GMutex mutex;
  guint64 fail_at; /* 0: never */
  gboolean goes_on;
  guint64 n_calls;
  guint64 n_failed;
  gboolean is_suspended;
} state;

static sqlite3_mem_methods real;

static gboolean
may (void)
{
  gboolean fails;

  g_mutex_lock (&state.mutex);
  if (state.is_suspended)
    {
      g_mutex_unlock (&state.mutex);
      return TRUE;
    }
  state.n_calls++;
  fails = state.fail_at != 0 &&
          (state.goes_on ? state.n_calls >= state.fail_at : state.n_calls == state.fail_at);
  state.n_failed += fails;
  g_mutex_unlock (&state.mutex);
  return !fails;
}

static void *
sim_malloc (int size)
{
  return may () ? real.xMalloc (size) : NULL;
}

static void *
sim_realloc (void *memory, int size)
{
  return may () ? real.xRealloc (memory, size) : NULL;
}

/* The linker puts this in the place of GLib's, in our own code only (`--wrap`). */
gpointer __real_g_try_realloc (gpointer memory, gsize size);
gpointer __wrap_g_try_realloc (gpointer memory, gsize size);

gpointer
__wrap_g_try_realloc (gpointer memory, gsize size)
{
  return may () ? __real_g_try_realloc (memory, size) : NULL;
}

static void
suspend (gboolean is_suspended)
{
  g_mutex_lock (&state.mutex);
  state.is_suspended = is_suspended;
  g_mutex_unlock (&state.mutex);
}

/* Where SQLCipher 4.6 has no memory for the keys of a connection, it frees twice what it has (in
 * cipher_ctx_copy and around it), and nothing of ours can help that: so a connection gets what it
 * needs until its keys are made. */
sqlite3 *__real_karne_connection_open (const char *path,
                                       KarneKey *key,
                                       KarneConnectionMode mode,
                                       const char *vfs,
                                       guint page_cache_kib,
                                       GError **error);
sqlite3 *__wrap_karne_connection_open (const char *path,
                                       KarneKey *key,
                                       KarneConnectionMode mode,
                                       const char *vfs,
                                       guint page_cache_kib,
                                       GError **error);

sqlite3 *
__wrap_karne_connection_open (const char *path,
                              KarneKey *key,
                              KarneConnectionMode mode,
                              const char *vfs,
                              guint page_cache_kib,
                              GError **error)
{
  sqlite3 *db;

  suspend (TRUE);
  db = __real_karne_connection_open (path, key, mode, vfs, page_cache_kib, error);
  suspend (FALSE);
  return db;
}

void
karne_sim_malloc_install (void)
{
  sqlite3_mem_methods ours;

  if (real.xMalloc != NULL)
    return;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real), ==, SQLITE_OK);
  ours = real;
  ours.xMalloc = sim_malloc;
  ours.xRealloc = sim_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &ours), ==, SQLITE_OK);
  /* What comes from a store of small pieces would not be seen. */
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0), ==, SQLITE_OK);
}

static void
arm (guint64 fail_at, gboolean goes_on)
{
  g_mutex_lock (&state.mutex);
  state.fail_at = fail_at;
  state.goes_on = goes_on;
  state.n_calls = state.n_failed = 0;
  g_mutex_unlock (&state.mutex);
}

void
karne_sim_malloc_fail_at (guint64 n)
{
  arm (n, FALSE);
}

void
karne_sim_malloc_fail_from (guint64 n)
{
  arm (n, TRUE);
}

void
karne_sim_malloc_heal (void)
{
  arm (0, FALSE);
}

guint64
karne_sim_malloc_get_n_calls (void)
{
  return state.n_calls;
}

guint64
karne_sim_malloc_get_n_failed (void)
{
  return state.n_failed;
}
