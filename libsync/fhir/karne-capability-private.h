/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a CapabilityStatement claims, as far as a pull cares. */
typedef struct
{
  char *fhir_version;   /* (nullable) */
  gboolean batch;       /* rest.interaction has `batch` */
  gboolean says_system; /* rest.interaction is there at all: what is missing in it is absent */
  GHashTable *kinds;    /* resource type -> GStrv of its searchInclude */
} KarneCapability;

void karne_capability_free (KarneCapability *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCapability, karne_capability_free)

/* NULL where the text is something else: a server without one is no error. */
KarneCapability *karne_capability_new_for_text (const char *json, gsize len);

G_END_DECLS
