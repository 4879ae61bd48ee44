/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DOCUMENT_FILTERS (karne_document_filters_get_type ())
G_DECLARE_FINAL_TYPE (KarneDocumentFilters, karne_document_filters, KARNE, DOCUMENT_FILTERS, AdwBin)

/* The view whose categories can be chosen; NULL (nullable) takes them down, and chooses nothing. */
void karne_document_filters_set_view (KarneDocumentFilters *self, KarneView *view);
/* Reads the categories once more. */
void karne_document_filters_refresh (KarneDocumentFilters *self);
/* Back to all documents, the newest first. */
void karne_document_filters_reset (KarneDocumentFilters *self);
/* Makes a list show what was chosen. */
void karne_document_filters_apply (KarneDocumentFilters *self, KarneList *list);
/* How many of them leave something out. */
guint karne_document_filters_get_n_active (KarneDocumentFilters *self);
/* (transfer full) What they leave, in words; empty where they leave nothing out. */
char *karne_document_filters_dup_words (KarneDocumentFilters *self);

G_END_DECLS
