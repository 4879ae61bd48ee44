/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program finds what is installed beside it. The variables KARNE_DEMO_SERVER,
 * KARNE_DEMO_DATA and KARNE_LOCALE_DIR say otherwise: a build that is not installed sets them.
 * (transfer full) */
char *karne_paths_dup_demo_server (void);
char *karne_paths_dup_demo_data (void);
char *karne_paths_dup_locale_dir (void);

G_END_DECLS
