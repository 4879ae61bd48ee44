/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *karne_decode_text (const char *bytes, gsize size);

G_END_DECLS
