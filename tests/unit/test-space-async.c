/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-exchange.h"
#include "karne-test-store.h"
#include "store/karne-space.h"

/* Opening and closing while an interface stays alive, in the main context of whoever asked. */

#define PASSPHRASE "correct horse"

static gboolean
was_cancelled (GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  const KarneChange *change = changes->pdata[0];

  g_assert_null (change->kind);
  *(GThread **) data = g_thread_self ();
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* A context that is not the default one must hear of it, and no other. */
static KarneSpace *
create_in_context (GFile *root)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GThread *told = NULL;
  KarneSpace *space;

  g_main_context_push_thread_default (context);
  karne_space_create_async (root, KARNE_KEY_HOLDER_PASSPHRASE, PASSPHRASE, NULL, keep_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  space = karne_space_create_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (karne_space_get_name (space), ==, "space-1");

  g_signal_connect (karne_space_get_store (space), "changed", G_CALLBACK (changed_cb), &told);
  karne_store_add_source (karne_space_get_store (space), KARNE_TEST_BASE, "p1", NULL, &error);
  g_assert_no_error (error);
  while (told == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_true (told == g_thread_self ());
  g_signal_handlers_disconnect_by_data (karne_space_get_store (space), &told);
  g_main_context_pop_thread_default (context);
  return space;
}

static KarneSpace *
open_space (GFile *root, const char *passphrase, GCancellable *cancellable, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  karne_space_open_async (root, "space-1", passphrase, cancellable, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  return karne_space_open_finish (result, error);
}

static void
close_space (KarneSpace *space)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_space_close_async (space, NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  karne_space_close_finish (space, result, &error);
  g_assert_no_error (error);
}

static gboolean
erase_space (GFile *root, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  karne_space_erase_async (root, "space-1", NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  return karne_space_erase_finish (result, error);
}

static void
test_life (void)
{
  g_autofree char *folder = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
  g_autoptr (GFile) root = g_file_new_for_path (folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KarneSpace) space = create_in_context (root);
  g_autoptr (KarneSpace) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (open_space (root, PASSPHRASE, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (erase_space (root, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);
  close_space (space);

  g_assert_null (open_space (root, "wrong", NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (open_space (root, PASSPHRASE, cancellable, &error));
  g_assert_true (was_cancelled (error));
  g_clear_error (&error);

  again = open_space (root, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  close_space (again);
  g_assert_true (erase_space (root, &error));
  g_assert_no_error (error);
  karne_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/space-async/life", test_life);
  return g_test_run ();
}
