/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/**
 * KarneSignInStep:
 * @KARNE_SIGN_IN_STEP_ASKING: the server is asked how people sign in, or for a code
 * @KARNE_SIGN_IN_STEP_CODE: a code waits for the person's telephone
 * @KARNE_SIGN_IN_STEP_BROWSER: a browser of this computer is open
 * @KARNE_SIGN_IN_STEP_CHECKING: somebody signed in; who that is is being asked
 * @KARNE_SIGN_IN_STEP_PERSON: the person is to say whether that is right
 * @KARNE_SIGN_IN_STEP_GIVING_BACK: it is not: the server is told to forget it
 * @KARNE_SIGN_IN_STEP_OVER: nothing is under way; the error, where there is one, says why
 * @KARNE_SIGN_IN_STEP_CONFIRMED: it is that person
 *
 * How far somebody's sign-in is.
 */
typedef enum
{
  KARNE_SIGN_IN_STEP_ASKING,
  KARNE_SIGN_IN_STEP_CODE,
  KARNE_SIGN_IN_STEP_BROWSER,
  KARNE_SIGN_IN_STEP_CHECKING,
  KARNE_SIGN_IN_STEP_PERSON,
  KARNE_SIGN_IN_STEP_GIVING_BACK,
  KARNE_SIGN_IN_STEP_OVER,
  KARNE_SIGN_IN_STEP_CONFIRMED,
} KarneSignInStep;

#define KARNE_TYPE_SIGN_IN_STEP (karne_sign_in_step_get_type ())
GType karne_sign_in_step_get_type (void);

/* What is asked for where a person reads and writes its own record. */
#define KARNE_SIGN_IN_FLOW_OWN_SCOPES "launch/patient patient/*.cruds offline_access"

#define KARNE_TYPE_SIGN_IN_FLOW (karne_sign_in_flow_get_type ())
G_DECLARE_FINAL_TYPE (KarneSignInFlow, karne_sign_in_flow, KARNE, SIGN_IN_FLOW, GObject)

/* scopes: what the person agreed to. patient: (nullable) whose record it has to be. */
KarneSignInFlow *karne_sign_in_flow_new (KarneClock *clock,
                                         const char *base,
                                         const char *scopes,
                                         const char *patient);

/* Each begins anew, whatever was under way. */
void karne_sign_in_flow_start (KarneSignInFlow *self);
void karne_sign_in_flow_start_browser (KarneSignInFlow *self);
/* Ends it; what a server gave and nobody confirmed is given back. */
void karne_sign_in_flow_stop (KarneSignInFlow *self);

/* At the step PERSON: the one of them it is (nullable: none of them). */
void karne_sign_in_flow_confirm (KarneSignInFlow *self, const KarnePerson *person);

KarneSignInStep karne_sign_in_flow_get_step (KarneSignInFlow *self);
const GError *karne_sign_in_flow_get_error (KarneSignInFlow *self);
gboolean karne_sign_in_flow_has_browser (KarneSignInFlow *self);

/* (nullable), at the step CODE. */
const char *karne_sign_in_flow_get_code (KarneSignInFlow *self);
const char *karne_sign_in_flow_get_address (KarneSignInFlow *self);
/* What goes into a QR code: with the code in it, where the server gives such an address. */
const char *karne_sign_in_flow_get_qr_text (KarneSignInFlow *self);
/* Microseconds. */
gint64 karne_sign_in_flow_get_left (KarneSignInFlow *self);

/* Of KarnePerson; (nullable) before the step PERSON. */
GPtrArray *karne_sign_in_flow_get_people (KarneSignInFlow *self);
/* (nullable) the one that was confirmed. */
const KarnePerson *karne_sign_in_flow_get_person (KarneSignInFlow *self);
/* (transfer full), once, at the step CONFIRMED. */
KarneCredentials *karne_sign_in_flow_steal_credentials (KarneSignInFlow *self);

G_END_DECLS
