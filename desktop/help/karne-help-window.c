/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-help-window.h"

#include "karne-a11y.h"
#include "karne-help-topics.h"
#include "karne-locale.h"
#include "karne-twin-box.h"
#include "words/karne-i18n.h"

/**
 * KarneHelpWindow:
 *
 * The help: the topics, a search in them, and the text of the one that is chosen.
 *
 * A window of its own, so that it can be read beside the record, and before one is open. Each
 * paragraph of a text is a row: the arrow keys move through them, and a screen reader says each.
 */
struct _KarneHelpWindow
{
  AdwWindow parent_instance;

  AdwLeaflet *leaflet;
  GtkWidget *side;
  AdwHeaderBar *side_header;
  GtkWidget *search;
  GtkListBox *list;
  GtkWidget *content;
  GtkScrolledWindow *scroller;
  GtkListBox *text;

  GListModel *topics; /* (owned) of KarneHelpTopic, in the order of the rows */
  GListModel *french; /* (owned) (nullable) the same in French, to stand beside */
};

G_DEFINE_FINAL_TYPE (KarneHelpWindow, karne_help_window, ADW_TYPE_WINDOW)

/* The topics */

/* The list of topics keeps what it returns. */
static KarneHelpTopic *
get_topic (KarneHelpWindow *self, GtkListBoxRow *row)
{
  guint position = (guint) gtk_list_box_row_get_index (row);
  g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (self->topics, position);

  return topic;
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
make_topic_row (gpointer item, gpointer data)
{
  KarneHelpTopic *topic = item;
  const char *title = karne_help_topic_get_title (topic);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name", karne_help_topic_get_icon_name (topic),
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), make_label (title));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  karne_a11y_name (row, title, NULL);
  return row;
}

static void
set_section_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  KarneHelpWindow *self = data;
  const char *section = karne_help_topic_get_section (get_topic (self, row));
  GtkWidget *heading;

  if (before != NULL &&
      g_str_equal (karne_help_topic_get_section (get_topic (self, before)), section))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = make_label (section);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "karne-sidebar-heading");
  gtk_list_box_row_set_header (row, heading);
}

/* The text of a topic */

/* (nullable) What stands beside it: a part of the topic in French, or its title for no part. */
static const char *
find_french (KarneHelpWindow *self, guint position, int part)
{
  g_autoptr (KarneHelpTopic) topic =
      self->french != NULL ? g_list_model_get_item (self->french, position) : NULL;
  KarneHelpPartKind kind;

  if (topic == NULL)
    return NULL;
  return part < 0 ? karne_help_topic_get_title (topic)
                  : karne_help_topic_get_part (topic, (guint) part, &kind);
}

/* The text, behind the French one where that is to stand beside it. */
static GtkWidget *
make_text (const char *text, const char *french)
{
  GtkWidget *label = make_label (text);
  GtkWidget *both;

  if (french == NULL || g_str_equal (french, text))
    return label;
  gtk_widget_add_css_class (label, "karne-beside");
  both = karne_twin_box_new (make_label (french), label);
  gtk_widget_set_hexpand (both, TRUE);
  return both;
}

/* What a row says. */
static void
name_row (GtkWidget *row, const char *mark, const char *text, const char *french)
{
  g_autofree char *whole = french != NULL ? g_strjoin (" · ", french, text, NULL) : g_strdup (text);
  g_autofree char *marked = mark != NULL ? g_strjoin (" ", mark, whole, NULL) : NULL;

  karne_a11y_name (row, marked != NULL ? marked : whole, NULL);
}

/* A step has its number; an item, a point. */
static char *
make_mark (KarneHelpPartKind kind, guint step)
{
  switch (kind)
    {
    case KARNE_HELP_STEP:
      /* Translators: before an act of several in a row, as in “2. Type its passphrase.” */
      return g_strdup_printf (_ ("%u."), step);
    case KARNE_HELP_ITEM:
      return g_strdup ("•");
    case KARNE_HELP_PARAGRAPH:
      break;
    }
  return NULL;
}

static GtkWidget *
make_mark_label (const char *mark)
{
  GtkWidget *label = gtk_label_new (mark);

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (label), 2);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
add_part (KarneHelpWindow *self,
          KarneHelpPartKind kind,
          const char *text,
          const char *french,
          guint step)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *mark = make_mark (kind, step);

  if (mark != NULL)
    gtk_box_append (GTK_BOX (box), make_mark_label (mark));
  gtk_box_append (GTK_BOX (box), make_text (text, french));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  name_row (row, kind == KARNE_HELP_STEP ? mark : NULL, text, french);
  gtk_list_box_append (self->text, row);
}

/* In the text rather than in the header, where a long one is cut. */
static void
add_title (KarneHelpWindow *self, const char *title, const char *french)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = make_text (title, french);

  gtk_widget_add_css_class (label, "title-2");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  name_row (row, NULL, title, french);
  gtk_list_box_append (self->text, row);
}

static void
clear_text (KarneHelpWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->text, 0)) != NULL)
    gtk_list_box_remove (self->text, GTK_WIDGET (row));
}

static void
show_text (KarneHelpWindow *self, KarneHelpTopic *topic, guint position)
{
  guint step = 0;

  clear_text (self);
  karne_a11y_name (self->text, karne_help_topic_get_title (topic), NULL);
  add_title (self, karne_help_topic_get_title (topic), find_french (self, position, -1));
  for (guint i = 0; i < karne_help_topic_get_n_parts (topic); i++)
    {
      KarneHelpPartKind kind;
      const char *text = karne_help_topic_get_part (topic, i, &kind);

      step = kind == KARNE_HELP_STEP ? step + 1 : 0;
      add_part (self, kind, text, find_french (self, position, (int) i), step);
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* Moving between both */

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  KarneHelpWindow *self = data;

  if (row != NULL)
    show_text (self, get_topic (self, row), (guint) gtk_list_box_row_get_index (row));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  KarneHelpWindow *self = data;

  adw_leaflet_set_visible_child (self->leaflet, self->content);
  gtk_widget_child_focus (GTK_WIDGET (self->text), GTK_DIR_TAB_FORWARD);
}

static void
go_to_list (KarneHelpWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  adw_leaflet_set_visible_child (self->leaflet, self->side);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->search);
}

static void
back_clicked_cb (GtkButton *button, gpointer data)
{
  go_to_list (data);
}

/* Escape goes back to the topics, then closes. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  KarneHelpWindow *self = KARNE_HELP_WINDOW (widget);

  if (adw_leaflet_get_folded (self->leaflet) &&
      adw_leaflet_get_visible_child (self->leaflet) == self->content)
    go_to_list (self);
  else
    gtk_window_close (GTK_WINDOW (self));
  return TRUE;
}

/* Where both are seen, the buttons of the window stand on the text's side only. */
static void
folded_cb (AdwLeaflet *leaflet, GParamSpec *pspec, gpointer data)
{
  adw_header_bar_set_show_end_title_buttons (KARNE_HELP_WINDOW (data)->side_header,
                                             adw_leaflet_get_folded (leaflet));
}

/* Searching */

static gboolean
is_found (GtkListBoxRow *row, gpointer data)
{
  KarneHelpWindow *self = data;
  const char *searched = gtk_editable_get_text (GTK_EDITABLE (self->search));

  return *searched == '\0' || karne_help_topic_matches (get_topic (self, row), searched);
}

/* (nullable) */
static GtkListBoxRow *
find_first (KarneHelpWindow *self, guint *n_found)
{
  GtkListBoxRow *first = NULL;
  GtkListBoxRow *row;

  *n_found = 0;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (is_found (row, self))
      {
        first = first != NULL ? first : row;
        (*n_found)++;
      }
  return first;
}

/* Says how many were found where the focus is: at the entry. */
static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  KarneHelpWindow *self = data;
  guint n_found;
  GtkListBoxRow *first;
  g_autofree char *said = NULL;

  gtk_list_box_invalidate_filter (self->list);
  first = find_first (self, &n_found);
  if (first != NULL)
    gtk_list_box_select_row (self->list, first);
  if (n_found == 0)
    said = g_strdup (_ ("No topic has these words"));
  else
    said = g_strdup_printf (ngettext ("%u topic", "%u topics", n_found), n_found);
  karne_a11y_name (self->search, _ ("Search in the help"), said);
}

static void
search_activated_cb (GtkSearchEntry *entry, gpointer data)
{
  KarneHelpWindow *self = data;
  guint n_found;
  GtkListBoxRow *first = find_first (self, &n_found);

  if (first == NULL)
    return;
  gtk_list_box_select_row (self->list, first);
  row_activated_cb (self->list, first, self);
}

static void
search_stopped_cb (GtkSearchEntry *entry, gpointer data)
{
  KarneHelpWindow *self = data;

  if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneHelpWindow *self = KARNE_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->side);
  gtk_widget_grab_focus (self->search);
}

/* The object */

static void
karne_help_window_dispose (GObject *object)
{
  KarneHelpWindow *self = KARNE_HELP_WINDOW (object);

  /* Rows that go must not ask what they were about. */
  gtk_list_box_set_header_func (self->list, NULL, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  g_clear_object (&self->topics);
  g_clear_object (&self->french);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_HELP_WINDOW);

  G_OBJECT_CLASS (karne_help_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, side);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, side_header);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, content);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, KarneHelpWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
karne_help_window_class_init (KarneHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_help_window_dispose;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static GListModel *
load_french (void)
{
  GListModel *topics;

  karne_voice_begin (KARNE_VOICE_FRENCH);
  topics = karne_help_topics_load ();
  g_strfreev (karne_voice_end ());
  return topics;
}

static void
karne_help_window_init (KarneHelpWindow *self)
{
  self->topics = karne_help_topics_load ();
  if (karne_locale_wants_french_beside ())
    self->french = load_french ();
  karne_a11y_be_window (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < g_list_model_get_n_items (self->topics); i++)
    {
      g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (self->topics, i);

      gtk_list_box_append (self->list, make_topic_row (topic, NULL));
    }
  gtk_list_box_set_header_func (self->list, set_section_cb, self, NULL);
  gtk_list_box_set_filter_func (self->list, is_found, self, NULL);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  go_to_list (self);
}

KarneHelpWindow *
karne_help_window_new (GtkApplication *application, GtkWindow *parent)
{
  return g_object_new (KARNE_TYPE_HELP_WINDOW, "application", application, "transient-for", parent,
                       "destroy-with-parent", TRUE, NULL);
}

void
karne_help_window_show_topic (KarneHelpWindow *self, const char *id)
{
  g_return_if_fail (KARNE_IS_HELP_WINDOW (self));

  for (guint i = 0; i < g_list_model_get_n_items (self->topics); i++)
    {
      g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (self->topics, i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);

      if (!g_str_equal (karne_help_topic_get_id (topic), id))
        continue;
      gtk_list_box_select_row (self->list, row);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      adw_leaflet_set_visible_child (self->leaflet, self->content);
      return;
    }
}
