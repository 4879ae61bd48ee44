/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-scope.h"

#include <unistd.h>

#define SYSTEMD "org.freedesktop.systemd1"
#define MANAGER_PATH "/org/freedesktop/systemd1"
#define MANAGER SYSTEMD ".Manager"

/* A scope of our own, with MemorySwapMax=0: libsodium locks our copy of a key, but the pages that
 * SQLCipher decrypts, and what is drawn of them, are ordinary memory. */

typedef struct
{
  GDBusConnection *bus; /* (owned) (nullable) */
  char *unit;           /* (owned) */
  guint heard;          /* subscription */
} Entering;

static void
entering_free (Entering *entering)
{
  if (entering->bus != NULL && entering->heard != 0)
    g_dbus_connection_signal_unsubscribe (entering->bus, entering->heard);
  g_clear_object (&entering->bus);
  g_free (entering->unit);
  g_free (entering);
}

static void
stop_listening (Entering *entering)
{
  if (entering->heard != 0)
    g_dbus_connection_signal_unsubscribe (entering->bus, entering->heard);
  entering->heard = 0;
}

/* It is in the scope once the job is done, and not when it was accepted. */
static void
job_removed_cb (GDBusConnection *bus,
                const char *sender,
                const char *path,
                const char *interface,
                const char *signal,
                GVariant *parameters,
                gpointer data)
{
  GTask *task = data;
  Entering *entering = g_task_get_task_data (task);
  const char *unit;
  const char *result;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uoss)")))
    return;
  g_variant_get (parameters, "(uo&s&s)", NULL, NULL, &unit, &result);
  if (!g_str_equal (unit, entering->unit) || entering->heard == 0)
    return;
  if (g_str_equal (result, "done"))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "Entering a scope: not done");
  stop_listening (entering);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Entering *entering = g_task_get_task_data (task);
  g_autoptr (GVariant) answer = NULL;
  GError *error = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  if (answer != NULL)
    return;
  if (entering->heard != 0)
    g_task_return_error (task, error);
  else
    g_error_free (error);
  stop_listening (entering);
}

static GVariant *
make_unit (const char *unit)
{
  GVariantBuilder properties;
  GVariantBuilder pids;

  g_variant_builder_init (&pids, G_VARIANT_TYPE ("au"));
  g_variant_builder_add (&pids, "u", (guint32) getpid ());
  g_variant_builder_init (&properties, G_VARIANT_TYPE ("a(sv)"));
  g_variant_builder_add (&properties, "(sv)", "Description", g_variant_new_string ("Karné"));
  g_variant_builder_add (&properties, "(sv)", "PIDs", g_variant_builder_end (&pids));
  g_variant_builder_add (&properties, "(sv)", "MemorySwapMax", g_variant_new_uint64 (0));
  return g_variant_new ("(ss@a(sv)@a(sa(sv)))", unit, "fail", g_variant_builder_end (&properties),
                        g_variant_new_array (G_VARIANT_TYPE ("(sa(sv))"), NULL, 0));
}

static void
bus_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Entering *entering = g_task_get_task_data (task);
  GError *error = NULL;

  entering->bus = g_bus_get_finish (result, &error);
  if (entering->bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  entering->heard =
      g_dbus_connection_signal_subscribe (entering->bus, SYSTEMD, MANAGER, "JobRemoved",
                                          MANAGER_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          job_removed_cb, g_object_ref (task), g_object_unref);
  /* A service that is not there is not to be started for this. */
  g_dbus_connection_call (entering->bus, SYSTEMD, MANAGER_PATH, MANAGER, "StartTransientUnit",
                          make_unit (entering->unit), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, g_task_get_cancellable (task),
                          started_cb, g_object_ref (task));
}

void
karne_scope_enter_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Entering *entering = g_new0 (Entering, 1);

  entering->unit = g_strdup_printf ("app-%s-%d.scope", APPLICATION_ID, (int) getpid ());
  g_task_set_source_tag (task, karne_scope_enter_async);
  g_task_set_task_data (task, entering, (GDestroyNotify) entering_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_found_cb, task);
}

gboolean
karne_scope_enter_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
