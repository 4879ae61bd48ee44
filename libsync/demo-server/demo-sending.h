/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void demo_send (const DemoServer *server, SoupServerMessage *message, DemoAnswer *answer);

G_END_DECLS
