/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the resources of one kind are asked for, of a server that speaks FHIR R4. */
typedef enum
{
  KARNE_KIND_BY_PERSON,  /* a search limited to the person: `Kind?patient=Patient/ID` */
  KARNE_KIND_PERSON,     /* the person: `Patient?_id=ID` */
  KARNE_KIND_REFERENCED, /* comes because something refers to it: `_include`, or a read by id */
  KARNE_KIND_CANONICAL,  /* comes because something names its canonical: `Kind?url=…` */
} KarneKindAccess;

/* What of a kind the person may write, as far as it is for this program to say; a server may take
 * less. */
typedef enum
{
  KARNE_KIND_CREATE = 1 << 0,
  KARNE_KIND_UPDATE = 1 << 1,
  KARNE_KIND_DELETE = 1 << 2,
  KARNE_KIND_PARTS = 1 << 3, /* some members of what is there: by PATCH */
} KarneKindWrites;

/* How resources of a kind carry business identifiers. */
typedef enum
{
  KARNE_IDENTIFIER_NONE,
  KARNE_IDENTIFIER_ONE,
  KARNE_IDENTIFIER_MANY,
} KarneIdentifierForm;

/* One row of the table of kinds: all that the engine and the store know of a FHIR resource type. */
typedef struct
{
  const char *name; /* FHIR resource type */
  KarneKindAccess access;
  int rank;                 /* order of usefulness: lower comes first */
  gboolean on_demand;       /* only asked for when somebody looks at its page */
  const char *person_param; /* search parameter that limits to the person; NULL if none */
  const char *includes; /* `_include` values for the names it refers to, space-separated; or NULL */
  const char *lift;     /* GResource name of the SQL that lifts its columns */
  KarneKindWrites writes;
  KarneIdentifierForm identifier;
  const char *const *parts; /* (nullable) what PARTS are: see karne_merge_to_patch () */
} KarneKind;

const KarneKind *karne_kind_find (const char *name);
const KarneKind *karne_kind_get_all (gsize *n_kinds);

G_END_DECLS
