/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A decimal number as it was written: `digits` with the point `behind` places from their end, so
 * that nothing is rounded unseen and 5.60 is not 5.6. */
typedef struct
{
  gint64 digits;
  int behind;
} KarneDecimal;

/* A number as JSON writes it. FALSE where it is none, or has more than 12 digits before the point;
 * digits behind the twelfth place are left out: nothing is measured that exactly. */
gboolean karne_decimal_parse (const char *text, KarneDecimal *number);
/* (transfer full) */
char *karne_decimal_to_text (KarneDecimal number);
double karne_decimal_to_double (KarneDecimal number);
/* As strcmp () has it. */
int karne_decimal_order (KarneDecimal a, KarneDecimal b);
/* Times factor / 10^shift, exactly; FALSE where it gets too long. */
gboolean karne_decimal_multiply (KarneDecimal *number, gint64 factor, int shift);
/* Divided by divisor / 10^shift, rounded to so many places. */
gboolean karne_decimal_divide (KarneDecimal *number, gint64 divisor, int shift, int behind);
/* At most so many places behind the point; halves go up. */
KarneDecimal karne_decimal_round (KarneDecimal number, int behind);

G_END_DECLS
