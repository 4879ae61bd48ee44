/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-i18n.h"
#include "words/karne-words.h"

/* What a person reads about a server that is told who looked at the record. */

static char *
say_refused (const KarneSource *source)
{
  return g_strdup_printf (
      /* Translators: the first is a number by which servers say why (as 403), the second how many
       * lines wait. */
      ngettext ("The server does not take who looked at the record (status %u): "
                "%u line is kept here, and it is asked again once a day.",
                "The server does not take who looked at the record (status %u): "
                "%u lines are kept here, and it is asked again once a day.",
                source->untold),
      source->tell_status, source->untold);
}

/**
 * karne_source_tells_to_words:
 * @source: a source
 *
 * Says whether its server is told who looked at the record ([method@Store.set_tells]), or what is
 * in the way.
 *
 * Returns: (transfer full) (nullable): a sentence or two; `NULL` where it is told nothing, of which
 *   there is nothing to say
 */
char *
karne_source_tells_to_words (const KarneSource *source)
{
  g_return_val_if_fail (source != NULL, NULL);

  if (!source->tells)
    return NULL;
  karne_words_init ();
  if (g_strcmp0 (source->tell_trouble, "refused") == 0)
    return say_refused (source);
  if (g_strcmp0 (source->tell_trouble, "undeclared") == 0)
    return g_strdup (_ ("The server says that it does not take who looked at the record: that is "
                        "kept here, and not sent."));
  if (g_strcmp0 (source->tell_trouble, "broken") == 0)
    return g_strdup (_ ("The server was told who looked at the record, up to where what was noted "
                        "on this computer is no longer as it was written: nothing from there on is "
                        "sent."));
  return g_strdup (
      _ ("The server is told who looks at the record here, and what is done with it."));
}
