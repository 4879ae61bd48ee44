/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-error.h"

G_DEFINE_QUARK (karne - render - error - quark, karne_render_error)
