/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk.h"
#include "karne-test-server.h"

#include <signal.h>

/* What is open at the desk, with real spaces and a real server, and no window. */

typedef struct
{
  KarneDesk *desk;         /* (owned) */
  KarneTestServer *server; /* (owned) (nullable) */
  GAsyncResult *result;    /* (owned) (nullable) of what is waited for */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_setenv ("KARNE_DEMO_SERVER", KARNE_DEMO_SERVER_PATH, TRUE);
  g_setenv ("KARNE_DEMO_DATA", KARNE_DEMO_DATA_PATH, TRUE);
  self->desk = karne_desk_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->result);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->server, karne_test_server_free);
}

/* Waiting */

static void
keep_result_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ((Fixture *) data)->result = g_object_ref (result);
}

static gboolean
wait_for_open (Fixture *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = g_steal_pointer (&self->result);
  return karne_desk_open_finish (self->desk, result, error);
}

static void
close_desk (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_desk_close_async (self->desk, NULL, keep_result_cb, self);
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = g_steal_pointer (&self->result);
  karne_desk_close_finish (self->desk, result, &error);
  g_assert_no_error (error);
}

static void
wait_for_sync (Fixture *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);

  while (karne_session_get_syncing (session))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
open_demo (Fixture *self, GError **error)
{
  karne_desk_open_demo_async (self->desk, NULL, keep_result_cb, self);
  return wait_for_open (self, error);
}

static gboolean
open_space (Fixture *self, const char *name, const char *passphrase, GError **error)
{
  karne_desk_open_space_async (self->desk, name, passphrase, NULL, keep_result_cb, self);
  return wait_for_open (self, error);
}

static gboolean
create_space (Fixture *self, const char *address, const char *patient, GError **error)
{
  KarnePerson person = { (char *) patient, (char *) "Somebody", (char *) "1961-03-03" };

  karne_desk_create_space_async (self->desk, "un deux trois", address, &person, NULL, NULL,
                                 keep_result_cb, self);
  return wait_for_open (self, error);
}

static const char *
start_server (Fixture *self)
{
  const char *const flags[] = { "--data", KARNE_DEMO_DATA_PATH, NULL };

  self->server = karne_test_server_start (flags);
  return karne_test_server_get_base (self->server);
}

static guint
count_spaces (GFile *root)
{
  g_auto (GStrv) names = karne_space_list (root, NULL);

  return names != NULL ? g_strv_length (names) : 0;
}

static guint
count_files (GFile *folder)
{
  g_autoptr (GFileEnumerator) files =
      g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, 0, NULL, NULL);
  GFileInfo *info = NULL;
  guint n = 0;

  while (files != NULL && g_file_enumerator_iterate (files, &info, NULL, NULL, NULL) &&
         info != NULL)
    n++;
  return n;
}

static KarneProfile *
find_profile (Fixture *self, const char *patient)
{
  GListModel *profiles = karne_desk_get_profiles (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);

      if (g_str_equal (karne_profile_get_patient (profile), patient))
        return profile;
    }
  return NULL;
}

static gboolean
has_document (Fixture *self, const char *title)
{
  KarneQuery query = { .kind = "DocumentReference", .limit = 200 };
  g_autoptr (GPtrArray) items =
      karne_view_list (karne_session_get_view (karne_desk_get_session (self->desk)), &query, NULL);

  g_assert_nonnull (items);
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (((KarneItem *) items->pdata[i])->title, title) == 0)
      return TRUE;
  return FALSE;
}

/* The demonstration */

static void
test_demo (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();

  g_assert_true (open_demo (self, &error));
  g_assert_no_error (error);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_DEMO);
  g_assert_cmpuint (g_list_model_get_n_items (karne_desk_get_profiles (self->desk)), ==, 5);
  g_assert_false (karne_session_has_copy (karne_desk_get_session (self->desk)));
  wait_for_sync (self);
  g_assert_cmpint (karne_session_get_state (karne_desk_get_session (self->desk)), ==,
                   KARNE_SYNC_STATE_UP_TO_DATE);
  g_assert_cmpint (karne_session_get_last_synced (karne_desk_get_session (self->desk)), >, 0);
  g_assert_cmpuint (count_files (root), >, 0);

  close_desk (self);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_null (karne_desk_get_session (self->desk));
  g_assert_cmpuint (g_list_model_get_n_items (karne_desk_get_profiles (self->desk)), ==, 0);
  g_assert_cmpuint (count_files (root), ==, 0);
}

/* A child’s record is opened for whoever stands in for the child. */
static void
test_child (Fixture *self, gconstpointer data)
{
  KarneProfile *profile;
  KarneSession *session;

  g_assert_true (open_demo (self, NULL));
  profile = find_profile (self, "grande");
  g_assert_true (karne_profile_is_minor (profile));
  karne_desk_show_async (self->desk, profile, NULL, keep_result_cb, self);
  g_assert_true (wait_for_open (self, NULL));
  g_assert_true (karne_desk_get_profile (self->desk) == profile);
  wait_for_sync (self);
  g_assert_true (has_document (self, "Certificat médical pour la cantine"));
  g_assert_false (has_document (self, "Bilan allergologique"));

  /* Coming back to somebody opens nothing anew. */
  session = karne_desk_get_session (self->desk);
  karne_desk_show_async (self->desk, find_profile (self, "bebe"), NULL, keep_result_cb, self);
  g_assert_true (wait_for_open (self, NULL));
  g_assert_true (karne_desk_get_session (self->desk) != session);
  karne_desk_show_async (self->desk, profile, NULL, keep_result_cb, self);
  g_assert_true (wait_for_open (self, NULL));
  g_assert_true (karne_desk_get_session (self->desk) == session);
  close_desk (self);
}

static void
test_no_demo_server (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("KARNE_DEMO_SERVER", "/nonexistent/server", TRUE);
  g_assert_false (open_demo (self, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_false (karne_desk_get_busy (self->desk));

  /* One that starts and says nothing that is known. */
  g_clear_error (&error);
  g_setenv ("KARNE_DEMO_SERVER", "/bin/true", TRUE);
  g_assert_false (open_demo (self, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
}

static void
test_one_at_a_time (Fixture *self, gconstpointer data)
{
  Fixture other = { .desk = self->desk };
  g_autoptr (GError) error = NULL;

  karne_desk_open_demo_async (self->desk, NULL, keep_result_cb, self);
  g_assert_true (karne_desk_get_busy (self->desk));
  g_assert_false (open_space (&other, "space-1", "un deux trois", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_true (wait_for_open (self, NULL));
  g_assert_false (karne_desk_get_busy (self->desk));
  close_desk (self);
}

/* Whoever leaves while a record is being opened leaves nothing open, nor anything on the disk. */
static void
test_close_while_opening (Fixture *self, gconstpointer data)
{
  Fixture other = { .desk = self->desk };
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();
  g_autoptr (GError) error = NULL;

  karne_desk_open_demo_async (self->desk, NULL, keep_result_cb, self);
  close_desk (&other);
  g_assert_false (wait_for_open (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_assert_true (open_demo (self, NULL));
  karne_desk_show_async (self->desk, find_profile (self, "grande"), NULL, keep_result_cb, self);
  close_desk (&other);
  g_assert_false (wait_for_open (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_null (karne_desk_get_session (self->desk));
  g_assert_cmpuint (count_files (root), ==, 0);
}

/* Whoever closes the window while the session is being ended waits for that. */
static void
test_close_twice (Fixture *self, gconstpointer data)
{
  Fixture other = { .desk = self->desk };
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();

  g_assert_true (open_demo (self, NULL));
  karne_desk_close_async (self->desk, NULL, keep_result_cb, &other);
  close_desk (self);
  g_assert_cmpuint (count_files (root), ==, 0);
  g_assert_nonnull (other.result);
  g_assert_true (karne_desk_close_finish (self->desk, other.result, NULL));
  g_assert_false (karne_desk_get_busy (self->desk));
  g_object_unref (other.result);
}

/* A record that stays */

static void
test_own (Fixture *self, gconstpointer data)
{
  const char *address = start_server (self);
  g_autoptr (GError) error = NULL;

  g_assert_true (create_space (self, address, "documents", &error));
  g_assert_no_error (error);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_OWN);
  wait_for_sync (self);
  g_assert_cmpint (karne_session_get_state (karne_desk_get_session (self->desk)), ==,
                   KARNE_SYNC_STATE_UP_TO_DATE);
  close_desk (self);

  g_assert_false (open_space (self, "space-1", "quatre", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);

  /* Without the server: what is here is shown, and how old it is. */
  karne_test_server_kill (self->server);
  g_clear_error (&error);
  g_assert_true (open_space (self, "space-1", "un deux trois", &error));
  g_assert_no_error (error);
  g_assert_true (karne_session_has_copy (karne_desk_get_session (self->desk)));
  g_assert_nonnull (karne_profile_get_name (karne_desk_get_profile (self->desk)));
  /* One of the 40 waits for a consultation, and is not for the person to see yet. */
  g_assert_cmpint (karne_view_count (karne_session_get_view (karne_desk_get_session (self->desk)),
                                     &(KarneQuery){ .kind = "DocumentReference" }, NULL),
                   ==, 39);
  karne_session_stop (karne_desk_get_session (self->desk));
  wait_for_sync (self);
  g_assert_cmpint (karne_session_get_last_synced (karne_desk_get_session (self->desk)), >, 0);
  close_desk (self);
}

/* A child’s record that stays is opened for whoever stands in for the child, each time. */
static void
test_own_child (Fixture *self, gconstpointer data)
{
  const char *address = start_server (self);
  g_autofree char *name = NULL;
  g_autoptr (GFile) root = karne_space_get_default_root ();
  guint before = count_spaces (root);

  name = g_strdup_printf ("space-%u", before + 1);
  g_assert_true (create_space (self, address, "grande", NULL));
  /* Closed before anything came, it is not known whose it is. */
  close_desk (self);
  g_assert_true (open_space (self, name, "un deux trois", NULL));
  wait_for_sync (self);
  g_assert_true (has_document (self, "Certificat médical pour la cantine"));
  g_assert_false (has_document (self, "Bilan allergologique"));
  close_desk (self);

  g_assert_true (open_space (self, name, "un deux trois", NULL));
  g_assert_cmpstr (karne_profile_get_patient (karne_desk_get_profile (self->desk)), ==, "grande");
  g_assert_true (has_document (self, "Certificat médical pour la cantine"));
  g_assert_false (has_document (self, "Bilan allergologique"));
  close_desk (self);
}

/* What cannot be begun leaves nothing. */
static void
test_own_fails (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) root = karne_space_get_default_root ();
  guint before = count_spaces (root);
  g_autoptr (GError) error = NULL;

  g_assert_false (create_space (self, "", "documents", &error));
  g_assert_nonnull (error);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_cmpuint (count_spaces (root), ==, before);
}

/* Ages */

static void
test_minor (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) today_18 = g_date_time_add_years (now, -18);
  g_autoptr (GDateTime) tomorrow_18 = g_date_time_add_days (today_18, 1);
  const struct
  {
    char *birth_date;
    gboolean minor;
  } cases[] = {
    { g_date_time_format (today_18, "%Y-%m-%d"), FALSE },
    { g_date_time_format (tomorrow_18, "%Y-%m-%d"), TRUE },
    /* Of a year alone the last day counts. */
    { g_date_time_format (today_18, "%Y"),
      g_date_time_get_day_of_year (now) != 365 + (g_date_time_get_year (now) % 4 == 0) },
    { g_strdup ("1961"), FALSE },
    { g_strdup ("nonsense"), FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KarneProfile) profile = karne_profile_new ("p", "Name", cases[i].birth_date);

      g_assert_cmpint (karne_profile_is_minor (profile), ==, cases[i].minor);
      g_free (cases[i].birth_date);
    }
}

#define ADD(name, func) g_test_add ("/desk/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("demo", test_demo);
  ADD ("child", test_child);
  ADD ("no-demo-server", test_no_demo_server);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("close-while-opening", test_close_while_opening);
  ADD ("close-twice", test_close_twice);
  ADD ("own", test_own);
  ADD ("own-child", test_own_child);
  ADD ("own-fails", test_own_fails);
  g_test_add_func ("/desk/minor", test_minor);
  return g_test_run ();
}
