/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "signin/karne-auth-message-private.h"

G_BEGIN_DECLS

/* Who lets people in to a FHIR service, and where: as discovered. All addresses but the base are of
 * one origin, so that what one server gives out can never be carried to another. */
typedef struct
{
  char *base;        /* (owned) of the FHIR service */
  char *issuer;      /* (owned) */
  char *token;       /* (owned) */
  char *device;      /* (owned) (nullable) */
  char *authorize;   /* (owned) (nullable) */
  char *revoke;      /* (owned) (nullable) */
  char *end_session; /* (owned) (nullable) */
  gboolean says_iss; /* it names itself when it sends a browser back */
} KarneAuthServer;

KarneAuthServer *karne_auth_server_copy (const KarneAuthServer *self);
void karne_auth_server_free (KarneAuthServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAuthServer, karne_auth_server_free)

/* Whether an address that a server of that base named may be used, and shown: printable ASCII, so
 * that it is what it looks like; https, or on this computer where the base is; without user. */
gboolean karne_auth_address_is_safe (const char *address, const char *base);

/* Asks the service by SMART App Launch, and where that is not known by RFC 8414. Fails with
 * NO_SIGN_IN where neither is, IMPOSTOR where what is said does not fit together. */
void karne_auth_server_discover_async (KarneTransport *transport,
                                       const char *base,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KarneAuthServer *karne_auth_server_discover_finish (GAsyncResult *result, GError **error);

G_END_DECLS
