/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-waiting-group.h"

#include "karne-bin.h"
#include "karne-card-box.h"
#include "karne-conflict-card.h"
#include "karne-list-focus.h"
#include "karne-record-row.h"
#include "karne-status-line.h"

/**
 * KarneWaitingGroup:
 *
 * One of the lists of what was changed here, under its title: rows, or cards for what is to be
 * decided; or words that there is nothing.
 *
 * Rows come and go one by one. Where the one that goes has the focus, its neighbour gets it, or the
 * words that there is nothing, and says first what came of the act.
 */
struct _KarneWaitingGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  KarneStatusLine *outcome;
  GtkListBox *rows;
  KarneCardBox *cards;
  GtkListBox *empty;
  GtkWidget *more;
  GtkWidget *empty_row; /* (nullable) */

  KarneChangeList *changes; /* (owned) (nullable) */
  KarneChangeListOf of;
  KarneWaitingWidgetFunc func;
  gpointer data;
  char *said;         /* (owned) (nullable) what came of the last act */
  gboolean had_focus; /* while rows are being changed: one of them did */
  gboolean waits_for_more;
  guint n_before; /* rows that were there when more was asked for */
};

G_DEFINE_FINAL_TYPE (KarneWaitingGroup, karne_waiting_group, ADW_TYPE_BIN)

typedef enum
{
  PROP_TITLE = 1,
  N_PROPS
} KarneWaitingGroupProperty;

static GParamSpec *properties[N_PROPS];

static guint
count (KarneWaitingGroup *self)
{
  return self->changes != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->changes)) : 0;
}

static gboolean
is_of_cards (KarneWaitingGroup *self)
{
  return self->of == KARNE_CHANGE_LIST_OF_CONFLICTS;
}

/* Where the focus is */

static GtkWidget *
get_focus (KarneWaitingGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
has_focus_within (KarneWaitingGroup *self, gpointer widget)
{
  GtkWidget *focus = get_focus (self);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (widget));
}

static void
announce (GtkWidget *widget, const char *words)
{
  if (KARNE_IS_RECORD_ROW (widget))
    karne_record_row_announce (KARNE_RECORD_ROW (widget), words);
  else if (KARNE_IS_CONFLICT_CARD (widget))
    karne_conflict_card_announce (KARNE_CONFLICT_CARD (widget), words);
}

/* Toasts and status lines are not always read out: what has the focus says it, too. */
static void
say_with_focus (KarneWaitingGroup *self)
{
  GtkWidget *focus = get_focus (self);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;
  announce (focus, self->said);
  if (GTK_IS_BUTTON (focus) && self->said != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    self->said, -1);
}

/* Showing what there is */

static void
update (KarneWaitingGroup *self)
{
  guint n = count (self);
  gboolean ready = self->changes != NULL && karne_change_list_get_ready (self->changes);

  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0 && !is_of_cards (self));
  gtk_widget_set_visible (GTK_WIDGET (self->cards), n > 0 && is_of_cards (self));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), n == 0 && ready);
  gtk_widget_set_visible (self->more, n > 0 && karne_change_list_get_has_more (self->changes));
}

static void
before_change_cb (GListModel *items, guint position, guint removed, guint added, gpointer data)
{
  KarneWaitingGroup *self = data;

  self->had_focus =
      removed > 0 && (has_focus_within (self, self->rows) || has_focus_within (self, self->cards));
}

static void
after_change_cb (GListModel *items, guint position, guint removed, guint added, gpointer data)
{
  KarneWaitingGroup *self = data;

  update (self);
  if (!self->had_focus)
    return;
  if (count (self) == 0 && self->empty_row != NULL)
    gtk_widget_grab_focus (self->empty_row);
  say_with_focus (self);
}

static GtkWidget *
make_widget_cb (gpointer item, gpointer data)
{
  KarneWaitingGroup *self = data;

  return self->func (item, self->data);
}

/* The first new row gets the focus, which was on the button. */
static void
focus_first_of_more (KarneWaitingGroup *self)
{
  GtkWidget *first =
      is_of_cards (self)
          ? karne_card_box_get_card (self->cards, self->n_before)
          : GTK_WIDGET (gtk_list_box_get_row_at_index (self->rows, (int) self->n_before));

  if (!self->waits_for_more || first == NULL)
    return;
  self->waits_for_more = FALSE;
  gtk_widget_grab_focus (first);
}

static void
changes_changed_cb (KarneChangeList *changes, gpointer data)
{
  update (data);
  focus_first_of_more (data);
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  KarneWaitingGroup *self = data;

  self->waits_for_more = TRUE;
  self->n_before = count (self);
  karne_change_list_show_more (self->changes);
}

static void
let_go (KarneWaitingGroup *self)
{
  if (self->changes == NULL)
    return;
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  karne_card_box_bind_model (self->cards, NULL, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->changes, self);
  g_signal_handlers_disconnect_by_data (self->changes, self->rows);
  g_clear_object (&self->changes);
}

/* The widgets change between the first of these handlers and the last. */
static void
bind (KarneWaitingGroup *self)
{
  GListModel *items = G_LIST_MODEL (self->changes);

  g_signal_connect_object (items, "items-changed", G_CALLBACK (before_change_cb), self, 0);
  if (is_of_cards (self))
    karne_card_box_bind_model (self->cards, items, make_widget_cb, self);
  else
    karne_list_focus_bind_model (self->rows, items, make_widget_cb, self);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (after_change_cb), self, 0);
  g_signal_connect_object (self->changes, "changed", G_CALLBACK (changes_changed_cb), self, 0);
}

void
karne_waiting_group_set_changes (KarneWaitingGroup *self,
                                 KarneChangeList *changes,
                                 KarneChangeListOf of,
                                 KarneWaitingWidgetFunc func,
                                 gpointer data)
{
  g_return_if_fail (KARNE_IS_WAITING_GROUP (self));

  let_go (self);
  karne_waiting_group_say (self, NULL, NULL);
  g_set_object (&self->changes, changes);
  self->of = of;
  self->func = func;
  self->data = data;
  self->waits_for_more = FALSE;
  if (changes != NULL)
    bind (self);
  update (self);
}

void
karne_waiting_group_set_empty_words (KarneWaitingGroup *self,
                                     const char *title,
                                     const char *subtitle)
{
  g_return_if_fail (KARNE_IS_WAITING_GROUP (self) && self->empty_row == NULL);

  self->empty_row = karne_record_row_new ("karne-up-to-date-symbolic", title, subtitle);
  gtk_list_box_append (self->empty, self->empty_row);
}

void
karne_waiting_group_say (KarneWaitingGroup *self, const char *icon_name, const char *words)
{
  g_return_if_fail (KARNE_IS_WAITING_GROUP (self));

  g_free (self->said);
  self->said = g_strdup (words);
  karne_status_line_say (self->outcome, icon_name, words);
  if (words != NULL)
    say_with_focus (self);
  else if (self->empty_row != NULL)
    announce (self->empty_row, NULL);
}

void
karne_waiting_group_focus_next (KarneWaitingGroup *self)
{
  guint place;
  GtkWidget *next;

  g_return_if_fail (KARNE_IS_WAITING_GROUP (self));

  place = karne_card_box_find_card (self->cards, get_focus (self));
  next = karne_card_box_get_card (self->cards, place == G_MAXUINT ? 0 : place + 1);
  if (next == NULL)
    next = karne_card_box_get_card (self->cards, 0);
  if (next != NULL)
    gtk_widget_grab_focus (next);
}

/* The object */

static void
karne_waiting_group_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  KarneWaitingGroup *self = KARNE_WAITING_GROUP (object);
  const char *title = g_value_get_string (value);

  switch ((KarneWaitingGroupProperty) prop_id)
    {
    case PROP_TITLE:
      adw_preferences_group_set_title (self->group, title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      title, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->empty), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      title, -1);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_waiting_group_dispose (GObject *object)
{
  KarneWaitingGroup *self = KARNE_WAITING_GROUP (object);

  let_go (self);
  self->empty_row = NULL;
  g_clear_pointer (&self->said, g_free);
  karne_bin_dispose_template (object, KARNE_TYPE_WAITING_GROUP);

  G_OBJECT_CLASS (karne_waiting_group_parent_class)->dispose (object);
}

static void
karne_waiting_group_class_init (KarneWaitingGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = karne_waiting_group_set_property;
  object_class->dispose = karne_waiting_group_dispose;

  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (KARNE_TYPE_CARD_BOX);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-waiting-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingGroup, group);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingGroup, outcome);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingGroup, rows);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingGroup, cards);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingGroup, empty);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingGroup, more);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
karne_waiting_group_init (KarneWaitingGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
