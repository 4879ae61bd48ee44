/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-private.h"

static const char *const nicks[] = {
  [KARNE_FLAW_NONE] = "none",
  [KARNE_FLAW_GRAMMAR] = "grammar",
  [KARNE_FLAW_UTF8] = "utf8",
  [KARNE_FLAW_NUL] = "nul",
  [KARNE_FLAW_SURROGATE] = "surrogate",
  [KARNE_FLAW_DUPLICATE_KEY] = "duplicate-key",
  [KARNE_FLAW_DEPTH] = "depth",
  [KARNE_FLAW_TOO_LARGE] = "too-large",
  [KARNE_FLAW_NO_RESOURCE] = "no-resource",
  [KARNE_FLAW_NO_TYPE] = "no-type",
  [KARNE_FLAW_WRONG_TYPE] = "wrong-type",
  [KARNE_FLAW_NO_ID] = "no-id",
  [KARNE_FLAW_UNSAFE_ID] = "unsafe-id",
  [KARNE_FLAW_OTHER_PERSON] = "other-person",
  [KARNE_FLAW_SUBSETTED] = "subsetted",
  [KARNE_FLAW_SQL] = "sql",
  [KARNE_FLAW_TRUNCATED] = "truncated",
};

const char *
karne_flaw_to_nick (KarneFlaw flaw)
{
  g_return_val_if_fail ((gsize) flaw < G_N_ELEMENTS (nicks), "grammar");

  return nicks[flaw];
}

/* A nick that is not known was written by a newer version: still a flaw. */
KarneFlaw
karne_flaw_from_nick (const char *nick)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nicks[i], nick))
      return (KarneFlaw) i;
  return KARNE_FLAW_GRAMMAR;
}
