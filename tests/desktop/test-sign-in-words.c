/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of a code and of an address, and when a browser may be opened. */

#include "config.h"

#include "karne-browser.h"
#include "karne-sign-in-words.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_spell (void)
{
  g_autofree char *spelled = karne_sign_in_words_spell ("BCD0-O 7Z");
  g_autofree char *nothing = karne_sign_in_words_spell ("");

  g_assert_cmpstr (spelled, ==, "B C D zero dash O 7 Z");
  g_assert_cmpstr (nothing, ==, "");
}

/* Whoever does not see the picture knows what is in it: the address, and each character. */
static void
test_describe (void)
{
  g_autofree char *words = karne_sign_in_words_describe ("https://id.example/device", "AB-1");

  g_assert_nonnull (strstr (words, "https://id.example/device"));
  g_assert_nonnull (strstr (words, "A B dash 1"));
}

static void
test_left (void)
{
  static const struct
  {
    double seconds;
    const char *words;
  } cases[] = {
    { 600, "The code is good for 10 more minutes." },
    { 599.5, "The code is good for 10 more minutes." },
    { 61, "The code is good for 2 more minutes." },
    { 60, "The code is good for 60 more seconds." },
    { 1, "The code is good for 1 more second." },
    { 0, "The code is good for 0 more seconds." },
    { -5, "The code is good for 0 more seconds." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words =
          karne_sign_in_words_say_left ((gint64) (cases[i].seconds * G_USEC_PER_SEC));

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* A name that only looks like another is not taken for it. */
static void
test_foreign (void)
{
  static const struct
  {
    const char *address;
    const char *server;
    gboolean foreign;
  } cases[] = {
    { "https://id.example.org/device?user_code=A", "id.example.org", FALSE },
    { "https://id.example.org:8443/x", "id.example.org:8443", FALSE },
    /* “аmeli.fr” with a Cyrillic а */
    { "https://xn--meli-63d.fr/device", "xn--meli-63d.fr", TRUE },
    { "https://id.XN--MELI-63D.fr/device", "id.XN--MELI-63D.fr", TRUE },
    { "https://id.example.org/xn--meli-63d.fr", "id.example.org", FALSE },
    { "https://id.axn--b.org/", "id.axn--b.org", FALSE },
    { "http://127.0.0.1:4711/karne", "127.0.0.1:4711", FALSE },
    { "http://[::1]:4711/karne", "[::1]:4711", FALSE },
    { "nothing", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *server = karne_sign_in_words_dup_server (cases[i].address);

      g_assert_cmpstr (server, ==, cases[i].server);
      g_assert_cmpint (karne_sign_in_words_is_foreign (cases[i].address), ==, cases[i].foreign);
    }
}

/* At a counter the browser of the desktop would let the next person in as the previous one. */
static void
test_browser_allowed (void)
{
  g_assert_true (karne_browser_is_allowed (NULL, FALSE));
  g_assert_true (karne_browser_is_allowed ("", FALSE));
  g_assert_false (karne_browser_is_allowed (NULL, TRUE));
  g_assert_false (karne_browser_is_allowed ("", TRUE));
  g_assert_true (karne_browser_is_allowed ("throw-away %u", TRUE));
}

/* What a server says is one word to the browser: no shell looks at it. */
static void
test_browser_command (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "said", NULL);
  g_autofree char *command =
      g_strdup_printf ("sh -c 'printf \"%%s|%%s\" \"$#\" \"$1\" > \"%s\"' sh", path);
  g_autofree char *said = NULL;

  g_assert_true (
      karne_browser_open (NULL, command, "https://a.example/?x=$(id);`id`&y='", &process, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &said, NULL, NULL));
  g_assert_cmpstr (said, ==, "1|https://a.example/?x=$(id);`id`&y='");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_browser_broken (void)
{
  static const char *const commands[] = { "'not closed", "/nonexistent/browser" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      GSubprocess *process = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (
          karne_browser_open (NULL, commands[i], "https://a.example/", &process, &error));
      g_assert_nonnull (error);
      g_assert_null (process);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-in-words/spell", test_spell);
  g_test_add_func ("/sign-in-words/describe", test_describe);
  g_test_add_func ("/sign-in-words/left", test_left);
  g_test_add_func ("/sign-in-words/foreign", test_foreign);
  g_test_add_func ("/sign-in-words/browser/allowed", test_browser_allowed);
  g_test_add_func ("/sign-in-words/browser/command", test_browser_command);
  g_test_add_func ("/sign-in-words/browser/broken", test_browser_broken);
  return g_test_run ();
}
