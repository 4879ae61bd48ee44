/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-dues.h"

#include "model/karne-reread-private.h"
#include "store/karne-view-private.h"

/**
 * KarneDues:
 *
 * What the rules of prevention ask for by the record as it is now and by today’s date, joined with
 * what servers and the person say of the same ([method@View.list_due_async]).
 *
 * It is worked out anew after each commit and on another day, away from the main thread, once at a
 * time however fast they come. Nothing is worked out before somebody asks for it.
 *
 * Use it in the main context in which its store was opened.
 */
struct _KarneDues
{
  GObject parent_instance;

  KarneView *view;    /* (owned) (nullable) NULL once disposed */
  KarneClock *clock;  /* (owned) (nullable) likewise */
  KarneRules *rules;  /* (owned) (nullable) NULL until they were read */
  GPtrArray *all;     /* (owned) (nullable) of KarneDueEntry */
  GPtrArray *courses; /* (owned) (nullable) of KarneCourse, of the same moment */
  char *today;        /* (owned) (nullable) for which they were worked out */
  GError *error;      /* (owned) (nullable) */
  KarneReread reread;
  gboolean wanted; /* somebody asked */
};

G_DEFINE_FINAL_TYPE (KarneDues, karne_dues, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
make_today (KarneDues *self)
{
  gint64 now = karne_clock_get_real (self->clock) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (now);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : NULL;
}

/* What is the same */

static gboolean
are_same_facts (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    {
      const KarneDueFact *a = one->pdata[i], *b = other->pdata[i];

      if (a->role != b->role || a->source != b->source || g_strcmp0 (a->id, b->id) != 0 ||
          g_strcmp0 (a->date, b->date) != 0 || g_strcmp0 (a->title, b->title) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_same_dues (const KarneDue *one, const KarneDue *other)
{
  if (one == NULL || other == NULL)
    return one == other;
  return g_str_equal (one->rule, other->rule) && one->state == other->state &&
         one->flags == other->flags && one->dose == other->dose && one->doses == other->doses &&
         one->weeks == other->weeks && g_strcmp0 (one->from, other->from) == 0 &&
         g_strcmp0 (one->to, other->to) == 0 && g_strcmp0 (one->as_of, other->as_of) == 0 &&
         g_strcmp0 (one->title, other->title) == 0 && are_same_facts (one->why, other->why);
}

static gboolean
are_same_notices (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    {
      const KarneDueNotice *a = one->pdata[i], *b = other->pdata[i];

      if (a->source != b->source || a->part != b->part || !g_str_equal (a->id, b->id) ||
          g_strcmp0 (a->title, b->title) != 0 || g_strcmp0 (a->status, b->status) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * karne_dues_are_same:
 * @one: an entry
 * @other: another
 *
 * Compares them.
 *
 * Returns: whether they say the same, so that whoever shows one need not show the other
 */
gboolean
karne_dues_are_same (const KarneDueEntry *one, const KarneDueEntry *other)
{
  return one->own == other->own && one->group == other->group && one->state == other->state &&
         one->disagreement == other->disagreement && g_strcmp0 (one->from, other->from) == 0 &&
         g_strcmp0 (one->to, other->to) == 0 && g_strcmp0 (one->title, other->title) == 0 &&
         are_same_dues (one->due, other->due) && are_same_notices (one->notices, other->notices);
}

/* One time through: the rules, once, and what is due by them. */

/* (transfer full) What could not be worked out leaves what was known. */
static void
take_answer (KarneDues *self, GPtrArray *all, GPtrArray *courses, GError *error)
{
  g_autoptr (GPtrArray) taken = all;
  g_autoptr (GPtrArray) taken_courses = courses;

  if (karne_reread_has_ended (&self->reread))
    {
      g_clear_error (&error);
      return;
    }
  g_clear_error (&self->error);
  self->error = error;
  if (taken != NULL)
    {
      g_clear_pointer (&self->all, g_ptr_array_unref);
      self->all = g_steal_pointer (&taken);
      g_clear_pointer (&self->courses, g_ptr_array_unref);
      self->courses = g_steal_pointer (&taken_courses);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  karne_reread_done (&self->reread);
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneDues) self = user_data;
  GError *error = NULL;
  GPtrArray *courses = NULL;
  GPtrArray *all =
      karne_view_list_due_finish_with_courses (KARNE_VIEW (object), result, &courses, &error);

  take_answer (self, all, courses, error);
}

static void
list_due (KarneDues *self)
{
  g_free (self->today);
  self->today = make_today (self);
  karne_view_list_due_async (self->view, self->rules, self->today, self->reread.cancellable,
                             listed_cb, g_object_ref (self));
}

static void
read_rules_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  KarneRules *rules = karne_rules_new (NULL, &error);

  if (rules != NULL)
    g_task_return_pointer (task, rules, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
rules_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KarneDues *self = KARNE_DUES (object);
  GError *error = NULL;
  KarneRules *rules = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&self->rules);
  self->rules = rules;
  if (rules == NULL || karne_reread_has_ended (&self->reread))
    take_answer (self, NULL, NULL, error);
  else
    list_due (self);
}

static void
work (gpointer object)
{
  KarneDues *self = object;
  g_autoptr (GTask) task = NULL;

  if (self->rules != NULL)
    {
      list_due (self);
      return;
    }
  task = g_task_new (self, self->reread.cancellable, rules_read_cb, NULL);
  g_task_set_source_tag (task, work);
  g_task_run_in_thread (task, read_rules_in_thread);
}

/* The object */

static void
karne_dues_dispose (GObject *object)
{
  KarneDues *self = KARNE_DUES (object);

  karne_reread_end (&self->reread);
  g_clear_object (&self->view);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (karne_dues_parent_class)->dispose (object);
}

static void
karne_dues_finalize (GObject *object)
{
  KarneDues *self = KARNE_DUES (object);

  g_clear_object (&self->rules);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->courses, g_ptr_array_unref);
  g_clear_pointer (&self->today, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_dues_parent_class)->finalize (object);
}

static void
karne_dues_class_init (KarneDuesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_dues_dispose;
  object_class->finalize = karne_dues_finalize;

  /**
   * KarneDues::changed:
   * @self: what is due
   *
   * It was worked out, or could not be.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_DUES, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_dues_init (KarneDues *self)
{
}

/**
 * karne_dues_new:
 * @view: who reads
 * @clock: (nullable): says what day it is; `NULL` for the computer’s clock
 *
 * Makes it. It begins when [method@Dues.get_all] or [method@Dues.find] is called first.
 *
 * Returns: (transfer full): what is due
 */
KarneDues *
karne_dues_new (KarneView *view, KarneClock *clock)
{
  KarneDues *self;

  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);
  g_return_val_if_fail (clock == NULL || KARNE_IS_CLOCK (clock), NULL);

  self = g_object_new (KARNE_TYPE_DUES, NULL);
  self->view = g_object_ref (view);
  self->clock = clock != NULL ? g_object_ref (clock) : karne_system_clock_new ();
  return self;
}

/* Asking is what makes it known. */
static void
want (KarneDues *self)
{
  if (self->wanted || self->view == NULL)
    return;
  self->wanted = TRUE;
  karne_reread_begin (&self->reread, karne_view_get_store (self->view), work, self);
  karne_reread_ask (&self->reread);
}

/**
 * karne_dues_get_all:
 * @self: what is due
 *
 * Gets all of it.
 *
 * Returns: (transfer none) (nullable) (element-type KarneSync.DueEntry): the entries; `NULL` while
 *   that is not known
 */
GPtrArray *
karne_dues_get_all (KarneDues *self)
{
  g_return_val_if_fail (KARNE_IS_DUES (self), NULL);

  want (self);
  return self->all;
}

/**
 * karne_dues_find:
 * @self: what is due
 * @rule: id of a rule
 *
 * Finds what is said of one rule.
 *
 * Returns: (transfer none) (nullable): its entry; `NULL` where there is none, or while that is not
 *   known
 */
KarneDueEntry *
karne_dues_find (KarneDues *self, const char *rule)
{
  GPtrArray *all = karne_dues_get_all (self);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      KarneDueEntry *entry = all->pdata[i];

      if (entry->due != NULL && g_strcmp0 (entry->due->rule, rule) == 0)
        return entry;
    }
  return NULL;
}

/**
 * karne_dues_get_rules:
 * @self: what is due
 *
 * By which it is worked out.
 *
 * Returns: (transfer none) (nullable): the rules; `NULL` until they were read
 */
KarneRules *
karne_dues_get_rules (KarneDues *self)
{
  g_return_val_if_fail (KARNE_IS_DUES (self), NULL);

  return self->rules;
}

/**
 * karne_dues_get_course:
 * @self: what is due
 * @kind: a time of a life
 *
 * What is done and to be done in a pregnancy or a childhood, as a whole.
 *
 * Returns: (transfer none) (nullable): the course; `NULL` where the record knows of none
 */
KarneCourse *
karne_dues_get_course (KarneDues *self, KarneCourseKind kind)
{
  g_return_val_if_fail (KARNE_IS_DUES (self), NULL);

  want (self);
  for (guint i = 0; self->courses != NULL && i < self->courses->len; i++)
    {
      KarneCourse *course = self->courses->pdata[i];

      if (course->kind == kind)
        return course;
    }
  return NULL;
}

/**
 * karne_dues_get_loading:
 * @self: what is due
 *
 * Says whether it is being worked out for the first time.
 *
 * Returns: whether it is
 */
gboolean
karne_dues_get_loading (KarneDues *self)
{
  g_return_val_if_fail (KARNE_IS_DUES (self), FALSE);

  return self->reread.is_reading && self->all == NULL && self->error == NULL;
}

/**
 * karne_dues_get_error:
 * @self: what is due
 *
 * Gets why it could not be worked out the last time.
 *
 * Returns: (transfer none) (nullable): the error; `NULL` when it could
 */
const GError *
karne_dues_get_error (KarneDues *self)
{
  g_return_val_if_fail (KARNE_IS_DUES (self), NULL);

  return self->error;
}

/**
 * karne_dues_refresh:
 * @self: what is due
 *
 * Looks at the clock: on another day, other things are due.
 */
void
karne_dues_refresh (KarneDues *self)
{
  g_autofree char *today = NULL;

  g_return_if_fail (KARNE_IS_DUES (self));

  if (!self->wanted || karne_reread_has_ended (&self->reread))
    return;
  today = make_today (self);
  if (g_strcmp0 (self->today, today) != 0)
    karne_reread_ask (&self->reread);
}
