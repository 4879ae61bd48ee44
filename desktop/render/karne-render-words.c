/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-error.h"

#include <glib/gi18n-lib.h>

/* Each sentence says what happened, what is safe, and what to do. */
static const char *
describe (KarneRenderError code)
{
  switch (code)
    {
    case KARNE_RENDER_ERROR_FAILED:
      break;
    case KARNE_RENDER_ERROR_LIMIT:
      return _ ("Showing this document takes too much time or memory. The document itself is safe: "
                "save it to open it with another program.");
    case KARNE_RENDER_ERROR_UNSUPPORTED:
      return _ ("Documents of this kind cannot be shown here. The document itself is safe: save it "
                "to open it with another program.");
    case KARNE_RENDER_ERROR_PROTECTED:
      return _ ("This document is protected by a password. It is kept as it is: save it to open it "
                "with another program and the password of whoever made it.");
    case KARNE_RENDER_ERROR_DAMAGED:
      return _ ("This document is damaged, or is not what it says it is. The rest of the record is "
                "safe: ask whoever filed this document for another copy.");
    }

  return _ ("This document could not be shown, and it is not known why. The document itself is "
            "safe: try again, or save it to open it with another program.");
}

/**
 * karne_render_error_to_words:
 * @error: why a document cannot be shown
 *
 * Says so to a person: what happened, what is safe and what to do.
 *
 * Returns: (transfer full): one or two sentences
 */
char *
karne_render_error_to_words (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != KARNE_RENDER_ERROR)
    return g_strdup (describe (KARNE_RENDER_ERROR_FAILED));
  return g_strdup (describe ((KarneRenderError) error->code));
}
