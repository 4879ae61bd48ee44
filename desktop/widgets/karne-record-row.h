/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_RECORD_ROW (karne_record_row_get_type ())
G_DECLARE_FINAL_TYPE (KarneRecordRow, karne_record_row, KARNE, RECORD_ROW, AdwPreferencesRow)

/* icon_name: (nullable). title: (nullable): words for a thing without one then. subtitle:
 * (nullable). The texts are plain: what a server sent is never taken for markup. */
GtkWidget *karne_record_row_new (const char *icon_name, const char *title, const char *subtitle);
/* Adds a few words about its state under the subtitle, with an icon (nullable): never colour alone.
 * style: (nullable) a style class. They are read out after the subtitle. */
void karne_record_row_add_chip (KarneRecordRow *self,
                                const char *icon_name,
                                const char *words,
                                const char *style);
/* Adds a line under the subtitle, also later than the row is shown. text: (nullable) */
void karne_record_row_add_line (KarneRecordRow *self, const char *text);
/* Whether a line goes through the title. It is not read out: a chip has to say the same in words.
 */
void karne_record_row_set_struck (KarneRecordRow *self, gboolean struck);
/* Puts a widget at the end of the row, once; where there is no room, it goes below. What it says is
 * not in the description of the row: said does (nullable). */
void karne_record_row_set_end (KarneRecordRow *self, GtkWidget *widget, const char *said);
/* Says something first when the row is read out, as what came of an act, where the focus goes to
 * it. words: (nullable): NULL takes it away. */
void karne_record_row_announce (KarneRecordRow *self, const char *words);
/* Shows that the row opens something. */
void karne_record_row_set_opens (KarneRecordRow *self, gboolean opens);

G_END_DECLS
