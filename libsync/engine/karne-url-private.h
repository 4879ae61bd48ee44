/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A link as a server gave it (absolute, relative, only a query), made absolute: it stands in an
 * answer about kind (nullable). NULL where it is no address. */
char *karne_url_resolve (const char *base, const char *kind, const char *link);
/* Same scheme, host and port. */
gboolean karne_url_is_same_origin (const char *a, const char *b);

G_END_DECLS
