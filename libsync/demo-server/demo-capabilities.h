/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

DemoAnswer *demo_capabilities (const DemoServer *server);

G_END_DECLS
