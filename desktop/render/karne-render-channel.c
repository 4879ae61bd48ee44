/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-channel.h"

#include "karne-render-error.h"
#include "karne-render-wire.h"

#include <gio/gunixfdmessage.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATH_VARIABLE "KARNE_RENDER_PATH"
#define CHUNK (256 * 1024)

/**
 * KarneRenderChannel:
 *
 * A helper process, and the questions to it.
 *
 * Questions wait in a queue; the helper has one at a time, and a limited time for each. What the
 * helper answers is checked before anybody sees it; when it lies, takes too long or dies, it is
 * killed and every question fails. To be used from one thread.
 */
struct _KarneRenderChannel
{
  GObject parent_instance;

  guint time_limit; /* in milliseconds */

  GSubprocess *helper; /* (owned) (nullable) */
  GSocket *socket;     /* (owned) (nullable) */
  GSource *readable;   /* (owned) (nullable) */
  GSource *watchdog;   /* (owned) (nullable) */
  GByteArray *incoming;
  GQueue questions; /* (owned) (element-type Question): the first has been asked */
  gboolean asked;
  guint32 serial; /* of the first */
};

G_DEFINE_FINAL_TYPE (KarneRenderChannel, karne_render_channel, G_TYPE_OBJECT)

typedef struct
{
  GTask *task;        /* (owned) (nullable): none once it was cancelled */
  GSource *cancelled; /* (owned) (nullable) */
  KarneRenderRequest request;
  GVariant *arguments;             /* (owned) */
  const GVariantType *result_type; /* of a good answer */
  int file;                        /* (owned), or -1 */
  KarneRenderChannel *channel;     /* (unowned) */
} Question;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
question_free (Question *question)
{
  clear_source (&question->cancelled);
  g_clear_object (&question->task);
  g_clear_pointer (&question->arguments, g_variant_unref);
  if (question->file >= 0)
    close (question->file);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
karne_render_channel_dispose (GObject *object)
{
  KarneRenderChannel *self = KARNE_RENDER_CHANNEL (object);

  karne_render_channel_stop (self, NULL);

  G_OBJECT_CLASS (karne_render_channel_parent_class)->dispose (object);
}

static void
karne_render_channel_finalize (GObject *object)
{
  KarneRenderChannel *self = KARNE_RENDER_CHANNEL (object);

  g_byte_array_unref (self->incoming);

  G_OBJECT_CLASS (karne_render_channel_parent_class)->finalize (object);
}

static void
karne_render_channel_class_init (KarneRenderChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_render_channel_dispose;
  object_class->finalize = karne_render_channel_finalize;
}

static void
karne_render_channel_init (KarneRenderChannel *self)
{
  self->incoming = g_byte_array_new ();
  g_queue_init (&self->questions);
}

/**
 * karne_render_channel_new:
 * @time_limit: how many milliseconds an answer may take
 *
 * Returns: (transfer full): a channel without a helper yet
 */
KarneRenderChannel *
karne_render_channel_new (guint time_limit)
{
  KarneRenderChannel *self = g_object_new (KARNE_TYPE_RENDER_CHANNEL, NULL);

  self->time_limit = time_limit;
  return self;
}

/**
 * karne_render_channel_stop:
 * @self: a channel
 * @why: (nullable): the error for whatever is still asked; by default that it was stopped
 *
 * Kills the helper.
 */
void
karne_render_channel_stop (KarneRenderChannel *self, const GError *why)
{
  GQueue questions = self->questions;
  Question *question;

  g_queue_init (&self->questions);
  self->asked = FALSE;
  clear_source (&self->readable);
  clear_source (&self->watchdog);
  if (self->helper != NULL)
    g_subprocess_force_exit (self->helper);
  g_clear_object (&self->helper);
  g_clear_object (&self->socket);
  g_byte_array_set_size (self->incoming, 0);

  while ((question = g_queue_pop_head (&questions)) != NULL)
    {
      if (question->task != NULL && why != NULL)
        g_task_return_error (question->task, g_error_copy (why));
      else if (question->task != NULL)
        g_task_return_new_error (question->task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                 "Rendering: stopped");
      question_free (question);
    }
}

static void
stop_for (KarneRenderChannel *self, KarneRenderError code, const char *why)
{
  g_autoptr (GError) error = g_error_new (KARNE_RENDER_ERROR, code, "Rendering: %s", why);

  g_object_ref (self); /* the last task may be what keeps it */
  karne_render_channel_stop (self, error);
  g_object_unref (self);
}

/* ---- Asking -------------------------------------------------------------------------------- */

static gboolean
took_too_long_cb (gpointer user_data)
{
  stop_for (user_data, KARNE_RENDER_ERROR_LIMIT, "the helper took too long");
  return G_SOURCE_REMOVE;
}

static void
start_watchdog (KarneRenderChannel *self)
{
  self->watchdog = g_timeout_source_new (self->time_limit);
  g_source_set_callback (self->watchdog, took_too_long_cb, self, NULL);
  g_source_attach (self->watchdog, g_main_context_get_thread_default ());
}

/* A request is far smaller than what the socket holds: it goes at once, or the helper is gone. */
static gboolean
send_question (KarneRenderChannel *self, Question *question)
{
  GVariant *message =
      g_variant_new ("(uuv)", ++self->serial, question->request, question->arguments);
  g_autoptr (GBytes) packed = karne_render_wire_pack (message);
  GOutputVector vector = { g_bytes_get_data (packed, NULL), g_bytes_get_size (packed) };
  g_autoptr (GSocketControlMessage) files = g_unix_fd_message_new ();
  gssize sent;

  if (question->file >= 0 &&
      !g_unix_fd_message_append_fd (G_UNIX_FD_MESSAGE (files), question->file, NULL))
    return FALSE;
  sent = g_socket_send_message (self->socket, NULL, &vector, 1, &files, question->file >= 0 ? 1 : 0,
                                MSG_NOSIGNAL, NULL, NULL);
  return sent == (gssize) vector.size;
}

static void
ask_next (KarneRenderChannel *self)
{
  Question *question = g_queue_peek_head (&self->questions);

  if (self->asked || question == NULL)
    return;

  self->asked = TRUE;
  start_watchdog (self);
  if (!send_question (self, question))
    stop_for (self, KARNE_RENDER_ERROR_FAILED, "the helper does not listen");
}

/* ---- Answers ------------------------------------------------------------------------------- */

static void
return_answer (Question *question, guint32 status, GVariant *result)
{
  if (question->task == NULL)
    return;

  clear_source (&question->cancelled);
  if (status == 0)
    g_task_return_pointer (question->task, g_variant_ref (result),
                           (GDestroyNotify) g_variant_unref);
  else
    g_task_return_new_error (question->task, KARNE_RENDER_ERROR, status - 1,
                             "Rendering: the helper says %u", status);
}

static gboolean
take_answer (KarneRenderChannel *self, GBytes *body)
{
  g_autoptr (Question) question = NULL;
  guint32 serial, status;
  g_autoptr (GVariant) result = karne_render_wire_unpack (body, &serial, &status);
  const Question *first = g_queue_peek_head (&self->questions);

  if (result == NULL || !self->asked || serial != self->serial ||
      status > KARNE_RENDER_ERROR_LAST + 1 ||
      (status == 0 && !g_variant_is_of_type (result, first->result_type)))
    return FALSE;

  question = g_queue_pop_head (&self->questions);
  self->asked = FALSE;
  clear_source (&self->watchdog);
  ask_next (self);
  return_answer (question, status, result);
  return TRUE;
}

/* Takes the answers that are whole. False when the helper does not keep to the rules. */
static gboolean
take_answers (KarneRenderChannel *self)
{
  while (self->incoming->len >= 4)
    {
      gsize length = karne_render_wire_length (self->incoming->data);
      g_autoptr (GBytes) body = NULL;

      if (length > KARNE_RENDER_MAX_REPLY)
        return FALSE;
      if (self->incoming->len - 4 < length)
        return TRUE;
      body = g_bytes_new (self->incoming->data + 4, length);
      g_byte_array_remove_range (self->incoming, 0, 4 + length);
      if (!take_answer (self, body))
        return FALSE;
    }
  return TRUE;
}

/* Files that the helper would send along are closed by the system: there is no place for them. */
static gssize
receive (KarneRenderChannel *self, GError **error)
{
  guint before = self->incoming->len;
  gssize n;

  g_byte_array_set_size (self->incoming, before + CHUNK);
  n = g_socket_receive (self->socket, (char *) self->incoming->data + before, CHUNK, NULL, error);
  g_byte_array_set_size (self->incoming, before + MAX (n, 0));
  return n;
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (KarneRenderChannel) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  gssize n = receive (self, &error);

  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  if (n <= 0)
    stop_for (self, KARNE_RENDER_ERROR_FAILED, "the helper ended");
  else if (!take_answers (self))
    stop_for (self, KARNE_RENDER_ERROR_FAILED, "the helper does not keep to the rules");

  return self->socket == socket ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* ---- The helper ---------------------------------------------------------------------------- */

/* A build that is not installed says where it is. */
static const char *
helper_path (void)
{
  const char *path = g_getenv (PATH_VARIABLE);

  return path != NULL ? path : PACKAGE_LIBEXEC_DIR "/karne-render";
}

/* It sees nothing of the environment, and says nothing but through the channel. */
static GSubprocess *
launch (int its_end, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  char *environment[] = { (char *) "LC_ALL=C.UTF-8", NULL };

  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_fd (launcher, its_end, KARNE_RENDER_FD);
  return g_subprocess_launcher_spawn (launcher, error, helper_path (), NULL);
}

static void
listen_to (KarneRenderChannel *self)
{
  g_socket_set_blocking (self->socket, FALSE);
  self->readable = g_socket_create_source (self->socket, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_callback (self->readable, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->readable, g_main_context_get_thread_default ());
}

static gboolean
fail_to_start (GError *found, GError **error)
{
  g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED, "Rendering: no helper: %s",
               found->message);
  g_error_free (found);
  return FALSE;
}

/**
 * karne_render_channel_start:
 * @self: a channel
 * @error: return location
 *
 * Starts a helper, instead of the one that there may be.
 *
 * Returns: whether there is one
 */
gboolean
karne_render_channel_start (KarneRenderChannel *self, GError **error)
{
  GError *found = NULL;
  int ends[2];

  karne_render_channel_stop (self, NULL);
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED, "Rendering: no sockets");
      return FALSE;
    }
  self->socket = g_socket_new_from_fd (ends[0], &found);
  if (self->socket == NULL)
    {
      close (ends[0]);
      close (ends[1]);
      return fail_to_start (found, error);
    }
  self->helper = launch (ends[1], &found);
  if (self->helper == NULL)
    {
      g_clear_object (&self->socket);
      return fail_to_start (found, error);
    }

  listen_to (self);
  return TRUE;
}

/* ---- Questions ----------------------------------------------------------------------------- */

/* One that has been asked keeps its place: the answer will come. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  KarneRenderChannel *self = question->channel;
  g_autoptr (GTask) task = g_steal_pointer (&question->task);

  clear_source (&question->cancelled);
  if (!self->asked || g_queue_peek_head (&self->questions) != question)
    {
      g_queue_remove (&self->questions, question);
      question_free (question);
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Rendering: cancelled");
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Question *question, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;

  question->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (question->cancelled, G_SOURCE_FUNC (cancelled_cb), question, NULL);
  g_source_attach (question->cancelled, g_main_context_get_thread_default ());
}

/**
 * karne_render_channel_ask_async:
 * @self: a channel
 * @request: what to ask
 * @arguments: with what, floating references are taken
 * @result_type: the type of a good answer
 * @file: (transfer full): the file to go with it, or -1
 * @cancellable: (nullable): to give up
 * @callback: when it is answered
 * @user_data: for @callback
 *
 * Asks the helper something.
 */
void
karne_render_channel_ask_async (KarneRenderChannel *self,
                                KarneRenderRequest request,
                                GVariant *arguments,
                                const GVariantType *result_type,
                                int file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->task = g_task_new (self, cancellable, callback, user_data);
  question->request = request;
  question->arguments = g_variant_ref_sink (arguments);
  question->result_type = result_type;
  question->file = file;
  question->channel = self;
  g_task_set_source_tag (question->task, karne_render_channel_ask_async);
  if (self->helper == NULL)
    {
      g_task_return_new_error (question->task, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                               "Rendering: there is no helper");
      question_free (question);
      return;
    }

  g_queue_push_tail (&self->questions, question);
  watch_cancellable (question, cancellable);
  ask_next (self);
}

/**
 * karne_render_channel_ask_finish:
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full): the answer, of the type asked for
 */
GVariant *
karne_render_channel_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
