/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-words.h"

#include "karne-error.h"
#include "words/karne-i18n.h"

/**
 * karne_habilitation_error_to_words:
 * @error: why there is no matrix ([ctor@Habilitation.new_for_computer])
 *
 * Says in one sentence that nobody can be helped with a record on this computer, and why.
 *
 * Returns: (transfer full): words for a person
 */
char *
karne_habilitation_error_to_words (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  karne_words_init ();
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_INVALID))
    return g_strdup (
        _ ("No session can begin: the file in which this computer’s administrator "
           "says what a helper may see is not right (“karne doctor” names the line)."));
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_EXPOSED))
    return g_strdup (_ ("No session can begin: the file in which this computer’s administrator "
                        "says what a helper may see can be changed by others."));
  return g_strdup (_ ("No session can begin: the file in which this computer’s administrator says "
                      "what a helper may see cannot be read."));
}
