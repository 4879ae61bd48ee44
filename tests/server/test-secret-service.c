/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "keys/karne-key-private.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
  GFile *file;  /* (owned) */
} Folder;

static void
folder_set_up (Folder *folder)
{
  folder->folder = g_dir_make_tmp ("karne-secret-XXXXXX", NULL);
  folder->path = g_build_filename (folder->folder, "key.json", NULL);
  folder->file = g_file_new_for_path (folder->path);
}

static void
folder_tear_down (Folder *folder)
{
  g_remove (folder->path);
  g_assert_no_errno (g_rmdir (folder->folder));
  g_clear_object (&folder->file);
  g_free (folder->path);
  g_free (folder->folder);
}

static KarneKey *
create (Folder *folder, GError **error)
{
  return karne_key_file_create (folder->file, KARNE_KEY_HOLDER_SECRET_SERVICE, NULL, error);
}

#ifdef HAVE_SECRET_SERVICE

#include "fake-secret-service.h"

#include <libsecret/secret.h>

typedef struct
{
  Folder folder;
  FakeSecretService *service; /* (owned) */
  KarneKey *key;              /* (owned) (nullable) */
} Fixture;

/* Without a program for a bus there is nothing to talk over. */
static GTestDBus *bus;

static gboolean
skip_without_bus (void)
{
  if (bus == NULL)
    g_test_skip ("dbus-daemon is not installed");

  return bus == NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  folder_set_up (&fixture->folder);
  if (bus != NULL)
    fixture->service = fake_secret_service_new (bus);
}

static void
set_up_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (fixture, data);
  if (bus == NULL)
    return;

  fixture->key = create (&fixture->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  secret_service_disconnect (); /* the next service is another one */
  g_clear_pointer (&fixture->service, fake_secret_service_free);
  g_clear_pointer (&fixture->key, karne_key_unref);
  folder_tear_down (&fixture->folder);
}

static void
assert_opens (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = karne_key_file_open (fixture->folder.file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (karne_key_get_bytes (key), KARNE_KEY_SIZE, karne_key_get_bytes (fixture->key),
                   KARNE_KEY_SIZE);
}

static void
assert_refuses (Fixture *fixture, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_key_file_open (fixture->folder.file, NULL, &error));
  g_assert_error (error, KARNE_ERROR, code);
  g_assert_true (g_file_test (fixture->folder.path, G_FILE_TEST_EXISTS));
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  KarneKeyHolder holder = KARNE_KEY_HOLDER_PASSPHRASE;
  g_autofree char *text = NULL;
  g_autofree char *secret = NULL;

  if (skip_without_bus ())
    return;

  assert_opens (fixture);
  g_assert_true (karne_key_file_get_holder (fixture->folder.file, &holder, NULL));
  g_assert_cmpint (holder, ==, KARNE_KEY_HOLDER_SECRET_SERVICE);

  g_assert_true (g_file_get_contents (fixture->folder.path, &text, NULL, NULL));
  secret = fake_secret_service_dup_secret (fixture->service);
  g_assert_null (strstr (text, secret));
}

/* Whoever looks into the keyring sees that there is a key, and not whose, nor where the file is. */
static void
test_neutral (Fixture *fixture, gconstpointer data)
{
  g_autofree char *schema = NULL;
  g_autofree char *store = NULL;
  g_autofree char *label = NULL;

  if (skip_without_bus ())
    return;

  schema = fake_secret_service_dup_attribute (fixture->service, "xdg:schema");
  store = fake_secret_service_dup_attribute (fixture->service, "store");
  label = fake_secret_service_dup_label (fixture->service);
  g_assert_cmpstr (schema, ==, "re.karne.Karne.StoreKey");
  g_assert_true (g_uuid_string_is_valid (store));
  g_assert_cmpstr (label, ==, "Karné key");
}

static void
test_absent (void)
{
  Folder folder;
  g_autoptr (GError) error = NULL;

  if (skip_without_bus ())
    return;

  folder_set_up (&folder);
  g_assert_null (create (&folder, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_KEYRING);
  g_assert_false (g_file_test (folder.path, G_FILE_TEST_EXISTS));
  folder_tear_down (&folder);
  secret_service_disconnect ();
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip_without_bus ())
    return;

  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_REFUSE);
  g_assert_null (create (&fixture->folder, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_KEYRING);
  g_assert_false (g_file_test (fixture->folder.path, G_FILE_TEST_EXISTS));
}

static void
test_refused_later (Fixture *fixture, gconstpointer data)
{
  if (skip_without_bus ())
    return;

  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_REFUSE);
  assert_refuses (fixture, KARNE_ERROR_KEYRING);
  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_LOCKED);
  assert_refuses (fixture, KARNE_ERROR_KEYRING);
  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_WORK);
  assert_opens (fixture);
}

/* Somebody emptied the keyring. */
static void
test_lost (Fixture *fixture, gconstpointer data)
{
  if (skip_without_bus ())
    return;

  secret_service_disconnect ();
  g_clear_pointer (&fixture->service, fake_secret_service_free);
  fixture->service = fake_secret_service_new (bus);
  assert_refuses (fixture, KARNE_ERROR_KEYRING);
}

/* What is kept is a key, but of another store; or no key at all. */
static void
test_wrong_key (Fixture *fixture, gconstpointer data)
{
  if (skip_without_bus ())
    return;

  fake_secret_service_set_secret (fixture->service, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
  assert_refuses (fixture, KARNE_ERROR_WRONG_KEY);
  fake_secret_service_set_secret (fixture->service, "MDEyMzQ1Njc4OWFiY2RlZg==");
  assert_refuses (fixture, KARNE_ERROR_WRONG_KEY);
  fake_secret_service_set_secret (fixture->service, "");
  assert_refuses (fixture, KARNE_ERROR_WRONG_KEY);
}

/* Where the file cannot be written, nothing stays behind in the keyring. */
static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder.folder, "absent", "key.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  if (skip_without_bus ())
    return;

  g_assert_null (karne_key_file_create (file, KARNE_KEY_HOLDER_SECRET_SERVICE, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_assert_cmpuint (fake_secret_service_count (fixture->service), ==, 0);
}

static gboolean
change (Fixture *fixture, KarneKeyHolder holder, const char *passphrase, GError **error)
{
  return karne_key_file_change_with_costs (fixture->folder.file, fixture->key, holder, passphrase,
                                           &karne_key_costs_least, error);
}

/* To a passphrase and back, then to another item; the keyring keeps what is of use alone. */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autoptr (KarneKey) key = NULL;

  if (skip_without_bus ())
    return;

  g_assert_true (change (fixture, KARNE_KEY_HOLDER_PASSPHRASE, "lakaz", NULL));
  g_assert_cmpuint (fake_secret_service_count (fixture->service), ==, 0);
  key = karne_key_file_open (fixture->folder.file, "lakaz", NULL);
  g_assert_nonnull (key);

  g_assert_true (change (fixture, KARNE_KEY_HOLDER_SECRET_SERVICE, NULL, NULL));
  first = fake_secret_service_dup_attribute (fixture->service, "store");
  assert_opens (fixture);

  g_assert_true (change (fixture, KARNE_KEY_HOLDER_SECRET_SERVICE, NULL, NULL));
  last = fake_secret_service_dup_attribute (fixture->service, "store");
  g_assert_cmpstr (first, !=, last);
  assert_opens (fixture);
}

static void
test_change_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip_without_bus ())
    return;

  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_REFUSE);
  g_assert_false (change (fixture, KARNE_KEY_HOLDER_SECRET_SERVICE, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_KEYRING);
  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_WORK);
  assert_opens (fixture);
}

static void
test_erase (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip_without_bus ())
    return;

  g_assert_true (karne_key_file_erase (fixture->folder.file, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (fixture->folder.path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (fake_secret_service_count (fixture->service), ==, 0);
}

/* The file goes even so: what can be erased is. */
static void
test_erase_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip_without_bus ())
    return;

  fake_secret_service_set_mood (fixture->service, FAKE_SECRETS_REFUSE);
  g_assert_false (karne_key_file_erase (fixture->folder.file, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_KEYRING);
  g_assert_false (g_file_test (fixture->folder.path, G_FILE_TEST_EXISTS));
}

#define ADD(path, start, func) g_test_add (path, Fixture, NULL, start, func, tear_down)

static void
add_tests (void)
{
  g_test_add_func ("/secret-service/absent", test_absent);
  ADD ("/secret-service/kept", set_up_key, test_kept);
  ADD ("/secret-service/neutral", set_up_key, test_neutral);
  ADD ("/secret-service/refused", set_up, test_refused);
  ADD ("/secret-service/refused-later", set_up_key, test_refused_later);
  ADD ("/secret-service/lost", set_up_key, test_lost);
  ADD ("/secret-service/wrong-key", set_up_key, test_wrong_key);
  ADD ("/secret-service/no-folder", set_up, test_no_folder);
  ADD ("/secret-service/change", set_up_key, test_change);
  ADD ("/secret-service/change/refused", set_up_key, test_change_refused);
  ADD ("/secret-service/erase", set_up_key, test_erase);
  ADD ("/secret-service/erase/refused", set_up_key, test_erase_refused);
}

/* Never the session bus of whoever runs the tests. */
static void
start_bus (void)
{
  g_autofree char *program = g_find_program_in_path ("dbus-daemon");
  g_autoptr (GDBusConnection) connection = NULL;

  if (program == NULL)
    return;

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (connection);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
}

/* Not g_test_dbus_down (), which waits for the last reference to the connection: libsecret leaves
 * some behind, in contexts that it no longer runs. */
static void
stop_bus (void)
{
  if (bus != NULL)
    g_test_dbus_stop (bus);
}

#else

static void
test_built_without (void)
{
  Folder folder;
  g_autoptr (GError) error = NULL;

  folder_set_up (&folder);
  g_assert_null (create (&folder, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_KEYRING);
  g_assert_false (g_file_test (folder.path, G_FILE_TEST_EXISTS));
  folder_tear_down (&folder);
}

static void
add_tests (void)
{
  g_test_add_func ("/secret-service/built-without", test_built_without);
}

static void
start_bus (void)
{
}

static void
stop_bus (void)
{
}

#endif

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  start_bus ();
  add_tests ();
  status = g_test_run ();
  stop_bus ();

  return status;
}
