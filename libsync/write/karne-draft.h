/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-store.h"

G_BEGIN_DECLS

/**
 * KarneDraft:
 *
 * What the person writes, checked and put into FHIR R4, before it is saved: one resource or several
 * that are saved together.
 *
 * The functions that make one are pure: they look at no clock and touch no disk. They fail with
 * `EMPTY`, `NOT_A_NUMBER`, `NEGATIVE`, `NO_UNIT`, `FUTURE` or `INVALID`, for which
 * [func@Error.to_words] has a sentence; and with `UNLIKELY` where the person is to be asked once
 * whether it is meant, after which the same with `confirmed` set is kept, and marked.
 */
typedef struct _KarneDraft KarneDraft;

#define KARNE_TYPE_DRAFT (karne_draft_get_type ())
KARNE_API
GType karne_draft_get_type (void);
KARNE_API
KarneDraft *karne_draft_ref (KarneDraft *self);
KARNE_API
void karne_draft_unref (KarneDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneDraft, karne_draft_unref)

KARNE_API
guint karne_draft_get_n_resources (KarneDraft *self);
KARNE_API
const char *karne_draft_get_kind (KarneDraft *self, guint n);
KARNE_API
const char *karne_draft_get_json (KarneDraft *self, guint n);
KARNE_API
void karne_draft_append (KarneDraft *self, KarneDraft *other);

KARNE_API
char **karne_draft_save (KarneDraft *self, KarneStore *store, gint64 source, GError **error);
KARNE_API
void karne_draft_save_async (KarneDraft *self,
                             KarneStore *store,
                             gint64 source,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KARNE_API
char **karne_draft_save_finish (KarneStore *store, GAsyncResult *result, GError **error);

/* Measures: karne-draft-measure.c */

KARNE_API
const char *const *karne_draft_list_measures (void);
KARNE_API
KarneDraft *karne_draft_new_measure (const char *patient,
                                     const char *measure,
                                     const char *value,
                                     const char *unit,
                                     const char *at,
                                     const char *context,
                                     gint64 now,
                                     gboolean confirmed,
                                     GError **error);
KARNE_API
KarneDraft *karne_draft_new_blood_pressure (const char *patient,
                                            const char *systolic,
                                            const char *diastolic,
                                            const char *unit,
                                            const char *at,
                                            gint64 now,
                                            gboolean confirmed,
                                            GError **error);

/* What is to be done, and was: karne-draft-plan.c */

/**
 * KarneAct:
 * @KARNE_ACT_DONE: it was done
 * @KARNE_ACT_PLANNED: it is planned
 * @KARNE_ACT_NOT_NOW: it was put off
 * @KARNE_ACT_STOP: it is not to be proposed any more
 *
 * What the person says of something that prevention proposes. The server's own status stays beside
 * it.
 */
typedef enum
{
  KARNE_ACT_DONE,
  KARNE_ACT_PLANNED,
  KARNE_ACT_NOT_NOW,
  KARNE_ACT_STOP,
} KarneAct;

KARNE_API
KarneDraft *karne_draft_new_act (const char *patient,
                                 KarneAct act,
                                 const char *focus,
                                 const char *code,
                                 const char *title,
                                 const char *date,
                                 const char *reason,
                                 gint64 now,
                                 GError **error);
KARNE_API
KarneDraft *karne_draft_new_appointment (const char *patient,
                                         const char *title,
                                         const char *start,
                                         const char *end,
                                         const char *note,
                                         GError **error);
KARNE_API
KarneDraft *karne_draft_new_vaccination (const char *patient,
                                         const char *vaccine,
                                         const char *code,
                                         const char *disease,
                                         guint dose,
                                         const char *date,
                                         const char *lot,
                                         const char *note,
                                         gint64 now,
                                         GError **error);

/* Words: karne-draft-words.c */

KARNE_API
KarneDraft *karne_draft_new_note (const char *patient,
                                  const char *document,
                                  const char *text,
                                  gint64 now,
                                  GError **error);
KARNE_API
KarneDraft *karne_draft_new_reply (const char *patient,
                                   const char *message,
                                   const char *text,
                                   gint64 now,
                                   GError **error);

/* Rights: karne-draft-rights.c */

KARNE_API
KarneDraft *karne_draft_new_visibility (const char *document, gboolean hidden, GError **error);
KARNE_API
KarneDraft *karne_draft_new_archiving (const char *document, gboolean archived, GError **error);
KARNE_API
KarneDraft *karne_draft_new_consent (const char *patient,
                                     const char *purpose,
                                     gboolean permitted,
                                     const char *start,
                                     const char *end,
                                     gint64 now,
                                     GError **error);
KARNE_API
void karne_draft_name_helper (KarneDraft *self,
                              const char *name,
                              const char *structure,
                              const char *role);
KARNE_API
void karne_draft_except_kinds (KarneDraft *self, const char *const *kinds);
KARNE_API
KarneDraft *
karne_draft_new_block (const char *patient, const char *who, gint64 now, GError **error);
KARNE_API
KarneDraft *karne_draft_new_withdrawal (const char *consent, GError **error);

/* Questionnaires: karne-draft-answers.c */

/**
 * KarneAnswerType:
 * @KARNE_ANSWER_BOOLEAN: `true` or `false`
 * @KARNE_ANSWER_NUMBER: a whole number or a decimal one
 * @KARNE_ANSWER_DATE: a date
 * @KARNE_ANSWER_TEXT: words
 * @KARNE_ANSWER_CHOICE: `system|code|display`
 * @KARNE_ANSWER_QUANTITY: a number and its unit, as in `72.5 kg`; the unit is one of those that the
 *   question gives, by its code or its words, and may be left out where it gives one only
 *
 * What sort of answer it is.
 */
typedef enum
{
  KARNE_ANSWER_BOOLEAN,
  KARNE_ANSWER_NUMBER,
  KARNE_ANSWER_DATE,
  KARNE_ANSWER_TEXT,
  KARNE_ANSWER_CHOICE,
  KARNE_ANSWER_QUANTITY,
} KarneAnswerType;

#define KARNE_TYPE_ANSWERS (karne_answers_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneAnswers, karne_answers, KARNE, ANSWERS, GObject)

KARNE_API
KarneAnswers *karne_answers_new (const char *questionnaire, GError **error);
KARNE_API
gboolean karne_answers_set (KarneAnswers *self,
                            const char *link_id,
                            KarneAnswerType type,
                            const char *answer,
                            GError **error);
KARNE_API
gboolean karne_answers_is_enabled (KarneAnswers *self, const char *link_id);
KARNE_API
KarneDraft *karne_answers_to_draft (KarneAnswers *self,
                                    const char *patient,
                                    gboolean completed,
                                    gint64 now,
                                    GError **error);

G_END_DECLS
