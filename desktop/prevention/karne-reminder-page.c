/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-reminder-page.h"

#include "karne-due-page.h"
#include "karne-fact-words.h"
#include "karne-reminder-row.h"
#include "words/karne-i18n.h"

/**
 * KarneReminderPage:
 *
 * All that a server said about one thing to be done: what, when, why, who says so. Nothing is added
 * to it.
 */
struct _KarneReminderPage
{
  KarneResourcePage parent_instance;

  guint part; /* which recommendation, from 1; 0 for all of the resource */
};

G_DEFINE_FINAL_TYPE (KarneReminderPage, karne_reminder_page, KARNE_TYPE_RESOURCE_PAGE)

static gboolean
is_notice (KarneResource *resource)
{
  return g_str_has_prefix (karne_resource_get_kind (resource), "Communication");
}

/* A notice is its text, and called by what sort of notice it is. */
static void
add_heading (KarneDetail *detail, KarneReminder *reminder)
{
  KarneResource *resource = KARNE_RESOURCE (reminder);
  g_autofree char *sort = NULL;

  if (!is_notice (resource))
    {
      karne_detail_set_heading (detail, karne_resource_get_title (resource));
      return;
    }
  sort = karne_reminder_dup_sort_words (reminder);
  /* Translators: heading of a page about what a health service tells the person. */
  karne_detail_set_heading (detail, sort != NULL ? sort : _ ("Notice"));
}

static void
add_texts (KarneDetail *detail, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (g_str_equal (fact->name, "text"))
        karne_detail_add_text (detail, fact->value);
    }
}

/* Whose recommendation it is has a date of its own, which is that of the resource. */
static void
add_facts (KarneReminderPage *self,
           KarneDetail *detail,
           KarneResource *resource,
           GPtrArray *facts,
           const char *heading,
           const char *source)
{
  const KarneItem *item = karne_resource_get_item (resource);
  KarneFacts *group = karne_facts_new (NULL);
  g_autofree char *status = karne_status_to_words (item->kind, item->status);
  g_autofree char *date = karne_date_to_words (item->date, KARNE_DATE_STYLE_LONG);

  if (g_str_equal (item->kind, "Immunization"))
    /* Translators: label of a fact: when a vaccine was given. */
    karne_facts_add (group, C_ ("fact", "Date"), date);
  karne_fact_words_add_to (group, facts, self->part, heading);
  if (self->part == 0)
    karne_facts_add (group, C_ ("fact", "Status"), status);
  /* Translators: label of a fact: who sent a notice, asks for something or gave a vaccine. */
  karne_facts_add (group, C_ ("fact", "From"), item->author);
  if (self->part != 0)
    karne_facts_add (group, C_ ("fact", "Written on"), date);
  /* Translators: label of a fact: the server that something came from. */
  karne_facts_add (group, C_ ("fact", "Source"), source);
  karne_detail_add (detail, GTK_WIDGET (group));
}

static void
karne_reminder_page_fill (KarneResourcePage *page,
                          KarneDetail *detail,
                          KarneResource *resource,
                          GPtrArray *facts,
                          const char *source)
{
  KarneReminderPage *self = KARNE_REMINDER_PAGE (page);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (KarneReminder) reminder =
      self->part == 0 ? karne_reminder_new (resource, now)
                      : karne_reminder_new_part (resource, self->part, facts, now);

  add_heading (detail, reminder);
  karne_reminder_row_add_chips_to (reminder, detail);
  add_texts (detail, facts);
  add_facts (self, detail, resource, facts, karne_resource_get_title (KARNE_RESOURCE (reminder)),
             source);
  karne_detail_set_note (
      detail, _ ("Shown as the server sent it. No medical interpretation is added to it."));
}

static void open_resource (KarnePage *over, KarneResource *resource, guint part);

static void
karne_reminder_page_reopen (KarnePage *page, KarnePage *over)
{
  open_resource (over, karne_resource_page_get_resource (KARNE_RESOURCE_PAGE (page)),
                 KARNE_REMINDER_PAGE (page)->part);
}

static void
karne_reminder_page_class_init (KarneReminderPageClass *klass)
{
  KARNE_RESOURCE_PAGE_CLASS (klass)->fill = karne_reminder_page_fill;
  KARNE_PAGE_CLASS (klass)->reopen = karne_reminder_page_reopen;
}

static void
karne_reminder_page_init (KarneReminderPage *self)
{
}

static void
open_resource (KarnePage *over, KarneResource *resource, guint part)
{
  KarneReminderPage *self;

  /* Translators: title of a page about something to be done, or done. */
  self =
      g_object_new (KARNE_TYPE_REMINDER_PAGE, "title", _ ("Reminder"), "resource", resource, NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "reminder");
  self->part = part;
  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  karne_page_push (over, KARNE_PAGE (self));
}

void
karne_reminder_page_open (KarnePage *over, KarneReminder *reminder)
{
  g_return_if_fail (KARNE_IS_PAGE (over) && KARNE_IS_REMINDER (reminder));

  if (karne_reminder_get_entry (reminder) != NULL)
    karne_due_page_open (over, karne_reminder_get_entry (reminder));
  else
    open_resource (over, karne_reminder_get_resource (reminder),
                   karne_reminder_get_part (reminder));
}

void
karne_reminder_page_open_notice (KarnePage *over, const KarneDueNotice *notice)
{
  KarneItem item = {
    .source = notice->source,
    .kind = notice->kind,
    .id = notice->id,
    .title = notice->title,
    .size = -1,
  };
  g_autoptr (KarneResource) resource = karne_resource_new (&item);

  g_return_if_fail (KARNE_IS_PAGE (over));

  open_resource (over, resource, notice->part);
}
