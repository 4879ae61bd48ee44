/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer floating) A GtkListBoxRow for a KarneResource of the list, named for assistive
 * technology. */
typedef GtkWidget *(*KarneRecordRowFunc) (KarneResource *resource, gpointer data);
/* (transfer full) (nullable) What stands over the first of a run of rows that have it in common. */
typedef char *(*KarneRecordHeadingFunc) (KarneResource *resource, gpointer data);
/* Asks the lines for their next window. */
typedef void (*KarneRecordMoreFunc) (GListModel *lines);

#define KARNE_TYPE_RECORD_LIST (karne_record_list_get_type ())
G_DECLARE_FINAL_TYPE (KarneRecordList, karne_record_list, KARNE, RECORD_LIST, AdwBin)

/* What the list is of, for assistive technology. */
void karne_record_list_set_label (KarneRecordList *self, const char *label);
void karne_record_list_set_row_func (KarneRecordList *self, KarneRecordRowFunc func, gpointer data);
void karne_record_list_set_heading_func (KarneRecordList *self,
                                         KarneRecordHeadingFunc func,
                                         gpointer data);
/* list: (nullable): NULL takes all rows down. */
void karne_record_list_set_list (KarneRecordList *self, KarneList *list);
/* lines: (nullable): of KarneResource, with the properties `loading`, `has-more`, `n-total` and
 * `error` of a KarneList. */
void
karne_record_list_set_lines (KarneRecordList *self, GListModel *lines, KarneRecordMoreFunc more);
/* What is said where there is nothing, and what else there is to know or do then (nullable). */
void karne_record_list_set_empty_words (KarneRecordList *self,
                                        const char *title,
                                        const char *description);
/* Whether what would stand here is kept from who looks: that is said then, whatever is there. */
void karne_record_list_set_masked (KarneRecordList *self,
                                   gboolean masked,
                                   const char *title,
                                   const char *description);
void karne_record_list_set_empty_icon (KarneRecordList *self, const char *icon_name);
/* One thing that can be done then, as a button. action: (nullable) a detailed name; NULL for
 * none. */
void
karne_record_list_set_empty_action (KarneRecordList *self, const char *label, const char *action);
/* Puts the focus on the row of a resource, as it is now; NULL for the first row. FALSE where there
 * is no such row. */
gboolean karne_record_list_focus (KarneRecordList *self, KarneResource *resource);

/* (nullable) That of the row in which a widget is. */
KarneResource *karne_record_list_get_resource (KarneRecordList *self, GtkWidget *widget);

G_END_DECLS
