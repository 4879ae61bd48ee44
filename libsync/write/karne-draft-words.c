/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "write/karne-draft-private.h"

/* Words of the person: about a document, and to somebody. */

static char *
make_payload (const char *text)
{
  KarneWriter payload = { g_string_new ("{") };
  g_autofree char *inner = NULL;

  karne_writer_string (&payload, "contentString", text);
  inner = karne_writer_end (&payload);
  return g_strdup_printf ("[%s]", inner);
}

static char *
make_references (const char *reference)
{
  KarneWriter writer = { g_string_new ("{") };
  g_autofree char *inner = NULL;

  karne_writer_string (&writer, "reference", reference);
  inner = karne_writer_end (&writer);
  return g_strdup_printf ("[%s]", inner);
}

static KarneDraft *
draft_of (KarneWriter *writer)
{
  KarneDraft *draft = karne_draft_new ();

  karne_draft_take (draft, "Communication", NULL, karne_writer_end (writer));
  return draft;
}

/**
 * karne_draft_new_note:
 * @patient: id of the Patient there
 * @document: id of the DocumentReference
 * @text: what the person notes
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * A note on a document. The document is somebody else's and stays as it is: the note is a
 * Communication of the person about it.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_note (const char *patient,
                      const char *document,
                      const char *text,
                      gint64 now,
                      GError **error)
{
  g_autofree char *words = karne_input_text (text, error);
  g_autofree char *name = g_strconcat ("DocumentReference/", document, NULL);
  g_autofree char *about = make_references (name);
  g_autofree char *sent = karne_input_instant (now);
  g_autofree char *payload = words != NULL ? make_payload (words) : NULL;
  KarneWriter writer;

  if (words == NULL)
    return NULL;
  karne_writer_begin (&writer, "Communication", NULL);
  karne_writer_string (&writer, "status", "completed");
  karne_writer_raw (&writer, "category",
                    "[{\"coding\":[{\"system\":\"urn:re.karne:communication\",\"code\":\"note\","
                    "\"display\":\"Note\"}]}]");
  karne_writer_patient (&writer, "subject", patient);
  karne_writer_raw (&writer, "about", about);
  karne_writer_string (&writer, "sent", sent);
  karne_writer_patient (&writer, "sender", patient);
  karne_writer_raw (&writer, "payload", payload);
  return draft_of (&writer);
}

/* What a reply has in common with what it answers: the thread, what it is about, and who wrote,
 * who is now who reads. */
static void
write_thread (KarneWriter *writer, KarneSpan message)
{
  static const char *const names[] = { "identifier", "topic" };
  KarneSpan sender;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KarneSpan value;

      if (karne_json_find (message, names[i], &value))
        {
          g_autofree char *text = g_strndup (value.text, value.len);

          karne_writer_raw (writer, names[i], text);
        }
    }
  if (karne_json_find (message, "sender", &sender))
    {
      g_autofree char *recipient = g_strdup_printf ("[%.*s]", (int) sender.len, sender.text);
      KarneSpan contained;

      karne_writer_raw (writer, "recipient", recipient);
      /* Who wrote may only be known inside the message. */
      if (strstr (recipient, "\"#") != NULL && karne_json_find (message, "contained", &contained))
        {
          g_autofree char *list = g_strndup (contained.text, contained.len);

          karne_writer_raw (writer, "contained", list);
        }
    }
}

/**
 * karne_draft_new_reply:
 * @patient: id of the Patient there
 * @message: the text of the Communication that is answered
 * @text: what the person writes
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * A reply in the same thread, to who wrote. Fails with `INVALID` where the message has no sender
 * that could be answered.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_reply (const char *patient,
                       const char *message,
                       const char *text,
                       gint64 now,
                       GError **error)
{
  g_autofree char *words = karne_input_text (text, error);
  KarneSpan original = karne_json_span (message);
  KarneSpan id;
  KarneSpan sender;
  g_autofree char *bare = NULL;
  g_autofree char *name = NULL;
  g_autofree char *in_response = NULL;
  g_autofree char *sent = karne_input_instant (now);
  g_autofree char *payload = words != NULL ? make_payload (words) : NULL;
  KarneWriter writer;

  if (words == NULL)
    return NULL;
  if (!karne_json_find (original, "id", &id) || !karne_json_find (original, "sender", &sender) ||
      (bare = karne_json_dup_string (id)) == NULL)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Writing a reply: the message cannot be answered");
      return NULL;
    }
  name = g_strconcat ("Communication/", bare, NULL);
  in_response = make_references (name);
  karne_writer_begin (&writer, "Communication", NULL);
  karne_writer_string (&writer, "status", "completed");
  karne_writer_patient (&writer, "subject", patient);
  write_thread (&writer, original);
  karne_writer_raw (&writer, "inResponseTo", in_response);
  karne_writer_string (&writer, "sent", sent);
  karne_writer_patient (&writer, "sender", patient);
  karne_writer_raw (&writer, "payload", payload);
  return draft_of (&writer);
}
