/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the window says of a code and of an address: (transfer full), in words. */

/* Character by character, for whoever reads it out or has it read out. */
char *karne_sign_in_words_spell (const char *code);
/* What a QR code holds, for whoever does not see it. */
char *karne_sign_in_words_describe (const char *address, const char *code);
/* How long a code is good, rounded up, so that it is never good for nothing. */
char *karne_sign_in_words_say_left (gint64 left_us);
/* The name of the server, as in “id.example.org:8443”: what is to be compared. */
char *karne_sign_in_words_dup_server (const char *address);
/* Whether that name stands for letters of another alphabet (RFC 3490: `xn--`), which may look like
 * those of another name. It is shown as it is asked for, in ASCII. */
gboolean karne_sign_in_words_is_foreign (const char *address);

G_END_DECLS
