/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

#include "engine/karne-sync.h"

G_BEGIN_DECLS

/* Whose record it is: asked of a server, shown, and confirmed, before anything is pulled. */

/* “Zoé Dupont, born on 2020-02-29”, fit for a terminal. */
char *cli_person_to_words (const KarnePerson *person);
/* Who is visible there; of KarnePerson. */
GPtrArray *
cli_people_list (const char *base, const char *patient, const char *token, GError **error);
/* The one that was asked for, else the one that somebody chooses on the terminal (transfer none).
 */
const KarnePerson *cli_person_choose (GPtrArray *people, const char *patient, GError **error);
/* Shows name and birth date and asks. Fails where the space holds somebody else's record. */
gboolean cli_person_confirm (Cli *cli, const KarnePerson *person, GError **error);

/* A source as the person names it. */
gboolean cli_parse_source (const char *text, gint64 *number, GError **error);
/* An address that holds no user and no password. */
gboolean cli_check_address (const char *address, GError **error);

G_END_DECLS
