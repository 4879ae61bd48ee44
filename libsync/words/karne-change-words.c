/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-i18n.h"
#include "words/karne-words.h"

/* What a person reads about a change: what it does, how far it got, and, where it did not get
 * through, what happened, what is safe, what can be done. */

/**
 * karne_op_to_words:
 * @op: what a change does
 *
 * Says what a change does, in words that stand by themselves.
 *
 * Returns: (transfer full): as “New”
 */
char *
karne_op_to_words (KarneOp op)
{
  karne_words_init ();
  switch (op)
    {
    case KARNE_OP_CREATE:
      /* Translators: what a change that waits to be sent does. */
      return g_strdup (C_ ("change", "New"));
    case KARNE_OP_DELETE:
      return g_strdup (C_ ("change", "Deleted"));
    case KARNE_OP_UPDATE:
      break;
    }
  return g_strdup (C_ ("change", "Changed"));
}

/**
 * karne_record_state_to_words:
 * @state: where something stands between here and its server
 *
 * Says so in few words, for a line of a list.
 *
 * Returns: (transfer full) (nullable): as “To be sent”; `NULL` where the server has it as it is
 *   here, of which there is nothing to say
 */
char *
karne_record_state_to_words (KarneRecordState state)
{
  karne_words_init ();
  switch (state)
    {
    case KARNE_RECORD_WAITING:
      /* Translators: of something that was changed here, and waits to be sent to the server. */
      return g_strdup (C_ ("state", "To be sent"));
    case KARNE_RECORD_SENDING:
      return g_strdup (C_ ("state", "Being sent"));
    case KARNE_RECORD_PARKED:
      /* Translators: of something that was changed here, and which the server does not take. */
      return g_strdup (C_ ("state", "Refused by the server"));
    case KARNE_RECORD_CONFLICT:
      /* Translators: of something that was changed here and on the server, differently. */
      return g_strdup (C_ ("state", "To be decided"));
    case KARNE_RECORD_SENT:
      break;
    }
  return NULL;
}

/**
 * karne_conflict_to_words:
 * @why: (nullable): why something is to be decided, as [struct@Conflict] says it
 *
 * Says what happened to something that both sides changed.
 *
 * Returns: (transfer full): a sentence
 */
char *
karne_conflict_to_words (const char *why)
{
  karne_words_init ();
  if (g_strcmp0 (why, "deleted-there") == 0)
    return g_strdup (_ ("Changed here, and deleted in the record."));
  if (g_strcmp0 (why, "deleted-here") == 0)
    return g_strdup (_ ("Deleted here, and changed in the record."));
  if (g_strcmp0 (why, "withdrawn") == 0)
    return g_strdup (_ ("Changed here, and the record does not show it any more."));
  if (g_strcmp0 (why, "overwritten") == 0)
    return g_strdup (
        _ ("Sent from here in place of something that somebody else had just written."));
  return g_strdup (_ ("Changed here and in the record, differently."));
}

static const char *
describe_refusal (guint status)
{
  switch (status)
    {
    case 401:
    case 403:
      return _ (
          "The server does not allow this change. It is kept here: try again after signing in, "
          "or undo it.");
    case 405:
    case 501:
      return _ ("The server does not take changes of this sort. This one is kept here: it can be "
                "undone.");
    case 413:
      return _ ("This is too large for the server. It is kept here: make it shorter and try again, "
                "or undo it.");
    default:
      return _ (
          "The server refuses this change as it is. It is kept here: correct it and try again, "
          "or undo it.");
    }
}

static const struct
{
  const char *reason;
  const char *words;
} reasons[] = {
  { "several", N_ ("The server has several entries in the place of this one. It is kept here: "
                   "compare them before trying again, or undo it.") },
  { "no-patch",
    N_ ("The server does not let this part of a document be changed. The change is kept "
        "here: it can be undone.") },
  { "only-parts", N_ ("Only some parts of a document can be changed, and this is none of them. The "
                      "change is kept here: it can be undone.") },
  { "unreadable",
    N_ ("The server does not say whether this change arrived. It is kept here: look for "
        "it in the record before trying again.") },
};

/**
 * karne_parked_to_words:
 * @reason: (nullable): why a change is parked, as [struct@Waiting] says it
 * @status: the HTTP status with which the server refused it, 0 for none
 *
 * Says why a change waits for the person, that it is kept, and what can be done. What the server
 * said of it can be shown beside it.
 *
 * Returns: (transfer full): sentences
 */
char *
karne_parked_to_words (const char *reason, guint status)
{
  karne_words_init ();
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].reason, reason) == 0)
      return g_strdup (_ (reasons[i].words));
  return g_strdup (describe_refusal (status));
}

/**
 * karne_protection_to_words:
 * @protection: how a source is protected
 *
 * Says what can happen to changes on a server that does not heed versions.
 *
 * Returns: (transfer full) (nullable): a sentence, `NULL` where there is nothing to say
 */
char *
karne_protection_to_words (KarneProtection protection)
{
  karne_words_init ();
  switch (protection)
    {
    case KARNE_PROTECTION_FULL:
      return NULL;
    case KARNE_PROTECTION_DETECTED:
      return g_strdup (
          _ ("This server lets changes go over each other: what is written over is found "
             "afterwards, and shown as a conflict."));
    case KARNE_PROTECTION_NONE:
      return g_strdup (
          _ ("Unprotected writes: on this server, a change made elsewhere at the same time "
             "may be lost without anybody knowing."));
    }
  return NULL;
}
