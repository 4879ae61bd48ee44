/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneError:
 * @KARNE_ERROR_FAILED: something failed that has no code of its own
 * @KARNE_ERROR_INVALID: what the caller gave cannot be used (a bad address, a bad id, a bad date)
 * @KARNE_ERROR_NOT_FOUND: there is no such thing
 * @KARNE_ERROR_EXISTS: there is one already; nothing was replaced
 * @KARNE_ERROR_NOT_SEALED: the SQLite that this program loaded does not encrypt; no file was made
 * @KARNE_ERROR_WRONG_KEY: the passphrase or the key is not the one of this space
 * @KARNE_ERROR_CORRUPT: the file is damaged; it is kept as it is
 * @KARNE_ERROR_TOO_NEW: the file was written by a newer version of the program; it is kept as it is
 * @KARNE_ERROR_LOCKED: another process holds the space
 * @KARNE_ERROR_NO_SPACE: the disk is full; what was saved before is safe
 * @KARNE_ERROR_READ_ONLY: the folder or the file cannot be written
 * @KARNE_ERROR_CONFLICT: the server holds another version than the one the change rests on
 * @KARNE_ERROR_UNAUTHORIZED: the server wants a new sign-in (401)
 * @KARNE_ERROR_FORBIDDEN: the server refuses (403)
 * @KARNE_ERROR_GONE: it was deleted on the server (410)
 * @KARNE_ERROR_THROTTLED: the server asks to wait (429, 503 with `Retry-After`)
 * @KARNE_ERROR_SERVER: the server failed (500 and above)
 * @KARNE_ERROR_PROTOCOL: the server's answer is not FHIR as it should be
 * @KARNE_ERROR_CAPTIVE_PORTAL: a web page came where FHIR was expected
 * @KARNE_ERROR_CERTIFICATE: the server's certificate was refused
 * @KARNE_ERROR_INSECURE: the address is neither https nor on this computer
 * @KARNE_ERROR_TRUNCATED: the answer ended before its end
 * @KARNE_ERROR_UNVERIFIED: a document does not have the size or the hash that its index entry says
 * @KARNE_ERROR_KEYRING: the Secret Service is not there, or refuses
 * @KARNE_ERROR_NO_MEMORY: there is not enough memory; what was saved before is safe
 * @KARNE_ERROR_EMPTY: there is no text where there must be some
 * @KARNE_ERROR_NOT_A_NUMBER: what should be a number is none
 * @KARNE_ERROR_NEGATIVE: a measure is less than nothing
 * @KARNE_ERROR_NO_UNIT: a measure has no unit, or none of its own
 * @KARNE_ERROR_FUTURE: what was done is dated in the future
 * @KARNE_ERROR_UNLIKELY: a value is so unlikely that the person is to be asked once
 * @KARNE_ERROR_REFUSED: the person, or the service, refused the sign-in
 * @KARNE_ERROR_EXPIRED: nobody signed in in time
 * @KARNE_ERROR_NO_SIGN_IN: the server has no way to sign in that is known here
 * @KARNE_ERROR_IMPOSTOR: what came in a sign-in is not from who was asked; nothing of it is used
 * @KARNE_ERROR_TOO_MUCH: the server gives access to more than was agreed; it is not used
 * @KARNE_ERROR_OTHER_PERSON: somebody else signed in than whose record this is
 * @KARNE_ERROR_CHANGED: what it was about is not as it was any more; nothing was written
 * @KARNE_ERROR_TOO_LARGE: a document is larger than what is kept; nothing of it was kept
 * @KARNE_ERROR_EXPOSED: a file that only an administrator may change can be changed by others; it
 * is not used
 *
 * What can go wrong, as far as a caller would act on it.
 *
 * Cancellation and connectivity stay in `G_IO_ERROR` and `G_RESOLVER_ERROR`. The message of an
 * error is for developers and holds no personal data; the sentence for the person is made by
 * [func@Error.to_words].
 */
typedef enum
{
  KARNE_ERROR_FAILED,
  KARNE_ERROR_INVALID,
  KARNE_ERROR_NOT_FOUND,
  KARNE_ERROR_EXISTS,
  KARNE_ERROR_NOT_SEALED,
  KARNE_ERROR_WRONG_KEY,
  KARNE_ERROR_CORRUPT,
  KARNE_ERROR_TOO_NEW,
  KARNE_ERROR_LOCKED,
  KARNE_ERROR_NO_SPACE,
  KARNE_ERROR_READ_ONLY,
  KARNE_ERROR_CONFLICT,
  KARNE_ERROR_UNAUTHORIZED,
  KARNE_ERROR_FORBIDDEN,
  KARNE_ERROR_GONE,
  KARNE_ERROR_THROTTLED,
  KARNE_ERROR_SERVER,
  KARNE_ERROR_PROTOCOL,
  KARNE_ERROR_CAPTIVE_PORTAL,
  KARNE_ERROR_CERTIFICATE,
  KARNE_ERROR_INSECURE,
  KARNE_ERROR_TRUNCATED,
  KARNE_ERROR_UNVERIFIED,
  KARNE_ERROR_KEYRING,
  KARNE_ERROR_NO_MEMORY,
  KARNE_ERROR_EMPTY,
  KARNE_ERROR_NOT_A_NUMBER,
  KARNE_ERROR_NEGATIVE,
  KARNE_ERROR_NO_UNIT,
  KARNE_ERROR_FUTURE,
  KARNE_ERROR_UNLIKELY,
  KARNE_ERROR_REFUSED,
  KARNE_ERROR_EXPIRED,
  KARNE_ERROR_NO_SIGN_IN,
  KARNE_ERROR_IMPOSTOR,
  KARNE_ERROR_TOO_MUCH,
  KARNE_ERROR_OTHER_PERSON,
  KARNE_ERROR_CHANGED,
  KARNE_ERROR_TOO_LARGE,
  KARNE_ERROR_EXPOSED,
} KarneError;

#define KARNE_ERROR (karne_error_quark ())

KARNE_API
GQuark karne_error_quark (void);
KARNE_API
gboolean karne_error_is_transient (const GError *error);
KARNE_API
const char *karne_error_to_nick (const GError *error);
KARNE_API
GError *karne_error_new_for_nick (const char *nick);

G_END_DECLS
