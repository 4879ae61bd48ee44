/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-course.h"
#include "prevention/karne-due-work-private.h"

/* A time of a life as a whole: the same rules and the same history as what is due on a day, with
 * what is over and what is far away. */

#define CHILDHOOD_MONTHS (18 * 12)
/* Dates of one pregnancy that differ by a day are the same, counted otherwise. */
#define SURE_DAYS 1

G_DEFINE_BOXED_TYPE (KarneStep, karne_step, karne_step_copy, karne_step_free)
G_DEFINE_BOXED_TYPE (KarneCourse, karne_course, karne_course_copy, karne_course_free)

/**
 * karne_step_copy:
 * @self: a step
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneStep *
karne_step_copy (const KarneStep *self)
{
  KarneStep *copy = g_new (KarneStep, 1);

  *copy = *self;
  copy->due = karne_due_copy (self->due);
  copy->own_date = g_strdup (self->own_date);
  return copy;
}

/**
 * karne_step_free:
 * @self: (nullable): a step
 *
 * Frees it.
 */
void
karne_step_free (KarneStep *self)
{
  if (self == NULL)
    return;
  karne_due_free (self->due);
  g_free (self->own_date);
  g_free (self);
}

/**
 * karne_course_copy:
 * @self: a course
 *
 * Another reference to it: once it is joined it does not change.
 *
 * Returns: (transfer full): the same
 */
KarneCourse *
karne_course_copy (KarneCourse *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
course_clear (gpointer data)
{
  KarneCourse *self = data;

  g_free (self->start);
  g_free (self->end);
  g_free (self->on);
  g_free (self->dated_by);
  g_ptr_array_unref (self->steps);
}

/**
 * karne_course_free:
 * @self: (nullable): a course
 *
 * Lets go of it.
 */
void
karne_course_free (KarneCourse *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, course_clear);
}

static char *
dup_day (KarneDay day)
{
  char text[KARNE_DAY_SIZE];

  return g_strdup (karne_day_to_text (day, text));
}

static KarneCourse *
course_new (KarneWork *work, KarneCourseKind kind, KarneDay start, KarneDay end)
{
  KarneCourse *self = g_atomic_rc_box_new0 (KarneCourse);

  self->kind = kind;
  self->start = dup_day (start);
  self->end = dup_day (end);
  self->on = dup_day (work->on);
  self->days = work->on - start;
  self->length = end - start;
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_step_free);
  return self;
}

/* Steps */

/* What the law asks for is still to be had late; what is advised for certain weeks is not. */
static KarneStepState
get_state (const KarneDue *due, gboolean over)
{
  if (due->level == KARNE_RULE_RIGHT)
    return KARNE_STEP_RIGHT;
  switch (due->state)
    {
    case KARNE_DUE_DONE:
      return KARNE_STEP_DONE;
    case KARNE_DUE_OVERDUE:
      return over || due->level != KARNE_RULE_OBLIGATORY ? KARNE_STEP_NOT_FOUND : KARNE_STEP_LATE;
    case KARNE_DUE_COMING:
      return KARNE_STEP_COMING;
    case KARNE_DUE_UNKNOWN_DATES:
      return KARNE_STEP_UNKNOWN_DATES;
    case KARNE_DUE_NOW:
    case KARNE_DUE_ASK:
    default:
      return KARNE_STEP_TO_DO;
    }
}

static int
count_days (const KarneCourse *course, const char *day)
{
  KarneDay start = KARNE_DAY_NONE;
  KarneDay end;

  if (day == NULL || !karne_day_parse (course->start, &start) || !karne_day_parse (day, &end))
    return -1;
  return MAX (end - start, 0);
}

static void
add_step (KarneCourse *self, KarneWork *work)
{
  KarneStep *step = g_new0 (KarneStep, 1);

  step->due = karne_work_make_due (work);
  step->state = get_state (step->due, work->result.over);
  step->from = count_days (self, step->due->from);
  step->to = count_days (self, step->due->to);
  g_ptr_array_add (self->steps, step);
}

/* What comes again each year is not asked for years later: of it, what was found, what is now, and
 * the next one. */
static gboolean
is_worth_a_line (KarneWork *work, gboolean *has_next)
{
  if (work->rule->windows->len < 3 || work->whole != KARNE_WHOLE_CHILDHOOD ||
      work->result.state == KARNE_DUE_DONE)
    return TRUE;
  if (work->result.over || (work->result.state == KARNE_DUE_COMING && *has_next))
    return FALSE;
  *has_next = work->result.state == KARNE_DUE_COMING;
  return TRUE;
}

static void
add_windows (KarneCourse *self, KarneWork *work)
{
  const KarneAct *last = NULL;
  gboolean has_next = FALSE;

  for (guint i = 0; i < work->rule->windows->len; i++)
    if (karne_work_run_window (work, i, &last) && is_worth_a_line (work, &has_next))
      add_step (self, work);
}

/* What begins first comes first; of what begins together, what ends first. */
static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const KarneStep *one = *(KarneStep *const *) a;
  const KarneStep *other = *(KarneStep *const *) b;
  int order = (one->from < 0) - (other->from < 0);

  if (order == 0)
    order = one->from - other->from;
  if (order == 0)
    order = one->to - other->to;
  return order != 0 ? order : g_strcmp0 (one->due->rule, other->due->rule);
}

static void
add_rules (KarneCourse *self, KarneWork *work)
{
  for (guint i = 0; i < work->rules->rules->len; i++)
    {
      const KarneRule *rule = work->rules->rules->pdata[i];

      if (self->kind == KARNE_COURSE_CHILDHOOD && rule->kind != KARNE_RULE_CHILD)
        continue;
      if (!karne_work_begin (work, rule))
        continue;
      if (rule->schedule == KARNE_SCHEDULE_WINDOWS)
        add_windows (self, work);
      else if (karne_work_run (work))
        add_step (self, work);
    }
  g_ptr_array_sort (self->steps, compare_steps);
}

/**
 * karne_rules_lay_out_pregnancy:
 * @self: the rules
 * @history: what the record says of a person
 * @on: the day for which it is asked (`2026-03-01`)
 *
 * Lays out the pregnancy that there is on a day: all that the rules ask for in it, what was found
 * of it in the record, and when its time is, was or will be. What the history tells of later days
 * than
 * @on is not used.
 *
 * Returns: (transfer full) (nullable): the course; `NULL` where the record knows of no pregnancy on
 *   that day: never, lost, over, or ended by a birth
 */
KarneCourse *
karne_rules_lay_out_pregnancy (KarneRules *self, KarneHistory *history, const char *on)
{
  g_auto (KarneWork) work = { .whole = KARNE_WHOLE_PREGNANCY };
  const KarnePregnancy *pregnancy;
  KarneCourse *course;

  g_return_val_if_fail (KARNE_IS_RULES (self) && KARNE_IS_HISTORY (history) && on != NULL, NULL);

  if (!karne_work_init (&work, self, history, on) || work.pregnancy == NULL ||
      work.outcome != KARNE_OUTCOME_NONE)
    return NULL;
  pregnancy = work.pregnancy;
  course = course_new (&work, KARNE_COURSE_PREGNANCY, pregnancy->start,
                       karne_pregnancy_get_expected (pregnancy));
  course->dated_by = g_strdup (pregnancy->trace.title);
  if (pregnancy->other.first != KARNE_DAY_NONE)
    course->unsure_days = MAX (ABS (pregnancy->start - pregnancy->other.first),
                               ABS (pregnancy->other.last - pregnancy->start));
  if (course->unsure_days <= SURE_DAYS)
    course->unsure_days = 0;
  add_rules (course, &work);
  return course;
}

/**
 * karne_rules_lay_out_childhood:
 * @self: the rules
 * @history: what the record says of a person
 * @on: the day for which it is asked (`2026-03-01`)
 *
 * Lays out the examinations of a child by age, and the dental examination of each year: of that,
 * what was found, what is now, and the next one.
 *
 * Returns: (transfer full) (nullable): the course; `NULL` from 18 years on, and where it is not
 *   known when the person was born
 */
KarneCourse *
karne_rules_lay_out_childhood (KarneRules *self, KarneHistory *history, const char *on)
{
  g_auto (KarneWork) work = { .whole = KARNE_WHOLE_CHILDHOOD };
  KarneCourse *course;
  KarneDay end;

  g_return_val_if_fail (KARNE_IS_RULES (self) && KARNE_IS_HISTORY (history) && on != NULL, NULL);

  if (!karne_work_init (&work, self, history, on) || history->born.first == KARNE_DAY_NONE ||
      history->born.first > work.on)
    return NULL;
  end = karne_day_add_days (karne_day_add_months (history->born.last, CHILDHOOD_MONTHS), -1);
  if (work.on > end)
    return NULL;
  course = course_new (&work, KARNE_COURSE_CHILDHOOD, history->born.first, end);
  course->unsure_days = history->born.last - history->born.first;
  add_rules (course, &work);
  return course;
}

/* What the person says */

static const KarneDueFact *
find_counted (const KarneDue *due)
{
  for (guint i = 0; i < due->why->len; i++)
    if (((const KarneDueFact *) due->why->pdata[i])->role == KARNE_DUE_FACT_COUNTED)
      return due->why->pdata[i];
  return NULL;
}

/* Whether the list of prevention speaks of this step, or of another one of the same rule. */
static gboolean
is_same (const KarneDue *of_step, const KarneDue *of_list)
{
  const KarneDueFact *one = find_counted (of_step);
  const KarneDueFact *other = find_counted (of_list);

  if (!g_str_equal (of_step->rule, of_list->rule) ||
      (of_step->state == KARNE_DUE_DONE) != (of_list->state == KARNE_DUE_DONE))
    return FALSE;
  if (of_list->state == KARNE_DUE_DONE)
    return one != NULL && other != NULL && one->source == other->source &&
           g_strcmp0 (one->id, other->id) == 0;
  return g_strcmp0 (of_step->from, of_list->from) == 0;
}

static void
take_entry (KarneStep *step, const KarneDueEntry *entry)
{
  step->is_current = TRUE;
  step->disagreement = entry->disagreement;
  if (step->state == KARNE_STEP_DONE || entry->own == KARNE_OWN_NONE)
    return;
  step->own = entry->own;
  g_free (step->own_date);
  step->own_date = entry->act != NULL ? g_strdup (entry->act->date) : NULL;
}

/**
 * karne_course_join:
 * @self: a course that nobody else has yet
 * @entries: (element-type KarneSync.DueEntry): the list of prevention for the same day
 *
 * Takes what the person says of the steps that the list has: planned, done, put off, not to be
 * proposed. It changes nothing of what was found in the record.
 */
void
karne_course_join (KarneCourse *self, GPtrArray *entries)
{
  g_return_if_fail (self != NULL && entries != NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDueEntry *entry = entries->pdata[i];

      for (guint j = 0; entry->due != NULL && j < self->steps->len; j++)
        {
          KarneStep *step = self->steps->pdata[j];

          if (is_same (step->due, entry->due))
            {
              take_entry (step, entry);
              break;
            }
        }
    }
}
