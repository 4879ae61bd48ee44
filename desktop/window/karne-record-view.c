/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-record-view.h"

#include "karne-a11y.h"
#include "karne-adopt.h"
#include "karne-agreement-button.h"
#include "karne-focus-place.h"
#include "karne-bin.h"
#include "karne-locale.h"
#include "karne-mask-words.h"
#include "karne-pages.h"
#include "karne-sidebar.h"
#include "karne-status-line.h"
#include "karne-strip.h"
#include "karne-sync-button.h"

#include <glib/gi18n.h>

/**
 * KarneRecordView:
 *
 * The frame around the pages of a record: the sidebar, the header with the state of the copy, the
 * strip under it, and a way back from a page that was opened over another.
 */
struct _KarneRecordView
{
  AdwBin parent_instance;

  AdwLeaflet *leaflet;
  KarneSidebar *sidebar;
  GtkWidget *content;
  AdwWindowTitle *page_title;
  GtkWidget *back_button;
  KarneSyncButton *header_sync;
  GtkMenuButton *menu_button;
  GMenu *languages;
  KarneAgreementButton *agreement;
  GtkWidget *header_end;
  GtkWidget *demo_band;
  KarneStrip *strip;
  KarneStatusLine *mask;
  GtkStack *pages;
  GtkWidget *bottom_bar;
  KarneSyncButton *bottom_sync;

  KarneDesk *desk; /* (owned) (nullable) */
  GPtrArray *over; /* (owned) of Over: those pushed over the page shown, the top last */
  KarnePage *top;  /* (unowned) (nullable) */
  gulong title_id; /* on the top page */
  char *left;      /* (owned) (nullable) the page that was shown when it was locked */
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (KarneRecordView, karne_record_view, ADW_TYPE_BIN)

typedef enum
{
  PROP_DESK = 1,
  N_PROPS
} KarneRecordViewProperty;

static GParamSpec *properties[N_PROPS];

/* A page over another, and where the person was when it came. */
typedef struct
{
  KarnePage *page;        /* (owned) */
  KarneFocusPlace *place; /* (owned) (nullable) */
} Over;

static Over *
over_new (KarnePage *page, KarneFocusPlace *place)
{
  Over *over = g_new0 (Over, 1);

  over->page = g_object_ref (page);
  over->place = place;
  return over;
}

static void
over_free (gpointer data)
{
  Over *over = data;

  g_clear_pointer (&over->place, karne_focus_place_free);
  g_object_unref (over->page);
  g_free (over);
}

/* What the header says */

static const char *
get_mode_words (KarneDesk *desk)
{
  switch (karne_desk_get_mode (desk))
    {
    case KARNE_DESK_MODE_DEMO:
      /* Translators: one of the ways of working with the program, named in its header. */
      return C_ ("mode", "Demonstration");
    case KARNE_DESK_MODE_OWN:
      /* Translators: one of the ways of working with the program, named in its header: the record
       * stays, sealed, on this computer. */
      return C_ ("mode", "Own computer");
    case KARNE_DESK_MODE_SHARED:
      /* Translators: one of the ways of working with the program, named in its header: people come
       * one after the other, and nothing of their records stays. */
      return C_ ("mode", "Shared computer");
    case KARNE_DESK_MODE_CLOSED:
      break;
    }
  return "";
}

static void
update_back (KarneRecordView *self)
{
  gtk_widget_set_visible (self->back_button, self->over->len > 0 || self->narrow);
}

static void
update_title (KarneRecordView *self)
{
  const char *title = self->top != NULL ? karne_page_get_title (self->top) : NULL;

  adw_window_title_set_title (self->page_title, title != NULL ? title : "");
  if (self->desk != NULL)
    adw_window_title_set_subtitle (self->page_title, get_mode_words (self->desk));
}

static void
title_changed_cb (KarnePage *page, GParamSpec *pspec, gpointer data)
{
  update_title (data);
}

static void
set_top (KarneRecordView *self, KarnePage *page)
{
  if (self->top == page)
    return;
  if (self->top != NULL)
    g_clear_signal_handler (&self->title_id, self->top);
  self->top = page;
  if (page != NULL)
    self->title_id = g_signal_connect (page, "notify::title", G_CALLBACK (title_changed_cb), self);
  update_title (self);
  update_back (self);
}

/* Moving between pages */

static KarnePage *
get_base (KarneRecordView *self)
{
  const char *nick = karne_sidebar_get_page (self->sidebar);
  GtkWidget *page = nick != NULL ? gtk_stack_get_child_by_name (self->pages, nick) : NULL;

  return page != NULL ? KARNE_PAGE (page) : NULL;
}

static Over *
get_over (KarneRecordView *self)
{
  return self->over->len > 0 ? self->over->pdata[self->over->len - 1] : NULL;
}

/* Pages are made ready before anybody sees them: what is read for their lines is no look yet. */
static void
note_look (KarneRecordView *self, KarnePage *page)
{
  KarneSession *session = karne_page_get_session (page);
  const char *kind = karne_pages_get_kind (karne_sidebar_get_page (self->sidebar));

  if (session != NULL && kind != NULL)
    karne_access_log_note (karne_session_get_view (session), KARNE_ACCESS_ACT_LOOK, 0, kind, NULL,
                           NULL);
}

/* What is kept from who looks, on the page that it would be part of. */
static void
update_mask (KarneRecordView *self)
{
  KarneSession *session = self->desk != NULL ? karne_desk_get_session (self->desk) : NULL;
  const char *nick = self->over->len == 0 ? karne_sidebar_get_page (self->sidebar) : NULL;
  g_autofree char *words = karne_mask_words_for_page (session, nick);

  karne_status_line_say (self->mask, "karne-hidden-symbolic", words);
}

static void
show_top (KarneRecordView *self)
{
  KarnePage *top = self->over->len > 0 ? get_over (self)->page : get_base (self);

  if (top == NULL)
    return;
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (top));
  set_top (self, top);
  karne_strip_set_page (self->strip,
                        self->over->len == 0 ? karne_sidebar_get_page (self->sidebar) : NULL);
  if (self->over->len == 0)
    note_look (self, top);
  update_mask (self);
  karne_page_shown (top);
}

static void
drop_over (KarneRecordView *self)
{
  KarnePage *page = get_over (self)->page;

  if (self->top == page)
    set_top (self, NULL);
  karne_page_set_session (page, NULL);
  gtk_stack_remove (self->pages, GTK_WIDGET (page));
  g_ptr_array_set_size (self->over, (int) self->over->len - 1);
}

static void
drop_all_over (KarneRecordView *self)
{
  while (self->over->len > 0)
    drop_over (self);
}

void
karne_record_view_push (KarneRecordView *self, KarnePage *page)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self) && KARNE_IS_PAGE (page));

  g_ptr_array_add (self->over, over_new (page, karne_focus_place_new (GTK_WIDGET (self))));
  gtk_stack_add_child (self->pages, GTK_WIDGET (page));
  show_top (self);
  gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
}

/* Whoever did not come by the sidebar goes on in the page, where they were in it. */
static void
focus_top (KarneRecordView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->top)))
    gtk_widget_child_focus (GTK_WIDGET (self->top), GTK_DIR_TAB_FORWARD);
}

/* Back where the person was: on the row that opened the page, where that is still there. */
static void
leave_over (KarneRecordView *self)
{
  g_autoptr (KarneFocusPlace) place = g_steal_pointer (&get_over (self)->place);

  drop_over (self);
  show_top (self);
  if (!karne_focus_place_restore (place, GTK_WIDGET (self->top)))
    focus_top (self);
}

gboolean
karne_record_view_back (KarneRecordView *self)
{
  g_return_val_if_fail (KARNE_IS_RECORD_VIEW (self), FALSE);

  if (self->over->len > 0)
    {
      leave_over (self);
      return TRUE;
    }
  if (self->narrow && adw_leaflet_get_visible_child (self->leaflet) == self->content)
    {
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
      gtk_widget_child_focus (GTK_WIDGET (self->sidebar), GTK_DIR_TAB_FORWARD);
      return TRUE;
    }
  return FALSE;
}

static void
back_clicked_cb (GtkButton *button, gpointer data)
{
  karne_record_view_back (data);
}

static void
page_chosen_cb (KarneSidebar *sidebar, gpointer data)
{
  KarneRecordView *self = data;

  drop_all_over (self);
  show_top (self);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

void
karne_record_view_show_page (KarneRecordView *self, const char *nick)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self));

  if (nick == NULL || gtk_stack_get_child_by_name (self->pages, nick) == NULL)
    return;
  karne_sidebar_choose_page (self->sidebar, nick);
  focus_top (self);
}

void
karne_record_view_show_page_number (KarneRecordView *self, guint number)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self));

  for (const KarnePageInfo *info = karne_pages_get_all (); info->nick != NULL; info++)
    if (info->icon != NULL && --number == 0)
      {
        karne_record_view_show_page (self, info->nick);
        return;
      }
}

const char *
karne_record_view_get_page (KarneRecordView *self)
{
  g_return_val_if_fail (KARNE_IS_RECORD_VIEW (self), NULL);

  return karne_sidebar_get_page (self->sidebar);
}

static void
adopt_base (KarneRecordView *self, KarneRecordView *from)
{
  KarnePage *own = get_base (self);
  KarnePage *other = get_base (from);

  if (own != NULL && other != NULL)
    karne_adopt_page (own, other);
}

void
karne_record_view_adopt (KarneRecordView *self, KarneRecordView *from)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self) && KARNE_IS_RECORD_VIEW (from));

  karne_record_view_show_page (self, karne_record_view_get_page (from));
  adopt_base (self, from);
  for (guint i = 0; i < from->over->len; i++)
    {
      KarnePage *page = ((Over *) from->over->pdata[i])->page;
      KarnePage *under = self->top;

      if (under == NULL)
        return;
      karne_page_reopen (page, under);
      /* What is no more, or cannot be opened again, ends it. */
      if (self->top == under)
        return;
      karne_adopt_page (self->top, page);
    }
}

KarnePage *
karne_record_view_get_top (KarneRecordView *self)
{
  g_return_val_if_fail (KARNE_IS_RECORD_VIEW (self), NULL);

  return self->top;
}

void
karne_record_view_toggle_sidebar (KarneRecordView *self)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self));

  if (!self->narrow)
    gtk_widget_child_focus (GTK_WIDGET (self->sidebar), GTK_DIR_TAB_FORWARD);
  else if (adw_leaflet_get_visible_child (self->leaflet) == self->content)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  else
    adw_leaflet_set_visible_child (self->leaflet, self->content);
}

void
karne_record_view_open_menu (KarneRecordView *self)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self));

  gtk_menu_button_popup (self->menu_button);
}

/* The width of the window */

/* On two lines, where one is too short for it, which AdwWindowTitle knows nothing of. */
static void
let_title_wrap (GtkWidget *widget, gboolean wrap)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), wrap);
      gtk_label_set_lines (GTK_LABEL (widget), wrap ? 2 : -1);
      gtk_label_set_justify (GTK_LABEL (widget), GTK_JUSTIFY_CENTER);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    let_title_wrap (child, wrap);
}

void
karne_record_view_set_narrow (KarneRecordView *self, gboolean narrow)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self));

  self->narrow = narrow;
  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->header_sync), !narrow);
  gtk_widget_set_visible (self->header_end, !narrow);
  gtk_widget_set_visible (self->bottom_bar, narrow);
  let_title_wrap (GTK_WIDGET (self->page_title), narrow);
  karne_agreement_button_set_narrow (self->agreement, narrow);
  karne_sidebar_set_narrow (self->sidebar, narrow);
  update_back (self);
}

gboolean
karne_record_view_get_narrow (KarneRecordView *self)
{
  g_return_val_if_fail (KARNE_IS_RECORD_VIEW (self), FALSE);

  return self->narrow;
}

/* What is open at the desk */

/* Before anything came there is only one page that says something. */
static const char *
choose_first_page (KarneSession *session)
{
  gboolean has_copy =
      karne_session_has_copy (session) || karne_session_get_last_synced (session) > 0;

  return has_copy ? KARNE_PAGE_HOME : KARNE_PAGE_FIRST_COPY;
}

/* Whoever comes back to what was locked or covered goes on where they were. */
static void
remember_page (KarneRecordView *self)
{
  if (self->desk != NULL && !karne_desk_get_locked (self->desk))
    g_clear_pointer (&self->left, g_free);
  else if (self->left == NULL)
    self->left = g_strdup (karne_sidebar_get_page (self->sidebar));
}

/* session: (nullable) */
static void
show_session (KarneRecordView *self, KarneSession *session)
{
  drop_all_over (self);
  for (const KarnePageInfo *info = karne_pages_get_all (); info->nick != NULL; info++)
    karne_page_set_session (KARNE_PAGE (gtk_stack_get_child_by_name (self->pages, info->nick)),
                            session);
  karne_sync_button_set_session (self->header_sync, session);
  karne_sync_button_set_session (self->bottom_sync, session);
  karne_strip_set_session (self->strip, session);
  karne_agreement_button_set_session (self->agreement, session);
  update_mask (self);
  if (session == NULL)
    remember_page (self);
  else
    karne_record_view_show_page (self,
                                 self->left != NULL ? self->left : choose_first_page (session));
  if (session != NULL)
    g_clear_pointer (&self->left, g_free);
}

static void
session_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  show_session (data, karne_desk_get_session (desk));
}

static void
mode_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneRecordView *self = data;

  gtk_widget_set_visible (self->demo_band, karne_desk_is_practice (desk));
  update_title (self);
}

static void
profile_chosen_cb (KarneSidebar *sidebar, guint number, gpointer data)
{
  gtk_widget_activate_action (data, "win.show-profile", "u", number);
}

void
karne_record_view_set_desk (KarneRecordView *self, KarneDesk *desk)
{
  g_return_if_fail (KARNE_IS_RECORD_VIEW (self));

  if (self->desk == desk)
    return;
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  karne_sidebar_set_desk (self->sidebar, desk);
  karne_strip_set_idle (self->strip, desk != NULL ? karne_desk_get_idle (desk) : NULL);
  if (desk == NULL)
    {
      show_session (self, NULL);
      return;
    }
  g_signal_connect_object (desk, "notify::session", G_CALLBACK (session_changed_cb), self, 0);
  g_signal_connect_object (desk, "notify::mode", G_CALLBACK (mode_changed_cb), self, 0);
  mode_changed_cb (desk, NULL, self);
  session_changed_cb (desk, NULL, self);
}

/* The object */

static void
karne_record_view_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch ((KarneRecordViewProperty) prop_id)
    {
    case PROP_DESK:
      karne_record_view_set_desk (KARNE_RECORD_VIEW (object), g_value_get_object (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_record_view_dispose (GObject *object)
{
  KarneRecordView *self = KARNE_RECORD_VIEW (object);

  if (self->pages != NULL)
    drop_all_over (self);
  self->top = NULL;
  g_clear_object (&self->desk);
  g_clear_pointer (&self->over, g_ptr_array_unref);
  g_clear_pointer (&self->left, g_free);
  karne_bin_dispose_template (self, KARNE_TYPE_RECORD_VIEW);

  G_OBJECT_CLASS (karne_record_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, sidebar);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, content);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, page_title);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, back_button);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, header_sync);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, languages);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, agreement);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, header_end);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, demo_band);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, strip);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, mask);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, pages);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, KarneRecordView, bottom_sync);
  gtk_widget_class_bind_template_callback (widget_class, page_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, profile_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
}

static gboolean
back_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  return karne_record_view_back (KARNE_RECORD_VIEW (widget));
}

static void
karne_record_view_class_init (KarneRecordViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = karne_record_view_set_property;
  object_class->dispose = karne_record_view_dispose;

  properties[PROP_DESK] =
      g_param_spec_object ("desk", NULL, NULL, KARNE_TYPE_DESK,
                           G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (KARNE_TYPE_AGREEMENT_BUTTON);
  g_type_ensure (KARNE_TYPE_SIDEBAR);
  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  g_type_ensure (KARNE_TYPE_STRIP);
  g_type_ensure (KARNE_TYPE_SYNC_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-record-view.ui");
  bind_children (widget_class);
  /* Not an accelerator of the program: an entry wants its own Escape first. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, back_key_cb, NULL);
}

/* Before the leaflet hears it, which has its own idea of this key. */
static void
listen_to_back (KarneRecordView *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_keyval_trigger_new (GDK_KEY_Left, GDK_ALT_MASK);
  GtkShortcutAction *action = gtk_callback_action_new (back_key_cb, NULL, NULL);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (trigger, action));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
add_languages (KarneRecordView *self)
{
  karne_locale_add_to_menu (self->languages);
  if (!g_str_equal (karne_locale_get_language (), "fr"))
    /* Translators: in the menu: whether explanations stand in French, too. */
    g_menu_append (self->languages, _ ("French beside"), "app.french-beside");
}

static void
karne_record_view_init (KarneRecordView *self)
{
  self->over = g_ptr_array_new_with_free_func (over_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  listen_to_back (self);
  add_languages (self);
  for (const KarnePageInfo *info = karne_pages_get_all (); info->nick != NULL; info++)
    {
      KarnePage *page = g_object_new (info->get_type (), "title", gettext (info->title), NULL);

      gtk_widget_set_name (GTK_WIDGET (page), info->nick);
      gtk_stack_add_named (self->pages, GTK_WIDGET (page), info->nick);
    }
}
