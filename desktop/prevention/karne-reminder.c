/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-reminder.h"

#include "karne-text.h"

#define LEVEL_COMPULSORY "OBLIGATOIRE"

/**
 * KarneReminder:
 *
 * One line of prevention: something to be done, done or declined, as the server sent it, or as a
 * rule asks for it.
 *
 * It is a value. Of a line of the record, what is worked out is only where it belongs and how it
 * stands to the present; what a rule asks for is worked out as a whole, and has no line behind it.
 */
struct _KarneReminder
{
  KarneResource parent_instance;

  KarneResource *resource; /* (owned) (nullable) NULL for what a rule asks for */
  KarneDueEntry *entry;    /* (owned) (nullable) that */
  guint part;
  char *late;    /* (owned) (nullable) date from when on it is overdue */
  char *disease; /* (owned) (nullable) that a vaccination is against, where that is not its title */
  KarneReminderWhen when;
};

G_DEFINE_FINAL_TYPE (KarneReminder, karne_reminder, KARNE_TYPE_RESOURCE)

static void
karne_reminder_finalize (GObject *object)
{
  KarneReminder *self = KARNE_REMINDER (object);

  g_clear_object (&self->resource);
  g_clear_pointer (&self->entry, karne_due_entry_free);
  g_clear_pointer (&self->late, g_free);
  g_clear_pointer (&self->disease, g_free);

  G_OBJECT_CLASS (karne_reminder_parent_class)->finalize (object);
}

static void
karne_reminder_class_init (KarneReminderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_reminder_finalize;
}

static void
karne_reminder_init (KarneReminder *self)
{
}

static const KarneItem *
get_item (KarneReminder *self)
{
  return karne_resource_get_item (KARNE_RESOURCE (self));
}

/* Making one */

static KarneReminderWhen
find_when (KarneReminder *self, GDateTime *now)
{
  const KarneItem *item = get_item (self);

  return karne_reminder_rules_get_when (item->date, item->until, self->late, now);
}

KarneReminder *
karne_reminder_new (KarneResource *resource, GDateTime *now)
{
  KarneReminder *self =
      g_object_new (KARNE_TYPE_REMINDER, "item", karne_resource_get_item (resource), NULL);

  self->resource = g_object_ref (resource);
  if (g_str_equal (karne_resource_get_kind (resource), "Immunization"))
    self->disease = g_strdup (get_item (self)->category);
  self->when = find_when (self, now);
  return self;
}

guint
karne_reminder_count_parts (GPtrArray *facts)
{
  guint n = 0;

  for (guint i = 0; i < facts->len; i++)
    n = MAX (n, ((KarneFact *) facts->pdata[i])->part);
  return n;
}

static const char *
find_fact (GPtrArray *facts, guint part, const char *name)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (fact->part == part && g_str_equal (fact->name, name))
        return fact->value;
    }
  return NULL;
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

KarneReminder *
karne_reminder_new_part (KarneResource *resource, guint part, GPtrArray *facts, GDateTime *now)
{
  g_autoptr (KarneItem) item = karne_item_copy (karne_resource_get_item (resource));
  const char *vaccine = find_fact (facts, part, "vaccine");
  const char *disease = find_fact (facts, part, "disease");
  const char *due = find_fact (facts, part, "due");
  KarneReminder *self;

  replace (&item->title, vaccine != NULL ? vaccine : disease);
  replace (&item->date, due != NULL ? due : find_fact (facts, part, "earliest"));
  replace (&item->until, find_fact (facts, part, "latest"));
  replace (&item->status, find_fact (facts, part, "status"));
  replace (&item->detail, NULL);
  self = g_object_new (KARNE_TYPE_REMINDER, "item", item, NULL);
  self->resource = g_object_ref (resource);
  self->part = part;
  self->late = g_strdup (find_fact (facts, part, "overdue"));
  self->disease = g_strdup (vaccine != NULL ? disease : NULL);
  self->when = find_when (self, now);
  return self;
}

/* What counts is the last time that it was done. */
static const char *
find_last_date (const KarneDue *due)
{
  const char *last = NULL;

  for (guint i = 0; i < due->why->len; i++)
    {
      const KarneDueFact *fact = due->why->pdata[i];

      if (fact->role == KARNE_DUE_FACT_COUNTED && g_strcmp0 (fact->date, last) > 0)
        last = fact->date;
    }
  return last;
}

static KarneReminderWhen
when_from_state (KarneDueState state)
{
  switch (state)
    {
    case KARNE_DUE_OVERDUE:
      return KARNE_REMINDER_OVERDUE;
    case KARNE_DUE_COMING:
      return KARNE_REMINDER_LATER;
    case KARNE_DUE_NOW:
    case KARNE_DUE_ASK:
    case KARNE_DUE_UNKNOWN_DATES:
    case KARNE_DUE_DONE:
    default:
      return KARNE_REMINDER_NOW;
    }
}

KarneReminder *
karne_reminder_new_due (KarneDueEntry *entry)
{
  const KarneDue *due = entry->due;
  gboolean is_done = entry->state == KARNE_DUE_DONE;
  KarneItem item = {
    .kind = (char *) KARNE_REMINDER_KIND_DUE,
    .id = (char *) due->rule,
    .title = (char *) karne_due_title_to_words (due),
    .date = is_done ? (char *) find_last_date (due) : entry->from,
    .until = is_done ? NULL : entry->to,
    .detail = (char *) (due->level == KARNE_RULE_OBLIGATORY ? LEVEL_COMPULSORY : NULL),
    .size = -1,
  };
  KarneReminder *self = g_object_new (KARNE_TYPE_REMINDER, "item", &item, NULL);

  self->entry = karne_due_entry_copy (entry);
  self->when = when_from_state (entry->state);
  return self;
}

/* What it is */

KarneDueEntry *
karne_reminder_get_entry (KarneReminder *self)
{
  g_return_val_if_fail (KARNE_IS_REMINDER (self), NULL);

  return self->entry;
}

KarneResource *
karne_reminder_get_resource (KarneReminder *self)
{
  g_return_val_if_fail (KARNE_IS_REMINDER (self), NULL);

  return self->resource;
}

guint
karne_reminder_get_part (KarneReminder *self)
{
  g_return_val_if_fail (KARNE_IS_REMINDER (self), 0);

  return self->part;
}

static KarneReminderGroup
group_from_entry (const KarneDueEntry *entry)
{
  switch (entry->group)
    {
    case KARNE_DUE_GROUP_DONE:
      return KARNE_REMINDER_DONE;
    case KARNE_DUE_GROUP_DECLINED:
      return KARNE_REMINDER_DECLINED;
    case KARNE_DUE_GROUP_TO_DO:
    default:
      return KARNE_REMINDER_TO_DO;
    }
}

KarneReminderGroup
karne_reminder_get_group (KarneReminder *self)
{
  const KarneItem *item = get_item (self);

  if (self->entry != NULL)
    return group_from_entry (self->entry);
  return karne_reminder_rules_get_group (item->kind, item->status, item->category);
}

KarneReminderWhen
karne_reminder_get_when (KarneReminder *self)
{
  g_return_val_if_fail (KARNE_IS_REMINDER (self), KARNE_REMINDER_NOW);

  return self->when;
}

gboolean
karne_reminder_is_still_so (KarneReminder *self, GDateTime *now)
{
  return self->entry != NULL || find_when (self, now) == self->when;
}

static gboolean
matches_word (KarneReminder *self, const char *word)
{
  const KarneItem *item = get_item (self);
  const char *draft =
      self->entry != NULL ? karne_due_title_draft_to_words (self->entry->due) : NULL;
  const char *const texts[] = { item->title, item->author, item->category, self->disease, draft };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && g_str_match_string (word, texts[i], TRUE))
      return TRUE;
  return FALSE;
}

gboolean
karne_reminder_matches (KarneReminder *self, const char *text)
{
  g_auto (GStrv) words = g_str_tokenize_and_fold (text, NULL, NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (!matches_word (self, words[i]))
      return FALSE;
  return TRUE;
}

/* Order */

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int
compare_levels (KarneReminder *one, KarneReminder *other)
{
  gboolean a = g_strcmp0 (get_item (one)->detail, LEVEL_COMPULSORY) == 0;
  gboolean b = g_strcmp0 (get_item (other)->detail, LEVEL_COMPULSORY) == 0;

  return COMPARE (b, a);
}

static gint64
get_beginning (KarneReminder *self)
{
  return karne_reminder_rules_get_beginning (get_item (self)->date);
}

/* The same each time, whatever order the lines came in. */
static int
compare_places (KarneReminder *one, KarneReminder *other)
{
  const KarneItem *a = get_item (one);
  const KarneItem *b = get_item (other);
  int order = g_strcmp0 (a->kind, b->kind);

  if (order == 0)
    order = g_strcmp0 (a->id, b->id);
  if (order == 0)
    order = COMPARE (a->source, b->source);
  return order != 0 ? order : COMPARE (one->part, other->part);
}

/* For what comes later, what counts is when it begins. */
static int
compare_to_do (KarneReminder *one, KarneReminder *other)
{
  gint64 a = karne_reminder_rules_get_deadline (get_item (one)->until, one->late);
  gint64 b = karne_reminder_rules_get_deadline (get_item (other)->until, other->late);
  int order = COMPARE (one->when, other->when);

  if (order == 0 && one->when == KARNE_REMINDER_LATER)
    order = COMPARE (get_beginning (one), get_beginning (other));
  if (order == 0)
    order = COMPARE (a, b);
  if (order == 0)
    order = compare_levels (one, other);
  return order != 0 ? order : COMPARE (get_beginning (one), get_beginning (other));
}

int
karne_reminder_compare (KarneReminder *one, KarneReminder *other)
{
  int order = karne_reminder_get_group (one) == KARNE_REMINDER_TO_DO
                  ? compare_to_do (one, other)
                  : COMPARE (get_beginning (other), get_beginning (one));

  return order != 0 ? order : compare_places (one, other);
}

/* Of what is no rule, as far as the record says: by its kind or by the category of a notice. */
guint
karne_reminder_get_sort (KarneReminder *self)
{
  const KarneItem *item;

  g_return_val_if_fail (KARNE_IS_REMINDER (self), KARNE_REMINDER_OTHER);

  item = get_item (self);
  if (self->entry != NULL)
    return self->entry->due->kind;
  if (g_str_has_prefix (item->kind, "Immunization") ||
      g_strcmp0 (item->category, "RAPPEL_RDV_PREV_VACC") == 0 ||
      g_strcmp0 (item->category, "AJOUT_VACCINATION") == 0)
    return KARNE_RULE_VACCINATION;
  if (g_strcmp0 (item->category, "RAPPEL_RDV_PREV_DEPIST") == 0)
    return KARNE_RULE_SCREENING;
  return KARNE_REMINDER_OTHER;
}

/* Words */

char *
karne_reminder_dup_sort_words (KarneReminder *self)
{
  const KarneItem *item = get_item (self);

  if (self->disease != NULL)
    return g_strdup (self->disease);
  if (g_str_equal (item->kind, "CommunicationRequest") || g_str_equal (item->kind, "Communication"))
    return karne_notice_category_to_words (item->category);
  return NULL;
}

static char *
say_window (gconstpointer due)
{
  return karne_due_window_to_words (due);
}

/* A date alone may be that of the act, or that of the line itself: it is not said to be a
 * beginning, but that of a recommendation, which always is one. */
char *
karne_reminder_dup_time_words (KarneReminder *self)
{
  const KarneItem *item = get_item (self);
  const char *until = karne_text_is_endless (item->until) ? NULL : item->until;

  if (self->entry != NULL)
    return karne_voice_say_short (say_window, self->entry->due);
  if (item->date == NULL && until == NULL)
    return NULL;
  if (until == NULL && self->part == 0)
    return karne_date_to_words (item->date, KARNE_DATE_STYLE_LONG);
  return karne_period_to_words (item->date, until);
}

/* What the service says in its own words comes before the status that all servers have. */
char *
karne_reminder_dup_status_words (KarneReminder *self)
{
  const KarneItem *item = get_item (self);

  if (g_str_equal (item->kind, "Task") && item->category != NULL)
    return g_strdup (item->category);
  return karne_status_to_words (item->kind, item->status);
}

char *
karne_reminder_dup_level_words (KarneReminder *self)
{
  return karne_level_to_words (get_item (self)->detail);
}
