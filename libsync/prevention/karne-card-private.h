/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-card.h"
#include "prevention/karne-rules-private.h"

G_BEGIN_DECLS

/* A vaccination of the record, before it stands on any line. */
typedef struct
{
  KarneCardDose *dose; /* (owned) */
  KarneThings things;  /* by its codes or by its title */
  guint64 diseases;    /* bits of those that it says it is against */
  char *disease;       /* (owned) (nullable) the first of them, as sent */
} KarneCardGiven;

void karne_card_given_free (gpointer data);

/* (transfer full) Of KarneCardLine: what was given (of KarneCardGiven; copied) and what is due (of
 * KarneDueEntry; copied), disease by disease. Pure. */
GPtrArray *karne_card_make (KarneRules *rules, GPtrArray *given, GPtrArray *entries);

G_END_DECLS
