/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"
#include "demo-json.h"

G_BEGIN_DECLS

#define DEMO_BUNDLE_MAX_ENTRIES 20000

DemoAnswer *demo_bundle (const DemoServer *server, const DemoRequest *request);
void demo_bundle_rewrite (DemoJson *json, DemoNode *node, GHashTable *new_names);

G_END_DECLS
