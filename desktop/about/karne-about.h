/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows what the program is, over parent (nullable). */
void karne_about_present (GtkWindow *parent);
/* (transfer full) The versions of what it is made of, to be sent with a report: nothing about the
 * person, the record, or the computer. */
char *karne_about_dup_versions (void);

G_END_DECLS
