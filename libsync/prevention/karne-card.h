/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-due-list.h"

G_BEGIN_DECLS

/**
 * KarneCardOrigin:
 * @KARNE_CARD_RECORD: whoever gave it, or their software, wrote it into the record
 * @KARNE_CARD_REPORTED: the record has it from what somebody told
 * @KARNE_CARD_OWN: the person says so, and nothing else in the record does
 *
 * Whose word it is that a dose was given.
 */
typedef enum
{
  KARNE_CARD_RECORD,
  KARNE_CARD_REPORTED,
  KARNE_CARD_OWN,
} KarneCardOrigin;

/**
 * KarneCardDose:
 * @source: number of its source
 * @kind: FHIR resource type of what says so
 * @id: its id
 * @date: (nullable): when, as it was sent: may be a year or a month
 * @vaccine: (nullable): what the record calls it
 * @lot: (nullable): which batch of it, as sent
 * @author: (nullable): who gave it, as sent
 * @dose: which dose it is, from 1; 0 where nobody says
 * @doses: of how many; 0 where nobody says
 * @origin: whose word it is
 * @check: it may not count, as one that was given too early: to be checked with a professional
 * @state: where it stands between here and its server
 *
 * One dose of a vaccine.
 */
typedef struct
{
  gint64 source;
  char *kind;
  char *id;
  char *date;
  char *vaccine;
  char *lot;
  char *author;
  guint dose;
  guint doses;
  KarneCardOrigin origin;
  gboolean check;
  KarneRecordState state;
} KarneCardDose;

#define KARNE_TYPE_CARD_DOSE (karne_card_dose_get_type ())
KARNE_API
GType karne_card_dose_get_type (void);
KARNE_API
KarneCardDose *karne_card_dose_copy (const KarneCardDose *self);
KARNE_API
void karne_card_dose_free (KarneCardDose *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCardDose, karne_card_dose_free)

/**
 * KarneCardLine:
 * @id: which disease, or diseases, it is about
 * @doses: (element-type KarneSync.CardDose): what was given, in its order; what has no date is last
 * @next: (element-type KarneSync.DueEntry): what is still to be done, the more urgent first; then
 *   what is done and has to be done again some day
 * @asked: the rules of prevention ask this person for something of it, done or to be done
 *
 * What the record has of the vaccinations against one disease, or some that are met together.
 */
typedef struct
{
  char *id;
  GPtrArray *doses;
  GPtrArray *next;
  gboolean asked;
} KarneCardLine;

#define KARNE_TYPE_CARD_LINE (karne_card_line_get_type ())
KARNE_API
GType karne_card_line_get_type (void);
KARNE_API
KarneCardLine *karne_card_line_copy (const KarneCardLine *self);
KARNE_API
void karne_card_line_free (KarneCardLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCardLine, karne_card_line_free)

KARNE_API
GPtrArray *
karne_view_list_card (KarneView *self, KarneRules *rules, const char *on, GError **error);
KARNE_API
void karne_view_list_card_async (KarneView *self,
                                 KarneRules *rules,
                                 const char *on,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_card_finish (KarneView *self, GAsyncResult *result, GError **error);

/* What a person reads of it, in the language of the program. */
KARNE_API
const char *karne_card_line_name_to_words (const KarneCardLine *self);
KARNE_API
char *karne_card_dose_number_to_words (const KarneCardDose *self);
KARNE_API
const char *karne_card_origin_to_words (KarneCardOrigin origin);

G_END_DECLS
