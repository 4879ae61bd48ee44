/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/* What a person reads about a document, made of what was sent. */

/* The label of a category: that of its code system (TRE_A03) where only the code of it came, else
 * what came. (nullable) */
const char *karne_document_words_category (const char *category);
/* The kind of file, as in “PDF” or “Picture”. content_type: (nullable). (nullable) */
const char *karne_document_words_format (const char *content_type);
const char *karne_document_words_icon (const char *content_type);
/* (transfer full) What a list says under the title: category, author and date, as far as they are
 * known. */
char *karne_document_words_subtitle (const KarneItem *item);
/* (transfer full) (nullable) What to say of a document that is not simply current: it was replaced,
 * or entered in error. */
char *karne_document_words_status (const char *status);

/* (transfer full) Where its file is and how large. */
char *karne_document_words_file (KarneDocument *document);

/* How far back a list goes. */
typedef enum
{
  KARNE_DOCUMENT_PERIOD_ALL,
  KARNE_DOCUMENT_PERIOD_YEAR,
  KARNE_DOCUMENT_PERIOD_FIVE_YEARS,
  KARNE_DOCUMENT_PERIOD_OLDER,
} KarneDocumentPeriod;

/* The FHIR dates between which it is, both included and either NULL (transfer full). today: the day
 * from which it is counted. */
void karne_document_words_period (KarneDocumentPeriod period,
                                  GDateTime *today,
                                  char **since,
                                  char **until);

G_END_DECLS
