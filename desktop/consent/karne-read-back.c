/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-read-back.h"

#include "karne-dialogs.h"

#include <glib/gi18n.h>

/* The charter of those who help others with their affairs wants each step checked with the person
 * (Charte Aidants Connect, 2025). What the person does alone is not asked twice. */

typedef struct
{
  KarneConsentMake make;
  gpointer data;
} Lines;

static char *
make_body (gpointer data)
{
  const Lines *lines = data;
  g_autofree char *text = lines->make (lines->data);

  return g_strdup_printf ("%s\n\n%s\n", text,
                          _ ("Nothing was written yet. It goes into the record, and to its server, "
                             "once the person says that it is right."));
}

gboolean
karne_read_back_is_needed (KarneSession *session)
{
  g_return_val_if_fail (KARNE_IS_SESSION (session), FALSE);

  return karne_session_get_agreement (session) != NULL;
}

void
karne_read_back_async (GtkWidget *parent,
                       KarneConsentMake make,
                       gpointer data,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Lines lines = { make, data };
  g_autofree char *body = karne_consent_words_say (make_body, &lines);

  karne_dialogs_check_async (parent,
                             /* Translators: to a helper and the person beside them, over what was
                              * just typed. */
                             _ ("Read it together"), g_strstrip (body),
                             /* Translators: a button: back to what was typed. */
                             _ ("_Correct it"),
                             /* Translators: a button: what was typed is as the person means it. */
                             _ ("It is _right"), cancellable, callback, user_data);
}

gboolean
karne_read_back_finish (GAsyncResult *result)
{
  return karne_dialogs_confirm_finish (result, NULL);
}
