/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-content.h"

#include "karne-render-memory.h"

#include <errno.h>
#include <gio/gfiledescriptorbased.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/**
 * KarneViewerContent:
 *
 * The bytes of a document: where they are, and where they can be brought.
 */
struct _KarneViewerContent
{
  GObject parent_instance;

  KarneView *view;           /* (owned) */
  KarneStore *store;         /* (owned) */
  KarneTransport *transport; /* (owned) */
  gint64 source;
  char *id; /* (owned) */
  guint n;
};

G_DEFINE_FINAL_TYPE (KarneViewerContent, karne_viewer_content, G_TYPE_OBJECT)

static void
karne_viewer_content_finalize (GObject *object)
{
  KarneViewerContent *self = KARNE_VIEWER_CONTENT (object);

  g_clear_object (&self->view);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_free (self->id);

  G_OBJECT_CLASS (karne_viewer_content_parent_class)->finalize (object);
}

static void
karne_viewer_content_class_init (KarneViewerContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_viewer_content_finalize;
}

static void
karne_viewer_content_init (KarneViewerContent *self)
{
}

KarneViewerContent *
karne_viewer_content_new (KarneSession *session, KarneDocument *document, guint n)
{
  KarneViewerContent *self = g_object_new (KARNE_TYPE_VIEWER_CONTENT, NULL);

  self->view = g_object_ref (karne_session_get_view (session));
  self->store = g_object_ref (karne_session_get_store (session));
  self->transport = g_object_ref (karne_session_get_transport (session));
  self->source = karne_resource_get_source (KARNE_RESOURCE (document));
  self->id = g_strdup (karne_resource_get_id (KARNE_RESOURCE (document)));
  self->n = n;
  return self;
}

/* Passes the end of something on to a task that waits for it. */
static void
return_boolean (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

/* Looking */

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KarneDocumentState *state = karne_document_get_state_finish (result, &error);

  if (state != NULL)
    g_task_return_pointer (task, state, (GDestroyNotify) karne_document_state_free);
  else
    g_task_return_error (task, error);
}

void
karne_viewer_content_look_async (KarneViewerContent *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_viewer_content_look_async);
  karne_document_get_state_async (self->view, self->source, self->id, self->n, cancellable,
                                  looked_cb, task);
}

KarneDocumentState *
karne_viewer_content_look_finish (KarneViewerContent *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Fetching */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean fetched = karne_document_fetch_finish (result, &error);

  return_boolean (user_data, fetched, error);
}

void
karne_viewer_content_fetch_async (KarneViewerContent *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_viewer_content_fetch_async);
  karne_document_fetch_async (self->view, self->store, self->transport, self->source, self->id,
                              self->n, cancellable, fetched_cb, task);
}

gboolean
karne_viewer_content_fetch_finish (KarneViewerContent *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Reading */

static void
close_file (gpointer data)
{
  int *file = data;

  if (*file >= 0)
    close (*file);
  g_free (file);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean written = karne_document_save_finish (result, &error);

  return_boolean (user_data, written, error);
}

void
karne_viewer_content_read_async (KarneViewerContent *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GOutputStream) stream = NULL;
  int *file = g_new (int, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, karne_viewer_content_read_async);
  *file = karne_render_memory_new (&error);
  g_task_set_task_data (task, file, close_file);
  if (*file < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  stream = g_unix_output_stream_new (*file, FALSE);
  karne_document_save_async (self->view, self->source, self->id, self->n, stream, cancellable,
                             read_cb, g_steal_pointer (&task));
}

int
karne_viewer_content_read_finish (KarneViewerContent *self, GAsyncResult *result, GError **error)
{
  int *file = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_fd (file) : -1;
}

/* Saving */

typedef struct
{
  /* Input */
  GFile *file; /* (owned) */
  /* In progress */
  GFile *beside;         /* (owned) */
  GOutputStream *stream; /* (owned) (nullable) */
  GError *error;         /* (owned) (nullable) why it is given up */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->file);
  g_clear_object (&saving->beside);
  g_clear_object (&saving->stream);
  g_clear_error (&saving->error);
  g_free (saving);
}

/* Hidden, and with a name that nothing else has. */
static GFile *
file_beside (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf (".karne-%s.part", unique);

  return g_file_get_child (folder, name);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);

  g_file_delete_finish (G_FILE (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&saving->error));
}

/* Nothing is left of it. This is done whether the person cancelled or not. */
static void
give_up (GTask *task, GError *error)
{
  Saving *saving = g_task_get_task_data (task);

  saving->error = error;
  g_file_delete_async (saving->beside, G_PRIORITY_DEFAULT, NULL, removed_cb, task);
}

/* What is said to be saved is on the disk, or on the key that is taken out next. */
static gboolean
put_on_disk (Saving *saving, GCancellable *cancellable, GError **error)
{
  if (G_IS_FILE_DESCRIPTOR_BASED (saving->stream) &&
      fsync (g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (saving->stream))) != 0)
    {
      int number = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "Saving: %s",
                   g_strerror (number));
      return FALSE;
    }
  return g_output_stream_close (saving->stream, cancellable, error) &&
         g_file_move (saving->beside, saving->file, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL,
                      error);
}

static void
settle_in_worker (GTask *settling, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (put_on_disk (data, cancellable, &error))
    g_task_return_boolean (settling, TRUE);
  else
    g_task_return_error (settling, error);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return_boolean (task, TRUE, NULL);
  else
    give_up (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (GTask) settling = NULL;

  if (!karne_document_save_finish (result, &error))
    {
      give_up (task, error);
      return;
    }
  settling = g_task_new (NULL, g_task_get_cancellable (task), settled_cb, task);
  /* The task data is that of the saving, which waits for it. */
  g_task_set_task_data (settling, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (settling, settle_in_worker);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneViewerContent *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  saving->stream = G_OUTPUT_STREAM (g_file_create_finish (G_FILE (source), result, &error));
  if (saving->stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  karne_document_save_async (self->view, self->source, self->id, self->n, saving->stream,
                             cancellable, written_cb, g_steal_pointer (&task));
}

void
karne_viewer_content_save_async (KarneViewerContent *self,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);

  g_task_set_source_tag (task, karne_viewer_content_save_async);
  saving->file = g_object_ref (file);
  saving->beside = file_beside (file);
  g_task_set_task_data (task, saving, saving_free);
  g_file_create_async (saving->beside, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT, cancellable,
                       created_cb, task);
}

gboolean
karne_viewer_content_save_finish (KarneViewerContent *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
karne_viewer_content_note (KarneViewerContent *self, KarneAccessAct act)
{
  karne_access_log_note (self->view, act, self->source, "DocumentReference", self->id, NULL);
}

/* Names */

static const struct
{
  const char *type;
  const char *ending;
} endings[] = {
  { "application/pdf", "pdf" },
  { "application/xml", "xml" },
  { "text/xml", "xml" },
  { "application/hl7-v3+xml", "xml" },
  { "application/hl7-cda+xml", "xml" },
  { "application/fhir+json", "json" },
  { "image/png", "png" },
  { "image/jpeg", "jpg" },
  { "image/gif", "gif" },
  { "image/tiff", "tiff" },
  { "text/plain", "txt" },
  { "text/rtf", "rtf" },
  { "application/rtf", "rtf" },
  { "application/dicom", "dcm" },
};

char *
karne_viewer_content_dup_name (const char *content_type)
{
  /* Translators: the name of a file, proposed when a document is saved: no spaces, no accents. */
  const char *name = C_ ("file name", "document");

  for (gsize i = 0; content_type != NULL && i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (endings[i].type);

      if (g_ascii_strncasecmp (content_type, endings[i].type, length) == 0 &&
          strchr ("; ", content_type[length]) != NULL)
        return g_strdup_printf ("%s.%s", name, endings[i].ending);
    }
  return g_strdup (name);
}
