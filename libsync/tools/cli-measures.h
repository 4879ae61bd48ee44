/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

#include "measures/karne-measures.h"

G_BEGIN_DECLS

/* What `measures` and its commands have in common. */

/* A kind that somebody typed; a usage error that lists them where there is none of that name. */
gboolean cli_measures_parse_kind (const char *name, KarneMeasureKind *kind, GError **error);
/* Replaces a date that was typed by one of FHIR. */
gboolean cli_measures_parse_date (char **date, GError **error);

G_END_DECLS
