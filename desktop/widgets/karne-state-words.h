/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-detail.h"
#include "karne-record-row.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* (nullable) The icon of where something stands between here and its server. */
const char *karne_state_words_icon (KarneRecordState state);
/* Show it as words with their icon, where there is anything to say of it. */
void karne_state_words_add_to_row (KarneRecordRow *row, KarneRecordState state);
void karne_state_words_add_to_detail (KarneDetail *detail, KarneRecordState state);

G_END_DECLS
