/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-server.h"

G_BEGIN_DECLS

/* A JSON Patch (RFC 6902) of members of the resource itself; nothing deeper. Returns NULL where one
 * of its tests fails, or a path leads nowhere. */
char *sim_patch_apply (const char *text, const char *patch);

G_END_DECLS
