/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

/* The man with diabetes, as the demonstration has him. */
#define PATIENT "diabete"
#define FAMILY "TÉCHER"
#define NOTES "diabete-doc-notes"
#define HBA1C "diabete-hba1c-3" /* 7.10 % */

/* A record that was pulled once: what only reads may share it. */
static CliServer *shared_server;
static CliBox *shared_box;

static JsonObject *
get_object (JsonNode *node)
{
  return json_node_get_object (node);
}

static JsonArray *
get_items (JsonNode *node)
{
  return json_object_get_array_member (get_object (node), "items");
}

static void
assert_lines_fit (const char *text, glong width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, width);
    }
}

static mode_t
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static goffset
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

static void
test_help (void)
{
  g_autoptr (CliRun) help = cli_box_run_without_key (shared_box, 0, "help", NULL);
  g_autoptr (CliRun) option = cli_box_run_without_key (shared_box, 0, "--help", NULL);
  g_autoptr (CliRun) codes = cli_box_run_without_key (shared_box, 0, "help", "exit-codes", NULL);
  g_autoptr (CliRun) list = cli_box_run_without_key (shared_box, 0, "list", "--help", NULL);
  g_autoptr (CliRun) version = cli_box_run_without_key (shared_box, 0, "--version", NULL);

  g_assert_cmpstr (help->out, ==, option->out);
  g_assert_nonnull (strstr (help->out, "source add"));
  g_assert_nonnull (strstr (codes->out, "wrong-key"));
  g_assert_nonnull (strstr (list->out, "--oldest-first"));
  g_assert_cmpstr (version->out, ==, "karne " PACKAGE_VERSION "\n");
  assert_lines_fit (codes->out, 80);
}

static void
test_usage (void)
{
  static const char *const wrong[][4] = {
    { NULL },
    { "nonsense", NULL },
    { "space", NULL },
    { "list", NULL },
    { "list", "nonsense", NULL },
    { "list", "documents", "--limit=0", NULL },
    { "list", "documents", "--from=yesterday", NULL },
    { "list", "documents", "more", NULL },
    { "status", "--nonsense", NULL },
    { "source", "remove", "first", NULL },
    { "source", "add", "nowhere", NULL },
    { "source", "add", "https://user:secret@karne.invalid/fhir", NULL },
    { "status", "--key-fd=999", NULL },
    { "help", "nonsense", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CliRun) run = cli_box_run_without_key (shared_box, 2, wrong[i][0], wrong[i][1],
                                                        wrong[i][2], wrong[i][3], NULL);

      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }

  g_autoptr (CliRun) json = cli_box_run_without_key (shared_box, 2, "nonsense", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (json);

  g_assert_cmpstr (code, ==, "usage");
}

/* What stands in a command can be read by every program of the computer. */
static void
test_secrets (void)
{
  static const char *const secrets[] = { "--token=hush", "--passphrase=hush",
                                         "--password",   "--key=hush",
                                         "-pin",         "--PASSPHRASE" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (CliRun) run =
          cli_box_run_without_key (shared_box, 2, "status", secrets[i], "hush", NULL);

      g_assert_nonnull (strstr (run->err, "--key-fd"));
      g_assert_null (strstr (run->err, "hush"));
    }
}

static void
test_spaces (void)
{
  CliBox *box = cli_box_new ();
  g_autoptr (CliRun) none = cli_box_run_without_key (box, 5, "status", NULL);
  g_autoptr (CliRun) created = cli_box_run (box, 0, "space", "create", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (created);
  g_autofree char *path = g_build_filename (box->root, "space-1", NULL);

  g_assert_nonnull (none);
  g_assert_cmpstr (json_object_get_string_member (get_object (node), "space"), ==, "space-1");
  g_assert_cmpint (get_mode (path), ==, 0700);

  g_autoptr (CliRun) listed = cli_box_run_without_key (box, 0, "space", "list", NULL);
  g_autoptr (CliRun) asked = cli_box_run_without_key (box, 2, "space", "erase", "space-1", NULL);
  g_autoptr (CliRun) no_key = cli_box_run_without_key (box, 2, "status", NULL);

  g_assert_cmpstr (listed->out, ==, "space-1\n");
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  g_assert_nonnull (strstr (asked->err, "--yes"));
  g_assert_nonnull (strstr (no_key->err, "--key-fd"));

  g_autoptr (CliRun) other =
      cli_box_run_without_key (box, 5, "space", "erase", "space-2", "--yes", NULL);
  g_autoptr (CliRun) erased =
      cli_box_run_without_key (box, 0, "space", "erase", "space-1", "--yes", NULL);

  g_assert_nonnull (other);
  g_assert_nonnull (erased);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  cli_box_free (box);
}

static void
test_several_spaces (void)
{
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  g_autoptr (CliRun) second = cli_box_run (box, 0, "space", "create", NULL);
  g_autoptr (CliRun) which = cli_box_run (box, 2, "status", NULL);
  g_autoptr (CliRun) first = cli_box_run (box, 0, "--space", "space-1", "status", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (first);

  g_assert_nonnull (second);
  g_assert_nonnull (strstr (which->err, "--space"));
  g_assert_cmpstr (json_object_get_string_member (get_object (node), "space"), ==, "space-1");
  cli_box_free (box);
}

static void
test_wrong_key (void)
{
  g_autofree char *right = g_strdup (shared_box->passphrase);

  g_free (shared_box->passphrase);
  shared_box->passphrase = g_strdup ("un autre");
  g_autoptr (CliRun) words = cli_box_run (shared_box, 4, "status", NULL);
  g_autoptr (CliRun) json = cli_box_run (shared_box, 4, "status", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (json);

  g_free (shared_box->passphrase);
  shared_box->passphrase = g_steal_pointer (&right);

  g_assert_cmpstr (words->out, ==, "");
  g_assert_cmpstr (json->out, ==, "");
  g_assert_cmpstr (code, ==, "wrong-key");
}

static void
test_change_passphrase (void)
{
  CliBox *box = cli_box_new ();
  g_autofree char *file = cli_box_path (box, "new");
  g_autofree char *script =
      g_strdup_printf ("exec %s space change-passphrase --key-fd 0 --new-key-fd 4 4<'%s'", CLI_PATH,
                       file);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *share = cli_box_path (box, "share");
  g_autoptr (GSubprocess) process = NULL;

  cli_box_create_space (box);
  g_assert_true (g_file_set_contents (file, "une autre phrase\n", -1, NULL));
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", share, TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, "/bin/sh", "-c", script, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, box->passphrase, NULL, NULL, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));

  g_autoptr (CliRun) old = cli_box_run (box, 4, "status", NULL);

  g_free (box->passphrase);
  box->passphrase = g_strdup ("une autre phrase");
  g_autoptr (CliRun) new = cli_box_run (box, 0, "status", NULL);

  g_assert_nonnull (old);
  g_assert_nonnull (new);
  cli_box_free (box);
}

/* Nothing comes before somebody saw whose record it is, and said yes. */
static void
test_source_add (void)
{
  CliBox *box = cli_box_new ();
  const char *url = shared_server->url;

  cli_box_create_space (box);
  g_autoptr (CliRun) unsure =
      cli_box_run (box, 2, "source", "add", url, "--patient", PATIENT, NULL);
  g_autoptr (CliRun) whose = cli_box_run (box, 2, "source", "add", url, NULL);
  g_autoptr (CliRun) nobody =
      cli_box_run (box, 5, "source", "add", url, "--patient", "nobody", "--yes", NULL);
  g_autoptr (CliRun) none = cli_box_run (box, 5, "sync", NULL);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", url, "--patient", PATIENT, "--yes", NULL);

  g_assert_nonnull (strstr (unsure->err, "--yes"));
  g_assert_nonnull (strstr (whose->err, FAMILY));
  g_assert_nonnull (strstr (whose->err, "--patient grossesse"));
  g_assert_nonnull (nobody);
  g_assert_nonnull (none);
  g_assert_nonnull (strstr (added->err, FAMILY));
  g_assert_nonnull (strstr (added->err, "born on"));

  g_autoptr (CliRun) again =
      cli_box_run (box, 10, "source", "add", url, "--patient", PATIENT, "--yes", NULL);
  g_autoptr (CliRun) listed = cli_box_run (box, 0, "source", "list", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (listed);
  JsonArray *sources = json_object_get_array_member (get_object (node), "sources");
  JsonObject *source = json_array_get_object_element (sources, 0);

  g_assert_nonnull (again);
  g_assert_cmpint (json_array_get_length (sources), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (source, "address"), ==, url);
  g_assert_false (json_object_get_boolean_member (source, "signedIn"));

  g_autoptr (CliRun) removed = cli_box_run (box, 0, "source", "remove", "1", "--yes", NULL);
  g_autoptr (CliRun) missing = cli_box_run (box, 5, "source", "remove", "1", "--yes", NULL);

  g_assert_nonnull (removed);
  g_assert_nonnull (missing);
  cli_box_free (box);
}

static void
test_sync (void)
{
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  g_autoptr (CliRun) added = cli_box_run (box, 0, "source", "add", shared_server->url, "--patient",
                                          PATIENT, "--yes", NULL);
  g_autoptr (CliRun) first = cli_box_run (box, 0, "sync", "--json", NULL);
  g_autoptr (CliRun) words = cli_box_run (box, 0, "sync", NULL);
  g_autoptr (CliRun) again = cli_box_run (box, 0, "sync", "--json", NULL);
  g_autoptr (CliRun) all = cli_box_run (box, 0, "sync", "--all", "--json", NULL);
  g_autoptr (JsonNode) first_node = cli_run_parse (first);
  g_autoptr (JsonNode) again_node = cli_run_parse (again);
  g_autoptr (JsonNode) all_node = cli_run_parse (all);
  JsonObject *one =
      json_array_get_object_element (json_object_get_array_member (get_object (first_node),
                                                                   "sources"),
                                     0);
  JsonObject *two =
      json_array_get_object_element (json_object_get_array_member (get_object (again_node),
                                                                   "sources"),
                                     0);
  JsonObject *three =
      json_array_get_object_element (json_object_get_array_member (get_object (all_node),
                                                                   "sources"),
                                     0);
  JsonObject *kinds = json_object_get_object_member (one, "added");

  g_assert_nonnull (added);
  g_assert_cmpint (json_object_get_int_member (kinds, "Observation"), ==, 494);
  g_assert_cmpint (json_object_get_int_member (kinds, "DocumentReference"), ==, 8);
  g_assert_false (json_object_has_member (kinds, "AuditEvent"));
  g_assert_cmpint (json_object_get_int_member (one, "quarantined"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (one, "bytesReceived"), >, 10000);

  g_assert_nonnull (strstr (words->out, "1 exchange with the server"));
  g_assert_cmpstr (words->err, ==, "");
  g_assert_cmpint (json_object_get_int_member (two, "stored"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (two, "exchanges"), ==, 1);

  kinds = json_object_get_object_member (three, "added");
  g_assert_cmpint (json_object_get_int_member (kinds, "AuditEvent"), ==, 5);
  cli_box_free (box);
}

static void
test_status (void)
{
  g_autoptr (CliRun) words = cli_box_run (shared_box, 0, "status", NULL);
  g_autoptr (CliRun) json = cli_box_run (shared_box, 0, "status", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (json);
  JsonObject *kinds = json_object_get_object_member (get_object (node), "kinds");

  g_assert_nonnull (strstr (words->out, FAMILY));
  g_assert_nonnull (strstr (words->out, "494 health measures"));
  g_assert_nonnull (strstr (words->out, "today at"));
  g_assert_cmpint (json_object_get_int_member (kinds, "Observation"), ==, 494);
}

static void
test_list (void)
{
  static const char *const names[] = { "documents", "DocumentReference", "documentreference",
                                       "DOCS" };
  g_autoptr (CliRun) words = cli_box_run (shared_box, 0, "list", "documents", NULL);

  assert_lines_fit (words->out, 80);
  g_assert_nonnull (strstr (words->out, NOTES));
  /* Nothing is old here. */
  g_assert_null (strstr (words->out, "As of"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CliRun) run = cli_box_run (shared_box, 0, "list", names[i], "--json", NULL);
      g_autoptr (JsonNode) node = cli_run_parse (run);

      g_assert_cmpint (json_array_get_length (get_items (node)), ==, 8);
    }
}

static void
test_list_part (void)
{
  g_autoptr (CliRun) cut =
      cli_box_run (shared_box, 0, "list", "measures", "--limit", "3", "--json", NULL);
  g_autoptr (CliRun) next = cli_box_run (shared_box, 0, "list", "measures", "--limit", "1",
                                         "--skip", "2", "--json", NULL);
  g_autoptr (CliRun) words = cli_box_run (shared_box, 0, "list", "measures", "--limit", "3", NULL);
  g_autoptr (CliRun) coming =
      cli_box_run (shared_box, 0, "list", "agenda", "--from", "today", "--json", NULL);
  g_autoptr (CliRun) gone =
      cli_box_run (shared_box, 0, "list", "agenda", "--until", "1970", "--json", NULL);
  g_autoptr (JsonNode) cut_node = cli_run_parse (cut);
  g_autoptr (JsonNode) next_node = cli_run_parse (next);
  g_autoptr (JsonNode) coming_node = cli_run_parse (coming);
  g_autoptr (JsonNode) gone_node = cli_run_parse (gone);
  JsonObject *third = json_array_get_object_element (get_items (cut_node), 2);
  JsonObject *same = json_array_get_object_element (get_items (next_node), 0);

  g_assert_cmpint (json_array_get_length (get_items (cut_node)), ==, 3);
  g_assert_cmpint (json_object_get_int_member (get_object (cut_node), "total"), ==, 494);
  g_assert_cmpstr (json_object_get_string_member (third, "id"), ==,
                   json_object_get_string_member (same, "id"));
  g_assert_nonnull (strstr (words->out, "1 to 3 of 494"));
  g_assert_cmpint (json_array_get_length (get_items (coming_node)), ==, 2);
  g_assert_cmpint (json_array_get_length (get_items (gone_node)), ==, 0);
}

static void
test_search (void)
{
  g_autoptr (CliRun) run = cli_box_run (shared_box, 0, "search", "GLYCEMIE", "capill", "--kind",
                                        "measures", "--limit", "4", "--json", NULL);
  g_autoptr (CliRun) none = cli_box_run (shared_box, 0, "search", "xylophone", "--json", NULL);
  g_autoptr (CliRun) words = cli_box_run (shared_box, 0, "search", "ordonnance", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  g_autoptr (JsonNode) none_node = cli_run_parse (none);

  g_assert_cmpint (json_array_get_length (get_items (node)), ==, 4);
  g_assert_cmpint (json_array_get_length (get_items (none_node)), ==, 0);
  g_assert_nonnull (strstr (words->out, "diabete-doc-ordonnance"));
  assert_lines_fit (words->out, 80);
}

/* To the last digit: 7.10 is not 7.1. */
static void
test_show (void)
{
  g_autoptr (CliRun) json = cli_box_run (shared_box, 0, "show", HBA1C, "--json", NULL);
  g_autoptr (CliRun) words = cli_box_run (shared_box, 0, "show", "measures/" HBA1C, NULL);
  g_autoptr (CliRun) document = cli_box_run (shared_box, 0, "show", NOTES, NULL);
  g_autoptr (CliRun) missing = cli_box_run (shared_box, 5, "show", "nothing", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (missing);
  g_autoptr (JsonNode) node = cli_run_parse (json);

  g_assert_cmpstr (json_object_get_string_member (get_object (node), "resourceType"), ==,
                   "Observation");
  g_assert_nonnull (strstr (json->out, "7.10"));
  g_assert_nonnull (strstr (words->out, "7.10 %"));
  g_assert_nonnull (strstr (document->out, "text/plain"));
  g_assert_cmpstr (code, ==, "not-found");
  assert_lines_fit (words->out, 80);
}

static void
test_open (void)
{
  CliBox *box = shared_box;
  g_autofree char *path = cli_box_path (box, "ordonnance.pdf");
  g_autofree char *content = NULL;
  gsize len = 0;
  g_autoptr (CliRun) printed = cli_box_run (box, 0, "open", NOTES, NULL);
  g_autoptr (CliRun) no_text = cli_box_run (box, 2, "open", "diabete-doc-ordonnance", NULL);
  g_autoptr (CliRun) no_document = cli_box_run (box, 2, "open", "measures/" HBA1C, NULL);
  g_autoptr (CliRun) written = cli_box_run (box, 0, "open", "documents/diabete-doc-ordonnance",
                                            "--output", path, "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (written);

  g_assert_cmpuint (strlen (printed->out), ==, 129);
  g_assert_nonnull (strstr (printed->err, "Checked"));
  g_assert_nonnull (strstr (no_text->err, "--output"));
  g_assert_nonnull (no_document);
  g_assert_cmpint (json_object_get_int_member (get_object (node), "size"), ==, 1095);
  g_assert_cmpstr (json_object_get_string_member (get_object (node), "verified"), ==, "hash");
  g_assert_cmpint (get_mode (path), ==, 0600);
  g_assert_true (g_file_get_contents (path, &content, &len, NULL));
  g_assert_cmpuint (len, ==, 1095);
  g_assert_true (g_str_has_prefix (content, "%PDF-"));

  g_autoptr (CliRun) kept =
      cli_box_run (box, 10, "open", "diabete-doc-plan", "--output", path, NULL);
  g_autofree char *still = NULL;

  g_assert_nonnull (kept);
  g_assert_true (g_file_get_contents (path, &still, NULL, NULL));
  g_assert_cmpmem (still, 1095, content, 1095);

  g_autoptr (CliRun) forced =
      cli_box_run (box, 0, "open", "diabete-doc-plan", "--output", path, "--force", NULL);

  g_assert_nonnull (forced);
  g_assert_cmpint (get_size (path), ==, 1096);
  g_assert_cmpint (get_mode (path), ==, 0600);
}

static guint
count_lines (const char *path)
{
  g_autofree char *content = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  for (const char *p = content; *p != '\0'; p++)
    n += *p == '\n' ? 1 : 0;

  return n;
}

static void
test_export (void)
{
  g_autofree char *folder = cli_box_path (shared_box, "export");
  g_autofree char *measures = g_build_filename (folder, "Observation.ndjson", NULL);
  g_autofree char *readme = g_build_filename (folder, "README.txt", NULL);
  g_autofree char *note = g_build_filename (folder, "documents", "1-diabete-doc-notes-0.txt", NULL);
  g_autoptr (CliRun) run = cli_box_run (shared_box, 0, "export", folder, "--fetch", NULL);
  g_autoptr (CliRun) again = cli_box_run (shared_box, 10, "export", folder, NULL);

  g_assert_nonnull (strstr (run->err, "not sealed"));
  g_assert_nonnull (again);
  g_assert_cmpuint (count_lines (measures), ==, 494);
  g_assert_cmpint (get_mode (folder), ==, 0700);
  g_assert_cmpint (get_mode (measures), ==, 0600);
  g_assert_cmpint (get_mode (note), ==, 0600);
  g_assert_true (g_file_test (readme, G_FILE_TEST_IS_REGULAR));
  g_assert_true (cli_tree_contains (folder, "7.10"));
  g_assert_true (cli_tree_contains (folder, FAMILY));
  cli_tree_remove (folder);
}

static void
assert_impersonal (const char *text)
{
  g_auto (GStrv) address = g_strsplit (shared_server->url, "/", -1);
  const char *const personal[] = {
    "diabete",
    FAMILY,
    "Técher",
    "Jean-Marc",
    "1974",
    shared_box->home,
    shared_server->url,
    g_get_user_name (),
    address[g_strv_length (address) - 1],
  };

  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    g_assert_null (strstr (text, personal[i]));
}

/* People send it to somebody who helps them. */
static void
test_doctor (void)
{
  g_autoptr (GSubprocess) process =
      cli_box_spawn (shared_box, TRUE, (const char *const[]){ "doctor", "--json", NULL });
  g_autoptr (CliRun) json = cli_box_wait (process);
  g_autoptr (GSubprocess) words_process =
      cli_box_spawn (shared_box, TRUE, (const char *const[]){ "doctor", NULL });
  g_autoptr (CliRun) words = cli_box_wait (words_process);
  g_autoptr (JsonNode) node = cli_run_parse (json);
  JsonArray *findings = json_object_get_array_member (get_object (node), "findings");
  g_autoptr (GString) good = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);

      if (g_str_equal (json_object_get_string_member (finding, "health"), "good"))
        g_string_append_printf (good, "%s ", json_object_get_string_member (finding, "check"));
    }

  /* What is wrong with the computer the tests run on is not the matter. */
  g_assert_true (json->exit == 0 || json->exit == 1);
  g_assert_nonnull (strstr (good->str, "sealing "));
  g_assert_nonnull (strstr (good->str, "permissions "));
  g_assert_nonnull (strstr (good->str, "integrity "));
  g_assert_nonnull (strstr (good->str, "clock "));
  assert_impersonal (json->out);
  assert_impersonal (words->out);
  g_assert_cmpstr (words->err, ==, "");
  assert_lines_fit (words->out, 80);
}

static void
test_doctor_open_folder (void)
{
  CliBox *box = cli_box_new ();
  g_autofree char *path = g_build_filename (box->root, "space-1", NULL);

  cli_box_create_space (box);
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  g_autoptr (CliRun) run = cli_box_run_without_key (box, 1, "doctor", "--json", NULL);

  g_assert_nonnull (strstr (run->out, "\"permissions\""));
  cli_box_free (box);
}

/* A damaged page is found where it is looked for, and the file is kept. */
static void
test_damaged (void)
{
  CliBox *box = cli_box_new ();
  g_autofree char *path = g_build_filename (box->root, "space-1", "record.db", NULL);
  g_autofree char *content = NULL;
  gsize len = 0;

  cli_tree_copy (shared_box->root, box->root);
  g_assert_true (g_file_get_contents (path, &content, &len, NULL));
  content[len / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, content, (gssize) len, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);

  g_autoptr (CliRun) doctor = cli_box_run (box, 1, "doctor", "--json", NULL);

  g_assert_nonnull (strstr (doctor->out, "\"bad\""));

  content[100] ^= 1;
  g_assert_true (g_file_set_contents (path, content, (gssize) len, NULL));
  g_autoptr (CliRun) status = cli_box_run (box, 8, "status", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (status);
  g_autofree char *kept = NULL;
  gsize kept_len = 0;

  g_assert_cmpstr (code, ==, "damaged");
  g_assert_true (g_file_get_contents (path, &kept, &kept_len, NULL));
  g_assert_cmpmem (kept, kept_len, content, len);
  cli_box_free (box);
}

static void
write_large_measure (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "large.json", NULL);
  g_autofree char *note = g_strnfill (2200 * 1024, 'x');
  g_autofree char *text =
      g_strdup_printf ("{\"resourceType\":\"Observation\",\"id\":\"large\",\"status\":\"final\","
                       "\"subject\":{\"reference\":\"Patient/" PATIENT
                       "\"},\"code\":{\"text\":\"large\"},"
                       "\"valueString\":\"%s\"}",
                       note);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Of a record in which nothing was changed. */
static void
test_no_changes (void)
{
  CliBox *box = cli_box_new ();
  g_autoptr (CliRun) waiting = NULL;
  g_autoptr (CliRun) conflicts = NULL;
  g_autoptr (CliRun) history = NULL;
  g_autoptr (CliRun) undone = NULL;
  g_autoptr (CliRun) resolved = NULL;
  g_autoptr (CliRun) nonsense = NULL;

  cli_box_create_space (box);
  waiting = cli_box_run (box, 0, "waiting", NULL);
  g_assert_nonnull (strstr (waiting->out, "Nothing waits"));
  conflicts = cli_box_run (box, 0, "conflicts", "--json", NULL);
  g_assert_nonnull (strstr (conflicts->out, "\"conflicts\""));
  history = cli_box_run (box, 0, "history", NULL);
  g_assert_nonnull (strstr (history->out, "Nothing was changed"));
  undone = cli_box_run (box, 5, "undo", "7", NULL);
  resolved = cli_box_run (box, 5, "resolve", "7", "mine", NULL);
  nonsense = cli_box_run (box, 2, "resolve", "7", "both", NULL);
  cli_box_free (box);
}

/* One thing that cannot be taken in keeps nothing else out, and is said. */
static void
test_quarantine (void)
{
  CliBox *box = cli_box_new ();
  g_autofree char *folder = cli_box_path (box, "data");
  CliServer *server = NULL;

  write_large_measure (folder);
  server = cli_server_start ("--data", folder, NULL);
  cli_box_create_space (box);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL);
  g_autoptr (CliRun) none = cli_box_run (box, 0, "quarantine", NULL);
  g_autoptr (CliRun) synced = cli_box_run (box, 6, "sync", NULL);
  g_autoptr (CliRun) words = cli_box_run (box, 0, "quarantine", NULL);
  g_autoptr (CliRun) json = cli_box_run (box, 0, "quarantine", "--json", NULL);
  g_autoptr (CliRun) list = cli_box_run (box, 0, "list", "measures", "--limit", "1", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (json);
  JsonArray *array = json_object_get_array_member (get_object (node), "quarantined");

  g_assert_nonnull (added);
  g_assert_null (strstr (none->out, "large"));
  g_assert_nonnull (strstr (synced->out, "1 thing could not be taken in"));
  g_assert_nonnull (strstr (words->out, "too large"));
  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (array, 0), "flaw"),
                   ==, "too-large");
  g_assert_nonnull (strstr (list->out, "1 to 1 of 494"));
  cli_box_free (box);
  cli_server_stop (server);
}

static void
test_offline (void)
{
  CliServer *server = cli_server_start ("--port", "0", NULL);
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL);
  g_autoptr (CliRun) synced = cli_box_run (box, 0, "sync", NULL);
  g_autoptr (CliRun) fetched = cli_box_run (box, 0, "open", NOTES, NULL);

  cli_server_stop (server);
  g_autoptr (CliRun) sync = cli_box_run (box, 3, "sync", "--retries", "0", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (sync);
  g_autoptr (CliRun) list = cli_box_run (box, 0, "list", "agenda", NULL);
  g_autoptr (CliRun) here = cli_box_run (box, 0, "open", NOTES, NULL);
  g_autoptr (CliRun) status = cli_box_run (box, 0, "status", NULL);
  g_autofree char *path = cli_box_path (box, "plan.pdf");
  g_autoptr (CliRun) absent =
      cli_box_run (box, 3, "open", "diabete-doc-plan", "--output", path, NULL);

  g_assert_nonnull (added);
  g_assert_nonnull (synced);
  g_assert_cmpstr (code, ==, "offline");
  g_assert_nonnull (strstr (list->out, "diabete-rdv-diabeto"));
  g_assert_cmpstr (here->out, ==, fetched->out);
  g_assert_nonnull (strstr (status->out, "cannot be reached"));
  g_assert_nonnull (absent);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  cli_box_free (box);
}

/* Ctrl+C while a pull is under way: it ends as asked, and goes on from there afterwards. */
static void
test_interrupt (void)
{
  CliServer *server = cli_server_start ("--latency", "20", "--page", "10", NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *wal = g_build_filename (box->root, "space-1", "record.db-wal", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (CliRun) run = NULL;

  cli_box_create_space (box);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL);

  process = cli_box_spawn (box, TRUE, (const char *const[]){ "sync", "--json", NULL });
  while (get_size (wal) < 100000)
    g_thread_yield ();
  g_subprocess_send_signal (process, SIGINT);
  run = cli_box_wait (process);
  g_assert_cmpint (run->exit, ==, 130);

  g_autofree char *code = cli_run_dup_error_code (run);
  g_autoptr (CliRun) between = cli_box_run (box, 0, "status", "--json", NULL);
  g_autoptr (CliRun) resumed = cli_box_run (box, 0, "sync", "--json", NULL);
  g_autoptr (CliRun) after = cli_box_run (box, 0, "status", "--json", NULL);
  g_autoptr (CliRun) whole = cli_box_run (shared_box, 0, "status", "--json", NULL);
  g_autoptr (JsonNode) between_node = cli_run_parse (between);
  g_autoptr (JsonNode) after_node = cli_run_parse (after);
  g_autoptr (JsonNode) whole_node = cli_run_parse (whole);
  JsonNode *some = json_object_get_member (get_object (between_node), "kinds");
  JsonNode *all = json_object_get_member (get_object (after_node), "kinds");
  JsonNode *same = json_object_get_member (get_object (whole_node), "kinds");

  g_assert_nonnull (added);
  g_assert_nonnull (resumed);
  g_assert_cmpstr (code, ==, "cancelled");
  /* It was neither before the beginning nor after the end. */
  g_assert_true (json_object_has_member (json_node_get_object (some), "Patient"));
  g_assert_false (json_node_equal (some, all));
  g_assert_true (json_node_equal (all, same));
  cli_box_free (box);
  cli_server_stop (server);
}

/* Two at once: the second one says so. */
static void
test_locked (void)
{
  CliServer *server = cli_server_start ("--latency", "200", "--page", "5", NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *wal = g_build_filename (box->root, "space-1", "record.db-wal", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (CliRun) run = NULL;

  cli_box_create_space (box);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL);

  process = cli_box_spawn (box, TRUE, (const char *const[]){ "sync", NULL });
  while (get_size (wal) < 10000)
    g_thread_yield ();
  g_autoptr (CliRun) second = cli_box_run (box, 9, "status", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (second);

  g_subprocess_send_signal (process, SIGTERM);
  run = cli_box_wait (process);
  g_assert_nonnull (added);
  g_assert_cmpint (run->exit, ==, 130);
  g_assert_cmpstr (code, ==, "locked");
  cli_box_free (box);
  cli_server_stop (server);
}

/* A server that wants a token says so; with it, from a descriptor, all is well. */
static void
test_token (void)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  CliBox *box = cli_box_new ();
  g_autofree char *script = g_strdup_printf (
      "printf 'very-secret' | %s --data %s --token-fd 5 --until-stdin-closes 5<&0 <&6 6<&-",
      DEMO_SERVER_PATH, DEMO_DATA_PATH);
  g_autofree char *command = NULL;
  g_autofree char *file = cli_box_path (box, "token");
  g_autofree char *line = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *share = cli_box_path (box, "share");
  g_autofree char *wrapped = g_strdup_printf ("exec 6<&0; %s", script);
  g_autoptr (GDataInputStream) lines = NULL;
  const char *url;

  cli_box_create_space (box);
  server = g_subprocess_launcher_spawn (launcher, NULL, "/bin/sh", "-c", wrapped, NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (line);
  url = line + strlen ("Listening on ");

  g_autoptr (CliRun) refused =
      cli_box_run (box, 7, "source", "add", url, "--patient", PATIENT, "--yes", NULL);

  g_assert_nonnull (refused);
  g_assert_true (g_file_set_contents (file, "very-secret", -1, NULL));
  command = g_strdup_printf ("exec %s source add %s --patient " PATIENT
                             " --yes --key-fd 0 --token-fd 4 4<'%s'",
                             CLI_PATH, url, file);
  g_autoptr (GSubprocessLauncher) adding =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_setenv (adding, "XDG_DATA_HOME", share, TRUE);
  process = g_subprocess_launcher_spawn (adding, NULL, "/bin/sh", "-c", command, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, box->passphrase, NULL, NULL, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));

  g_autoptr (CliRun) synced = cli_box_run (box, 0, "sync", NULL);

  g_assert_nonnull (synced);
  g_unlink (file);
  g_assert_false (cli_tree_contains (box->home, "very-secret"));
  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);
  cli_box_free (box);
}

static void
set_up_shared (void)
{
  shared_server = cli_server_start ("--port", "0", NULL);
  shared_box = cli_box_new ();
  cli_box_create_space (shared_box);

  g_autoptr (CliRun) added = cli_box_run (shared_box, 0, "source", "add", shared_server->url,
                                          "--patient", PATIENT, "--yes", NULL);
  g_autoptr (CliRun) synced = cli_box_run (shared_box, 0, "sync", NULL);

  g_assert_nonnull (added);
  g_assert_nonnull (synced);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up_shared ();

  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/secrets", test_secrets);
  g_test_add_func ("/cli/spaces", test_spaces);
  g_test_add_func ("/cli/several-spaces", test_several_spaces);
  g_test_add_func ("/cli/wrong-key", test_wrong_key);
  g_test_add_func ("/cli/change-passphrase", test_change_passphrase);
  g_test_add_func ("/cli/source-add", test_source_add);
  g_test_add_func ("/cli/sync", test_sync);
  g_test_add_func ("/cli/status", test_status);
  g_test_add_func ("/cli/list", test_list);
  g_test_add_func ("/cli/list-part", test_list_part);
  g_test_add_func ("/cli/search", test_search);
  g_test_add_func ("/cli/show", test_show);
  g_test_add_func ("/cli/open", test_open);
  g_test_add_func ("/cli/export", test_export);
  g_test_add_func ("/cli/doctor", test_doctor);
  g_test_add_func ("/cli/doctor-open-folder", test_doctor_open_folder);
  g_test_add_func ("/cli/damaged", test_damaged);
  g_test_add_func ("/cli/no-changes", test_no_changes);
  g_test_add_func ("/cli/quarantine", test_quarantine);
  g_test_add_func ("/cli/offline", test_offline);
  g_test_add_func ("/cli/interrupt", test_interrupt);
  g_test_add_func ("/cli/locked", test_locked);
  g_test_add_func ("/cli/token", test_token);

  status = g_test_run ();
  cli_box_free (shared_box);
  cli_server_stop (shared_server);

  return status;
}
