/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "platform/karne-lock.h"
#include "platform/karne-platform-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADING "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

typedef struct
{
  char *folder; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("karne-platform-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  for (name = dir ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

static void
put (Fixture *fixture, const char *path, const char *text)
{
  g_autofree char *whole = g_build_filename (fixture->folder, path, NULL);
  g_autofree char *parent = g_path_get_dirname (whole);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_assert_true (g_file_set_contents (whole, text, -1, NULL));
}

/* A second lock of this process is refused like one of another process. */
static void
test_lock_twice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneLock) first = karne_lock_take (path, &error);
  g_autoptr (KarneLock) second = NULL;

  g_assert_no_error (error);
  second = karne_lock_take (path, &error);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_assert_null (second);
  g_clear_error (&error);

  g_clear_pointer (&first, karne_lock_release);
  second = karne_lock_take (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (second);
}

/* Opening and closing the file elsewhere in the process does not lose the lock. */
static void
test_lock_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autoptr (KarneLock) lock = karne_lock_take (path, NULL);
  g_autoptr (KarneLock) second = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (lock);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  second = karne_lock_take (path, &error);

  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
}

/* The child writes a byte when it has tried, with what it got. */
static pid_t
fork_holder (const char *path, int *ready)
{
  int ends[2];
  pid_t pid;

  g_assert_no_errno (pipe (ends));
  pid = fork ();
  g_assert_no_errno (pid);
  if (pid == 0)
    {
      KarneLock *lock = karne_lock_take (path, NULL);

      if (write (ends[1], lock != NULL ? "y" : "n", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }

  close (ends[1]);
  *ready = ends[0];
  return pid;
}

/* Held by a process that lives; free as soon as it is killed. */
static void
test_lock_process (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autoptr (KarneLock) lock = NULL;
  g_autoptr (GError) error = NULL;
  char got = 0;
  int ready;
  pid_t pid = fork_holder (path, &ready);

  g_assert_cmpint (read (ready, &got, 1), ==, 1);
  g_assert_cmpint (got, ==, 'y');
  lock = karne_lock_take (path, &error);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);

  g_assert_no_errno (kill (pid, SIGKILL));
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (ready);
  lock = karne_lock_take (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);
}

/* A program that we start does not take the lock with it. */
static void
test_lock_exec (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  KarneLock *lock = karne_lock_take (path, NULL);
  g_autoptr (KarneLock) again = NULL;
  g_autoptr (GSubprocess) cat = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (lock);
  /* The launcher would close descriptors by itself without this flag. */
  cat = g_subprocess_new (G_SUBPROCESS_FLAGS_INHERIT_FDS | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error,
                          "cat", NULL);
  g_assert_no_error (error);
  karne_lock_release (lock);

  again = karne_lock_take (path, &error);
  g_assert_no_error (error);
  g_output_stream_close (g_subprocess_get_stdin_pipe (cat), NULL, NULL);
  g_assert_true (g_subprocess_wait (cat, NULL, NULL));
}

static void
test_lock_nowhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "absent", "lock", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_lock_take (path, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_assert_null (strstr (error->message, fixture->folder));
}

static void
test_lock_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (symlink (target, path));
  g_assert_null (karne_lock_take (path, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
test_swap_unknown (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (karne_platform_read_swap (fixture->folder), ==, KARNE_SWAP_UNKNOWN);
}

typedef struct
{
  const char *name;
  KarneSwap swap;
  const char *files[9]; /* path and text, in turn */
} SwapCase;

static const SwapCase swap_cases[] = {
  { "/platform/swap/none", KARNE_SWAP_NONE, { "proc/swaps", HEADING } },
  { "/platform/swap/partition",
    KARNE_SWAP_PLAIN,
    { "proc/swaps", HEADING "/dev/sda2 partition 100 0 -2\n" } },
  { "/platform/swap/zram",
    KARNE_SWAP_SEALED,
    { "proc/swaps", HEADING "/dev/zram0 partition 100 0 100\n", "sys/block/zram0/backing_dev",
      "none\n" } },
  { "/platform/swap/zram-written-back",
    KARNE_SWAP_PLAIN,
    { "proc/swaps", HEADING "/dev/zram0 partition 100 0 100\n", "sys/block/zram0/backing_dev",
      "/dev/sda3\n" } },
  { "/platform/swap/encrypted",
    KARNE_SWAP_SEALED,
    { "proc/swaps", HEADING "/dev/dm-1 partition 100 0 -2\n", "sys/block/dm-1/dm/uuid",
      "CRYPT-PLAIN-swap\n" } },
  { "/platform/swap/volume-on-encrypted",
    KARNE_SWAP_SEALED,
    { "proc/swaps", HEADING "/dev/dm-1 partition 100 0 -2\n", "sys/block/dm-1/dm/uuid",
      "LVM-0000\n", "sys/block/dm-1/slaves/dm-0/dev", "253:0\n", "sys/block/dm-0/dm/uuid",
      "CRYPT-LUKS2-0000\n" } },
  { "/platform/swap/volume-on-plain",
    KARNE_SWAP_PLAIN,
    { "proc/swaps", HEADING "/dev/dm-1 partition 100 0 -2\n", "sys/block/dm-1/dm/uuid",
      "LVM-0000\n", "sys/block/dm-1/slaves/sda3/dev", "8:3\n" } },
  { "/platform/swap/mapper",
    KARNE_SWAP_SEALED,
    { "proc/swaps", HEADING "/dev/mapper/swap_crypt partition 100 0 -2\n", "sys/block/dm-4/dm/name",
      "swap_crypt\n", "sys/block/dm-4/dm/uuid", "CRYPT-PLAIN-0\n" } },
  { "/platform/swap/one-of-two",
    KARNE_SWAP_PLAIN,
    { "proc/swaps", HEADING "/dev/zram0 partition 100 0 100\n/dev/sda2 partition 100 0 -2\n" } },
  { "/platform/swap/file",
    KARNE_SWAP_PLAIN,
    { "proc/swaps", HEADING "/swap\\040file file 100 0 -2\n", "swap file", "" } },
  { "/platform/swap/kept-by-group",
    KARNE_SWAP_NONE,
    { "proc/swaps", HEADING "/dev/sda2 partition 100 0 -2\n", "proc/self/cgroup",
      "0::/user.slice/karne.scope\n", "sys/fs/cgroup/user.slice/memory.swap.max", "0\n" } },
  { "/platform/swap/not-kept-by-group",
    KARNE_SWAP_PLAIN,
    { "proc/swaps", HEADING "/dev/sda2 partition 100 0 -2\n", "proc/self/cgroup",
      "0::/user.slice/karne.scope\n", "sys/fs/cgroup/user.slice/memory.swap.max", "max\n" } },
};

static void
test_swap (Fixture *fixture, gconstpointer data)
{
  const SwapCase *swap_case = data;

  for (guint i = 0; swap_case->files[i] != NULL; i += 2)
    put (fixture, swap_case->files[i], swap_case->files[i + 1]);

  g_assert_cmpint (karne_platform_read_swap (fixture->folder), ==, swap_case->swap);
}

static void
test_swap_file_encrypted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  struct stat info;

  put (fixture, "swap file", "");
  put (fixture, "proc/swaps", HEADING "/swap\\040file                file\t\t100 0 -2\n");
  g_assert_no_errno (stat (fixture->folder, &info));
  path = g_strdup_printf ("sys/dev/block/%u:%u/dm/uuid", major (info.st_dev), minor (info.st_dev));
  put (fixture, path, "CRYPT-LUKS2-0000\n");

  g_assert_cmpint (karne_platform_read_swap (fixture->folder), ==, KARNE_SWAP_SEALED);
}

static void
test_free_space (Fixture *fixture, gconstpointer data)
{
  g_autofree char *absent = g_build_filename (fixture->folder, "absent", NULL);
  g_autoptr (GError) error = NULL;
  struct statvfs info;
  guint64 n_bytes = 0;

  g_assert_true (karne_platform_get_free_space (fixture->folder, &n_bytes, &error));
  g_assert_no_error (error);
  g_assert_no_errno (statvfs (fixture->folder, &info));
  g_assert_cmpuint (n_bytes, >, 0);
  g_assert_cmpuint (n_bytes, <=, (guint64) info.f_blocks * info.f_frsize);

  g_assert_false (karne_platform_get_free_space (absent, &n_bytes, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* In a child, because there is no way back. What it starts is hardened too. */
static void
test_harden (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *filter = NULL;
      g_autoptr (GError) error = NULL;
      struct rlimit limit;

      g_assert_true (karne_platform_harden (&error));
      g_assert_no_error (error);
      g_assert_no_errno (getrlimit (RLIMIT_CORE, &limit));
      g_assert_cmpuint (limit.rlim_cur, ==, 0);
      g_assert_cmpuint (limit.rlim_max, ==, 0);
      g_assert_true (
          g_spawn_command_line_sync ("cat /proc/self/coredump_filter", &filter, NULL, NULL, NULL));
      g_assert_cmpuint (g_ascii_strtoull (filter, NULL, 16), ==, 0);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/lock/twice", test_lock_twice);
  ADD ("/lock/kept", test_lock_kept);
  ADD ("/lock/process", test_lock_process);
  ADD ("/lock/exec", test_lock_exec);
  ADD ("/lock/nowhere", test_lock_nowhere);
  ADD ("/lock/link", test_lock_link);
  ADD ("/platform/swap/unknown", test_swap_unknown);
  for (guint i = 0; i < G_N_ELEMENTS (swap_cases); i++)
    g_test_add (swap_cases[i].name, Fixture, &swap_cases[i], set_up, test_swap, tear_down);
  ADD ("/platform/swap/file-encrypted", test_swap_file_encrypted);
  ADD ("/platform/free-space", test_free_space);
  g_test_add_func ("/platform/harden", test_harden);

  return g_test_run ();
}
