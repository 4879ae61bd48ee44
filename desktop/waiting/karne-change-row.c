/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-change-row.h"

#include "karne-a11y.h"
#include "karne-state-words.h"
#include "karne-text.h"
#include "karne-wrap-box.h"

#include <glib/gi18n.h>

/* What a server says of a refusal can be long: its beginning tells what it is. */
#define MAX_SAID 600

const char *
karne_change_row_kind_icon (const char *kind)
{
  static const char *const icons[][2] = {
    { "Appointment", "karne-agenda-symbolic" },
    { "AuditEvent", "karne-access-symbolic" },
    { "Communication", "karne-letter-symbolic" },
    { "CommunicationRequest", "karne-prevention-symbolic" },
    { "Consent", "karne-access-symbolic" },
    { "DocumentReference", "karne-documents-symbolic" },
    { "Immunization", "karne-vaccine-symbolic" },
    { "Observation", "karne-measures-symbolic" },
    { "Patient", "karne-person-symbolic" },
    { "QuestionnaireResponse", "karne-text-symbolic" },
    { "Task", "karne-prevention-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i][0], kind) == 0)
      return icons[i][1];
  return "karne-record-symbolic";
}

/* What the thing is called, or else what it is. */
static char *
dup_title (const char *kind, const char *title)
{
  return title != NULL && *title != '\0' ? g_strdup (title) : karne_kind_to_name (kind);
}

static char *
say_when (gint64 seconds)
{
  return karne_age_to_words (seconds * G_USEC_PER_SEC, g_get_real_time ());
}

/* As “Measure · New · today at 14:02”. */
static char *
make_subtitle (const KarneWaiting *change)
{
  g_autofree char *kind = karne_kind_to_name (change->kind);
  g_autofree char *op = karne_op_to_words (change->op);
  g_autofree char *when = say_when (change->made);
  g_autofree char *what = karne_text_beside (kind, op);

  return karne_text_beside (what, when);
}

/* Why it did not get through: in plain words, and in those of the server. */
static void
add_refusal (KarneRecordRow *row, const KarneWaiting *change)
{
  g_autofree char *why = karne_parked_to_words (change->reason, change->status);

  karne_record_row_add_line (row, why);
  if (change->words != NULL && *change->words != '\0')
    {
      g_autofree char *beginning = karne_text_shorten (change->words, MAX_SAID);
      /* Translators: %s is what a server said, in its own words. */
      g_autofree char *said = g_strdup_printf (_ ("The server said: %s"), beginning);

      karne_record_row_add_line (row, said);
    }
}

static void
add_state (KarneRecordRow *row, const KarneWaiting *change)
{
  karne_state_words_add_to_row (row, change->state);
  if (change->state == KARNE_RECORD_PARKED)
    add_refusal (row, change);
  else if (change->state == KARNE_RECORD_SENDING)
    karne_record_row_add_line (
        row, _ ("It may have arrived: the next sync looks before it sends it again."));
}

static GtkWidget *
make_button (const char *label, const char *action, const KarneWaiting *change, const char *title)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", change->number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  title, -1);
  return button;
}

/* What is on its way can be called back no more. */
static void
add_buttons (KarneRecordRow *row, const KarneWaiting *change, const char *title)
{
  GtkWidget *box;

  if (change->state == KARNE_RECORD_SENDING)
    return;
  box = karne_wrap_box_new (6);
  if (change->state == KARNE_RECORD_PARKED)
    karne_wrap_box_append (KARNE_WRAP_BOX (box),
                           make_button (_ ("Try again"), "waiting.retry", change, title));
  /* Translators: a button: takes back a change that was not sent. */
  karne_wrap_box_append (KARNE_WRAP_BOX (box),
                         make_button (C_ ("change", "Undo"), "waiting.undo", change, title));
  karne_record_row_set_end (row, box, NULL);
}

GtkWidget *
karne_change_row_new (const KarneWaiting *change)
{
  g_autofree char *title = dup_title (change->kind, change->title);
  g_autofree char *subtitle = make_subtitle (change);
  GtkWidget *row =
      karne_record_row_new (karne_change_row_kind_icon (change->kind), title, subtitle);

  add_state (KARNE_RECORD_ROW (row), change);
  add_buttons (KARNE_RECORD_ROW (row), change, title);
  return row;
}

/* What became of changes */

static const char *
get_event_icon (const char *what)
{
  static const char *const icons[][2] = {
    { "sent", "karne-up-to-date-symbolic" },    { "merged", "karne-up-to-date-symbolic" },
    { "parked", "karne-warning-symbolic" },     { "conflict", "karne-question-symbolic" },
    { "decided", "karne-up-to-date-symbolic" }, { "undone", "karne-empty-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i][0], what) == 0)
      return icons[i][1];
  return "karne-age-symbolic";
}

GtkWidget *
karne_event_row_new (const KarneEvent *event)
{
  g_autofree char *title = dup_title (event->kind, event->title);
  g_autofree char *what = karne_event_to_words (event->what);
  g_autofree char *when = say_when (event->at);
  g_autofree char *subtitle = karne_text_beside (what, when);
  g_autofree char *detail = karne_event_detail_to_words (event->what, event->detail);
  GtkWidget *row = karne_record_row_new (get_event_icon (event->what), title, subtitle);

  karne_record_row_add_line (KARNE_RECORD_ROW (row), detail);
  return row;
}
