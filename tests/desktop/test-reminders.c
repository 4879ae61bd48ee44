/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be done, what is done and what was declined, and in which order. */

#include "config.h"

#include "karne-reminders.h"
#include "karne-test-store.h"

#include <time.h>

/* Where the record belongs */

static void
test_groups (void)
{
  static const struct
  {
    const char *kind;
    const char *status;
    const char *category;
    KarneReminderGroup group;
  } table[] = {
    { "Task", "draft", NULL, KARNE_REMINDER_TO_DO },
    { "Task", "requested", NULL, KARNE_REMINDER_TO_DO },
    { "Task", "accepted", "à planifier", KARNE_REMINDER_TO_DO },
    { "Task", "on-hold", NULL, KARNE_REMINDER_TO_DO },
    { "Task", "completed", NULL, KARNE_REMINDER_DONE },
    { "Task", "completed", "réalisé", KARNE_REMINDER_DONE },
    { "Task", "rejected", NULL, KARNE_REMINDER_DECLINED },
    { "Task", "cancelled", NULL, KARNE_REMINDER_DECLINED },
    { "Task", "failed", NULL, KARNE_REMINDER_DECLINED },
    { "Task", "entered-in-error", NULL, KARNE_REMINDER_DECLINED },
    /* The service says more exactly what came of it. */
    { "Task", "completed", "non réalisé", KARNE_REMINDER_DECLINED },
    { "Task", "completed", "NOT_DONE", KARNE_REMINDER_DECLINED },
    /* What it says does not end what its status leaves open. */
    { "Task", "requested", "réalisé", KARNE_REMINDER_TO_DO },
    /* What nobody knows is not done. */
    { "Task", "complete", NULL, KARNE_REMINDER_TO_DO },
    { "Task", "", NULL, KARNE_REMINDER_TO_DO },
    { "Task", NULL, NULL, KARNE_REMINDER_TO_DO },
    { "Flag", "completed", NULL, KARNE_REMINDER_TO_DO },

    { "CommunicationRequest", "active", NULL, KARNE_REMINDER_TO_DO },
    { "CommunicationRequest", "unknown", NULL, KARNE_REMINDER_TO_DO },
    { "CommunicationRequest", "completed", "non réalisé", KARNE_REMINDER_DONE },
    { "CommunicationRequest", "revoked", NULL, KARNE_REMINDER_DECLINED },
    { "Communication", "in-progress", NULL, KARNE_REMINDER_TO_DO },
    { "Communication", "completed", NULL, KARNE_REMINDER_DONE },
    { "Communication", "not-done", NULL, KARNE_REMINDER_DECLINED },

    { "ImmunizationRecommendation", "due", NULL, KARNE_REMINDER_TO_DO },
    { "ImmunizationRecommendation", "overdue", NULL, KARNE_REMINDER_TO_DO },
    { "ImmunizationRecommendation", "notComplete", NULL, KARNE_REMINDER_TO_DO },
    { "ImmunizationRecommendation", "immune", NULL, KARNE_REMINDER_DONE },
    { "ImmunizationRecommendation", "complete", NULL, KARNE_REMINDER_DONE },
    { "ImmunizationRecommendation", "contraindicated", NULL, KARNE_REMINDER_DECLINED },

    /* A vaccination is given or it is not: nothing of it is to be done. */
    { "Immunization", "completed", NULL, KARNE_REMINDER_DONE },
    { "Immunization", "not-done", NULL, KARNE_REMINDER_DECLINED },
    { "Immunization", "entered-in-error", NULL, KARNE_REMINDER_DECLINED },
    { "Immunization", NULL, NULL, KARNE_REMINDER_DECLINED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s %s %s", table[i].kind, table[i].status, table[i].category);
      g_assert_cmpint (karne_reminder_rules_get_group (table[i].kind, table[i].status,
                                                       table[i].category),
                       ==, table[i].group);
    }
}

/* The clock of these tests: 15 March 2026, 14:02, on Réunion. */
static GDateTime *
make_now (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return g_date_time_new (zone, 2026, 3, 15, 14, 2, 0);
}

static void
test_when (void)
{
  static const struct
  {
    const char *from;
    const char *until;
    const char *late;
    KarneReminderWhen when;
  } table[] = {
    { NULL, NULL, NULL, KARNE_REMINDER_NOW },
    { "2026-03-15", NULL, NULL, KARNE_REMINDER_NOW },
    { "2026-03-16", NULL, NULL, KARNE_REMINDER_LATER },
    { "2026-03", NULL, NULL, KARNE_REMINDER_NOW },
    { "2026-04", NULL, NULL, KARNE_REMINDER_LATER },
    { "2027", NULL, NULL, KARNE_REMINDER_LATER },
    /* Until the last moment of the day, the month or the year. */
    { NULL, "2026-03-14", NULL, KARNE_REMINDER_OVERDUE },
    { NULL, "2026-03-15", NULL, KARNE_REMINDER_NOW },
    { NULL, "2026-02", NULL, KARNE_REMINDER_OVERDUE },
    { NULL, "2026-03", NULL, KARNE_REMINDER_NOW },
    { NULL, "2025", NULL, KARNE_REMINDER_OVERDUE },
    { NULL, "2026", NULL, KARNE_REMINDER_NOW },
    /* A moment is one everywhere. */
    { NULL, "2026-03-15T10:01:59Z", NULL, KARNE_REMINDER_OVERDUE },
    { NULL, "2026-03-15T10:03:00Z", NULL, KARNE_REMINDER_NOW },
    { "2026-03-15T23:00:00+14:00", NULL, NULL, KARNE_REMINDER_NOW },
    { "2026-03-15T09:00:00-04:00", NULL, NULL, KARNE_REMINDER_LATER },
    /* The server says from when on it is overdue: on that very day, and not before. */
    { NULL, NULL, "2026-03-15", KARNE_REMINDER_OVERDUE },
    { NULL, "2026-03-01", "2026-03-16", KARNE_REMINDER_NOW },
    { "2026-01", "2026-12", "2026-02-01", KARNE_REMINDER_OVERDUE },
    /* No end. */
    { "2026-01", "2099-12-31", NULL, KARNE_REMINDER_NOW },
    { "2026-01", "9999", NULL, KARNE_REMINDER_NOW },
    { "2026-01", "2026-03-01", "2099-06-28", KARNE_REMINDER_OVERDUE },
    /* What is no date says nothing. */
    { "in the spring", "soon", "later", KARNE_REMINDER_NOW },
    { "2026-13-45", "2026-02-30", "", KARNE_REMINDER_NOW },
    /* Both: what is over is over, whenever it should have begun. */
    { "2026-06-01", "2026-01-01", NULL, KARNE_REMINDER_OVERDUE },
  };
  g_autoptr (GDateTime) now = make_now ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s – %s, %s", table[i].from, table[i].until, table[i].late);
      g_assert_cmpint (karne_reminder_rules_get_when (table[i].from, table[i].until, table[i].late,
                                                      now),
                       ==, table[i].when);
    }
}

/* The lists, over a real sealed store */

typedef struct
{
  KarneTestStore *store; /* (owned) */
  KarneView *view;       /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->view);
  g_clear_pointer (&self->store, karne_test_store_free);
}

static void
take_in (Fixture *self, const char *kind, const char *id, const char *members)
{
  g_autofree char *text =
      g_strdup_printf ("{\"resourceType\":\"%s\",\"id\":\"%s\"%s}", kind, id, members);
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->store, kind, text, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
}

/* The present of the lists is that of the computer: dates are so many days from it. */
static void
take_in_task (Fixture *self,
              const char *id,
              int from_days,
              int until_days,
              const char *status,
              gboolean must)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) from = g_date_time_add_days (now, from_days);
  g_autoptr (GDateTime) until = g_date_time_add_days (now, until_days);
  g_autofree char *from_text = g_date_time_format (from, "%Y-%m-%d");
  g_autofree char *until_text = g_date_time_format (until, "%Y-%m-%d");
  g_autofree char *members = g_strdup_printf (
      ",\"status\":\"%s\",\"description\":\"%s\",\"restriction\":{\"period\":{\"start\":\"%s\","
      "\"end\":\"%s\"}}%s",
      status, id, from_text, until_text,
      must ? ",\"input\":[{\"valueCode\":\"OBLIGATOIRE\"}]" : "");

  take_in (self, "Task", id, members);
}

static void
settle (KarneReminders *reminders)
{
  while (karne_reminders_get_loading (reminders))
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (karne_reminders_get_error (reminders));
}

/* Ids in their order, with the number of a part. */
static void
assert_lines (KarneReminders *reminders, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  settle (reminders);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (reminders)); i++)
    {
      g_autoptr (KarneReminder) reminder = g_list_model_get_item (G_LIST_MODEL (reminders), i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                              karne_resource_get_id (KARNE_RESOURCE (reminder)));
      if (karne_reminder_get_part (reminder) > 0)
        g_string_append_printf (text, "#%u", karne_reminder_get_part (reminder));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* What is overdue, for the longest time first; what ends soonest; what is compulsory before what
 * ends on the same day; then what has yet to begin. */
static void
test_order (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneReminders) to_do = karne_reminders_new (self->view, KARNE_REMINDER_TO_DO);

  assert_lines (to_do, "");
  take_in_task (self, "later", 30, 60, "draft", TRUE);
  take_in_task (self, "a-week", -10, 7, "requested", FALSE);
  take_in_task (self, "z-week-must", -10, 7, "requested", TRUE);
  take_in_task (self, "year", -10, 300, "accepted", TRUE);
  take_in_task (self, "late", -90, -5, "requested", FALSE);
  take_in_task (self, "later-still", 40, 45, "requested", FALSE);
  take_in_task (self, "long-late", -90, -50, "in-progress", FALSE);
  take_in_task (self, "done", -90, -50, "completed", FALSE);
  take_in (self, "Task", "undated", ",\"status\":\"requested\"");
  assert_lines (to_do, "long-late late z-week-must a-week year undated later later-still");
}

static void
test_lists (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneReminders) to_do = karne_reminders_new (self->view, KARNE_REMINDER_TO_DO);
  g_autoptr (KarneReminders) done = karne_reminders_new (self->view, KARNE_REMINDER_DONE);
  g_autoptr (KarneReminders) declined = karne_reminders_new (self->view, KARNE_REMINDER_DECLINED);

  take_in (self, "Task", "odd", ",\"status\":\"what\",\"authoredOn\":\"2020\"");
  take_in (self, "Task", "t-done", ",\"status\":\"completed\",\"authoredOn\":\"2021\"");
  take_in (self, "Task", "t-not",
           ",\"status\":\"completed\",\"authoredOn\":\"2021\",\"businessStatus\":{\"text\":\"non "
           "réalisé\"}");
  take_in (self, "CommunicationRequest", "c-done",
           ",\"status\":\"completed\",\"authoredOn\":\"2023\"");
  take_in (self, "Communication", "letter",
           ",\"status\":\"completed\",\"sent\":\"2024\",\"category\":[{\"text\":\"MESSAGE\"}]");
  take_in (self, "Communication", "reminder",
           ",\"status\":\"completed\",\"sent\":\"2022\",\"category\":[{\"text\":"
           "\"RAPPEL_RDV_PREV_VACC\"}]");
  take_in (self, "Immunization", "v-done",
           ",\"status\":\"completed\",\"occurrenceDateTime\":\"2025\"");
  take_in (self, "Immunization", "v-not",
           ",\"status\":\"not-done\",\"occurrenceDateTime\":\"2025\"");
  assert_lines (to_do, "odd");
  assert_lines (done, "v-done c-done reminder t-done");
  assert_lines (declined, "v-not t-not");
}

#define DUE(vaccine, status, date)                                                                 \
  "{\"vaccineCode\":[{\"text\":\"" vaccine                                                         \
  "\"}],\"forecastStatus\":{\"coding\":[{\"code\":\"" status                                       \
  "\"}]},\"dateCriterion\":[{\"code\":{\"coding\":[{\"code\":\"59778-1\"}]},\"value\":\"" date     \
  "\"}]}"

/* Each recommendation is a line of its own, where it belongs, and follows its resource. */
static void
test_advice (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneReminders) to_do = karne_reminders_new (self->view, KARNE_REMINDER_TO_DO);
  g_autoptr (KarneReminders) done = karne_reminders_new (self->view, KARNE_REMINDER_DONE);
  g_autoptr (KarneReminder) first = NULL;

  take_in (self, "ImmunizationRecommendation", "r",
           ",\"meta\":{\"versionId\":\"1\"},\"date\":\"2026\",\"recommendation\":[" DUE (
               "Grippe", "complete", "2020") "," DUE ("Zona", "overdue",
                                                      "2021") "," DUE ("DTP", "due", "2098") "]");
  assert_lines (to_do, "r#2 r#3");
  assert_lines (done, "r#1");
  first = g_list_model_get_item (G_LIST_MODEL (to_do), 0);
  g_assert_cmpstr (karne_resource_get_title (KARNE_RESOURCE (first)), ==, "Zona");
  g_assert_cmpint (karne_reminder_get_when (first), ==, KARNE_REMINDER_OVERDUE);

  take_in (self, "ImmunizationRecommendation", "r",
           ",\"meta\":{\"versionId\":\"2\"},\"date\":\"2026\",\"recommendation\":[" DUE (
               "Zona", "complete", "2021") "]");
  while (g_list_model_get_n_items (G_LIST_MODEL (to_do)) > 0)
    g_main_context_iteration (NULL, TRUE);
  assert_lines (to_do, "");
  assert_lines (done, "r#1");
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  g_string_append_printf (data, "%u-%u+%u ", position, removed, added);
}

/* Only what changed is signalled; what stays is the same object. */
static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneReminders) to_do = karne_reminders_new (self->view, KARNE_REMINDER_TO_DO);
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (KarneReminder) before = NULL;
  g_autoptr (KarneReminder) after = NULL;

  take_in_task (self, "a", -1, 10, "requested", FALSE);
  take_in_task (self, "c", -1, 30, "requested", FALSE);
  assert_lines (to_do, "a c");
  before = g_list_model_get_item (G_LIST_MODEL (to_do), 1);
  g_signal_connect (to_do, "items-changed", G_CALLBACK (items_changed_cb), said);
  take_in_task (self, "b", -1, 20, "requested", FALSE);
  while (g_list_model_get_n_items (G_LIST_MODEL (to_do)) < 3)
    g_main_context_iteration (NULL, TRUE);
  assert_lines (to_do, "a b c");
  g_assert_cmpstr (said->str, ==, "1-0+1 ");
  after = g_list_model_get_item (G_LIST_MODEL (to_do), 2);
  g_assert_true (before == after);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneReminders) to_do = karne_reminders_new (self->view, KARNE_REMINDER_TO_DO);

  take_in (self, "Task", "t", ",\"status\":\"requested\",\"description\":\"Dépistage du côlon\"");
  take_in (self, "ImmunizationRecommendation", "r",
           ",\"recommendation\":[" DUE ("Zona", "due", "2098") "," DUE ("Dépistage B", "due",
                                                                        "2098") "]");
  assert_lines (to_do, "r#1 r#2 t");
  karne_reminders_set_text (to_do, "depist");
  assert_lines (to_do, "r#2 t");
  karne_reminders_set_text (to_do, "depistage col");
  assert_lines (to_do, "t");
  karne_reminders_set_text (to_do, "nothing");
  assert_lines (to_do, "");
  karne_reminders_set_text (to_do, "");
  assert_lines (to_do, "r#1 r#2 t");
}

/* No more lines than a person can take in, until more are asked for. */
static void
test_window (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneReminders) done = karne_reminders_new (self->view, KARNE_REMINDER_DONE);
  gboolean has_more = FALSE;

  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%u", i);

      take_in (self, "Task", id, ",\"status\":\"completed\"");
      take_in (self, "Immunization", id, ",\"status\":\"completed\"");
    }
  settle (done);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (done)), ==, 200);
  g_object_get (done, "has-more", &has_more, NULL);
  g_assert_true (has_more);
  karne_reminders_load_more (done);
  settle (done);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (done)), ==, 300);
  g_object_get (done, "has-more", &has_more, NULL);
  g_assert_false (has_more);
}

/* Left alone while it reads. */
static void
test_dropped (Fixture *self, gconstpointer data)
{
  KarneReminders *to_do = karne_reminders_new (self->view, KARNE_REMINDER_TO_DO);

  take_in (self, "ImmunizationRecommendation", "r",
           ",\"recommendation\":[" DUE ("Zona", "due", "2098") "]");
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, TRUE);
  g_object_add_weak_pointer (G_OBJECT (to_do), (gpointer *) &to_do);
  g_object_unref (to_do);
  g_assert_null (to_do);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "<+04>-04", TRUE);
  tzset ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/reminders/groups", test_groups);
  g_test_add_func ("/reminders/when", test_when);
  ADD ("/reminders/order", test_order);
  ADD ("/reminders/lists", test_lists);
  ADD ("/reminders/advice", test_advice);
  ADD ("/reminders/changes", test_changes);
  ADD ("/reminders/search", test_search);
  ADD ("/reminders/window", test_window);
  ADD ("/reminders/dropped", test_dropped);

  return g_test_run ();
}
