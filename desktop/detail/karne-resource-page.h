/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-detail.h"
#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_RESOURCE_PAGE (karne_resource_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KarneResourcePage, karne_resource_page, KARNE, RESOURCE_PAGE, KarnePage)

/**
 * KarneResourcePageClass:
 * @hangs_on: (nullable): another FHIR kind of which any change may change what is shown
 * @fill: shows it. resource: as it is now; facts: of KarneFact; source: where it came from, in
 * words
 */
struct _KarneResourcePageClass
{
  KarnePageClass parent_class;

  const char *hangs_on;
  void (*fill) (KarneResourcePage *self,
                KarneDetail *detail,
                KarneResource *resource,
                GPtrArray *facts,
                const char *source);
};

/* While it is filled: whether the focus was on something that was taken down for that. */
gboolean karne_resource_page_had_focus (KarneResourcePage *self);
/* As it was when the page was opened. */
KarneResource *karne_resource_page_get_resource (KarneResourcePage *self);

G_END_DECLS
