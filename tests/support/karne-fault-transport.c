/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-fault-transport.h"

#include <string.h>

typedef struct
{
  char *method;
  KarneFault fault;
  guint status;
  char *body;
} Rule;

struct _KarneFaultTransport
{
  GObject parent_instance;

  KarneTransport *inner; /* (owned) */
  GPtrArray *rules;      /* (owned) of Rule */
  GPtrArray *methods;    /* (owned) of char* */
  GPtrArray *writes;     /* (owned) of char* */
  char *moment;          /* (owned) (nullable) method */
  void (*func) (gpointer data);
  gpointer data;
};

static void karne_fault_transport_init_interface (KarneTransportInterface *interface);
G_DEFINE_FINAL_TYPE_WITH_CODE (KarneFaultTransport,
                               karne_fault_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_TRANSPORT,
                                                      karne_fault_transport_init_interface))

static void
rule_free (Rule *rule)
{
  g_free (rule->method);
  g_free (rule->body);
  g_free (rule);
}

/* One request on its way. */
typedef struct
{
  KarneRequest *request;
  Rule *rule; /* (nullable) */
  gboolean again;
  KarneResponse *response;
  GOutputStream *body;
} Sending;

static void
sending_free (Sending *sending)
{
  g_clear_object (&sending->request);
  g_clear_pointer (&sending->rule, rule_free);
  g_clear_object (&sending->response);
  g_clear_object (&sending->body);
  g_free (sending);
}

static void inner_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static gboolean
is_batch (KarneRequest *request)
{
  GBytes *body = karne_request_get_body (request);
  gsize len = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &len) : "";

  return g_str_equal (karne_request_get_method (request), "POST") &&
         g_strstr_len (text, (gssize) MIN (len, 40), "\"Bundle\"") != NULL;
}

static gboolean
is_batch_of_writes (KarneRequest *request)
{
  gsize len = 0;
  const char *text = g_bytes_get_data (karne_request_get_body (request), &len);

  return g_strstr_len (text, (gssize) len, "\"method\":\"GET\"") == NULL;
}

static const char *
name_of (KarneRequest *request)
{
  if (!is_batch (request))
    return karne_request_get_method (request);
  return is_batch_of_writes (request) ? "BATCH" : "READS";
}

static char *
describe (KarneRequest *request)
{
  static const char *const headers[] = { "If-Match", "If-None-Match", "If-None-Exist" };
  g_autoptr (GString) line = g_string_new (name_of (request));
  g_auto (GStrv) parts = g_strsplit (karne_request_get_url (request), "/", -1);
  guint n = g_strv_length (parts);

  if (!is_batch (request) && n > 2)
    g_string_append_printf (line, " %s",
                            g_str_equal (karne_request_get_method (request), "POST")
                                ? parts[n - 1]
                                : parts[n - 2]);
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    if (karne_request_get_header (request, headers[i]) != NULL)
      g_string_append_printf (line, " %s", headers[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static Rule *
take_rule (KarneFaultTransport *self, const char *name)
{
  for (guint i = 0; i < self->rules->len; i++)
    if (g_str_equal (((Rule *) self->rules->pdata[i])->method, name))
      return g_ptr_array_steal_index (self->rules, i);
  return NULL;
}

static KarneResponse *
make_response (KarneRequest *request, guint status, const char *text, const char *location)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GInputStream) body =
      g_memory_input_stream_new_from_data (g_strdup (text != NULL ? text : ""),
                                           (gssize) strlen (text != NULL ? text : ""), g_free);

  g_hash_table_insert (headers, (gpointer) "content-type",
                       (gpointer) (text != NULL && text[0] == '<' ? "text/html"
                                                                  : "application/fhir+json"));
  if (text == NULL || text[0] == '\0')
    g_hash_table_insert (headers, (gpointer) "content-length", (gpointer) "0");
  if (location != NULL)
    g_hash_table_insert (headers, (gpointer) "location", (gpointer) location);
  return karne_response_new (status, headers, karne_request_get_url (request), body);
}

static void
lose (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                           "Sending a request: the connection broke");
}

static void
note (KarneFaultTransport *self, KarneRequest *request)
{
  const char *name = name_of (request);
  void (*func) (gpointer data) = self->func;

  g_ptr_array_add (self->methods, g_strdup (name));
  if (!g_str_equal (name, "GET") && !g_str_equal (name, "READS"))
    g_ptr_array_add (self->writes, describe (request));
  if (g_strcmp0 (self->moment, name) != 0)
    return;
  g_clear_pointer (&self->moment, g_free);
  func (self->data);
}

static void
send_inner (KarneFaultTransport *self, GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  karne_transport_send_async (self->inner, sending->request, g_task_get_cancellable (task),
                              inner_cb, g_object_ref (task));
}

static void
send_async (KarneTransport *transport,
            KarneRequest *request,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  KarneFaultTransport *self = KARNE_FAULT_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  note (self, request);
  sending->request = g_object_ref (request);
  sending->rule = take_rule (self, name_of (request));
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  if (sending->rule != NULL && sending->rule->fault == KARNE_FAULT_BEFORE)
    lose (task);
  else if (sending->rule != NULL && sending->rule->fault == KARNE_FAULT_STATUS)
    g_task_return_pointer (task,
                           make_response (request, sending->rule->status, sending->rule->body,
                                          NULL),
                           g_object_unref);
  else
    send_inner (self, task);
}

static void
inner_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneResponse) response =
      karne_transport_send_finish (KARNE_TRANSPORT (source), result, &error);

  if (response == NULL)
    g_task_return_error (task, error);
  else if (sending->rule == NULL || sending->rule->fault == KARNE_FAULT_PASS)
    g_task_return_pointer (task, g_steal_pointer (&response), g_object_unref);
  else
    {
      g_set_object (&sending->response, response);
      g_clear_object (&sending->body);
      sending->body = g_memory_output_stream_new_resizable ();
      g_output_stream_splice_async (sending->body, karne_response_get_body (response),
                                    G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), spliced_cb, g_object_ref (task));
    }
}

/* The server has said all that it had to say. */
static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneFaultTransport *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GMemoryOutputStream *body = G_MEMORY_OUTPUT_STREAM (sending->body);
  gsize len = g_memory_output_stream_get_data_size (body);
  g_autofree char *text = g_strndup (len > 0 ? g_memory_output_stream_get_data (body) : "", len);

  g_assert_cmpint (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL), >=, 0);
  if (sending->rule->fault == KARNE_FAULT_TWICE && !sending->again)
    {
      sending->again = TRUE;
      send_inner (self, task);
      return;
    }
  if (sending->rule->fault == KARNE_FAULT_AFTER)
    {
      lose (task);
      return;
    }
  if (sending->rule->fault == KARNE_FAULT_STATUS_AFTER)
    {
      g_task_return_pointer (task,
                             make_response (sending->request, sending->rule->status,
                                            sending->rule->body, NULL),
                             g_object_unref);
      return;
    }
  if (sending->rule->fault == KARNE_FAULT_CUT)
    text[len / 2] = '\0';
  if (sending->rule->fault == KARNE_FAULT_BARE)
    text[0] = '\0';
  g_task_return_pointer (task,
                         make_response (sending->request,
                                        karne_response_get_status (sending->response), text,
                                        karne_response_get_header (sending->response, "location")),
                         g_object_unref);
}

static KarneResponse *
send_finish (KarneTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
get_bytes (KarneTransport *transport, guint64 *sent, guint64 *received, guint *exchanges)
{
  karne_transport_get_bytes (KARNE_FAULT_TRANSPORT (transport)->inner, sent, received, exchanges);
}

static void
karne_fault_transport_finalize (GObject *object)
{
  KarneFaultTransport *self = KARNE_FAULT_TRANSPORT (object);

  g_clear_object (&self->inner);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->methods);
  g_ptr_array_unref (self->writes);
  g_free (self->moment);

  G_OBJECT_CLASS (karne_fault_transport_parent_class)->finalize (object);
}

static void
karne_fault_transport_class_init (KarneFaultTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_fault_transport_finalize;
}

static void
karne_fault_transport_init_interface (KarneTransportInterface *interface)
{
  interface->send_async = send_async;
  interface->send_finish = send_finish;
  interface->get_bytes = get_bytes;
}

static void
karne_fault_transport_init (KarneFaultTransport *self)
{
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_free);
  self->methods = g_ptr_array_new_with_free_func (g_free);
  self->writes = g_ptr_array_new_with_free_func (g_free);
}

KarneFaultTransport *
karne_fault_transport_new (KarneTransport *inner)
{
  KarneFaultTransport *self = g_object_new (KARNE_TYPE_FAULT_TRANSPORT, NULL);

  self->inner = g_object_ref (inner);
  return self;
}

void
karne_fault_transport_add (KarneFaultTransport *self,
                           const char *method,
                           KarneFault fault,
                           guint status,
                           const char *body)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->method = g_strdup (method);
  rule->fault = fault;
  rule->status = status;
  rule->body = g_strdup (body);
  g_ptr_array_add (self->rules, rule);
}

gboolean
karne_fault_transport_is_done (KarneFaultTransport *self)
{
  return self->rules->len == 0;
}

void
karne_fault_transport_forget (KarneFaultTransport *self)
{
  g_ptr_array_set_size (self->methods, 0);
  g_ptr_array_set_size (self->writes, 0);
}

char *
karne_fault_transport_dup_writes (KarneFaultTransport *self)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < self->writes->len; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", (char *) self->writes->pdata[i]);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

guint
karne_fault_transport_count (KarneFaultTransport *self, const char *method)
{
  guint n = 0;

  for (guint i = 0; i < self->methods->len; i++)
    n += g_str_equal (self->methods->pdata[i], method);
  return n;
}

void
karne_fault_transport_set_moment (KarneFaultTransport *self,
                                  const char *method,
                                  void (*func) (gpointer data),
                                  gpointer data)
{
  g_free (self->moment);
  self->moment = g_strdup (method);
  self->func = func;
  self->data = data;
}
