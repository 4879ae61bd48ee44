/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-doctor.h"
#include "cli-key.h"
#include "cli-output.h"

#include "access/karne-habilitation.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

struct _CliDoctor
{
  GPtrArray *findings; /* (owned) of Finding */
};

typedef struct
{
  const char *check;
  CliHealth health;
  char *words; /* (owned) */
} Finding;

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_free (finding->words);
  g_free (finding);
}

void
cli_doctor_take (CliDoctor *self, const char *check, CliHealth health, char *words)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->check = check;
  finding->health = health;
  finding->words = words;
  g_ptr_array_add (self->findings, finding);
}

void
cli_doctor_say (CliDoctor *self, const char *check, CliHealth health, const char *words)
{
  cli_doctor_take (self, check, health, g_strdup (words));
}

static const char *
health_to_nick (CliHealth health)
{
  switch (health)
    {
    case CLI_HEALTH_GOOD:
      return "good";
    case CLI_HEALTH_UNKNOWN:
      return "unknown";
    case CLI_HEALTH_WARNING:
      return "warning";
    case CLI_HEALTH_BAD:
      return "bad";
    }

  return "unknown";
}

static const char *
health_to_words (CliHealth health)
{
  switch (health)
    {
    case CLI_HEALTH_GOOD:
      return C_ ("health", "good");
    case CLI_HEALTH_UNKNOWN:
      return C_ ("health", "unknown");
    case CLI_HEALTH_WARNING:
      return C_ ("health", "warning");
    case CLI_HEALTH_BAD:
      return C_ ("health", "bad");
    }

  return "";
}

static void
print_findings (const CliDoctor *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const Finding *finding = g_ptr_array_index (self->findings, i);
      g_autoptr (GString) head = g_string_new (health_to_words (finding->health));

      do
        g_string_append_c (head, ' ');
      while (cli_text_width (head->str) < 15);
      cli_print_wrapped (head->str, finding->words);
    }
}

static void
print_findings_as_json (const CliDoctor *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cli_json_string (json, "version", PACKAGE_VERSION);
  json_builder_set_member_name (json, "findings");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->findings->len; i++)
    {
      const Finding *finding = g_ptr_array_index (self->findings, i);

      json_builder_begin_object (json);
      cli_json_string (json, "check", finding->check);
      cli_json_string (json, "health", health_to_nick (finding->health));
      cli_json_string (json, "words", finding->words);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static CliExit
exit_for_findings (const CliDoctor *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((Finding *) g_ptr_array_index (self->findings, i))->health == CLI_HEALTH_BAD)
      return CLI_EXIT_FAILED;

  return CLI_EXIT_OK;
}

/* Without a key the computer is looked at, and what of the space can be seen from outside. */
gboolean
cmd_doctor (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  CliDoctor self = { 0 };

  if (!cli_parse (cli, &rest, NULL, 0, 0, error))
    return FALSE;

  self.findings = g_ptr_array_new_with_free_func (finding_free);
  cli_doctor_check_computer (&self);
  cli_doctor_check_habilitation (&self, karne_habilitation_get_path ());
  cli_doctor_check_space (&self, cli);
  if (cli->json)
    print_findings_as_json (&self);
  else
    print_findings (&self);
  cli->exit = exit_for_findings (&self);
  g_ptr_array_unref (self.findings);

  return TRUE;
}
