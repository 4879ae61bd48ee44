/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "access/karne-access-log.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) The id of what a server is told of a row: the same each time, and
 * another one for each server. secret: of that server, at least 16 characters; link: of the row.
 * NULL where it has none. */
char *karne_access_event_make_id (const char *secret, const char *link);

/* (transfer full) The AuditEvent of a row as JSON. id: its own; patient: id of the person's Patient
 * on that server; is_known: the server knows the resource by the id that the row has. */
char *karne_access_event_make (const KarneAccessRow *row,
                               const char *id,
                               const char *patient,
                               gboolean is_known);

G_END_DECLS
