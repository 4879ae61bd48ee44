/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "platform/karne-platform.h"

G_BEGIN_DECLS

/* The same as karne_platform_get_swap (), of a system whose /proc and /sys are below `root`. */
KarneSwap karne_platform_read_swap (const char *root);

/* Sets an error of ours for an errno; `doing` says what was being done, and names no file. */
void karne_platform_set_error (GError **error, int errsv, const char *doing);

G_END_DECLS
