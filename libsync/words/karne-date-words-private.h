/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As g_date_time_format (), with the names of months (%B) and days (%A) in the language of the rest
 * of the sentence, whatever the C library knows of it. */
char *karne_date_format (GDateTime *date, const char *pattern);

G_END_DECLS
