/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-json.h"

G_BEGIN_DECLS

/* Whether a resource is one that R4 allows, as far as this server looks, which is at its status.
 * Says what is wrong otherwise (DEMO_HTTP_ERROR, 422). */
gboolean demo_check_resource (const char *kind, const DemoNode *resource, GError **error);

G_END_DECLS
