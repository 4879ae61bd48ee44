/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sealed file with one source. */
void push_client_create (const char *path, const char *base, const char *patient);

/* FILE PATIENT START SEED ROUNDS changes|settles: changes the record three times a round and syncs
 * it after each, and says on its standard output
 *
 *   try TOKEN VALUE   before a change is saved (value 0: deleted)
 *   did TOKEN VALUE   when it is saved
 *   left OUTBOX CONFLICTS QUARANTINE ID=TOKEN,…   at the end */
int push_client_main (char **args);

G_END_DECLS
