/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-soup-error-private.h"

#include "karne-error.h"

#include <libsoup/soup.h>

static GError *
replace_error (GError *error, GQuark domain, int code, const char *what)
{
  GError *replaced = g_error_new (domain, code, "%s: %s", what, error->message);

  g_error_free (error);
  return replaced;
}

static GError *
translate_tls_error (GError *error)
{
  switch ((GTlsError) error->code)
    {
    case G_TLS_ERROR_BAD_CERTIFICATE:
      return replace_error (error, KARNE_ERROR, KARNE_ERROR_CERTIFICATE,
                            "Checking who the server is");
    case G_TLS_ERROR_UNAVAILABLE:
      return replace_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                            "Encrypting the connection");
    case G_TLS_ERROR_EOF:
      return replace_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                            "Encrypting the connection");
    case G_TLS_ERROR_MISC:
    case G_TLS_ERROR_NOT_TLS:
    case G_TLS_ERROR_HANDSHAKE:
    case G_TLS_ERROR_CERTIFICATE_REQUIRED:
    case G_TLS_ERROR_INAPPROPRIATE_FALLBACK:
    case G_TLS_ERROR_BAD_CERTIFICATE_PASSWORD:
    default:
      return replace_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL, "Encrypting the connection");
    }
}

/* zlib says INVALID_DATA where a compressed body is none; what is left is about the network. */
static GError *
translate_io_error (GError *error)
{
  if (error->code == G_IO_ERROR_INVALID_DATA || error->code == G_IO_ERROR_INVALID_ARGUMENT)
    return replace_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL, "Reading an answer");
  g_prefix_error (&error, "Talking to the server: ");
  return error;
}

GError *
karne_soup_error_translate (GError *error)
{
  if (error->domain == G_IO_ERROR)
    return translate_io_error (error);
  if (error->domain == G_TLS_ERROR)
    return translate_tls_error (error);
  if (error->domain == G_RESOLVER_ERROR)
    {
      g_prefix_error_literal (&error, "Looking up the server: ");
      return error;
    }
  return replace_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL, "Talking to the server");
}
