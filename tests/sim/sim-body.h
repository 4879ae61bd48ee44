/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-dice.h"

G_BEGIN_DECLS

/* What stands in the resources of the simulated world. Each change has a token of its own in it, so
 * that it can be found again wherever it got to. */

char *sim_body_new (const char *token, const char *refers_to);
/* Adds a note or sets a field, as the dice fall. */
char *sim_body_edit (SimDice *dice, const char *body, const char *token, gboolean *is_note);
/* Another label of a document: what the person may change of one. */
char *sim_body_label (const char *body, const char *token);
/* The same, which refers to another from now on. */
char *sim_body_with_member (const char *body, const char *id);

G_END_DECLS
