/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-list-private.h"

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
 * one read. With [property@List:text], the list is what a search finds.
 *
 * Use it in the main context in which its store was opened.
 */
static void karne_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneList,
                               karne_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, karne_list_model_init))

static GParamSpec *properties[N_PROPS];

void
karne_list_notify (KarneList *self, KarneListProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
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
  karne_list_notify (self, property);
  karne_list_load_afresh (self);
}

static void
set_flag (KarneList *self, gboolean *field, gboolean value, KarneListProperty property)
{
  value = !!value;
  if (*field == value)
    return;
  *field = value;
  karne_list_notify (self, property);
  karne_list_load_afresh (self);
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
      g_value_set_boolean (value, karne_list_is_loading (self));
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
  karne_list_begin (self);
}

static void
karne_list_dispose (GObject *object)
{
  KarneList *self = KARNE_LIST (object);

  karne_list_end (self);
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
   * Whether the oldest comes first.
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
   * What the last read failed with. What was here before stays, unless the filters changed
   * since: then the list is empty.
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

  return karne_list_is_loading (self);
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
