/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-painter.h"

#include "karne-viewer-sheet.h"

/**
 * KarneViewerPainter:
 *
 * Has the pages that are in sight drawn, and those next to them; lets go of all others. The helper
 * is asked for one thing at a time, so that what comes into sight does not wait behind what left
 * it.
 */
struct _KarneViewerPainter
{
  GObject parent_instance;

  KarneRenderer *renderer;   /* (owned) */
  GPtrArray *sheets;         /* (owned) of KarneViewerSheet, not owned */
  GCancellable *cancellable; /* (owned) */
  KarneViewerSight sight;
  double scale;
  gboolean busy; /* something is asked */
};

G_DEFINE_FINAL_TYPE (KarneViewerPainter, karne_viewer_painter, G_TYPE_OBJECT)

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KarneViewerSheet *
get_sheet (KarneViewerPainter *self, guint page)
{
  return self->sheets->pdata[page];
}

static guint
get_first (KarneViewerPainter *self)
{
  return self->sight.first > 0 ? self->sight.first - 1 : 0;
}

static guint
get_last (KarneViewerPainter *self)
{
  return MIN (self->sight.last + 1, self->sheets->len - 1);
}

static gboolean
is_stopped (KarneViewerPainter *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* One question on its way. */
typedef struct
{
  KarneViewerPainter *painter; /* (owned) */
  guint page;
  double scale;
} Question;

static Question *
ask (KarneViewerPainter *self, guint page)
{
  Question *question = g_new0 (Question, 1);

  self->busy = TRUE;
  question->painter = g_object_ref (self);
  question->page = page;
  question->scale = self->scale;
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->painter);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* A page that is damaged is one page; anything else is the end of the document here. */
static void
take_error (KarneViewerPainter *self, guint page, const GError *error)
{
  if (g_error_matches (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED))
    karne_viewer_sheet_set_failed (get_sheet (self, page));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void ask_for_next (KarneViewerPainter *self);

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  KarneViewerPainter *self = question->painter;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture =
      karne_renderer_render_page_finish (KARNE_RENDERER (source), result, &error);

  if (is_stopped (self))
    return;
  self->busy = FALSE;
  if (texture == NULL)
    take_error (self, question->page, error);
  else
    karne_viewer_sheet_set_texture (get_sheet (self, question->page), texture, question->scale);
  ask_for_next (self);
}

static void
text_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  KarneViewerPainter *self = question->painter;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = karne_renderer_load_text_finish (KARNE_RENDERER (source), result, &error);

  if (is_stopped (self))
    return;
  self->busy = FALSE;
  if (text == NULL)
    take_error (self, question->page, error);
  else
    karne_viewer_sheet_set_text (get_sheet (self, question->page), text);
  ask_for_next (self);
}

static gboolean
ask_for_picture (KarneViewerPainter *self, guint page)
{
  KarneViewerSheet *sheet = get_sheet (self, page);

  if (karne_viewer_sheet_get_failed (sheet) ||
      karne_viewer_sheet_get_texture_scale (sheet) == self->scale)
    return FALSE;
  karne_renderer_render_page_async (self->renderer, page, self->scale, self->cancellable,
                                    rendered_cb, ask (self, page));
  return TRUE;
}

static gboolean
ask_for_text (KarneViewerPainter *self, guint page)
{
  if (karne_viewer_sheet_has_text (get_sheet (self, page)))
    return FALSE;
  karne_renderer_load_text_async (self->renderer, page, self->cancellable, text_loaded_cb,
                                  ask (self, page));
  return TRUE;
}

static void
drop_pictures (KarneViewerPainter *self)
{
  guint first = get_first (self), last = get_last (self);

  for (guint i = 0; i < self->sheets->len; i++)
    if (i < first || i > last)
      karne_viewer_sheet_set_texture (get_sheet (self, i), NULL, 0);
}

/* What is in sight comes first, then its text, then what is next to it. What came when it had left
 * is let go at once. */
static void
ask_for_next (KarneViewerPainter *self)
{
  drop_pictures (self);
  if (self->busy || is_stopped (self) || ask_for_picture (self, self->sight.middle))
    return;
  for (guint i = self->sight.first; i <= self->sight.last; i++)
    if (ask_for_picture (self, i))
      return;
  for (guint i = self->sight.first; i <= self->sight.last; i++)
    if (ask_for_text (self, i))
      return;
  for (guint i = get_first (self); i <= get_last (self); i++)
    if (ask_for_picture (self, i) || ask_for_text (self, i))
      return;
}

void
karne_viewer_painter_look_at (KarneViewerPainter *self, const KarneViewerSight *sight, double scale)
{
  g_return_if_fail (KARNE_IS_VIEWER_PAINTER (self));
  g_return_if_fail (sight->last < self->sheets->len);

  self->sight = *sight;
  self->scale = scale;
  ask_for_next (self);
}

void
karne_viewer_painter_stop (KarneViewerPainter *self)
{
  g_return_if_fail (KARNE_IS_VIEWER_PAINTER (self));

  g_cancellable_cancel (self->cancellable);
}

/* The object */

static void
karne_viewer_painter_finalize (GObject *object)
{
  KarneViewerPainter *self = KARNE_VIEWER_PAINTER (object);

  g_clear_object (&self->renderer);
  g_clear_pointer (&self->sheets, g_ptr_array_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (karne_viewer_painter_parent_class)->finalize (object);
}

static void
karne_viewer_painter_class_init (KarneViewerPainterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_viewer_painter_finalize;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", KARNE_TYPE_VIEWER_PAINTER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
karne_viewer_painter_init (KarneViewerPainter *self)
{
  self->cancellable = g_cancellable_new ();
}

KarneViewerPainter *
karne_viewer_painter_new (KarneRenderer *renderer, GPtrArray *sheets)
{
  KarneViewerPainter *self = g_object_new (KARNE_TYPE_VIEWER_PAINTER, NULL);

  self->renderer = g_object_ref (renderer);
  self->sheets = g_ptr_array_ref (sheets);
  return self;
}
