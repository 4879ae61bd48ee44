/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-start-page.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-computer-notes.h"
#include "karne-locale.h"
#include "karne-space-row.h"
#include "karne-wrap-box.h"
#include "karne-wrapped-label.h"

#include <glib/gi18n.h>

/**
 * KarneStartPage:
 *
 * What is shown while nothing is open: the languages, the sealed records of this computer by number
 * (a name would tell the next person), the demonstration, and whether there is a network.
 */
struct _KarneStartPage
{
  AdwBin parent_instance;

  GtkMenuButton *menu_button;
  GtkBox *languages;
  AdwPreferencesGroup *records;
  GtkWidget *session_row;
  GtkWidget *demo_row;
  GtkWidget *practice_row;
  GtkWidget *new_row;
  GtkStack *demo_state;
  GtkImage *network_icon;
  GtkLabel *network_label;
  GtkLabel *notes;
  GtkLabel *trouble;

  KarneDesk *desk;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) cancelled when the page goes */
  GPtrArray *rows;           /* (owned) of KarneSpaceRow, owned by the group too */
};

G_DEFINE_FINAL_TYPE (KarneStartPage, karne_start_page, ADW_TYPE_BIN)

/* Languages */

static void
add_languages (KarneStartPage *self)
{
  GtkWidget *box = karne_wrap_box_new (6);

  gtk_box_append (self->languages, box);
  for (const KarneLanguage *language = karne_locale_get_languages (); language->code != NULL;
       language++)
    {
      GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "child",
                                        karne_wrapped_label_new (language->name), NULL);
      g_autofree char *action = g_strdup_printf ("app.language::%s", language->code);
      gboolean current = g_str_equal (language->code, karne_locale_get_language ());

      gtk_widget_add_css_class (button, "flat");
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), current);
      karne_a11y_name (button, language->name, NULL);
      karne_wrap_box_append (KARNE_WRAP_BOX (box), button);
    }
}

/* The records of this computer */

typedef struct
{
  KarneStartPage *page; /* (owned) */
  KarneSpaceRow *row;   /* (owned) */
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->page);
  g_object_unref (opening->row);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
space_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  /* The page may be another one by now, in another language. */
  if (opening->page->desk == NULL)
    return;
  karne_space_row_clear (opening->row);
  if (karne_desk_open_finish (KARNE_DESK (object), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = karne_error_to_words (error);
  karne_space_row_ask_again (opening->row, words);
}

static void
open_space_cb (KarneSpaceRow *row, const char *passphrase, gpointer data)
{
  KarneStartPage *self = data;
  Opening *opening;

  if (self->desk == NULL || karne_desk_get_busy (self->desk))
    return;
  opening = g_new (Opening, 1);
  opening->page = g_object_ref (self);
  opening->row = g_object_ref (row);
  karne_desk_open_space_async (self->desk, karne_space_row_get_name (row), passphrase, NULL,
                               space_opened_cb, opening);
}

static void
show_spaces (KarneStartPage *self, char **names)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->records, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      GtkWidget *row = karne_space_row_new (names[i]);

      g_signal_connect_object (row, "open", G_CALLBACK (open_space_cb), self, 0);
      adw_preferences_group_add (self->records, row);
      g_ptr_array_add (self->rows, g_object_ref (row));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->records), self->rows->len > 0);
  /* Whoever has a record here has come for it. */
  if (self->rows->len > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (self->rows->pdata[0], GTK_DIR_TAB_FORWARD);
}

static void
spaces_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;

  names = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (names == NULL)
    {
      g_autofree char *words = karne_error_to_words (error);

      karne_start_page_set_trouble (KARNE_START_PAGE (object), words);
    }
  show_spaces (KARNE_START_PAGE (object), names);
}

static void
list_spaces_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char **names = karne_space_list (data, &error);

  if (names != NULL)
    g_task_return_pointer (task, names, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
list_spaces (KarneStartPage *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, spaces_listed_cb, NULL);

  g_task_set_source_tag (task, list_spaces);
  g_task_set_task_data (task, karne_space_get_default_root (), g_object_unref);
  g_task_run_in_thread (task, list_spaces_in_thread);
}

/* The computer */

static void
notes_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KarneStartPage *self = KARNE_START_PAGE (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    return;
  gtk_label_set_label (self->notes, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notes), words != NULL);
}

static void
make_notes_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, karne_computer_notes_dup (), g_free);
}

static void
make_notes (KarneStartPage *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, notes_made_cb, NULL);

  g_task_set_source_tag (task, make_notes);
  g_task_run_in_thread (task, make_notes_in_thread);
}

/* The network */

static void
network_changed_cb (GNetworkMonitor *monitor, GParamSpec *pspec, gpointer data)
{
  KarneStartPage *self = data;
  gboolean available = g_network_monitor_get_network_available (monitor);

  gtk_image_set_from_icon_name (self->network_icon,
                                available ? "karne-up-to-date-symbolic" : "karne-offline-symbolic");
  gtk_label_set_label (self->network_label,
                       available ? _ ("Network available")
                                 : _ ("No network: what is on this computer can be read"));
}

/* What became of the session before */

/* (transfer full) (nullable) */
static char *
say_loss (KarneDesk *desk)
{
  guint n_lost = 0;

  switch (karne_desk_get_loss (desk, &n_lost))
    {
    case KARNE_DESK_LOSS_CRASH:
      return g_strdup_printf (
          ngettext ("The session before ended by itself. What was left of it is erased, and %u "
                    "change that had not been sent went with it.",
                    "The session before ended by itself. What was left of it is erased, and %u "
                    "changes that had not been sent went with it.",
                    n_lost),
          n_lost);
    case KARNE_DESK_LOSS_IDLE:
    case KARNE_DESK_LOSS_TRIES:
      if (n_lost > 0)
        return g_strdup_printf (
            ngettext ("The locked session was erased, and %u change that could not be sent went "
                      "with it.",
                      "The locked session was erased, and %u changes that could not be sent went "
                      "with it.",
                      n_lost),
            n_lost);
      return g_strdup (_ ("The locked session was erased. Nothing was lost: all of it had been "
                          "sent."));
    case KARNE_DESK_LOSS_NONE:
      break;
    }
  return NULL;
}

static void
loss_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  g_autofree char *words = say_loss (desk);

  karne_start_page_set_trouble (data, words);
}

/* The desk */

static void
busy_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneStartPage *self = data;
  gboolean busy = karne_desk_get_busy (desk);

  gtk_stack_set_visible_child_name (self->demo_state, busy ? "busy" : "ready");
  gtk_widget_set_sensitive (GTK_WIDGET (self->records), !busy);
  gtk_widget_set_sensitive (self->demo_row, !busy);
  if (busy)
    loss_changed_cb (desk, NULL, self);
  gtk_widget_set_sensitive (self->new_row, !busy);
  gtk_widget_set_sensitive (self->session_row, !busy);
  gtk_widget_set_sensitive (self->practice_row, !busy);
}

void
karne_start_page_set_desk (KarneStartPage *self, KarneDesk *desk)
{
  g_return_if_fail (KARNE_IS_START_PAGE (self));

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (!g_set_object (&self->desk, desk) || desk == NULL)
    return;
  g_signal_connect_object (desk, "notify::busy", G_CALLBACK (busy_changed_cb), self, 0);
  g_signal_connect_object (desk, "notify::loss", G_CALLBACK (loss_changed_cb), self, 0);
  busy_changed_cb (desk, NULL, self);
  loss_changed_cb (desk, NULL, self);
}

/* words: (nullable): why what was asked for could not be opened. */
void
karne_start_page_set_trouble (KarneStartPage *self, const char *words)
{
  g_return_if_fail (KARNE_IS_START_PAGE (self));

  gtk_widget_add_css_class (GTK_WIDGET (self->trouble), "error");
  gtk_label_set_label (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
  karne_a11y_name (self->trouble, words != NULL ? words : "", NULL);
}

/* How the last session ended, where that is no trouble. */
void
karne_start_page_say (KarneStartPage *self, const char *words)
{
  karne_start_page_set_trouble (self, words);
  gtk_widget_remove_css_class (GTK_WIDGET (self->trouble), "error");
}

/* Whether people can come whose records are on a server that is set. */
void
karne_start_page_set_has_server (KarneStartPage *self, gboolean has_server)
{
  g_return_if_fail (KARNE_IS_START_PAGE (self));

  gtk_widget_set_visible (self->session_row, has_server);
}

void
karne_start_page_open_menu (KarneStartPage *self)
{
  g_return_if_fail (KARNE_IS_START_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}

/* At what there is to say of the computer. */
void
karne_start_page_look_again (KarneStartPage *self)
{
  g_return_if_fail (KARNE_IS_START_PAGE (self));

  make_notes (self);
}

void
karne_start_page_reset (KarneStartPage *self)
{
  g_return_if_fail (KARNE_IS_START_PAGE (self));

  if (self->desk != NULL)
    loss_changed_cb (self->desk, NULL, self);
  show_spaces (self, NULL);
  list_spaces (self);
  make_notes (self);
}

static void
karne_start_page_dispose (GObject *object)
{
  KarneStartPage *self = KARNE_START_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  karne_bin_dispose_template (self, KARNE_TYPE_START_PAGE);

  G_OBJECT_CLASS (karne_start_page_parent_class)->dispose (object);
}

static void
karne_start_page_map (GtkWidget *widget)
{
  karne_a11y_fix_focus (widget, "Karné");

  GTK_WIDGET_CLASS (karne_start_page_parent_class)->map (widget);
}

static void
karne_start_page_class_init (KarneStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_start_page_dispose;
  widget_class->map = karne_start_page_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, languages);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, records);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, session_row);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, practice_row);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, demo_row);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, demo_state);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, new_row);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, network_icon);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, network_label);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, notes);
  gtk_widget_class_bind_template_child (widget_class, KarneStartPage, trouble);
}

static void
karne_start_page_init (KarneStartPage *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_a11y_name (self->demo_row, _ ("Demonstration"),
                   _ ("Fictitious people, nothing leaves this computer"));
  karne_a11y_name (self->session_row, _ ("Start a session"),
                   _ ("Shared computer: nothing stays here after the session"));
  karne_a11y_name (self->practice_row, _ ("Practise a session"),
                   _ ("Agreement and sign-in, with fictitious people"));
  karne_a11y_name (self->new_row, _ ("New record"),
                   _ ("Kept on this computer, sealed by a passphrase"));
  add_languages (self);
  g_signal_connect_object (monitor, "notify::network-available", G_CALLBACK (network_changed_cb),
                           self, 0);
  network_changed_cb (monitor, NULL, self);
}
