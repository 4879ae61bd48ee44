/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A FHIR date is a stretch of time: 2026-04 is all of April. Milliseconds since 1970 in UTC, both
 * ends included. */
typedef struct
{
  gint64 first;
  gint64 last;
} DemoSpan;

/* Stand for “no such date”: before all, and after all. */
#define DEMO_DATE_NONE G_MININT64
#define DEMO_DATE_END G_MAXINT64

typedef enum
{
  DEMO_PREFIX_EQ,
  DEMO_PREFIX_NE,
  DEMO_PREFIX_GT,
  DEMO_PREFIX_LT,
  DEMO_PREFIX_GE,
  DEMO_PREFIX_LE,
  DEMO_PREFIX_SA,
  DEMO_PREFIX_EB,
  DEMO_PREFIX_AP,
} DemoPrefix;

gboolean demo_date_parse (const char *text, DemoSpan *span);
gboolean demo_date_parse_prefixed (const char *text, DemoPrefix *prefix, DemoSpan *span);
gboolean demo_date_matches (DemoPrefix prefix, DemoSpan wanted, DemoSpan have, gint64 now);
void demo_date_widen (DemoSpan *span, gint64 now);
char *demo_date_format (gint64 ms);

gboolean demo_date_parse_today (const char *text, GDate *today);
char *demo_date_resolve (const char *text, const GDate *today);

G_END_DECLS
