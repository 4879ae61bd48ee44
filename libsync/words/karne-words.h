/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "access/karne-access-log.h"
#include "engine/karne-source-gifts.h"
#include "karne-macros.h"
#include "measures/karne-findrisc.h"
#include "measures/karne-measures.h"
#include "store/karne-outbox.h"
#include "write/karne-import.h"

G_BEGIN_DECLS

/* What a person reads about errors and states: for the command line and the desktop alike. All
 * strings are in the language of the program's locale. */

/* Programs call it once in main (), after setlocale (). */
KARNE_API
void karne_words_init (void);

KARNE_API
char *karne_error_to_words (const GError *error);
/* nick: as a KarneQuarantined has it. */
KARNE_API
char *karne_flaw_to_words (const char *nick);

/* Why nobody can be helped on this computer. */
KARNE_API
char *karne_habilitation_error_to_words (const GError *error);

/* Of a change that waits for the person. */
KARNE_API
char *karne_parked_to_words (const char *reason, guint status);
KARNE_API
char *karne_protection_to_words (KarneProtection protection);

/* Of changes, conflicts, and what became of them. */
KARNE_API
char *karne_op_to_words (KarneOp op);
KARNE_API
char *karne_record_state_to_words (KarneRecordState state);
KARNE_API
char *karne_conflict_to_words (const char *why);
KARNE_API
char *karne_event_to_words (const char *what);
KARNE_API
char *karne_event_detail_to_words (const char *what, const char *detail);

/* Of who did what with the record. */
KARNE_API
char *karne_access_act_to_words (KarneAccessAct act, const char *time);
KARNE_API
char *karne_access_row_who_to_words (const KarneAccessRow *row);
KARNE_API
char *karne_access_row_role_to_words (const KarneAccessRow *row);
KARNE_API
char *karne_access_row_what_to_words (const KarneAccessRow *row);
KARNE_API
char *karne_access_log_broken_to_words (gint64 row);
KARNE_API
char *karne_source_tells_to_words (const KarneSource *source);

/* Of a part of a resource, by its path in a merge. */
KARNE_API
char *karne_field_to_words (const char *path);
KARNE_API
char *karne_value_to_words (const char *kind, const char *path, const char *json);
KARNE_API
char *karne_difference_to_words (const char *kind, const char *before, const char *after);

/* Microseconds since 1970, as the clock says them. */
KARNE_API
char *karne_age_to_words (gint64 then, gint64 now);
KARNE_API
char *karne_kind_to_words (const char *kind, guint n);
KARNE_API
char *karne_kind_to_name (const char *kind);
KARNE_API
char *karne_size_to_words (guint64 n_bytes);

KARNE_API
char *karne_status_to_words (const char *kind, const char *status);
KARNE_API
char *karne_notice_category_to_words (const char *category);
KARNE_API
char *karne_level_to_words (const char *level);

/**
 * KarneDateStyle:
 * @KARNE_DATE_STYLE_LONG: all of it: “3 March 2026 at 14:02”, “3 March 2026”, “March 2026”, “2026”
 * @KARNE_DATE_STYLE_DAY: without the time, with the day of the week: “Tuesday 3 March 2026”
 * @KARNE_DATE_STYLE_TIME: the time alone: “14:02”
 * @KARNE_DATE_STYLE_MONTH: the month that it is in: “March 2026”
 * @KARNE_DATE_STYLE_DATE: without the time: “3 March 2026”
 *
 * How much of a date is said, where that much is known.
 */
typedef enum
{
  KARNE_DATE_STYLE_LONG,
  KARNE_DATE_STYLE_DAY,
  KARNE_DATE_STYLE_TIME,
  KARNE_DATE_STYLE_MONTH,
  KARNE_DATE_STYLE_DATE,
} KarneDateStyle;

KARNE_API
char *karne_date_to_words (const char *date, KarneDateStyle style);
KARNE_API
char *karne_period_to_words (const char *from, const char *until);

/**
 * KarneSyncState:
 * @KARNE_SYNC_STATE_NEVER: nothing was ever received
 * @KARNE_SYNC_STATE_UP_TO_DATE: the last sync went well
 * @KARNE_SYNC_STATE_SYNCING: a sync is under way
 * @KARNE_SYNC_STATE_OFFLINE: there is no way to the server
 * @KARNE_SYNC_STATE_WAITING_TO_SEND: changes made here wait to be sent
 * @KARNE_SYNC_STATE_CONFLICT: the person must choose between what is here and what is there
 * @KARNE_SYNC_STATE_SIGN_IN_NEEDED: the server wants a new sign-in
 * @KARNE_SYNC_STATE_UNAVAILABLE: the server fails, or asks to wait
 * @KARNE_SYNC_STATE_FAILED: something else ended the last sync
 *
 * How the copy here stands to the server.
 */
typedef enum
{
  KARNE_SYNC_STATE_NEVER,
  KARNE_SYNC_STATE_UP_TO_DATE,
  KARNE_SYNC_STATE_SYNCING,
  KARNE_SYNC_STATE_OFFLINE,
  KARNE_SYNC_STATE_WAITING_TO_SEND,
  KARNE_SYNC_STATE_CONFLICT,
  KARNE_SYNC_STATE_SIGN_IN_NEEDED,
  KARNE_SYNC_STATE_UNAVAILABLE,
  KARNE_SYNC_STATE_FAILED,
} KarneSyncState;

/**
 * KarneSyncSaid: (skip)
 * @state: the state
 * @kind: (nullable): FHIR resource type that is being received
 * @received: how many of it came
 * @total: how many there are, -1 while that is not known
 * @n_waiting: changes that wait
 * @n_conflicts: choices to make
 * @last_synced: when it was last up to date, microseconds since 1970, 0 for never
 * @next_try: when the server is asked again, likewise
 * @now: the present, likewise
 * @error: (nullable): what ended the last sync
 *
 * What a sentence about the state of the copy is made of.
 */
typedef struct
{
  KarneSyncState state;
  const char *kind;
  gint64 received;
  gint64 total;
  guint n_waiting;
  guint n_conflicts;
  gint64 last_synced;
  gint64 next_try;
  gint64 now;
  const GError *error;
} KarneSyncSaid;

KARNE_API
char *karne_sync_state_to_words (const KarneSyncSaid *said);

/* Of measures. */
KARNE_API
char *karne_number_to_words (const char *number);
KARNE_API
const char *karne_measure_kind_to_words (KarneMeasureKind kind);
KARNE_API
const char *karne_measure_moment_to_words (KarneMeasureMoment moment);
KARNE_API
char *karne_measurement_value_to_words (const KarneMeasurement *self);
KARNE_API
char *karne_measure_target_to_words (const KarneMeasureTarget *self);
KARNE_API
char *karne_measure_counts_to_words (const KarneMeasureCounts *counts);
KARNE_API
char *karne_glucose_enough_to_words (const KarneGlucoseProfile *profile);
KARNE_API
char **karne_glucose_profile_to_lines (const KarneGlucoseProfile *profile);
KARNE_API
const char *karne_line_state_to_words (KarneLineState state);
KARNE_API
char *karne_findrisc_outcome_to_words (KarneFindriscOutcome outcome);

G_END_DECLS
