/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From where to where in a text, in bytes. */
typedef struct
{
  guint start;
  guint end;
} KarneFoldRange;

/* All places of a text where another stands; capitals and accents do not count, and any space is as
 * good as another. (element-type KarneFoldRange) (transfer full) */
GArray *karne_fold_find (const char *text, const char *needle);

G_END_DECLS
