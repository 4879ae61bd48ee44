/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KARNE_FORMAT_UNSUPPORTED,
  KARNE_FORMAT_DAMAGED, /* said to be something that we show, and is not */
  KARNE_FORMAT_PDF,
  KARNE_FORMAT_PNG,
  KARNE_FORMAT_JPEG,
  KARNE_FORMAT_GIF,
  KARNE_FORMAT_TIFF,
  KARNE_FORMAT_WEBP,
  KARNE_FORMAT_XML,
  KARNE_FORMAT_TEXT,
} KarneFormat;

KarneFormat karne_sniff (GBytes *bytes, const char *content_type);

G_END_DECLS
