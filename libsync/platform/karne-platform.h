/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneSwap:
 * @KARNE_SWAP_UNKNOWN: the system does not say
 * @KARNE_SWAP_NONE: this process is never swapped out
 * @KARNE_SWAP_SEALED: swapped pages stay in memory (zram), or go to an encrypted disk
 * @KARNE_SWAP_PLAIN: swapped pages may be written to a disk in clear
 *
 * Where pages of this process may go when memory is short.
 */
typedef enum
{
  KARNE_SWAP_UNKNOWN,
  KARNE_SWAP_NONE,
  KARNE_SWAP_SEALED,
  KARNE_SWAP_PLAIN,
} KarneSwap;

/* No core dump of this process, nor of the helpers it starts, holds any memory. Call it first in
 * main (), in every program. Does as much as it can, and fails with FAILED if that is not all. */
KARNE_API
gboolean karne_platform_harden (GError **error);

KARNE_API
KarneSwap karne_platform_get_swap (void);

/* The bytes that this person may still write on the disk of `path`. NOT_FOUND, READ_ONLY (may not
 * be looked at), FAILED. */
KARNE_API
gboolean karne_platform_get_free_space (const char *path, guint64 *n_bytes, GError **error);

G_END_DECLS
