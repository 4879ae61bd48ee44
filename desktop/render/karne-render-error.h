/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KarneRenderError:
 * @KARNE_RENDER_ERROR_FAILED: it did not work, and it is not known why
 * @KARNE_RENDER_ERROR_LIMIT: it would take more time or memory than a document may
 * @KARNE_RENDER_ERROR_UNSUPPORTED: documents of this kind are not shown
 * @KARNE_RENDER_ERROR_PROTECTED: a password is needed
 * @KARNE_RENDER_ERROR_DAMAGED: the bytes are not what they say they are
 *
 * Why a document cannot be shown.
 */
typedef enum
{
  KARNE_RENDER_ERROR_FAILED,
  KARNE_RENDER_ERROR_LIMIT,
  KARNE_RENDER_ERROR_UNSUPPORTED,
  KARNE_RENDER_ERROR_PROTECTED,
  KARNE_RENDER_ERROR_DAMAGED,
} KarneRenderError;
#define KARNE_RENDER_ERROR_LAST KARNE_RENDER_ERROR_DAMAGED

#define KARNE_RENDER_ERROR (karne_render_error_quark ())

GQuark karne_render_error_quark (void);
char *karne_render_error_to_words (const GError *error);

G_END_DECLS
