/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fake-secret-service.h"

#include <string.h>

#define SERVICE_PATH "/org/freedesktop/secrets"
#define SESSION_PATH SERVICE_PATH "/session/1"
#define COLLECTION_PATH SERVICE_PATH "/aliases/default"

typedef struct
{
  char *path;           /* (owned) */
  char *label;          /* (owned) */
  GVariant *attributes; /* (owned) a{ss} */
  char *secret;         /* (owned) */
  guint registration;
} Item;

struct _FakeSecretService
{
  GThread *thread; /* (owned) */
  GMainContext *context;
  GMainLoop *loop;
  GDBusNodeInfo *node;

  /* Of the thread */
  GDBusConnection *connection;
  guint n_made;

  /* Of both */
  GMutex mutex;
  GCond cond;
  gboolean ready;
  char *address;
  FakeSecretsMood mood;
  GPtrArray *items; /* Item */
};

static const char introspection[] =
    "<node>"
    "<interface name='org.freedesktop.Secret.Service'>"
    "<method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
    "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
    "<method name='SearchItems'><arg type='a{ss}' direction='in'/>"
    "<arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
    "<method name='Unlock'><arg type='ao' direction='in'/>"
    "<arg type='ao' direction='out'/><arg type='o' direction='out'/></method>"
    "<method name='GetSecrets'><arg type='ao' direction='in'/><arg type='o' direction='in'/>"
    "<arg type='a{o(oayays)}' direction='out'/></method>"
    "</interface>"
    "<interface name='org.freedesktop.Secret.Collection'>"
    "<method name='CreateItem'><arg type='a{sv}' direction='in'/>"
    "<arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
    "<arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
    "</interface>"
    "<interface name='org.freedesktop.Secret.Item'>"
    "<method name='Delete'><arg type='o' direction='out'/></method>"
    "</interface>"
    "</node>";

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->path);
  g_free (item->label);
  g_variant_unref (item->attributes);
  g_free (item->secret);
  g_free (item);
}

static Item *
find_item (FakeSecretService *self, const char *path)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->path, path))
        return item;
    }
  return NULL;
}

static gboolean
item_matches (Item *item, GVariant *wanted)
{
  GVariantIter iter;
  const char *name;
  const char *value;

  g_variant_iter_init (&iter, wanted);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    {
      const char *own;

      if (!g_variant_lookup (item->attributes, name, "&s", &own) || !g_str_equal (own, value))
        return FALSE;
    }
  return TRUE;
}

static void
open_session (FakeSecretService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *algorithm;

  g_variant_get (parameters, "(&sv)", &algorithm, NULL);
  if (g_str_equal (algorithm, "plain"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(vo)", g_variant_new_string (""),
                                                          SESSION_PATH));
  else
    g_dbus_method_invocation_return_dbus_error (invocation,
                                                "org.freedesktop.DBus.Error.NotSupported",
                                                "Only plain");
}

static void
search_items (FakeSecretService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) wanted = g_variant_get_child_value (parameters, 0);
  GVariantBuilder unlocked;
  GVariantBuilder locked;

  g_variant_builder_init (&unlocked, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  g_variant_builder_init (&locked, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item_matches (item, wanted))
        g_variant_builder_add (self->mood == FAKE_SECRETS_LOCKED ? &locked : &unlocked, "o",
                               item->path);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aoao)", &unlocked, &locked));
}

/* Never unlocks anything, and asks nobody. */
static void
unlock (FakeSecretService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aoo)", NULL, "/"));
}

static GVariant *
new_bytes (const char *text)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, strlen (text), 1);
}

static void
get_secrets (FakeSecretService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariantIter) paths = NULL;
  GVariantBuilder secrets;
  const char *path;

  g_variant_get (parameters, "(ao&o)", &paths, NULL);
  g_variant_builder_init (&secrets, G_VARIANT_TYPE ("a{o(oayays)}"));
  while (g_variant_iter_next (paths, "&o", &path))
    {
      Item *item = find_item (self, path);

      if (item != NULL)
        g_variant_builder_add (&secrets, "{o(o@ay@ays)}", path, SESSION_PATH, new_bytes (""),
                               new_bytes (item->secret), "text/plain");
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a{o(oayays)})", &secrets));
}

static void called_cb (GDBusConnection *connection,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *method,
                       GVariant *parameters,
                       GDBusMethodInvocation *invocation,
                       gpointer user_data);

static const GDBusInterfaceVTable vtable = { called_cb };

static guint
offer (FakeSecretService *self, const char *path, const char *interface)
{
  guint registration =
      g_dbus_connection_register_object (self->connection, path,
                                         g_dbus_node_info_lookup_interface (self->node, interface),
                                         &vtable, self, NULL, NULL);

  g_assert_cmpuint (registration, !=, 0);
  return registration;
}

static void
create_item (FakeSecretService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (parameters, 0);
  g_autoptr (GVariant) secret = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) value = g_variant_get_child_value (secret, 2);
  Item *item = g_new0 (Item, 1);
  gsize size;
  const char *bytes = g_variant_get_fixed_array (value, &size, 1);

  item->path = g_strdup_printf (SERVICE_PATH "/collection/login/%u", ++self->n_made);
  g_variant_lookup (properties, "org.freedesktop.Secret.Item.Label", "s", &item->label);
  item->attributes = g_variant_lookup_value (properties, "org.freedesktop.Secret.Item.Attributes",
                                             G_VARIANT_TYPE ("a{ss}"));
  item->secret = g_strndup (bytes, size);
  item->registration = offer (self, item->path, "org.freedesktop.Secret.Item");
  g_ptr_array_add (self->items, item);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(oo)", item->path, "/"));
}

static void
delete_item (FakeSecretService *self, const char *path, GDBusMethodInvocation *invocation)
{
  Item *item = find_item (self, path);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
  g_dbus_connection_unregister_object (self->connection, item->registration);
  g_ptr_array_remove (self->items, item);
}

static void
called_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  FakeSecretService *self = user_data;

  g_mutex_lock (&self->mutex);
  if (self->mood == FAKE_SECRETS_REFUSE)
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.DBus.Error.Failed",
                                                "Not today");
  else if (g_str_equal (method, "OpenSession"))
    open_session (self, parameters, invocation);
  else if (g_str_equal (method, "SearchItems"))
    search_items (self, parameters, invocation);
  else if (g_str_equal (method, "Unlock"))
    unlock (self, parameters, invocation);
  else if (g_str_equal (method, "GetSecrets"))
    get_secrets (self, parameters, invocation);
  else if (g_str_equal (method, "CreateItem"))
    create_item (self, parameters, invocation);
  else
    delete_item (self, path, invocation);
  g_mutex_unlock (&self->mutex);
}

static void
name_acquired_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  FakeSecretService *self = user_data;

  g_mutex_lock (&self->mutex);
  self->ready = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run (gpointer data)
{
  FakeSecretService *self = data;
  g_autoptr (GError) error = NULL;
  guint owner;

  g_main_context_push_thread_default (self->context);
  self->connection =
      g_dbus_connection_new_for_address_sync (self->address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  offer (self, SERVICE_PATH, "org.freedesktop.Secret.Service");
  offer (self, COLLECTION_PATH, "org.freedesktop.Secret.Collection");
  owner = g_bus_own_name_on_connection (self->connection, "org.freedesktop.secrets",
                                        G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb, NULL, self,
                                        NULL);
  g_main_loop_run (self->loop);

  g_bus_unown_name (owner);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* Returns when it can be called. */
FakeSecretService *
fake_secret_service_new (GTestDBus *bus)
{
  FakeSecretService *self = g_new0 (FakeSecretService, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->address = g_strdup (g_test_dbus_get_bus_address (bus));
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->node = g_dbus_node_info_new_for_xml (introspection, NULL);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("fake-secrets", run, self);

  g_mutex_lock (&self->mutex);
  while (!self->ready)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);

  return self;
}

void
fake_secret_service_free (FakeSecretService *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);

  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_dbus_node_info_unref (self->node);
  g_ptr_array_unref (self->items);
  g_free (self->address);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fake_secret_service_set_mood (FakeSecretService *self, FakeSecretsMood mood)
{
  g_mutex_lock (&self->mutex);
  self->mood = mood;
  g_mutex_unlock (&self->mutex);
}

guint
fake_secret_service_count (FakeSecretService *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->items->len;
  g_mutex_unlock (&self->mutex);

  return n;
}

static Item *
get_only_item (FakeSecretService *self)
{
  g_assert_cmpuint (self->items->len, ==, 1);

  return g_ptr_array_index (self->items, 0);
}

char *
fake_secret_service_dup_attribute (FakeSecretService *self, const char *name)
{
  char *value = NULL;

  g_mutex_lock (&self->mutex);
  g_variant_lookup (get_only_item (self)->attributes, name, "s", &value);
  g_mutex_unlock (&self->mutex);

  return value;
}

char *
fake_secret_service_dup_label (FakeSecretService *self)
{
  char *label;

  g_mutex_lock (&self->mutex);
  label = g_strdup (get_only_item (self)->label);
  g_mutex_unlock (&self->mutex);

  return label;
}

char *
fake_secret_service_dup_secret (FakeSecretService *self)
{
  char *secret;

  g_mutex_lock (&self->mutex);
  secret = g_strdup (get_only_item (self)->secret);
  g_mutex_unlock (&self->mutex);

  return secret;
}

void
fake_secret_service_set_secret (FakeSecretService *self, const char *secret)
{
  Item *item;

  g_mutex_lock (&self->mutex);
  item = get_only_item (self);
  g_free (item->secret);
  item->secret = g_strdup (secret);
  g_mutex_unlock (&self->mutex);
}
