/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_FACTS (karne_facts_get_type ())
G_DECLARE_FINAL_TYPE (KarneFacts, karne_facts, KARNE, FACTS, AdwPreferencesGroup)

/* title: (nullable): plain text, what is all of this about. */
KarneFacts *karne_facts_new (const char *title);
/* Adds a line: what it is, and how it is. Nothing is added where there is nothing to say (value is
 * NULL or empty). Texts are plain: what a server sent is never taken for markup. */
void karne_facts_add (KarneFacts *self, const char *label, const char *value);

G_END_DECLS
