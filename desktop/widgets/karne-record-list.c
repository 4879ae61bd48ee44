/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-record-list.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-growing-list.h"
#include "karne-list-cards.h"
#include "karne-list-focus.h"
#include "karne-state-box.h"
#include "karne-state-words.h"

#include <glib/gi18n.h>

/* A row takes about 3 ms to lay out on a slow computer. */
#define ROWS_A_FRAME 5

/**
 * KarneRecordList:
 *
 * Lines of the record, in one of the states that every list has: being read, there, none, not
 * readable, or kept from who looks.
 *
 * It shows what a [class@KarneSync.List], or what is made of several, holds and asks for the next
 * window of it on demand: a list of thousands of rows could be read by nobody, nor by a screen
 * reader. A row that did not change stays the same widget.
 */
struct _KarneRecordList
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListBox *box;
  GtkLabel *count;
  GtkWidget *more;
  KarneStateBox *empty;
  KarneStateBox *error;
  KarneStateBox *masked_box;

  gboolean is_masked;
  GListModel *lines;         /* (owned) (nullable) */
  KarneGrowingList *growing; /* (owned) (nullable) those of them that have a row */
  guint grow_id;             /* of a tick callback */
  KarneRecordMoreFunc more_func;
  gboolean waits_for_more; /* somebody asked for it */
  guint n_before;          /* rows that were there then */
  KarneRecordRowFunc row_func;
  gpointer row_data;
  KarneRecordHeadingFunc heading_func; /* (nullable) */
  gpointer heading_data;
};

G_DEFINE_FINAL_TYPE (KarneRecordList, karne_record_list, ADW_TYPE_BIN)

enum
{
  SIGNAL_ROW_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the lines say of themselves; a KarneList and what is made of several say it alike. */

static guint
get_n_rows (KarneRecordList *self)
{
  return g_list_model_get_n_items (self->lines);
}

static gboolean
get_flag (KarneRecordList *self, const char *property)
{
  gboolean value = FALSE;

  g_object_get (self->lines, property, &value, NULL);
  return value;
}

static gint64
get_n_total (KarneRecordList *self)
{
  gint64 n = -1;

  g_object_get (self->lines, "n-total", &n, NULL);
  return n;
}

/* (transfer full) (nullable) */
static GError *
dup_error (KarneRecordList *self)
{
  GError *error = NULL;

  g_object_get (self->lines, "error", &error, NULL);
  return error;
}

/* States */

static const char *
choose_state (KarneRecordList *self, const GError *error)
{
  if (self->is_masked)
    return "masked";
  if (self->lines == NULL || (get_n_rows (self) == 0 && get_flag (self, "loading")))
    return "loading";
  if (get_n_rows (self) > 0)
    return "list";
  return error != NULL ? "error" : "empty";
}

static void
update_count (KarneRecordList *self)
{
  guint n = get_n_rows (self);
  gint64 total = get_n_total (self);
  gboolean has_more = get_flag (self, "has-more");
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->more, has_more);
  gtk_widget_set_visible (GTK_WIDGET (self->count), has_more && total > 0);
  if (total <= 0)
    return;
  /* Translators: below a long list, as in “100 of 2340 shown”. */
  words = g_strdup_printf (_ ("%u of %u shown"), n, (guint) total);
  gtk_label_set_label (self->count, words);
}

static void
update (KarneRecordList *self)
{
  g_autoptr (GError) error = self->lines != NULL ? dup_error (self) : NULL;
  const char *state = choose_state (self, error);

  gtk_stack_set_visible_child_name (self->stack, state);
  if (self->lines == NULL)
    return;
  update_count (self);
  if (g_str_equal (state, "error"))
    {
      g_autofree char *words = karne_error_to_words (error);

      karne_state_box_set_words (self->error, _ ("This could not be read"), words);
    }
}

/* The first of the rows that came gets the focus, which was on the button. */
static void
end_waiting (KarneRecordList *self)
{
  GtkListBoxRow *row;

  if (!self->waits_for_more || get_flag (self, "loading"))
    return;
  self->waits_for_more = FALSE;
  gtk_widget_set_sensitive (self->more, TRUE);
  karne_growing_list_grow (self->growing);
  row = gtk_list_box_get_row_at_index (self->box, (int) self->n_before);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
lines_notify_cb (GListModel *lines, GParamSpec *pspec, gpointer data)
{
  update (data);
  end_waiting (data);
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  KarneRecordList *self = data;

  if (gtk_widget_get_mapped (widget) && self->growing != NULL &&
      karne_growing_list_grow (self->growing))
    return G_SOURCE_CONTINUE;
  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_growing (KarneRecordList *self)
{
  if (self->growing != NULL)
    karne_growing_list_set_seen (self->growing, gtk_widget_get_mapped (GTK_WIDGET (self)));
  if (self->grow_id == 0)
    self->grow_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, self, NULL);
}

static void
lines_changed_cb (GListModel *lines, guint position, guint removed, guint added, gpointer data)
{
  update (data);
  start_growing (data);
}

/* Rows */

static KarneResource *
get_resource (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "resource");
}

/* A line that changed is another object for the same thing. */
static gboolean
is_same (KarneResource *one, KarneResource *other)
{
  return one == other ||
         (karne_resource_get_source (one) == karne_resource_get_source (other) &&
          g_strcmp0 (karne_resource_get_kind (one), karne_resource_get_kind (other)) == 0 &&
          g_strcmp0 (karne_resource_get_id (one), karne_resource_get_id (other)) == 0);
}

static GtkWidget *
make_row_cb (gpointer item, gpointer data)
{
  KarneRecordList *self = data;
  GtkWidget *row = self->row_func (item, self->row_data);

  if (KARNE_IS_RECORD_ROW (row))
    karne_state_words_add_to_row (KARNE_RECORD_ROW (row), karne_resource_get_item (item)->state);
  g_object_set_data_full (G_OBJECT (row), "resource", g_object_ref (item), g_object_unref);
  return row;
}

static char *
make_heading_cb (GtkListBoxRow *row, gpointer data)
{
  KarneRecordList *self = data;
  KarneResource *resource = get_resource (row);

  return resource != NULL ? self->heading_func (resource, self->heading_data) : NULL;
}

static void
row_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_ROW_ACTIVATED], 0, get_resource (row));
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  KarneRecordList *self = data;

  self->n_before = get_n_rows (self);
  self->waits_for_more = TRUE;
  gtk_widget_set_sensitive (self->more, FALSE);
  self->more_func (self->lines);
}

/* The object */

void
karne_record_list_set_row_func (KarneRecordList *self, KarneRecordRowFunc func, gpointer data)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  self->row_func = func;
  self->row_data = data;
}

void
karne_record_list_set_label (KarneRecordList *self, const char *label)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
karne_record_list_set_heading_func (KarneRecordList *self,
                                    KarneRecordHeadingFunc func,
                                    gpointer data)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  self->heading_func = func;
  self->heading_data = data;
  karne_list_cards_set_heading_func (self->box, make_heading_cb, self);
}

static void
rows_changed_cb (GListModel *rows, guint position, guint removed, guint added, gpointer data)
{
  karne_list_cards_end (KARNE_RECORD_LIST (data)->box, g_list_model_get_n_items (rows));
}

void
karne_record_list_set_lines (KarneRecordList *self, GListModel *lines, KarneRecordMoreFunc more)
{
  static const char *const signals_of_state[] = { "notify::loading", "notify::has-more",
                                                  "notify::n-total", "notify::error" };

  g_return_if_fail (KARNE_IS_RECORD_LIST (self) && self->row_func != NULL);

  if (self->lines == lines)
    return;
  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  g_set_object (&self->lines, lines);
  self->more_func = more;
  self->waits_for_more = FALSE;
  gtk_widget_set_sensitive (self->more, TRUE);
  g_clear_object (&self->growing);
  if (lines != NULL)
    self->growing = karne_growing_list_new (lines, ROWS_A_FRAME);
  karne_list_focus_bind_model (self->box, G_LIST_MODEL (self->growing), make_row_cb, self);
  if (lines != NULL)
    {
      g_signal_connect_object (self->growing, "items-changed", G_CALLBACK (rows_changed_cb), self,
                               0);
      g_signal_connect_object (lines, "items-changed", G_CALLBACK (lines_changed_cb), self, 0);
      karne_list_cards_end (self->box, g_list_model_get_n_items (G_LIST_MODEL (self->growing)));
    }
  for (guint i = 0; lines != NULL && i < G_N_ELEMENTS (signals_of_state); i++)
    g_signal_connect_object (lines, signals_of_state[i], G_CALLBACK (lines_notify_cb), self, 0);
  update (self);
  start_growing (self);
}

static void
load_more (GListModel *lines)
{
  karne_list_load_more_async (KARNE_LIST (lines), NULL, NULL, NULL);
}

void
karne_record_list_set_list (KarneRecordList *self, KarneList *list)
{
  karne_record_list_set_lines (self, G_LIST_MODEL (list), load_more);
}

void
karne_record_list_set_empty_words (KarneRecordList *self,
                                   const char *title,
                                   const char *description)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  karne_state_box_set_words (self->empty, title, description);
}

void
karne_record_list_set_masked (KarneRecordList *self,
                              gboolean masked,
                              const char *title,
                              const char *description)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  self->is_masked = masked;
  if (masked)
    karne_state_box_set_words (self->masked_box, title, description);
  update (self);
}

void
karne_record_list_set_empty_icon (KarneRecordList *self, const char *icon_name)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  karne_state_box_set_icon (self->empty, icon_name);
}

void
karne_record_list_set_empty_action (KarneRecordList *self, const char *label, const char *action)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (self));

  karne_state_box_set_action (self->empty, label, action);
}

gboolean
karne_record_list_focus (KarneRecordList *self, KarneResource *resource)
{
  GtkListBoxRow *row;
  int i = 0;

  g_return_val_if_fail (KARNE_IS_RECORD_LIST (self), FALSE);

  do
    for (; (row = gtk_list_box_get_row_at_index (self->box, i)) != NULL; i++)
      if (resource == NULL || is_same (get_resource (row), resource))
        return gtk_widget_grab_focus (GTK_WIDGET (row));
  while (self->growing != NULL && karne_growing_list_grow (self->growing));
  return FALSE;
}

KarneResource *
karne_record_list_get_resource (KarneRecordList *self, GtkWidget *widget)
{
  GtkWidget *row;

  g_return_val_if_fail (KARNE_IS_RECORD_LIST (self) && GTK_IS_WIDGET (widget), NULL);

  row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);
  return row != NULL ? get_resource (GTK_LIST_BOX_ROW (row)) : NULL;
}

static void
karne_record_list_dispose (GObject *object)
{
  KarneRecordList *self = KARNE_RECORD_LIST (object);

  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  if (self->grow_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->grow_id);
  self->grow_id = 0;
  g_clear_object (&self->growing);
  g_clear_object (&self->lines);
  karne_bin_dispose_template (self, KARNE_TYPE_RECORD_LIST);

  G_OBJECT_CLASS (karne_record_list_parent_class)->dispose (object);
}

static void
karne_record_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (karne_record_list_parent_class)->map (widget);

  start_growing (KARNE_RECORD_LIST (widget));
}

static void
karne_record_list_unmap (GtkWidget *widget)
{
  KarneRecordList *self = KARNE_RECORD_LIST (widget);

  if (self->growing != NULL)
    karne_growing_list_set_seen (self->growing, FALSE);

  GTK_WIDGET_CLASS (karne_record_list_parent_class)->unmap (widget);
}

static void
karne_record_list_class_init (KarneRecordListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_record_list_dispose;
  widget_class->map = karne_record_list_map;
  widget_class->unmap = karne_record_list_unmap;

  signals[SIGNAL_ROW_ACTIVATED] =
      g_signal_new ("row-activated", KARNE_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, KARNE_TYPE_RESOURCE);

  g_type_ensure (KARNE_TYPE_STATE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-record-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, stack);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, box);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, count);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, more);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, empty);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, error);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordList, masked_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
karne_record_list_init (KarneRecordList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
