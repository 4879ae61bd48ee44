/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-server.h"

G_BEGIN_DECLS

/* The searches of the simulated server. */
SimAnswer sim_search (SimServer *self, const char *kind, const char *query);
/* criteria: "identifier=SYSTEM|VALUE". */
SimResource *
sim_search_by_identifier (SimServer *self, const char *kind, const char *criteria, guint *n);
gboolean sim_resource_is_found (SimServer *self, const SimResource *resource);
/* Whether a resource has an identifier of this value. */
gboolean sim_text_has_identifier (const char *text, const char *value);

G_END_DECLS
