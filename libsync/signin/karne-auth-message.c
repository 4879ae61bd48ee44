/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-auth-message-private.h"

#include "karne-error.h"

#include <string.h>

#define PIECE 4096

KarneAuthForm *
karne_auth_form_new (void)
{
  return g_string_sized_new (1024);
}

void
karne_auth_form_add (KarneAuthForm *form, const char *name, const char *value)
{
  char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (form, "%s%s=", form->len > 0 ? "&" : "", name);
  g_string_append (form, escaped);
  karne_secret_wipe (escaped);
}

void
karne_auth_answer_free (KarneAuthAnswer *self)
{
  karne_secret_wipe_string (self->text);
  g_free (self);
}

static gboolean
find (KarneAuthAnswer *self, const char *name, KarneSpan *value)
{
  KarneSpan whole = { self->text->str, self->text->len };

  return karne_json_find (whole, name, value);
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return TRUE;
  return FALSE;
}

char *
karne_auth_answer_dup (KarneAuthAnswer *self, const char *name)
{
  KarneSpan value;
  char *text = find (self, name, &value) ? karne_json_dup_string (value) : NULL;

  if (text != NULL && has_control (text))
    g_clear_pointer (&text, karne_secret_wipe);
  return text;
}

/* RFC 6749, appendix A: printable ASCII. Anything else could not stand in a header. */
KarneSecret *
karne_auth_answer_dup_secret (KarneAuthAnswer *self, const char *name)
{
  char *text = karne_auth_answer_dup (self, name);
  KarneSecret *secret = NULL;

  if (text != NULL && *text != '\0' && g_str_is_ascii (text))
    secret = karne_secret_new (text);
  karne_secret_wipe (text);
  return secret;
}

gint64
karne_auth_answer_get_seconds (KarneAuthAnswer *self, const char *name)
{
  g_autofree char *text = NULL;
  KarneSpan value;
  guint64 seconds = 0;

  if (!find (self, name, &value))
    return -1;
  text = g_strndup (value.text, value.len);
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return -1;
  return (gint64) seconds;
}

gboolean
karne_auth_answer_is_true (KarneAuthAnswer *self, const char *name)
{
  KarneSpan value;

  return find (self, name, &value) && karne_span_equal (value, "true");
}

gboolean
karne_auth_answer_says (KarneAuthAnswer *self, const char *error)
{
  g_autofree char *said = karne_auth_answer_dup (self, "error");

  return g_strcmp0 (said, error) == 0;
}

/* Asking */

typedef struct
{
  /* In progress */
  KarneResponse *response; /* (owned) (nullable) */
  char buffer[PIECE];

  /* Output */
  KarneAuthAnswer *answer; /* (owned) (nullable) */
} Ask;

static void
ask_free (Ask *op)
{
  explicit_bzero (op->buffer, sizeof op->buffer);
  g_clear_object (&op->response);
  g_clear_pointer (&op->answer, karne_auth_answer_free);
  g_free (op);
}

static void ask_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void ask_read (GTask *task);
static void ask_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static GError *
find_fault (Ask *op)
{
  const GString *text = op->answer->text;
  gsize start = 0;
  gsize offset = 0;

  while (start < text->len && g_ascii_isspace (text->str[start]))
    start++;
  if (start < text->len && text->str[start] == '<')
    return karne_response_check_start (op->response, text->str, text->len);
  if (start == text->len || text->str[start] != '{' ||
      karne_json_check (text->str, text->len, &offset) != KARNE_FLAW_NONE)
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                                "Signing in: the answer is no JSON object");
  return NULL;
}

/* RFC 7009 answers without a word. */
static gboolean
is_bare (Ask *op)
{
  return op->answer->text->len == 0 && op->answer->status < 300;
}

/* A refusal in words of OAuth is an answer; any other is an error as it stands. */
static void
ask_ended (GTask *task)
{
  Ask *op = g_task_get_task_data (task);
  g_autoptr (GError) status = karne_response_to_error (op->response);
  GError *fault = NULL;

  if (is_bare (op))
    g_string_assign (op->answer->text, "{}");
  fault = find_fault (op);
  if (status != NULL && (fault != NULL || op->answer->status >= 500 || op->answer->status == 429))
    {
      g_clear_error (&fault);
      g_task_return_error (task, g_steal_pointer (&status));
    }
  else if (fault != NULL)
    g_task_return_error (task, fault);
  else
    g_task_return_pointer (task, g_steal_pointer (&op->answer),
                           (GDestroyNotify) karne_auth_answer_free);
}

static void
ask_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Ask *op = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    g_task_return_error (task, error);
  else if (n == 0)
    ask_ended (task);
  else if (op->answer->text->len + (gsize) n > KARNE_AUTH_MAX_ANSWER)
    g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                             "Signing in: the answer does not end");
  else
    {
      g_string_append_len (op->answer->text, op->buffer, n);
      ask_read (task);
    }
}

static void
ask_read (GTask *task)
{
  Ask *op = g_task_get_task_data (task);

  g_input_stream_read_async (karne_response_get_body (op->response), op->buffer, PIECE,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), ask_read_cb,
                             g_object_ref (task));
}

static void
ask_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Ask *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->response = karne_transport_send_finish (KARNE_TRANSPORT (source), result, &error);
  if (op->response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  op->answer = g_new0 (KarneAuthAnswer, 1);
  op->answer->status = karne_response_get_status (op->response);
  /* Never moved by growing, which would leave copies behind. */
  op->answer->text = g_string_sized_new (KARNE_AUTH_MAX_ANSWER);
  ask_read (task);
}

static void
wipe_form (gpointer data)
{
  karne_secret_wipe_string (data);
}

static KarneRequest *
make_request (const char *url, KarneAuthForm *form)
{
  KarneRequest *request = karne_request_new (form != NULL ? "POST" : "GET", url);

  karne_request_set_header (request, "Accept", "application/json");
  karne_request_set_header (request, "Cache-Control", "no-store");
  karne_request_set_flags (request, KARNE_REQUEST_NEW_CONNECTION);
  if (form != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new_with_free_func (form->str, form->len, wipe_form, form);

      karne_request_set_body (request, "application/x-www-form-urlencoded", body);
    }
  return request;
}

void
karne_auth_ask_async (KarneTransport *transport,
                      const char *url,
                      KarneAuthForm *form,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (KarneRequest) request = make_request (url, form);

  g_task_set_source_tag (task, karne_auth_ask_async);
  g_task_set_task_data (task, g_new0 (Ask, 1), (GDestroyNotify) ask_free);
  karne_transport_send_async (transport, request, cancellable, ask_sent_cb,
                              g_steal_pointer (&task));
}

KarneAuthAnswer *
karne_auth_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
