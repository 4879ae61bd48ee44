/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sign-in-flow.h"

#include <string.h>

/* The name by which servers know this program. */
#define CLIENT "karne"

/**
 * KarneSignInFlow:
 *
 * One person's sign-in, from the first question to the server until the person has seen its name
 * and date of birth and said that they are right. Nothing of a record is asked before, and nothing
 * is kept here: the credentials are handed on, or given back.
 *
 * It knows no window, so that it goes on while one is made anew in another language.
 */
struct _KarneSignInFlow
{
  GObject parent_instance;

  KarneClock *clock; /* (owned) */
  char *base;        /* (owned) */
  char *scopes;      /* (owned) */
  char *patient;     /* (owned) (nullable) */

  KarneSignInStep step;
  GError *error; /* (owned) (nullable) */

  /* Of this try */
  GCancellable *cancellable; /* (owned) (nullable) */
  KarneTransport *transport; /* (owned) (nullable) */
  KarneSignIn *sign_in;      /* (owned) (nullable) */
  gboolean with_browser;
  KarneCredentials *credentials; /* (owned) (nullable) not confirmed yet */
  GPtrArray *people;             /* (owned) (nullable) */
  const KarnePerson *person;     /* (unowned) (nullable) of them */
};

G_DEFINE_FINAL_TYPE (KarneSignInFlow, karne_sign_in_flow, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (KarneSignInStep,
                    karne_sign_in_step,
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_CODE, "code"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_BROWSER, "browser"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_CHECKING, "checking"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_PERSON, "person"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_GIVING_BACK, "giving-back"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_OVER, "over"),
                    G_DEFINE_ENUM_VALUE (KARNE_SIGN_IN_STEP_CONFIRMED, "confirmed"))

enum
{
  PROP_STEP = 1,
  N_PROPS
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* A code that follows another is the same step, and has to be shown. */
static void
set_step (KarneSignInFlow *self, KarneSignInStep step)
{
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

/* Giving back */

static void
signed_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInFlow) self = user_data;
  GError *error = NULL;

  karne_credentials_sign_out_finish (KARNE_CREDENTIALS (object), result, &error);
  if (self == NULL || self->step != KARNE_SIGN_IN_STEP_GIVING_BACK)
    {
      g_clear_error (&error);
      return;
    }
  /* That the server could not be told is worth saying; that it is somebody else is known. */
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_clear_error (&error);
  set_step (self, KARNE_SIGN_IN_STEP_OVER);
}

/* told: the step goes on when the server has answered. */
static void
give_back (KarneSignInFlow *self, gboolean told)
{
  g_autoptr (KarneCredentials) credentials = g_steal_pointer (&self->credentials);

  if (credentials != NULL)
    karne_credentials_sign_out_async (credentials, NULL, signed_out_cb,
                                      told ? g_object_ref (self) : NULL);
}

/* Whatever is under way ends, unheard. */
static void
end_try (KarneSignInFlow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->sign_in != NULL)
    g_signal_handlers_disconnect_by_data (self->sign_in, self);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->transport);
  self->person = NULL;
  g_clear_pointer (&self->people, g_ptr_array_unref);
  give_back (self, FALSE);
}

/* (transfer full) error */
static void
fail (KarneSignInFlow *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  set_step (self, KARNE_SIGN_IN_STEP_OVER);
}

/* (transfer full) error: what was given goes back first. */
static void
fail_and_give_back (KarneSignInFlow *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  set_step (self, KARNE_SIGN_IN_STEP_GIVING_BACK);
  give_back (self, TRUE);
}

/* Whose record it is */

static gboolean
is_cancelled (GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  g_error_free (error);
  return TRUE;
}

static void
people_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInFlow) self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) people = karne_people_list_finish (result, &error);

  if (is_cancelled (error))
    return;
  if (people == NULL || people->len == 0)
    {
      fail_and_give_back (self, error != NULL
                                    ? error
                                    : g_error_new_literal (KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                                                           "Signing in: nobody is shown"));
      return;
    }
  self->people = g_steal_pointer (&people);
  set_step (self, KARNE_SIGN_IN_STEP_PERSON);
}

static void
token_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInFlow) self = user_data;
  KarneCredentials *credentials = KARNE_CREDENTIALS (object);
  const char *patient = karne_credentials_get_patient (credentials);
  GError *error = NULL;
  char *token = karne_authorizer_get_token_finish (KARNE_AUTHORIZER (credentials), result, &error);

  if (is_cancelled (error))
    return;
  if (token == NULL)
    {
      fail_and_give_back (self, error);
      return;
    }
  karne_people_list_async (self->transport, self->base, patient != NULL ? patient : self->patient,
                           token, self->cancellable, people_listed_cb, g_object_ref (self));
  explicit_bzero (token, strlen (token));
  g_free (token);
}

static void
check_person (KarneSignInFlow *self)
{
  const char *patient = karne_credentials_get_patient (self->credentials);

  set_step (self, KARNE_SIGN_IN_STEP_CHECKING);
  if (patient != NULL && self->patient != NULL && !g_str_equal (patient, self->patient))
    fail_and_give_back (self, g_error_new_literal (KARNE_ERROR, KARNE_ERROR_OTHER_PERSON,
                                                   "Signing in: the Patient is another one"));
  else
    karne_authorizer_get_token_async (KARNE_AUTHORIZER (self->credentials), NULL, self->cancellable,
                                      token_cb, g_object_ref (self));
}

/* Signing in */

/* (transfer full) (nullable) credentials, error */
static void
take_credentials (KarneSignInFlow *self, KarneCredentials *credentials, GError *error)
{
  if (credentials == NULL)
    {
      if (!is_cancelled (error))
        fail (self, error);
      return;
    }
  g_clear_object (&self->credentials);
  self->credentials = credentials;
  check_person (self);
}

/* What came for a try that was given up meanwhile is nobody's. */
static gboolean
is_of_this_try (KarneSignInFlow *self, GObject *sign_in, KarneCredentials *credentials)
{
  if (self->sign_in == KARNE_SIGN_IN (sign_in))
    return TRUE;
  if (credentials != NULL)
    karne_credentials_sign_out_async (credentials, NULL, signed_out_cb, NULL);
  return FALSE;
}

static void
device_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInFlow) self = user_data;
  GError *error = NULL;
  g_autoptr (KarneCredentials) credentials =
      karne_sign_in_run_device_finish (KARNE_SIGN_IN (object), result, &error);

  if (is_of_this_try (self, object, credentials))
    take_credentials (self, g_steal_pointer (&credentials), error);
  else
    g_clear_error (&error);
}

static void
browser_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInFlow) self = user_data;
  GError *error = NULL;
  g_autoptr (KarneCredentials) credentials =
      karne_sign_in_run_browser_finish (KARNE_SIGN_IN (object), result, &error);

  if (is_of_this_try (self, object, credentials))
    take_credentials (self, g_steal_pointer (&credentials), error);
  else
    g_clear_error (&error);
}

static void
code_cb (KarneSignIn *sign_in, gpointer data)
{
  set_step (data, KARNE_SIGN_IN_STEP_CODE);
}

static void
open_cb (KarneSignIn *sign_in, const char *url, gpointer data)
{
  set_step (data, KARNE_SIGN_IN_STEP_BROWSER);
  g_signal_emit (data, signals[SIGNAL_OPEN], 0, url);
}

static void
discovered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSignInFlow) self = user_data;
  KarneSignIn *sign_in = KARNE_SIGN_IN (object);
  GError *error = NULL;

  if (!karne_sign_in_discover_finish (sign_in, result, &error))
    {
      if (self->sign_in != sign_in)
        g_clear_error (&error);
      else if (!is_cancelled (error))
        fail (self, error);
      return;
    }
  if (self->sign_in != sign_in)
    return;
  if (self->with_browser)
    karne_sign_in_run_browser_async (sign_in, self->cancellable, browser_done_cb,
                                     g_object_ref (self));
  else
    karne_sign_in_run_device_async (sign_in, self->cancellable, device_done_cb,
                                    g_object_ref (self));
}

static void
begin (KarneSignInFlow *self, gboolean with_browser)
{
  end_try (self);
  g_clear_error (&self->error);
  self->with_browser = with_browser;
  self->cancellable = g_cancellable_new ();
  self->transport = KARNE_TRANSPORT (karne_soup_transport_new (self->clock));
  self->sign_in =
      karne_sign_in_new (self->transport, self->clock, self->base, CLIENT, self->scopes);
  g_signal_connect (self->sign_in, "code", G_CALLBACK (code_cb), self);
  g_signal_connect (self->sign_in, "open", G_CALLBACK (open_cb), self);
  set_step (self, KARNE_SIGN_IN_STEP_ASKING);
  karne_sign_in_discover_async (self->sign_in, self->cancellable, discovered_cb,
                                g_object_ref (self));
}

void
karne_sign_in_flow_start (KarneSignInFlow *self)
{
  g_return_if_fail (KARNE_IS_SIGN_IN_FLOW (self));

  begin (self, FALSE);
}

void
karne_sign_in_flow_start_browser (KarneSignInFlow *self)
{
  g_return_if_fail (KARNE_IS_SIGN_IN_FLOW (self));

  begin (self, TRUE);
}

void
karne_sign_in_flow_stop (KarneSignInFlow *self)
{
  g_return_if_fail (KARNE_IS_SIGN_IN_FLOW (self));

  end_try (self);
  g_clear_error (&self->error);
  if (self->step != KARNE_SIGN_IN_STEP_OVER)
    set_step (self, KARNE_SIGN_IN_STEP_OVER);
}

void
karne_sign_in_flow_confirm (KarneSignInFlow *self, const KarnePerson *person)
{
  g_return_if_fail (KARNE_IS_SIGN_IN_FLOW (self));
  g_return_if_fail (self->step == KARNE_SIGN_IN_STEP_PERSON);

  if (person != NULL)
    {
      self->person = person;
      set_step (self, KARNE_SIGN_IN_STEP_CONFIRMED);
      return;
    }
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_error (&self->error);
  set_step (self, KARNE_SIGN_IN_STEP_GIVING_BACK);
  give_back (self, TRUE);
}

/* The object */

static void
karne_sign_in_flow_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_STEP)
    g_value_set_enum (value, KARNE_SIGN_IN_FLOW (object)->step);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
karne_sign_in_flow_dispose (GObject *object)
{
  KarneSignInFlow *self = KARNE_SIGN_IN_FLOW (object);

  end_try (self);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (karne_sign_in_flow_parent_class)->dispose (object);
}

static void
karne_sign_in_flow_finalize (GObject *object)
{
  KarneSignInFlow *self = KARNE_SIGN_IN_FLOW (object);

  g_clear_error (&self->error);
  g_free (self->base);
  g_free (self->scopes);
  g_free (self->patient);

  G_OBJECT_CLASS (karne_sign_in_flow_parent_class)->finalize (object);
}

static void
karne_sign_in_flow_class_init (KarneSignInFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = karne_sign_in_flow_get_property;
  object_class->dispose = karne_sign_in_flow_dispose;
  object_class->finalize = karne_sign_in_flow_finalize;

  properties[PROP_STEP] =
      g_param_spec_enum ("step", NULL, NULL, KARNE_TYPE_SIGN_IN_STEP, KARNE_SIGN_IN_STEP_OVER,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* There is an address, safe to open, at which the person signs in, in a browser. */
  signals[SIGNAL_OPEN] = g_signal_new ("open", KARNE_TYPE_SIGN_IN_FLOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
karne_sign_in_flow_init (KarneSignInFlow *self)
{
  self->step = KARNE_SIGN_IN_STEP_OVER;
}

KarneSignInFlow *
karne_sign_in_flow_new (KarneClock *clock,
                        const char *base,
                        const char *scopes,
                        const char *patient)
{
  KarneSignInFlow *self = g_object_new (KARNE_TYPE_SIGN_IN_FLOW, NULL);

  self->clock = g_object_ref (clock);
  self->base = g_strdup (base);
  self->scopes = g_strdup (scopes);
  self->patient = g_strdup (patient);
  return self;
}

KarneSignInStep
karne_sign_in_flow_get_step (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), KARNE_SIGN_IN_STEP_OVER);

  return self->step;
}

const GError *
karne_sign_in_flow_get_error (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);

  return self->error;
}

gboolean
karne_sign_in_flow_has_browser (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), FALSE);

  return self->sign_in != NULL && karne_sign_in_has_browser (self->sign_in);
}

const char *
karne_sign_in_flow_get_code (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);

  return self->sign_in != NULL ? karne_sign_in_get_user_code (self->sign_in) : NULL;
}

const char *
karne_sign_in_flow_get_address (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);

  return self->sign_in != NULL ? karne_sign_in_get_address (self->sign_in) : NULL;
}

const char *
karne_sign_in_flow_get_qr_text (KarneSignInFlow *self)
{
  const char *complete = NULL;

  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);

  if (self->sign_in != NULL)
    complete = karne_sign_in_get_complete_address (self->sign_in);
  return complete != NULL ? complete : karne_sign_in_flow_get_address (self);
}

gint64
karne_sign_in_flow_get_left (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), 0);

  if (self->sign_in == NULL)
    return 0;
  return MAX (karne_sign_in_get_expiry (self->sign_in) - karne_clock_get_monotonic (self->clock),
              0);
}

GPtrArray *
karne_sign_in_flow_get_people (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);

  return self->people;
}

const KarnePerson *
karne_sign_in_flow_get_person (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);

  return self->person;
}

KarneCredentials *
karne_sign_in_flow_steal_credentials (KarneSignInFlow *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN_FLOW (self), NULL);
  g_return_val_if_fail (self->step == KARNE_SIGN_IN_STEP_CONFIRMED, NULL);

  return g_steal_pointer (&self->credentials);
}
