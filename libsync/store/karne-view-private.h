/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-view.h"

G_BEGIN_DECLS

/* For what stands beside the view and asks it first who may see what. */
KarneStore *karne_view_get_store (KarneView *self);

G_END_DECLS
