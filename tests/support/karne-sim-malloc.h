/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory that runs out: SQLite's, and that of the buffers which our own code asks for with
 * g_try_realloc (). The rest of GLib ends the program where it gets none, as is its way. */

/* Once a process, before anything of SQLite is called; the second time does nothing. */
void karne_sim_malloc_install (void);

/* The nth allocation from now on fails (1: the next one), and no other. */
void karne_sim_malloc_fail_at (guint64 n);
/* That one and all after it. */
void karne_sim_malloc_fail_from (guint64 n);
/* There is memory again. */
void karne_sim_malloc_heal (void);

/* Since the last of the three. */
guint64 karne_sim_malloc_get_n_calls (void);
guint64 karne_sim_malloc_get_n_failed (void);

G_END_DECLS
