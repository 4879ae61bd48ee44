/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include <string.h>

/* `karne due` and `karne why`, for the people of the demonstration. */

#define TODAY "2026-11-26"

typedef struct
{
  CliServer *server;
  CliBox *box;
} World;

static void
set_up (World *self, const char *patient)
{
  g_autoptr (CliRun) added = NULL;
  g_autoptr (CliRun) synced = NULL;

  self->server = cli_server_start ("--today", TODAY, NULL);
  self->box = cli_box_new ();
  cli_box_create_space (self->box);
  added = cli_box_run (self->box, 0, "source", "add", self->server->url, "--patient", patient,
                       "--yes", NULL);
  synced = cli_box_run (self->box, 0, "sync", NULL);
}

static void
tear_down (World *self)
{
  cli_box_free (self->box);
  cli_server_stop (self->server);
}

/* "reminder state group", a line each, of what the rules know. */
static char *
list_due (World *self, const char *on)
{
  g_autoptr (CliRun) run = cli_box_run (self->box, 0, "due", "--on", on, "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonArray *entries = json_object_get_array_member (json_node_get_object (node), "entries");
  GString *text = g_string_new (NULL);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "on"), ==, on);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      if (json_object_has_member (entry, "due"))
        g_string_append_printf (text, "%s %s\n", json_object_get_string_member (entry, "reminder"),
                                json_object_get_string_member (entry, "state"));
    }
  return g_string_free (text, FALSE);
}

static void
assert_due (World *self, const char *on, const char *const *lines)
{
  g_autofree char *text = list_due (self, on);

  g_test_message ("%s\n%s", on, text);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_not = lines[i][0] == '!';

      if ((strstr (text, lines[i] + is_not) == NULL) != is_not)
        g_error ("%s: %s", on, lines[i]);
    }
}

static void
test_infant (void)
{
  const char *const now[] = { "vacc-hexavalent now\n",
                              "vacc-pneumo-infant now\n",
                              "vacc-menb-infant coming\n",
                              "vacc-menacwy-infant coming\n",
                              "vacc-mmr coming\n",
                              "vacc-rotavirus done\n",
                              "vacc-rsv-infant done\n",
                              "child-exam-08 done\n",
                              "child-exam-09 now\n",
                              "child-exam-10 coming\n",
                              "!screen-",
                              "!preg-",
                              "!checkup",
                              NULL };
  const char *const later[] = { "vacc-hexavalent overdue\n", "vacc-mmr overdue\n",
                                "child-exam-12 now\n",       "vacc-menb-infant overdue\n",
                                "!vacc-rsv-infant now",      NULL };
  World world;

  set_up (&world, "bebe");
  assert_due (&world, TODAY, now);
  assert_due (&world, "2027-11-26", later);
  tear_down (&world);
}

static void
test_pregnancy (void)
{
  const char *const now[] = { "vacc-pertussis-pregnancy now\n",
                              "preg-ultrasound-1 done\n",
                              "preg-ultrasound-2 done\n",
                              "preg-ultrasound-3 coming\n",
                              "preg-early-interview done\n",
                              "preg-bilan overdue\n",
                              "preg-oral now\n",
                              "preg-full-cover now\n",
                              "!vacc-mmr-adult",
                              "!postnatal",
                              "vacc-booster-25y done\n",
                              NULL };
  const char *const before[] = { "!preg-", "!pregnancy", NULL };
  World world;

  set_up (&world, "grossesse");
  assert_due (&world, TODAY, now);
  assert_due (&world, "2026-05-01", before);
  /* Nobody is pregnant for more than 44 weeks, whatever the record has forgotten to say. */
  assert_due (&world, "2027-11-26", before);
  tear_down (&world);
}

static void
test_senior (void)
{
  const char *const now[] = { "vacc-zoster overdue\n",   "vacc-booster-65y done\n",
                              "vacc-pneumo-senior ",     "screen-breast now\n",
                              "screen-colorectal now\n", "!checkup-60",
                              "!vacc-rsv-senior",        NULL };
  World world;

  set_up (&world, "documents");
  assert_due (&world, TODAY, now);
  tear_down (&world);
}

static void
test_diabetes (void)
{
  const char *const now[] = { "vacc-pneumo-senior ",
                              "vacc-booster-45y done\n",
                              "screen-colorectal done\n",
                              "!screen-breast",
                              "!checkup",
                              NULL };
  World world;

  set_up (&world, "diabete");
  assert_due (&world, TODAY, now);
  tear_down (&world);
}

/* Why, with the facts, the source and what the server says; a name that is not there is said. */
static void
test_why (void)
{
  g_autoptr (CliRun) why = NULL;
  g_autoptr (CliRun) json = NULL;
  g_autoptr (CliRun) none = NULL;
  g_autoptr (CliRun) no_day = NULL;
  g_autoptr (CliRun) list = NULL;
  World world;

  set_up (&world, "documents");
  why = cli_box_run (world.box, 0, "why", "vacc-zoster", "--on", TODAY, NULL);
  json = cli_box_run (world.box, 0, "why", "vacc-zoster", "--on", TODAY, "--json", NULL);
  none = cli_box_run (world.box, 5, "why", "vacc-dragon", "--json", NULL);
  no_day = cli_box_run (world.box, 2, "due", "--on", "2026-02-30", "--json", NULL);
  list = cli_box_run (world.box, 0, "due", "--on", TODAY, NULL);
  g_test_message ("%s\n%s", why->out, list->out);
  g_assert_nonnull (strstr (why->out, "Counts: Vaccin zona recombinant"));
  g_assert_nonnull (strstr (why->out, "2 of 2\n"));
  g_assert_nonnull (strstr (why->out, "Source: "));
  g_assert_nonnull (strstr (why->out, "The server says:"));
  g_assert_nonnull (strstr (json->out, "\"disagreement\" : \"dates\""));
  g_assert_nonnull (strstr (list->out, "vacc-zoster"));
  tear_down (&world);
}

/* Dates that an administrator adds; a bad file is refused, with its line. */
static void
test_more_rules (void)
{
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (CliRun) due = NULL;
  g_autoptr (CliRun) refused = NULL;
  World world;

  set_up (&world, "diabete");
  good = cli_box_path (world.box, "2027.xml");
  bad = cli_box_path (world.box, "bad.xml");
  g_assert_true (g_file_set_contents (
      good,
      "<prevention><campaigns><campaign id=\"flu\"><dates territory=\"974\" from=\"2027-04-20\" "
      "until=\"2027-09-30\" source=\"calendar-2025\" confidence=\"high\"/></campaign></campaigns>"
      "</prevention>",
      -1, NULL));
  g_assert_true (g_file_set_contents (bad, "<prevention>\n<campaign/></prevention>", -1, NULL));
  due = cli_box_run (world.box, 0, "due", "--on", "2027-05-01", "--rules", good, "--json", NULL);
  refused = cli_box_run (world.box, 2, "due", "--rules", bad, "--json", NULL);
  g_assert_nonnull (strstr (due->out, "\"2027-09-30\""));
  g_assert_nonnull (strstr (refused->err, "bad.xml:2: "));
  tear_down (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/due/infant", test_infant);
  g_test_add_func ("/cli/due/pregnancy", test_pregnancy);
  g_test_add_func ("/cli/due/senior", test_senior);
  g_test_add_func ("/cli/due/diabetes", test_diabetes);
  g_test_add_func ("/cli/due/why", test_why);
  g_test_add_func ("/cli/due/more-rules", test_more_rules);
  return g_test_run ();
}
