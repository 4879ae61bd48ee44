/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-list.h"

#include "fhir/karne-kind-private.h"
#include "model/karne-rows-private.h"
#include "store/karne-view-private.h"

#define DEFAULT_PAGE_SIZE 100
#define MAX_PAGE_SIZE 1000

/**
 * KarneList:
 *
 * Lines of the record as a [iface@Gio.ListModel] of [class@Resource], kept as the record is.
 *
 * It begins to load by itself as soon as the main loop runs, off the main thread, and holds the
 * first window of [property@List:page-size] lines. The next one comes with
 * [method@List.load_more_async], while [property@List:has-more] is set: there are no placeholders,
 * so that what a screen reader is told of is there. What the view hides from its reader is not in
 * it, nor counted.
 *
 * When a commit touches the record, only what changed is signalled: `items-changed` once for each
 * run of neighbours that came, went or changed. A line that changed is another object; all others
 * stay. Lines that arrive beyond the end of what was loaded stay out of it until they are asked
 * for.
 *
 * Changing a filter loads the first window anew and signals the difference; several at once cost
 * one read. With [property@List:text], the list is what a search finds, newest first.
 *
 * Use it in the main context in which its store was opened.
 */
struct _KarneList
{
  GObject parent_instance;

  KarneView *view; /* (owned) NULL once disposed */
  char *kind;      /* (owned) (nullable) */
  char *text;      /* (owned) (nullable) */
  char *category;  /* (owned) (nullable) */
  char *status;    /* (owned) (nullable) */
  char *other;     /* (owned) (nullable) status that lines do not have */
  char *code;      /* (owned) (nullable) */
  char *since;     /* (owned) (nullable) */
  char *until;     /* (owned) (nullable) */
  gboolean latest;
  gboolean here_only;
  gboolean undated;
  gboolean ascending;
  guint page_size;

  GPtrArray *rows; /* (owned) of KarneResource: always the beginning of what the filters say */
  guint n_asked;   /* lines that were asked for, by whole windows */
  gboolean has_more;
  gint64 n_total; /* -1 while unknown */
  GError *error;  /* (owned) (nullable) of the last read */
  gboolean was_loading;

  gboolean wants_fresh; /* the filters say something else than what was read last */
  gboolean wants_more;
  gboolean was_touched;      /* a commit touched what is or may be shown */
  guint n_touched;           /* at most so many lines */
  struct Read *read;         /* (unowned) (nullable) the one under way */
  GCancellable *cancellable; /* (owned) (nullable) of that */
  GPtrArray *waiting;        /* (owned) of GTask: who waits for the next window */
  GSource *starter;          /* (owned) (nullable) */
  gboolean is_counting;
  gboolean wants_count;
};

static void karne_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneList,
                               karne_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, karne_list_model_init))

typedef enum
{
  PROP_VIEW = 1,
  PROP_KIND,
  PROP_TEXT,
  PROP_CATEGORY,
  PROP_STATUS,
  PROP_OTHER_STATUS,
  PROP_CODE,
  PROP_SINCE,
  PROP_UNTIL,
  PROP_LATEST,
  PROP_HERE_ONLY,
  PROP_UNDATED,
  PROP_ASCENDING,
  PROP_PAGE_SIZE,
  PROP_N_ITEMS,
  PROP_N_TOTAL,
  PROP_HAS_MORE,
  PROP_LOADING,
  PROP_ERROR,
  N_PROPS
} KarneListProperty;

static GParamSpec *properties[N_PROPS];

/* One window on its way. It does not keep the list alive: somebody may lose interest meanwhile. */
typedef enum
{
  READ_FRESH,   /* from the beginning, since the filters changed */
  READ_MORE,    /* what comes after what is here */
  READ_CHANGES, /* what is here once more, since the record changed */
} ReadWhat;

typedef struct Read
{
  GWeakRef list;
  ReadWhat what;
  guint limit;
} Read;

static void start_next_read (KarneList *self);
static void start_count (KarneList *self);

static Read *
read_new (KarneList *self, ReadWhat what, guint limit)
{
  Read *read = g_new0 (Read, 1);

  g_weak_ref_init (&read->list, self);
  read->what = what;
  read->limit = limit;
  return read;
}

static void
read_free (Read *read)
{
  g_weak_ref_clear (&read->list);
  g_free (read);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Read, read_free)

static void
notify (KarneList *self, KarneListProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* What is said to the outside */

static gboolean
is_loading (KarneList *self)
{
  return self->read != NULL || self->wants_fresh || self->wants_more;
}

static void
tell_loading (KarneList *self)
{
  if (self->was_loading == is_loading (self))
    return;
  self->was_loading = !self->was_loading;
  notify (self, PROP_LOADING);
}

static void
set_has_more (KarneList *self, gboolean has_more)
{
  if (self->has_more == has_more)
    return;
  self->has_more = has_more;
  notify (self, PROP_HAS_MORE);
}

static void
set_n_total (KarneList *self, gint64 n_total)
{
  if (self->n_total == n_total)
    return;
  self->n_total = n_total;
  notify (self, PROP_N_TOTAL);
}

/* (transfer full) error */
static void
set_error (KarneList *self, GError *error)
{
  gboolean is_news = error != NULL || self->error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (is_news)
    notify (self, PROP_ERROR);
}

static void
rows_changed_cb (guint position, guint removed, guint added, gpointer data)
{
  g_list_model_items_changed (data, position, removed, added);
  if (removed != added)
    notify (data, PROP_N_ITEMS);
}

/* (transfer full) */
static GPtrArray *
take_waiting (KarneList *self)
{
  GPtrArray *waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  return waiting;
}

static void
answer_waiting (KarneList *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = take_waiting (self);

  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = waiting->pdata[i];

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

/* What was read becomes what is here */

static void
add_rows (KarneList *self, GPtrArray *items)
{
  g_autoptr (GHashTable) here = g_hash_table_new (karne_rows_hash, karne_rows_equal);
  guint n_before = self->rows->len;

  for (guint i = 0; i < n_before; i++)
    g_hash_table_add (here, (gpointer) karne_resource_get_item (self->rows->pdata[i]));
  /* A commit in between may have pushed down what is here already. */
  for (guint i = 0; i < items->len; i++)
    if (!g_hash_table_contains (here, items->pdata[i]))
      g_ptr_array_add (self->rows, karne_resource_new (items->pdata[i]));
  if (self->rows->len > n_before)
    rows_changed_cb (n_before, 0, self->rows->len - n_before, self);
}

/* How many of the items stand before the end of what is here. */
static guint
find_end (KarneList *self, GPtrArray *items)
{
  g_autoptr (GHashTable) here = g_hash_table_new (karne_rows_hash, karne_rows_equal);

  for (guint i = 0; i < self->rows->len; i++)
    g_hash_table_add (here, (gpointer) karne_resource_get_item (self->rows->pdata[i]));
  for (guint end = items->len; end > 0; end--)
    if (g_hash_table_contains (here, items->pdata[end - 1]))
      return end;
  return MIN (items->len, self->page_size);
}

static void
take_window (KarneList *self, const Read *read, GPtrArray *items)
{
  gboolean has_more = items->len > read->limit;

  if (has_more)
    g_ptr_array_set_size (items, (int) read->limit);
  if (read->what == READ_CHANGES && self->has_more)
    {
      guint end = find_end (self, items);

      has_more = has_more || end < items->len;
      g_ptr_array_set_size (items, (int) end);
    }
  if (read->what == READ_MORE)
    add_rows (self, items);
  else
    karne_rows_become (self->rows, items, rows_changed_cb, self);
  set_has_more (self, has_more);
}

static void
count_rows (KarneList *self, ReadWhat what)
{
  if (!self->has_more)
    {
      self->wants_count = FALSE;
      set_n_total (self, self->rows->len);
    }
  else if (what != READ_MORE || self->n_total < 0)
    {
      self->wants_count = TRUE;
      start_count (self);
    }
}

static void
end_read (KarneList *self, const Read *read, GPtrArray *items, GError *error)
{
  if (items != NULL)
    {
      take_window (self, read, items);
      count_rows (self, read->what);
    }
  self->read = NULL;
  g_clear_object (&self->cancellable);
  set_error (self, error);
  if (read->what != READ_CHANGES)
    answer_waiting (self, error);
}

static void
window_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Read) read = user_data;
  g_autoptr (KarneList) self = g_weak_ref_get (&read->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = karne_view_list_finish (KARNE_VIEW (source), result, &error);

  /* Nobody wants to know any more. */
  if (self == NULL || self->read != read)
    return;
  end_read (self, read, items, g_steal_pointer (&error));
  start_next_read (self);
  tell_loading (self);
}

/* Reading */

static KarneQuery
make_query (KarneList *self)
{
  return (KarneQuery){
    .kind = self->kind,
    .ascending = self->ascending,
    .from = self->since,
    .until = self->until,
    .status = self->status,
    .other_status = self->other,
    .category = self->category,
    .code = self->code,
    .latest = self->latest,
    .here_only = self->here_only,
    .undated = self->undated,
  };
}

static void
start_read (KarneList *self, ReadWhat what, guint offset, guint limit)
{
  KarneQuery query = make_query (self);

  query.offset = offset;
  query.limit = limit + 1; /* whether there is one more */
  self->read = read_new (self, what, limit);
  self->cancellable = g_cancellable_new ();
  karne_view_read_window_async (self->view, &query, self->text, self->cancellable, window_read_cb,
                                self->read);
}

/* What came makes the list longer, so that nothing falls out of it; a list that many bursts of news
 * would make endless, as those of a first pull, shows their beginning. */
static guint
get_limit_for_changes (KarneList *self)
{
  guint most = MAX (self->n_asked, self->page_size) + self->page_size;

  return MAX (self->page_size, MIN (self->rows->len + self->n_touched, most));
}

static void
start_next_read (KarneList *self)
{
  if (self->read != NULL || self->view == NULL)
    return;
  if (self->wants_fresh)
    {
      self->wants_fresh = self->wants_more = self->was_touched = FALSE;
      self->n_touched = 0;
      self->n_asked = self->page_size;
      start_read (self, READ_FRESH, 0, self->page_size);
    }
  else if (self->wants_more)
    {
      self->wants_more = FALSE;
      self->n_asked = self->rows->len + self->page_size;
      start_read (self, READ_MORE, self->rows->len, self->page_size);
    }
  else if (self->was_touched)
    {
      guint limit = get_limit_for_changes (self);

      self->was_touched = FALSE;
      self->n_touched = 0;
      start_read (self, READ_CHANGES, 0, limit);
    }
}

static void
forget_read (KarneList *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->read = NULL;
}

static void
forget_starter (KarneList *self)
{
  if (self->starter != NULL)
    g_source_destroy (self->starter);
  g_clear_pointer (&self->starter, g_source_unref);
}

static gboolean
start_cb (gpointer data)
{
  KarneList *self = data;

  forget_starter (self);
  start_next_read (self);
  tell_loading (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: whoever sets one filter may be about to set another. */
static void
load_afresh (KarneList *self)
{
  self->wants_fresh = TRUE;
  forget_read (self);
  if (self->starter == NULL)
    {
      self->starter = g_idle_source_new ();
      g_source_set_priority (self->starter, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->starter, start_cb, self, NULL);
      g_source_attach (self->starter, g_main_context_get_thread_default ());
    }
  tell_loading (self);
}

/* Counting, which may take longer than a window */

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Read) count = user_data;
  g_autoptr (KarneList) self = g_weak_ref_get (&count->list);
  g_autoptr (GError) error = NULL;
  gint64 n = karne_view_count_window_finish (KARNE_VIEW (source), result, &error);

  if (self == NULL || self->view == NULL)
    return;
  self->is_counting = FALSE;
  if (self->wants_count)
    start_count (self);
  else if (error != NULL)
    set_error (self, g_steal_pointer (&error));
  else if (self->has_more)
    set_n_total (self, n);
}

static void
start_count (KarneList *self)
{
  KarneQuery query = make_query (self);

  if (self->is_counting)
    return;
  self->is_counting = TRUE;
  self->wants_count = FALSE;
  karne_view_count_window_async (self->view, &query, self->text, NULL, counted_cb,
                                 read_new (self, READ_FRESH, 0));
}

/* What commits touch */

/* The name of an author may be that of another resource, and a source may have gone. */
static gboolean
touches_all (const KarneChange *change)
{
  const KarneKind *kind = change->kind != NULL ? karne_kind_find (change->kind) : NULL;

  return kind == NULL || kind->access == KARNE_KIND_REFERENCED;
}

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  KarneList *self = data;

  for (guint i = 0; i < changes->len; i++)
    {
      const KarneChange *change = changes->pdata[i];

      if (self->kind == NULL || g_strcmp0 (self->kind, change->kind) == 0)
        {
          self->was_touched = TRUE;
          self->n_touched += self->n_touched < G_MAXUINT;
        }
      else if (self->rows->len > 0 && touches_all (change))
        {
          self->was_touched = TRUE;
        }
    }
  if (self->starter == NULL)
    start_next_read (self);
  tell_loading (self);
}

/* The list model */

static GType
karne_list_get_item_type (GListModel *model)
{
  return karne_resource_get_type_for_kind (KARNE_LIST (model)->kind);
}

static guint
karne_list_get_n_items (GListModel *model)
{
  return KARNE_LIST (model)->rows->len;
}

static gpointer
karne_list_get_item (GListModel *model, guint position)
{
  KarneList *self = KARNE_LIST (model);

  return position < self->rows->len ? g_object_ref (self->rows->pdata[position]) : NULL;
}

static void
karne_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = karne_list_get_item_type;
  iface->get_n_items = karne_list_get_n_items;
  iface->get_item = karne_list_get_item;
}

/* The object */

static void
set_filter (KarneList *self, char **field, const char *value, KarneListProperty property)
{
  if (value != NULL && *value == '\0')
    value = NULL;
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  notify (self, property);
  load_afresh (self);
}

static void
set_flag (KarneList *self, gboolean *field, gboolean value, KarneListProperty property)
{
  value = !!value;
  if (*field == value)
    return;
  *field = value;
  notify (self, property);
  load_afresh (self);
}

static void
karne_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarneList *self = KARNE_LIST (object);

  switch ((KarneListProperty) prop_id)
    {
    case PROP_VIEW:
      self->view = g_value_dup_object (value);
      break;
    case PROP_KIND:
      self->kind = g_value_dup_string (value);
      break;
    case PROP_TEXT:
      karne_list_set_text (self, g_value_get_string (value));
      break;
    case PROP_CATEGORY:
      karne_list_set_category (self, g_value_get_string (value));
      break;
    case PROP_STATUS:
      karne_list_set_status (self, g_value_get_string (value));
      break;
    case PROP_OTHER_STATUS:
      karne_list_set_other_status (self, g_value_get_string (value));
      break;
    case PROP_CODE:
      karne_list_set_code (self, g_value_get_string (value));
      break;
    case PROP_SINCE:
      set_filter (self, &self->since, g_value_get_string (value), PROP_SINCE);
      break;
    case PROP_UNTIL:
      set_filter (self, &self->until, g_value_get_string (value), PROP_UNTIL);
      break;
    case PROP_LATEST:
      karne_list_set_latest (self, g_value_get_boolean (value));
      break;
    case PROP_HERE_ONLY:
      karne_list_set_here_only (self, g_value_get_boolean (value));
      break;
    case PROP_UNDATED:
      self->undated = g_value_get_boolean (value);
      break;
    case PROP_ASCENDING:
      karne_list_set_ascending (self, g_value_get_boolean (value));
      break;
    case PROP_PAGE_SIZE:
      self->page_size = g_value_get_uint (value);
      break;
    case PROP_N_ITEMS:
    case PROP_N_TOTAL:
    case PROP_HAS_MORE:
    case PROP_LOADING:
    case PROP_ERROR:
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneList *self = KARNE_LIST (object);

  switch ((KarneListProperty) prop_id)
    {
    case PROP_VIEW:
      g_value_set_object (value, self->view);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_CATEGORY:
      g_value_set_string (value, self->category);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_OTHER_STATUS:
      g_value_set_string (value, self->other);
      break;
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_SINCE:
      g_value_set_string (value, self->since);
      break;
    case PROP_UNTIL:
      g_value_set_string (value, self->until);
      break;
    case PROP_LATEST:
      g_value_set_boolean (value, self->latest);
      break;
    case PROP_HERE_ONLY:
      g_value_set_boolean (value, self->here_only);
      break;
    case PROP_UNDATED:
      g_value_set_boolean (value, self->undated);
      break;
    case PROP_ASCENDING:
      g_value_set_boolean (value, self->ascending);
      break;
    case PROP_PAGE_SIZE:
      g_value_set_uint (value, self->page_size);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->rows->len);
      break;
    case PROP_N_TOTAL:
      g_value_set_int64 (value, self->n_total);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, is_loading (self));
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
karne_list_constructed (GObject *object)
{
  KarneList *self = KARNE_LIST (object);

  G_OBJECT_CLASS (karne_list_parent_class)->constructed (object);

  g_return_if_fail (self->view != NULL);
  g_signal_connect_object (karne_view_get_store (self->view), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  load_afresh (self);
}

static void
karne_list_dispose (GObject *object)
{
  KarneList *self = KARNE_LIST (object);

  forget_starter (self);
  forget_read (self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (karne_view_get_store (self->view), self);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_list_parent_class)->dispose (object);
}

static void
karne_list_finalize (GObject *object)
{
  KarneList *self = KARNE_LIST (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->kind);
  g_free (self->text);
  g_free (self->category);
  g_free (self->status);
  g_free (self->other);
  g_free (self->code);
  g_free (self->since);
  g_free (self->until);

  G_OBJECT_CLASS (karne_list_parent_class)->finalize (object);
}

#define SET_ONCE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS)
#define SETTABLE (G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)
#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
init_filter_properties (void)
{
  /**
   * KarneList:view:
   *
   * The view that it reads through.
   */
  properties[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, KARNE_TYPE_VIEW, SET_ONCE);
  /**
   * KarneList:kind:
   *
   * The FHIR resource type of its lines; `NULL` for any.
   */
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, SET_ONCE);
  /**
   * KarneList:text:
   *
   * What a person looks for, as [method@View.search] takes it; `NULL` or empty for all lines.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:category:
   *
   * Only lines of this category; `NULL` for any.
   */
  properties[PROP_CATEGORY] = g_param_spec_string ("category", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:status:
   *
   * Only lines of this status, or of one of these, with commas between them; `NULL` for any.
   */
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:other-status:
   *
   * Only lines of another status than this, or than any of these, with commas between them: also
   * those without one. `NULL` for any.
   */
  properties[PROP_OTHER_STATUS] = g_param_spec_string ("other-status", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:code:
   *
   * Only lines of this code, with its system (`system|code`) or without; `NULL` for any.
   */
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:since:
   *
   * Only lines of this FHIR date or later; `NULL` for any.
   */
  properties[PROP_SINCE] = g_param_spec_string ("since", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:until:
   *
   * Only lines of this FHIR date or earlier; `NULL` for any.
   */
  properties[PROP_UNTIL] = g_param_spec_string ("until", NULL, NULL, NULL, SETTABLE);
  /**
   * KarneList:latest:
   *
   * Whether only the newest line of each code is wanted: the last value of each measure, say. Lines
   * without a code are all in it. The list must be of one kind; with [property@List:text] it counts
   * for nothing.
   */
  properties[PROP_LATEST] = g_param_spec_boolean ("latest", NULL, NULL, FALSE, SETTABLE);
  /**
   * KarneList:here-only:
   *
   * Whether only documents are wanted whose content is on this computer, see
   * [property@Document:here].
   */
  properties[PROP_HERE_ONLY] = g_param_spec_boolean ("here-only", NULL, NULL, FALSE, SETTABLE);
  /**
   * KarneList:undated:
   *
   * Whether only lines without a date that can be put in order are wanted: no period has them.
   */
  properties[PROP_UNDATED] = g_param_spec_boolean ("undated", NULL, NULL, FALSE, SET_ONCE);
  /**
   * KarneList:ascending:
   *
   * Whether the oldest comes first. A search always shows the newest first.
   */
  properties[PROP_ASCENDING] = g_param_spec_boolean ("ascending", NULL, NULL, FALSE, SETTABLE);
  /**
   * KarneList:page-size:
   *
   * How many lines a window has.
   */
  properties[PROP_PAGE_SIZE] =
      g_param_spec_uint ("page-size", NULL, NULL, 1, MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE, SET_ONCE);
}

static void
init_state_properties (void)
{
  /**
   * KarneList:n-items:
   *
   * How many lines are here.
   */
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneList:n-total:
   *
   * How many there are in the record; -1 while that is not known.
   */
  properties[PROP_N_TOTAL] =
      g_param_spec_int64 ("n-total", NULL, NULL, -1, G_MAXINT64, -1, READABLE);
  /**
   * KarneList:has-more:
   *
   * Whether there are lines beyond those that are here.
   */
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, READABLE);
  /**
   * KarneList:loading:
   *
   * Whether something is on its way. A list that is empty while it loads is not known to be empty.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, READABLE);
  /**
   * KarneList:error:
   *
   * What the last read failed with; what was here before stays.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READABLE);
}

static void
karne_list_class_init (KarneListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = karne_list_set_property;
  object_class->get_property = karne_list_get_property;
  object_class->constructed = karne_list_constructed;
  object_class->dispose = karne_list_dispose;
  object_class->finalize = karne_list_finalize;

  init_filter_properties ();
  init_state_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_list_init (KarneList *self)
{
  self->page_size = DEFAULT_PAGE_SIZE;
  self->n_total = -1;
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * karne_list_new:
 * @view: who reads
 * @kind: (nullable): FHIR resource type; `NULL` for all of them
 *
 * Makes a list.
 *
 * Returns: (transfer full): a list, newest first, that begins to load when the main loop runs
 */
KarneList *
karne_list_new (KarneView *view, const char *kind)
{
  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);

  return g_object_new (KARNE_TYPE_LIST, "view", view, "kind", kind, NULL);
}

/**
 * karne_list_set_text:
 * @self: a list
 * @text: (nullable): what a person looks for; `NULL`, empty or blank for all lines
 *
 * Sets [property@List:text].
 */
void
karne_list_set_text (KarneList *self, const char *text)
{
  g_autofree char *trimmed = NULL;

  g_return_if_fail (KARNE_IS_LIST (self));

  trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  set_filter (self, &self->text, trimmed, PROP_TEXT);
}

/**
 * karne_list_set_category:
 * @self: a list
 * @category: (nullable): a category; `NULL` or empty for any
 *
 * Sets [property@List:category].
 */
void
karne_list_set_category (KarneList *self, const char *category)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_filter (self, &self->category, category, PROP_CATEGORY);
}

/**
 * karne_list_set_status:
 * @self: a list
 * @status: (nullable): a status, or several with commas between them; `NULL` or empty for any
 *
 * Sets [property@List:status].
 */
void
karne_list_set_status (KarneList *self, const char *status)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_filter (self, &self->status, status, PROP_STATUS);
}

/**
 * karne_list_set_other_status:
 * @self: a list
 * @status: (nullable): a status, or several with commas between them; `NULL` or empty for any
 *
 * Sets [property@List:other-status].
 */
void
karne_list_set_other_status (KarneList *self, const char *status)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_filter (self, &self->other, status, PROP_OTHER_STATUS);
}

/**
 * karne_list_set_code:
 * @self: a list
 * @code: (nullable): a code; `NULL` or empty for any
 *
 * Sets [property@List:code].
 */
void
karne_list_set_code (KarneList *self, const char *code)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_filter (self, &self->code, code, PROP_CODE);
}

/**
 * karne_list_set_period:
 * @self: a list
 * @since: (nullable): a FHIR date; `NULL` or empty for any
 * @until: (nullable): a FHIR date; `NULL` or empty for any
 *
 * Sets [property@List:since] and [property@List:until], both included.
 */
void
karne_list_set_period (KarneList *self, const char *since, const char *until)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_filter (self, &self->since, since, PROP_SINCE);
  set_filter (self, &self->until, until, PROP_UNTIL);
}

/**
 * karne_list_set_ascending:
 * @self: a list
 * @ascending: whether the oldest comes first
 *
 * Sets [property@List:ascending].
 */
void
karne_list_set_ascending (KarneList *self, gboolean ascending)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_flag (self, &self->ascending, ascending, PROP_ASCENDING);
}

/**
 * karne_list_set_latest:
 * @self: a list of one kind
 * @latest: whether only the newest line of each code is wanted
 *
 * Sets [property@List:latest].
 */
void
karne_list_set_latest (KarneList *self, gboolean latest)
{
  g_return_if_fail (KARNE_IS_LIST (self) && self->kind != NULL);

  set_flag (self, &self->latest, latest, PROP_LATEST);
}

/**
 * karne_list_set_here_only:
 * @self: a list
 * @here_only: whether only documents are wanted whose content is on this computer
 *
 * Sets [property@List:here-only].
 */
void
karne_list_set_here_only (KarneList *self, gboolean here_only)
{
  g_return_if_fail (KARNE_IS_LIST (self));

  set_flag (self, &self->here_only, here_only, PROP_HERE_ONLY);
}

/**
 * karne_list_get_kind:
 * @self: a list
 *
 * Gets [property@List:kind].
 *
 * Returns: (nullable): [property@List:kind]
 */
const char *
karne_list_get_kind (KarneList *self)
{
  g_return_val_if_fail (KARNE_IS_LIST (self), NULL);

  return self->kind;
}

/**
 * karne_list_get_loading:
 * @self: a list
 *
 * Gets [property@List:loading].
 *
 * Returns: [property@List:loading]
 */
gboolean
karne_list_get_loading (KarneList *self)
{
  g_return_val_if_fail (KARNE_IS_LIST (self), FALSE);

  return is_loading (self);
}

/**
 * karne_list_get_has_more:
 * @self: a list
 *
 * Gets [property@List:has-more].
 *
 * Returns: [property@List:has-more]
 */
gboolean
karne_list_get_has_more (KarneList *self)
{
  g_return_val_if_fail (KARNE_IS_LIST (self), FALSE);

  return self->has_more;
}

/**
 * karne_list_get_n_total:
 * @self: a list
 *
 * Gets [property@List:n-total].
 *
 * Returns: [property@List:n-total]
 */
gint64
karne_list_get_n_total (KarneList *self)
{
  g_return_val_if_fail (KARNE_IS_LIST (self), -1);

  return self->n_total;
}

/**
 * karne_list_get_error:
 * @self: a list
 *
 * Gets [property@List:error].
 *
 * Returns: (transfer none) (nullable): [property@List:error]
 */
const GError *
karne_list_get_error (KarneList *self)
{
  g_return_val_if_fail (KARNE_IS_LIST (self), NULL);

  return self->error;
}

/**
 * karne_list_load_more_async:
 * @self: a list
 * @cancellable: (nullable): ends the waiting; a window that is on its way still comes
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads the next window. Where one is on its way, the first included, it waits for that one: asking
 * twice costs nothing. Where there is no more, it is done at once.
 */
void
karne_list_load_more_async (KarneList *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_LIST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_list_load_more_async);
  if (!self->wants_fresh && !self->wants_more &&
      (self->read == NULL || self->read->what == READ_CHANGES))
    {
      if (!self->has_more)
        {
          g_task_return_boolean (task, TRUE);
          return;
        }
      self->wants_more = TRUE;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->starter == NULL)
    start_next_read (self);
  tell_loading (self);
}

/**
 * karne_list_load_more_finish:
 * @self: a list
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@List.load_more_async].
 *
 * Returns: %FALSE when the window could not be read; what was here stays
 */
gboolean
karne_list_load_more_finish (KarneList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
