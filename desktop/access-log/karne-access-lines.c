/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-lines.h"

#define PAGE_SIZE 50
/* A word is typed letter by letter, and each time it is searched. */
#define TYPING_S 60

/**
 * KarneAccessLines:
 *
 * Who looked at the record: what the servers tell and what was noted on this computer, as one list,
 * the newest first.
 *
 * What a server was told of from here stands once, as it was noted here, where it goes by the id
 * that was made for it.
 *
 * Both come by windows: what is older than the last line of one that has more is left out until
 * that is there, so that no line ever comes in between later.
 */
struct _KarneAccessLines
{
  GObject parent_instance;

  KarneView *view;           /* (owned) (nullable) NULL once disposed */
  KarneList *theirs;         /* (owned) */
  GPtrArray *rows;           /* (owned) of KarneAccessRow: noted here, as far as it was read */
  GPtrArray *mine;           /* (owned) of KarneResource, of these rows */
  GHashTable *told;          /* (owned) of ids by which servers may be told of these rows */
  GPtrArray *shown;          /* (owned) of KarneResource */
  GCancellable *cancellable; /* (owned) */
  GError *error;             /* (owned) (nullable) of the last read that failed */
  gboolean has_more;         /* noted here, and not read */
  gboolean adds;             /* what is being read comes behind what is there */
  guint n_asked;             /* how many rows are being read, at most */
  guint n_reading;
};

typedef enum
{
  PROP_LOADING = 1,
  PROP_HAS_MORE,
  PROP_N_TOTAL,
  PROP_ERROR,
  N_PROPS
} KarneAccessLinesProperty;

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneAccessLines,
                               karne_access_lines,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Lines of what was noted here */

static GQuark
row_quark (void)
{
  return g_quark_from_static_string ("karne-access-row");
}

const KarneAccessRow *
karne_access_lines_get_row (KarneResource *line)
{
  return g_object_get_qdata (G_OBJECT (line), row_quark ());
}

/* Of no source, so that it is none of the lines of a server. */
static KarneResource *
make_line (const KarneAccessRow *row)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (row->at);
  g_autofree char *date = g_date_time_format_iso8601 (time);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->number);
  KarneItem item = { .kind = (char *) "AuditEvent", .id = id, .date = date, .size = -1 };
  KarneResource *line = karne_resource_new (&item);

  g_object_set_qdata_full (G_OBJECT (line), row_quark (), karne_access_row_copy (row),
                           (GDestroyNotify) karne_access_row_free);
  return line;
}

static gboolean
is_typed_on (const KarneAccessRow *newer, const KarneAccessRow *row, gint64 last)
{
  return newer != NULL && newer->act == KARNE_ACCESS_ACT_SEARCH && row->act == newer->act &&
         row->reader == newer->reader && g_strcmp0 (row->name, newer->name) == 0 &&
         g_strcmp0 (row->kind, newer->kind) == 0 && ABS (last - row->at) <= TYPING_S &&
         newer->detail != NULL && row->detail != NULL &&
         g_str_has_prefix (newer->detail, row->detail);
}

void
karne_access_lines_fold (GPtrArray *rows)
{
  const KarneAccessRow *newer = NULL;
  gint64 last = 0;
  guint i = 0;

  while (i < rows->len)
    {
      const KarneAccessRow *row = rows->pdata[i];
      gboolean folds = is_typed_on (newer, row, last);

      last = row->at;
      if (folds)
        {
          g_ptr_array_remove_index (rows, i);
          continue;
        }
      newer = row;
      i++;
    }
}

static void
note_told (KarneAccessLines *self)
{
  g_hash_table_remove_all (self->told);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const KarneAccessRow *row = self->rows->pdata[i];

      for (guint n = 0; row->events != NULL && row->events[n] != NULL; n++)
        g_hash_table_add (self->told, row->events[n]);
    }
}

/* The same object for the same row, so that what is shown of it stays. */
static KarneResource *
find_or_make_line (GPtrArray *lines, const KarneAccessRow *row)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const KarneAccessRow *known = karne_access_lines_get_row (lines->pdata[i]);

      if (known->number == row->number && g_strcmp0 (known->title, row->title) == 0)
        return g_object_ref (lines->pdata[i]);
    }
  return make_line (row);
}

static void
make_lines (KarneAccessLines *self)
{
  g_autoptr (GPtrArray) folded = g_ptr_array_new ();
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_extend (folded, self->rows, NULL, NULL);
  karne_access_lines_fold (folded);
  for (guint i = 0; i < folded->len; i++)
    g_ptr_array_add (lines, find_or_make_line (self->mine, folded->pdata[i]));
  g_ptr_array_unref (self->mine);
  self->mine = lines;
  note_told (self);
}

/* Both together */

/* It says what a line of ours says. */
static gboolean
is_ours (KarneAccessLines *self, KarneResource *line)
{
  return line != NULL && g_hash_table_contains (self->told, karne_resource_get_id (line));
}

static gint64
get_time (KarneResource *line)
{
  const KarneAccessRow *row = karne_access_lines_get_row (line);
  g_autoptr (GDateTime) time = NULL;

  if (row != NULL)
    return row->at;
  time = karne_resource_dup_date_time (line, NULL);
  return time != NULL ? g_date_time_to_unix (time) : G_MININT64;
}

/* Nothing that is older may be shown yet. */
static gint64
get_end (KarneAccessLines *self)
{
  GListModel *theirs = G_LIST_MODEL (self->theirs);
  guint n = g_list_model_get_n_items (theirs);
  gint64 end = G_MININT64;

  if (self->has_more && self->rows->len > 0)
    end = ((KarneAccessRow *) self->rows->pdata[self->rows->len - 1])->at;
  if (n > 0 && karne_list_get_has_more (self->theirs))
    {
      g_autoptr (KarneResource) last = g_list_model_get_item (theirs, n - 1);

      end = MAX (end, get_time (last));
    }
  return end;
}

static GPtrArray *
put_together (KarneAccessLines *self)
{
  GListModel *theirs = G_LIST_MODEL (self->theirs);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 end = get_end (self);
  guint i = 0;
  guint n = 0;

  for (;;)
    {
      g_autoptr (KarneResource) theirs_next = g_list_model_get_item (theirs, n);
      KarneResource *mine_next = i < self->mine->len ? self->mine->pdata[i] : NULL;
      gboolean is_mine = mine_next != NULL &&
                         (theirs_next == NULL || get_time (mine_next) >= get_time (theirs_next));
      KarneResource *next = is_mine ? mine_next : theirs_next;

      if (next == NULL || get_time (next) < end)
        return lines;
      if (is_mine || !is_ours (self, theirs_next))
        g_ptr_array_add (lines, g_object_ref (next));
      i += is_mine;
      n += !is_mine;
    }
}

/* Lines that stay are not told of: their rows stay what they are. */
static void
show (KarneAccessLines *self)
{
  g_autoptr (GPtrArray) before = self->shown;
  GPtrArray *lines = put_together (self);
  guint n = MIN (before->len, lines->len);
  guint same = 0;
  guint rest = 0;

  while (same < n && before->pdata[same] == lines->pdata[same])
    same++;
  while (rest < n - same &&
         before->pdata[before->len - 1 - rest] == lines->pdata[lines->len - 1 - rest])
    rest++;
  self->shown = lines;
  if (before->len > same + rest || lines->len > same + rest)
    g_list_model_items_changed (G_LIST_MODEL (self), same, before->len - same - rest,
                                lines->len - same - rest);
}

static void
tell (KarneAccessLines *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
theirs_changed_cb (KarneAccessLines *self)
{
  show (self);
  tell (self);
}

/* Reading */

static void
take_rows (KarneAccessLines *self, GPtrArray *rows)
{
  self->has_more = rows->len == self->n_asked;
  if (!self->adds)
    g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->rows, karne_access_row_copy (rows->pdata[i]));
  make_lines (self);
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneAccessLines) self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = karne_access_log_list_finish (KARNE_VIEW (object), result, &error);

  self->n_reading--;
  if (self->view == NULL)
    {
      g_clear_error (&error);
      return;
    }
  g_clear_error (&self->error);
  self->error = error;
  if (rows != NULL)
    take_rows (self, rows);
  theirs_changed_cb (self);
}

/* One at a time: what comes next depends on what is there. */
static void
read_rows (KarneAccessLines *self, gboolean adds)
{
  guint n = self->rows->len;
  gint64 before = adds && n > 0 ? ((KarneAccessRow *) self->rows->pdata[n - 1])->number : 0;

  if (self->n_reading > 0)
    return;
  self->n_reading++;
  self->adds = adds;
  self->n_asked = adds ? PAGE_SIZE : MAX (PAGE_SIZE, n);
  karne_access_log_list_async (self->view, before, self->n_asked, self->cancellable, listed_cb,
                               g_object_ref (self));
}

void
karne_access_lines_refresh (KarneAccessLines *self)
{
  g_return_if_fail (KARNE_IS_ACCESS_LINES (self));

  read_rows (self, FALSE);
}

void
karne_access_lines_load_more (KarneAccessLines *self)
{
  g_return_if_fail (KARNE_IS_ACCESS_LINES (self));

  if (self->has_more)
    read_rows (self, TRUE);
  if (karne_list_get_has_more (self->theirs))
    karne_list_load_more_async (self->theirs, NULL, NULL, NULL);
  tell (self);
}

KarneList *
karne_access_lines_get_theirs (KarneAccessLines *self)
{
  g_return_val_if_fail (KARNE_IS_ACCESS_LINES (self), NULL);

  return self->theirs;
}

/* The object */

static GType
get_item_type (GListModel *model)
{
  return KARNE_TYPE_RESOURCE;
}

static guint
get_n_items (GListModel *model)
{
  return KARNE_ACCESS_LINES (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *shown = KARNE_ACCESS_LINES (model)->shown;

  return position < shown->len ? g_object_ref (shown->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
karne_access_lines_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneAccessLines *self = KARNE_ACCESS_LINES (object);

  switch ((KarneAccessLinesProperty) prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->n_reading > 0 || karne_list_get_loading (self->theirs));
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more || karne_list_get_has_more (self->theirs));
      break;
    case PROP_N_TOTAL:
      /* How many were noted here is never counted. */
      g_value_set_int64 (value, -1);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value,
                         self->error != NULL ? self->error : karne_list_get_error (self->theirs));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_access_lines_dispose (GObject *object)
{
  KarneAccessLines *self = KARNE_ACCESS_LINES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_access_lines_parent_class)->dispose (object);
}

static void
karne_access_lines_finalize (GObject *object)
{
  KarneAccessLines *self = KARNE_ACCESS_LINES (object);

  g_clear_object (&self->theirs);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->told);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->mine);
  g_ptr_array_unref (self->shown);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_access_lines_parent_class)->finalize (object);
}

static void
karne_access_lines_class_init (KarneAccessLinesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_access_lines_get_property;
  object_class->dispose = karne_access_lines_dispose;
  object_class->finalize = karne_access_lines_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, shown);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, shown);
  properties[PROP_N_TOTAL] = g_param_spec_int64 ("n-total", NULL, NULL, -1, G_MAXINT64, -1, shown);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_access_lines_init (KarneAccessLines *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_access_row_free);
  self->mine = g_ptr_array_new_with_free_func (g_object_unref);
  self->told = g_hash_table_new (g_str_hash, g_str_equal);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

KarneAccessLines *
karne_access_lines_new (KarneView *view)
{
  static const char *const told[] = { "items-changed", "notify::loading", "notify::has-more",
                                      "notify::error" };
  KarneAccessLines *self = g_object_new (KARNE_TYPE_ACCESS_LINES, NULL);

  self->view = g_object_ref (view);
  self->theirs = karne_list_new (view, "AuditEvent");
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_signal_connect_object (self->theirs, told[i], G_CALLBACK (theirs_changed_cb), self,
                             G_CONNECT_SWAPPED);
  karne_access_lines_refresh (self);
  return self;
}
