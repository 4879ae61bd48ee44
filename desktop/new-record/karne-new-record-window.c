/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-new-record-window.h"

#include "karne-a11y.h"
#include "karne-person-choice.h"
#include "karne-sign-in-panel.h"

#include <glib/gi18n.h>

/* What seals a disk must outlast whoever has the disk: four digits last two hours. */
#define MIN_PASSPHRASE_LENGTH 12

/**
 * KarneNewRecordWindow:
 *
 * Three questions, one at a time, that bring a record to this computer to stay: where it is, whose
 * it is, and which passphrase seals it. Whose it is says the sign-in, where the server wants one.
 * Nothing is kept before the last is answered.
 */
struct _KarneNewRecordWindow
{
  AdwWindow parent_instance;

  GtkWidget *back_button;
  GtkStack *steps;
  GtkEditable *address;
  KarneSignInPanel *panel;
  KarnePersonChoice *people;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkLabel *trouble;
  GtkSpinner *spinner;
  GtkButton *next_button;

  KarneDesk *desk;           /* (owned) */
  KarneClock *clock;         /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled when the window goes */
  char *command;             /* (owned) (nullable) what opens a browser */

  KarneSignInFlow *flow;         /* (owned) (nullable) where the server wants people to sign in */
  KarneCredentials *credentials; /* (owned) (nullable) what that gave */
  KarnePerson *person;           /* (owned) (nullable) whose record it is */
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
    return karne_person_choice_get_person (self->people) != NULL;
  return g_utf8_strlen (passphrase, -1) >= MIN_PASSPHRASE_LENGTH &&
         g_str_equal (passphrase, gtk_editable_get_text (self->again));
}

static void
update (KarneNewRecordWindow *self)
{
  gtk_widget_set_visible (self->back_button, !is_at (self, "address"));
  gtk_widget_set_sensitive (self->back_button, !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), !is_at (self, "sign-in"));
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

/* What a server gave, and nobody will use, is handed back. */
static void
forget_sign_in (KarneNewRecordWindow *self)
{
  g_autoptr (KarneCredentials) credentials = g_steal_pointer (&self->credentials);

  if (credentials != NULL)
    karne_credentials_sign_out_async (credentials, NULL, NULL, NULL);
  if (self->panel != NULL)
    karne_sign_in_panel_set_flow (self->panel, NULL, NULL, FALSE);
  if (self->flow != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->flow, self);
      karne_sign_in_flow_stop (self->flow);
    }
  g_clear_object (&self->flow);
}

static void
back_clicked_cb (GtkButton *button, gpointer data)
{
  KarneNewRecordWindow *self = data;
  gboolean to_people = is_at (self, "passphrase") && self->credentials == NULL;

  forget_sign_in (self);
  go_to (self, to_people ? "person" : "address");
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
person_chosen_cb (KarnePersonChoice *people, gpointer data)
{
  update (data);
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
  karne_person_choice_set_people (self->people, people, FALSE);
  go_to (self, "person");
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

  karne_people_list_async (KARNE_TRANSPORT (transport), address, NULL, NULL, self->cancellable,
                           people_listed_cb, g_object_ref (self));
}

/* Signing in, where the server wants it: it is asked for that first */

static void
set_person (KarneNewRecordWindow *self, const KarnePerson *person)
{
  KarnePerson *copy = karne_person_copy (person);

  g_clear_pointer (&self->person, karne_person_free);
  self->person = copy;
  go_to (self, "passphrase");
}

static void
take_sign_in (KarneNewRecordWindow *self)
{
  g_clear_object (&self->credentials);
  self->credentials = karne_sign_in_flow_steal_credentials (self->flow);
  set_person (self, karne_sign_in_flow_get_person (self->flow));
}

/* A server that has no way to sign in may well let everybody in. */
static void
take_refusal (KarneNewRecordWindow *self)
{
  const GError *error = karne_sign_in_flow_get_error (self->flow);

  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NO_SIGN_IN))
    {
      forget_sign_in (self);
      ask_who_is_there (self);
      return;
    }
  set_busy (self, FALSE);
  say_error (self, error);
}

static void
step_changed_cb (KarneSignInFlow *flow, GParamSpec *pspec, gpointer data)
{
  KarneNewRecordWindow *self = data;
  KarneSignInStep step = karne_sign_in_flow_get_step (flow);

  if (step == KARNE_SIGN_IN_STEP_ASKING)
    return;
  if (step == KARNE_SIGN_IN_STEP_CONFIRMED)
    take_sign_in (self);
  else if (step == KARNE_SIGN_IN_STEP_OVER && is_at (self, "address"))
    take_refusal (self);
  else if (is_at (self, "address"))
    {
      set_busy (self, FALSE);
      go_to (self, "sign-in");
    }
}

static void
ask_how_to_sign_in (KarneNewRecordWindow *self)
{
  g_autofree char *address = dup_address (self);

  forget_sign_in (self);
  set_trouble (self, NULL);
  set_busy (self, TRUE);
  self->flow = karne_sign_in_flow_new (self->clock, address, KARNE_SIGN_IN_FLOW_OWN_SCOPES, NULL);
  g_signal_connect (self->flow, "notify::step", G_CALLBACK (step_changed_cb), self);
  karne_sign_in_panel_set_flow (self->panel, self->flow, self->command, FALSE);
  karne_sign_in_flow_start (self->flow);
}

/* The record is made */

static void
created_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneNewRecordWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_desk_open_finish (KARNE_DESK (object), result, &error))
    {
      /* They are the record's from here on. */
      g_clear_object (&self->credentials);
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
                                 self->person, self->credentials, self->cancellable, created_cb,
                                 g_object_ref (self));
}

static void
next_cb (gpointer widget, gpointer data)
{
  KarneNewRecordWindow *self = data;

  if (!can_go_on (self))
    return;
  if (is_at (self, "address"))
    ask_how_to_sign_in (self);
  else if (is_at (self, "person"))
    set_person (self, karne_person_choice_get_person (self->people));
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
  forget_sign_in (self);
  g_clear_object (&self->desk);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->person, karne_person_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_NEW_RECORD_WINDOW);

  G_OBJECT_CLASS (karne_new_record_window_parent_class)->dispose (object);
}

static void
karne_new_record_window_class_init (KarneNewRecordWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_new_record_window_dispose;

  g_type_ensure (KARNE_TYPE_PERSON_CHOICE);
  g_type_ensure (KARNE_TYPE_SIGN_IN_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-new-record-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, address);
  gtk_widget_class_bind_template_child (widget_class, KarneNewRecordWindow, panel);
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
  gtk_widget_class_bind_template_callback (widget_class, person_chosen_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
karne_new_record_window_init (KarneNewRecordWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->clock = karne_system_clock_new ();
  karne_a11y_be_window (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
karne_new_record_window_new (GtkWindow *parent,
                             KarneDesk *desk,
                             const char *address,
                             const char *command)
{
  KarneNewRecordWindow *self =
      g_object_new (KARNE_TYPE_NEW_RECORD_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  self->command = g_strdup (command);
  gtk_editable_set_text (self->address, address != NULL ? address : "");
  update (self);
  return GTK_WIDGET (self);
}
