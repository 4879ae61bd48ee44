/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"
#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_COURSE_PAGE (karne_course_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneCoursePage, karne_course_page, KARNE, COURSE_PAGE, KarnePage)

/* Opens the page of the pregnancy, or of the child, over another page of the record. */
void karne_course_page_open (KarnePage *over, KarneCourseKind kind);

G_END_DECLS
