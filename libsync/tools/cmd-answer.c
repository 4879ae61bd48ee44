/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-draft.h"
#include "cli-items.h"
#include "cli-output.h"

#include "karne-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A questionnaire: what it asks, and what the person answers: `answer`. */

typedef struct
{
  gboolean completed;
  int source; /* 0: the only one */

  /* In progress */
  JsonParser *parser;    /* (owned) (nullable) of the questionnaire */
  KarneAnswers *answers; /* (owned) (nullable) */
  gint64 number;         /* of the source */
  char *patient;         /* (owned) (nullable) */
} Answering;

static void
answering_clear (Answering *self)
{
  g_clear_object (&self->parser);
  g_clear_object (&self->answers);
  g_free (self->patient);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answering, answering_clear)

static const char *
string_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* Questions, and those within them, in their order. Stops where func says TRUE, and says it too. */
typedef gboolean (*QuestionFunc) (JsonObject *question, guint depth, gpointer data);

static gboolean
each_question (JsonObject *parent, guint depth, QuestionFunc func, gpointer data)
{
  JsonNode *node = json_object_get_member (parent, "item");
  JsonArray *items =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode *element = json_array_get_element (items, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      if (item != NULL && (func (item, depth, data) || each_question (item, depth + 1, func, data)))
        return TRUE;
    }
  return FALSE;
}

static JsonObject *
get_root (const Answering *self)
{
  return json_node_get_object (json_parser_get_root (self->parser));
}

/* What it asks */

static gboolean
print_question (JsonObject *question, guint depth, gpointer data)
{
  const char *text = string_member (question, "text");
  g_autofree char *name = cli_clean (string_member (question, "linkId"));
  g_autofree char *clean = cli_clean (text != NULL ? text : "");
  g_autofree char *head = g_strdup_printf ("%*s%s  ", (int) depth * 2, "", name);

  cli_print_wrapped (head, clean);
  return FALSE;
}

static gboolean
print_question_as_json (JsonObject *question, guint depth, gpointer data)
{
  JsonBuilder *json = data;

  json_builder_begin_object (json);
  cli_json_string (json, "linkId", string_member (question, "linkId"));
  cli_json_string (json, "type", string_member (question, "type"));
  cli_json_string (json, "text", string_member (question, "text"));
  json_builder_end_object (json);
  return FALSE;
}

static void
print_questions (Cli *cli, const Answering *self)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!cli->json)
    {
      each_question (get_root (self), 0, print_question, NULL);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "questions");
  json_builder_begin_array (json);
  each_question (get_root (self), 0, print_question_as_json, json);
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

/* What is answered */

typedef struct
{
  const char *name;
  JsonObject *question; /* (unowned) (nullable) */
} Search;

static gboolean
is_sought (JsonObject *question, guint depth, gpointer data)
{
  Search *search = data;

  if (g_strcmp0 (string_member (question, "linkId"), search->name) != 0)
    return FALSE;
  search->question = question;
  return TRUE;
}

/* Whether it can be answered here: not what is no question, nor what wants more than words. */
static gboolean
get_type (JsonObject *question, KarneAnswerType *type)
{
  static const struct
  {
    const char *name;
    KarneAnswerType type;
  } types[] = {
    { "boolean", KARNE_ANSWER_BOOLEAN },    { "integer", KARNE_ANSWER_NUMBER },
    { "decimal", KARNE_ANSWER_NUMBER },     { "date", KARNE_ANSWER_DATE },
    { "dateTime", KARNE_ANSWER_DATE },      { "choice", KARNE_ANSWER_CHOICE },
    { "open-choice", KARNE_ANSWER_CHOICE }, { "string", KARNE_ANSWER_TEXT },
    { "text", KARNE_ANSWER_TEXT },          { "time", KARNE_ANSWER_TEXT },
    { "url", KARNE_ANSWER_TEXT },           { "quantity", KARNE_ANSWER_QUANTITY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (string_member (question, "type"), types[i].name) == 0)
      {
        *type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

/* (transfer full) What is typed of a choice is its code, which is looked up, or all three parts. */
static char *
find_option (JsonObject *question, const char *typed)
{
  JsonNode *node = json_object_get_member (question, "answerOption");
  JsonArray *options =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; options != NULL && i < json_array_get_length (options); i++)
    {
      JsonObject *option = json_array_get_object_element (options, i);
      JsonNode *value = json_object_get_member (option, "valueCoding");
      JsonObject *coding =
          value != NULL && JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
      const char *system = coding != NULL ? string_member (coding, "system") : NULL;
      const char *display = coding != NULL ? string_member (coding, "display") : NULL;

      if (coding != NULL && g_strcmp0 (string_member (coding, "code"), typed) == 0)
        return g_strdup_printf ("%s|%s%s%s", system != NULL ? system : "", typed,
                                display != NULL ? "|" : "", display != NULL ? display : "");
    }
  return g_strdup (typed);
}

static gboolean
set_answer (const Answering *self, const char *text, GError **error)
{
  const char *equal = strchr (text, '=');
  g_autofree char *name = equal != NULL ? g_strndup (text, (gsize) (equal - text)) : NULL;
  g_autofree char *answer = NULL;
  Search search = { name, NULL };
  KarneAnswerType type;

  if (equal == NULL)
    return cli_set_usage_error (error, _ ("Answers are QUESTION=ANSWER: “karne answer "
                                          "QUESTIONNAIRE” names the questions."));
  if (!each_question (get_root (self), 0, is_sought, &search))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   /* Translators: %s is the id of a question, as it was typed. */
                   _ ("There is no question “%s”: “karne answer QUESTIONNAIRE” names them."), name);
      return FALSE;
    }
  if (!get_type (search.question, &type))
    {
      /* Translators: %s is the id of a question. */
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, _ ("“%s” cannot be answered with words."),
                   name);
      return FALSE;
    }
  answer =
      type == KARNE_ANSWER_CHOICE ? find_option (search.question, equal + 1) : g_strdup (equal + 1);
  return karne_answers_set (self->answers, name, type, answer, error);
}

static gboolean
find_questionnaire (Cli *cli, Answering *self, const char *name, GError **error)
{
  g_autoptr (KarneItem) item = cli_items_find (cli, name, "Questionnaire", self->source, error);
  g_autofree char *json = NULL;

  if (item == NULL)
    return FALSE;
  self->number = item->source;
  json = karne_view_get_json (cli->view, item->source, item->kind, item->id, TRUE, error);
  self->answers = json != NULL ? karne_answers_new (json, error) : NULL;
  self->parser = json_parser_new ();
  return self->answers != NULL && json_parser_load_from_data (self->parser, json, -1, error);
}

static gboolean
save_answers (Cli *cli, Answering *self, char **words, GError **error)
{
  g_autoptr (KarneDraft) draft = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (!set_answer (self, words[i], error))
      return FALSE;
  if (!cli_draft_choose_source (cli, &self->number, &self->patient, error))
    return FALSE;
  draft = karne_answers_to_draft (self->answers, self->patient, self->completed,
                                  cli_draft_get_now (), error);
  return draft != NULL && cli_draft_save (cli, draft, self->number, error);
}

gboolean
cmd_answer (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (Answering) self = { 0 };
  const GOptionEntry entries[] = {
    { "complete", 0, 0, G_OPTION_ARG_NONE, &self.completed,
      N_ ("All is answered that has to be; without this, it is in progress"), NULL },
    { "source", 0, 0, G_OPTION_ARG_INT, &self.source, N_ ("For which source it is"),
      N_ ("NUMBER") },
    G_OPTION_ENTRY_NULL
  };

  if (!cli_parse (cli, &rest, entries, 1, G_MAXUINT, error) || !cli_open_space (cli, error) ||
      !find_questionnaire (cli, &self, rest[1], error))
    return FALSE;
  if (rest[2] != NULL)
    return save_answers (cli, &self, rest + 2, error);
  print_questions (cli, &self);
  return TRUE;
}
