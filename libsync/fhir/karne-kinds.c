/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-kinds.h"

#include "fhir/karne-kind-private.h"

/**
 * karne_kinds_get_names:
 *
 * Lists what a record can hold.
 *
 * Returns: (transfer none) (array zero-terminated=1): the FHIR resource types that a record can
 *   hold, the most useful ones first
 */
const char *const *
karne_kinds_get_names (void)
{
  static const char **names = NULL;

  if (g_once_init_enter (&names))
    {
      gsize n_kinds = 0;
      const KarneKind *kinds = karne_kind_get_all (&n_kinds);
      const char **made = g_new0 (const char *, n_kinds + 1);

      for (gsize i = 0; i < n_kinds; i++)
        made[i] = kinds[i].name;
      g_once_init_leave (&names, made);
    }

  return names;
}
