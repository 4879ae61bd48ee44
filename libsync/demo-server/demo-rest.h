/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

DemoAnswer *demo_rest (const DemoServer *server, const DemoRequest *request);

G_END_DECLS
