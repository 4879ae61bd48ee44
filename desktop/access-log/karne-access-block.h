/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ACCESS_BLOCK (karne_access_block_get_type ())
G_DECLARE_FINAL_TYPE (KarneAccessBlock, karne_access_block, KARNE, ACCESS_BLOCK, AdwBin)

/* source: that of the access; name: of the professional; facts: of the AuditEvent, with a fact
 * `who`. Emits `acted` when the person has decided. */
GtkWidget *
karne_access_block_new (KarneSession *session, gint64 source, const char *name, GPtrArray *facts);

G_END_DECLS
