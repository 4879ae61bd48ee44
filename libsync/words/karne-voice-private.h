/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "words/karne-voice.h"

G_BEGIN_DECLS

typedef char *(*KarneSay) (gconstpointer self);

/* (transfer full) (nullable) What say says of self, a sentence of prevention: where nobody
 * confirmed one of its messages, the French sentence with the draft below. */
char *karne_voice_say (KarneSay say, gconstpointer self);
/* The same for what has no room for both: then the French words alone. */
char *karne_voice_say_short (KarneSay say, gconstpointer self);

/* The draft of a message in the language of the moment; NULL where there is none, or somebody
 * confirmed it. */
const char *karne_voice_find_draft (const char *message);

G_END_DECLS
