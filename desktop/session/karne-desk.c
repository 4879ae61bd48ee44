/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk.h"

#include "karne-demo.h"
#include "karne-open-record.h"

/**
 * KarneDesk:
 *
 * What is open in the window: the people whose records can be shown, and the one that is.
 *
 * One thing is opened or closed at a time; while that is under way the desk is busy, and to open
 * another is refused with PENDING. Closing is never refused: it stops what is being opened, and
 * waits for it.
 */
struct _KarneDesk
{
  GObject parent_instance;

  KarneClock *clock;     /* (owned) */
  KarneDemo *demo;       /* (owned) (nullable) */
  GListStore *profiles;  /* (owned) of KarneProfile */
  KarneProfile *profile; /* (owned) (nullable) the one that is shown */
  KarneDeskMode mode;
  gboolean busy;
  GCancellable *opening; /* (owned) (nullable) stops what is being opened */
  GCancellable *caller;  /* (owned) (nullable) by which whoever asked for it stops it */
  gulong caller_id;
  GQueue closers; /* of GTask (owned): they wait for what is under way */
};

G_DEFINE_FINAL_TYPE (KarneDesk, karne_desk, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (KarneDeskMode,
                    karne_desk_mode,
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_DEMO, "demo"),
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_OWN, "own"))

typedef enum
{
  PROP_MODE = 1,
  PROP_BUSY,
  PROP_PROFILES,
  PROP_PROFILE,
  PROP_SESSION,
  N_PROPS
} KarneDeskProperty;

static GParamSpec *properties[N_PROPS];

static void
notify (KarneDesk *self, KarneDeskProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_mode (KarneDesk *self, KarneDeskMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  notify (self, PROP_MODE);
}

static void
set_busy (KarneDesk *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  notify (self, PROP_BUSY);
}

static void
set_profile (KarneDesk *self, KarneProfile *profile)
{
  if (!g_set_object (&self->profile, profile))
    return;
  notify (self, PROP_PROFILE);
  notify (self, PROP_SESSION);
}

static void close_all (GTask *task);

static void
cancel_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

/* The way of every task that opens: busy until it returns, stopped by the caller and by whoever
 * closes. */
static GTask *
begin_opening (KarneDesk *self,
               gpointer tag,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr (GCancellable) opening = g_cancellable_new ();
  GTask *task = g_task_new (self, opening, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (self->busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "Opening a record: another one is under way");
      g_object_unref (task);
      return NULL;
    }
  g_set_object (&self->opening, opening);
  g_set_object (&self->caller, cancellable);
  if (cancellable != NULL)
    self->caller_id = g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb),
                                             g_object_ref (opening), g_object_unref);
  set_busy (self, TRUE);
  return task;
}

/* (transfer full) error. Whoever waits to close comes next. */
static void
end_task (GTask *task, GError *error)
{
  KarneDesk *self = g_task_get_source_object (task);
  GTask *closer = g_queue_pop_head (&self->closers);

  if (self->caller != NULL)
    g_cancellable_disconnect (self->caller, self->caller_id);
  g_clear_object (&self->caller);
  g_clear_object (&self->opening);
  if (closer == NULL)
    set_busy (self, FALSE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  if (closer != NULL)
    close_all (closer);
}

/* Opening */

static void
clear_desk (KarneDesk *self)
{
  g_clear_object (&self->demo);
  g_list_store_remove_all (self->profiles);
  set_mode (self, KARNE_DESK_MODE_CLOSED);
}

/* What was opened is shown, and brought up to date. (transfer full) task */
static void
record_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KarneProfile) profile = karne_open_record_finish (result, &error);

  if (profile == NULL)
    {
      if (self->profile == NULL)
        clear_desk (self);
      end_task (task, error);
      return;
    }
  if (!g_list_store_find (self->profiles, profile, NULL))
    g_list_store_append (self->profiles, profile);
  if (self->mode == KARNE_DESK_MODE_CLOSED)
    set_mode (self, KARNE_DESK_MODE_OWN);
  set_profile (self, profile);
  karne_session_keep_up_to_date (karne_profile_get_session (profile));
  end_task (task, NULL);
}

/* A person of this desk. (transfer full) task */
static void
show_profile (GTask *task, KarneProfile *profile)
{
  KarneDesk *self = g_task_get_source_object (task);
  const char *address = self->demo != NULL ? karne_demo_get_address (self->demo) : NULL;

  if (karne_profile_get_session (profile) != NULL || address == NULL)
    {
      set_profile (self, profile);
      end_task (task, NULL);
      g_object_unref (task);
      return;
    }
  karne_open_record_ephemeral_async (self->clock, address, profile, g_task_get_cancellable (task),
                                     record_opened_cb, task);
}

/* Shows the record of a person of this desk, and brings it up to date where it was not open yet. */
void
karne_desk_show_async (KarneDesk *self,
                       KarneProfile *profile,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && KARNE_IS_PROFILE (profile));

  task = begin_opening (self, karne_desk_show_async, cancellable, callback, user_data);
  if (task != NULL)
    show_profile (task, profile);
}

/* The demonstration */

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const KarnePerson *one = *(const KarnePerson *const *) a;
  const KarnePerson *other = *(const KarnePerson *const *) b;

  return g_utf8_collate (one->name != NULL ? one->name : "",
                         other->name != NULL ? other->name : "");
}

static void
fill_profiles (KarneDesk *self, GPtrArray *people)
{
  g_ptr_array_sort (people, compare_people);
  for (guint i = 0; i < people->len; i++)
    {
      const KarnePerson *person = people->pdata[i];
      g_autoptr (KarneProfile) profile =
          karne_profile_new (person->id, person->name, person->birth_date);

      g_list_store_append (self->profiles, profile);
    }
}

static void
people_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) people = karne_people_list_finish (result, &error);
  g_autoptr (KarneProfile) first = NULL;

  if (people != NULL)
    fill_profiles (self, people);
  first = g_list_model_get_item (G_LIST_MODEL (self->profiles), 0);
  if (first != NULL)
    {
      set_mode (self, KARNE_DESK_MODE_DEMO);
      show_profile (task, first);
      return;
    }
  clear_desk (self);
  end_task (task, error != NULL ? error
                                : g_error_new (KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                                               "The demonstration shows nobody"));
  g_object_unref (task);
}

static void
demo_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  g_autoptr (KarneSoupTransport) transport = NULL;
  GError *error = NULL;

  if (!karne_demo_start_finish (KARNE_DEMO (object), result, &error))
    {
      clear_desk (self);
      end_task (task, error);
      g_object_unref (task);
      return;
    }
  transport = karne_soup_transport_new (self->clock);
  karne_people_list_async (KARNE_TRANSPORT (transport), karne_demo_get_address (self->demo), NULL,
                           NULL, g_task_get_cancellable (task), people_listed_cb, task);
}

/* Starts a server on this computer and shows the first of its fictitious people. */
void
karne_desk_open_demo_async (KarneDesk *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && self->mode == KARNE_DESK_MODE_CLOSED);

  task = begin_opening (self, karne_desk_open_demo_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  self->demo = karne_demo_new ();
  karne_demo_start_async (self->demo, g_task_get_cancellable (task), demo_started_cb, task);
}

/* A record of this computer */

/* Opens a sealed space of this computer with its passphrase (borrowed), and shows it. */
void
karne_desk_open_space_async (KarneDesk *self,
                             const char *name,
                             const char *passphrase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && self->mode == KARNE_DESK_MODE_CLOSED);

  task = begin_opening (self, karne_desk_open_space_async, cancellable, callback, user_data);
  if (task != NULL)
    karne_open_record_sealed_async (self->clock, name, passphrase, g_task_get_cancellable (task),
                                    record_opened_cb, task);
}

/* Makes a space that is sealed by the passphrase (borrowed) for the record of a person at a server,
 * and shows it. */
void
karne_desk_create_space_async (KarneDesk *self,
                               const char *passphrase,
                               const char *address,
                               const KarnePerson *person,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && self->mode == KARNE_DESK_MODE_CLOSED);

  task = begin_opening (self, karne_desk_create_space_async, cancellable, callback, user_data);
  if (task != NULL)
    karne_open_record_new_async (self->clock, passphrase, address, person,
                                 g_task_get_cancellable (task), record_opened_cb, task);
}

gboolean
karne_desk_open_finish (KarneDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Closing */

typedef struct
{
  /* In progress */
  guint n_open;

  /* Output */
  GError *error; /* (owned) (nullable) the first one */
} CloseJob;

static void
close_job_free (CloseJob *job)
{
  g_clear_error (&job->error);
  g_free (job);
}

static void
end_close_when_done (GTask *task)
{
  KarneDesk *self = g_task_get_source_object (task);
  CloseJob *job = g_task_get_task_data (task);

  if (job->n_open > 0)
    return;
  g_clear_object (&self->demo);
  end_task (task, g_steal_pointer (&job->error));
}

static void
session_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CloseJob *job = g_task_get_task_data (task);

  karne_session_close_finish (KARNE_SESSION (object), result,
                              job->error == NULL ? &job->error : NULL);
  job->n_open--;
  end_close_when_done (task);
}

static void
close_profile (GTask *task, KarneProfile *profile)
{
  CloseJob *job = g_task_get_task_data (task);
  KarneSession *session = karne_profile_get_session (profile);

  if (session == NULL)
    return;
  job->n_open++;
  karne_session_close_async (session, NULL, session_closed_cb, g_object_ref (task));
}

/* (transfer full) task */
static void
close_all (GTask *task)
{
  G_GNUC_UNUSED g_autoptr (GTask) held = task;
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (g_object_unref);
  KarneDesk *self = g_task_get_source_object (task);
  CloseJob *job = g_task_get_task_data (task);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    g_ptr_array_add (profiles, g_list_model_get_item (G_LIST_MODEL (self->profiles), i));
  set_profile (self, NULL);
  set_mode (self, KARNE_DESK_MODE_CLOSED);
  g_list_store_remove_all (self->profiles);
  job->n_open = 1; /* until all have been told */
  for (guint i = 0; i < profiles->len; i++)
    close_profile (task, profiles->pdata[i]);
  job->n_open--;
  end_close_when_done (task);
}

/* Closes all that is open; what was for this session only is erased. Nothing of it is shown from
 * the moment of the call, or, where something is just being opened, from the moment that stops. */
void
karne_desk_close_async (KarneDesk *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_desk_close_async);
  g_task_set_task_data (task, g_new0 (CloseJob, 1), (GDestroyNotify) close_job_free);
  if (self->busy)
    {
      g_queue_push_tail (&self->closers, task);
      g_cancellable_cancel (self->opening);
      return;
    }
  set_busy (self, TRUE);
  close_all (task);
}

gboolean
karne_desk_close_finish (KarneDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The object */

static void
karne_desk_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneDesk *self = KARNE_DESK (object);

  switch ((KarneDeskProperty) prop_id)
    {
    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_PROFILES:
      g_value_set_object (value, self->profiles);
      break;
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_SESSION:
      g_value_set_object (value, karne_desk_get_session (self));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_desk_dispose (GObject *object)
{
  KarneDesk *self = KARNE_DESK (object);

  g_clear_object (&self->caller);
  g_clear_object (&self->opening);
  g_clear_object (&self->profile);
  g_clear_object (&self->profiles);
  g_clear_object (&self->demo);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (karne_desk_parent_class)->dispose (object);
}

static void
karne_desk_class_init (KarneDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_desk_get_property;
  object_class->dispose = karne_desk_dispose;

  properties[PROP_MODE] =
      g_param_spec_enum ("mode", NULL, NULL, KARNE_TYPE_DESK_MODE, KARNE_DESK_MODE_CLOSED, shown);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, shown);
  properties[PROP_PROFILES] =
      g_param_spec_object ("profiles", NULL, NULL, G_TYPE_LIST_MODEL, shown);
  properties[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, KARNE_TYPE_PROFILE, shown);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, KARNE_TYPE_SESSION, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
leftovers_erased_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!karne_space_erase_leftovers_finish (result, NULL, &error))
    g_debug ("Erasing what a crash left: %s", error->message);
}

/* What a crash left of spaces that do not last is noise without its key, and takes room. */
static void
erase_leftovers (void)
{
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();

  karne_space_erase_leftovers_async (root, NULL, leftovers_erased_cb, NULL);
}

static void
karne_desk_init (KarneDesk *self)
{
  self->clock = karne_system_clock_new ();
  self->profiles = g_list_store_new (KARNE_TYPE_PROFILE);
  g_queue_init (&self->closers);
  erase_leftovers ();
}

KarneDesk *
karne_desk_new (void)
{
  return g_object_new (KARNE_TYPE_DESK, NULL);
}

void
karne_desk_say_again (KarneDesk *self)
{
  g_return_if_fail (KARNE_IS_DESK (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      KarneSession *session = karne_profile_get_session (profile);

      if (session != NULL)
        karne_session_say_again (session);
    }
}

KarneDeskMode
karne_desk_get_mode (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), KARNE_DESK_MODE_CLOSED);

  return self->mode;
}

gboolean
karne_desk_get_busy (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), FALSE);

  return self->busy;
}

GListModel *
karne_desk_get_profiles (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->profiles);
}

KarneProfile *
karne_desk_get_profile (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  return self->profile;
}

KarneSession *
karne_desk_get_session (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  return self->profile != NULL ? karne_profile_get_session (self->profile) : NULL;
}
