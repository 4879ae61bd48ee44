/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person takes along: only its passphrase opens it, all of it or nothing. */

#include "config.h"

#include "karne-error.h"
#include "keys/karne-sealed-file-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "lakaz dann péi créole"

typedef struct
{
  char *folder; /* (owned) */
  GFile *file;  /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("karne-sealed-XXXXXX", NULL);
  self->file = g_file_new_build_filename (self->folder, "handed.karne", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (g_file_peek_path (self->file));
  g_rmdir (self->folder);
  g_clear_object (&self->file);
  g_free (self->folder);
}

static void
write_file (Fixture *self, GBytes *content)
{
  g_autoptr (GError) error = NULL;

  karne_sealed_file_write_with_costs (self->file, content, PASSPHRASE, &karne_key_costs_least,
                                      &error);
  g_assert_no_error (error);
}

/* Not through to the disk, hundreds of times. */
static void
put (Fixture *self, const char *text, gsize size)
{
  g_unlink (g_file_peek_path (self->file));
  g_file_set_contents_full (g_file_peek_path (self->file), text, (gssize) size,
                            G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

static void
assert_refused (Fixture *self, const char *passphrase, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_sealed_file_read (self->file, passphrase, &error));
  g_assert_error (error, KARNE_ERROR, code);
}

static GBytes *
make_content (gsize size)
{
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + i / 251);
  return g_bytes_new_take (data, size);
}

static void
test_sizes (Fixture *self, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 131072, 300000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) content = make_content (sizes[i]);
      g_autoptr (GBytes) back = NULL;
      g_autoptr (GError) error = NULL;

      write_file (self, content);
      back = karne_sealed_file_read (self->file, PASSPHRASE, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (content, back));
      assert_refused (self, "another", KARNE_ERROR_WRONG_KEY);
      assert_refused (self, "", KARNE_ERROR_WRONG_KEY);
    }
}

static void
test_sealed (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("Mme Hoarau", strlen ("Mme Hoarau"));
  g_autofree char *text = NULL;
  gsize size;
  GStatBuf info;
  g_autoptr (GError) error = NULL;

  write_file (self, content);
  g_file_get_contents (g_file_peek_path (self->file), &text, &size, NULL);
  g_assert_null (memmem (text, size, "Hoarau", strlen ("Hoarau")));
  g_assert_cmpint (g_stat (g_file_peek_path (self->file), &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  g_assert_false (karne_sealed_file_write (self->file, content, "", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
}

/* Cut anywhere, or with any byte changed, it gives out nothing. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (70000);
  g_autofree char *text = NULL;
  gsize size;

  write_file (self, content);
  g_file_get_contents (g_file_peek_path (self->file), &text, &size, NULL);
  for (gsize at = 0; at < size; at += at < 120 ? 1 : 6007)
    {
      g_autofree char *changed = g_memdup2 (text, size);
      g_autoptr (GBytes) back = NULL;

      put (self, text, at);
      g_assert_null (karne_sealed_file_read (self->file, PASSPHRASE, NULL));
      /* The costs: a small change of those takes longer, and no more. */
      if (at >= 15 && at < 31)
        continue;
      changed[at] ^= 1;
      put (self, changed, size);
      back = karne_sealed_file_read (self->file, PASSPHRASE, NULL);
      g_assert_null (back);
    }
  {
    g_autofree char *longer = g_malloc0 (size + 1);

    memcpy (longer, text, size);
    put (self, longer, size + 1);
    assert_refused (self, PASSPHRASE, KARNE_ERROR_CORRUPT);
  }
}

/* One from a stranger asks neither for all memory nor for all day. */
static void
test_costs (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (10);
  g_autofree char *text = NULL;
  gsize size;

  write_file (self, content);
  g_file_get_contents (g_file_peek_path (self->file), &text, &size, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *changed = g_memdup2 (text, size);

      memset (changed + 15 + 8 * i, 0xff, 8);
      put (self, changed, size);
      assert_refused (self, PASSPHRASE, KARNE_ERROR_CORRUPT);
    }
}

#define ADD(name, func) g_test_add ("/sealed-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sizes", test_sizes);
  ADD ("sealed", test_sealed);
  ADD ("damaged", test_damaged);
  ADD ("costs", test_costs);
  return g_test_run ();
}
