/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-desk.h"
#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_RECORD_VIEW (karne_record_view_get_type ())
G_DECLARE_FINAL_TYPE (KarneRecordView, karne_record_view, KARNE, RECORD_VIEW, AdwBin)

void karne_record_view_set_desk (KarneRecordView *self, KarneDesk *desk);
/* Whether the sidebar and the page are beside each other, or one at a time. */
void karne_record_view_set_narrow (KarneRecordView *self, gboolean narrow);
gboolean karne_record_view_get_narrow (KarneRecordView *self);

/* nick: `home`, `documents`… */
void karne_record_view_show_page (KarneRecordView *self, const char *nick);
/* 1 for the first one of the sidebar. */
void karne_record_view_show_page_number (KarneRecordView *self, guint number);
const char *karne_record_view_get_page (KarneRecordView *self);
/* The page on top: the one shown, or one pushed over it. */
KarnePage *karne_record_view_get_top (KarneRecordView *self);
/* Goes to where another one stands, that shows the same record: to its page, to what was opened
 * over it, and to what was done in these. */
void karne_record_view_adopt (KarneRecordView *self, KarneRecordView *from);

void karne_record_view_push (KarneRecordView *self, KarnePage *page);
/* From a page over another to that one, from a page to the sidebar where it is narrow. %FALSE where
 * there is no way back. */
gboolean karne_record_view_back (KarneRecordView *self);
void karne_record_view_toggle_sidebar (KarneRecordView *self);
void karne_record_view_open_menu (KarneRecordView *self);

G_END_DECLS
