/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"
#include "karne-sheets.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* Which steps of a course: the examinations of a child and the dental ones are two lists. */
typedef enum
{
  KARNE_COURSE_ALL,
  KARNE_COURSE_EXAMINATIONS,
  KARNE_COURSE_TEETH,
} KarneCoursePart;

/* (transfer floating) (nullable) The steps as rows, under a heading (nullable); a row opens the
 * page about what is due over that page. NULL where there is no such step. */
GtkWidget *karne_course_list_new (KarnePage *over,
                                  KarneCourse *course,
                                  KarneCoursePart part,
                                  const char *heading);
/* The steps as a table, under a heading (nullable). */
void karne_course_list_print (KarneSheets *sheets,
                              const KarneCourse *course,
                              KarneCoursePart part,
                              const char *heading);
/* (transfer full) All that is said of a course: where it is the same, nothing has changed. */
char *karne_course_list_fingerprint (const KarneCourse *course);

G_END_DECLS
