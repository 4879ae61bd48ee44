/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody at a shared computer over a time that a test moves on, with a real server and no window.
 */

#include "config.h"

#include "karne-arrival.h"
#include "karne-locale.h"
#include "karne-test-clock.h"
#include "karne-test-phone.h"
#include "karne-test-server.h"

#include <signal.h>
#include <string.h>

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
#define PERSON "diabete"
#define ROLE_IN_FRENCH "Conseiller au guichet"

typedef struct
{
  KarneTestServer *server;
  KarneTestClock *clock;
  KarneDesk *desk;
  KarneArrival *arrival;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const flags[] = { "--data",      KARNE_DEMO_DATA_PATH,
                                "--authorize", "--device-interval",
                                "1",           NULL };

  self->server = karne_test_server_start (flags);
  self->clock = karne_test_clock_new (g_get_real_time ());
  self->desk = karne_desk_new ();
  self->arrival = karne_arrival_new_with_clock (self->desk, NULL, KARNE_CLOCK (self->clock));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  while (karne_desk_get_busy (self->desk))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->arrival);
  g_clear_object (&self->desk);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->server, karne_test_server_free);
}

static void
wait_for_step (Fixture *self, KarneArrivalStep step)
{
  while (karne_arrival_get_step (self->arrival) != step)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_flow (Fixture *self, KarneSignInStep step)
{
  KarneSignInFlow *flow = karne_arrival_get_flow (self->arrival);

  while (karne_sign_in_flow_get_step (flow) != step)
    g_main_context_iteration (NULL, TRUE);
}

/* The person says yes on its own telephone. */
static void
answer_on_phone (Fixture *self, const char *person)
{
  KarneSignInFlow *flow = karne_arrival_get_flow (self->arrival);
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autoptr (KarneTestPage) page =
      karne_test_phone_answer (phone, karne_sign_in_flow_get_qr_text (flow), person);

  g_assert_cmpuint (page->status, ==, 200);
}

static void
agree (Fixture *self, guint minutes, gboolean may_write)
{
  KarneAgreementTerms terms = *karne_arrival_get_terms (self->arrival);

  terms.minutes = minutes;
  terms.may_write = may_write;
  terms.helper = " Anne Exemple ";
  karne_arrival_set_terms (self->arrival, &terms);
  karne_arrival_agree (self->arrival);
}

static void
sign_in (Fixture *self)
{
  wait_for_step (self, KARNE_ARRIVAL_SIGN_IN);
  wait_for_flow (self, KARNE_SIGN_IN_STEP_CODE);
  answer_on_phone (self, PERSON);
  wait_for_flow (self, KARNE_SIGN_IN_STEP_PERSON);
  g_assert_null (karne_desk_get_session (self->desk));
  karne_sign_in_flow_confirm (karne_arrival_get_flow (self->arrival),
                              karne_sign_in_flow_get_people (karne_arrival_get_flow (self->arrival))
                                  ->pdata[0]);
  wait_for_step (self, KARNE_ARRIVAL_NOBODY);
}

static void
arrive (Fixture *self, guint minutes, gboolean may_write)
{
  karne_arrival_begin (self->arrival, karne_test_server_get_base (self->server), "France Services");
  agree (self, minutes, may_write);
  sign_in (self);
}

static KarneAgreement *
get_agreement (Fixture *self)
{
  return karne_session_get_agreement (karne_desk_get_session (self->desk));
}

static void
leave (Fixture *self)
{
  g_assert_true (karne_arrival_leave (self->arrival));
  wait_for_step (self, KARNE_ARRIVAL_NOBODY);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
}

/* Nothing is open before the person has agreed, signed in and said that it is right; then it is
 * read in the helper's role, for as long as was agreed. */
static void
test_arrive (Fixture *self, gconstpointer data)
{
  KarneAgreement *agreement;

  arrive (self, 30, FALSE);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_SHARED);
  g_assert_false (karne_desk_is_practice (self->desk));
  agreement = get_agreement (self);
  g_assert_cmpstr (karne_agreement_get_role (agreement), ==, "adviser");
  g_assert_cmpstr (karne_agreement_get_helper (agreement), ==, "Anne Exemple");
  g_assert_cmpstr (karne_agreement_get_structure (agreement), ==, "France Services");
  g_assert_cmpuint (karne_agreement_get_minutes_left (agreement), ==, 30);
  g_assert_cmpint (karne_view_get_level (karne_session_get_view (
                                             karne_desk_get_session (self->desk)),
                                         "Observation"),
                   ==, KARNE_ACCESS_MASKED);
  g_assert_cmpint (karne_view_get_level (karne_session_get_view (
                                             karne_desk_get_session (self->desk)),
                                         "Appointment"),
                   ==, KARNE_ACCESS_CONTENT);
  g_assert_false (karne_session_may_write (karne_desk_get_session (self->desk)));
  leave (self);
}

/* No more is asked of the server than was agreed. */
static void
test_scopes (Fixture *self, gconstpointer data)
{
  KarneHabilitation *matrix = karne_arrival_get_matrix (self->arrival);
  KarneAgreementTerms terms = { .role = "adviser", .minutes = 30 };
  g_autoptr (KarneAgreement) look = karne_agreement_new (KARNE_CLOCK (self->clock), matrix, &terms);
  g_autoptr (KarneAgreement) write = NULL;

  terms.may_write = TRUE;
  write = karne_agreement_new (KARNE_CLOCK (self->clock), matrix, &terms);
  g_assert_null (strstr (karne_agreement_get_scopes (look), "cruds"));
  g_assert_nonnull (strstr (karne_agreement_get_scopes (look), "patient/*.rs"));
  g_assert_nonnull (strstr (karne_agreement_get_scopes (write), "patient/*.cruds"));
}

/* What the person keeps back is masked, is not asked of the server, and stands in the record. */
static void
test_less (Fixture *self, gconstpointer data)
{
  static const char *const masked[] = { "Appointment", "DocumentReference", NULL };
  KarneHabilitation *matrix = karne_arrival_get_matrix (self->arrival);
  KarneAgreementTerms terms = { .role = "adviser", .minutes = 30, .masked = masked };
  g_autoptr (KarneAgreement) look = karne_agreement_new (KARNE_CLOCK (self->clock), matrix, &terms);
  g_autoptr (KarneAgreement) write = NULL;

  terms.may_write = TRUE;
  write = karne_agreement_new (KARNE_CLOCK (self->clock), matrix, &terms);
  g_assert_nonnull (strstr (karne_agreement_get_scopes (look), " patient/Patient.rs "));
  g_assert_nonnull (strstr (karne_agreement_get_scopes (look), " patient/Task.rs "));
  g_assert_null (strstr (karne_agreement_get_scopes (look), "*"));
  g_assert_null (strstr (karne_agreement_get_scopes (look), "Appointment"));
  /* Nor of what the role does not see anyway. */
  g_assert_null (strstr (karne_agreement_get_scopes (look), "Observation"));
  g_assert_nonnull (strstr (karne_agreement_get_scopes (write), " patient/Task.cruds "));
  g_assert_nonnull (strstr (karne_agreement_get_scopes (write), " patient/Consent.cu "));
  g_assert_null (strstr (karne_agreement_get_scopes (write), "*"));
  g_assert_null (strstr (karne_agreement_get_scopes (write), "Appointment"));
  g_assert_null (strstr (karne_agreement_get_scopes (write), "Binary"));
  g_assert_cmpint (karne_habilitation_get_level (karne_agreement_get_matrix (look), "adviser",
                                                 "Appointment", NULL),
                   ==, KARNE_ACCESS_MASKED);
  /* That of everybody else is as it was. */
  g_assert_cmpint (karne_habilitation_get_level (matrix, "adviser", "Appointment", NULL), ==,
                   KARNE_ACCESS_CONTENT);
}

static void assert_kept_back (Fixture *self);

static void
test_less_arrive (Fixture *self, gconstpointer data)
{
  static const char *const masked[] = { "Appointment", "DocumentReference", NULL };
  KarneAgreementTerms terms;

  karne_arrival_begin (self->arrival, karne_test_server_get_base (self->server), NULL);
  terms = *karne_arrival_get_terms (self->arrival);
  terms.masked = masked;
  karne_arrival_set_terms (self->arrival, &terms);
  agree (self, 30, FALSE);
  sign_in (self);
  assert_kept_back (self);
  leave (self);
  g_assert_null (karne_arrival_get_terms (self->arrival)->masked);
}

/* The time counts down; at its end the record is covered, and stays open until somebody decides. */
static void
test_time (Fixture *self, gconstpointer data)
{
  KarneAgreement *agreement;

  arrive (self, 30, FALSE);
  agreement = get_agreement (self);
  karne_test_clock_advance (self->clock, MINUTE);
  g_assert_cmpuint (karne_agreement_get_minutes_left (agreement), ==, 29);
  karne_test_clock_advance (self->clock, 29 * MINUTE - 1);
  g_assert_cmpuint (karne_agreement_get_minutes_left (agreement), ==, 1);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_NOBODY);
  karne_test_clock_advance (self->clock, 1);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_AGAIN);
  g_assert_nonnull (karne_desk_get_session (self->desk));

  /* The same person agrees again, to another time. */
  agree (self, 120, FALSE);
  wait_for_step (self, KARNE_ARRIVAL_NOBODY);
  g_assert_cmpuint (karne_agreement_get_minutes_left (agreement), ==, 120);
  leave (self);
}

/* Whoever does not agree again ends the session. */
static void
test_not_again (Fixture *self, gconstpointer data)
{
  arrive (self, 30, FALSE);
  karne_test_clock_advance (self->clock, 30 * MINUTE);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_AGAIN);
  karne_arrival_turn_away (self->arrival);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_LEAVING);
  wait_for_step (self, KARNE_ARRIVAL_NOBODY);
  g_assert_null (karne_desk_get_session (self->desk));
  g_assert_nonnull (karne_arrival_get_words (self->arrival));
}

/* Whoever leaves does not wait for a server that takes a request and never answers. */
static void
test_server_hangs (Fixture *self, gconstpointer data)
{
  arrive (self, 30, FALSE);
  while (karne_session_get_syncing (karne_desk_get_session (self->desk)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_errno (kill (karne_test_server_get_pid (self->server), SIGSTOP));
  g_assert_true (karne_arrival_leave (self->arrival));
  karne_test_clock_advance (self->clock, 10 * (gint64) G_USEC_PER_SEC - 1);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_LEAVING);
  karne_test_clock_advance (self->clock, 1);
  wait_for_step (self, KARNE_ARRIVAL_NOBODY);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_no_errno (kill (karne_test_server_get_pid (self->server), SIGCONT));
}

typedef struct
{
  KarneItem *item;
  gboolean done;
} Look;

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) items = karne_view_list_finish (KARNE_VIEW (object), result, NULL);
  Look *look = data;

  look->done = TRUE;
  if (items != NULL && items->len > 0)
    look->item = karne_item_copy (items->pdata[0]);
}

/* (transfer full) (nullable) the newest of the record. */
static KarneItem *
find_consent (Fixture *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  KarneQuery query = { .kind = "Consent", .limit = 1 };
  Look look = { NULL };

  karne_view_list_async (karne_session_get_view (session), &query, NULL, looked_cb, &look);
  while (!look.done)
    g_main_context_iteration (NULL, TRUE);
  return look.item;
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GPtrArray **facts = data;

  *facts = karne_view_list_facts_finish (KARNE_VIEW (object), result, NULL);
  g_assert_nonnull (*facts);
}

/* The record tells the person whom it let in, as it was said, and in which role in French. */
static void
assert_named (Fixture *self, const KarneItem *consent)
{
  KarneView *view = karne_session_get_view (karne_desk_get_session (self->desk));
  g_autoptr (GPtrArray) facts = NULL;

  karne_view_list_facts_async (view, consent->source, "Consent", consent->id, NULL, listed_cb,
                               &facts);
  while (facts == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (facts->len, >=, 2);
  g_assert_cmpstr (((KarneFact *) facts->pdata[0])->name, ==, "actor");
  g_assert_cmpstr (((KarneFact *) facts->pdata[0])->value, ==, "Anne Exemple, France Services");
  g_assert_cmpstr (((KarneFact *) facts->pdata[1])->name, ==, "actor-role");
  g_assert_cmpstr (((KarneFact *) facts->pdata[1])->value, ==, ROLE_IN_FRENCH);
}

/* Nothing of it is shown, though it came; and the record says what was kept back. */
static void
assert_kept_back (Fixture *self)
{
  KarneView *view = karne_session_get_view (karne_desk_get_session (self->desk));
  g_autoptr (KarneItem) consent = find_consent (self);
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GString) except = g_string_new (NULL);

  g_assert_cmpint (karne_view_get_level (view, "Appointment"), ==, KARNE_ACCESS_MASKED);
  g_assert_cmpint (karne_view_get_level (view, "DocumentReference"), ==, KARNE_ACCESS_MASKED);
  g_assert_cmpint (karne_view_get_level (view, "Task"), ==, KARNE_ACCESS_CONTENT);
  karne_view_list_facts_async (view, consent->source, "Consent", consent->id, NULL, listed_cb,
                               &facts);
  while (facts == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < facts->len; i++)
    if (g_str_equal (((KarneFact *) facts->pdata[i])->name, "except"))
      g_string_append_printf (except, "%s ", ((KarneFact *) facts->pdata[i])->value);
  g_assert_cmpstr (except->str, ==, "Appointment DocumentReference ");
}

/* The record has one source. */
static KarneSource *
dup_source (Fixture *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources (karne_session_get_store (session), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sources->len, ==, 1);
  return karne_source_copy (sources->pdata[0]);
}

/* Whether the server is told who looked is for the administrator to say, and the agreement says it:
 * then a look alone is told of, too. */
static void
test_tells (Fixture *self, gconstpointer data)
{
  gboolean tells = data != NULL;
  g_autoptr (KarneSource) source = NULL;

  karne_arrival_set_tells (self->arrival, tells);
  arrive (self, 30, FALSE);
  g_assert_cmpint (karne_agreement_get_tells (get_agreement (self)), ==, tells);
  g_assert_cmpint (strstr (karne_agreement_get_scopes (get_agreement (self)),
                           "patient/AuditEvent.c") != NULL,
                   ==, tells);
  source = dup_source (self);
  g_assert_cmpint (source->tells, ==, tells);
  /* That the record was opened is the first row. */
  while (tells && (source->checked == 0 || source->untold > 0))
    {
      if (!karne_session_get_syncing (karne_desk_get_session (self->desk)))
        karne_session_sync (karne_desk_get_session (self->desk));
      g_main_context_iteration (NULL, TRUE);
      karne_source_free (source);
      source = dup_source (self);
      g_assert_null (source->tell_trouble);
    }
  leave (self);
}

/* What was agreed is in the record, and said to be confirmed once the server has it. */
static void
test_consent (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneItem) consent = NULL;
  KarneSession *session;

  arrive (self, 30, FALSE);
  consent = find_consent (self);
  g_assert_nonnull (consent);
  g_assert_cmpstr (consent->status, ==, "active");
  assert_named (self, consent);
  session = karne_desk_get_session (self->desk);
  while (!karne_agreement_is_confirmed (get_agreement (self)))
    {
      if (!karne_session_get_syncing (session))
        karne_agreement_check (get_agreement (self));
      g_main_context_iteration (NULL, TRUE);
    }
  leave (self);
}

/* A Consent that was changed, by a server or whoever it let in, opens nothing, prolongs nothing,
 * and keeps nobody from taking the agreement back. */
static void
test_tampered_consent (Fixture *self, gconstpointer data)
{
  static const char all[] =
      "{\"resourceType\":\"Consent\",\"id\":\"%s\",\"status\":\"active\",\"provision\":{\"type\":"
      "\"permit\","
      "\"period\":{\"end\":\"2099-01-01\"},\"class\":[{\"code\":\"Observation\"},{\"code\":"
      "\"DocumentReference\"}],\"actor\":[{\"role\":{\"coding\":[{\"code\":\"professional\"}]},"
      "\"reference\":{\"display\":\"x\"}}]}}";
  g_autoptr (KarneItem) consent = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *id = NULL;
  KarneSession *session;

  arrive (self, 30, FALSE);
  consent = find_consent (self);
  json = g_strdup_printf (all, consent->id);
  session = karne_desk_get_session (self->desk);
  id = karne_store_save (karne_session_get_store (session), consent->source, "Consent", consent->id,
                         json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, consent->id);

  g_assert_cmpint (karne_view_get_level (karne_session_get_view (session), "Observation"), ==,
                   KARNE_ACCESS_MASKED);
  g_assert_false (karne_session_may_write (session));
  g_assert_cmpuint (karne_agreement_get_minutes_left (get_agreement (self)), ==, 30);
  karne_test_clock_advance (self->clock, 30 * MINUTE);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_AGAIN);
  karne_arrival_withdraw (self->arrival);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_LEAVING);
  karne_test_clock_advance (self->clock, MINUTE);
  wait_for_step (self, KARNE_ARRIVAL_NOBODY);
  g_assert_null (karne_desk_get_session (self->desk));
}

/* Whoever is on the way keeps nothing when they turn away. */
static void
test_turn_away (Fixture *self, gconstpointer data)
{
  karne_arrival_begin (self->arrival, karne_test_server_get_base (self->server), NULL);
  agree (self, 30, FALSE);
  wait_for_step (self, KARNE_ARRIVAL_SIGN_IN);
  wait_for_flow (self, KARNE_SIGN_IN_STEP_CODE);
  karne_arrival_turn_away (self->arrival);
  g_assert_cmpint (karne_arrival_get_step (self->arrival), ==, KARNE_ARRIVAL_NOBODY);
  g_assert_null (karne_arrival_get_flow (self->arrival));
  g_assert_null (karne_arrival_get_terms (self->arrival)->helper);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_false (karne_arrival_leave (self->arrival));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  karne_locale_init ();
  karne_locale_set_language ("en");

#define ADD(name, test) g_test_add ("/arrival/" name, Fixture, NULL, set_up, test, tear_down)

  ADD ("arrive", test_arrive);
  ADD ("scopes", test_scopes);
  ADD ("less", test_less);
  ADD ("less-arrive", test_less_arrive);
  ADD ("time", test_time);
  ADD ("not-again", test_not_again);
  ADD ("not-told", test_tells);
  g_test_add ("/arrival/told", Fixture, GUINT_TO_POINTER (TRUE), set_up, test_tells, tear_down);
  ADD ("consent", test_consent);
  ADD ("tampered-consent", test_tampered_consent);
  ADD ("turn-away", test_turn_away);
  ADD ("server-hangs", test_server_hangs);
  return g_test_run ();
}
