/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-state-words.h"

const char *
karne_state_words_icon (KarneRecordState state)
{
  switch (state)
    {
    case KARNE_RECORD_WAITING:
      return "karne-waiting-symbolic";
    case KARNE_RECORD_SENDING:
      return "karne-sync-symbolic";
    case KARNE_RECORD_PARKED:
      return "karne-warning-symbolic";
    case KARNE_RECORD_CONFLICT:
      return "karne-question-symbolic";
    case KARNE_RECORD_SENT:
      break;
    }
  return NULL;
}

/* What waits for the person stands out. */
static const char *
get_style (KarneRecordState state)
{
  return state == KARNE_RECORD_PARKED || state == KARNE_RECORD_CONFLICT ? "warning" : NULL;
}

void
karne_state_words_add_to_row (KarneRecordRow *row, KarneRecordState state)
{
  g_autofree char *words = karne_record_state_to_words (state);

  if (words != NULL)
    karne_record_row_add_chip (row, karne_state_words_icon (state), words, get_style (state));
}

void
karne_state_words_add_to_detail (KarneDetail *detail, KarneRecordState state)
{
  g_autofree char *words = karne_record_state_to_words (state);

  if (words != NULL)
    karne_detail_add_chip (detail, karne_state_words_icon (state), words, get_style (state));
}
