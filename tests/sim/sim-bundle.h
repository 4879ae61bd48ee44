/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-server.h"

G_BEGIN_DECLS

/* Several requests in one: a batch, each of which is answered by itself, or a transaction, all of
 * which is done or nothing, and whose entries may refer to each other. */
SimAnswer sim_bundle_answer (SimServer *self, const SimRequest *request);

G_END_DECLS
