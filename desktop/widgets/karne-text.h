/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable) In many languages a month begins with a small letter, and whatever
 * stands alone with a capital. text: (nullable) */
char *karne_text_capitalize (const char *text);
/* (transfer full) (nullable) At most so many letters: the beginning, and a sign that there is more.
 * text: (nullable) */
char *karne_text_shorten (const char *text, guint max_letters);
/* (transfer full) (nullable) Two things that each stand for themselves, side by side; both
 * (nullable). */
char *karne_text_beside (const char *one, const char *other);
/* Whether a FHIR date stands for no end at all: servers that must write an end write one that
 * nobody here will see. date: (nullable) */
gboolean karne_text_is_endless (const char *date);

G_END_DECLS
