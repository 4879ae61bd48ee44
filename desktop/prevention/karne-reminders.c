/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-reminders.h"

#include "karne-advice.h"
#include "karne-reminder-lists.h"

/* How many lines are shown at once, and how many more each time. */
#define WINDOW 200

/**
 * KarneReminders:
 *
 * What is to be done, or was, or was declined: the lines of one group, of whatever kinds they are,
 * as one list model of [class@Reminder] in the order in which a person wants them.
 *
 * The lists that it is made of are kept as the record is; the difference is signalled, and a line
 * that did not change stays the same object. Recommendations of vaccines come many in one resource:
 * each of them is a line, once what is in the resource was read.
 */
struct _KarneReminders
{
  GObject parent_instance;

  KarneView *view; /* (owned) */
  KarneReminderGroup group;
  gboolean by_sort; /* what is of one sort stands together */
  char *text;       /* (owned) (nullable) */

  GPtrArray *lists;    /* (owned) of KarneList; the last one is that of the advice */
  KarneAdvice *advice; /* (owned) */
  KarneDues *dues;     /* (owned) (nullable) */
  GHashTable *due;     /* (owned) id of a rule -> KarneReminder made of what it asks for */
  GHashTable *made;    /* (owned) KarneResource -> GPtrArray of KarneReminder */

  GPtrArray *lines; /* (owned) of KarneReminder: what is shown */
  guint n_wanted;   /* how many may be shown */
  gboolean has_more;
  gboolean was_loading;
  guint update_id;
};

static void karne_reminders_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneReminders,
                               karne_reminders,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      karne_reminders_model_init))

typedef enum
{
  PROP_LOADING = 1,
  PROP_HAS_MORE,
  PROP_N_TOTAL,
  PROP_ERROR,
  N_PROPS
} KarneRemindersProperty;

static GParamSpec *properties[N_PROPS];

/* What is said to the outside */

static gboolean
is_loading (KarneReminders *self)
{
  if (self->update_id != 0 || karne_advice_get_loading (self->advice) ||
      (self->dues != NULL && karne_dues_get_loading (self->dues)))
    return TRUE;
  for (guint i = 0; i < self->lists->len; i++)
    if (karne_list_get_loading (self->lists->pdata[i]))
      return TRUE;
  return FALSE;
}

static const GError *
find_error (KarneReminders *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    if (karne_list_get_error (self->lists->pdata[i]) != NULL)
      return karne_list_get_error (self->lists->pdata[i]);
  if (self->dues != NULL && karne_dues_get_error (self->dues) != NULL)
    return karne_dues_get_error (self->dues);
  return karne_advice_get_error (self->advice);
}

static void
tell_loading (KarneReminders *self)
{
  if (self->was_loading == is_loading (self))
    return;
  self->was_loading = !self->was_loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_has_more (KarneReminders *self, gboolean has_more)
{
  if (self->has_more == has_more)
    return;
  self->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
}

static GHashTable *
dues_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* Notices of what a rule asks for too are told of there; those of a pregnancy that was lost are not
 * told of at all. */
static gboolean
is_told_of_by_rule (KarneReminders *self, KarneReminder *reminder)
{
  KarneResource *resource = karne_reminder_get_resource (reminder);
  GPtrArray *all = self->dues != NULL ? karne_dues_get_all (self->dues) : NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const KarneDueEntry *entry = all->pdata[i];

      for (guint j = 0; (entry->due != NULL || entry->hushed) && j < entry->notices->len; j++)
        {
          const KarneDueNotice *notice = entry->notices->pdata[j];

          if (notice->part == karne_reminder_get_part (reminder) &&
              notice->source == karne_resource_get_source (resource) &&
              g_str_equal (notice->id, karne_resource_get_id (resource)) &&
              g_str_equal (notice->kind, karne_resource_get_kind (resource)))
            return TRUE;
        }
    }
  return FALSE;
}

/* Lines of the record become reminders */

static GPtrArray *
make_reminders (KarneReminders *self, KarneResource *resource, GDateTime *now)
{
  GPtrArray *made = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *facts = karne_advice_get_facts (self->advice, resource);

  if (facts == NULL)
    g_ptr_array_add (made, karne_reminder_new (resource, now));
  else
    for (guint part = 1; part <= karne_reminder_count_parts (facts); part++)
      g_ptr_array_add (made, karne_reminder_new_part (resource, part, facts, now));
  return made;
}

static gboolean
are_still_so (GPtrArray *reminders, GDateTime *now)
{
  for (guint i = 0; i < reminders->len; i++)
    if (!karne_reminder_is_still_so (reminders->pdata[i], now))
      return FALSE;
  return TRUE;
}

static gboolean
is_wanted (KarneReminders *self, KarneReminder *reminder)
{
  if (karne_reminder_get_group (reminder) != self->group)
    return FALSE;
  /* Other lines were looked through where they are kept. */
  return self->text == NULL ||
         (karne_reminder_get_part (reminder) == 0 && karne_reminder_get_entry (reminder) == NULL) ||
         karne_reminder_matches (reminder, self->text);
}

/* Recommendations wait until what is in them was read. */
static gboolean
is_ready (KarneReminders *self, KarneList *list, KarneResource *resource)
{
  return list != karne_advice_get_list (self->advice) ||
         karne_advice_get_facts (self->advice, resource) != NULL;
}

static void
collect_resource (KarneReminders *self,
                  KarneResource *resource,
                  GDateTime *now,
                  GHashTable *made,
                  GPtrArray *lines)
{
  GPtrArray *reminders = g_hash_table_lookup (self->made, resource);

  if (g_hash_table_contains (made, resource))
    return;
  reminders = reminders != NULL && are_still_so (reminders, now)
                  ? g_ptr_array_ref (reminders)
                  : make_reminders (self, resource, now);
  g_hash_table_insert (made, g_object_ref (resource), reminders);
  for (guint i = 0; i < reminders->len; i++)
    if (is_wanted (self, reminders->pdata[i]) && !is_told_of_by_rule (self, reminders->pdata[i]))
      g_ptr_array_add (lines, g_object_ref (reminders->pdata[i]));
}

/* What says the same as before stays the same object. */
static KarneReminder *
ensure_due (KarneReminders *self, KarneDueEntry *entry)
{
  KarneReminder *before = g_hash_table_lookup (self->due, entry->due->rule);

  if (before != NULL && karne_dues_are_same (karne_reminder_get_entry (before), entry))
    return g_object_ref (before);
  return karne_reminder_new_due (entry);
}

static void
collect_dues (KarneReminders *self, GPtrArray *lines)
{
  GPtrArray *all = self->dues != NULL ? karne_dues_get_all (self->dues) : NULL;
  GHashTable *made = dues_table_new ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      KarneDueEntry *entry = all->pdata[i];
      KarneReminder *reminder;

      if (entry->due == NULL)
        continue;
      reminder = ensure_due (self, entry);
      g_hash_table_insert (made, g_strdup (entry->due->rule), reminder);
      if (is_wanted (self, reminder))
        g_ptr_array_add (lines, g_object_ref (reminder));
    }
  g_hash_table_unref (self->due);
  self->due = made;
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) g_ptr_array_unref);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return karne_reminder_compare (*(KarneReminder *const *) a, *(KarneReminder *const *) b);
}

/* What is of one sort stands together, the sort of which something comes first before the others:
 * so what is most urgent stays the first of all. */
static GPtrArray *
gather_sorts (GPtrArray *lines)
{
  GPtrArray *gathered = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean done[KARNE_REMINDER_OTHER + 1] = { FALSE };

  for (guint i = 0; i < lines->len; i++)
    {
      guint sort = karne_reminder_get_sort (lines->pdata[i]);

      for (guint j = i; !done[sort] && j < lines->len; j++)
        if (karne_reminder_get_sort (lines->pdata[j]) == sort)
          g_ptr_array_add (gathered, g_object_ref (lines->pdata[j]));
      done[sort] = TRUE;
    }
  return gathered;
}

/* (transfer full) All lines there are, in their order. */
static GPtrArray *
collect (KarneReminders *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GHashTable) made = table_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->lists->len; i++)
    {
      GListModel *list = self->lists->pdata[i];

      for (guint j = 0; j < g_list_model_get_n_items (list); j++)
        {
          g_autoptr (KarneResource) resource = g_list_model_get_item (list, j);

          if (is_ready (self, KARNE_LIST (list), resource))
            collect_resource (self, resource, now, made, lines);
        }
    }
  g_hash_table_unref (self->made);
  self->made = g_steal_pointer (&made);
  collect_dues (self, lines);
  g_ptr_array_sort (lines, compare_cb);
  return self->by_sort ? gather_sorts (lines) : g_ptr_array_ref (lines);
}

/* Signals what lies between what stayed at the beginning and at the end. */
static void
become (KarneReminders *self, GPtrArray *lines)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->lines);
  guint start = 0, end = 0;
  guint shorter = MIN (before->len, lines->len);

  self->lines = g_ptr_array_ref (lines);
  while (start < shorter && before->pdata[start] == lines->pdata[start])
    start++;
  while (end < shorter - start &&
         before->pdata[before->len - 1 - end] == lines->pdata[lines->len - 1 - end])
    end++;
  if (before->len != lines->len || start < shorter)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - end,
                                lines->len - start - end);
}

static void
update (KarneReminders *self)
{
  g_autoptr (GPtrArray) lines = collect (self);
  gboolean has_more = lines->len > self->n_wanted;

  for (guint i = 0; i < self->lists->len; i++)
    has_more = has_more || karne_list_get_has_more (self->lists->pdata[i]);
  if (lines->len > self->n_wanted)
    g_ptr_array_set_size (lines, (int) self->n_wanted);
  become (self, lines);
  set_has_more (self, has_more);
}

static gboolean
update_cb (gpointer data)
{
  KarneReminders *self = data;

  self->update_id = 0;
  update (self);
  tell_loading (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  return G_SOURCE_REMOVE;
}

/* Several lists change with one commit. */
static void
update_soon (KarneReminders *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
  tell_loading (self);
}

/* The lists */

static void
list_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  update_soon (data);
}

static void
list_notify_cb (KarneList *list, GParamSpec *pspec, gpointer data)
{
  update_soon (data);
}

static void
follow (KarneReminders *self, KarneList *list)
{
  g_signal_connect_object (list, "items-changed", G_CALLBACK (list_changed_cb), self, 0);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (list_notify_cb), self, 0);
  g_signal_connect_object (list, "notify::error", G_CALLBACK (list_notify_cb), self, 0);
}

static void
advice_changed_cb (KarneAdvice *advice, gpointer data)
{
  update_soon (data);
}

/* The advice hears of its list before this does, and so knows what it has yet to read. */
static void
add_lists (KarneReminders *self)
{
  self->advice = karne_advice_new (self->view);
  g_signal_connect_object (self->advice, "changed", G_CALLBACK (advice_changed_cb), self, 0);
  self->lists = karne_reminder_lists_new (self->view, self->group, WINDOW);
  g_ptr_array_add (self->lists, g_object_ref (karne_advice_get_list (self->advice)));
  for (guint i = 0; i < self->lists->len; i++)
    follow (self, self->lists->pdata[i]);
}

/* The list model */

static GType
karne_reminders_get_item_type (GListModel *model)
{
  return KARNE_TYPE_REMINDER;
}

static guint
karne_reminders_get_n_items (GListModel *model)
{
  return KARNE_REMINDERS (model)->lines->len;
}

static gpointer
karne_reminders_get_item (GListModel *model, guint position)
{
  KarneReminders *self = KARNE_REMINDERS (model);

  return position < self->lines->len ? g_object_ref (self->lines->pdata[position]) : NULL;
}

static void
karne_reminders_model_init (GListModelInterface *iface)
{
  iface->get_item_type = karne_reminders_get_item_type;
  iface->get_n_items = karne_reminders_get_n_items;
  iface->get_item = karne_reminders_get_item;
}

/* The object */

static void
karne_reminders_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneReminders *self = KARNE_REMINDERS (object);

  switch ((KarneRemindersProperty) prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, is_loading (self));
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;
    case PROP_N_TOTAL:
      g_value_set_int64 (value, self->has_more ? -1 : (gint64) self->lines->len);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, find_error (self));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_reminders_dispose (GObject *object)
{
  KarneReminders *self = KARNE_REMINDERS (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  for (guint i = 0; i < self->lists->len; i++)
    g_signal_handlers_disconnect_by_data (self->lists->pdata[i], self);
  g_ptr_array_set_size (self->lists, 0);
  if (self->advice != NULL)
    g_signal_handlers_disconnect_by_data (self->advice, self);
  g_clear_object (&self->advice);
  if (self->dues != NULL)
    g_signal_handlers_disconnect_by_data (self->dues, self);
  g_clear_object (&self->dues);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_reminders_parent_class)->dispose (object);
}

static void
karne_reminders_finalize (GObject *object)
{
  KarneReminders *self = KARNE_REMINDERS (object);

  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->lines);
  g_hash_table_unref (self->made);
  g_hash_table_unref (self->due);
  g_free (self->text);

  G_OBJECT_CLASS (karne_reminders_parent_class)->finalize (object);
}

static void
karne_reminders_class_init (KarneRemindersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_reminders_get_property;
  object_class->dispose = karne_reminders_dispose;
  object_class->finalize = karne_reminders_finalize;

  /* As of a KarneList. */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  properties[PROP_N_TOTAL] = g_param_spec_int64 ("n-total", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_reminders_init (KarneReminders *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  self->made = table_new ();
  self->due = dues_table_new ();
  self->n_wanted = WINDOW;
  self->was_loading = TRUE;
}

KarneReminders *
karne_reminders_new (KarneView *view, KarneReminderGroup group)
{
  KarneReminders *self;

  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);

  self = g_object_new (KARNE_TYPE_REMINDERS, NULL);
  self->view = g_object_ref (view);
  self->group = group;
  add_lists (self);
  return self;
}

static void
dues_changed_cb (KarneDues *dues, gpointer data)
{
  update_soon (data);
}

void
karne_reminders_set_dues (KarneReminders *self, KarneDues *dues)
{
  g_return_if_fail (KARNE_IS_REMINDERS (self) && self->dues == NULL);

  self->dues = dues != NULL ? g_object_ref (dues) : NULL;
  if (dues != NULL)
    g_signal_connect_object (dues, "changed", G_CALLBACK (dues_changed_cb), self, 0);
  update_soon (self);
}

void
karne_reminders_set_by_sort (KarneReminders *self, gboolean by_sort)
{
  g_return_if_fail (KARNE_IS_REMINDERS (self));

  self->by_sort = by_sort;
  update_soon (self);
}

void
karne_reminders_set_text (KarneReminders *self, const char *text)
{
  g_return_if_fail (KARNE_IS_REMINDERS (self));

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  for (guint i = 0; i < self->lists->len; i++)
    if (self->lists->pdata[i] != (gpointer) karne_advice_get_list (self->advice))
      karne_list_set_text (self->lists->pdata[i], text);
  update_soon (self);
}

void
karne_reminders_load_more (KarneReminders *self)
{
  g_return_if_fail (KARNE_IS_REMINDERS (self));

  self->n_wanted += WINDOW;
  for (guint i = 0; i < self->lists->len; i++)
    if (karne_list_get_has_more (self->lists->pdata[i]))
      karne_list_load_more_async (self->lists->pdata[i], NULL, NULL, NULL);
  update_soon (self);
}

void
karne_reminders_refresh (KarneReminders *self)
{
  g_return_if_fail (KARNE_IS_REMINDERS (self));

  if (self->dues != NULL)
    karne_dues_refresh (self->dues);
  update_soon (self);
}

gboolean
karne_reminders_get_loading (KarneReminders *self)
{
  g_return_val_if_fail (KARNE_IS_REMINDERS (self), FALSE);

  return is_loading (self);
}

const GError *
karne_reminders_get_error (KarneReminders *self)
{
  g_return_val_if_fail (KARNE_IS_REMINDERS (self), NULL);

  return find_error (self);
}
