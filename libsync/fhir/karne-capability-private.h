/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What may be written of one kind. */
typedef enum
{
  KARNE_CAPABILITY_CREATE = 1 << 0,
  KARNE_CAPABILITY_UPDATE = 1 << 1,
  KARNE_CAPABILITY_DELETE = 1 << 2,
  KARNE_CAPABILITY_PATCH = 1 << 3,
  KARNE_CAPABILITY_OUR_IDS = 1 << 4,  /* `updateCreate` */
  KARNE_CAPABILITY_VERSIONS = 1 << 5, /* versions are kept */
  KARNE_CAPABILITY_HISTORY = 1 << 6,  /* and told, of one resource */
  KARNE_CAPABILITY_ALL = (1 << 7) - 1,
} KarneCapabilityWrites;

/* What a CapabilityStatement claims, as far as a sync cares. */
typedef struct
{
  char *fhir_version;   /* (nullable) */
  gboolean batch;       /* rest.interaction has `batch` */
  gboolean transaction; /* rest.interaction has `transaction` */
  gboolean says_system; /* rest.interaction is there at all: what is missing in it is absent */
  GHashTable *kinds;    /* resource type -> GStrv of its searchInclude */
  GHashTable *writes;   /* resource type -> KarneCapabilityWrites */
} KarneCapability;

void karne_capability_free (KarneCapability *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCapability, karne_capability_free)

/* NULL where the text is something else: a server without one is no error. */
KarneCapability *karne_capability_new_for_text (const char *json, gsize len);

G_END_DECLS
