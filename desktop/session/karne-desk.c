/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk.h"

#include "karne-demo.h"

/**
 * KarneDesk:
 *
 * What is open in the window: the people whose records can be shown, and the one that is.
 *
 * One thing is opened or closed at a time; while that is under way the desk is busy, and asking for
 * another is refused with PENDING.
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

/* The way of every task here: busy until it returns. */
static GTask *
begin_task (KarneDesk *self,
            gpointer tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (!self->busy)
    {
      set_busy (self, TRUE);
      return task;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                           "Opening or closing a record: another one is under way");
  g_object_unref (task);
  return NULL;
}

/* (transfer full) error */
static void
end_task (GTask *task, GError *error)
{
  set_busy (g_task_get_source_object (task), FALSE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Showing a person, whose record is opened first where it is not yet */

typedef struct
{
  /* Input */
  KarneProfile *profile; /* (owned) */

  /* In progress */
  KarneSession *session; /* (owned) (nullable) */
} ShowJob;

static void
show_job_free (ShowJob *job)
{
  g_clear_object (&job->profile);
  g_clear_object (&job->session);
  g_free (job);
}

static KarneRole
get_role (KarneProfile *profile)
{
  return karne_profile_is_minor (profile) ? KARNE_ROLE_REPRESENTATIVE : KARNE_ROLE_PERSON;
}

static void
session_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  ShowJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_session_start_finish (KARNE_SESSION (object), result, &error))
    {
      end_task (task, error);
      return;
    }
  karne_profile_set_session (job->profile, job->session);
  set_profile (self, job->profile);
  karne_session_sync (job->session);
  end_task (task, NULL);
}

static void
start_session (GTask *task, KarneSpace *space)
{
  KarneDesk *self = g_task_get_source_object (task);
  ShowJob *job = g_task_get_task_data (task);

  job->session = karne_session_new (space, self->clock, get_role (job->profile));
  karne_session_start_async (job->session, g_task_get_cancellable (task), session_started_cb, task);
}

static void
add_demo_source_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  g_auto (GStrv) words = g_strsplit (data, "\n", 2);
  GError *error = NULL;

  if (karne_store_add_source (KARNE_STORE (object), words[0], words[1], NULL, &error) > 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  GTask *task;       /* (owned) */
  KarneSpace *space; /* (owned) */
} AddingSource;

static void
demo_source_added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree AddingSource *adding = user_data;
  g_autoptr (KarneSpace) space = adding->space;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      start_session (adding->task, space);
      return;
    }
  end_task (adding->task, error);
  g_object_unref (adding->task);
}

static void
demo_space_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  ShowJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  KarneSpace *space = karne_space_create_ephemeral_finish (result, &error);
  const char *address = self->demo != NULL ? karne_demo_get_address (self->demo) : NULL;
  g_autoptr (GTask) adding_task = NULL;
  AddingSource *adding;

  if (space == NULL || address == NULL)
    {
      g_clear_object (&space);
      end_task (task, error != NULL ? error
                                    : g_error_new (KARNE_ERROR, KARNE_ERROR_FAILED,
                                                   "Opening a record of the demonstration: its "
                                                   "server has ended"));
      return;
    }
  adding = g_new0 (AddingSource, 1);
  adding->space = space;
  adding->task = g_steal_pointer (&task);
  adding_task = g_task_new (karne_space_get_store (space), NULL, demo_source_added_cb, adding);
  g_task_set_source_tag (adding_task, demo_space_made_cb);
  g_task_set_task_data (adding_task,
                        g_strdup_printf ("%s\n%s", address,
                                         karne_profile_get_patient (job->profile)),
                        g_free);
  g_task_run_in_thread (adding_task, add_demo_source_in_thread);
}

static void
show_profile (GTask *task, KarneProfile *profile)
{
  KarneDesk *self = g_task_get_source_object (task);
  ShowJob *job = g_new0 (ShowJob, 1);
  g_autoptr (GFile) root = NULL;

  job->profile = g_object_ref (profile);
  g_task_set_task_data (task, job, (GDestroyNotify) show_job_free);
  if (karne_profile_get_session (profile) != NULL)
    {
      set_profile (self, profile);
      end_task (task, NULL);
      g_object_unref (task);
      return;
    }
  root = karne_space_get_ephemeral_root ();
  karne_space_create_ephemeral_async (root, g_task_get_cancellable (task), demo_space_made_cb,
                                      task);
}

/* Shows the record of a person of this desk, and brings it up to date. */
void
karne_desk_show_async (KarneDesk *self,
                       KarneProfile *profile,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && KARNE_IS_PROFILE (profile));

  task = begin_task (self, karne_desk_show_async, cancellable, callback, user_data);
  if (task != NULL)
    show_profile (task, profile);
}

/* The demonstration */

static void
give_up_demo (KarneDesk *self)
{
  g_clear_object (&self->demo);
  g_list_store_remove_all (self->profiles);
  set_mode (self, KARNE_DESK_MODE_CLOSED);
}

static void
demo_shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = KARNE_DESK (object);
  GError *error = NULL;

  if (karne_desk_open_finish (self, result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  give_up_demo (self);
  g_task_return_error (task, error);
}

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
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) people = karne_people_list_finish (result, &error);
  g_autoptr (KarneProfile) first = NULL;

  set_busy (self, FALSE);
  if (people != NULL)
    fill_profiles (self, people);
  first = g_list_model_get_item (G_LIST_MODEL (self->profiles), 0);
  if (first == NULL)
    {
      give_up_demo (self);
      g_task_return_error (task, error != NULL ? error
                                               : g_error_new (KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                                                              "The demonstration shows nobody"));
      return;
    }
  set_mode (self, KARNE_DESK_MODE_DEMO);
  karne_desk_show_async (self, first, g_task_get_cancellable (task), demo_shown_cb,
                         g_object_ref (task));
}

static void
demo_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  g_autoptr (KarneSoupTransport) transport = NULL;
  GError *error = NULL;

  if (!karne_demo_start_finish (KARNE_DEMO (object), result, &error))
    {
      give_up_demo (self);
      end_task (task, error);
      return;
    }
  transport = karne_soup_transport_new (self->clock);
  karne_people_list_async (KARNE_TRANSPORT (transport), karne_demo_get_address (self->demo), NULL,
                           NULL, g_task_get_cancellable (task), people_listed_cb,
                           g_object_ref (task));
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

  task = begin_task (self, karne_desk_open_demo_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  self->demo = karne_demo_new ();
  karne_demo_start_async (self->demo, cancellable, demo_started_cb, task);
}

/* A sealed space of this computer */

static void
own_person_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  ShowJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) people = karne_view_list_finish (KARNE_VIEW (object), result, &error);
  const KarneItem *person = people != NULL && people->len > 0 ? people->pdata[0] : NULL;

  if (people == NULL)
    {
      end_task (task, error);
      return;
    }
  job->profile =
      karne_profile_new (person != NULL ? person->id : NULL, person != NULL ? person->title : NULL,
                         person != NULL ? person->date : NULL);
  g_list_store_append (self->profiles, job->profile);
  karne_profile_set_session (job->profile, job->session);
  set_mode (self, KARNE_DESK_MODE_OWN);
  set_profile (self, job->profile);
  karne_session_sync (job->session);
  end_task (task, NULL);
}

static void
own_session_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneQuery query = { .kind = "Patient", .limit = 1 };
  GError *error = NULL;

  if (!karne_session_start_finish (KARNE_SESSION (object), result, &error))
    {
      end_task (task, error);
      return;
    }
  karne_view_list_async (karne_session_get_view (KARNE_SESSION (object)), &query,
                         g_task_get_cancellable (task), own_person_read_cb, g_object_ref (task));
}

static void
space_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  ShowJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneSpace) space = karne_space_open_finish (result, &error);

  if (space == NULL)
    {
      end_task (task, error);
      return;
    }
  job->session = karne_session_new (space, self->clock, KARNE_ROLE_PERSON);
  karne_session_start_async (job->session, g_task_get_cancellable (task), own_session_started_cb,
                             g_object_ref (task));
}

/* Opens a sealed space of this computer with its passphrase (borrowed), and shows it. */
void
karne_desk_open_space_async (KarneDesk *self,
                             const char *name,
                             const char *passphrase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GFile) root = karne_space_get_default_root ();
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && self->mode == KARNE_DESK_MODE_CLOSED);

  task = begin_task (self, karne_desk_open_space_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  g_task_set_task_data (task, g_new0 (ShowJob, 1), (GDestroyNotify) show_job_free);
  karne_space_open_async (root, name, passphrase, cancellable, space_opened_cb, task);
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

/* Closes all that is open; what was for this session only is erased. Nothing of it is shown from
 * the moment of the call. */
void
karne_desk_close_async (KarneDesk *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (g_object_unref);
  CloseJob *job;

  g_return_if_fail (KARNE_IS_DESK (self));

  task = begin_task (self, karne_desk_close_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  job = g_new0 (CloseJob, 1);
  g_task_set_task_data (task, job, (GDestroyNotify) close_job_free);
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

  if (!karne_space_erase_leftovers_finish (result, &error))
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
  erase_leftovers ();
}

KarneDesk *
karne_desk_new (void)
{
  return g_object_new (KARNE_TYPE_DESK, NULL);
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
