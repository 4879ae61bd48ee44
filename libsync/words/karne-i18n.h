/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* In place of <glib/gi18n.h> and <glib/gi18n-lib.h>, by the same names: what is said through these
 * is heard by karne_voice_begin (), so that a sheet of paper can be written in French while another
 * language is spoken.
 *
 * With KARNE_I18N_PREVENTION defined before, what nobody confirmed comes in French. */

#include <libintl.h>

#include "words/karne-voice.h"

#undef _
#undef C_
#undef N_
#undef NC_
#undef ngettext

#ifdef KARNE_I18N_PREVENTION
#define _(message) karne_safe_gettext (message)
#define C_(context, message) karne_safe_pgettext (context, message)
#define ngettext(singular, plural, n) karne_safe_ngettext (singular, plural, n)
#else
#define _(message) karne_gettext (message)
#define C_(context, message) karne_pgettext (context, message)
#define ngettext(singular, plural, n) karne_ngettext (singular, plural, n)
#endif
#define N_(message) (message)
#define NC_(context, message) (message)
