/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

SimClient *sim_draw_client (SimWorld *world);
/* What tells one change from all others (transfer full). */
char *sim_make_token (SimWorld *world);
/* client: -1 for others. */
SimChange *sim_note_change (SimWorld *world, const char *token, int client, gboolean is_note);

/* A client writes */

void sim_make_one (SimWorld *world, SimClient *client);
void sim_step_save (SimWorld *world);
void sim_step_edit (SimWorld *world);
void sim_step_delete (SimWorld *world);
void sim_step_undo (SimWorld *world);
void sim_step_retry (SimWorld *world);
void sim_step_resolve (SimWorld *world);

/* Others */

void sim_others_make (SimWorld *world, const char *token);
void sim_change_something (SimWorld *world);
void sim_change_many (SimWorld *world, guint n);
void sim_step_others (SimWorld *world);
void sim_step_withdraw (SimWorld *world);

G_END_DECLS
