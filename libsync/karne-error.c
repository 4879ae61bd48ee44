/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"

#include <gio/gio.h>

/* It takes the name for a subtraction. */
/* clang-format off */
G_DEFINE_QUARK (karne-error-quark, karne_error)
/* clang-format on */

static gboolean
io_error_is_transient (int code)
{
  return code == G_IO_ERROR_TIMED_OUT || code == G_IO_ERROR_HOST_UNREACHABLE ||
         code == G_IO_ERROR_NETWORK_UNREACHABLE || code == G_IO_ERROR_CONNECTION_REFUSED ||
         code == G_IO_ERROR_HOST_NOT_FOUND || code == G_IO_ERROR_BROKEN_PIPE ||
         code == G_IO_ERROR_CONNECTION_CLOSED || code == G_IO_ERROR_PARTIAL_INPUT ||
         code == G_IO_ERROR_PROXY_FAILED;
}

/**
 * karne_error_is_transient:
 * @error: an error
 *
 * Whether the same request may succeed later, with nobody changing anything here.
 *
 * Returns: %TRUE for a network that is away, a server that is busy or failing, an answer cut short
 */
gboolean
karne_error_is_transient (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain == KARNE_ERROR)
    return error->code == KARNE_ERROR_THROTTLED || error->code == KARNE_ERROR_SERVER ||
           error->code == KARNE_ERROR_TRUNCATED || error->code == KARNE_ERROR_CAPTIVE_PORTAL;
  if (error->domain == G_IO_ERROR)
    return io_error_is_transient (error->code);
  return error->domain == G_RESOLVER_ERROR;
}
