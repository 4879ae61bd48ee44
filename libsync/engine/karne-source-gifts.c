/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-source-gifts.h"

#include "engine/karne-gifts-private.h"
#include "fhir/karne-kind-private.h"

static gboolean
is_for_person (const KarneKind *kind, KarneOp op)
{
  switch (op)
    {
    case KARNE_OP_CREATE:
      return (kind->writes & KARNE_KIND_CREATE) != 0;
    case KARNE_OP_UPDATE:
      return (kind->writes & (KARNE_KIND_UPDATE | KARNE_KIND_PARTS)) != 0;
    case KARNE_OP_DELETE:
      return (kind->writes & KARNE_KIND_DELETE) != 0;
    }
  return FALSE;
}

/* What a server must be able to do. Something new may come by either way. */
static gboolean
can (const KarneGifts *gifts, const KarneKind *kind, KarneOp op)
{
  switch (op)
    {
    case KARNE_OP_CREATE:
      return karne_gifts_can (gifts, kind->name, KARNE_CAPABILITY_CREATE) ||
             (karne_gifts_takes_ids (gifts, kind->name) &&
              karne_gifts_can (gifts, kind->name, KARNE_CAPABILITY_UPDATE));
    case KARNE_OP_UPDATE:
      return karne_gifts_can (gifts, kind->name,
                              kind->writes & KARNE_KIND_PARTS ? KARNE_CAPABILITY_PATCH
                                                              : KARNE_CAPABILITY_UPDATE);
    case KARNE_OP_DELETE:
      return karne_gifts_can (gifts, kind->name, KARNE_CAPABILITY_DELETE);
    }
  return FALSE;
}

/**
 * karne_source_can:
 * @self: a source
 * @kind: a FHIR resource type
 * @op: what would be done
 *
 * Whether it makes sense to let the person do something with resources of a kind: it is theirs to
 * do, and the server takes it, by what it says and what it turned out to do.
 *
 * Ask before the person writes. It is no promise: a server may refuse what it says that it takes.
 *
 * Returns: whether it may be offered
 */
gboolean
karne_source_can (const KarneSource *self, const char *kind, KarneOp op)
{
  const KarneKind *row;
  g_autoptr (KarneGifts) gifts = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  row = karne_kind_find (kind);
  if (row == NULL || !is_for_person (row, op))
    return FALSE;
  gifts = karne_gifts_new_for_json (self->gifts);
  return can (gifts, row, op);
}

/**
 * karne_source_get_protection:
 * @self: a source
 *
 * How far a change that goes to this source is kept from going over one that somebody else made in
 * the meantime.
 *
 * Nothing is assumed of a server before it has said something of itself, or written something: it
 * is [enum@Protection.FULL] until then.
 *
 * Returns: what is known of it
 */
KarneProtection
karne_source_get_protection (const KarneSource *self)
{
  g_autoptr (KarneGifts) gifts = NULL;

  g_return_val_if_fail (self != NULL, KARNE_PROTECTION_NONE);

  gifts = karne_gifts_new_for_json (self->gifts);
  if (!gifts->versions || (gifts->if_match == KARNE_IF_MATCH_IGNORED && !gifts->history))
    return KARNE_PROTECTION_NONE;
  return gifts->if_match == KARNE_IF_MATCH_IGNORED ? KARNE_PROTECTION_DETECTED
                                                   : KARNE_PROTECTION_FULL;
}
