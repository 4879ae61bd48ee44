/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-new-record-window.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

/* What seals a disk must outlast whoever has the disk: four digits last two hours. */
#define MIN_PASSPHRASE_LENGTH 12

/**
 * KarneNewRecordWindow:
 *
 * Three questions, one at a time, that bring a record to this computer to stay: where it is, whose
 * it is, and which passphrase seals it. Nothing is kept before the last is answered.
 */
struct _KarneNewRecordWindow
{
  AdwWindow parent_instance;

  GtkWidget *back_button;
  GtkStack *steps;
  GtkEditable *address;
  AdwPreferencesGroup *people;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkLabel *trouble;
  GtkSpinner *spinner;
  GtkButton *next_button;

  KarneDesk *desk;           /* (owned) */
  KarneClock *clock;         /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled when the window goes */
  GPtrArray *found;          /* (owned) (nullable) of KarnePerson */
  GPtrArray *rows;           /* (unowned) of widgets, one a person */
  GtkCheckButton *group;     /* (unowned) (nullable) the first choice */
  KarnePerson *person;       /* (unowned) (nullable) the one chosen, of `found` */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KarneNewRecordWindow, karne_new_record_window, ADW_TYPE_WINDOW)

static gboolean
is_at (KarneNewRecordWindow *self, const char *step)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), step) == 0;
}

/* What can be done now */

static gboolean
can_go_on (KarneNewRecordWindow *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (self->busy)
    return FALSE;
  if (is_at (self, "address"))
    return *gtk_editable_get_text (self->address) != '\0';
  if (is_at (self, "person"))
    return self->person != NULL;
  return g_utf8_strlen (passphrase, -1) >= MIN_PASSPHRASE_LENGTH &&
         g_str_equal (passphrase, gtk_editable_get_text (self->again));
}

static void
update (KarneNewRecordWindow *self)
{
  gtk_widget_set_visible (self->back_button, !is_at (self, "address"));
  gtk_widget_set_sensitive (self->back_button, !self->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), can_go_on (self));
  gtk_button_set_label (self->next_button,
                        is_at (self, "passphrase") ? _ ("Bring the record here") : _ ("Next"));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy);
}

static void
set_busy (KarneNewRecordWindow *self, gboolean busy)
{
  self->busy = busy;
  update (self);
}

/* words: (nullable) */
static void
set_trouble (KarneNewRecordWindow *self, const char *words)
{
  gtk_label_set_label (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
  karne_a11y_name (self->trouble, words != NULL ? words : "", NULL);
}

/* The button lost the focus while it could not be pressed. */
static void
say_failure (KarneNewRecordWindow *self, const char *words)
{
  set_trouble (self, words);
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

static void
say_error (KarneNewRecordWindow *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  say_failure (self, words);
}

static void
go_to (KarneNewRecordWindow *self, const char *step)
{
  set_trouble (self, NULL);
  /* An entry that goes out of sight with the focus in it complains. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->steps, step);
  update (self);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->steps), GTK_DIR_TAB_FORWARD);
}

static void
back_clicked_cb (GtkButton *button, gpointer data)
{
  go_to (data, is_at (data, "passphrase") ? "person" : "address");
}

static void
changed_cb (GtkEditable *editable, gpointer data)
{
  set_trouble (data, NULL);
  update (data);
}

/* Not before the second differs from how the first begins: until then it may become the same. */
static void
passphrase_changed_cb (GtkEditable *editable, gpointer data)
{
  KarneNewRecordWindow *self = data;
  gboolean differs = !g_str_has_prefix (gtk_editable_get_text (self->passphrase),
                                        gtk_editable_get_text (self->again));

  set_trouble (self, differs ? _ ("The two passphrases are not the same.") : NULL);
  update (self);
}

/* Whose record */

static void
person_toggled_cb (GtkCheckButton *check, gpointer data)
{
  KarneNewRecordWindow *self = data;

  if (gtk_check_button_get_active (check))
    self->person = g_object_get_data (G_OBJECT (check), "person");
  update (self);
}

static void
add_person (KarneNewRecordWindow *self, KarnePerson *person)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row = adw_action_row_new ();
  const char *name = person->name != NULL ? person->name : _ ("Name not given");
  g_autofree char *born = NULL;

  if (person->birth_date != NULL)
    {
      g_autofree char *day = karne_date_to_words (person->birth_date, KARNE_DATE_STYLE_LONG);

      /* Translators: a date of birth, as in “Born 3 March 1961”; neither a man nor a woman is
       * meant. */
      born = g_strdup_printf (_ ("Date of birth: %s"), day);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), born != NULL ? born : "");
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->group);
  if (self->group == NULL)
    self->group = GTK_CHECK_BUTTON (check);
  g_object_set_data (G_OBJECT (check), "person", person);
  g_signal_connect_object (check, "toggled", G_CALLBACK (person_toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  karne_a11y_name (check, name, born);
  karne_a11y_name (row, name, born);
  adw_preferences_group_add (self->people, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_people (KarneNewRecordWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->people, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  self->group = NULL;
  self->person = NULL;
  for (guint i = 0; i < self->found->len; i++)
    add_person (self, self->found->pdata[i]);
  go_to (self, "person");
}

static void
people_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneNewRecordWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = karne_people_list_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (people == NULL)
    {
      say_error (self, error);
      return;
    }
  if (people->len == 0)
    {
      say_failure (self, _ ("This server shows nobody. Nothing was changed: check the address, or "
                            "ask whoever runs the server."));
      return;
    }
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_steal_pointer (&people);
  show_people (self);
}

/* (transfer full) without spaces around it and the slash that some write at the end */
static char *
dup_address (KarneNewRecordWindow *self)
{
  char *address = g_strstrip (g_strdup (gtk_editable_get_text (self->address)));
  gsize len = strlen (address);

  while (len > 0 && address[len - 1] == '/')
    address[--len] = '\0';
  return address;
}

static void
ask_who_is_there (KarneNewRecordWindow *self)
{
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (self->clock);
  g_autofree char *address = dup_address (self);

  set_trouble (self, NULL);
  set_busy (self, TRUE);
  karne_people_list_async (KARNE_TRANSPORT (transport), address, NULL, NULL, self->cancellable,
                           people_listed_cb, g_object_ref (self));
}

/* The record is made */

static void
created_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneNewRecordWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_desk_open_finish (KARNE_DESK (object), result, &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  say_error (self, error);
}

static void
create (KarneNewRecordWindow *self)
{
  g_autofree char *address = dup_address (self);

  set_trouble (self, NULL);
  set_busy (self, TRUE);
  karne_desk_create_space_async (self->desk, gtk_editable_get_text (self->passphrase), address,
                                 self->person, self->cancellable, created_cb, g_object_ref (self));
}

static void
next_cb (gpointer widget, gpointer data)
{
  KarneNewRecordWindow *self = data;

  if (!can_go_on (self))
    return;
  if (is_at (self, "address"))
    ask_who_is_there (self);
  else if (is_at (self, "person"))
    go_to (self, "passphrase");
  else
    create (self);
}

/* The object */

static void
karne_new_record_window_dispose (GObject *object)
{
  KarneNewRecordWindow *self = KARNE_NEW_RECORD_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_object (&self->clock);
  self->person = NULL;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_NEW_RECORD_WINDOW);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (karne_new_record_window_parent_class)->dispose (object);
}

static void
karne_new_record_window_class_init (KarneNewRecordWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_new_record_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-new-record-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, address);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, people);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, again);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, next_button);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
karne_new_record_window_init (KarneNewRecordWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->clock = karne_system_clock_new ();
  self->rows = g_ptr_array_new ();
  karne_a11y_be_window (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
karne_new_record_window_new (GtkWindow *parent, KarneDesk *desk, const char *address)
{
  KarneNewRecordWindow *self =
      g_object_new (KARNE_TYPE_NEW_RECORD_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  gtk_editable_set_text (self->address, address != NULL ? address : "");
  update (self);
  return GTK_WIDGET (self);
}
