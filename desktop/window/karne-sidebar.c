/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sidebar.h"

#include "karne-bin.h"
#include "karne-pages.h"
#include "karne-sidebar-row.h"

#include <glib/gi18n.h>

/**
 * KarneSidebar:
 *
 * The people whose records can be shown, and the pages of the one that is.
 */
struct _KarneSidebar
{
  AdwBin parent_instance;

  AdwHeaderBar *header;
  GtkWidget *people_heading;
  GtkListBox *people;
  GtkListBox *pages;

  KarneDesk *desk;            /* (owned) (nullable) */
  const char *page;           /* (nullable) nick, of the table of pages */
  KarneChangeList *to_decide; /* (owned) (nullable) */
  KarneChangeList *to_send;   /* (owned) (nullable) */
  KarneChangeList *set_aside; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneSidebar, karne_sidebar, ADW_TYPE_BIN)

enum
{
  SIGNAL_PAGE_CHOSEN,
  SIGNAL_PROFILE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Pages */

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "karne-sidebar-heading");
  return label;
}

static const KarnePageInfo *
get_info (GtkListBoxRow *row)
{
  return karne_pages_get_all () + GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "page"));
}

static void
set_page_heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *section = get_info (row)->section;

  if (before != NULL && g_strcmp0 (get_info (before)->section, section) == 0)
    gtk_list_box_row_set_header (row, NULL);
  else if (gtk_list_box_row_get_header (row) == NULL)
    gtk_list_box_row_set_header (row, make_heading (gettext (section)));
}

static void
add_pages (KarneSidebar *self)
{
  const KarnePageInfo *infos = karne_pages_get_all ();

  for (int i = 0; infos[i].nick != NULL; i++)
    {
      GtkWidget *row;

      if (infos[i].icon == NULL)
        continue;
      row = karne_sidebar_row_new (infos[i].icon, gettext (infos[i].title));
      g_object_set_data (G_OBJECT (row), "page", GINT_TO_POINTER (i));
      gtk_list_box_append (self->pages, row);
    }
}

static GtkListBoxRow *
find_row (KarneSidebar *self, const char *nick)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->pages, i)) != NULL; i++)
    if (g_str_equal (get_info (row)->nick, nick))
      return row;
  return NULL;
}

static void
page_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  karne_sidebar_choose_page (data, get_info (row)->nick);
}

/* What is marked is what is shown, and not where the keyboard is. */
static void
page_selected_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarneSidebar *self = data;
  GtkListBoxRow *shown = row != NULL && self->page != NULL ? find_row (self, self->page) : NULL;

  if (row != NULL && row != shown)
    gtk_list_box_select_row (self->pages, shown);
}

const char *
karne_sidebar_get_page (KarneSidebar *self)
{
  g_return_val_if_fail (KARNE_IS_SIDEBAR (self), NULL);

  return self->page;
}

void
karne_sidebar_choose_page (KarneSidebar *self, const char *nick)
{
  g_return_if_fail (KARNE_IS_SIDEBAR (self) && nick != NULL);

  for (const KarnePageInfo *info = karne_pages_get_all (); info->nick != NULL; info++)
    if (g_str_equal (info->nick, nick))
      self->page = info->nick;
  gtk_list_box_select_row (self->pages, find_row (self, nick));
  g_signal_emit (self, signals[SIGNAL_PAGE_CHOSEN], 0);
}

/* What there is to see on them */

static void
add_words (GString *words, char *more)
{
  /* A pause between things said one after the other; no sentence is made of them. */
  if (words->len > 0)
    g_string_append (words, ", ");
  g_string_append (words, more);
  g_free (more);
}

static guint
add_to_decide (GString *words, guint n)
{
  if (n > 0)
    /* Translators: said of the page of what waits. Things that were changed here and elsewhere. */
    add_words (words, g_strdup_printf (ngettext ("%u to be decided", "%u to be decided", n), n));
  return n;
}

static guint
add_to_send (GString *words, guint n)
{
  if (n > 0)
    /* Translators: said of the page of what waits. Things that were changed here. */
    add_words (words, g_strdup_printf (ngettext ("%u to be sent", "%u to be sent", n), n));
  return n;
}

static guint
add_set_aside (GString *words, guint n)
{
  if (n > 0)
    /* Translators: said of the page of what waits. Things that came from the server and could not
     * be taken in. */
    add_words (words, g_strdup_printf (ngettext ("%u item set aside", "%u items set aside", n), n));
  return n;
}

static guint
count (KarneChangeList *changes)
{
  return changes != NULL ? karne_change_list_get_n_total (changes) : 0;
}

static void
update_waiting (KarneSidebar *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint n = 0;

  n += add_to_decide (words, count (self->to_decide));
  n += add_to_send (words, count (self->to_send));
  n += add_set_aside (words, count (self->set_aside));
  karne_sidebar_row_set_count (KARNE_SIDEBAR_ROW (find_row (self, KARNE_PAGE_WAITING)), n,
                               words->str);
}

static void
waiting_changed_cb (KarneChangeList *changes, gpointer data)
{
  update_waiting (data);
}

static void
follow (KarneSidebar *self, KarneChangeList **place, KarneSession *session, KarneChangeListOf of)
{
  KarneChangeList *changes = session != NULL ? karne_session_get_changes (session, of) : NULL;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_set_object (place, changes);
  if (changes != NULL)
    g_signal_connect_object (changes, "changed", G_CALLBACK (waiting_changed_cb), self, 0);
}

static void
follow_session (KarneSidebar *self, KarneSession *session)
{
  follow (self, &self->to_decide, session, KARNE_CHANGE_LIST_OF_CONFLICTS);
  follow (self, &self->to_send, session, KARNE_CHANGE_LIST_OF_WAITING);
  follow (self, &self->set_aside, session, KARNE_CHANGE_LIST_OF_QUARANTINED);
}

static void
session_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneSidebar *self = data;

  follow_session (self, desk != NULL ? karne_desk_get_session (desk) : NULL);
  update_waiting (self);
}

/* People */

static GtkWidget *
make_person_cb (gpointer item, gpointer data)
{
  KarneProfile *profile = item;
  const char *name = karne_profile_get_name (profile);
  const char *icon =
      karne_profile_is_minor (profile) ? "karne-child-symbolic" : "karne-person-symbolic";

  /* Translators: stands where the name of a person is not known. */
  return karne_sidebar_row_new (icon, name != NULL ? name : _ ("Name not given"));
}

static void
person_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_PROFILE_CHOSEN], 0, (guint) gtk_list_box_row_get_index (row));
}

/* (nullable) of the person whose record is shown */
static GtkListBoxRow *
find_person (KarneSidebar *self)
{
  KarneProfile *profile = self->desk != NULL ? karne_desk_get_profile (self->desk) : NULL;
  guint position;

  if (profile == NULL ||
      !g_list_store_find (G_LIST_STORE (karne_desk_get_profiles (self->desk)), profile, &position))
    return NULL;
  return gtk_list_box_get_row_at_index (self->people, (int) position);
}

/* Whoever is marked is the one whose record is shown, also while another is being opened, and when
 * that does not succeed. */
static void
person_selected_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarneSidebar *self = data;
  GtkListBoxRow *shown = row != NULL ? find_person (self) : NULL;

  if (row != NULL && row != shown)
    gtk_list_box_select_row (self->people, shown);
}

static void
profile_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneSidebar *self = data;

  gtk_list_box_select_row (self->people, find_person (self));
}

void
karne_sidebar_set_desk (KarneSidebar *self, KarneDesk *desk)
{
  g_return_if_fail (KARNE_IS_SIDEBAR (self));

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (!g_set_object (&self->desk, desk))
    return;
  gtk_list_box_bind_model (self->people, desk != NULL ? karne_desk_get_profiles (desk) : NULL,
                           make_person_cb, NULL, NULL);
  session_changed_cb (desk, NULL, self);
  if (desk == NULL)
    return;
  g_signal_connect_object (desk, "notify::profile", G_CALLBACK (profile_changed_cb), self, 0);
  g_signal_connect_object (desk, "notify::session", G_CALLBACK (session_changed_cb), self, 0);
  profile_changed_cb (desk, NULL, self);
}

/* Alone in the window, its header has the buttons of the window. */
void
karne_sidebar_set_narrow (KarneSidebar *self, gboolean narrow)
{
  g_return_if_fail (KARNE_IS_SIDEBAR (self));

  adw_header_bar_set_show_end_title_buttons (self->header, narrow);
}

/* The object */

static void
karne_sidebar_dispose (GObject *object)
{
  KarneSidebar *self = KARNE_SIDEBAR (object);

  follow_session (self, NULL);
  g_clear_object (&self->desk);
  karne_bin_dispose_template (self, KARNE_TYPE_SIDEBAR);

  G_OBJECT_CLASS (karne_sidebar_parent_class)->dispose (object);
}

static void
karne_sidebar_class_init (KarneSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_sidebar_dispose;

  signals[SIGNAL_PAGE_CHOSEN] = g_signal_new ("page-chosen", KARNE_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST,
                                              0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* With the number of the person in the desk’s list. */
  signals[SIGNAL_PROFILE_CHOSEN] =
      g_signal_new ("profile-chosen", KARNE_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/re/karne/Karne/ui/karne-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, KarneSidebar, people_heading);
  gtk_widget_class_bind_template_child (widget_class, KarneSidebar, people);
  gtk_widget_class_bind_template_child (widget_class, KarneSidebar, pages);
  gtk_widget_class_bind_template_callback (widget_class, person_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_selected_cb);
}

static void
karne_sidebar_init (KarneSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->pages, set_page_heading_cb, NULL, NULL);
  add_pages (self);
}
