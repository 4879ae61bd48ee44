/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Made at build time by po/confirmed.py out of the comments “# confirmed: WHO, DATE” in po/: one
 * number for each form of each message, in order. */
extern const guint64 karne_confirmed_table[];
extern const guint karne_confirmed_count;

/* Has somebody who speaks the language confirmed this translation? key: as in a catalogue. Asked
 * from any thread. */
gboolean karne_confirmed_has (const char *key, const char *translation);

G_END_DECLS
