/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-doctor.h"

#include "access/karne-habilitation.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>

/* The reason is for whoever wrote the file: it names the line, and nobody. */
static void
say_refusal (CliDoctor *self, const GError *error)
{
  g_autofree char *words = karne_habilitation_error_to_words (error);

  cli_doctor_take (self, "habilitation", CLI_HEALTH_BAD,
                   /* Translators: a sentence, then the reason for whoever wrote the file, in
                    * English, as “habilitation.xml:12: there is no source “cnil””. */
                   g_strdup_printf (_ ("Shared computer: %s %s"), words, error->message));
}

void
cli_doctor_check_habilitation (CliDoctor *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneHabilitation) matrix = karne_habilitation_new_for_computer (path, &error);

  if (matrix == NULL)
    say_refusal (self, error);
  else if (g_file_test (path, G_FILE_TEST_EXISTS))
    cli_doctor_say (self, "habilitation", CLI_HEALTH_GOOD,
                    _ ("Shared computer: what a helper may see is said by its administrator."));
  else
    cli_doctor_say (self, "habilitation", CLI_HEALTH_GOOD,
                    _ ("Shared computer: what a helper may see is what Karné comes with."));
}
