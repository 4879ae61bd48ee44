/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"

#include <gio/gio.h>

/**
 * karne_error_quark:
 *
 * The domain of our errors.
 *
 * Returns: its quark
 */
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

/* Stored with a source: append only. */
static const char *const nicks[] = {
  [KARNE_ERROR_FAILED] = "failed",
  [KARNE_ERROR_INVALID] = "invalid",
  [KARNE_ERROR_NOT_FOUND] = "not-found",
  [KARNE_ERROR_EXISTS] = "exists",
  [KARNE_ERROR_NOT_SEALED] = "not-sealed",
  [KARNE_ERROR_WRONG_KEY] = "wrong-key",
  [KARNE_ERROR_CORRUPT] = "corrupt",
  [KARNE_ERROR_TOO_NEW] = "too-new",
  [KARNE_ERROR_LOCKED] = "locked",
  [KARNE_ERROR_NO_SPACE] = "no-space",
  [KARNE_ERROR_READ_ONLY] = "read-only",
  [KARNE_ERROR_CONFLICT] = "conflict",
  [KARNE_ERROR_UNAUTHORIZED] = "unauthorized",
  [KARNE_ERROR_FORBIDDEN] = "forbidden",
  [KARNE_ERROR_GONE] = "gone",
  [KARNE_ERROR_THROTTLED] = "throttled",
  [KARNE_ERROR_SERVER] = "server",
  [KARNE_ERROR_PROTOCOL] = "protocol",
  [KARNE_ERROR_CAPTIVE_PORTAL] = "captive-portal",
  [KARNE_ERROR_CERTIFICATE] = "certificate",
  [KARNE_ERROR_INSECURE] = "insecure",
  [KARNE_ERROR_TRUNCATED] = "truncated",
  [KARNE_ERROR_UNVERIFIED] = "unverified",
  [KARNE_ERROR_KEYRING] = "keyring",
  [KARNE_ERROR_NO_MEMORY] = "no-memory",
  [KARNE_ERROR_EMPTY] = "empty",
  [KARNE_ERROR_NOT_A_NUMBER] = "not-a-number",
  [KARNE_ERROR_NEGATIVE] = "negative",
  [KARNE_ERROR_NO_UNIT] = "no-unit",
  [KARNE_ERROR_FUTURE] = "future",
  [KARNE_ERROR_UNLIKELY] = "unlikely",
  [KARNE_ERROR_REFUSED] = "refused",
  [KARNE_ERROR_EXPIRED] = "expired",
  [KARNE_ERROR_NO_SIGN_IN] = "no-sign-in",
  [KARNE_ERROR_IMPOSTOR] = "impostor",
  [KARNE_ERROR_TOO_MUCH] = "too-much",
  [KARNE_ERROR_OTHER_PERSON] = "other-person",
  [KARNE_ERROR_CHANGED] = "changed",
  [KARNE_ERROR_TOO_LARGE] = "too-large",
  [KARNE_ERROR_EXPOSED] = "exposed",
};

/**
 * karne_error_to_nick:
 * @error: an error
 *
 * A short name of what went wrong, to be kept: the code of a [error@Error], `network` for what may
 * pass by itself, `failed` for the rest.
 *
 * Returns: (transfer none): the nick
 */
const char *
karne_error_to_nick (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == KARNE_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (nicks))
    return nicks[error->code];
  return karne_error_is_transient (error) ? "network" : "failed";
}

/**
 * karne_error_new_for_nick:
 * @nick: what [func@Error.to_nick] returned once
 *
 * An error that says the same as the one that was kept, so that the same sentence is made of it.
 *
 * Returns: (transfer full): an error
 */
GError *
karne_error_new_for_nick (const char *nick)
{
  g_return_val_if_fail (nick != NULL, NULL);

  if (g_str_equal (nick, "network"))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "As the last sync said");
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nick, nicks[i]))
      return g_error_new_literal (KARNE_ERROR, (int) i, "As the last sync said");
  return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_FAILED, "As the last sync said");
}
