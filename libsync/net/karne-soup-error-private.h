/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one place where an error of libsoup, or of what it stands on, becomes one of ours. Takes the
 * error. */
GError *karne_soup_error_translate (GError *error);

G_END_DECLS
