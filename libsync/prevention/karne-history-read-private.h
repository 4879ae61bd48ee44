/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "prevention/karne-history-private.h"
#include "store/karne-reader-private.h"

G_BEGIN_DECLS

/* A line of the record on its way into a history. The strings are those of whoever reads it. */
typedef struct
{
  KarneTrace trace;
  const char *updated;  /* (nullable) */
  const char *until;    /* (nullable) */
  const char *status;   /* (nullable) */
  const char *codes;    /* (nullable) lines of system|code */
  const char *diseases; /* (nullable) likewise */
  const char *value;    /* (nullable) of an observation */
  gboolean reported;
  gboolean not_understood; /* subpotent, or something says that all of it means something else */
} KarneLineRead;

/* Signs of pregnancies, until all lines are there. */
typedef struct
{
  GArray *starts;        /* (owned) of KarnePregnancy */
  GArray *terms;         /* (owned) likewise, from the expected date */
  GArray *ends;          /* (owned) likewise: `end` and `outcome` alone */
  GStringChunk *strings; /* (owned) a line is gone when the next one comes */
} KarnePregnancyReader;

void karne_pregnancy_reader_init (KarnePregnancyReader *self);
void karne_pregnancy_reader_clear (KarnePregnancyReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KarnePregnancyReader, karne_pregnancy_reader_clear)
void karne_pregnancy_reader_add (KarnePregnancyReader *self,
                                 KarneRules *rules,
                                 const KarneLineRead *line,
                                 const KarneDays *when);
void karne_pregnancy_reader_finish (KarnePregnancyReader *self, KarneHistory *history);

/* In a read job: what karne_view_read_history () hands out. */
KarneHistory *karne_history_read (sqlite3 *db,
                                  KarneRules *rules,
                                  KarneReader *reader,
                                  GCancellable *cancellable,
                                  GError **error);

/* What a line is, of the things and conditions that the rules know; FALSE where it is none. */
gboolean karne_match_things (KarneRules *rules, const KarneLineRead *line, KarneAct *act);
void karne_match_conditions (KarneRules *rules,
                             const KarneLineRead *line,
                             KarneDay since,
                             KarneHistory *history);
/* Bits of the diseases that codes name, of lines of system|code (nullable). */
guint64 karne_match_diseases (KarneRules *rules, const char *codes);
/* Whether a code is among lines of codes. */
gboolean karne_codes_have (const char *codes, const char *code);
gboolean karne_words_begin (char **words, char **phrase);

/* By a postal code of France. */
KarneTerritory karne_territory_from_postal_code (const char *code);
/* How far east of UTC its clocks are, in a month of the year: for instants that were written in
 * UTC. */
int karne_territory_get_minutes_east (KarneTerritory self, const char *instant);

G_END_DECLS
