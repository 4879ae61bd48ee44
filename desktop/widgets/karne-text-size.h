/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KARNE_TEXT_SIZE_MIN 100
#define KARNE_TEXT_SIZE_MAX 200
#define KARNE_TEXT_SIZE_STEP 25

/* The size of all text, in per cent of what the computer asks for. */
int karne_text_size_get (void);
/* Kept between KARNE_TEXT_SIZE_MIN and KARNE_TEXT_SIZE_MAX. */
void karne_text_size_set (int percent);
/* Follows the key `text-scale` of settings (borrowed), and keeps it in step. */
void karne_text_size_bind (GSettings *settings);

G_END_DECLS
