/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-lock-page.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-locale.h"
#include "karne-status-line.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KarneLockPage:
 *
 * What is shown while a session is locked: nothing of it, and the entry of what opens it again.
 */
struct _KarneLockPage
{
  AdwBin parent_instance;

  GtkLabel *explanation;
  GtkLabel *hint;
  GtkMenuButton *menu_button;
  GMenu *languages;
  GtkEditable *entry;
  KarneStatusLine *trouble;

  KarneDesk *desk; /* (owned) (nullable) */
  guint wait_id;   /* what was typed is tried as soon as it may be */
  gboolean trying;
  gboolean again; /* the next one was typed meanwhile */
};

G_DEFINE_FINAL_TYPE (KarneLockPage, karne_lock_page, ADW_TYPE_BIN)

static void try (KarneLockPage *self);

static gboolean
wants_code (KarneLockPage *self)
{
  return karne_desk_get_mode (self->desk) != KARNE_DESK_MODE_OWN;
}

static void
empty (KarneLockPage *self)
{
  gtk_editable_set_text (self->entry, "");
}

/* What came of it */

/* (transfer full) */
static char *
say_wrong_code (KarneLockPage *self)
{
  KarneGuard *guard = karne_desk_get_guard (self->desk);
  guint left = guard != NULL ? karne_guard_get_tries_left (guard) : 0;

  if (left == 0)
    return g_strdup (_ ("The code was wrong too often: the session is being erased."));
  return g_strdup_printf (
      ngettext ("This is not the code. After %u more wrong one the session is erased.",
                "This is not the code. After %u more wrong ones the session is erased.", left),
      left);
}

static void
say_error (KarneLockPage *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (wants_code (self) && g_error_matches (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY))
    words = say_wrong_code (self);
  else
    words = karne_error_to_words (error);
  karne_status_line_say (self->trouble, "karne-warning-symbolic", words);
}

static void
unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneLockPage) self = user_data;
  g_autoptr (GError) error = NULL;

  self->trying = FALSE;
  /* The page may be another one by now, in another language. */
  if (self->desk == NULL)
    return;
  karne_status_line_say (self->trouble, NULL, NULL);
  if (!karne_desk_unlock_finish (KARNE_DESK (object), result, &error))
    {
      say_error (self, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    }
  if (self->again)
    try (self);
}

/* Trying */

static gboolean
wait_over_cb (gpointer data)
{
  KarneLockPage *self = data;

  self->wait_id = 0;
  try (self);
  return G_SOURCE_REMOVE;
}

/* What was typed too early is kept until it may be tried. */
static gboolean
wait_first (KarneLockPage *self)
{
  gint64 wait = wants_code (self) ? karne_desk_get_wait (self->desk) : 0;
  guint seconds = (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *words = NULL;

  if (wait <= 0)
    return FALSE;
  words =
      g_strdup_printf (ngettext ("After a wrong code there is a pause: %u second more.",
                                 "After a wrong code there is a pause: %u seconds more.", seconds),
                       seconds);
  karne_status_line_say (self->trouble, "karne-age-symbolic", words);
  if (self->wait_id == 0)
    self->wait_id = g_timeout_add ((guint) (wait / 1000) + 1, wait_over_cb, self);
  return TRUE;
}

static void
try (KarneLockPage *self)
{
  g_autofree char *secret = NULL;

  self->again = self->trying;
  if (self->desk == NULL || self->trying || *gtk_editable_get_text (self->entry) == '\0' ||
      (wants_code (self) && !karne_guard_is_code (gtk_editable_get_text (self->entry))) ||
      wait_first (self))
    return;
  secret = g_strdup (gtk_editable_get_text (self->entry));
  self->trying = TRUE;
  empty (self);
  karne_status_line_say (self->trouble, NULL, _ ("Unlocking…"));
  karne_desk_unlock_async (self->desk, secret, NULL, unlocked_cb, g_object_ref (self));
  explicit_bzero (secret, strlen (secret));
}

static void
activate_cb (gpointer widget, gpointer data)
{
  try (data);
}

/* A code has as many digits as it has: nobody needs to say that it is over. */
static void
changed_cb (GtkEditable *editable, gpointer data)
{
  KarneLockPage *self = data;
  const char *text = gtk_editable_get_text (editable);

  if (*text != '\0' && !self->trying && self->wait_id == 0)
    karne_status_line_say (self->trouble, NULL, NULL);
  if (self->desk != NULL && wants_code (self) && karne_guard_is_code (text))
    try (self);
}

/* The desk */

static void
ask_for_code (KarneLockPage *self)
{
  gboolean is_demo = karne_desk_get_mode (self->desk) == KARNE_DESK_MODE_DEMO;
  /* Translators: %s are four digits. */
  g_autofree char *hint =
      is_demo ? g_strdup_printf (_ ("In the demonstration the code is %s."), KARNE_DESK_DEMO_CODE)
              : NULL;
  GtkEditable *text = gtk_editable_get_delegate (self->entry);

  gtk_text_set_max_length (GTK_TEXT (text), KARNE_GUARD_CODE_LENGTH);
  gtk_text_set_input_purpose (GTK_TEXT (text), GTK_INPUT_PURPOSE_PIN);
  gtk_label_set_label (self->explanation,
                       _ ("The code of four digits of this session opens it again."));
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  g_object_set (self->entry, "placeholder-text", _ ("Code of four digits"), NULL);
  karne_a11y_name (self->entry, _ ("Code of four digits"), hint);
}

static void
ask_for_passphrase (KarneLockPage *self)
{
  GtkEditable *text = gtk_editable_get_delegate (self->entry);

  gtk_text_set_max_length (GTK_TEXT (text), 0);
  gtk_text_set_input_purpose (GTK_TEXT (text), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_label_set_label (
      self->explanation,
      _ ("The record is closed, and sealed on this computer. Its passphrase opens it again."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
  g_object_set (self->entry, "placeholder-text", _ ("Passphrase"), NULL);
  karne_a11y_name (self->entry, _ ("Passphrase"), NULL);
}

static void
locked_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneLockPage *self = data;

  g_clear_handle_id (&self->wait_id, g_source_remove);
  empty (self);
  karne_status_line_say (self->trouble, NULL, NULL);
  if (!karne_desk_get_locked (desk))
    return;
  if (wants_code (self))
    ask_for_code (self);
  else
    ask_for_passphrase (self);
}

void
karne_lock_page_set_desk (KarneLockPage *self, KarneDesk *desk)
{
  g_return_if_fail (KARNE_IS_LOCK_PAGE (self));

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (!g_set_object (&self->desk, desk) || desk == NULL)
    return;
  g_signal_connect_object (desk, "notify::locked", G_CALLBACK (locked_cb), self, 0);
  locked_cb (desk, NULL, self);
}

static gboolean
karne_lock_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KARNE_LOCK_PAGE (widget)->entry));
}

static void
karne_lock_page_map (GtkWidget *widget)
{
  karne_a11y_fix_focus (widget, "Karné");

  GTK_WIDGET_CLASS (karne_lock_page_parent_class)->map (widget);
}

static void
karne_lock_page_dispose (GObject *object)
{
  KarneLockPage *self = KARNE_LOCK_PAGE (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_object (&self->desk);
  karne_bin_dispose_template (self, KARNE_TYPE_LOCK_PAGE);

  G_OBJECT_CLASS (karne_lock_page_parent_class)->dispose (object);
}

static void
karne_lock_page_class_init (KarneLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_lock_page_dispose;
  widget_class->grab_focus = karne_lock_page_grab_focus;
  widget_class->map = karne_lock_page_map;

  g_type_ensure (KARNE_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneLockPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KarneLockPage, languages);
  gtk_widget_class_bind_template_child (widget_class, KarneLockPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KarneLockPage, hint);
  gtk_widget_class_bind_template_child (widget_class, KarneLockPage, entry);
  gtk_widget_class_bind_template_child (widget_class, KarneLockPage, trouble);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

/* What is typed next is the code. */
static void
menu_closed_cb (GtkPopover *popover, gpointer data)
{
  gtk_widget_grab_focus (data);
}

static void
karne_lock_page_init (KarneLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_locale_add_to_menu (self->languages);
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "closed",
                           G_CALLBACK (menu_closed_cb), self, 0);
}

void
karne_lock_page_open_menu (KarneLockPage *self)
{
  g_return_if_fail (KARNE_IS_LOCK_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}
