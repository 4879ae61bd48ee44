/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean karne_tiff_has_more_pages (GBytes *bytes);

G_END_DECLS
