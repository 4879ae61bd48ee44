/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-due-acts.h"

#include "karne-a11y.h"
#include "karne-read-back.h"
#include "karne-wrap-box.h"
#include "words/karne-i18n.h"

/**
 * KarneDueActs:
 *
 * What the person can say of something that a rule asks for: done, planned, put off, or not to be
 * proposed any more. It is kept at once as a change of the person's own; what the rules and the
 * server say stays as it is.
 */
struct _KarneDueActs
{
  AdwBin parent_instance;

  GtkWidget *date;      /* (unowned) */
  GtkLabel *said;       /* (unowned) */
  GtkWidget *buttons;   /* (unowned) */
  KarneStore *store;    /* (owned) */
  KarneSource *source;  /* (owned) (nullable) until it is known */
  KarneDueEntry *entry; /* (owned) */
  gboolean reads_back;  /* somebody writes for the person */
  KarneDraft *draft;    /* (owned) (nullable) that is being read back */
};

G_DEFINE_FINAL_TYPE (KarneDueActs, karne_due_acts, ADW_TYPE_BIN)

/* What came of it is read out: the line is an alert. */
static void
say (KarneDueActs *self, const char *words)
{
  gtk_label_set_label (self->said, words);
  gtk_widget_set_visible (GTK_WIDGET (self->said), TRUE);
  karne_a11y_name (self->said, words, NULL);
}

static void
say_error (KarneDueActs *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  say (self, words);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDueActs) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = karne_draft_save_finish (KARNE_STORE (object), result, &error);

  gtk_widget_set_sensitive (self->buttons, TRUE);
  if (ids == NULL)
    say_error (self, error);
  else
    say (self, _ ("Noted on this computer, and sent when the server can be reached. It can be "
                  "undone under “Waiting” until then."));
}

/* (nullable) As the record writes it, of what was typed. */
static char *
parse_date (KarneDueActs *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return karne_table_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->date)), NULL,
                                 KARNE_DATE_ORDER_DAY_FIRST, zone);
}

/* (transfer full) draft */
static void
keep (KarneDueActs *self, KarneDraft *draft)
{
  g_autoptr (KarneDraft) kept = draft;

  karne_draft_save_async (kept, self->store, self->source->id, NULL, saved_cb, g_object_ref (self));
}

static void
read_back_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDueActs) self = data;
  g_autoptr (KarneDraft) draft = g_steal_pointer (&self->draft);

  if (karne_read_back_finish (result))
    {
      keep (self, g_steal_pointer (&draft));
      return;
    }
  gtk_widget_set_sensitive (self->buttons, TRUE);
  gtk_widget_grab_focus (self->date);
}

typedef struct
{
  const KarneDueEntry *entry;
  KarneOwnAct own;
  const char *date; /* (nullable) */
} Said;

static char *
make_said (gpointer data)
{
  const Said *said = data;
  g_autofree char *date =
      said->date != NULL ? karne_date_to_words (said->date, KARNE_DATE_STYLE_LONG) : NULL;

  return g_strjoin ("\n", karne_due_title_to_words (said->entry->due),
                    karne_own_act_to_words (said->own), date, NULL);
}

static KarneOwnAct
get_own (KarneAct act)
{
  switch (act)
    {
    case KARNE_ACT_DONE:
      return KARNE_OWN_DONE;
    case KARNE_ACT_PLANNED:
      return KARNE_OWN_PLANNED;
    case KARNE_ACT_NOT_NOW:
      return KARNE_OWN_NOT_NOW;
    case KARNE_ACT_STOP:
    default:
      return KARNE_OWN_STOP;
    }
}

static void
save (KarneDueActs *self, KarneAct act)
{
  gboolean has_date = act == KARNE_ACT_DONE || act == KARNE_ACT_PLANNED;
  g_autofree char *code = g_strdup_printf ("%s|%s", KARNE_RULE_SYSTEM, self->entry->due->rule);
  g_autofree char *date = has_date ? parse_date (self) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneDraft) draft = NULL;

  if (self->source == NULL)
    return;
  if (has_date && date == NULL)
    {
      say (self, _ ("This date cannot be read: it is written as in 14/03/2026."));
      gtk_widget_grab_focus (self->date);
      return;
    }
  draft = karne_draft_new_act (self->source->patient, act, NULL, code,
                               karne_due_title_to_words (self->entry->due), date, NULL,
                               g_get_real_time () / G_USEC_PER_SEC, &error);
  if (draft == NULL)
    {
      say_error (self, error);
      gtk_widget_grab_focus (self->date);
      return;
    }
  gtk_widget_set_sensitive (self->buttons, FALSE);
  if (!self->reads_back)
    {
      keep (self, g_steal_pointer (&draft));
      return;
    }
  g_clear_pointer (&self->draft, karne_draft_unref);
  self->draft = g_steal_pointer (&draft);
  karne_read_back_async (GTK_WIDGET (self), make_said, &(Said){ self->entry, get_own (act), date },
                         NULL, read_back_cb, g_object_ref (self));
}

static void
done_clicked_cb (GtkButton *button, gpointer data)
{
  save (data, KARNE_ACT_DONE);
}

static void
planned_clicked_cb (GtkButton *button, gpointer data)
{
  save (data, KARNE_ACT_PLANNED);
}

static void
not_now_clicked_cb (GtkButton *button, gpointer data)
{
  save (data, KARNE_ACT_NOT_NOW);
}

static void
stop_clicked_cb (GtkButton *button, gpointer data)
{
  save (data, KARNE_ACT_STOP);
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDueActs) self = data;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, NULL);

  if (sources != NULL && sources->len > 0)
    self->source = karne_source_copy (sources->pdata[0]);
}

/* The widgets */

static void
add_button (KarneDueActs *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_object (button, "clicked", clicked, self, 0);
  karne_wrap_box_append (KARNE_WRAP_BOX (self->buttons), button);
}

static GtkWidget *
make_date_row (KarneDueActs *self)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%d/%m/%Y");
  /* Translators: before a field: when something was done, or is planned. */
  const char *title = C_ ("own act", "Date, where done or planned");

  self->date = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->date), today);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->date), 10);
  gtk_widget_set_valign (self->date, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->date);
  /* Which names the entry, too. */
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->date);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
fill (KarneDueActs *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = adw_preferences_group_new ();

  /* Translators: over the buttons with which the person says what became of a reminder. */
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                   C_ ("own act", "What is said of it here"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_date_row (self));
  self->buttons = karne_wrap_box_new (6);
  /* Translators: a button: the person says that something was done. */
  add_button (self, C_ ("own act button", "Done"), G_CALLBACK (done_clicked_cb));
  /* Translators: a button: the person has planned something. */
  add_button (self, C_ ("own act button", "Planned"), G_CALLBACK (planned_clicked_cb));
  /* Translators: a button: the person puts something off. */
  add_button (self, C_ ("own act button", "Not now"), G_CALLBACK (not_now_clicked_cb));
  /* Translators: a button: something is not to be proposed any more. */
  add_button (self, C_ ("own act button", "Do not propose any more"), G_CALLBACK (stop_clicked_cb));
  self->said =
      GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "wrap",
                               TRUE, "xalign", 0.0, "visible", FALSE, NULL));
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), self->buttons);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->said));
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
karne_due_acts_finalize (GObject *object)
{
  KarneDueActs *self = KARNE_DUE_ACTS (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->source, karne_source_free);
  karne_due_entry_free (self->entry);
  g_clear_pointer (&self->draft, karne_draft_unref);

  G_OBJECT_CLASS (karne_due_acts_parent_class)->finalize (object);
}

static void
karne_due_acts_class_init (KarneDueActsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_due_acts_finalize;
}

static void
karne_due_acts_init (KarneDueActs *self)
{
  fill (self);
}

GtkWidget *
karne_due_acts_new (KarneSession *session, KarneDueEntry *entry)
{
  KarneDueActs *self;

  g_return_val_if_fail (KARNE_IS_SESSION (session) && entry->due != NULL, NULL);

  self = g_object_new (KARNE_TYPE_DUE_ACTS, NULL);
  self->store = g_object_ref (karne_session_get_store (session));
  self->entry = karne_due_entry_copy (entry);
  self->reads_back = karne_read_back_is_needed (session);
  gtk_widget_set_visible (GTK_WIDGET (self), karne_session_may_write (session));
  karne_store_list_sources_async (self->store, NULL, sources_listed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
