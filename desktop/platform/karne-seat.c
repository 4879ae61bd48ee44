/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-seat.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define LOGIND "org.freedesktop.login1"
#define MANAGER_PATH "/org/freedesktop/login1"
#define MANAGER LOGIND ".Manager"

/**
 * KarneSeat:
 *
 * What the computer says about whether anybody sits at it: emits “lock” when its session is locked,
 * when it goes to sleep, or when its screen is covered.
 *
 * Nothing of it is needed: where a bus, or who would speak on it, is not there, nothing is heard.
 * Whoever else says such a thing can have a session locked, and no more.
 */
struct _KarneSeat
{
  GObject parent_instance;

  GCancellable *cancellable;    /* (owned) */
  GDBusConnection *system_bus;  /* (owned) (nullable) */
  GDBusConnection *session_bus; /* (owned) (nullable) */
  GArray *heard;                /* (owned) of guint: subscriptions on the system bus */
  GArray *heard_here;           /* (owned) of guint: on the session bus */
  int sleep_fd;                 /* (owned) while it is open the computer waits; -1 */
};

G_DEFINE_FINAL_TYPE (KarneSeat, karne_seat, G_TYPE_OBJECT)

enum
{
  SIGNAL_LOCK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
was_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Before it sleeps */

static void
inhibited_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), &fds, result,
                                                       &error);
  int handle = -1;

  if (was_cancelled (error))
    return;
  if (answer == NULL || fds == NULL)
    {
      g_debug ("Having the computer wait before it sleeps: %s",
               error != NULL ? error->message : "no answer");
      return;
    }
  g_variant_get (answer, "(h)", &handle);
  karne_seat_let_sleep (data);
  KARNE_SEAT (data)->sleep_fd = g_unix_fd_list_get (fds, handle, NULL);
}

/* The computer waits, a few seconds at most, until a session that is open is locked. */
static void
inhibit_sleep (KarneSeat *self)
{
  g_dbus_connection_call_with_unix_fd_list (self->system_bus, LOGIND, MANAGER_PATH, MANAGER,
                                            "Inhibit",
                                            g_variant_new ("(ssss)", "sleep", "Karné",
                                                           _ ("Locks what is open"), "delay"),
                                            G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1,
                                            NULL, self->cancellable, inhibited_cb, self);
}

void
karne_seat_let_sleep (KarneSeat *self)
{
  g_return_if_fail (KARNE_IS_SEAT (self));

  if (self->sleep_fd >= 0)
    close (self->sleep_fd);
  self->sleep_fd = -1;
}

/* What is heard */

static void
lock_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *signal,
         GVariant *parameters,
         gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_LOCK], 0);
}

static gboolean
is_true (GVariant *parameters)
{
  gboolean value = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &value);
  return value;
}

static void
sleep_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *parameters,
          gpointer data)
{
  if (is_true (parameters))
    g_signal_emit (data, signals[SIGNAL_LOCK], 0);
  else
    inhibit_sleep (data);
}

static void
screen_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer data)
{
  if (is_true (parameters))
    g_signal_emit (data, signals[SIGNAL_LOCK], 0);
}

static void
listen (KarneSeat *self,
        GDBusConnection *bus,
        GArray *heard,
        const char *sender,
        const char *path,
        const char *interface,
        const char *signal,
        GDBusSignalCallback callback)
{
  guint id = g_dbus_connection_signal_subscribe (bus, sender, interface, signal, path, NULL,
                                                 G_DBUS_SIGNAL_FLAGS_NONE, callback, self, NULL);

  g_array_append_val (heard, id);
}

/* The session of the desktop that this program is in */

static void
session_found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  KarneSeat *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  const char *path;

  if (was_cancelled (error))
    return;
  if (answer == NULL)
    {
      g_debug ("Finding the session of this desktop: %s", error->message);
      return;
    }
  g_variant_get (answer, "(&o)", &path);
  listen (self, self->system_bus, self->heard, LOGIND, path, LOGIND ".Session", "Lock", lock_cb);
}

/* By its name where the environment has it: a program that the user's service manager started is in
 * no session of its own. */
static void
find_session (KarneSeat *self)
{
  const char *id = g_getenv ("XDG_SESSION_ID");

  g_dbus_connection_call (self->system_bus, LOGIND, MANAGER_PATH, MANAGER,
                          id != NULL ? "GetSession" : "GetSessionByPID",
                          id != NULL ? g_variant_new ("(s)", id)
                                     : g_variant_new ("(u)", (guint32) getpid ()),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          session_found_cb, self);
}

static void
system_bus_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  KarneSeat *self = data;

  if (was_cancelled (error))
    return;
  if (bus == NULL)
    {
      g_debug ("Listening to the system: %s", error->message);
      return;
    }
  self->system_bus = bus;
  /* It may be taken down before us. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  listen (self, bus, self->heard, LOGIND, MANAGER_PATH, MANAGER, "PrepareForSleep", sleep_cb);
  find_session (self);
  inhibit_sleep (self);
}

static void
session_bus_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  static const char *const screen_savers[] = { "org.gnome.ScreenSaver",
                                               "org.freedesktop.ScreenSaver",
                                               "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver" };
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  KarneSeat *self = data;

  if (was_cancelled (error))
    return;
  if (bus == NULL)
    {
      g_debug ("Listening to the desktop: %s", error->message);
      return;
    }
  self->session_bus = bus;
  /* Each at the path that its desktop gave it. */
  for (guint i = 0; i < G_N_ELEMENTS (screen_savers); i++)
    listen (self, bus, self->heard_here, screen_savers[i], NULL, screen_savers[i], "ActiveChanged",
            screen_cb);
}

/* The object */

static void
leave_bus (GDBusConnection **bus, GArray *heard)
{
  for (guint i = 0; *bus != NULL && i < heard->len; i++)
    g_dbus_connection_signal_unsubscribe (*bus, g_array_index (heard, guint, i));
  g_array_set_size (heard, 0);
  g_clear_object (bus);
}

static void
karne_seat_dispose (GObject *object)
{
  KarneSeat *self = KARNE_SEAT (object);

  g_cancellable_cancel (self->cancellable);
  leave_bus (&self->system_bus, self->heard);
  leave_bus (&self->session_bus, self->heard_here);
  karne_seat_let_sleep (self);

  G_OBJECT_CLASS (karne_seat_parent_class)->dispose (object);
}

static void
karne_seat_finalize (GObject *object)
{
  KarneSeat *self = KARNE_SEAT (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->heard, g_array_unref);
  g_clear_pointer (&self->heard_here, g_array_unref);

  G_OBJECT_CLASS (karne_seat_parent_class)->finalize (object);
}

static void
karne_seat_class_init (KarneSeatClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_seat_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_seat_finalize;

  signals[SIGNAL_LOCK] = g_signal_new ("lock", KARNE_TYPE_SEAT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
karne_seat_init (KarneSeat *self)
{
  self->sleep_fd = -1;
  self->cancellable = g_cancellable_new ();
  self->heard = g_array_new (FALSE, FALSE, sizeof (guint));
  self->heard_here = g_array_new (FALSE, FALSE, sizeof (guint));
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, session_bus_cb, self);
}

KarneSeat *
karne_seat_new (void)
{
  return g_object_new (KARNE_TYPE_SEAT, NULL);
}
