/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "karne-test-sanitizer.h"
#include "karne-test-server.h"
#include "karne-test-store.h"
#include "kill-proxy.h"
#include "push-client.h"

/* Client and server are killed in turn, at any point of what they say to each other; both are
 * started again and again. In the end the server has each change that was said to be saved, once,
 * and the record is the server's. */

/* A sanitized program is many times as slow. */
#define N_KILLS (KARNE_TEST_SANITIZED ? 4 : 24)
#define N_ROUNDS "3"
#define MAX_SETTLES 12
#define PATIENT "{\"resourceType\":\"Patient\",\"id\":\"p1\"}"

typedef struct
{
  const char *mode;        /* (nullable) */
  char *folder;            /* (owned) */
  char *store;             /* (owned) path */
  char *db;                /* (owned) path of the server's */
  char *port;              /* (owned) (nullable) once it is known */
  char *patient;           /* (owned) */
  KarneTestServer *server; /* (owned) */
  KillProxy *proxy;        /* (owned) */
  GHashTable *possible; /* (owned) token -> GArray of guint: what it may have come to; 0: nothing */
  guint n_starts;
  guint n_did;
  guint n_killed_clients;
  guint n_killed_servers;
} Fixture;

/* The server */

static void
start_server (Fixture *fixture)
{
  const char *flags[8] = { "--path", "/fhir", "--db", fixture->db };
  guint n = 4;

  if (fixture->port != NULL)
    {
      flags[n++] = "--port";
      flags[n++] = fixture->port;
    }
  flags[n] = fixture->mode;
  fixture->server = karne_test_server_start (flags);
}

static void
restart_server (Fixture *fixture)
{
  karne_test_server_kill (fixture->server);
  karne_test_server_free (fixture->server);
  start_server (fixture);
}

static KarneTestAnswer *
ask (Fixture *fixture, const char *method, const char *path, const char *body)
{
  static const char *const headers[] = { "Content-Type: application/fhir+json", NULL };

  return karne_test_server_request (fixture->server, method, path, headers, body);
}

/* Where commits are late, so many requests must pass. */
static void
let_commits_pass (Fixture *fixture)
{
  for (int i = 0; i < 4; i++)
    karne_test_answer_free (ask (fixture, "GET", "Patient", NULL));
}

static char *
make_patient (Fixture *fixture)
{
  gboolean by_post = g_strcmp0 (fixture->mode, "--server-ids") == 0;
  g_autoptr (KarneTestAnswer) answer =
      ask (fixture, by_post ? "POST" : "PUT", by_post ? "Patient" : "Patient/p1",
           by_post ? "{\"resourceType\":\"Patient\"}" : PATIENT);
  const char *id = strstr (answer->body, "\"id\":\"");

  g_assert_cmpuint (answer->status, ==, 201);
  let_commits_pass (fixture);
  return g_strndup (id + 6, strcspn (id + 6, "\""));
}

static void
set_up (Fixture *fixture, gconstpointer mode)
{
  g_autoptr (GUri) uri = NULL;

  fixture->mode = mode;
  /* Each case begins with the same seed. */
  for (gsize i = 0; mode != NULL && i < strlen (mode); i++)
    g_test_rand_int ();
  fixture->folder = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
  fixture->store = g_build_filename (fixture->folder, "record.db", NULL);
  fixture->db = g_build_filename (fixture->folder, "server.db", NULL);
  fixture->possible =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  start_server (fixture);
  uri = g_uri_parse (karne_test_server_get_base (fixture->server), G_URI_FLAGS_NONE, NULL);
  fixture->port = g_strdup_printf ("%d", g_uri_get_port (uri));
  fixture->patient = make_patient (fixture);
  fixture->proxy = kill_proxy_new (karne_test_server_get_base (fixture->server));
  push_client_create (fixture->store, kill_proxy_get_url (fixture->proxy), fixture->patient);
}

static void
tear_down (Fixture *fixture, gconstpointer mode)
{
  karne_test_server_kill (fixture->server);
  kill_proxy_free (fixture->proxy);
  karne_test_server_free (fixture->server);
  karne_test_remove_folder (fixture->folder);
  g_hash_table_unref (fixture->possible);
  g_free (fixture->folder);
  g_free (fixture->store);
  g_free (fixture->db);
  g_free (fixture->port);
  g_free (fixture->patient);
}

/* The client */

static void
note_try (Fixture *fixture, const char *token, guint value, gboolean did)
{
  GArray *values = g_hash_table_lookup (fixture->possible, token);

  if (values == NULL)
    {
      guint nothing = 0;

      values = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (values, nothing);
      g_hash_table_insert (fixture->possible, g_strdup (token), values);
    }
  if (did)
    g_array_set_size (values, 0);
  g_array_append_val (values, value);
  fixture->n_did += did;
}

/* What it said until it was killed; what it said last, where it said what is left. */
static char *
take_output (Fixture *fixture, const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  char *left = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

      if (g_strcmp0 (words[0], "try") == 0 || g_strcmp0 (words[0], "did") == 0)
        note_try (fixture, words[1], (guint) g_ascii_strtoull (words[2], NULL, 10),
                  words[0][0] == 'd');
      else if (g_strcmp0 (words[0], "left") == 0)
        left = g_strdup (lines[i] + strlen ("left "));
    }
  return left;
}

static GSubprocess *
spawn_client (Fixture *fixture, const char *rounds, const char *what)
{
  g_autofree char *start = g_strdup_printf ("%u", ++fixture->n_starts);
  g_autofree char *seed = g_strdup_printf ("%d", g_test_rand_int ());
  g_autoptr (GError) error = NULL;
  GSubprocess *client =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--client",
                        fixture->store, fixture->patient, start, seed, rounds, what, NULL);

  g_assert_no_error (error);
  return client;
}

/* left: (out) (transfer full) (nullable). FALSE: it was killed. */
static gboolean
wait_for_client (Fixture *fixture, GSubprocess *client, char **left)
{
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (client, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  kill_proxy_arm (fixture->proxy, NULL, 0, 0);
  *left = take_output (fixture, output);
  if (g_subprocess_get_if_signaled (client))
    {
      g_assert_cmpint (g_subprocess_get_term_sig (client), ==, SIGKILL);
      return FALSE;
    }
  g_assert_true (g_subprocess_get_successful (client));
  return TRUE;
}

static void
run_and_kill (Fixture *fixture, guint64 n_bytes, gboolean kill_server)
{
  guint64 at = 1 + (guint64) (g_test_rand_double () * (double) n_bytes);
  guint delay_us = (guint) g_test_rand_int_range (0, 3000);
  g_autoptr (GSubprocess) client = spawn_client (fixture, N_ROUNDS, "changes");
  g_autofree char *left = NULL;

  kill_proxy_arm (fixture->proxy,
                  kill_server ? karne_test_server_get_process (fixture->server) : client, at,
                  delay_us);
  if (!wait_for_client (fixture, client, &left))
    fixture->n_killed_clients++;
  if (kill_server)
    {
      restart_server (fixture);
      fixture->n_killed_servers++;
    }
}

/* In the end */

static gboolean
is_possible (GArray *values, guint value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, guint, i) == value)
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* token -> value of all that the server has, and "ID=TOKEN,…" of it. */
static GHashTable *
look_there (Fixture *fixture, char **ids)
{
  g_autoptr (KarneTestAnswer) answer = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GHashTable *there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *entries = NULL;

  let_commits_pass (fixture);
  answer = ask (fixture, "GET", "Observation?_count=1000", NULL);
  g_assert_cmpuint (answer->status, ==, 200);
  node = json_from_string (answer->body, NULL);
  if (json_object_has_member (json_node_get_object (node), "entry"))
    entries = json_object_get_array_member (json_node_get_object (node), "entry");
  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *resource =
          json_object_get_object_member (json_array_get_object_element (entries, i), "resource");
      JsonObject *code = json_object_get_object_member (resource, "code");
      JsonObject *quantity = json_object_get_object_member (resource, "valueQuantity");
      const char *token = json_object_get_string_member (code, "text");

      /* Nothing is there twice. */
      g_assert_true (
          g_hash_table_insert (there, g_strdup (token),
                               GUINT_TO_POINTER (
                                   (guint) json_object_get_double_member (quantity, "value"))));
      g_ptr_array_add (names,
                       g_strdup_printf ("%s=%s", json_object_get_string_member (resource, "id"),
                                        token));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  *ids = g_strjoinv (",", (char **) names->pdata);
  return there;
}

static void
assert_nothing_lost (Fixture *fixture, GHashTable *there)
{
  GHashTableIter iter;
  gpointer token;
  gpointer values;

  g_hash_table_iter_init (&iter, fixture->possible);
  while (g_hash_table_iter_next (&iter, &token, &values))
    {
      guint value = GPOINTER_TO_UINT (g_hash_table_lookup (there, token));

      if (!is_possible (values, value))
        g_error ("%s is %u there", (char *) token, value);
      g_hash_table_remove (there, token);
    }
  g_assert_cmpuint (g_hash_table_size (there), ==, 0);
}

/* Nobody kills anybody any more: all that waits is sent. */
static char *
settle (Fixture *fixture)
{
  for (guint i = 0; i < MAX_SETTLES; i++)
    {
      g_autoptr (GSubprocess) client = spawn_client (fixture, "4", "settles");
      g_autofree char *left = NULL;

      g_assert_true (wait_for_client (fixture, client, &left));
      if (g_str_has_prefix (left, "0 0 0 "))
        return g_strdup (left + strlen ("0 0 0 "));
      g_test_message ("left: %.10s", left);
    }
  g_error ("something is left");
}

static guint64
measure (Fixture *fixture)
{
  g_autoptr (GSubprocess) client = spawn_client (fixture, N_ROUNDS, "changes");
  g_autofree char *left = NULL;

  kill_proxy_arm (fixture->proxy, NULL, 0, 0);
  g_assert_true (wait_for_client (fixture, client, &left));
  return kill_proxy_get_count (fixture->proxy);
}

static void
test_kill (Fixture *fixture, gconstpointer mode)
{
  g_autoptr (GSubprocess) first = spawn_client (fixture, "1", "changes");
  g_autofree char *left = NULL;
  g_autofree char *here = NULL;
  g_autofree char *ids = NULL;
  g_autoptr (GHashTable) there = NULL;
  guint64 n_bytes;

  g_assert_true (wait_for_client (fixture, first, &left));
  /* What is said once the server is known is less than at the first start. */
  n_bytes = measure (fixture);
  for (guint i = 0; i < N_KILLS; i++)
    run_and_kill (fixture, n_bytes, i % 2 == 1);
  here = settle (fixture);
  there = look_there (fixture, &ids);
  g_test_message ("%u changes saved; killed: %u clients, %u servers; %u there", fixture->n_did,
                  fixture->n_killed_clients, fixture->n_killed_servers, g_hash_table_size (there));
  g_assert_cmpstr (here, ==, ids);
  assert_nothing_lost (fixture, there);
  g_assert_cmpuint (fixture->n_killed_clients, >, 0);
}

int
main (int argc, char **argv)
{
  static const char *const modes[] = {
    NULL,         "--server-ids", "--ignore-if-match", "--no-versions",
    "--no-batch", "--no-sort",    "--late-commits",
  };

  if (argc == 8 && g_str_equal (argv[1], "--client"))
    return push_client_main (argv + 2);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/push-kill/%s", modes[i] != NULL ? modes[i] + 2 : "plain");

      g_test_add (path, Fixture, modes[i], set_up, test_kill, tear_down);
    }

  return g_test_run ();
}
