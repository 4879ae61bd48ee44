/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-words.h"

#include "fhir/karne-json-private.h"
#include "karne-error.h"
#include "words/karne-i18n.h"

/* Each sentence says what happened, what is kept, and what to do; in plain words, without blame. In
 * them a “space” is where the record of one person is kept on this computer. */
static const char *
describe_ours (KarneError code)
{
  switch (code)
    {
    case KARNE_ERROR_FAILED:
      break;
    case KARNE_ERROR_INVALID:
      return _ ("What was given cannot be used. Nothing was changed: check it, then try again.");
    case KARNE_ERROR_NOT_FOUND:
      return _ ("This was not found. It may have been removed, or have another name: check, then "
                "try again.");
    case KARNE_ERROR_EXISTS:
      return _ ("There is one already. It was left as it is: choose another name.");
    case KARNE_ERROR_NOT_SEALED:
      return _ ("This computer cannot keep the record sealed. Nothing was written: ask whoever "
                "looks after this computer.");
    case KARNE_ERROR_WRONG_KEY:
      /* Translators: a “space” is where the record of one person is kept on this computer. */
      return _ ("This passphrase or key does not open this space. Nothing was changed: try again.");
    case KARNE_ERROR_CORRUPT:
      return _ ("A file of this space is damaged. It is kept as it is: ask for help before erasing "
                "anything.");
    case KARNE_ERROR_TOO_NEW:
      return _ ("This space was written by a newer version of Karné. It is kept as it is: install "
                "the newer version to open it.");
    case KARNE_ERROR_LOCKED:
      return _ ("This space is open elsewhere on this computer. Nothing was changed: close it "
                "there, then try again.");
    case KARNE_ERROR_NO_SPACE:
      return _ ("The disk is full. What was saved before is safe: make some room, then try again.");
    case KARNE_ERROR_READ_ONLY:
      return _ (
          "Writing is not allowed here. What was saved before is safe: choose another folder, "
          "or ask for the right to write in this one.");
    case KARNE_ERROR_CONFLICT:
      return _ ("The record was changed elsewhere in the meantime. Both versions are kept: compare "
                "them, then choose.");
    case KARNE_ERROR_CHANGED:
      return _ (
          "This has changed in the meantime, or is being sent. Nothing was saved over it: look "
          "at it as it is now, then try again.");
    case KARNE_ERROR_EXPOSED:
      return _ ("A file that only an administrator should change can be changed by others. It is "
                "not used: ask whoever looks after this computer.");
    case KARNE_ERROR_UNAUTHORIZED:
      return _ ("The server asks to sign in again. What was received can still be read: sign in to "
                "go on.");
    case KARNE_ERROR_FORBIDDEN:
      return _ ("The server does not give access to this. What was received is kept: the service "
                "that holds the record can say why.");
    case KARNE_ERROR_GONE:
      return _ ("This was deleted on the server. The rest of the record is kept: there is nothing "
                "to do.");
    case KARNE_ERROR_THROTTLED:
      return _ (
          "The server is busy and asks to wait. What was received is kept: try again in a few "
          "minutes.");
    case KARNE_ERROR_SERVER:
      return _ ("The server has a problem of its own. What was received is kept: try again later.");
    case KARNE_ERROR_PROTOCOL:
      return _ ("The answer of the server cannot be understood. What was received before is kept: "
                "try again later, or tell whoever runs the server.");
    case KARNE_ERROR_CAPTIVE_PORTAL:
      /* Translators: the network of a hotel, a café or a public counter shows a page of its own
       * until somebody signs in or accepts its terms. */
      return _ ("A web page came instead of the record. What was received is kept: open a web "
                "browser to sign in to this network, then try again.");
    case KARNE_ERROR_CERTIFICATE:
      return _ ("It is not certain that this is the right server, so nothing was sent to it. Check "
                "the address and the date of this computer, then try again.");
    case KARNE_ERROR_INSECURE:
      return _ ("This address does not protect what is sent, so nothing was sent to it. Use an "
                "address that begins with “https”.");
    case KARNE_ERROR_TRUNCATED:
      return _ ("The answer of the server stopped before its end. What came before is kept: try "
                "again to get the rest.");
    case KARNE_ERROR_UNVERIFIED:
      return _ ("What came is not the document that was announced. Do not rely on it: download it "
                "again.");
    case KARNE_ERROR_TOO_LARGE:
      return _ ("This document is larger than 100 MB, more than is kept on this computer. It is "
                "safe on its server: look at it there.");
    case KARNE_ERROR_KEYRING:
      /* Translators: the keyring is where the computer keeps passwords (GNOME: “Passwords and
       * Keys”). */
      return _ ("The password keyring of this computer does not answer, or refuses. Nothing was "
                "changed: unlock the keyring, then try again.");
    case KARNE_ERROR_NO_MEMORY:
      return _ ("This computer has not enough memory left. What was saved before is safe: close "
                "other programs, then try again.");
    case KARNE_ERROR_EMPTY:
      return _ ("Something that is needed was left empty. Nothing was saved: fill it in, then try "
                "again.");
    case KARNE_ERROR_NOT_A_NUMBER:
      return _ ("This is not a number. Nothing was saved: write digits, with a comma or a point if "
                "need be.");
    case KARNE_ERROR_NEGATIVE:
      return _ ("A measure cannot be less than zero. Nothing was saved: check the number, then try "
                "again.");
    case KARNE_ERROR_NO_UNIT:
      return _ ("The unit is missing, or is not one of this measure. Nothing was saved: choose a "
                "unit, then try again.");
    case KARNE_ERROR_FUTURE:
      return _ ("This date is in the future. Nothing was saved: check the date, then try again.");
    case KARNE_ERROR_UNLIKELY:
      return _ ("This value is very unusual. Nothing was saved yet: check it, and confirm it if it "
                "is right.");
    case KARNE_ERROR_REFUSED:
      return _ ("Access was refused, so nothing was received. Nothing was changed here: sign in "
                "again if this was not intended.");
    case KARNE_ERROR_EXPIRED:
      return _ ("Nobody signed in in time. Nothing was changed: begin again to get a new code.");
    case KARNE_ERROR_NO_SIGN_IN:
      return _ ("This server offers no way to sign in from here. Nothing was changed: the service "
                "that holds the record can say how to reach it.");
    case KARNE_ERROR_IMPOSTOR:
      return _ (
          "The sign-in was answered by somebody else than who was asked, so nothing of it was "
          "used. Begin again, and if it comes back, tell whoever looks after this computer.");
    case KARNE_ERROR_TOO_MUCH:
      return _ (
          "The server gives access to more than what was agreed, so the sign-in was not used. "
          "Nothing was received: tell whoever runs the server.");
    case KARNE_ERROR_OTHER_PERSON:
      return _ (
          "Somebody else signed in than the person whose record this is. Nothing was received "
          "or changed: sign in again as that person.");
    }

  return _ ("Something did not work, and it is not known why. What was saved is safe: try again.");
}

/* Only what is about networks and disks comes in the domain of GIO; the numbers have no enum here,
 * because most of the others never reach us. */
static const char *
describe_io (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return _ ("This was stopped, as asked. What was received until then is kept.");
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return _ ("There is no network at the moment. What was received can still be read: try again "
                "when the network is back.");
    case G_IO_ERROR_HOST_NOT_FOUND:
      return _ ("The server was not found. What was received can still be read: check the network "
                "and the address, then try again.");
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
      return _ ("The server cannot be reached. What was received can still be read: try again "
                "later.");
    case G_IO_ERROR_TIMED_OUT:
      return _ ("The server took too long to answer. What was received is kept: try again later.");
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_PARTIAL_INPUT:
      return _ (
          "The connection was cut. What was received is kept: try again to go on from there.");
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return _ ("The network of this place does not let this through. What was received can still "
                "be read: ask whoever looks after the network.");
    case G_IO_ERROR_NO_SPACE:
      return describe_ours (KARNE_ERROR_NO_SPACE);
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      return describe_ours (KARNE_ERROR_READ_ONLY);
    case G_IO_ERROR_NOT_FOUND:
      return describe_ours (KARNE_ERROR_NOT_FOUND);
    case G_IO_ERROR_EXISTS:
      return describe_ours (KARNE_ERROR_EXISTS);
    default:
      return describe_ours (KARNE_ERROR_FAILED);
    }
}

static const char *
describe (const GError *error)
{
  if (error->domain == KARNE_ERROR)
    return describe_ours ((KarneError) error->code);
  if (error->domain == G_IO_ERROR)
    return describe_io (error->code);
  if (error->domain == G_RESOLVER_ERROR)
    return describe_io (error->code == G_RESOLVER_ERROR_NOT_FOUND ? G_IO_ERROR_HOST_NOT_FOUND
                                                                  : G_IO_ERROR_NETWORK_UNREACHABLE);
  if (error->domain == G_TLS_ERROR)
    return describe_ours (KARNE_ERROR_CERTIFICATE);

  return describe_ours (KARNE_ERROR_FAILED);
}

/**
 * karne_error_to_words:
 * @error: an error of this library
 *
 * Says to a person what happened, what is kept and what to do.
 *
 * Returns: (transfer full): one or two sentences
 */
char *
karne_error_to_words (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  karne_words_init ();
  return g_strdup (describe (error));
}

/* “It” is something that the server sent. */
static const char *
describe_flaw (KarneFlaw flaw)
{
  switch (flaw)
    {
    case KARNE_FLAW_NONE:
      break;
    case KARNE_FLAW_GRAMMAR:
      /* Translators: this and what follows are reasons why something that the server sent was set
       * aside, and not added to the record. */
      return _ ("It is not written as it should be.");
    case KARNE_FLAW_UTF8:
      return _ ("Some of its letters cannot be read.");
    case KARNE_FLAW_NUL:
      return _ ("It contains a sign that no text may contain.");
    case KARNE_FLAW_SURROGATE:
      return _ ("One of its signs is only half there.");
    case KARNE_FLAW_DUPLICATE_KEY:
      return _ ("It gives the same information twice, and it is not clear which one counts.");
    case KARNE_FLAW_DEPTH:
      return _ ("It is far more complicated than it should be.");
    case KARNE_FLAW_TOO_LARGE:
      return _ ("It is too large.");
    case KARNE_FLAW_NO_RESOURCE:
      return _ ("It is empty.");
    case KARNE_FLAW_NO_TYPE:
      return _ ("It does not say what it is.");
    case KARNE_FLAW_WRONG_TYPE:
      return _ ("It is not what was asked for.");
    case KARNE_FLAW_NO_ID:
      return _ ("It has no reference by which it could be found again.");
    case KARNE_FLAW_UNSAFE_ID:
      return _ ("The reference by which it could be found again is not valid.");
    case KARNE_FLAW_OTHER_PERSON:
      return _ ("It belongs to the record of somebody else.");
    case KARNE_FLAW_SUBSETTED:
      return _ ("Only a part of it was sent.");
    case KARNE_FLAW_SQL:
      return _ ("It could not be filed in this space.");
    case KARNE_FLAW_TRUNCATED:
      return _ ("It stops before its end.");
    }

  return _ ("It is not known what is wrong with it.");
}

/**
 * karne_flaw_to_words:
 * @nick: the reason that quarantine gives
 *
 * Says why something that a server sent was set aside.
 *
 * Returns: (transfer full): a sentence
 */
char *
karne_flaw_to_words (const char *nick)
{
  KarneFlaw flaw;

  g_return_val_if_fail (nick != NULL, NULL);

  karne_words_init ();
  flaw = karne_flaw_from_nick (nick);
  /* A reason that only a later version knows. */
  if (!g_str_equal (karne_flaw_to_nick (flaw), nick))
    flaw = KARNE_FLAW_NONE;
  return g_strdup (describe_flaw (flaw));
}
