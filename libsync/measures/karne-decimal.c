/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-decimal-private.h"

#include <string.h>

#define MAX_BEFORE 12
#define MAX_BEHIND 12

static gint64
power_of_ten (int n)
{
  gint64 power = 1;

  while (n-- > 0)
    power *= 10;
  return power;
}

static gint64
divide_rounded (gint64 number, gint64 divisor)
{
  gint64 half = divisor / 2;

  return number < 0 ? -((-number + half) / divisor) : (number + half) / divisor;
}

static gboolean
parse_exponent (const char *text, int *exponent)
{
  gboolean is_negative = *text == '-';
  gsize n;

  if (*text == '-' || *text == '+')
    text++;
  n = strspn (text, "0123456789");
  if (n == 0 || n > 2 || text[n] != '\0')
    return FALSE;
  *exponent = (int) g_ascii_strtoll (text, NULL, 10) * (is_negative ? -1 : 1);
  return TRUE;
}

/* Moves the point, as an exponent says it. */
static gboolean
shift (KarneDecimal *number, int exponent)
{
  number->behind -= exponent;
  if (number->behind < -MAX_BEHIND || number->behind > 18)
    return FALSE;
  while (number->behind < 0)
    {
      if (ABS (number->digits) > G_MAXINT64 / 10)
        return FALSE;
      number->digits *= 10;
      number->behind++;
    }
  *number = karne_decimal_round (*number, MAX_BEHIND);
  return TRUE;
}

gboolean
karne_decimal_parse (const char *text, KarneDecimal *number)
{
  gboolean is_negative = text != NULL && *text == '-';
  const char *p = text != NULL ? text + is_negative : "";
  gsize n_before = strspn (p, "0123456789");
  int exponent = 0;

  *number = (KarneDecimal){ 0, 0 };
  if (n_before == 0 || n_before > MAX_BEFORE)
    return FALSE;
  for (; g_ascii_isdigit (*p); p++)
    number->digits = number->digits * 10 + (*p - '0');
  if (*p == '.')
    {
      if (!g_ascii_isdigit (*++p))
        return FALSE;
      for (; g_ascii_isdigit (*p); p++)
        if (number->behind < MAX_BEHIND && number->digits < G_MAXINT64 / 100)
          {
            number->digits = number->digits * 10 + (*p - '0');
            number->behind++;
          }
    }
  if (is_negative)
    number->digits = -number->digits;
  if (*p == 'e' || *p == 'E')
    return parse_exponent (p + 1, &exponent) && shift (number, exponent);
  return *p == '\0';
}

char *
karne_decimal_to_text (KarneDecimal number)
{
  g_autofree char *digits =
      g_strdup_printf ("%0*" G_GINT64_FORMAT, number.behind + 1, ABS (number.digits));
  const char *sign = number.digits < 0 ? "-" : "";
  int n_before = (int) strlen (digits) - number.behind;

  if (number.behind == 0)
    return g_strconcat (sign, digits, NULL);
  return g_strdup_printf ("%s%.*s.%s", sign, n_before, digits, digits + n_before);
}

double
karne_decimal_to_double (KarneDecimal number)
{
  return (double) number.digits / (double) power_of_ten (number.behind);
}

int
karne_decimal_order (KarneDecimal a, KarneDecimal b)
{
  gint64 unit_a = power_of_ten (a.behind);
  gint64 unit_b = power_of_ten (b.behind);
  gint64 whole_a = a.digits / unit_a;
  gint64 whole_b = b.digits / unit_b;
  gint64 rest_a = a.digits % unit_a * power_of_ten (18 - a.behind);
  gint64 rest_b = b.digits % unit_b * power_of_ten (18 - b.behind);

  if (whole_a != whole_b)
    return whole_a < whole_b ? -1 : 1;
  return rest_a < rest_b ? -1 : rest_a > rest_b;
}

gboolean
karne_decimal_multiply (KarneDecimal *number, gint64 factor, int shift)
{
  if (ABS (number->digits) > G_MAXINT64 / MAX (factor, 1) || number->behind + shift > 18)
    return FALSE;
  number->digits *= factor;
  number->behind += shift;
  while (number->behind < 0)
    {
      if (ABS (number->digits) > G_MAXINT64 / 10)
        return FALSE;
      number->digits *= 10;
      number->behind++;
    }
  return TRUE;
}

gboolean
karne_decimal_divide (KarneDecimal *number, gint64 divisor, int shift, int behind)
{
  int more = behind + shift - number->behind;

  for (; more > 0; more--)
    {
      if (ABS (number->digits) > G_MAXINT64 / 100)
        return FALSE;
      number->digits *= 10;
    }
  for (; more < 0; more++)
    {
      if (divisor > G_MAXINT64 / 100)
        return FALSE;
      divisor *= 10;
    }
  number->digits = divide_rounded (number->digits, divisor);
  number->behind = behind;
  return TRUE;
}

KarneDecimal
karne_decimal_round (KarneDecimal number, int behind)
{
  if (number.behind <= behind)
    return number;
  return (KarneDecimal){ divide_rounded (number.digits, power_of_ten (number.behind - behind)),
                         behind };
}
