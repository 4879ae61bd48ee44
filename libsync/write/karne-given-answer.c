/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "write/karne-given-answer-private.h"

#include <string.h>

#include "karne-error.h"

/* One answer to a question: as it is typed, as it is compared, as FHIR writes it. */

/* Where a questionnaire says in which unit it asks: one, or several to choose from
 * (https://hl7.org/fhir/R4/extension-questionnaire-unit.html, …-questionnaire-unitoption.html). */
#define UNIT "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
#define UNIT_OPTION "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"

void
karne_given_answer_free (gpointer data)
{
  KarneGivenAnswer *self = data;

  g_free (self->text);
  g_free (self->unit);
  g_free (self->system);
  g_free (self->code);
  g_free (self);
}

/* Questions */

JsonArray *
karne_question_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
karne_question_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

JsonObject *
karne_question_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

guint
karne_question_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/* Reading what was typed */

/* Of the n-th unit that a question gives, a Coding; NULL behind the last. */
static JsonObject *
get_unit (JsonObject *item, guint n)
{
  JsonArray *extensions = karne_question_array (item, "extension");

  for (guint i = 0; i < karne_question_length (extensions); i++)
    {
      JsonObject *extension = karne_question_element (extensions, i);
      const char *url = extension != NULL ? karne_question_string (extension, "url") : NULL;
      JsonNode *value = url != NULL ? json_object_get_member (extension, "valueCoding") : NULL;

      if ((g_strcmp0 (url, UNIT) == 0 || g_strcmp0 (url, UNIT_OPTION) == 0) && value != NULL &&
          JSON_NODE_HOLDS_OBJECT (value) && n-- == 0)
        return json_node_get_object (value);
    }
  return NULL;
}

static const char *
get_unit_words (JsonObject *unit)
{
  const char *display = karne_question_string (unit, "display");

  return display != NULL ? display : karne_question_string (unit, "code");
}

static gboolean
take_unit (KarneGivenAnswer *self, JsonObject *unit)
{
  self->unit = g_strdup (get_unit_words (unit));
  self->system = g_strdup (karne_question_string (unit, "system"));
  self->code = g_strdup (karne_question_string (unit, "code"));
  return self->unit != NULL;
}

/* A unit that the question gives, by its code or its words; any, where it gives none. Where it
 * gives one only, that one is meant. */
static gboolean
find_unit (KarneGivenAnswer *self, JsonObject *item, const char *typed, GError **error)
{
  JsonObject *unit;

  if (*typed == '\0' && get_unit (item, 0) != NULL && get_unit (item, 1) == NULL)
    return take_unit (self, get_unit (item, 0));
  for (guint n = 0; (unit = get_unit (item, n)) != NULL; n++)
    if (g_strcmp0 (karne_question_string (unit, "code"), typed) == 0 ||
        g_strcmp0 (get_unit_words (unit), typed) == 0)
      return take_unit (self, unit);
  if (*typed != '\0' && get_unit (item, 0) == NULL)
    {
      self->unit = g_strdup (typed);
      return TRUE;
    }
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_UNIT,
                       "Answering: the unit is missing, or is none of this question");
  return FALSE;
}

/* Behind spaces of any kind: NULL where what is there goes on with the number, as in “1 200 kcal”,
 * “1/2 cp” and “5e3 g”. */
static char *
dup_unit (const char *text)
{
  gboolean is_fraction;

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  is_fraction = strchr ("/eE", *text) != NULL && *text != '\0';
  return g_ascii_isdigit (is_fraction ? text[1] : text[0]) ? NULL : g_strdup (text);
}

/* “72,5 kg”: the number, and what follows. */
static gboolean
read_quantity (KarneGivenAnswer *self, JsonObject *item, const char *typed, GError **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (typed));
  gsize n = strspn (plain, "-0123456789.,");
  g_autofree char *number = g_strndup (plain, n);
  g_autofree char *unit = dup_unit (plain + n);

  if (unit == NULL)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_A_NUMBER,
                         "Answering: this is more than one number");
  else
    self->text = karne_input_number (number, error);
  return self->text != NULL && find_unit (self, item, unit, error);
}

/* FHIR has seconds, a person does not. */
static char *
read_time (const char *typed, GError **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (typed));

  if (g_regex_match_simple ("^([01]\\d|2[0-3]):[0-5]\\d$", plain, 0, 0))
    return g_strconcat (plain, ":00", NULL);
  if (g_regex_match_simple ("^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$", plain, 0, 0))
    return g_steal_pointer (&plain);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                       "Answering: this is no time of day");
  return NULL;
}

static char *
read_boolean (const char *typed, GError **error)
{
  if (g_str_equal (typed, "true") || g_str_equal (typed, "false"))
    return g_strdup (typed);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                       "Answering: this is neither true nor false");
  return NULL;
}

static gboolean
read_answer (KarneGivenAnswer *self, JsonObject *item, const char *typed, GError **error)
{
  switch (self->type)
    {
    case KARNE_ANSWER_NUMBER:
      self->text = karne_input_number (typed, error);
      break;
    case KARNE_ANSWER_DATE:
      self->text = karne_input_date (typed, G_MAXINT64, error) ? g_strdup (typed) : NULL;
      break;
    case KARNE_ANSWER_BOOLEAN:
      self->text = read_boolean (typed, error);
      break;
    case KARNE_ANSWER_QUANTITY:
      return read_quantity (self, item, typed, error);
    case KARNE_ANSWER_TEXT:
    case KARNE_ANSWER_CHOICE:
      self->text = g_strcmp0 (karne_question_string (item, "type"), "time") == 0
                       ? read_time (typed, error)
                       : karne_input_text (typed, error);
      break;
    }
  return self->text != NULL;
}

KarneGivenAnswer *
karne_given_answer_new (JsonObject *item, KarneAnswerType type, const char *typed, GError **error)
{
  KarneGivenAnswer *self = g_new0 (KarneGivenAnswer, 1);

  self->type = type;
  if (read_answer (self, item, typed, error))
    return self;
  karne_given_answer_free (self);
  return NULL;
}

/* Comparing */

gboolean
karne_given_answer_equals (const KarneGivenAnswer *answer, JsonObject *condition)
{
  JsonNode *boolean = json_object_get_member (condition, "answerBoolean");
  JsonNode *coding = json_object_get_member (condition, "answerCoding");
  const char *text = karne_question_string (condition, "answerString");

  if (text == NULL)
    text = karne_question_string (condition, "answerDate");
  if (boolean != NULL)
    return g_str_equal (answer->text, json_node_get_boolean (boolean) ? "true" : "false");
  if (coding != NULL && JSON_NODE_HOLDS_OBJECT (coding))
    {
      const char *code = karne_question_string (json_node_get_object (coding), "code");
      g_auto (GStrv) parts = g_strsplit (answer->text, "|", 3);

      return g_strcmp0 (parts[0] != NULL && parts[1] != NULL ? parts[1] : answer->text, code) == 0;
    }
  return g_strcmp0 (answer->text, text) == 0;
}

/* Nobody converts here: where the units differ, neither is more. */
static gboolean
is_in_unit_of (const KarneGivenAnswer *answer, JsonObject *quantity)
{
  const char *code = karne_question_string (quantity, "code");

  if (answer->type != KARNE_ANSWER_QUANTITY)
    return FALSE;
  if (code != NULL && answer->code != NULL)
    return g_str_equal (code, answer->code);
  return g_strcmp0 (karne_question_string (quantity, "unit"), answer->unit) == 0;
}

/* Numbers and dates by their size; others have none. */
gboolean
karne_given_answer_compare (const KarneGivenAnswer *answer, JsonObject *condition, int *order)
{
  const char *date = karne_question_string (condition, "answerDate");
  JsonNode *number = json_object_get_member (condition, "answerInteger");
  JsonNode *quantity = json_object_get_member (condition, "answerQuantity");
  gboolean is_number = answer->type == KARNE_ANSWER_NUMBER;
  double there;

  if (number == NULL)
    number = json_object_get_member (condition, "answerDecimal");
  if (date != NULL)
    {
      *order = strcmp (answer->text, date);
      return TRUE;
    }
  if (quantity != NULL && JSON_NODE_HOLDS_OBJECT (quantity))
    {
      number = json_object_get_member (json_node_get_object (quantity), "value");
      is_number = is_in_unit_of (answer, json_node_get_object (quantity));
    }
  if (number == NULL || !is_number)
    return FALSE;
  there = json_node_get_double (number);
  *order = g_ascii_strtod (answer->text, NULL) < there
               ? -1
               : g_ascii_strtod (answer->text, NULL) > there;
  return TRUE;
}

/* Writing */

static void
write_choice (KarneWriter *writer, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", 3);
  KarneWriter coding = { g_string_new ("{") };
  g_autofree char *json = NULL;

  if (parts[0] != NULL && parts[1] != NULL)
    {
      karne_writer_string (&coding, "system", *parts[0] != '\0' ? parts[0] : NULL);
      karne_writer_string (&coding, "code", parts[1]);
      karne_writer_string (&coding, "display", parts[2]);
    }
  else
    {
      karne_writer_string (&coding, "display", text);
    }
  json = karne_writer_end (&coding);
  karne_writer_raw (writer, "valueCoding", json);
}

static void
write_quantity (KarneWriter *writer, const KarneGivenAnswer *answer)
{
  KarneWriter quantity = { g_string_new ("{") };
  g_autofree char *json = NULL;

  karne_writer_raw (&quantity, "value", answer->text);
  karne_writer_string (&quantity, "unit", answer->unit);
  karne_writer_string (&quantity, "system", answer->system);
  karne_writer_string (&quantity, "code", answer->code);
  json = karne_writer_end (&quantity);
  karne_writer_raw (writer, "valueQuantity", json);
}

static const char *
name_of_text (const char *type)
{
  if (g_strcmp0 (type, "time") == 0)
    return "valueTime";
  return g_strcmp0 (type, "url") == 0 ? "valueUri" : "valueString";
}

char *
karne_given_answer_write (const KarneGivenAnswer *answer, JsonObject *item)
{
  KarneWriter writer = { g_string_new ("{") };
  const char *type = karne_question_string (item, "type");
  g_autofree char *json = NULL;

  switch (answer->type)
    {
    case KARNE_ANSWER_BOOLEAN:
      karne_writer_raw (&writer, "valueBoolean", answer->text);
      break;
    case KARNE_ANSWER_NUMBER:
      karne_writer_raw (&writer, g_strcmp0 (type, "integer") == 0 ? "valueInteger" : "valueDecimal",
                        answer->text);
      break;
    case KARNE_ANSWER_DATE:
      karne_writer_string (&writer,
                           g_strcmp0 (type, "dateTime") == 0 ? "valueDateTime" : "valueDate",
                           answer->text);
      break;
    case KARNE_ANSWER_TEXT:
      karne_writer_string (&writer, name_of_text (type), answer->text);
      break;
    case KARNE_ANSWER_QUANTITY:
      write_quantity (&writer, answer);
      break;
    case KARNE_ANSWER_CHOICE:
      write_choice (&writer, answer->text);
      break;
    }
  json = karne_writer_end (&writer);
  return g_strdup_printf ("[%s]", json);
}
