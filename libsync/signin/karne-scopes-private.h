/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Scopes as SMART App Launch writes them (`patient/Observation.rs`, version 1 `.read` too), and
 * those of OAuth (`offline_access`). All of them are separated by spaces. */

/* What was asked for and is not granted: (transfer full), NULL-terminated, may be empty. */
char **karne_scopes_list_missing (const char *asked, const char *granted);
/* What opens more of a record than was asked for. Words that open no record are not counted. */
char **karne_scopes_list_beyond (const char *asked, const char *granted);
/* RFC 6749, 3.3: printable, without quotes and backslashes. */
gboolean karne_scopes_are_valid (const char *scopes);

G_END_DECLS
