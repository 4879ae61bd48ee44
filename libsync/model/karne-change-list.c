/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-change-list.h"

#include "model/karne-change-item-private.h"
#include "model/karne-enums.h"
#include "model/karne-reread-private.h"
#include "store/karne-view-private.h"

#define DEFAULT_PAGE_SIZE 100

/**
 * KarneChangeList:
 *
 * What the person changed here and is not settled, what became of what is, or what came and could
 * not be taken in, as a [iface@Gio.ListModel] of [class@ChangeItem] that is kept as the record is.
 *
 * It reads by itself, off the main thread, when it is made and after each commit, and holds the
 * beginning of what there is: [property@ChangeList:page-size] lines, and as many more each time
 * [method@ChangeList.show_more] is called. Only what came, went or says something else is
 * signalled: all other items stay. What the view hides from its reader is not in it, nor counted.
 *
 * Use it in the main context in which its store was opened.
 */
struct _KarneChangeList
{
  GObject parent_instance;

  KarneView *view; /* (owned) (nullable) NULL once disposed */
  KarneChangeListOf of;
  guint page_size;

  GListStore *items; /* (owned) of KarneChangeItem */
  KarneReread reread;
  guint n_wanted;
  guint n_total;
  guint n_refused;
  gboolean has_more;
  gboolean ready;
  GError *error;    /* (owned) (nullable) of the last read */
  gboolean is_news; /* what the read under way brought is not what was known */
};

static void karne_change_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneChangeList,
                               karne_change_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      karne_change_list_model_init))

typedef enum
{
  PROP_VIEW = 1,
  PROP_OF,
  PROP_PAGE_SIZE,
  PROP_N_ITEMS,
  PROP_N_TOTAL,
  PROP_N_REFUSED,
  PROP_HAS_MORE,
  PROP_READY,
  PROP_ERROR,
  N_PROPS
} KarneChangeListProperty;

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The list model */

static GType
karne_change_list_get_item_type (GListModel *model)
{
  return KARNE_TYPE_CHANGE_ITEM;
}

static guint
karne_change_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (KARNE_CHANGE_LIST (model)->items));
}

static gpointer
karne_change_list_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (KARNE_CHANGE_LIST (model)->items), position);
}

static void
karne_change_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = karne_change_list_get_item_type;
  iface->get_n_items = karne_change_list_get_n_items;
  iface->get_item = karne_change_list_get_item;
}

static void
notify (KarneChangeList *self, KarneChangeListProperty property)
{
  self->is_news = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
items_changed_cb (GListModel *items, guint position, guint removed, guint added, gpointer data)
{
  KarneChangeList *self = data;

  self->is_news = TRUE;
  g_list_model_items_changed (data, position, removed, added);
  if (removed != added)
    notify (self, PROP_N_ITEMS);
}

/* What was read becomes what is here */

static GPtrArray *
make_items (GPtrArray *lines, guint n, GType what)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < MIN (lines->len, n); i++)
    g_ptr_array_add (items, karne_change_item_new (what, lines->pdata[i]));
  return items;
}

static guint
count_refused (GPtrArray *lines)
{
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    n += ((KarneWaiting *) lines->pdata[i])->state == KARNE_RECORD_PARKED;
  return n;
}

static void
set_count (KarneChangeList *self, guint *count, guint n, KarneChangeListProperty property)
{
  if (*count == n)
    return;
  *count = n;
  notify (self, property);
}

static void
set_flag (KarneChangeList *self, gboolean *flag, gboolean value, KarneChangeListProperty property)
{
  if (*flag == value)
    return;
  *flag = value;
  notify (self, property);
}

/* (transfer full) error */
static void
set_error (KarneChangeList *self, GError *error)
{
  gboolean is_news = error != NULL || self->error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (is_news)
    notify (self, PROP_ERROR);
}

static void
take_lines (KarneChangeList *self, GType what, GPtrArray *lines)
{
  g_autoptr (GPtrArray) items = make_items (lines, self->n_wanted, what);

  set_flag (self, &self->has_more, lines->len > items->len, PROP_HAS_MORE);
  set_count (self, &self->n_total, lines->len, PROP_N_TOTAL);
  if (what == KARNE_TYPE_WAITING)
    set_count (self, &self->n_refused, count_refused (lines), PROP_N_REFUSED);
  karne_change_items_become (self->items, items);
}

/* (transfer full) lines, error: one of them. What could not be read leaves what was known. */
static void
take_answer (KarneChangeList *self, GType what, GPtrArray *lines, GError *error)
{
  g_autoptr (GPtrArray) taken = lines;

  if (karne_reread_has_ended (&self->reread))
    {
      g_clear_error (&error);
      return;
    }
  self->is_news = FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  if (taken != NULL)
    take_lines (self, what, taken);
  set_error (self, error);
  set_flag (self, &self->ready, TRUE, PROP_READY);
  g_object_thaw_notify (G_OBJECT (self));
  if (self->is_news)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  karne_reread_done (&self->reread);
}

/* Reading */

static void
conflicts_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneChangeList) self = user_data;
  GError *error = NULL;
  GPtrArray *lines = karne_view_list_conflicts_finish (KARNE_VIEW (object), result, &error);

  take_answer (self, KARNE_TYPE_CONFLICT, lines, error);
}

static void
waiting_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneChangeList) self = user_data;
  GError *error = NULL;
  GPtrArray *lines = karne_view_list_changes_finish (KARNE_VIEW (object), result, &error);

  take_answer (self, KARNE_TYPE_WAITING, lines, error);
}

static void
history_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneChangeList) self = user_data;
  GError *error = NULL;
  GPtrArray *lines = karne_view_list_history_finish (KARNE_VIEW (object), result, &error);

  take_answer (self, KARNE_TYPE_EVENT, lines, error);
}

static void
quarantined_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneChangeList) self = user_data;
  GError *error = NULL;
  GPtrArray *lines = karne_view_list_quarantined_finish (KARNE_VIEW (object), result, &error);

  take_answer (self, KARNE_TYPE_QUARANTINED, lines, error);
}

static void
read_lines (gpointer object)
{
  KarneChangeList *self = object;
  GCancellable *cancellable = self->reread.cancellable;

  switch (self->of)
    {
    case KARNE_CHANGE_LIST_OF_CONFLICTS:
      karne_view_list_conflicts_async (self->view, FALSE, cancellable, conflicts_read_cb,
                                       g_object_ref (self));
      break;
    case KARNE_CHANGE_LIST_OF_WAITING:
      karne_view_list_changes_async (self->view, cancellable, waiting_read_cb, g_object_ref (self));
      break;
    case KARNE_CHANGE_LIST_OF_HISTORY:
      /* One more than is shown says whether there is more. */
      karne_view_list_history_async (self->view, self->n_wanted + 1, cancellable, history_read_cb,
                                     g_object_ref (self));
      break;
    case KARNE_CHANGE_LIST_OF_QUARANTINED:
      karne_view_list_quarantined_async (self->view, cancellable, quarantined_read_cb,
                                         g_object_ref (self));
      break;
    }
}

/* The object */

static void
karne_change_list_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  KarneChangeList *self = KARNE_CHANGE_LIST (object);

  if (prop_id == PROP_VIEW)
    self->view = g_value_dup_object (value);
  else if (prop_id == PROP_OF)
    self->of = (KarneChangeListOf) g_value_get_enum (value);
  else if (prop_id == PROP_PAGE_SIZE)
    self->page_size = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
karne_change_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneChangeList *self = KARNE_CHANGE_LIST (object);

  switch ((KarneChangeListProperty) prop_id)
    {
    case PROP_VIEW:
      g_value_set_object (value, self->view);
      break;
    case PROP_OF:
      g_value_set_enum (value, (int) self->of);
      break;
    case PROP_PAGE_SIZE:
      g_value_set_uint (value, self->page_size);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self)));
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, self->n_total);
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, self->n_refused);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_change_list_constructed (GObject *object)
{
  KarneChangeList *self = KARNE_CHANGE_LIST (object);

  G_OBJECT_CLASS (karne_change_list_parent_class)->constructed (object);

  g_return_if_fail (self->view != NULL);
  self->n_wanted = self->page_size;
  karne_reread_begin (&self->reread, karne_view_get_store (self->view), read_lines, self);
  karne_reread_ask (&self->reread);
}

static void
karne_change_list_dispose (GObject *object)
{
  KarneChangeList *self = KARNE_CHANGE_LIST (object);

  karne_reread_end (&self->reread);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_change_list_parent_class)->dispose (object);
}

static void
karne_change_list_finalize (GObject *object)
{
  KarneChangeList *self = KARNE_CHANGE_LIST (object);

  g_clear_object (&self->items);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_change_list_parent_class)->finalize (object);
}

#define SET_ONCE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS)
#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
init_properties (void)
{
  /**
   * KarneChangeList:view:
   *
   * The view that it reads through.
   */
  properties[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, KARNE_TYPE_VIEW, SET_ONCE);
  /**
   * KarneChangeList:of:
   *
   * What it is of.
   */
  properties[PROP_OF] = g_param_spec_enum ("of", NULL, NULL, KARNE_TYPE_CHANGE_LIST_OF,
                                           KARNE_CHANGE_LIST_OF_CONFLICTS, SET_ONCE);
  /**
   * KarneChangeList:page-size:
   *
   * How many lines are shown at first, and how many more each time somebody wants more.
   */
  properties[PROP_PAGE_SIZE] =
      g_param_spec_uint ("page-size", NULL, NULL, 1, G_MAXUINT, DEFAULT_PAGE_SIZE, SET_ONCE);
  /**
   * KarneChangeList:n-items:
   *
   * How many lines are shown.
   */
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneChangeList:n-total:
   *
   * How many there are, shown or not. Of a history no more is read than is shown, and one line.
   */
  properties[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneChangeList:n-refused:
   *
   * How many of them wait since the server refused them, shown or not.
   */
  properties[PROP_N_REFUSED] =
      g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneChangeList:has-more:
   *
   * Whether there are more than are shown.
   */
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, READABLE);
  /**
   * KarneChangeList:ready:
   *
   * Whether it was read once, be it that it could not be.
   */
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, READABLE);
  /**
   * KarneChangeList:error:
   *
   * Why it could not be read, the last time; `NULL` when it could. What was shown stays.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READABLE);
}

static void
karne_change_list_class_init (KarneChangeListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = karne_change_list_constructed;
  object_class->set_property = karne_change_list_set_property;
  object_class->get_property = karne_change_list_get_property;
  object_class->dispose = karne_change_list_dispose;
  object_class->finalize = karne_change_list_finalize;

  init_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * KarneChangeList::changed:
   * @self: a list
   *
   * It was read, and something is otherwise than before: a line, or any of the properties. Once a
   * read, after `items-changed` and the notices of the properties.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_CHANGE_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_change_list_init (KarneChangeList *self)
{
  self->items = g_list_store_new (KARNE_TYPE_CHANGE_ITEM);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
}

/**
 * karne_change_list_new:
 * @view: who reads
 * @of: what it is to be of
 * @page_size: how many lines are shown at first, and more each time; 0 for 100
 *
 * Makes a list, which begins to read.
 *
 * Returns: (transfer full): the list
 */
KarneChangeList *
karne_change_list_new (KarneView *view, KarneChangeListOf of, guint page_size)
{
  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);

  return g_object_new (KARNE_TYPE_CHANGE_LIST, "view", view, "of", of, "page-size",
                       page_size != 0 ? page_size : DEFAULT_PAGE_SIZE, NULL);
}

/**
 * karne_change_list_show_more:
 * @self: a list
 *
 * Shows [property@ChangeList:page-size] lines more, once they were read.
 */
void
karne_change_list_show_more (KarneChangeList *self)
{
  g_return_if_fail (KARNE_IS_CHANGE_LIST (self));

  self->n_wanted += self->page_size;
  karne_reread_ask (&self->reread);
}

/**
 * karne_change_list_refresh:
 * @self: a list
 *
 * Reads it again. Of what was set aside alone no commit tells; all else needs no such call.
 */
void
karne_change_list_refresh (KarneChangeList *self)
{
  g_return_if_fail (KARNE_IS_CHANGE_LIST (self));

  karne_reread_ask (&self->reread);
}

/**
 * karne_change_list_get_n_total:
 * @self: a list
 *
 * Gets [property@ChangeList:n-total].
 *
 * Returns: [property@ChangeList:n-total]
 */
guint
karne_change_list_get_n_total (KarneChangeList *self)
{
  g_return_val_if_fail (KARNE_IS_CHANGE_LIST (self), 0);

  return self->n_total;
}

/**
 * karne_change_list_get_n_refused:
 * @self: a list
 *
 * Gets [property@ChangeList:n-refused].
 *
 * Returns: [property@ChangeList:n-refused]
 */
guint
karne_change_list_get_n_refused (KarneChangeList *self)
{
  g_return_val_if_fail (KARNE_IS_CHANGE_LIST (self), 0);

  return self->n_refused;
}

/**
 * karne_change_list_get_has_more:
 * @self: a list
 *
 * Gets [property@ChangeList:has-more].
 *
 * Returns: [property@ChangeList:has-more]
 */
gboolean
karne_change_list_get_has_more (KarneChangeList *self)
{
  g_return_val_if_fail (KARNE_IS_CHANGE_LIST (self), FALSE);

  return self->has_more;
}

/**
 * karne_change_list_get_ready:
 * @self: a list
 *
 * Gets [property@ChangeList:ready].
 *
 * Returns: [property@ChangeList:ready]
 */
gboolean
karne_change_list_get_ready (KarneChangeList *self)
{
  g_return_val_if_fail (KARNE_IS_CHANGE_LIST (self), FALSE);

  return self->ready;
}

/**
 * karne_change_list_get_error:
 * @self: a list
 *
 * Gets [property@ChangeList:error].
 *
 * Returns: (transfer none) (nullable): [property@ChangeList:error]
 */
const GError *
karne_change_list_get_error (KarneChangeList *self)
{
  g_return_val_if_fail (KARNE_IS_CHANGE_LIST (self), NULL);

  return self->error;
}
