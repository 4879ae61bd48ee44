/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is said of a measure. No digit is added, taken away or rounded, and nothing is interpreted.
 * All are (transfer full) (nullable): NULL for NULL. */

/* A value with its unit as it was lifted, as in “5.60 mmol/L”, “136 / 86 mm[Hg]”, “2026-06-11” or
 * any words. */
char *karne_measure_words_value (const char *value);
/* At which moment of the day: words, or a code of the French value set of moments. */
char *karne_measure_words_moment (const char *sent);
/* Over how many days: words, or a code of the French value set for that. */
char *karne_measure_words_days (const char *sent);
/* What the server says of it that is no usual state (nullable): “final” goes without saying. */
char *karne_measure_words_status (const char *status);
/* Between which values (each nullable), as they were lifted. */
char *karne_measure_words_range (const char *low, const char *high);

G_END_DECLS
