/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "measures/karne-table.h"

G_BEGIN_DECLS

/* (transfer full) In lower case, without accents and without what surrounds it: to compare. */
char *karne_table_fold (const char *text);

/* The two parts before the year of a date whose order is to be known: FALSE for all others. */
gboolean karne_table_split_date (const char *date, int *first, int *second);

/* Splits “110 mg/dL”: (transfer full) the number, and its unit or NULL. */
char *karne_table_split_value (const char *cell, char **unit);
/* A unit that stands somewhere in a title, as it is written (nullable). */
const char *karne_table_find_unit (const char *title);
/* The moment that words say; NULL where they are not known. */
const char *karne_table_find_moment (const char *words);

G_END_DECLS
