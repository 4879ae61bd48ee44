/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-documents-empty.h"

#include <glib/gi18n.h>

static void
say_no_document (KarneRecordList *records, gboolean first_copy)
{
  karne_record_list_set_empty_icon (records, "karne-documents-symbolic");
  karne_record_list_set_empty_action (records, NULL, NULL);
  if (first_copy)
    karne_record_list_set_empty_words (records, _ ("Nothing has come yet"), NULL);
  else
    karne_record_list_set_empty_words (
        records, _ ("There is no document"),
        _ ("The record holds none, or none that may be shown here."));
}

static void
say_not_found (KarneRecordList *records)
{
  karne_record_list_set_empty_words (
      records, _ ("No document with these words"),
      _ ("Titles, authors and categories are searched, not what is in the files."));
  karne_record_list_set_empty_action (records, _ ("Clear the search"),
                                      KARNE_DOCUMENTS_CLEAR_SEARCH);
}

static void
say_left_out (KarneRecordList *records, gboolean searched)
{
  if (searched)
    karne_record_list_set_empty_words (records,
                                       _ ("No document with these words and these filters"),
                                       _ ("Without the filters there may be one."));
  else
    karne_record_list_set_empty_words (records, _ ("No document with these filters"), NULL);
  karne_record_list_set_empty_action (records, _ ("Clear the filters"),
                                      KARNE_DOCUMENTS_CLEAR_FILTERS);
}

void
karne_documents_empty_say (KarneRecordList *records,
                           gboolean searched,
                           gboolean filtered,
                           gboolean first_copy)
{
  g_return_if_fail (KARNE_IS_RECORD_LIST (records));

  if (!searched && !filtered)
    {
      say_no_document (records, first_copy);
      return;
    }
  karne_record_list_set_empty_icon (records, "karne-empty-symbolic");
  if (filtered)
    say_left_out (records, searched);
  else
    say_not_found (records);
}
