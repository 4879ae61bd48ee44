/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "write/karne-given-answer-private.h"

/**
 * KarneAnswers:
 *
 * The person's answers to one questionnaire, as they are given.
 *
 * It knows which questions are asked because of what was answered (`enableWhen`); what was answered
 * to a question that is not asked any more stays while the answers are in progress, and goes when
 * they are completed.
 */
struct _KarneAnswers
{
  GObject parent_instance;

  JsonParser *parser;  /* (owned) the questions: read, never written */
  JsonObject *root;    /* (unowned) */
  GHashTable *items;   /* (owned) linkId -> JsonObject (unowned) */
  GHashTable *answers; /* (owned) linkId -> KarneGivenAnswer */
};

G_DEFINE_FINAL_TYPE (KarneAnswers, karne_answers, G_TYPE_OBJECT)

static gboolean
gather_items (KarneAnswers *self, JsonObject *parent)
{
  JsonArray *items = karne_question_array (parent, "item");

  for (guint i = 0; i < karne_question_length (items); i++)
    {
      JsonObject *item = karne_question_element (items, i);
      const char *link_id = item != NULL ? karne_question_string (item, "linkId") : NULL;

      if (link_id == NULL || !g_hash_table_insert (self->items, g_strdup (link_id), item) ||
          !gather_items (self, item))
        return FALSE;
    }
  return TRUE;
}

/**
 * karne_answers_new:
 * @questionnaire: the text of the Questionnaire
 * @error: return location for an error
 *
 * Begins to answer. Fails with `INVALID` where the text is no Questionnaire, or a question of it
 * has no `linkId` of its own.
 *
 * Returns: (transfer full): no answers yet
 */
KarneAnswers *
karne_answers_new (const char *questionnaire, GError **error)
{
  g_autoptr (KarneAnswers) self = g_object_new (KARNE_TYPE_ANSWERS, NULL);
  JsonNode *root = NULL;

  if (karne_json_check (questionnaire, strlen (questionnaire), NULL) == KARNE_FLAW_NONE &&
      json_parser_load_from_data (self->parser, questionnaire, -1, NULL))
    root = json_parser_get_root (self->parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    self->root = json_node_get_object (root);
  if (self->root != NULL &&
      g_strcmp0 (karne_question_string (self->root, "resourceType"), "Questionnaire") == 0 &&
      karne_question_string (self->root, "url") != NULL && gather_items (self, self->root))
    return g_steal_pointer (&self);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                       "Answering: this is no questionnaire that can be answered");
  return NULL;
}

/* Which of the questions are asked */

static gboolean
holds (KarneAnswers *self, JsonObject *condition)
{
  const char *question = karne_question_string (condition, "question");
  const char *operator= karne_question_string (condition, "operator");
  const KarneGivenAnswer *answer = question != NULL && karne_answers_is_enabled (self, question)
                                       ? g_hash_table_lookup (self->answers, question)
                                       : NULL;
  int order;

  if (g_strcmp0 (operator, "exists") == 0)
    {
      JsonNode *wanted = json_object_get_member (condition, "answerBoolean");

      return (answer != NULL) == (wanted == NULL || json_node_get_boolean (wanted));
    }
  if (answer == NULL || operator== NULL)
    return FALSE;
  if (!karne_given_answer_compare (answer, condition, &order))
    return g_str_equal (operator, "!=")
               ? !karne_given_answer_equals (answer, condition)
               : g_str_equal (operator, "=") && karne_given_answer_equals (answer, condition);
  if (g_str_equal (operator, "="))
    return order == 0;
  if (g_str_equal (operator, "!="))
    return order != 0;
  if (g_str_equal (operator, ">"))
    return order > 0;
  if (g_str_equal (operator, "<"))
    return order < 0;
  return g_str_equal (operator, ">=") ? order >= 0 : g_str_equal (operator, "<=") && order <= 0;
}

static gboolean
is_enabled (KarneAnswers *self, JsonObject *item)
{
  JsonArray *conditions = karne_question_array (item, "enableWhen");
  gboolean all = g_strcmp0 (karne_question_string (item, "enableBehavior"), "all") == 0;

  for (guint i = 0; i < karne_question_length (conditions); i++)
    {
      JsonObject *condition = karne_question_element (conditions, i);
      gboolean is_met = condition != NULL && holds (self, condition);

      if (is_met != all)
        return is_met;
    }
  return karne_question_length (conditions) == 0 || all;
}

/**
 * karne_answers_is_enabled:
 * @self: answers
 * @link_id: of a question
 *
 * Whether it is asked, because of what was answered so far.
 *
 * Returns: %FALSE where it is not, or there is none of that name
 */
gboolean
karne_answers_is_enabled (KarneAnswers *self, const char *link_id)
{
  JsonObject *item = g_hash_table_lookup (self->items, link_id);

  return item != NULL && is_enabled (self, item);
}

/**
 * karne_answers_set:
 * @self: answers
 * @link_id: of a question
 * @type: what sort of answer it is
 * @answer: (nullable): the answer; NULL takes it back
 * @error: return location for an error
 *
 * Answers one question, in place of what was answered before.
 *
 * Returns: %FALSE with an error where the answer is not of that sort, or there is no such question
 */
gboolean
karne_answers_set (KarneAnswers *self,
                   const char *link_id,
                   KarneAnswerType type,
                   const char *answer,
                   GError **error)
{
  JsonObject *item = g_hash_table_lookup (self->items, link_id);
  KarneGivenAnswer *given;

  if (item == NULL)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                           "Answering: there is no such question");
      return FALSE;
    }
  if (answer == NULL)
    {
      g_hash_table_remove (self->answers, link_id);
      return TRUE;
    }
  given = karne_given_answer_new (item, type, answer, error);
  if (given == NULL)
    return FALSE;
  g_hash_table_replace (self->answers, g_strdup (link_id), given);
  return TRUE;
}

/* Writing */

/* In the order of the questions; NULL where nothing is answered. */
static char *
make_items (KarneAnswers *self, JsonObject *parent, gboolean completed)
{
  JsonArray *items = karne_question_array (parent, "item");
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; i < karne_question_length (items); i++)
    {
      JsonObject *item = karne_question_element (items, i);
      const char *link_id = karne_question_string (item, "linkId");
      const KarneGivenAnswer *answer = g_hash_table_lookup (self->answers, link_id);
      g_autofree char *inner = NULL;
      g_autofree char *given = NULL;
      g_autofree char *json = NULL;
      KarneWriter writer;

      if (completed && !is_enabled (self, item))
        continue;
      inner = make_items (self, item, completed);
      given = answer != NULL ? karne_given_answer_write (answer, item) : NULL;
      if (inner == NULL && given == NULL)
        continue;
      writer.text = g_string_new ("{");
      karne_writer_string (&writer, "linkId", link_id);
      karne_writer_string (&writer, "text", karne_question_string (item, "text"));
      karne_writer_raw (&writer, "answer", given);
      karne_writer_raw (&writer, "item", inner);
      json = karne_writer_end (&writer);
      g_string_append_printf (out, "%s%s", out->len > 1 ? "," : "", json);
    }
  g_string_append_c (out, ']');
  return out->len > 2 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* A question that has to be answered, is asked, and was not. */
static gboolean
lacks_answer (KarneAnswers *self, JsonObject *parent)
{
  JsonArray *items = karne_question_array (parent, "item");

  for (guint i = 0; i < karne_question_length (items); i++)
    {
      JsonObject *item = karne_question_element (items, i);
      JsonNode *required = json_object_get_member (item, "required");

      if (!is_enabled (self, item))
        continue;
      if (required != NULL && json_node_get_boolean (required) &&
          g_strcmp0 (karne_question_string (item, "type"), "group") != 0 &&
          !g_hash_table_contains (self->answers, karne_question_string (item, "linkId")))
        return TRUE;
      if (lacks_answer (self, item))
        return TRUE;
    }
  return FALSE;
}

/**
 * karne_answers_to_draft:
 * @self: answers
 * @patient: id of the Patient there
 * @completed: whether the person is done with it
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * Makes a QuestionnaireResponse of them, which names the version of the questionnaire. Completed
 * ones must answer what has to be answered (`EMPTY`).
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_answers_to_draft (KarneAnswers *self,
                        const char *patient,
                        gboolean completed,
                        gint64 now,
                        GError **error)
{
  const char *version = karne_question_string (self->root, "version");
  g_autofree char *canonical = g_strconcat (karne_question_string (self->root, "url"),
                                            version != NULL ? "|" : NULL, version, NULL);
  g_autofree char *authored = karne_input_instant (now);
  g_autofree char *items = make_items (self, self->root, completed);
  KarneDraft *draft;
  KarneWriter writer;

  if (completed && lacks_answer (self, self->root))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EMPTY,
                           "Answering: a question that has to be answered was not");
      return NULL;
    }
  karne_writer_begin (&writer, "QuestionnaireResponse", NULL);
  karne_writer_string (&writer, "questionnaire", canonical);
  karne_writer_string (&writer, "status", completed ? "completed" : "in-progress");
  karne_writer_patient (&writer, "subject", patient);
  karne_writer_string (&writer, "authored", authored);
  karne_writer_patient (&writer, "author", patient);
  karne_writer_raw (&writer, "item", items);
  draft = karne_draft_new ();
  karne_draft_take (draft, "QuestionnaireResponse", NULL, karne_writer_end (&writer));
  return draft;
}

static void
karne_answers_finalize (GObject *object)
{
  KarneAnswers *self = KARNE_ANSWERS (object);

  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_object (&self->parser);

  G_OBJECT_CLASS (karne_answers_parent_class)->finalize (object);
}

static void
karne_answers_class_init (KarneAnswersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_answers_finalize;
}

static void
karne_answers_init (KarneAnswers *self)
{
  self->parser = json_parser_new ();
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, karne_given_answer_free);
}
