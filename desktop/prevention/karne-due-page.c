/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-due-page.h"

#include "karne-a11y.h"
#include "karne-beside.h"
#include "karne-detail.h"
#include "karne-draft-notice.h"
#include "karne-due-acts.h"
#include "karne-record-row.h"
#include "karne-reminder-page.h"
#include "karne-reminder-row.h"
#include "karne-text.h"
#include "words/karne-i18n.h"

/* A server may send a text of any length: its own page has all of it. */
#define MAX_LETTERS 240

/**
 * KarneDuePage:
 *
 * What a rule of prevention asks for: when, why, by which facts of the record, and who says so. It
 * stays with its rule: where the record changes, it says what is so now.
 */
struct _KarneDuePage
{
  KarnePage parent_instance;

  KarneDetail *detail;  /* (unowned) */
  GtkWidget *acts;      /* (owned) (nullable) stays while what is around it changes */
  KarneDueEntry *entry; /* (owned) (nullable) what is shown */
  char *rule;           /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneDuePage, karne_due_page, KARNE_TYPE_PAGE)

/* What is said, in the voice of the moment */

static char *
say_title (gconstpointer due)
{
  return g_strdup (karne_due_title_to_words (due));
}

static char *
say_window (gconstpointer due)
{
  return karne_due_window_to_words (due);
}

static char *
say_text (gconstpointer due)
{
  return g_strdup (karne_due_text_to_words (due));
}

static char *
say_flags (gconstpointer flags)
{
  return karne_due_flags_to_words ((KarneDueFlags) GPOINTER_TO_UINT (flags));
}

static char *
say_disagreement (gconstpointer disagreement)
{
  return g_strdup (
      karne_due_disagreement_to_words ((KarneDueDisagreement) GPOINTER_TO_UINT (disagreement)));
}

static char *
say_fact (gconstpointer fact)
{
  return karne_due_fact_to_words (fact);
}

static char *
say_note (gconstpointer data)
{
  return g_strdup (_ ("Worked out on this computer from the record and from the rules that are "
                      "named here. It is no diagnosis, and replaces no professional."));
}

static void
add_fact (AdwPreferencesGroup *group, const KarneDueFact *fact)
{
  g_autoptr (KarneBeside) beside = karne_beside_new (say_fact, fact);
  g_autofree char *marked = karne_beside_dup_marked (beside);

  adw_preferences_group_add (group,
                             karne_record_row_new (NULL,
                                                   beside->french != NULL ? beside->french : marked,
                                                   beside->french != NULL ? marked : NULL));
}

static AdwPreferencesGroup *
add_group (KarneDetail *detail, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  karne_detail_add (detail, group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_why (KarneDetail *detail, const KarneDue *due)
{
  AdwPreferencesGroup *group;

  if (due->why->len == 0)
    return;
  /* Translators: over the facts of the record that a reminder rests on. */
  group = add_group (detail, C_ ("reminder", "What this rests on"));
  for (guint i = 0; i < due->why->len; i++)
    add_fact (group, due->why->pdata[i]);
}

/* What the server sent, each line as it sent it. */
static void
notice_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarneDuePage *self = data;
  guint n = (guint) gtk_list_box_row_get_index (row);

  if (self->entry != NULL && n < self->entry->notices->len)
    karne_reminder_page_open_notice (KARNE_PAGE (self), self->entry->notices->pdata[n]);
}

static GtkWidget *
make_notice_row (const KarneDueNotice *notice)
{
  g_autofree char *period = notice->from != NULL || notice->to != NULL
                                ? karne_period_to_words (notice->from, notice->to)
                                : NULL;
  g_autofree char *status = karne_status_to_words (notice->kind, notice->status);
  g_autofree char *title = karne_text_shorten (notice->title, MAX_LETTERS);
  GtkWidget *row = karne_record_row_new ("karne-letter-symbolic", title, period);

  if (status != NULL)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), NULL, status, NULL);
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  return row;
}

static void
add_notices (KarneDuePage *self, const KarneDueEntry *entry)
{
  GtkWidget *box;

  if (entry->notices->len == 0)
    return;
  box = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (box, "boxed-list");
  /* Translators: name of a list of what a health service sent about the same thing. */
  karne_a11y_name (box, C_ ("reminder", "From the health service"), NULL);
  for (guint i = 0; i < entry->notices->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (box), make_notice_row (entry->notices->pdata[i]));
  g_signal_connect_object (box, "row-activated", G_CALLBACK (notice_activated_cb), self, 0);
  karne_detail_add (self->detail, box);
}

static void
add_source (KarneDetail *detail, const KarneDue *due)
{
  KarneFacts *group = karne_facts_new (NULL);
  g_autofree char *source = karne_due_source_to_words (due);
  g_autofree char *worked_out = karne_due_worked_out_to_words (due);
  g_autofree char *as_of = karne_date_to_words (due->as_of, KARNE_DATE_STYLE_LONG);

  /* Translators: label: who says that something is to be done. */
  karne_facts_add (group, C_ ("reminder", "Rule"), source);
  /* Translators: label: an address on the web, to be read by a person. */
  karne_facts_add (group, C_ ("reminder", "Address"), due->source_address);
  /* Translators: label: how a reminder came about. */
  karne_facts_add (group, C_ ("reminder", "Calculation"), worked_out);
  /* Translators: label: of what date the record is that a reminder was worked out from. */
  karne_facts_add (group, C_ ("reminder", "Record as of"), as_of);
  karne_detail_add (detail, GTK_WIDGET (group));
}

static void
show_entry (KarneDuePage *self, KarneDueEntry *entry)
{
  const KarneDue *due = entry->due;
  g_autofree char *note = karne_voice_say (say_note, NULL);
  g_autoptr (KarneReminder) reminder = karne_reminder_new_due (entry);

  karne_detail_set_heading_said (self->detail, say_title, due);
  karne_reminder_row_add_chips_to (reminder, self->detail);
  karne_detail_add_said (self->detail, say_window, due);
  karne_detail_add_said (self->detail, say_text, due);
  karne_detail_add_said (self->detail, say_flags, GUINT_TO_POINTER (due->flags));
  karne_detail_add_said (self->detail, say_disagreement, GUINT_TO_POINTER (entry->disagreement));
  if (due->level != KARNE_RULE_RIGHT)
    karne_detail_add (self->detail, self->acts);
  add_why (self->detail, due);
  add_notices (self, entry);
  add_source (self->detail, due);
  if (karne_detail_get_drafts (self->detail) != NULL)
    karne_detail_add (self->detail,
                      karne_draft_notice_new (karne_detail_get_drafts (self->detail)));
  karne_detail_set_note (self->detail, note);
}

static gboolean
has_focus (KarneDuePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->acts);
}

static void
take_down (KarneDuePage *self)
{
  karne_detail_clear (self->detail);
  g_clear_pointer (&self->entry, karne_due_entry_free);
}

/* What is asked for no more goes while somebody looks at it. Whoever just said something of it by
 * keyboard stays where that can be said. */
static void
update (KarneDuePage *self)
{
  KarneDues *dues = karne_session_get_dues (karne_page_get_session (KARNE_PAGE (self)));
  KarneDueEntry *entry = dues != NULL ? karne_dues_find (dues, self->rule) : NULL;
  gboolean focused = has_focus (self);

  if (entry != NULL && self->entry != NULL && karne_dues_are_same (entry, self->entry))
    return;
  take_down (self);
  if (entry != NULL)
    {
      self->entry = karne_due_entry_copy (entry);
      show_entry (self, self->entry);
      if (focused)
        gtk_widget_child_focus (self->acts, GTK_DIR_TAB_FORWARD);
    }
  else if (dues != NULL && !karne_dues_get_loading (dues))
    karne_detail_add_text (self->detail, _ ("The rules do not ask for this any more."));
}

static void
dues_changed_cb (KarneDues *dues, gpointer data)
{
  update (data);
}

static void
karne_due_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneDuePage *self = KARNE_DUE_PAGE (page);

  if (session == NULL)
    {
      take_down (self);
      return;
    }
  g_signal_connect_object (karne_session_get_dues (session), "changed",
                           G_CALLBACK (dues_changed_cb), self, 0);
  update (self);
}

static void
karne_due_page_dispose (GObject *object)
{
  g_clear_object (&KARNE_DUE_PAGE (object)->acts);

  G_OBJECT_CLASS (karne_due_page_parent_class)->dispose (object);
}

static void
karne_due_page_finalize (GObject *object)
{
  g_clear_pointer (&KARNE_DUE_PAGE (object)->entry, karne_due_entry_free);
  g_free (KARNE_DUE_PAGE (object)->rule);

  G_OBJECT_CLASS (karne_due_page_parent_class)->finalize (object);
}

static void
karne_due_page_reopen (KarnePage *page, KarnePage *over)
{
  KarneDueEntry *entry = KARNE_DUE_PAGE (page)->entry;

  if (entry != NULL)
    karne_due_page_open (over, entry);
}

static void
karne_due_page_class_init (KarneDuePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_due_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_due_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_due_page_set_session;
  KARNE_PAGE_CLASS (klass)->reopen = karne_due_page_reopen;
}

static void
karne_due_page_init (KarneDuePage *self)
{
  self->detail = g_object_new (KARNE_TYPE_DETAIL, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->detail));
}

void
karne_due_page_open (KarnePage *over, KarneDueEntry *entry)
{
  KarneDuePage *self;

  g_return_if_fail (KARNE_IS_PAGE (over) && entry->due != NULL);

  /* Translators: title of a page about something to be done, or done. */
  self = g_object_new (KARNE_TYPE_DUE_PAGE, "title", _ ("Reminder"), NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "due");
  self->rule = g_strdup (entry->due->rule);
  self->acts = g_object_ref_sink (karne_due_acts_new (karne_page_get_session (over), entry));
  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  karne_page_push (over, KARNE_PAGE (self));
}
