/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-sync.h"

#include "engine/karne-answer-private.h"
#include "karne-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (KarnePerson, karne_person, karne_person_copy, karne_person_free)

/**
 * karne_person_copy:
 * @self: what is copied
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarnePerson *
karne_person_copy (const KarnePerson *self)
{
  KarnePerson *copy = g_new0 (KarnePerson, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->birth_date = g_strdup (self->birth_date);
  return copy;
}

/**
 * karne_person_free:
 * @self: (transfer full): a person
 *
 * Frees a person.
 */
void
karne_person_free (KarnePerson *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->birth_date, g_free);
  g_free (self);
}

/* Names, out of a resource that the slicer has checked. A server may still put anything anywhere.
 */

static const char *
string_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static JsonArray *
array_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static guint
array_length (JsonArray *array)
{
  return array == NULL ? 0 : json_array_get_length (array);
}

static int
rank_of_use (const char *use)
{
  if (g_strcmp0 (use, "official") == 0)
    return 3;
  if (g_strcmp0 (use, "usual") == 0)
    return 2;
  return g_strcmp0 (use, "old") == 0 ? 0 : 1;
}

static JsonObject *
find_name (JsonObject *patient)
{
  JsonArray *names = array_member (patient, "name");
  JsonObject *best = NULL;
  int best_rank = -1;

  for (guint i = 0; i < array_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      JsonObject *name = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (name != NULL && rank_of_use (string_member (name, "use")) > best_rank)
        {
          best = name;
          best_rank = rank_of_use (string_member (name, "use"));
        }
    }

  return best;
}

static char *
format_name (JsonObject *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *given = array_member (name, "given");
  const char *family = string_member (name, "family");

  for (guint i = 0; i < array_length (given); i++)
    {
      JsonNode *node = json_array_get_element (given, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_string_append_printf (text, "%s ", json_node_get_string (node));
    }
  if (family != NULL)
    g_string_append (text, family);
  if (text->len == 0 && string_member (name, "text") != NULL)
    g_string_append (text, string_member (name, "text"));

  g_strchomp (text->str);
  return *text->str == '\0' ? NULL : g_strdup (text->str);
}

static KarnePerson *
person_for_entry (const KarneAnswerEntry *entry)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  KarnePerson *person = NULL;
  JsonObject *patient = NULL;
  gsize len = 0;
  const char *text = NULL;

  if (entry->id == NULL || entry->text == NULL || g_strcmp0 (entry->type, "Patient") != 0)
    return NULL;
  text = g_bytes_get_data (entry->text, &len);
  if (!json_parser_load_from_data (parser, text, (gssize) len, NULL))
    return NULL;

  patient = json_node_get_object (json_parser_get_root (parser));
  person = g_new0 (KarnePerson, 1);
  person->id = g_strdup (entry->id);
  person->birth_date = g_strdup (string_member (patient, "birthDate"));
  if (find_name (patient) != NULL)
    person->name = format_name (find_name (patient));

  return person;
}

/* Asking */

typedef struct
{
  /* Input */
  KarneExchange *exchange; /* (owned) */
  char *patient;           /* (owned) (nullable) */

  /* In progress */
  gboolean searched; /* a read was refused: a search may not be */
} People;

static void
people_free (People *op)
{
  g_clear_pointer (&op->exchange, karne_exchange_free);
  g_clear_pointer (&op->patient, g_free);
  g_free (op);
}

static void people_came_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static char *
build_url (People *op)
{
  const char *base = karne_exchange_get_base (op->exchange);
  g_autofree char *patient =
      op->patient == NULL ? NULL : g_uri_escape_string (op->patient, NULL, FALSE);

  if (patient == NULL)
    return g_strconcat (base, "/Patient?_count=100&_elements=id,name,birthDate", NULL);
  return g_strconcat (base, op->searched ? "/Patient?_id=" : "/Patient/", patient, NULL);
}

static void
people_ask (GTask *task)
{
  People *op = g_task_get_task_data (task);
  g_autofree char *url = build_url (op);
  g_autoptr (KarneRequest) request = karne_exchange_get (url);

  karne_answer_fetch_async (op->exchange, request, g_task_get_cancellable (task), people_came_cb,
                            g_object_ref (task));
}

static GPtrArray *
collect_people (People *op, const KarneAnswer *answer)
{
  GPtrArray *people = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_person_free);

  for (guint i = 0; i < answer->entries->len; i++)
    {
      KarnePerson *person = person_for_entry (g_ptr_array_index (answer->entries, i));

      if (person != NULL && (op->patient == NULL || g_str_equal (op->patient, person->id)))
        g_ptr_array_add (people, person);
      else
        g_clear_pointer (&person, karne_person_free);
    }

  return people;
}

static void
return_refusal (GTask *task, const KarneAnswer *answer)
{
  int code = answer->status == 403                            ? KARNE_ERROR_FORBIDDEN
             : answer->status == 404 || answer->status == 410 ? KARNE_ERROR_NOT_FOUND
                                                              : KARNE_ERROR_PROTOCOL;

  g_task_return_new_error (task, KARNE_ERROR, code,
                           "Asking who is visible: the server answered with status %u (%s)",
                           answer->status, answer->words ? answer->words : "no words");
}

static void
people_came_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  People *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneAnswer) answer = karne_answer_fetch_finish (result, &error);
  g_autoptr (GPtrArray) people = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  people = answer->status < 300 ? collect_people (op, answer) : NULL;
  if (op->patient != NULL && !op->searched && (people == NULL || people->len == 0))
    {
      op->searched = TRUE;
      people_ask (task);
    }
  else if (people == NULL)
    {
      return_refusal (task, answer);
    }
  else if (answer->shape != KARNE_PAGE_BUNDLE && people->len == 0)
    {
      g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                               "Asking who is visible: the answer holds no people");
    }
  else if (op->patient != NULL && people->len == 0)
    {
      g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                               "Looking for a Patient: the server has none of that id");
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&people), (GDestroyNotify) g_ptr_array_unref);
    }
}

/**
 * karne_people_list_async:
 * @transport: how to reach the server
 * @base: address of the FHIR service, without a slash at the end
 * @patient: (nullable): id of the one to look for
 * @token: (nullable): bearer token
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks a server who is visible there, so that name and birth date are shown before anything is
 * pulled. Nothing is stored, and nothing is tried again.
 */
void
karne_people_list_async (KarneTransport *transport,
                         const char *base,
                         const char *patient,
                         const char *token,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  People *op = NULL;

  g_return_if_fail (KARNE_IS_TRANSPORT (transport));
  g_return_if_fail (base != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_people_list_async);
  op = g_new0 (People, 1);
  op->exchange = karne_exchange_new (transport, NULL, 0, base, token);
  op->patient = g_strdup (patient);
  g_task_set_task_data (task, op, (GDestroyNotify) people_free);

  people_ask (task);
}

/**
 * karne_people_list_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [func@people_list_async].
 *
 * [error@Error.NOT_FOUND] when the one that was looked for is not there; `UNAUTHORIZED`,
 * `FORBIDDEN`, `PROTOCOL`, `CAPTIVE_PORTAL` and errors of the network as for any request.
 *
 * Returns: (transfer full) (element-type KarnePerson): at most 100 people
 */
GPtrArray *
karne_people_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
