/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KarneBlockKind:
 * @KARNE_BLOCK_FACT: something that the head of the document says; `number` is a #KarneHeadFact
 * @KARNE_BLOCK_HEADING: the title of a part, with its level from 1
 * @KARNE_BLOCK_PARAGRAPH: text
 * @KARNE_BLOCK_ITEM: one item of a list, with its depth from 1; `number` is 0 for a bullet
 * @KARNE_BLOCK_PREFORMATTED: text of which every space counts
 * @KARNE_BLOCK_TABLE: rows of cells; the runs are its caption
 *
 * What a block is.
 */
typedef enum
{
  KARNE_BLOCK_FACT,
  KARNE_BLOCK_HEADING,
  KARNE_BLOCK_PARAGRAPH,
  KARNE_BLOCK_ITEM,
  KARNE_BLOCK_PREFORMATTED,
  KARNE_BLOCK_TABLE,
} KarneBlockKind;
#define KARNE_BLOCK_LAST KARNE_BLOCK_TABLE

/**
 * KarneHeadFact:
 * @KARNE_HEAD_FACT_TITLE: what the document calls itself
 * @KARNE_HEAD_FACT_TYPE: which type of document it says it is
 * @KARNE_HEAD_FACT_DATE: when it was made, as in FHIR
 * @KARNE_HEAD_FACT_AUTHOR: a person or a device that made it, with the organisation
 * @KARNE_HEAD_FACT_CUSTODIAN: the organisation that keeps it
 * @KARNE_HEAD_FACT_PERSON: whom it is about
 * @KARNE_HEAD_FACT_BIRTH_DATE: when that person was born, as in FHIR
 *
 * Which fact of the head of a document a block holds.
 */
typedef enum
{
  KARNE_HEAD_FACT_TITLE,
  KARNE_HEAD_FACT_TYPE,
  KARNE_HEAD_FACT_DATE,
  KARNE_HEAD_FACT_AUTHOR,
  KARNE_HEAD_FACT_CUSTODIAN,
  KARNE_HEAD_FACT_PERSON,
  KARNE_HEAD_FACT_BIRTH_DATE,
} KarneHeadFact;
#define KARNE_HEAD_FACT_LAST KARNE_HEAD_FACT_BIRTH_DATE

/**
 * KarneTextStyle:
 * @KARNE_TEXT_BOLD: set bold
 * @KARNE_TEXT_ITALIC: set in italics
 * @KARNE_TEXT_UNDERLINE: underlined
 * @KARNE_TEXT_SUPERSCRIPT: raised
 * @KARNE_TEXT_SUBSCRIPT: lowered
 * @KARNE_TEXT_NOT_SHOWN: stands for a picture or an active part; the text describes it, if anything
 *
 * How a run of text is set.
 */
typedef enum
{
  KARNE_TEXT_PLAIN = 0,
  KARNE_TEXT_BOLD = 1 << 0,
  KARNE_TEXT_ITALIC = 1 << 1,
  KARNE_TEXT_UNDERLINE = 1 << 2,
  KARNE_TEXT_SUPERSCRIPT = 1 << 3,
  KARNE_TEXT_SUBSCRIPT = 1 << 4,
  KARNE_TEXT_NOT_SHOWN = 1 << 5,
} KarneTextStyle;
#define KARNE_TEXT_ALL ((1 << 6) - 1)

typedef struct
{
  KarneTextStyle style;
  char *text; /* (owned) */
} KarneTextRun;

/**
 * KarneBlockCell:
 * @columns: over how many columns it reaches
 * @rows: over how many rows it reaches
 * @heading: it names its row or its column
 * @runs: (element-type KarneTextRun): its text
 *
 * One cell of a table.
 */
typedef struct
{
  guint columns;
  guint rows;
  gboolean heading;
  GArray *runs; /* (owned) */
} KarneBlockCell;

/**
 * KarneBlock:
 * @kind: what it is
 * @level: of a heading or an item, from 1
 * @number: of an item, or which fact it is
 * @runs: (element-type KarneTextRun): its text
 * @rows: (element-type GPtrArray): of a table, arrays of #KarneBlockCell
 *
 * One piece of a document without pages.
 *
 * All of it is text to be shown as it is: no address, no markup, nothing to be interpreted.
 */
typedef struct
{
  KarneBlockKind kind;
  guint level;
  guint number;
  GArray *runs;    /* (owned) */
  GPtrArray *rows; /* (owned) */
} KarneBlock;

KarneBlock *karne_block_new (KarneBlockKind kind);
void karne_block_free (KarneBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneBlock, karne_block_free)

void karne_block_take_text (KarneBlock *self, KarneTextStyle style, char *text);
void karne_block_add_row (KarneBlock *self);
void karne_block_take_cell (KarneBlock *self, gboolean heading, char *text);

char *karne_text_runs_to_text (GArray *runs);
GPtrArray *karne_blocks_from_variant (GVariant *variant, GError **error);

G_END_DECLS
