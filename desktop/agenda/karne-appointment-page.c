/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-appointment-page.h"

#include "karne-appointment-row.h"
#include "karne-calendar-button.h"
#include "karne-fact-words.h"

#include <glib/gi18n.h>

/**
 * KarneAppointmentPage:
 *
 * All that is known of one appointment. It can be looked at, not changed: appointments are made
 * with the professional.
 */
struct _KarneAppointmentPage
{
  KarneResourcePage parent_instance;
};

G_DEFINE_FINAL_TYPE (KarneAppointmentPage, karne_appointment_page, KARNE_TYPE_RESOURCE_PAGE)

static void
add_facts (KarneDetail *detail, KarneResource *resource, GPtrArray *facts, const char *source)
{
  const KarneItem *item = karne_resource_get_item (resource);
  KarneFacts *group = karne_facts_new (NULL);
  g_autofree char *day = karne_appointment_dup_day_words (resource);
  g_autofree char *time = karne_appointment_dup_time_words (resource);
  g_autofree char *status = karne_status_to_words (item->kind, item->status);

  /* Translators: label of a fact: the day of an appointment. */
  karne_facts_add (group, C_ ("fact", "Day"), day);
  /* Translators: label of a fact: the time of the day of an appointment. */
  karne_facts_add (group, C_ ("fact", "Time"), time);
  karne_fact_words_add_to (group, facts, 0, item->title);
  karne_facts_add (group, C_ ("fact", "Status"), status);
  karne_facts_add (group, C_ ("fact", "Source"), source);
  karne_detail_add (detail, GTK_WIDGET (group));
}

static void
add_button (KarnePage *page, KarneDetail *detail, KarneResource *resource)
{
  GtkWidget *button = karne_calendar_button_new (_ ("Save this appointment as a calendar file"));
  g_autoptr (GListStore) only = g_list_store_new (KARNE_TYPE_RESOURCE);

  /* What has no day has no place in a calendar. */
  if (karne_resource_get_date (resource) != NULL)
    g_list_store_append (only, resource);
  karne_calendar_button_set_lines (KARNE_CALENDAR_BUTTON (button),
                                   karne_session_get_view (karne_page_get_session (page)),
                                   G_LIST_MODEL (only));
  karne_detail_add (detail, button);
}

static void
karne_appointment_page_fill (KarneResourcePage *page,
                             KarneDetail *detail,
                             KarneResource *resource,
                             GPtrArray *facts,
                             const char *source)
{
  const KarneItem *item = karne_resource_get_item (resource);
  g_autofree char *status = karne_status_to_words (item->kind, item->status);
  gboolean off = karne_appointment_is_off (item->status);

  karne_detail_set_heading (detail, item->title);
  karne_detail_set_struck (detail, off);
  karne_detail_add_chip (detail, off ? "karne-warning-symbolic" : NULL, status,
                         off ? "warning" : NULL);
  add_facts (detail, resource, facts, source);
  add_button (KARNE_PAGE (page), detail, resource);
  karne_detail_set_note (detail,
                         _ ("This is not a booking: appointments are made with the professional."));
}

static void
karne_appointment_page_reopen (KarnePage *page, KarnePage *over)
{
  karne_appointment_page_open (over, karne_resource_page_get_resource (KARNE_RESOURCE_PAGE (page)));
}

static void
karne_appointment_page_class_init (KarneAppointmentPageClass *klass)
{
  KARNE_RESOURCE_PAGE_CLASS (klass)->fill = karne_appointment_page_fill;
  KARNE_PAGE_CLASS (klass)->reopen = karne_appointment_page_reopen;
}

static void
karne_appointment_page_init (KarneAppointmentPage *self)
{
}

void
karne_appointment_page_open (KarnePage *over, KarneResource *appointment)
{
  KarnePage *self;

  g_return_if_fail (KARNE_IS_PAGE (over) && KARNE_IS_RESOURCE (appointment));

  /* Translators: title of a page about one appointment. */
  self = g_object_new (KARNE_TYPE_APPOINTMENT_PAGE, "title", _ ("Appointment"), "resource",
                       appointment, NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "appointment");
  karne_page_set_session (self, karne_page_get_session (over));
  karne_page_push (over, self);
}
