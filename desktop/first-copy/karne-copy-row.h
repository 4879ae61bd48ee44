/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_COPY_ROW (karne_copy_row_get_type ())
G_DECLARE_FINAL_TYPE (KarneCopyRow, karne_copy_row, KARNE, COPY_ROW, AdwActionRow)

/* kinds: (array zero-terminated=1): FHIR resource types that this part is made of; kept, not
 * copied. */
GtkWidget *karne_copy_row_new (const char *icon_name, const char *title, const char *const *kinds);
/* session: (nullable) */
void karne_copy_row_update (KarneCopyRow *self, KarneSession *session);

G_END_DECLS
