/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text that nobody else should read: in memory of its own that is locked where the system allows
 * it, kept out of core dumps, and wiped with the last reference. */
typedef struct _KarneSecret KarneSecret;

KarneSecret *karne_secret_new (const char *text);
/* 256 random bits as text that fits a URL. */
KarneSecret *karne_secret_new_random (void);
KarneSecret *karne_secret_ref (KarneSecret *self);
void karne_secret_unref (KarneSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSecret, karne_secret_unref)

const char *karne_secret_get (KarneSecret *self);
/* Takes the same time wherever they differ. */
gboolean karne_secret_equal (KarneSecret *self, const char *text);

/* Frees a copy that had to be ordinary memory. */
void karne_secret_wipe (char *text);
/* The same for what was gathered. */
void karne_secret_wipe_string (GString *text);

G_END_DECLS
