/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-private.h"

G_BEGIN_DECLS

/* What R4 says about elements by their names: what counts as one field of an object, which values
 * are one thing, and what tells the items of a list apart. */

/* The field that a member belongs to: `birthDate` and its `_birthDate` are one, and so are all
 * forms of a choice (`valueQuantity`, `valueString`: "value[x]"). */
char *karne_field_of_member (KarneSpan name);

/* The field that says something together with this one, so that both come from one side; NULL where
 * it stands for itself. `kind`: the type of the resource that it is a member of, NULL inside of
 * one. */
const char *karne_field_goes_with (const char *kind, const char *field);
/* The same where the meaning of this one was changed: what is measured, and what was found. */
const char *karne_field_means_with (const char *kind, const char *field);

/* Whether a value of the element `name` is taken from one side or from the other, never half of
 * each. */
gboolean karne_field_is_whole (const char *name, KarneSpan object);
/* Whether two items that both sides added to the list `name` contradict each other: two answers to
 * a question. */
gboolean karne_field_is_exclusive (const char *name);

/* What names an item of the list `name` among the others: NULL where nothing does. */
char *karne_field_item_identity (const char *name, KarneSpan item);

G_END_DECLS
