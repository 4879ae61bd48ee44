/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-macros.h"

G_BEGIN_DECLS

KARNE_API
const char *const *karne_kinds_get_names (void);

G_END_DECLS
