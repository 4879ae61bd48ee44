/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

#include "karne-open-record.h"

/**
 * KarneDesk:
 *
 * What is open in the window: the people whose records can be shown, and the one that is.
 *
 * One thing is opened or closed at a time; while that is under way the desk is busy, and to open
 * another is refused with PENDING. Closing is never refused: it stops what is being opened, and
 * waits for it.
 *
 * While it is locked nothing is shown, nor in the list of people: see karne-desk-lock.c.
 */
G_DEFINE_FINAL_TYPE (KarneDesk, karne_desk, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (KarneDeskMode,
                    karne_desk_mode,
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_DEMO, "demo"),
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_OWN, "own"),
                    G_DEFINE_ENUM_VALUE (KARNE_DESK_MODE_SHARED, "shared"))

typedef enum
{
  PROP_MODE = 1,
  PROP_BUSY,
  PROP_PROFILES,
  PROP_PROFILE,
  PROP_SESSION,
  PROP_LOCKED,
  PROP_LOSS,
  N_PROPS
} KarneDeskProperty;

static GParamSpec *properties[N_PROPS];

static void
notify (KarneDesk *self, KarneDeskProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
karne_desk_set_mode (KarneDesk *self, KarneDeskMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  karne_desk_watch_idle (self);
  notify (self, PROP_MODE);
}

void
karne_desk_set_busy (KarneDesk *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  notify (self, PROP_BUSY);
}

void
karne_desk_set_profile (KarneDesk *self, KarneProfile *profile)
{
  if (!g_set_object (&self->profile, profile))
    return;
  notify (self, PROP_PROFILE);
  notify (self, PROP_SESSION);
}

void
karne_desk_notify_locked (KarneDesk *self)
{
  karne_desk_watch_idle (self);
  notify (self, PROP_LOCKED);
}

void
karne_desk_set_loss (KarneDesk *self, KarneDeskLoss loss, guint n_lost)
{
  self->loss = loss;
  self->n_lost = n_lost;
  notify (self, PROP_LOSS);
}

/* A record that lasts has nothing to be wiped once it is locked: its key has gone already. */
void
karne_desk_watch_idle (KarneDesk *self)
{
  KarneIdleWatch watch = KARNE_IDLE_WATCH_OPEN;

  if (self->mode == KARNE_DESK_MODE_CLOSED)
    watch = KARNE_IDLE_WATCH_NOTHING;
  else if (self->locked)
    watch = self->mode == KARNE_DESK_MODE_OWN ? KARNE_IDLE_WATCH_NOTHING : KARNE_IDLE_WATCH_LOCKED;
  karne_idle_set_watch (self->idle, watch);
}

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
  if (self->busy || self->locked)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "Opening a record: another one is under way, or locked");
      g_object_unref (task);
      return NULL;
    }
  if (self->loss != KARNE_DESK_LOSS_NONE)
    karne_desk_set_loss (self, KARNE_DESK_LOSS_NONE, 0);
  g_set_object (&self->opening, opening);
  g_set_object (&self->caller, cancellable);
  if (cancellable != NULL)
    self->caller_id = g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb),
                                             g_object_ref (opening), g_object_unref);
  karne_desk_set_busy (self, TRUE);
  return task;
}

static void
run_queued (GTask *task)
{
  if (g_task_get_source_tag (task) == karne_desk_unlock_async)
    karne_desk_begin_unlock (task);
  else
    karne_desk_begin_close (task);
}

/* (transfer full) (nullable) What comes next; what is locked is laid to rest where nothing does,
 * and that may have it closed. */
static GTask *
find_next (KarneDesk *self)
{
  GTask *next = g_queue_pop_head (&self->queued);

  if (next != NULL || karne_desk_rest (self))
    return next;
  next = g_queue_pop_head (&self->queued);
  if (next == NULL)
    karne_desk_set_busy (self, FALSE);
  return next;
}

void
karne_desk_go_on (KarneDesk *self)
{
  GTask *next = find_next (self);

  if (next != NULL)
    run_queued (next);
}

void
karne_desk_end_task (GTask *task, GError *error)
{
  G_GNUC_UNUSED g_autoptr (GTask) held = task;
  KarneDesk *self = g_task_get_source_object (task);
  GTask *next;

  if (self->caller != NULL)
    g_cancellable_disconnect (self->caller, self->caller_id);
  g_clear_object (&self->caller);
  g_clear_object (&self->opening);
  next = find_next (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  if (next != NULL)
    run_queued (next);
}

/* Opening */

static void
clear_desk (KarneDesk *self)
{
  g_clear_object (&self->demo);
  g_list_store_remove_all (self->profiles);
  karne_desk_set_mode (self, KARNE_DESK_MODE_CLOSED);
}

/* What was opened is shown, and brought up to date. (transfer full) task */
static void
record_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KarneProfile) profile = karne_open_record_finish (result, &error);

  if (profile == NULL)
    {
      if (self->profile == NULL && !self->locked)
        clear_desk (self);
      karne_desk_end_task (task, error);
      return;
    }
  if (self->locked)
    {
      karne_desk_hold (self, profile);
      karne_desk_end_task (task, NULL);
      return;
    }
  if (!g_list_store_find (self->profiles, profile, NULL))
    g_list_store_append (self->profiles, profile);
  if (self->mode == KARNE_DESK_MODE_CLOSED)
    karne_desk_set_mode (self, KARNE_DESK_MODE_OWN);
  karne_desk_set_profile (self, profile);
  karne_session_keep_up_to_date (karne_profile_get_session (profile));
  karne_desk_end_task (task, NULL);
}

/* A person of this desk. (transfer full) task */
static void
show_profile (GTask *task, KarneProfile *profile)
{
  KarneDesk *self = g_task_get_source_object (task);
  const char *address = self->demo != NULL ? karne_demo_get_address (self->demo) : NULL;

  if (karne_profile_get_session (profile) != NULL || address == NULL)
    {
      karne_desk_set_profile (self, profile);
      karne_desk_end_task (task, NULL);
      return;
    }
  karne_open_record_ephemeral_async (self->clock, address, profile, NULL,
                                     g_task_get_cancellable (task), record_opened_cb, task);
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
      karne_desk_set_mode (self, KARNE_DESK_MODE_DEMO);
      show_profile (task, first);
      return;
    }
  clear_desk (self);
  karne_desk_end_task (task, error != NULL ? error
                                           : g_error_new (KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                                                          "The demonstration shows nobody"));
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
      karne_desk_end_task (task, error);
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
  /* Nobody chose a code for this. */
  g_clear_pointer (&self->guard, karne_guard_unref);
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
 * and shows it. credentials: (nullable) what the person's sign-in gave. */
void
karne_desk_create_space_async (KarneDesk *self,
                               const char *passphrase,
                               const char *address,
                               const KarnePerson *person,
                               KarneCredentials *credentials,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && self->mode == KARNE_DESK_MODE_CLOSED);

  task = begin_opening (self, karne_desk_create_space_async, cancellable, callback, user_data);
  if (task != NULL)
    karne_open_record_new_async (self->clock, passphrase, address, person, credentials,
                                 g_task_get_cancellable (task), record_opened_cb, task);
}

/* At a shared computer */

/* Makes a space that goes with the session for the record of a person who has signed in and agreed
 * that somebody else sees it, and shows it as far as was agreed. demo: (nullable) the server, where
 * the person is fictitious. */
void
karne_desk_open_shared_async (KarneDesk *self,
                              KarneDemo *demo,
                              const char *address,
                              const KarnePerson *person,
                              KarneCredentials *credentials,
                              KarneAgreement *agreement,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (KarneProfile) profile = NULL;
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self) && self->mode == KARNE_DESK_MODE_CLOSED);
  g_return_if_fail (KARNE_IS_AGREEMENT (agreement) && person != NULL);

  task = begin_opening (self, karne_desk_open_shared_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  g_set_object (&self->demo, demo);
  karne_desk_set_mode (self, KARNE_DESK_MODE_SHARED);
  profile = karne_profile_new (person->id, person->name, person->birth_date);
  karne_profile_set_agreement (profile, agreement);
  karne_open_record_ephemeral_async (self->clock, address, profile, credentials,
                                     g_task_get_cancellable (task), record_opened_cb, task);
}

gboolean
karne_desk_open_finish (KarneDesk *self, GAsyncResult *result, GError **error)
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
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;
    case PROP_LOSS:
      g_value_set_boolean (value, self->loss != KARNE_DESK_LOSS_NONE);
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
  g_clear_object (&self->saved);
  g_clear_object (&self->demo);
  if (self->clock != NULL && self->wipe_timeout != 0)
    karne_clock_remove (self->clock, self->wipe_timeout);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_object (&self->returning);
  g_clear_pointer (&self->guard, karne_guard_unref);
  g_clear_pointer (&self->space_name, g_free);
  g_clear_object (&self->idle);
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
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, shown);
  properties[PROP_LOSS] = g_param_spec_boolean ("loss", NULL, NULL, FALSE, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_desk_init (KarneDesk *self)
{
  self->profiles = g_list_store_new (KARNE_TYPE_PROFILE);
  self->saved = g_list_store_new (G_TYPE_FILE);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_held_free);
  g_queue_init (&self->queued);
}

KarneDesk *
karne_desk_new_with_clock (KarneClock *clock)
{
  KarneDesk *self = g_object_new (KARNE_TYPE_DESK, NULL);

  self->clock = g_object_ref (clock);
  self->idle = karne_idle_new (clock);
  karne_desk_follow_idle (self);
  karne_desk_erase_leftovers (self);
  return self;
}

KarneDesk *
karne_desk_new (void)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();

  return karne_desk_new_with_clock (clock);
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
karne_desk_is_practice (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), FALSE);

  return self->mode != KARNE_DESK_MODE_CLOSED && self->demo != NULL;
}

gboolean
karne_desk_get_busy (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), FALSE);

  return self->busy;
}

KarneIdle *
karne_desk_get_idle (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  return self->idle;
}

void
karne_desk_note_saved (KarneDesk *self, GFile *file)
{
  g_return_if_fail (KARNE_IS_DESK (self) && G_IS_FILE (file));

  if (!g_list_store_find_with_equal_func (self->saved, file, (GEqualFunc) g_file_equal, NULL))
    g_list_store_append (self->saved, file);
}

GListModel *
karne_desk_get_saved (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->saved);
}

KarneDeskLoss
karne_desk_get_loss (KarneDesk *self, guint *n_lost)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), KARNE_DESK_LOSS_NONE);

  *n_lost = self->n_lost;
  return self->loss;
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
