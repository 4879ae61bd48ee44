/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-transport.h"

#include <string.h>

/**
 * KarneRequest:
 *
 * What to ask a server. Fill it in, then hand it to [method@Transport.send_async] and leave it
 * alone.
 */
struct _KarneRequest
{
  GObject parent_instance;

  char *method;        /* (owned) */
  char *url;           /* (owned) */
  GHashTable *headers; /* (owned) lower-case name -> value */
  char *content_type;  /* (owned) (nullable) */
  GBytes *body;        /* (owned) (nullable) */
  KarneRequestFlags flags;
};

G_DEFINE_FINAL_TYPE (KarneRequest, karne_request, G_TYPE_OBJECT)

static void
karne_request_finalize (GObject *object)
{
  KarneRequest *self = KARNE_REQUEST (object);

  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (karne_request_parent_class)->finalize (object);
}

static void
karne_request_class_init (KarneRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_request_finalize;
}

static void
karne_request_init (KarneRequest *self)
{
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * karne_request_new:
 * @method: `GET`, `PUT`, …
 * @url: the absolute address, without user name, without password
 *
 * A request without headers and without a body.
 *
 * Returns: (transfer full): a new request
 */
KarneRequest *
karne_request_new (const char *method, const char *url)
{
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  KarneRequest *self = g_object_new (KARNE_TYPE_REQUEST, NULL);

  self->method = g_strdup (method);
  self->url = g_strdup (url);
  return self;
}

/**
 * karne_request_set_header:
 * @self: a request
 * @name: name of a header, in any case
 * @value: (nullable): its only value, without line ends; %NULL removes the header
 *
 * Sets a header. `Accept-Encoding`, `Content-Length` and the like belong to the transport.
 */
void
karne_request_set_header (KarneRequest *self, const char *name, const char *value)
{
  g_return_if_fail (KARNE_IS_REQUEST (self));
  g_return_if_fail (name != NULL && *name != '\0');
  g_return_if_fail (strpbrk (name, "\r\n: ") == NULL);
  g_return_if_fail (value == NULL || strpbrk (value, "\r\n") == NULL);

  g_autofree char *key = g_ascii_strdown (name, -1);

  if (value == NULL)
    g_hash_table_remove (self->headers, key);
  else
    g_hash_table_replace (self->headers, g_steal_pointer (&key), g_strdup (value));
}

/**
 * karne_request_set_body:
 * @self: a request
 * @content_type: type of the body
 * @body: the body
 *
 * Sets what is sent after the head.
 */
void
karne_request_set_body (KarneRequest *self, const char *content_type, GBytes *body)
{
  g_return_if_fail (KARNE_IS_REQUEST (self));
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (body != NULL);

  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
}

/**
 * karne_request_set_flags:
 * @self: a request
 * @flags: all its flags
 *
 * Says how it is to be sent.
 */
void
karne_request_set_flags (KarneRequest *self, KarneRequestFlags flags)
{
  g_return_if_fail (KARNE_IS_REQUEST (self));

  self->flags = flags;
}

/**
 * karne_request_get_method:
 * @self: a request
 *
 * Gets the HTTP method.
 *
 * Returns: the method
 */
const char *
karne_request_get_method (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->method;
}

/**
 * karne_request_get_url:
 * @self: a request
 *
 * Gets where it goes.
 *
 * Returns: the address
 */
const char *
karne_request_get_url (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->url;
}

/**
 * karne_request_get_header:
 * @self: a request
 * @name: name of a header, in any case
 *
 * Gets one header.
 *
 * Returns: (nullable): its value
 */
const char *
karne_request_get_header (KarneRequest *self, const char *name)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_autofree char *key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, key);
}

/**
 * karne_request_get_headers:
 * @self: a request
 *
 * Gets all headers.
 *
 * Returns: (transfer none) (element-type utf8 utf8): all headers, names in lower case
 */
GHashTable *
karne_request_get_headers (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->headers;
}

/**
 * karne_request_get_content_type:
 * @self: a request
 *
 * Gets the media type of what is sent.
 *
 * Returns: (nullable): type of the body, %NULL without one
 */
const char *
karne_request_get_content_type (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->content_type;
}

/**
 * karne_request_get_body:
 * @self: a request
 *
 * Gets what is sent.
 *
 * Returns: (transfer none) (nullable): the body
 */
GBytes *
karne_request_get_body (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->body;
}

/**
 * karne_request_get_flags:
 * @self: a request
 *
 * Gets how it is to be sent.
 *
 * Returns: its flags
 */
KarneRequestFlags
karne_request_get_flags (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), KARNE_REQUEST_NONE);

  return self->flags;
}
