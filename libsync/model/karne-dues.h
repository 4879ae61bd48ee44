/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "prevention/karne-course.h"
#include "prevention/karne-due-list.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DUES (karne_dues_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneDues, karne_dues, KARNE, DUES, GObject)

KARNE_API
KarneDues *karne_dues_new (KarneView *view, KarneClock *clock);

KARNE_API
GPtrArray *karne_dues_get_all (KarneDues *self);
KARNE_API
KarneDueEntry *karne_dues_find (KarneDues *self, const char *rule);
KARNE_API
KarneCourse *karne_dues_get_course (KarneDues *self, KarneCourseKind kind);
KARNE_API
KarneRules *karne_dues_get_rules (KarneDues *self);
KARNE_API
gboolean karne_dues_get_loading (KarneDues *self);
KARNE_API
const GError *karne_dues_get_error (KarneDues *self);
KARNE_API
void karne_dues_refresh (KarneDues *self);

KARNE_API
gboolean karne_dues_are_same (const KarneDueEntry *one, const KarneDueEntry *other);

G_END_DECLS
