/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-arrival.h"

#include "karne-demo.h"
#include "karne-sign-out.h"

#include <glib/gi18n.h>

#define DEFAULT_MINUTES 60
/* Whoever leaves does not wait longer than that for a server. */
#define LEAVING_US (10 * (gint64) G_USEC_PER_SEC)

/**
 * KarneArrival:
 *
 * Somebody at a shared computer, from sitting down to its record: it agrees to something, signs in
 * on its own telephone, says that name and date of birth are right. The same is asked again when
 * the time that was agreed is over; and it can be taken back at any moment, on which the record is
 * covered first and ended then.
 *
 * It knows no window, so that it goes on while one is made anew in another language.
 */
struct _KarneArrival
{
  GObject parent_instance;

  KarneDesk *desk;           /* (owned) */
  KarneClock *clock;         /* (owned) */
  KarneHabilitation *matrix; /* (owned) (nullable) who may see what; NULL: nobody can be helped */
  GError *refusal;           /* (owned) (nullable) why not */
  KarneArrivalStep step;
  char *words; /* (owned) (nullable) */

  /* What is filled in */
  KarneAgreementTerms terms; /* its texts are those below */
  gboolean tells;            /* as the administrator set it */
  char *role;                /* (owned) */
  char *helper;              /* (owned) (nullable) */
  char *structure;           /* (owned) (nullable) */
  GStrv masked;              /* (owned) (nullable) */

  /* In progress */
  gboolean is_practice;
  KarneDemo *demo;           /* (owned) (nullable) */
  char *address;             /* (owned) (nullable) */
  KarneAgreement *agreement; /* (owned) (nullable) */
  KarneSignInFlow *flow;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) of what is under way */
  guint leaving;             /* timeout of the clock */
  gboolean is_withdrawing;
};

G_DEFINE_FINAL_TYPE (KarneArrival, karne_arrival, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (KarneArrivalStep,
                    karne_arrival_step,
                    G_DEFINE_ENUM_VALUE (KARNE_ARRIVAL_NOBODY, "nobody"),
                    G_DEFINE_ENUM_VALUE (KARNE_ARRIVAL_AGREEMENT, "agreement"),
                    G_DEFINE_ENUM_VALUE (KARNE_ARRIVAL_SIGN_IN, "sign-in"),
                    G_DEFINE_ENUM_VALUE (KARNE_ARRIVAL_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (KARNE_ARRIVAL_AGAIN, "again"),
                    G_DEFINE_ENUM_VALUE (KARNE_ARRIVAL_LEAVING, "leaving"))

enum
{
  PROP_STEP = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_step (KarneArrival *self, KarneArrivalStep step)
{
  if (self->step == step)
    return;
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

/* (transfer full) (nullable) words */
static void
take_words (KarneArrival *self, char *words)
{
  g_free (self->words);
  self->words = words;
}

/* Beginning, and nothing any more */

static void
drop_flow (KarneArrival *self)
{
  if (self->flow == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->flow, self);
  karne_sign_in_flow_stop (self->flow);
  g_clear_object (&self->flow);
}

static void
drop_agreement (KarneArrival *self)
{
  if (self->agreement != NULL)
    g_signal_handlers_disconnect_by_data (self->agreement, self);
  g_clear_object (&self->agreement);
}

static void
stop_leaving (KarneArrival *self)
{
  if (self->leaving != 0)
    karne_clock_remove (self->clock, self->leaving);
  self->leaving = 0;
}

/* Nothing that was typed, signed or agreed stays. */
static void
forget (KarneArrival *self)
{
  g_auto (GStrv) roles = self->matrix != NULL ? karne_habilitation_list_roles (self->matrix) : NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  stop_leaving (self);
  drop_flow (self);
  drop_agreement (self);
  g_clear_object (&self->demo);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->helper, g_free);
  g_clear_pointer (&self->structure, g_free);
  g_clear_pointer (&self->masked, g_strfreev);
  g_free (self->role);
  self->role = roles != NULL ? g_strdup (roles[0]) : NULL;
  self->terms = (KarneAgreementTerms){
    .role = self->role,
    .tells = self->tells,
    .minutes = DEFAULT_MINUTES,
  };
}

/* Without a matrix everybody would see what nobody decided. */
static void
refuse (KarneArrival *self)
{
  take_words (self, karne_habilitation_error_to_words (self->refusal));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

void
karne_arrival_begin (KarneArrival *self, const char *address, const char *structure)
{
  g_return_if_fail (KARNE_IS_ARRIVAL (self) && self->step == KARNE_ARRIVAL_NOBODY);

  forget (self);
  if (self->matrix == NULL)
    {
      refuse (self);
      return;
    }
  take_words (self, NULL);
  self->cancellable = g_cancellable_new ();
  self->is_practice = address == NULL;
  self->address = g_strdup (address);
  self->structure = g_strdup (structure);
  self->terms.structure = self->structure;
  set_step (self, KARNE_ARRIVAL_AGREEMENT);
}

void
karne_arrival_set_tells (KarneArrival *self, gboolean tells)
{
  g_return_if_fail (KARNE_IS_ARRIVAL (self));

  self->tells = tells;
}

/* (transfer full) (nullable) words */
static void
end (KarneArrival *self, char *words)
{
  forget (self);
  take_words (self, words);
  set_step (self, KARNE_ARRIVAL_NOBODY);
}

void
karne_arrival_set_terms (KarneArrival *self, const KarneAgreementTerms *terms)
{
  g_autofree char *role = NULL;
  g_autofree char *helper = NULL;
  g_autofree char *structure = NULL;
  g_auto (GStrv) masked = NULL;

  g_return_if_fail (KARNE_IS_ARRIVAL (self) && terms != NULL && terms->role != NULL);

  role = g_strdup (terms->role);
  helper = g_strdup (terms->helper);
  structure = g_strdup (terms->structure);
  masked = g_strdupv ((char **) terms->masked);
  g_free (self->role);
  g_free (self->helper);
  g_free (self->structure);
  g_strfreev (self->masked);
  self->role = g_steal_pointer (&role);
  self->helper = g_steal_pointer (&helper);
  self->structure = g_steal_pointer (&structure);
  self->masked = g_steal_pointer (&masked);
  self->terms = (KarneAgreementTerms){
    .role = self->role,
    .helper = self->helper,
    .structure = self->structure,
    .masked = (const char *const *) self->masked,
    .may_write = terms->may_write,
    .tells = self->terms.tells,
    .minutes = terms->minutes,
  };
}

const KarneAgreementTerms *
karne_arrival_get_terms (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), NULL);

  return &self->terms;
}

void
karne_arrival_set_code (KarneArrival *self, const char *code)
{
  g_return_if_fail (KARNE_IS_ARRIVAL (self) && karne_guard_is_code (code));

  karne_desk_set_code (self->desk, code);
}

/* The time that was agreed */

/* The record is covered until somebody agrees again; its key and its changes stay. */
static void
time_changed_cb (KarneAgreement *agreement, GParamSpec *pspec, gpointer data)
{
  KarneArrival *self = data;

  if (karne_agreement_get_minutes_left (agreement) > 0 || self->step != KARNE_ARRIVAL_NOBODY)
    return;
  if (self->agreement != agreement || karne_desk_get_session (self->desk) == NULL)
    return;
  take_words (self, NULL);
  set_step (self, KARNE_ARRIVAL_AGAIN);
}

/* The record */

/* Why there is no record; what was made of it is gone again. */
static void
fail (KarneArrival *self, const GError *error)
{
  end (self, karne_error_to_words (error));
}

static void
failed_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  karne_desk_close_finish (KARNE_DESK (object), result, NULL);
}

/* What was agreed is written down before anything is shown, and sent with the next sync. */
static void
agreement_saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneArrival) self = user_data;
  KarneSession *session = karne_desk_get_session (self->desk);
  g_autoptr (GError) error = NULL;

  if (!karne_agreement_save_finish (KARNE_AGREEMENT (object), result, &error))
    {
      karne_desk_close_async (self->desk, NULL, failed_closed_cb, NULL);
      fail (self, error);
      return;
    }
  if (self->step != KARNE_ARRIVAL_OPENING && self->step != KARNE_ARRIVAL_AGAIN)
    return;
  drop_flow (self);
  set_step (self, KARNE_ARRIVAL_NOBODY);
  if (session != NULL)
    karne_session_sync (session);
}

static void
save_agreement (KarneArrival *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  KarneStore *store = session != NULL ? karne_session_get_store (session) : NULL;

  if (store == NULL)
    return;
  karne_agreement_save_async (self->agreement, store, NULL, agreement_saved_cb,
                              g_object_ref (self));
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneArrival) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_desk_open_finish (KARNE_DESK (object), result, &error))
    save_agreement (self);
  else if (self->step == KARNE_ARRIVAL_OPENING)
    fail (self, error);
}

static void
open_record (KarneArrival *self)
{
  g_autoptr (KarneCredentials) credentials = karne_sign_in_flow_steal_credentials (self->flow);

  set_step (self, KARNE_ARRIVAL_OPENING);
  karne_agreement_begin (self->agreement, self->terms.minutes);
  karne_desk_open_shared_async (self->desk, self->demo, self->address,
                                karne_sign_in_flow_get_person (self->flow), credentials,
                                self->agreement, NULL, opened_cb, g_object_ref (self));
}

/* Signing in */

static void
flow_changed_cb (KarneSignInFlow *flow, GParamSpec *pspec, gpointer data)
{
  if (karne_sign_in_flow_get_step (flow) == KARNE_SIGN_IN_STEP_CONFIRMED)
    open_record (data);
}

static void
start_flow (KarneArrival *self)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();

  self->flow = karne_sign_in_flow_new (clock, self->address,
                                       karne_agreement_get_scopes (self->agreement), NULL);
  g_signal_connect (self->flow, "notify::step", G_CALLBACK (flow_changed_cb), self);
  set_step (self, KARNE_ARRIVAL_SIGN_IN);
  karne_sign_in_flow_start (self->flow);
}

static void
demo_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneArrival) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean started = karne_demo_start_finish (KARNE_DEMO (object), result, &error);

  if (self->demo != KARNE_DEMO (object) || self->step != KARNE_ARRIVAL_OPENING)
    return;
  if (!started)
    {
      fail (self, error);
      return;
    }
  self->address = g_strdup (karne_demo_get_address (self->demo));
  start_flow (self);
}

/* The same person goes on: what was signed in for does not change with it. */
static void
agree_again (KarneArrival *self)
{
  karne_agreement_begin (self->agreement, self->terms.minutes);
  save_agreement (self);
}

void
karne_arrival_agree (KarneArrival *self)
{
  g_return_if_fail (KARNE_IS_ARRIVAL (self));

  if (self->step == KARNE_ARRIVAL_AGAIN)
    {
      agree_again (self);
      return;
    }
  g_return_if_fail (self->step == KARNE_ARRIVAL_AGREEMENT);
  drop_agreement (self);
  self->agreement = karne_agreement_new (self->clock, self->matrix, &self->terms);
  g_signal_connect (self->agreement, "notify::minutes-left", G_CALLBACK (time_changed_cb), self);
  if (!self->is_practice)
    {
      start_flow (self);
      return;
    }
  set_step (self, KARNE_ARRIVAL_OPENING);
  self->demo = karne_demo_new_with_sign_in ();
  karne_demo_start_async (self->demo, self->cancellable, demo_started_cb, g_object_ref (self));
}

/* Leaving: covered first, then the server is told as far as it can be, then all is erased */

static void
left_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneArrival) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!karne_desk_close_finish (KARNE_DESK (object), result, &error))
    take_words (self, karne_error_to_words (error));
  if (self->step == KARNE_ARRIVAL_LEAVING)
    end (self, g_steal_pointer (&self->words));
}

static void
signed_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KarneArrival *self = user_data;

  karne_sign_out_finish (result, NULL);
  karne_desk_close_async (self->desk, NULL, left_cb, self);
}

/* (transfer full) self. Whether the server knows decides what is said. */
static void
sign_out (KarneArrival *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  gboolean told = karne_agreement_is_confirmed (self->agreement);

  if (self->is_withdrawing)
    take_words (self, g_strdup (told ? _ ("The agreement was taken back, and the server knows it. "
                                          "Nothing of the record is left on this computer.")
                                     : _ ("The agreement was taken back. The server could not be "
                                          "told: there it ends by itself at the time that was "
                                          "agreed. Nothing of the record is left on this "
                                          "computer.")));
  stop_leaving (self);
  if (session != NULL)
    karne_sign_out_async (session, self->clock, signed_out_cb, self);
  else
    karne_desk_close_async (self->desk, NULL, left_cb, self);
}

static void
confirmed_changed_cb (KarneAgreement *agreement, GParamSpec *pspec, gpointer data)
{
  KarneArrival *self = data;

  if (!karne_agreement_is_confirmed (agreement))
    return;
  g_signal_handlers_disconnect_by_func (agreement, confirmed_changed_cb, self);
  stop_leaving (self);
  sign_out (g_object_ref (self));
}

static gboolean
left_too_late_cb (gpointer data)
{
  KarneArrival *self = data;

  self->leaving = 0;
  g_signal_handlers_disconnect_by_func (self->agreement, confirmed_changed_cb, self);
  sign_out (g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
state_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  KarneArrival *self = data;

  if (self->step != KARNE_ARRIVAL_LEAVING || self->agreement == NULL || self->leaving == 0)
    return;
  karne_agreement_check (self->agreement);
  if (!karne_session_get_syncing (session) &&
      (karne_session_get_state (session) == KARNE_SYNC_STATE_OFFLINE ||
       karne_session_get_state (session) == KARNE_SYNC_STATE_UNAVAILABLE ||
       karne_session_get_state (session) == KARNE_SYNC_STATE_SIGN_IN_NEEDED))
    {
      stop_leaving (self);
      left_too_late_cb (self);
    }
}

static void
withdrawn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneArrival) self = user_data;
  KarneSession *session = karne_desk_get_session (self->desk);
  g_autoptr (GError) error = NULL;

  if (self->step != KARNE_ARRIVAL_LEAVING || self->agreement == NULL)
    return;
  if (!karne_agreement_withdraw_finish (self->agreement, result, &error) || session == NULL)
    {
      sign_out (g_object_ref (self));
      return;
    }
  g_signal_connect_object (self->agreement, "notify::confirmed", G_CALLBACK (confirmed_changed_cb),
                           self, 0);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::syncing", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (state_changed_cb), self, 0);
  self->leaving = karne_clock_add_timeout (self->clock, LEAVING_US, left_too_late_cb, self, NULL);
  /* One that is under way goes on: what waits is sent right after it. */
  karne_session_sync (session);
}

void
karne_arrival_withdraw (KarneArrival *self)
{
  KarneSession *session;

  g_return_if_fail (KARNE_IS_ARRIVAL (self));

  session = karne_desk_get_session (self->desk);
  if (session == NULL || self->agreement == NULL || self->step == KARNE_ARRIVAL_LEAVING)
    return;
  take_words (self, NULL);
  self->is_withdrawing = TRUE;
  set_step (self, KARNE_ARRIVAL_LEAVING);
  karne_agreement_withdraw_async (self->agreement, karne_session_get_store (session), NULL,
                                  withdrawn_cb, g_object_ref (self));
}

gboolean
karne_arrival_leave (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), FALSE);

  if (self->step == KARNE_ARRIVAL_LEAVING)
    return TRUE;
  if (self->agreement == NULL || karne_desk_get_session (self->desk) == NULL)
    return FALSE;
  take_words (self, NULL);
  self->is_withdrawing = FALSE;
  set_step (self, KARNE_ARRIVAL_LEAVING);
  sign_out (g_object_ref (self));
  return TRUE;
}

gboolean
karne_arrival_is_withdrawing (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), FALSE);

  return self->is_withdrawing;
}

void
karne_arrival_turn_away (KarneArrival *self)
{
  g_return_if_fail (KARNE_IS_ARRIVAL (self));

  if (self->step == KARNE_ARRIVAL_AGAIN)
    {
      karne_arrival_withdraw (self);
      return;
    }
  if (self->step == KARNE_ARRIVAL_LEAVING)
    return;
  end (self, self->step == KARNE_ARRIVAL_AGREEMENT
                 ? g_strdup (_ ("Nothing was agreed, and nothing was received. The demonstration "
                                "shows how it works, with fictitious people."))
                 : NULL);
}

/* The object */

/* One that comes back when its time is over stays covered. */
static void
session_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneArrival *self = data;

  if (self->agreement != NULL)
    time_changed_cb (self->agreement, NULL, self);
}

/* A record that ended otherwise takes what was agreed with it. */
static void
mode_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneArrival *self = data;

  if (karne_desk_get_mode (desk) != KARNE_DESK_MODE_CLOSED || self->agreement == NULL)
    return;
  if (self->step == KARNE_ARRIVAL_NOBODY || self->step == KARNE_ARRIVAL_AGAIN)
    end (self, NULL);
}

static void
karne_arrival_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_STEP)
    g_value_set_enum (value, KARNE_ARRIVAL (object)->step);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
karne_arrival_dispose (GObject *object)
{
  KarneArrival *self = KARNE_ARRIVAL (object);

  if (self->desk != NULL)
    forget (self);
  g_clear_object (&self->matrix);
  g_clear_object (&self->desk);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (karne_arrival_parent_class)->dispose (object);
}

static void
karne_arrival_finalize (GObject *object)
{
  KarneArrival *self = KARNE_ARRIVAL (object);

  g_clear_error (&self->refusal);
  g_free (self->words);
  g_free (self->role);

  G_OBJECT_CLASS (karne_arrival_parent_class)->finalize (object);
}

static void
karne_arrival_class_init (KarneArrivalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = karne_arrival_get_property;
  object_class->dispose = karne_arrival_dispose;
  object_class->finalize = karne_arrival_finalize;

  properties[PROP_STEP] =
      g_param_spec_enum ("step", NULL, NULL, KARNE_TYPE_ARRIVAL_STEP, KARNE_ARRIVAL_NOBODY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_arrival_init (KarneArrival *self)
{
}

KarneArrival *
karne_arrival_new (KarneDesk *desk, const char *matrix)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();

  return karne_arrival_new_with_clock (desk, matrix, clock);
}

KarneArrival *
karne_arrival_new_with_clock (KarneDesk *desk, const char *matrix, KarneClock *clock)
{
  KarneArrival *self = g_object_new (KARNE_TYPE_ARRIVAL, NULL);

  self->clock = g_object_ref (clock);
  self->desk = g_object_ref (desk);
  self->matrix = karne_habilitation_new_for_computer (matrix, &self->refusal);
  forget (self);
  g_signal_connect_object (desk, "notify::mode", G_CALLBACK (mode_changed_cb), self, 0);
  g_signal_connect_object (desk, "notify::session", G_CALLBACK (session_changed_cb), self, 0);
  return self;
}

KarneArrivalStep
karne_arrival_get_step (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), KARNE_ARRIVAL_NOBODY);

  return self->step;
}

KarneHabilitation *
karne_arrival_get_matrix (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), NULL);

  return self->matrix;
}

KarneSignInFlow *
karne_arrival_get_flow (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), NULL);

  return self->flow;
}

gboolean
karne_arrival_is_practice (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), FALSE);

  return self->is_practice;
}

const char *
karne_arrival_get_words (KarneArrival *self)
{
  g_return_val_if_fail (KARNE_IS_ARRIVAL (self), NULL);

  return self->words;
}
