/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/**
 * KarneCda:
 * @facts: what the head says, as blocks
 * @body: (nullable): the narrative, as blocks
 * @embedded: (nullable): the document that stands inside, instead of a narrative
 * @embedded_type: (nullable): what is said of that
 *
 * A CDA R2 document, taken apart.
 */
typedef struct
{
  GVariant *facts;     /* (owned) */
  GVariant *body;      /* (owned) (nullable) */
  GBytes *embedded;    /* (owned) (nullable) */
  char *embedded_type; /* (owned) (nullable) */
} KarneCda;

KarneCda *karne_cda_read (GBytes *bytes, GError **error);
void karne_cda_free (KarneCda *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCda, karne_cda_free)

G_END_DECLS
