/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-due-list.h"

G_BEGIN_DECLS

/**
 * KarneCourseKind:
 * @KARNE_COURSE_PREGNANCY: a pregnancy, from the last period to the expected birth
 * @KARNE_COURSE_CHILDHOOD: from birth to the day before 18 years
 *
 * A time of a life in which the rules ask for many things, one after the other.
 */
typedef enum
{
  KARNE_COURSE_PREGNANCY,
  KARNE_COURSE_CHILDHOOD,
} KarneCourseKind;

/**
 * KarneStepState:
 * @KARNE_STEP_DONE: it was found in the record
 * @KARNE_STEP_TO_DO: its time has come
 * @KARNE_STEP_LATE: its time is over, and it can still be done
 * @KARNE_STEP_COMING: its time has not come
 * @KARNE_STEP_NOT_FOUND: its time is over, and nothing of it was found in the record, which does
 *   not mean that it was not done
 * @KARNE_STEP_UNKNOWN_DATES: the dates of its campaign are not known
 * @KARNE_STEP_RIGHT: nothing to do: something that the person is entitled to
 *
 * How a step of a course stands.
 */
typedef enum
{
  KARNE_STEP_DONE,
  KARNE_STEP_TO_DO,
  KARNE_STEP_LATE,
  KARNE_STEP_COMING,
  KARNE_STEP_NOT_FOUND,
  KARNE_STEP_UNKNOWN_DATES,
  KARNE_STEP_RIGHT,
} KarneStepState;

/**
 * KarneStep:
 * @due: the rule, its facts and flags; its `from` and `to` are the days of this step, also where it
 *   is done
 * @state: how it stands
 * @from: days from the first one of the course to the first one of the step; -1 where it has none
 * @to: likewise to the last one; -1 where it has none
 * @own: what the person says of it
 * @own_date: (nullable): when, as the person wrote it
 * @disagreement: whether servers and rules contradict each other about it
 * @is_current: whether it is what the list of prevention has of its rule at present
 *
 * One thing of a course.
 */
typedef struct
{
  KarneDue *due;
  KarneStepState state;
  int from;
  int to;
  KarneOwnAct own;
  char *own_date;
  KarneDueDisagreement disagreement;
  gboolean is_current;
} KarneStep;

/**
 * KarneCourse:
 * @kind: which time of a life
 * @start: its first day: that of the last period (weeks, SA, are counted from it), or of birth
 * @end: its last day: that of the expected birth, or the one before 18 years
 * @on: the day for which it was laid out
 * @days: from @start to @on
 * @length: days from @start to @end
 * @unsure_days: by how many days the record contradicts itself about @start; 0 where it does not
 * @dated_by: (nullable): what the record calls what it is dated by
 * @steps: (element-type KarneSync.Step): all that the rules ask for in it, in the order in which it
 *   begins; what has no dates comes last
 *
 * A time of a life, laid out as a whole: what is over, what is now and what is to come.
 */
typedef struct
{
  KarneCourseKind kind;
  char *start;
  char *end;
  char *on;
  int days;
  int length;
  int unsure_days;
  char *dated_by;
  GPtrArray *steps;
} KarneCourse;

#define KARNE_TYPE_STEP (karne_step_get_type ())
KARNE_API
GType karne_step_get_type (void);
KARNE_API
KarneStep *karne_step_copy (const KarneStep *self);
KARNE_API
void karne_step_free (KarneStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneStep, karne_step_free)

#define KARNE_TYPE_COURSE (karne_course_get_type ())
KARNE_API
GType karne_course_get_type (void);
KARNE_API
KarneCourse *karne_course_copy (KarneCourse *self);
KARNE_API
void karne_course_free (KarneCourse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCourse, karne_course_free)

KARNE_API
KarneCourse *
karne_rules_lay_out_pregnancy (KarneRules *self, KarneHistory *history, const char *on);
KARNE_API
KarneCourse *
karne_rules_lay_out_childhood (KarneRules *self, KarneHistory *history, const char *on);
KARNE_API
void karne_course_join (KarneCourse *self, GPtrArray *entries);

/* What a person reads of it, in the language of the program. */
KARNE_API
const char *karne_step_state_to_words (const KarneStep *self);
KARNE_API
char *karne_step_weeks_to_words (const KarneCourse *course, const KarneStep *self);
KARNE_API
char *karne_step_dates_to_words (const KarneStep *self);
KARNE_API
char *karne_step_done_to_words (const KarneStep *self);
KARNE_API
char *karne_step_to_words (const KarneCourse *course, const KarneStep *self);
KARNE_API
char *karne_weeks_to_words (int days);
KARNE_API
char *karne_course_dating_to_words (const KarneCourse *self);
KARNE_API
char *karne_course_unsure_to_words (const KarneCourse *self);
KARNE_API
char *karne_course_to_words (const KarneCourse *self);
KARNE_API
char *karne_course_next_to_words (const KarneCourse *self);

G_END_DECLS
