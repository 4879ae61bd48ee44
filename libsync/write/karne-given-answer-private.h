/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "write/karne-draft-private.h"

G_BEGIN_DECLS

/* One answer to a question. */
typedef struct
{
  KarneAnswerType type;
  char *text; /* (owned) as FHIR writes it; of a quantity, the number */

  /* Of a quantity */
  char *unit;   /* (owned) in words */
  char *system; /* (owned) (nullable) */
  char *code;   /* (owned) (nullable) */
} KarneGivenAnswer;

/* (transfer full) (nullable) of what was typed; item: the question. INVALID, EMPTY, NOT_A_NUMBER,
 * NEGATIVE, NO_UNIT. */
KarneGivenAnswer *
karne_given_answer_new (JsonObject *item, KarneAnswerType type, const char *typed, GError **error);
void karne_given_answer_free (gpointer data);

/* Whether it is what an `enableWhen` names. */
gboolean karne_given_answer_equals (const KarneGivenAnswer *answer, JsonObject *condition);
/* Its order to that; FALSE where they have none. */
gboolean
karne_given_answer_compare (const KarneGivenAnswer *answer, JsonObject *condition, int *order);
/* (transfer full) a JSON array for the member `answer`. */
char *karne_given_answer_write (const KarneGivenAnswer *answer, JsonObject *item);

/* Members of a questionnaire, whoever wrote it; NULL and 0 where they are something else. */
JsonArray *karne_question_array (JsonObject *object, const char *name);
const char *karne_question_string (JsonObject *object, const char *name);
JsonObject *karne_question_element (JsonArray *array, guint i);
guint karne_question_length (JsonArray *array);

G_END_DECLS
