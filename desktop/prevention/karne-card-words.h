/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sheets.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* What is read of a vaccination card, on screen and on paper. All (transfer full). */

/* What a dose is called by in a few words, as in “Dose 2 of 3: 4 March 2026”. */
char *karne_card_words_dose (const KarneCardDose *dose);
/* When it was, or that this is not said. */
char *karne_card_words_date (const KarneCardDose *dose);
/* Whose word it is, and who gave it. */
char *karne_card_words_origin (const KarneCardDose *dose);
/* What is next, in a sentence: what and when. */
char *karne_card_words_next (const KarneDueEntry *entry);
/* (nullable) What can be said of a line that has no dose: that nothing was found. */
const char *karne_card_words_empty (const KarneCardLine *line);
/* Whether it stands on the card; others are only named below it. */
gboolean karne_card_words_is_shown (const KarneCardLine *line);
/* (nullable) In a sentence, of what else nothing was found. */
char *karne_card_words_rest (GPtrArray *lines);
/* What the card is, and what it is not. */
const char *karne_card_words_note (void);

/* The whole card on paper. lines: (element-type KarneCardLine) */
void karne_card_words_print (KarneSheets *sheets, gpointer lines);

G_END_DECLS
