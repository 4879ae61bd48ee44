/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-window-private.h"

#include "karne-text-size.h"

/* Below this width, at the usual size of text, one thing at a time is shown. */
#define NARROW_WIDTH 860

/**
 * KarneWindow:
 *
 * The one window: the start page while nothing is open, else the record, or what locks it.
 *
 * Its title never says whose record it shows: other programs can read it.
 */
G_DEFINE_FINAL_TYPE (KarneWindow, karne_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_DISCREET = 1,
  N_PROPS
} KarneWindowProperty;

static GParamSpec *properties[N_PROPS];

/* Words */

void
karne_window_drop_toast (KarneWindow *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
}

/* One thing at a time: what is said now takes the place of what was said before. */
void
karne_window_say (KarneWindow *self, const char *words)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (KARNE_IS_WINDOW (self));

  karne_window_drop_toast (self);
  escaped = g_markup_escape_text (words, -1);
  self->toast = adw_toast_new (escaped);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));
}

/* On the first page, or over the record that stays open. */
void
karne_window_say_error (KarneWindow *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  if (karne_desk_get_session (self->desk) == NULL)
    karne_start_page_set_trouble (self->start, words);
  else
    karne_window_say (self, words);
}

/* Narrow or wide */

static gboolean
width_changed_cb (gpointer data)
{
  KarneWindow *self = data;
  gboolean narrow = self->width < NARROW_WIDTH * karne_text_size_get () / 100;

  self->narrow_id = 0;
  if (narrow != karne_record_view_get_narrow (self->record))
    karne_record_view_set_narrow (self->record, narrow);
  return G_SOURCE_REMOVE;
}

static void
follow_width (KarneWindow *self)
{
  if (self->narrow_id == 0)
    self->narrow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, width_changed_cb, self, NULL);
}

/* What is in a window cannot be shown or hidden while it is being laid out. */
static void
karne_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KarneWindow *self = KARNE_WINDOW (widget);

  GTK_WIDGET_CLASS (karne_window_parent_class)->size_allocate (widget, width, height, baseline);

  if (self->width == width)
    return;
  self->width = width;
  follow_width (self);
}

static void
text_size_changed_cb (GtkSettings *settings, GParamSpec *pspec, gpointer data)
{
  follow_width (data);
}

/* Opening */

/* What the person has not agreed to, or not any more, is in no widget. */
static void
cover_record (KarneWindow *self, gboolean covered)
{
  karne_record_view_set_desk (self->record, covered ? NULL : self->desk);
}

gboolean
karne_window_is_covered (KarneWindow *self)
{
  return karne_arrival_get_step (self->arrival) != KARNE_ARRIVAL_NOBODY;
}

static void
show_start (KarneWindow *self)
{
  gtk_stack_set_visible_child_name (self->root, "start");
  karne_start_page_reset (self->start);
  if (karne_arrival_get_words (self->arrival) != NULL)
    karne_start_page_say (self->start, karne_arrival_get_words (self->arrival));
}

void
karne_window_show_what_is_open (KarneWindow *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  gboolean locked = karne_desk_get_locked (self->desk);
  gboolean covered = karne_window_is_covered (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.withdraw",
                                 session != NULL && !covered &&
                                     karne_session_get_agreement (session) != NULL);
  cover_record (self, covered);
  if (locked || self->ending || covered || session != NULL)
    gtk_stack_set_visible_child_name (self->root, locked         ? "lock"
                                                  : self->ending ? "end"
                                                  : covered      ? "arrival"
                                                                 : "record");
  else
    show_start (self);
  if (locked)
    gtk_widget_grab_focus (GTK_WIDGET (self->lock));
}

static void
forget_copied (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

/* What was copied out of the record, and what was said of it. */
static void
forget_record (KarneWindow *self)
{
  karne_window_drop_toast (self);
  forget_copied (gtk_widget_get_clipboard (GTK_WIDGET (self)));
  forget_copied (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)));
}

static void
session_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  karne_window_show_what_is_open (data);
  if (karne_desk_get_session (desk) == NULL)
    forget_record (data);
}

/* What is asked over the record goes with it. */
static void
close_others (KarneWindow *self)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    g_ptr_array_add (others, g_list_model_get_item (windows, i));
  for (guint i = 0; i < others->len; i++)
    if (others->pdata[i] != self && gtk_widget_get_visible (others->pdata[i]))
      gtk_window_close (others->pdata[i]);
}

static void
locked_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  if (karne_desk_get_locked (desk))
    {
      close_others (data);
      KARNE_WINDOW (data)->ending = FALSE;
      karne_end_page_forget (KARNE_WINDOW (data)->end);
    }
  karne_window_show_what_is_open (data);
}

static void
step_changed_cb (KarneArrival *arrival, GParamSpec *pspec, gpointer data)
{
  KarneWindow *self = data;

  if (self->closing && !karne_window_is_covered (self) &&
      karne_desk_get_session (self->desk) == NULL)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  karne_window_show_what_is_open (self);
  if (!karne_window_is_covered (self))
    return;
  close_others (self);
  forget_record (self);
}

/* The window may be another one by now, in another language; and whoever closed the desk wants to
 * know of nothing. */
void
karne_window_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!karne_desk_open_finish (KARNE_DESK (object), result, &error) && self->desk != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    karne_window_say_error (self, error);
}

gboolean
karne_window_can_open (KarneWindow *self)
{
  return karne_desk_get_mode (self->desk) == KARNE_DESK_MODE_CLOSED &&
         !karne_desk_get_busy (self->desk) && !karne_window_is_covered (self);
}

void
karne_window_look_again (KarneWindow *self)
{
  g_return_if_fail (KARNE_IS_WINDOW (self));

  karne_start_page_look_again (self->start);
}

void
karne_window_note_saved (GtkWidget *widget, GFile *file)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (KARNE_IS_WINDOW (root) && KARNE_WINDOW (root)->desk != NULL)
    karne_desk_note_saved (KARNE_WINDOW (root)->desk, file);
}

KarneDesk *
karne_window_get_desk (KarneWindow *self)
{
  g_return_val_if_fail (KARNE_IS_WINDOW (self), NULL);

  return self->desk;
}

void
karne_window_open_demo (KarneWindow *self)
{
  g_return_if_fail (KARNE_IS_WINDOW (self));

  if (karne_window_can_open (self))
    karne_desk_open_demo_async (self->desk, NULL, karne_window_opened_cb, g_object_ref (self));
}

/* The object */

/* A window that is closed leaves nothing open: what was for the session only is erased first. */
static gboolean
karne_window_close_request (GtkWindow *window)
{
  KarneWindow *self = KARNE_WINDOW (window);

  if (karne_window_can_open (self))
    return GTK_WINDOW_CLASS (karne_window_parent_class)->close_request (window);
  if (!self->closing)
    karne_window_end_and_close (self);
  return TRUE;
}

void
karne_window_leave (KarneWindow *self)
{
  g_return_if_fail (KARNE_IS_WINDOW (self));

  gtk_window_destroy (GTK_WINDOW (self));
}

char *
karne_window_dup_page (KarneWindow *self)
{
  g_return_val_if_fail (KARNE_IS_WINDOW (self), NULL);

  return g_strdup (karne_record_view_get_page (self->record));
}

/* For whoever sits where others can see the screen. Assistive technology reads on as before. */
static void
set_discreet (KarneWindow *self, gboolean discreet)
{
  if (self->discreet == discreet)
    return;
  self->discreet = discreet;
  if (discreet)
    gtk_widget_add_css_class (GTK_WIDGET (self->record), "karne-discreet");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->record), "karne-discreet");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISCREET]);
}

void
karne_window_adopt (KarneWindow *self, KarneWindow *from)
{
  int width, height;

  g_return_if_fail (KARNE_IS_WINDOW (self) && KARNE_IS_WINDOW (from));

  gtk_window_get_default_size (GTK_WINDOW (from), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  set_discreet (self, from->discreet);
  if (karne_desk_get_session (self->desk) != NULL)
    karne_record_view_adopt (self->record, from->record);
}

static void
karne_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((KarneWindowProperty) prop_id)
    {
    case PROP_DISCREET:
      g_value_set_boolean (value, KARNE_WINDOW (object)->discreet);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((KarneWindowProperty) prop_id)
    {
    case PROP_DISCREET:
      set_discreet (KARNE_WINDOW (object), g_value_get_boolean (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_window_dispose (GObject *object)
{
  KarneWindow *self = KARNE_WINDOW (object);

  g_clear_handle_id (&self->narrow_id, g_source_remove);
  g_clear_object (&self->toast);
  g_clear_object (&self->desk);
  g_clear_object (&self->arrival);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_WINDOW);

  G_OBJECT_CLASS (karne_window_parent_class)->dispose (object);
}

static void
karne_window_class_init (KarneWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = karne_window_get_property;
  G_OBJECT_CLASS (klass)->set_property = karne_window_set_property;
  G_OBJECT_CLASS (klass)->dispose = karne_window_dispose;
  widget_class->size_allocate = karne_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = karne_window_close_request;

  g_type_ensure (KARNE_TYPE_ARRIVAL_PAGE);
  g_type_ensure (KARNE_TYPE_START_PAGE);
  g_type_ensure (KARNE_TYPE_END_PAGE);
  g_type_ensure (KARNE_TYPE_LOCK_PAGE);
  g_type_ensure (KARNE_TYPE_RECORD_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/re/karne/Karne/ui/karne-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, root);
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, start);
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, end);
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, lock);
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, arrival_page);
  gtk_widget_class_bind_template_child (widget_class, KarneWindow, record);
  karne_window_install_actions (widget_class);
  properties[PROP_DISCREET] =
      g_param_spec_boolean ("discreet", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "win.discreet", "discreet");
}

static void
karne_window_init (KarneWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
remember_size (KarneWindow *self, GSettings *settings)
{
  if (settings == NULL)
    return;
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
server_changed_cb (GSettings *settings, const char *key, gpointer data)
{
  g_autofree char *address = g_settings_get_string (settings, "server-address");

  karne_start_page_set_has_server (KARNE_WINDOW (data)->start, *address != '\0');
}

static void
follow_server (KarneWindow *self, GSettings *settings)
{
  if (settings == NULL)
    return;
  g_signal_connect_object (settings, "changed::server-address", G_CALLBACK (server_changed_cb),
                           self, 0);
  server_changed_cb (settings, "server-address", self);
}

KarneWindow *
karne_window_new (KarneApplication *application, KarneDesk *desk)
{
  KarneWindow *self = g_object_new (KARNE_TYPE_WINDOW, "application", application, NULL);
  g_autofree char *command = karne_window_dup_setting (self, "browser-command");

  self->desk = g_object_ref (desk);
  self->arrival = g_object_ref (karne_application_get_arrival (application));
  karne_arrival_page_set_arrival (self->arrival_page, self->arrival, command);
  g_signal_connect_object (self->arrival, "notify::step", G_CALLBACK (step_changed_cb), self, 0);
  karne_start_page_set_desk (self->start, desk);
  karne_window_follow_ends (self);
  karne_lock_page_set_desk (self->lock, desk);
  karne_record_view_set_desk (self->record, desk);
  g_signal_connect_object (desk, "notify::session", G_CALLBACK (session_changed_cb), self, 0);
  g_signal_connect_object (desk, "notify::locked", G_CALLBACK (locked_changed_cb), self, 0);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (text_size_changed_cb), self, 0);
  remember_size (self, karne_application_get_settings (application));
  follow_server (self, karne_application_get_settings (application));
  karne_window_show_what_is_open (self);
  return self;
}
