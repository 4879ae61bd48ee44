/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the administrator of a computer says that a helper may see. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "access/karne-habilitation-private.h"
#include "cli-doctor.h"
#include "karne-error.h"
#include "words/karne-words.h"

#define MATRIX(inside)                                                                             \
  "<habilitation>\n<sources>\n<source id=\"s\" name=\"S\" date=\"2026\" "                          \
  "address=\"https://s.example/\"/>\n</sources>\n<role id=\"adviser\" sources=\"s\" "              \
  "labels=\"N\">\n"                                                                                \
  "<title>T</title><text>T</text>\n" inside "</role>\n</habilitation>\n"
#define NARROW MATRIX ("<see kinds=\"Appointment\"/>\n")
#define BAD MATRIX ("<see everything=\"yes\"/>\n")
#define BAD_PLACE "habilitation.xml:7: "

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("karne-matrix-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "habilitation.xml", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_chmod (self->folder, 0700);
  g_unlink (self->path);
  g_rmdir (self->path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static void
put (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
}

/* As if whoever runs the tests were the administrator. */
static KarneHabilitation *
read_kept (Fixture *self, GError **error)
{
  return karne_habilitation_new_kept (self->path, geteuid (), error);
}

static void
assert_refused (Fixture *self, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHabilitation) matrix = read_kept (self, &error);
  g_autofree char *words = NULL;

  g_assert_null (matrix);
  g_assert_error (error, KARNE_ERROR, code);
  g_assert_null (strstr (error->message, self->folder));
  words = karne_habilitation_error_to_words (error);
  g_assert_true (g_str_has_prefix (words, "No session can begin: "));
}

static void
test_none (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHabilitation) matrix = read_kept (self, &error);

  g_assert_no_error (error);
  g_assert_cmpint (karne_habilitation_get_level (matrix, "adviser", "Task", NULL), ==,
                   KARNE_ACCESS_CONTENT);
}

/* In place of what the library comes with, and not beside it. */
static void
test_narrower (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHabilitation) matrix = NULL;
  g_auto (GStrv) roles = NULL;

  put (self->path, NARROW);
  matrix = read_kept (self, &error);
  g_assert_no_error (error);
  roles = karne_habilitation_list_roles (matrix);
  g_assert_cmpuint (g_strv_length (roles), ==, 1);
  g_assert_cmpint (karne_habilitation_get_level (matrix, "adviser", "Appointment", NULL), ==,
                   KARNE_ACCESS_CONTENT);
  g_assert_cmpint (karne_habilitation_get_level (matrix, "adviser", "Task", NULL), ==,
                   KARNE_ACCESS_MASKED);
}

static void
test_bad (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (self->path, BAD);
  assert_refused (self, KARNE_ERROR_INVALID);
  g_assert_null (read_kept (self, &error));
  g_assert_nonnull (strstr (error->message, BAD_PLACE));
}

/* Whoever is bound by it could let themselves see more. */
static void
test_exposed (Fixture *self, gconstpointer data)
{
  put (self->path, NARROW);
  g_assert_cmpint (g_chmod (self->path, 0664), ==, 0);
  assert_refused (self, KARNE_ERROR_EXPOSED);
  g_assert_cmpint (g_chmod (self->path, 0646), ==, 0);
  assert_refused (self, KARNE_ERROR_EXPOSED);
  g_assert_cmpint (g_chmod (self->path, 0644), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0777), ==, 0);
  assert_refused (self, KARNE_ERROR_EXPOSED);
}

static void
test_of_another (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const uid_t other = 4242;

  put (self->path, NARROW);
  /* Of root or of the keeper, and of nobody else. */
  if (geteuid () == 0)
    g_assert_cmpint (chown (self->path, other, (gid_t) -1), ==, 0);
  g_assert_null (karne_habilitation_new_kept (self->path, geteuid () == 0 ? 0 : other, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXPOSED);
}

/* A link is as good as where it leads. */
static void
test_links (Fixture *self, gconstpointer data)
{
  g_autofree char *target = g_build_filename (self->folder, "target", NULL);
  g_autofree char *loose = g_build_filename (self->folder, "loose", NULL);
  g_autofree char *loose_target = g_build_filename (loose, "target", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHabilitation) matrix = NULL;

  put (target, NARROW);
  g_assert_cmpint (symlink ("target", self->path), ==, 0);
  matrix = read_kept (self, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (target), ==, 0);
  assert_refused (self, KARNE_ERROR_EXPOSED);

  g_assert_cmpint (g_mkdir (loose, 0700), ==, 0);
  g_assert_cmpint (g_chmod (loose, 0777), ==, 0);
  put (loose_target, NARROW);
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  g_assert_cmpint (symlink ("loose/target", self->path), ==, 0);
  assert_refused (self, KARNE_ERROR_EXPOSED);
  g_unlink (loose_target);
  g_rmdir (loose);
}

static void
test_no_file (Fixture *self, gconstpointer data)
{
  g_autofree char *large = g_strnfill (2 << 20, ' ');

  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  assert_refused (self, KARNE_ERROR_FAILED);
  g_assert_cmpint (g_rmdir (self->path), ==, 0);
  put (self->path, large);
  assert_refused (self, KARNE_ERROR_CORRUPT);
}

/* What `karne doctor` says of it */

struct _CliDoctor
{
  CliHealth health;
  char *words; /* (owned) (nullable) */
};

void
cli_doctor_take (CliDoctor *self, const char *check, CliHealth health, char *words)
{
  g_assert_cmpstr (check, ==, "habilitation");
  self->health = health;
  g_free (self->words);
  self->words = words;
}

void
cli_doctor_say (CliDoctor *self, const char *check, CliHealth health, const char *words)
{
  cli_doctor_take (self, check, health, g_strdup (words));
}

static void
test_doctor (Fixture *self, gconstpointer data)
{
  CliDoctor doctor = { CLI_HEALTH_UNKNOWN };

  cli_doctor_check_habilitation (&doctor, self->path);
  g_assert_cmpint (doctor.health, ==, CLI_HEALTH_GOOD);
  put (self->path, BAD);
  cli_doctor_check_habilitation (&doctor, self->path);
  g_assert_cmpint (doctor.health, ==, CLI_HEALTH_BAD);
  g_assert_null (strstr (doctor.words, self->folder));
  /* Only root can put it there so that it counts. */
  if (geteuid () == 0)
    g_assert_nonnull (strstr (doctor.words, BAD_PLACE));
  g_free (doctor.words);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/habilitation-file/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("none", test_none);
  ADD ("narrower", test_narrower);
  ADD ("bad", test_bad);
  ADD ("exposed", test_exposed);
  ADD ("of-another", test_of_another);
  ADD ("links", test_links);
  ADD ("no-file", test_no_file);
  ADD ("doctor", test_doctor);
  return g_test_run ();
}
