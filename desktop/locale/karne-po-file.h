/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A catalogue as translators write it, compiled in memory: who tries a translation has no compiler.
 */
typedef struct
{
  char *language; /* (owned) the code that its header gives */
  char *name;     /* (owned) of the language in itself, as its header gives it; else the code */
  GBytes *mo;     /* (owned) what gettext reads */
} KarnePoFile;

/* Fails with KARNE_ERROR_INVALID and the line where something in it is not right. Whatever
 * somebody confirmed in it counts as confirmed from then on. Not for two threads at once. */
KarnePoFile *karne_po_file_read (const char *path, GError **error);
void karne_po_file_free (KarnePoFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePoFile, karne_po_file_free)

G_END_DECLS
