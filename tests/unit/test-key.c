/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "keys/karne-key-document-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSPHRASE "lakaz dann péi créole"
#define NOBODY 65534

typedef struct
{
  char *folder;  /* (owned) */
  char *path;    /* (owned) */
  GFile *file;   /* (owned) */
  KarneKey *key; /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("karne-key-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "key.json", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
set_up_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (fixture, data);
  fixture->key = karne_key_file_create_with_costs (fixture->file, KARNE_KEY_HOLDER_PASSPHRASE,
                                                   PASSPHRASE, &karne_key_costs_least, &error);
  g_assert_no_error (error);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpuint (count_files (fixture), ==, 0); /* no temporary file is ever left */
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_clear_pointer (&fixture->key, karne_key_unref);
  g_clear_object (&fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
put (Fixture *fixture, const char *text, gssize size)
{
  g_unlink (fixture->path); /* over an old file it would be synced, a thousand times */
  g_assert_true (g_file_set_contents (fixture->path, text, size, NULL));
}

static char *
get (Fixture *fixture, gsize *size)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, size, NULL));
  return text;
}

static void
assert_same_key (KarneKey *one, KarneKey *two)
{
  g_assert_nonnull (one);
  g_assert_nonnull (two);
  g_assert_cmpmem (karne_key_get_bytes (one), KARNE_KEY_SIZE, karne_key_get_bytes (two),
                   KARNE_KEY_SIZE);
}

static void
assert_opens (Fixture *fixture, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = karne_key_file_open (fixture->file, passphrase, &error);

  g_assert_no_error (error);
  assert_same_key (key, fixture->key);
}

/* And leaves the file as it is, to the byte. */
static void
assert_refuses (Fixture *fixture, const char *passphrase, int code)
{
  g_autoptr (GError) error = NULL;
  gsize size_before;
  gsize size_after;
  g_autofree char *before = get (fixture, &size_before);
  g_autofree char *after = NULL;

  g_assert_null (karne_key_file_open (fixture->file, passphrase, &error));
  g_assert_error (error, KARNE_ERROR, code);
  after = get (fixture, &size_after);
  g_assert_cmpmem (before, size_before, after, size_after);
}

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

/* Where nothing can be locked there is no key, rather than one that may be swapped out. In a child,
 * because limits do not come back. */
static void
test_not_locked (void)
{
  static guint8 byte;
  const struct rlimit none = { 0, 0 };
  g_autoptr (GError) error = NULL;
  gboolean is_root;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  is_root = geteuid () == 0;
  g_assert_no_errno (setrlimit (RLIMIT_MEMLOCK, &none));
  if (is_root)
    g_assert_no_errno (seteuid (NOBODY)); /* root may lock in spite of limits */
  /* A sanitizer makes a show of locking. */
  if (mlock (&byte, 1) != 0)
    {
      g_assert_null (karne_key_new_random (&error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
    }
  if (is_root)
    g_assert_no_errno (seteuid (0));
}

static void
test_file_passphrase (Fixture *fixture, gconstpointer data)
{
  KarneKeyHolder holder = KARNE_KEY_HOLDER_SECRET_SERVICE;
  struct stat info;

  assert_opens (fixture, PASSPHRASE);
  g_assert_no_errno (stat (fixture->path, &info));
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (karne_key_file_get_holder (fixture->file, &holder, NULL));
  g_assert_cmpint (holder, ==, KARNE_KEY_HOLDER_PASSPHRASE);
}

static void
test_file_holds_no_key (Fixture *fixture, gconstpointer data)
{
  gsize size;
  g_autofree char *text = get (fixture, &size);
  g_autofree char *base64 = g_base64_encode (karne_key_get_bytes (fixture->key), KARNE_KEY_SIZE);

  g_assert_null (memmem (text, size, karne_key_get_bytes (fixture->key), KARNE_KEY_SIZE));
  g_assert_null (strstr (text, base64));
  g_assert_null (strstr (text, PASSPHRASE));
}

/* What everybody gets: 256 MiB and three passes for each guess. */
static void
test_file_real_costs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  fixture->key =
      karne_key_file_create (fixture->file, KARNE_KEY_HOLDER_PASSPHRASE, PASSPHRASE, &error);
  g_assert_no_error (error);
  assert_opens (fixture, PASSPHRASE);

  text = get (fixture, NULL);
  g_assert_nonnull (strstr (text, "\"opslimit\" : 3,"));
  g_assert_nonnull (strstr (text, "\"memlimit\" : 268435456,"));
}

static void
test_file_wrong_passphrase (Fixture *fixture, gconstpointer data)
{
  assert_refuses (fixture, "lakaz dann péi creole", KARNE_ERROR_WRONG_KEY);
  assert_refuses (fixture, "", KARNE_ERROR_WRONG_KEY);
  assert_refuses (fixture, NULL, KARNE_ERROR_WRONG_KEY);
}

static void
test_file_long_passphrase (Fixture *fixture, gconstpointer data)
{
  g_autofree char *passphrase = g_strnfill (5000, 'x');
  g_autoptr (GError) error = NULL;

  fixture->key = karne_key_file_create_with_costs (fixture->file, KARNE_KEY_HOLDER_PASSPHRASE,
                                                   passphrase, &karne_key_costs_least, &error);
  g_assert_no_error (error);
  assert_opens (fixture, passphrase);
  passphrase[4999] = 'y';
  assert_refuses (fixture, passphrase, KARNE_ERROR_WRONG_KEY);
}

static void
test_file_no_passphrase (Fixture *fixture, gconstpointer data)
{
  static const char *const passphrases[] = { "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (passphrases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (karne_key_file_create (fixture->file, KARNE_KEY_HOLDER_PASSPHRASE,
                                            passphrases[i], &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
      g_assert_cmpuint (count_files (fixture), ==, 0);
    }
}

static void
test_file_exists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_key_file_create_with_costs (fixture->file, KARNE_KEY_HOLDER_PASSPHRASE,
                                                   "other", &karne_key_costs_least, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXISTS);
  assert_opens (fixture, PASSPHRASE);
}

static void
test_file_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KarneKeyHolder holder;

  g_assert_null (karne_key_file_open (fixture->file, PASSPHRASE, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (karne_key_file_get_holder (fixture->file, &holder, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (karne_key_file_erase (fixture->file, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

static void
test_file_cut (Fixture *fixture, gconstpointer data)
{
  gsize size;
  g_autofree char *text = get (fixture, &size);

  for (gsize i = 0; i < size; i++)
    {
      put (fixture, text, i);
      assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
    }
}

/* No flipped bit makes a right passphrase look wrong, nor gives another key. A few change nothing:
 * a blank that becomes another, the bits that base64 does not use. */
static void
test_file_flipped (Fixture *fixture, gconstpointer data)
{
  gsize size;
  g_autofree char *text = get (fixture, &size);
  guint n_corrupt = 0;

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneKey) key = NULL;
      char bit = 1 << (i * 5 % 8);

      text[i] ^= bit;
      put (fixture, text, size);
      text[i] ^= bit;
      key = karne_key_file_open (fixture->file, PASSPHRASE, &error);
      if (key != NULL)
        assert_same_key (key, fixture->key);
      else if (!g_error_matches (error, KARNE_ERROR, KARNE_ERROR_TOO_NEW)) /* format: 3 */
        {
          g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CORRUPT);
          n_corrupt++;
        }
    }
  g_assert_cmpuint (n_corrupt, >, size * 9 / 10);
}

static void
test_file_missing_member (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = get (fixture, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 12);
  for (guint i = 1; i < 11; i++)
    {
      char *line = lines[i];
      g_autofree char *without = NULL;

      lines[i] = (char *) (i == 10 ? "\"none\":0" : "");
      without = g_strjoinv ("\n", lines);
      lines[i] = line;
      put (fixture, without, -1);
      assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
    }
}

static void
test_file_not_one (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "null",
    "[]",
    "{}",
    "42",
    "\"format\"",
    "\xff\xfe{}",
    "{\"format\":null}",
    "{\"format\":\"1\"}",
    "{\"format\":0}",
    "{\"format\":-1}",
    "{\"format\":1}",
    "{\"format\":1.5}",
    "{\"format\":1,\"holder\":\"post office\"}",
    "{\"format\":1,\"holder\":\"secret-service\"}",
    "{\"format\":1,\"holder\":\"passphrase\",\"kdf\":{},\"opslimit\":[],\"salt\":7}",
  };
  g_autofree char *deep = g_strnfill (KARNE_KEY_DOCUMENT_MAX_SIZE, '[');
  g_autofree char *large = g_strnfill (KARNE_KEY_DOCUMENT_MAX_SIZE + 1, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      put (fixture, texts[i], -1);
      assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
    }
  put (fixture, "\0\0\0\0", 4);
  assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
  put (fixture, deep, -1);
  assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
  put (fixture, large, -1);
  assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
}

static void
test_file_too_new (Fixture *fixture, gconstpointer data)
{
  KarneKeyHolder holder;
  g_autoptr (GError) error = NULL;

  put (fixture, "{\"format\":2,\"holder\":\"smart-card\"}", -1);

  assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_TOO_NEW);
  g_assert_false (karne_key_file_get_holder (fixture->file, &holder, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_TOO_NEW);
  g_clear_error (&error);
  fixture->key = karne_key_new_random (NULL);
  g_assert_false (karne_key_file_change (fixture->file, fixture->key, KARNE_KEY_HOLDER_PASSPHRASE,
                                         PASSPHRASE, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_TOO_NEW);
}

/* Whoever can write the file cannot make us take all the memory there is, or a year. */
static void
test_file_absurd_costs (Fixture *fixture, gconstpointer data)
{
  static const KarneKeyCosts costs[] = {
    { 1, G_GUINT64_CONSTANT (1) << 40 },
    { 1, G_MAXUINT64 },
    { 1, 0 },
    { 1000000000, 8192 },
    { G_MAXINT64, 8192 },
    { 0, 8192 },
  };
  g_autofree char *text = get (fixture, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (KarneKeyDocument) document = karne_key_document_parse (bytes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (costs); i++)
    {
      g_autoptr (GBytes) printed = NULL;

      document->costs = costs[i]; /* with a checksum that is right */
      printed = karne_key_document_print (document);
      put (fixture, g_bytes_get_data (printed, NULL), g_bytes_get_size (printed));
      assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_CORRUPT);
    }
}

static gboolean
change (Fixture *fixture, KarneKey *key, const char *passphrase, GError **error)
{
  return karne_key_file_change_with_costs (fixture->file, key, KARNE_KEY_HOLDER_PASSPHRASE,
                                           passphrase, &karne_key_costs_least, error);
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = get (fixture, NULL);
  g_autofree char *after = NULL;
  struct stat info;

  g_assert_true (change (fixture, fixture->key, "zot zarlor", &error));
  g_assert_no_error (error);

  assert_opens (fixture, "zot zarlor");
  assert_refuses (fixture, PASSPHRASE, KARNE_ERROR_WRONG_KEY);
  g_assert_no_errno (stat (fixture->path, &info));
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  /* The same passphrase twice is not the same file. */
  g_assert_true (change (fixture, fixture->key, PASSPHRASE, NULL));
  after = get (fixture, NULL);
  g_assert_cmpstr (before, !=, after);
}

static void
test_change_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneKey) other = karne_key_new_random (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (change (fixture, fixture->key, "", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (change (fixture, other, "zot zarlor", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);

  assert_opens (fixture, PASSPHRASE);
}

/* The disk takes the first bytes and no more. */
static void
test_change_cut_short (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit little;
  gboolean changed;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &before));
  little = (struct rlimit){ 20, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &little));
  changed = change (fixture, fixture->key, "zot zarlor", &error);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &before));

  g_assert_false (changed);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  assert_opens (fixture, PASSPHRASE);
}

/* Root may write anywhere: be somebody else while trying. */
static gboolean
change_as_nobody (Fixture *fixture, GError **error)
{
  gboolean is_root = geteuid () == 0;
  gboolean changed;

  if (is_root)
    {
      g_assert_no_errno (chown (fixture->folder, NOBODY, -1));
      g_assert_no_errno (chown (fixture->path, NOBODY, -1));
      g_assert_no_errno (seteuid (NOBODY));
    }
  g_assert_no_errno (chmod (fixture->folder, 0500));
  changed = change (fixture, fixture->key, "zot zarlor", error);
  g_assert_no_errno (chmod (fixture->folder, 0700));
  if (is_root)
    g_assert_no_errno (seteuid (0));

  return changed;
}

static void
test_change_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (change_as_nobody (fixture, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_READ_ONLY);
  assert_opens (fixture, PASSPHRASE);
}

/* What is left on the disk of the blocks of the file is noise. */
static void
test_erase (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other_name = g_strconcat (fixture->path, ".same", NULL);
  gsize size;
  gsize size_left;
  g_autofree char *text = get (fixture, &size);
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (link (fixture->path, other_name));
  g_assert_true (karne_key_file_erase (fixture->file, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  g_assert_true (g_file_get_contents (other_name, &left, &size_left, NULL));
  g_assert_cmpuint (size_left, ==, size);
  for (gsize i = 0; i + 8 <= size; i += 8)
    g_assert_cmpint (memcmp (left + i, text + i, 8), !=, 0);
  g_assert_no_errno (g_unlink (other_name));
}

static void
test_erase_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (fixture, "damaged", -1);
  g_assert_true (karne_key_file_erase (fixture->file, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

#define ADD(path, start, func) g_test_add (path, Fixture, NULL, start, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key/random", test_random);
  g_test_add_func ("/key/from-bytes", test_from_bytes);
  g_test_add_func ("/key/boxed", test_boxed);
  g_test_add_func ("/key/not-locked", test_not_locked);

  ADD ("/key/file/passphrase", set_up_key, test_file_passphrase);
  ADD ("/key/file/holds-no-key", set_up_key, test_file_holds_no_key);
  ADD ("/key/file/real-costs", set_up, test_file_real_costs);
  ADD ("/key/file/wrong-passphrase", set_up_key, test_file_wrong_passphrase);
  ADD ("/key/file/long-passphrase", set_up, test_file_long_passphrase);
  ADD ("/key/file/no-passphrase", set_up, test_file_no_passphrase);
  ADD ("/key/file/exists", set_up_key, test_file_exists);
  ADD ("/key/file/absent", set_up, test_file_absent);
  ADD ("/key/file/cut", set_up_key, test_file_cut);
  ADD ("/key/file/flipped", set_up_key, test_file_flipped);
  ADD ("/key/file/missing-member", set_up_key, test_file_missing_member);
  ADD ("/key/file/not-one", set_up, test_file_not_one);
  ADD ("/key/file/too-new", set_up, test_file_too_new);
  ADD ("/key/file/absurd-costs", set_up_key, test_file_absurd_costs);
  ADD ("/key/change", set_up_key, test_change);
  ADD ("/key/change/refused", set_up_key, test_change_refused);
  ADD ("/key/change/cut-short", set_up_key, test_change_cut_short);
  ADD ("/key/change/read-only", set_up_key, test_change_read_only);
  ADD ("/key/erase", set_up_key, test_erase);
  ADD ("/key/erase/damaged", set_up_key, test_erase_damaged);

  return g_test_run ();
}
