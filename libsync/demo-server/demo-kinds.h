/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the server knows of a FHIR type beyond its name. Paths are dotted, several are separated by
 * spaces; a path goes through lists. */
typedef struct
{
  const char *name;
  const char *person;     /* where the Patient stands; NULL: belongs to nobody */
  const char *date;       /* what `date_param` searches; the first that is there counts */
  const char *date_param; /* (nullable) names of that search parameter */
} DemoKind;

/* A token (or uri) search parameter, and the elements of any type that it looks into. */
typedef struct
{
  const char *name;
  const char *paths;
} DemoParam;

/* Index of the parameter that holds the second and further persons of a resource. */
#define DEMO_PARAM_PATIENT 0

gboolean demo_kind_exists (const char *name);
/* What was written of it is never changed, nor taken away. */
gboolean demo_kind_is_for_good (const char *name);
const DemoKind *demo_kind_find (const char *name);
const DemoKind *demo_kinds_get (gsize *n);
const DemoParam *demo_params_get (gsize *n);
int demo_param_find (const char *name);

G_END_DECLS
