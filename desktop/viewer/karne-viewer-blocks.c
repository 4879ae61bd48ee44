/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-blocks.h"

#include "karne-a11y.h"
#include "karne-block-widgets.h"
#include "karne-block-words.h"
#include "karne-fold.h"

#include <glib/gi18n.h>

#define SPACE 9
#define MAX_WIDTH 720
/* So long at a time are widgets made: the window stays awake. */
#define SLICE_US (6 * 1000)
/* More is for nobody to listen to at once. */
#define MAX_TEXT (32 * 1024)

/**
 * KarneViewerBlocks:
 *
 * A document without pages: its head as facts, then headings, paragraphs, lists and tables, made of
 * the widgets of the platform, so that they follow the text size and the colours of the person.
 *
 * The keyboard stops here once, to scroll; for those who listen that place is described by the
 * text.
 */
struct _KarneViewerBlocks
{
  KarneViewerBody parent_instance;

  GtkWidget *column;
  GPtrArray *blocks; /* (owned) of KarneBlock */
  guint next;        /* that has no widget yet */
  guint fill_id;
  GPtrArray *labels; /* (unowned) of GtkLabel: what is searched */
  GPtrArray *plain;  /* (owned) of PangoAttrList: how each label was before anything was found */
  GArray *hits;      /* (owned) of Hit */
  char *wanted;      /* (owned) (nullable) what is searched */
  guint current;
};

G_DEFINE_FINAL_TYPE (KarneViewerBlocks, karne_viewer_blocks, KARNE_TYPE_VIEWER_BODY)

typedef struct
{
  guint label;
  KarneFoldRange range;
} Hit;

/* Marks */

static void
mark (PangoAttrList *attributes, KarneFoldRange range, gboolean current)
{
  PangoAttribute *back = current ? pango_attr_background_new (0xFFFF, 0x9999, 0x3333)
                                 : pango_attr_background_new (0xFFFF, 0xE0E0, 0x7070);
  PangoAttribute *front = pango_attr_foreground_new (0, 0, 0);

  back->start_index = front->start_index = range.start;
  back->end_index = front->end_index = range.end;
  pango_attr_list_insert (attributes, back);
  pango_attr_list_insert (attributes, front);
}

/* What a label looks like, with the marks on it. */
static void
show_marks (KarneViewerBlocks *self, guint label)
{
  PangoAttrList *attributes = pango_attr_list_copy (self->plain->pdata[label]);

  for (guint i = 0; i < self->hits->len; i++)
    {
      const Hit *hit = &g_array_index (self->hits, Hit, i);

      if (hit->label == label)
        mark (attributes, hit->range, i == self->current);
    }
  gtk_label_set_attributes (self->labels->pdata[label], attributes);
  pango_attr_list_unref (attributes);
}

static void
clear_hits (KarneViewerBlocks *self)
{
  g_autoptr (GArray) hits = g_steal_pointer (&self->hits);

  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  self->current = G_MAXUINT;
  for (guint i = 0; i < hits->len; i++)
    gtk_label_set_attributes (self->labels->pdata[g_array_index (hits, Hit, i).label],
                              self->plain->pdata[g_array_index (hits, Hit, i).label]);
}

/* Searching */

static void
find_in (KarneViewerBlocks *self, guint label)
{
  g_autoptr (GArray) ranges =
      karne_fold_find (gtk_label_get_text (self->labels->pdata[label]), self->wanted);

  for (guint i = 0; i < ranges->len; i++)
    {
      Hit hit = { label, g_array_index (ranges, KarneFoldRange, i) };

      g_array_append_val (self->hits, hit);
    }
  if (ranges->len > 0)
    show_marks (self, label);
}

static void
find_all (KarneViewerBlocks *self)
{
  clear_hits (self);
  if (self->wanted != NULL && *self->wanted != '\0')
    for (guint i = 0; i < self->labels->len; i++)
      find_in (self, i);
  karne_viewer_body_found (KARNE_VIEWER_BODY (self), self->hits->len, FALSE);
}

/* While widgets are still being made, it is answered at their end. */
static void
karne_viewer_blocks_search (KarneViewerBody *body, const char *text)
{
  KarneViewerBlocks *self = KARNE_VIEWER_BLOCKS (body);

  g_free (self->wanted);
  self->wanted = g_strdup (text);
  if (self->fill_id == 0)
    find_all (self);
}

static void
reveal (KarneViewerBlocks *self, const Hit *hit)
{
  GtkLabel *label = self->labels->pdata[hit->label];
  PangoRectangle place;
  graphene_point_t at;
  int x, y;

  pango_layout_index_to_pos (gtk_label_get_layout (label), (int) hit->range.start, &place);
  gtk_label_get_layout_offsets (label, &x, &y);
  if (gtk_widget_compute_point (GTK_WIDGET (label), self->column,
                                &GRAPHENE_POINT_INIT (0, (float) (y + PANGO_PIXELS (place.y))),
                                &at))
    karne_viewer_body_reveal (KARNE_VIEWER_BODY (self), at.y,
                              at.y + PANGO_PIXELS_CEIL (place.height));
}

static void
karne_viewer_blocks_show_hit (KarneViewerBody *body, guint number)
{
  KarneViewerBlocks *self = KARNE_VIEWER_BLOCKS (body);
  guint before = self->current;

  if (number >= self->hits->len)
    return;
  self->current = number;
  if (before < self->hits->len)
    show_marks (self, g_array_index (self->hits, Hit, before).label);
  show_marks (self, g_array_index (self->hits, Hit, number).label);
  reveal (self, &g_array_index (self->hits, Hit, number));
}

/* Making it */

static void
remember_looks (KarneViewerBlocks *self)
{
  for (guint i = self->plain->len; i < self->labels->len; i++)
    g_ptr_array_add (self->plain,
                     pango_attr_list_ref (gtk_label_get_attributes (self->labels->pdata[i])));
}

static gboolean
fill_cb (gpointer data)
{
  KarneViewerBlocks *self = data;
  gint64 until = g_get_monotonic_time () + SLICE_US;

  while (self->next < self->blocks->len && g_get_monotonic_time () < until)
    gtk_box_append (GTK_BOX (self->column),
                    karne_block_widgets_new (self->blocks->pdata[self->next++], self->labels));
  remember_looks (self);
  if (self->next < self->blocks->len)
    return G_SOURCE_CONTINUE;

  self->fill_id = 0;
  if (self->wanted != NULL)
    find_all (self);
  return G_SOURCE_REMOVE;
}

static void
add_facts (KarneViewerBlocks *self, GPtrArray *facts)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "karne-document-facts");
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneBlock *fact = facts->pdata[i];
      g_autofree char *value = karne_block_words_value (fact);

      if (fact->number == KARNE_HEAD_FACT_TITLE)
        gtk_box_append (GTK_BOX (self->column), karne_block_widgets_new_heading (value, 1));
      else
        gtk_box_append (GTK_BOX (card), karne_block_widgets_new_fact (fact));
    }
  gtk_box_append (GTK_BOX (self->column), card);
  gtk_widget_set_visible (card, gtk_widget_get_first_child (card) != NULL);
}

static void
add_empty (KarneViewerBlocks *self)
{
  GtkWidget *label = gtk_label_new (_ ("There is no text in this document."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (self->column), label);
}

/* For those who listen */

static void
append_words (GString *words, GArray *runs, const char *end)
{
  g_autofree char *text = karne_text_runs_to_text (runs);

  g_string_append (words, text);
  g_string_append (words, end);
}

static void
append_fact (GString *words, const KarneBlock *fact)
{
  g_autofree char *line = karne_block_words_line (fact);

  g_string_append (words, line);
  g_string_append_c (words, '\n');
}

static void
append_block (GString *words, const KarneBlock *block)
{
  append_words (words, block->runs, "\n");
  for (guint i = 0; i < block->rows->len; i++)
    {
      GPtrArray *cells = block->rows->pdata[i];

      for (guint j = 0; j < cells->len; j++)
        append_words (words, ((KarneBlockCell *) cells->pdata[j])->runs,
                      j + 1 < cells->len ? ", " : "\n");
    }
}

static void
describe (KarneViewerBlocks *self, GPtrArray *facts)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    append_fact (words, facts->pdata[i]);
  for (guint i = 0; i < self->blocks->len && words->len < MAX_TEXT; i++)
    append_block (words, self->blocks->pdata[i]);
  karne_a11y_name (self->column, _ ("Text of the document"), words->str);
}

/* The widget */

/* In, to the text as a whole; then to what stands in it, and out. */
static gboolean
karne_viewer_blocks_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KARNE_VIEWER_BLOCKS (widget)->column);
}

static void
karne_viewer_blocks_dispose (GObject *object)
{
  KarneViewerBlocks *self = KARNE_VIEWER_BLOCKS (object);

  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_array_set_size (self->hits, 0);
  g_ptr_array_set_size (self->labels, 0);

  G_OBJECT_CLASS (karne_viewer_blocks_parent_class)->dispose (object);
}

static void
karne_viewer_blocks_finalize (GObject *object)
{
  KarneViewerBlocks *self = KARNE_VIEWER_BLOCKS (object);

  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_ptr_array_unref (self->labels);
  g_ptr_array_unref (self->plain);
  g_array_unref (self->hits);
  g_free (self->wanted);

  G_OBJECT_CLASS (karne_viewer_blocks_parent_class)->finalize (object);
}

static void
karne_viewer_blocks_class_init (KarneViewerBlocksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KarneViewerBodyClass *body_class = KARNE_VIEWER_BODY_CLASS (klass);

  object_class->dispose = karne_viewer_blocks_dispose;
  object_class->finalize = karne_viewer_blocks_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = karne_viewer_blocks_grab_focus;
  body_class->search = karne_viewer_blocks_search;
  body_class->show_hit = karne_viewer_blocks_show_hit;
}

static void
karne_viewer_blocks_init (KarneViewerBlocks *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->labels = g_ptr_array_new ();
  self->plain = g_ptr_array_new_with_free_func ((GDestroyNotify) pango_attr_list_unref);
  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  self->current = G_MAXUINT;
  self->column =
      g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_DOCUMENT, "orientation",
                    GTK_ORIENTATION_VERTICAL, "spacing", SPACE, "focusable", TRUE, NULL);
  gtk_widget_add_css_class (self->column, "karne-document");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), MAX_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->column);
  karne_viewer_body_set_content (KARNE_VIEWER_BODY (self), clamp);
}

GtkWidget *
karne_viewer_blocks_new (GPtrArray *facts, GPtrArray *blocks)
{
  KarneViewerBlocks *self = g_object_new (KARNE_TYPE_VIEWER_BLOCKS, NULL);

  self->blocks = g_ptr_array_ref (blocks);
  describe (self, facts);
  if (facts != NULL)
    add_facts (self, facts);
  if (blocks->len == 0)
    add_empty (self);
  else
    self->fill_id = g_idle_add (fill_cb, self);
  return GTK_WIDGET (self);
}
