/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include <string.h>

/* `karne add`: from what is typed to what the server has. */

#define PATIENT "diabete"
#define DOCUMENT "diabete-doc-notes"
#define MESSAGE "diabete-message-2"
#define CONSENT "diabete-consentement-pharmacie"
#define QUESTIONNAIRE "bilan-prevention-45-50"

static void
bring_record (CliBox *box, CliServer *server)
{
  g_autoptr (CliRun) added = NULL;
  g_autoptr (CliRun) synced = NULL;

  cli_box_create_space (box);
  added = cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL);
  synced = cli_box_run (box, 0, "sync", NULL);
}

/* “Kind/id” of the one thing that a run says it added. */
static char *
dup_added (CliRun *run)
{
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonArray *added = json_object_get_array_member (json_node_get_object (node), "added");
  JsonObject *one = json_array_get_object_element (added, 0);

  g_assert_cmpuint (json_array_get_length (added), ==, 1);
  return g_strdup_printf ("%s/%s", json_object_get_string_member (one, "kind"),
                          json_object_get_string_member (one, "id"));
}

static void
assert_shows (CliBox *box, const char *name, const char *text)
{
  g_autoptr (CliRun) shown = cli_box_run (box, 0, "show", name, "--json", NULL);

  if (strstr (shown->out, text) == NULL)
    g_error ("%s does not hold %s", name, text);
}

/* Without a network; then it is on the server as it was typed, and nothing waits. */
static void
test_add (void)
{
  CliServer *server = cli_server_start (NULL, NULL);
  CliBox *box = cli_box_new ();

  bring_record (box, server);
  g_autoptr (CliRun) glucose =
      cli_box_run (box, 0, "add", "glucose", "1,12", "g/L", "--moment", "fasting", "--json", NULL);
  g_autoptr (CliRun) weight = cli_box_run (box, 0, "add", "weight", "90,50", "kg", "--at",
                                           "2026-01-02 07:05", "--json", NULL);
  g_autoptr (CliRun) pressure =
      cli_box_run (box, 0, "add", "blood-pressure", "136", "86", "mmHg", "--json", NULL);
  g_autoptr (CliRun) pain = cli_box_run (box, 0, "add", "pain", "3", "--json", NULL);
  g_autoptr (CliRun) appointment =
      cli_box_run (box, 0, "add", "appointment", "Dentiste", "--at", "2027-03-14 08:30", "--until",
                   "2027-03-14 09:00", "--note", "La carte", "--json", NULL);
  g_autoptr (CliRun) reminder = cli_box_run (box, 0, "add", "appointment", "Ordonnance", "--at",
                                             "2027-03-15 08:30", "--json", NULL);
  g_autoptr (CliRun) vaccination =
      cli_box_run (box, 0, "add", "vaccination", "Tétanos", "--at", "2019-05", "--lot", "A1",
                   "--against", "Diphtérie", "--dose", "3", "--json", NULL);
  g_autoptr (CliRun) saturation =
      cli_box_run (box, 0, "add", "oxygen-saturation", "97", "%", "--json", NULL);
  g_autoptr (CliRun) note =
      cli_box_run (box, 0, "add", "note", DOCUMENT, "À montrer", "--json", NULL);
  g_autoptr (CliRun) reply =
      cli_box_run (box, 0, "add", "reply", MESSAGE, "Merci docteur", "--json", NULL);
  g_autofree char *glucose_name = dup_added (glucose);
  g_autofree char *weight_name = dup_added (weight);
  g_autofree char *pressure_name = dup_added (pressure);
  g_autofree char *pain_name = dup_added (pain);
  g_autofree char *appointment_name = dup_added (appointment);
  g_autofree char *reminder_name = dup_added (reminder);
  g_autofree char *vaccination_name = dup_added (vaccination);
  g_autofree char *saturation_name = dup_added (saturation);
  g_autofree char *note_name = dup_added (note);
  g_autofree char *reply_name = dup_added (reply);
  g_autoptr (CliRun) waiting = cli_box_run (box, 0, "waiting", NULL);
  g_autoptr (CliRun) left = NULL;

  cli_run_free (cli_box_run (box, 0, "sync", NULL));
  left = cli_box_run (box, 0, "waiting", NULL);
  g_assert_nonnull (strstr (waiting->out, "Dentiste"));
  g_assert_nonnull (strstr (left->out, "Nothing waits"));
  assert_shows (box, glucose_name, "112");
  assert_shows (box, glucose_name, "1.12");
  assert_shows (box, weight_name, "90.50");
  assert_shows (box, weight_name, "2026-01-02T07:05:00");
  assert_shows (box, pressure_name, "136");
  assert_shows (box, pain_name, "72514-3");
  assert_shows (box, appointment_name, "2027-03-14T08:30:00");
  assert_shows (box, appointment_name, "La carte");
  assert_shows (box, reminder_name, "\"end\"");
  assert_shows (box, vaccination_name, "2019-05");
  assert_shows (box, vaccination_name, "Diphtérie");
  assert_shows (box, vaccination_name, "\"doseNumberPositiveInt\"");
  assert_shows (box, saturation_name, "59408-5");
  assert_shows (box, note_name, "DocumentReference/" DOCUMENT);
  assert_shows (box, reply_name, "Communication/" MESSAGE);
  cli_box_free (box);
  cli_server_stop (server);
}

/* Wishes about documents, consents, and answers: what was there stays, and what was typed is added.
 */
static void
test_rights (void)
{
  CliServer *server = cli_server_start (NULL, NULL);
  CliBox *box = cli_box_new ();

  bring_record (box, server);
  g_autoptr (CliRun) hidden =
      cli_box_run (box, 0, "visibility", DOCUMENT, "hidden", "--json", NULL);
  g_autoptr (CliRun) archived = cli_box_run (box, 0, "visibility", DOCUMENT, "archived", NULL);
  g_autoptr (CliRun) given =
      cli_box_run (box, 0, "consent", "give", "TREAT", "--deny", "--until", "2027-12-31", "--who",
                   "Anne Exemple", "--structure", "France Services", "--role", "Conseillère",
                   "--json", NULL);
  g_autoptr (CliRun) withdrawn =
      cli_box_run (box, 0, "consent", "withdraw", CONSENT, "--json", NULL);
  g_autoptr (CliRun) questions = cli_box_run (box, 0, "answer", QUESTIONNAIRE, NULL);
  g_autoptr (CliRun) answered =
      cli_box_run (box, 0, "answer", QUESTIONNAIRE, "poids=72,5", "activite=true",
                   "legumes=chaque-jour", "--json", NULL);
  g_autofree char *document_name = dup_added (hidden);
  g_autofree char *given_name = dup_added (given);
  g_autofree char *withdrawn_name = dup_added (withdrawn);
  g_autofree char *answered_name = dup_added (answered);
  g_autoptr (CliRun) unknown =
      cli_box_run (box, 5, "visibility", "no-such-document", "hidden", NULL);
  g_autoptr (CliRun) left = NULL;
  g_autoptr (CliRun) shown = NULL;

  g_assert_nonnull (archived);
  g_assert_nonnull (unknown);
  g_assert_cmpstr (document_name, ==, "DocumentReference/" DOCUMENT);
  g_assert_cmpstr (withdrawn_name, ==, "Consent/" CONSENT);
  g_assert_nonnull (strstr (questions->out, "legumes"));
  cli_run_free (cli_box_run (box, 0, "sync", NULL));
  left = cli_box_run (box, 0, "waiting", NULL);
  g_assert_nonnull (strstr (left->out, "Nothing waits"));
  assert_shows (box, document_name, "MASQUE_PS");
  assert_shows (box, document_name, "pdsm-ext-is-archived");
  assert_shows (box, given_name, "OPTOUT");
  assert_shows (box, given_name, "2027-12-31");
  assert_shows (box, given_name, "\"reference\":\"#helper\"");
  shown = cli_box_run (box, 0, "show", given_name, NULL);
  g_assert_nonnull (strstr (shown->out, "Anne Exemple, France Services"));
  g_assert_nonnull (strstr (shown->out, "Conseillère"));
  assert_shows (box, withdrawn_name, "inactive");
  assert_shows (box, answered_name, "in-progress");
  assert_shows (box, answered_name, "72.5");
  assert_shows (box, answered_name, "chaque-jour");
  cli_box_free (box);
  cli_server_stop (server);
}

/* What is wrong is said, and nothing is saved. */
static void
test_refused (CliBox *box)
{
  static const char *const wrong[][8] = {
    { "add", NULL },
    { "add", "nonsense", "1", "kg", NULL },
    { "add", "weight", "abc", "kg", NULL },
    { "add", "weight", "72,5", NULL },
    { "add", "weight", "72,5", "", NULL },
    { "add", "weight", "72,5", "mmHg", NULL },
    { "add", "weight", "72,5", "kg", "--at", "2999", NULL },
    { "add", "weight", "72,5", "kg", "--at", "yesterday", NULL },
    { "add", "weight", "72,5", "kg", "--at", "2026-13-01 08:00", NULL },
    { "add", "weight", "72,5", "kg", "--source", "7", NULL },
    { "add", "glucose", "1,12", "g/L", NULL },
    { "add", "glucose", "1,12", "g/L", "--moment", "noon", NULL },
    { "add", "glucose", "1,12", "mg/dL", "--moment", "fasting", NULL },
    { "add", "blood-pressure", "136", "mmHg", NULL },
    { "add", "appointment", "Dentiste", NULL },
    { "add", "appointment", "Dentiste", "--at", "2027-03-14", NULL },
    { "add", "appointment", " ", "--at", "2027-03-14 08:30", NULL },
    { "add", "vaccination", "Tétanos", NULL },
    { "add", "vaccination", "Tétanos", "--at", "2019", "--dose", "-1", NULL },
    { "add", "ldl", "1,1", "g/L", NULL },
    { "visibility", DOCUMENT, "secret", NULL },
    { "consent", "give", "to care", NULL },
    { "consent", "give", "TREAT", "--until", "soon", NULL },
    { "answer", QUESTIONNAIRE, "poids", NULL },
    { "answer", QUESTIONNAIRE, "pointure=42", NULL },
    { "answer", QUESTIONNAIRE, "taille=180", NULL },
    { "answer", QUESTIONNAIRE, "activite=perhaps", NULL },
    { "answer", QUESTIONNAIRE, "poids=72", "--complete", NULL },
    { "add", "note", DOCUMENT, "  ", NULL },
    { "add", "note", DOCUMENT, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      GSubprocess *process = cli_box_spawn (box, TRUE, wrong[i]);
      g_autoptr (CliRun) run = cli_box_wait (process);

      g_test_message ("%u: %s", i, run->err);
      g_assert_cmpint (run->exit, ==, 2);
      g_assert_cmpstr (run->err, !=, "");
      g_object_unref (process);
    }
}

/* An unusual value is kept where somebody says that it is right, and not because nobody asks. */
static void
test_unlikely (CliBox *box)
{
  g_autoptr (CliRun) doubted = cli_box_run (box, 2, "add", "weight", "725", "kg", "--yes", NULL);
  g_autoptr (CliRun) waiting = cli_box_run (box, 0, "waiting", NULL);
  g_autoptr (CliRun) kept =
      cli_box_run (box, 0, "add", "weight", "725", "kg", "--confirm", "--json", NULL);
  g_autofree char *name = dup_added (kept);
  g_autoptr (CliRun) undone = NULL;
  g_autoptr (CliRun) gone = NULL;

  g_assert_cmpstr (doubted->err, !=, "");
  g_assert_nonnull (strstr (waiting->out, "Nothing waits"));
  assert_shows (box, name, "confirmed-unlikely");
  undone = cli_box_run (box, 0, "undo", "1", NULL);
  gone = cli_box_run (box, 5, "show", name, NULL);
}

static void
test_refusals (void)
{
  CliServer *server = cli_server_start (NULL, NULL);
  CliBox *box = cli_box_new ();

  bring_record (box, server);
  test_refused (box);
  test_unlikely (box);
  cli_box_free (box);
  cli_server_stop (server);
}

static void
test_without_source (void)
{
  CliBox *box = cli_box_new ();
  g_autoptr (CliRun) run = NULL;

  cli_box_create_space (box);
  run = cli_box_run (box, 2, "add", "weight", "72", "kg", NULL);
  g_assert_nonnull (strstr (run->err, "source add"));
  cli_box_free (box);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/add", test_add);
  g_test_add_func ("/cli/rights", test_rights);
  g_test_add_func ("/cli/add/refused", test_refusals);
  g_test_add_func ("/cli/add/without-source", test_without_source);

  return g_test_run ();
}
