/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-agreement.h"
#include "karne-desk.h"
#include "karne-sign-in-flow.h"

G_BEGIN_DECLS

/**
 * KarneArrivalStep:
 * @KARNE_ARRIVAL_NOBODY: nobody is arriving
 * @KARNE_ARRIVAL_AGREEMENT: somebody is asked to agree
 * @KARNE_ARRIVAL_SIGN_IN: somebody is signing in
 * @KARNE_ARRIVAL_OPENING: the record is being made ready
 * @KARNE_ARRIVAL_AGAIN: the time is over: the record is covered, and the same is asked again
 * @KARNE_ARRIVAL_LEAVING: the agreement was taken back, or the session ends: the record is covered,
 *   servers are told, all is erased
 *
 * How far somebody is who sits down at a shared computer.
 */
typedef enum
{
  KARNE_ARRIVAL_NOBODY,
  KARNE_ARRIVAL_AGREEMENT,
  KARNE_ARRIVAL_SIGN_IN,
  KARNE_ARRIVAL_OPENING,
  KARNE_ARRIVAL_AGAIN,
  KARNE_ARRIVAL_LEAVING,
} KarneArrivalStep;

#define KARNE_TYPE_ARRIVAL_STEP (karne_arrival_step_get_type ())
GType karne_arrival_step_get_type (void);

#define KARNE_TYPE_ARRIVAL (karne_arrival_get_type ())
G_DECLARE_FINAL_TYPE (KarneArrival, karne_arrival, KARNE, ARRIVAL, GObject)

/* matrix: (nullable): where an administrator may have said what a helper may see; NULL: where that
 * is looked for. It is read here, once: a file that was changed counts from the next start on. */
KarneArrival *karne_arrival_new (KarneDesk *desk, const char *matrix);
/* clock: of what is agreed. */
KarneArrival *karne_arrival_new_with_clock (KarneDesk *desk, const char *matrix, KarneClock *clock);

/* Somebody sits down. address: of the server; NULL for the demonstration's own. structure:
 * (nullable): where this computer stands. Where it cannot be said what a helper may see, nobody
 * does: “step” is notified, and there are words. */
void karne_arrival_begin (KarneArrival *self, const char *address, const char *structure);
/* Whether servers are told who looked at what, in sessions that begin from now on. */
void karne_arrival_set_tells (KarneArrival *self, gboolean tells);
/* They do not agree, or turn away: nothing is kept, what is open ends. */
void karne_arrival_turn_away (KarneArrival *self);
/* What they are asked to agree to, as it is filled in. */
void karne_arrival_set_terms (KarneArrival *self, const KarneAgreementTerms *terms);
const KarneAgreementTerms *karne_arrival_get_terms (KarneArrival *self);
/* The code of four digits that they choose, to open what is locked. */
void karne_arrival_set_code (KarneArrival *self, const char *code);
/* They agree: they sign in, or go on. */
void karne_arrival_agree (KarneArrival *self);
/* They take it back while the record is open. */
void karne_arrival_withdraw (KarneArrival *self);
/* They leave: FALSE where nobody is here of whom a server has to be told. */
gboolean karne_arrival_leave (KarneArrival *self);
/* At the step LEAVING: whether that is because the agreement was taken back. */
gboolean karne_arrival_is_withdrawing (KarneArrival *self);

KarneArrivalStep karne_arrival_get_step (KarneArrival *self);
/* (nullable): NULL where nobody can be helped. */
KarneHabilitation *karne_arrival_get_matrix (KarneArrival *self);
/* (nullable) */
KarneSignInFlow *karne_arrival_get_flow (KarneArrival *self);
/* Whether the people are fictitious. */
gboolean karne_arrival_is_practice (KarneArrival *self);
/* (nullable) what is to be said at the start page, or here, of what happened last. */
const char *karne_arrival_get_words (KarneArrival *self);

G_END_DECLS
