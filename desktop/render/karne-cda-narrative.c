/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-cda-parts.h"
#include "karne-cda-xml.h"

#include <string.h>

#define MAX_LEVEL 6
#define MAX_COLUMNS 100
#define MAX_ROWS 1000

/* Goes through the narrative of a section. Elements are told by name, whatever their namespace: of
 * what it does not know the text is kept, so that nothing that somebody wrote is lost, and of what
 * would be active nothing but a sign that it was there. */
typedef struct
{
  KarneCdaBlocks *blocks;
  gboolean in_cell; /* there are no blocks in a cell, only lines */
  gboolean exact;   /* every space counts */
  guint depth;      /* of lists */
  /* What the next block is. */
  KarneBlockKind kind;
  guint level;
  guint number;
} Narrative;

typedef void (*Visit) (Narrative *self, const xmlNode *node, KarneTextStyle style);

static void walk (Narrative *self, const xmlNode *parent, KarneTextStyle style);

static gboolean
is_named (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name);
}

/* What comes after the first paragraph of an item belongs to it still. */
static void
end_block (Narrative *self)
{
  if (self->in_cell)
    {
      karne_cda_blocks_start_line (self->blocks);
      return;
    }
  if (!karne_cda_blocks_has_text (self->blocks))
    return;

  karne_cda_blocks_add_block (self->blocks, self->kind, self->level, self->number);
  if (self->kind == KARNE_BLOCK_ITEM)
    self->kind = KARNE_BLOCK_PARAGRAPH;
}

static KarneTextStyle
style_of (const xmlNode *node)
{
  g_autofree char *codes = karne_cda_dup_attribute (node, "styleCode");
  KarneTextStyle style = KARNE_TEXT_PLAIN;

  if (codes == NULL)
    return style;
  if (strstr (codes, "Bold") != NULL)
    style |= KARNE_TEXT_BOLD;
  if (strstr (codes, "Italics") != NULL)
    style |= KARNE_TEXT_ITALIC;
  if (strstr (codes, "Underline") != NULL)
    style |= KARNE_TEXT_UNDERLINE;
  return style;
}

static void
visit_content (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  walk (self, node, style | style_of (node));
}

static void
visit_raised (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  walk (self, node, style | KARNE_TEXT_SUPERSCRIPT);
}

static void
visit_lowered (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  walk (self, node, style | KARNE_TEXT_SUBSCRIPT);
}

static void
visit_break (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  karne_cda_blocks_break_line (self->blocks);
}

static void
visit_paragraph (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  end_block (self);
  walk (self, node, style | style_of (node));
  end_block (self);
}

static void
visit_caption (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  walk (self, node, style | KARNE_TEXT_BOLD);
  karne_cda_blocks_start_line (self->blocks);
}

static void
visit_preformatted (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  Narrative inner = *self;

  end_block (self);
  inner.exact = TRUE;
  inner.kind = KARNE_BLOCK_PREFORMATTED;
  walk (&inner, node, style);
  end_block (&inner);
}

/* A picture, or what would be run; a caption says what it was. */
static void
visit_not_shown (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  g_autofree char *caption = karne_cda_dup_text (karne_cda_child (node, "caption"));

  karne_cda_blocks_add_exact (self->blocks, KARNE_TEXT_NOT_SHOWN, caption);
}

static void
visit_nothing (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
}

/* ---- Lists --------------------------------------------------------------------------------- */

static void
add_marker (Narrative *self, guint number)
{
  g_autofree char *marker = number > 0 ? g_strdup_printf ("%u. ", number) : g_strdup ("• ");

  karne_cda_blocks_add_exact (self->blocks, KARNE_TEXT_PLAIN, marker);
}

static void
add_item (Narrative *self, const xmlNode *item, KarneTextStyle style, guint number)
{
  Narrative inner = *self;

  inner.depth++;
  inner.kind = KARNE_BLOCK_ITEM;
  inner.level = MIN (inner.depth, MAX_LEVEL);
  inner.number = number;
  end_block (self);
  if (self->in_cell)
    add_marker (self, number);
  walk (&inner, item, style | style_of (item));
  end_block (&inner);
}

static void
visit_list (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  g_autofree char *type = karne_cda_dup_attribute (node, "listType");
  gboolean ordered = g_strcmp0 (type, "ordered") == 0 || is_named (node, "ol");
  guint number = 0;

  end_block (self);
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (is_named (child, "item") || is_named (child, "li"))
        add_item (self, child, style, ordered ? ++number : 0);
      else if (is_named (child, "caption"))
        visit_paragraph (self, child, style | KARNE_TEXT_BOLD);
    }
}

/* ---- Tables -------------------------------------------------------------------------------- */

static guint
read_span (const xmlNode *cell, const char *name, guint most)
{
  g_autofree char *text = karne_cda_dup_attribute (cell, name);
  guint64 number = 1;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, most, &number, NULL))
    return 1;
  return number;
}

static void
add_cell (Narrative *self, const xmlNode *cell, gboolean heading)
{
  Narrative inner = { .blocks = self->blocks, .in_cell = TRUE, .depth = self->depth };

  walk (&inner, cell, style_of (cell));
  karne_cda_blocks_add_cell (self->blocks, read_span (cell, "colspan", MAX_COLUMNS),
                             read_span (cell, "rowspan", MAX_ROWS), heading);
}

static void
add_row (Narrative *self, const xmlNode *row, gboolean heading)
{
  karne_cda_blocks_begin_row (self->blocks);
  for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    {
      if (is_named (cell, "th") || is_named (cell, "td"))
        add_cell (self, cell, heading || is_named (cell, "th"));
    }
  karne_cda_blocks_end_row (self->blocks);
}

static void
add_rows (Narrative *self, const xmlNode *parent, gboolean heading)
{
  for (const xmlNode *row = parent->children; row != NULL; row = row->next)
    {
      if (is_named (row, "tr"))
        add_row (self, row, heading);
    }
}

/* The foot may be written before the body. */
static void
add_parts (Narrative *self, const xmlNode *table, const char *name)
{
  for (const xmlNode *part = table->children; part != NULL; part = part->next)
    {
      if (is_named (part, name))
        add_rows (self, part, g_str_equal (name, "thead"));
    }
}

/* Inside a cell, a table is lines. */
static void
add_inner_rows (Narrative *self, const xmlNode *parent, KarneTextStyle style)
{
  for (const xmlNode *child = parent->children; child != NULL; child = child->next)
    {
      if (is_named (child, "th") || is_named (child, "td"))
        {
          walk (self, child, style);
          karne_cda_blocks_add_text (self->blocks, style, " ");
        }
      else if (child->type == XML_ELEMENT_NODE)
        {
          karne_cda_blocks_start_line (self->blocks);
          add_inner_rows (self, child, style);
        }
    }
}

static void
visit_table (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  if (self->in_cell)
    {
      add_inner_rows (self, node, style);
      karne_cda_blocks_start_line (self->blocks);
      return;
    }

  end_block (self);
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (is_named (child, "caption"))
        walk (self, child, style);
    }
  karne_cda_blocks_begin_table (self->blocks);
  add_parts (self, node, "thead");
  add_rows (self, node, FALSE);
  add_parts (self, node, "tbody");
  add_parts (self, node, "tfoot");
  karne_cda_blocks_end_table (self->blocks);
}

/* ---- All together -------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  Visit visit;
} visits[] = {
  { "br", visit_break },
  { "caption", visit_caption },
  { "content", visit_content },
  { "div", visit_paragraph },
  { "footnoteRef", visit_nothing },
  { "list", visit_list },
  { "ol", visit_list },
  { "p", visit_paragraph },
  { "paragraph", visit_paragraph },
  { "pre", visit_preformatted },
  { "sub", visit_lowered },
  { "sup", visit_raised },
  { "table", visit_table },
  { "ul", visit_list },

  { "applet", visit_not_shown },
  { "audio", visit_not_shown },
  { "embed", visit_not_shown },
  { "form", visit_not_shown },
  { "iframe", visit_not_shown },
  { "img", visit_not_shown },
  { "object", visit_not_shown },
  { "renderMultiMedia", visit_not_shown },
  { "script", visit_not_shown },
  { "style", visit_not_shown },
  { "svg", visit_not_shown },
  { "video", visit_not_shown },
};

static void
visit_element (Narrative *self, const xmlNode *node, KarneTextStyle style)
{
  for (gsize i = 0; i < G_N_ELEMENTS (visits); i++)
    {
      if (is_named (node, visits[i].name))
        {
          visits[i].visit (self, node, style);
          return;
        }
    }
  walk (self, node, style | style_of (node));
}

static void
walk (Narrative *self, const xmlNode *parent, KarneTextStyle style)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (karne_cda_blocks_is_over (self->blocks))
        return;
      if (node->type == XML_ELEMENT_NODE)
        visit_element (self, node, style);
      else if (node->type == XML_TEXT_NODE && self->exact)
        karne_cda_blocks_add_exact (self->blocks, style, (const char *) node->content);
      else if (node->type == XML_TEXT_NODE)
        karne_cda_blocks_add_text (self->blocks, style, (const char *) node->content);
    }
}

/**
 * karne_cda_add_narrative:
 * @blocks: where to add
 * @text: the `text` of a section
 *
 * Adds the paragraphs, lists and tables of a section.
 */
void
karne_cda_add_narrative (KarneCdaBlocks *blocks, const xmlNode *text)
{
  Narrative self = { .blocks = blocks, .kind = KARNE_BLOCK_PARAGRAPH };

  walk (&self, text, KARNE_TEXT_PLAIN);
  end_block (&self);
}

static void
add_section (KarneCdaBlocks *blocks, const xmlNode *section, guint level)
{
  const xmlNode *title = karne_cda_child (section, "title");
  const xmlNode *text = karne_cda_child (section, "text");

  if (title != NULL)
    {
      g_autofree char *words = karne_cda_dup_text (title);

      karne_cda_blocks_add_text (blocks, KARNE_TEXT_PLAIN, words);
      karne_cda_blocks_add_block (blocks, KARNE_BLOCK_HEADING, MIN (level, MAX_LEVEL), 0);
    }
  if (text != NULL)
    karne_cda_add_narrative (blocks, text);

  for (const xmlNode *component = karne_cda_child (section, "component"); component != NULL;
       component = karne_cda_next (component, "component"))
    {
      const xmlNode *inner = karne_cda_child (component, "section");

      if (inner != NULL)
        add_section (blocks, inner, level + 1);
    }
}

/**
 * karne_cda_add_body:
 * @blocks: where to add
 * @structured_body: the body of a document
 *
 * Adds the sections of a document, with those inside them.
 */
void
karne_cda_add_body (KarneCdaBlocks *blocks, const xmlNode *structured_body)
{
  for (const xmlNode *component = karne_cda_child (structured_body, "component"); component != NULL;
       component = karne_cda_next (component, "component"))
    {
      const xmlNode *section = karne_cda_child (component, "section");

      if (section != NULL)
        add_section (blocks, section, 1);
    }
}
