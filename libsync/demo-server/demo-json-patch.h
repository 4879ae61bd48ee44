/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-json.h"

G_BEGIN_DECLS

DemoNode *
demo_json_patch_apply (DemoJson *json, DemoNode *document, DemoNode *patch, GError **error);

G_END_DECLS
