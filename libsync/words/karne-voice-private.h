/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "words/karne-voice.h"

G_BEGIN_DECLS

/* The draft of a message in the language of the moment, which is to stand beside the French; NULL
 * where there is none, or somebody confirmed it, or another voice speaks. */
const char *karne_voice_find_draft (const char *message);

G_END_DECLS
