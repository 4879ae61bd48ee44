/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-facts.h"
#include "words/karne-voice.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DETAIL (karne_detail_get_type ())
G_DECLARE_FINAL_TYPE (KarneDetail, karne_detail, KARNE, DETAIL, AdwBin)

/* All texts are plain: what a server sent is never taken for markup. */
void karne_detail_set_heading (KarneDetail *self, const char *heading);
/* struck: whether a line goes through the heading, beside words that say the same. */
void karne_detail_set_struck (KarneDetail *self, gboolean struck);
void karne_detail_add_chip (KarneDetail *self,
                            const char *icon_name,
                            const char *words,
                            const char *style);
/* A paragraph of what was sent. */
void karne_detail_add_text (KarneDetail *self, const char *text);
/* What is said of data, with the French text beside it where that is wanted or needed. */
void karne_detail_set_heading_said (KarneDetail *self, KarneSay say_it, gconstpointer data);
void karne_detail_add_said (KarneDetail *self, KarneSay say_it, gconstpointer data);
/* (transfer none) (nullable) The messages of it that nobody confirmed. */
const char *const *karne_detail_get_drafts (KarneDetail *self);
/* (transfer floating) A widget below what is there already. */
void karne_detail_add (KarneDetail *self, GtkWidget *widget);
/* A remark at the end, of the program itself. */
void karne_detail_set_note (KarneDetail *self, const char *note);
/* Takes everything down but the note. */
void karne_detail_clear (KarneDetail *self);

G_END_DECLS
