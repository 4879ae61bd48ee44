/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-set-aside.h"

/**
 * KarneSetAside:
 *
 * What came from a server and could not be taken in, as it is now.
 *
 * It reads anew after each commit, one read at a time however fast they come.
 */
struct _KarneSetAside
{
  GObject parent_instance;

  KarneView *view;           /* (owned) (nullable) NULL once disposed */
  GCancellable *cancellable; /* (owned) cancelled when nobody wants to know any more */
  GPtrArray *lines;          /* (owned) (nullable) */
  GError *error;             /* (owned) (nullable) */
  gboolean reading;
  gboolean again; /* something changed since the read began */
};

G_DEFINE_FINAL_TYPE (KarneSetAside, karne_set_aside, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_same_line (const KarneQuarantined *one, const KarneQuarantined *other)
{
  return one->source == other->source && one->size == other->size &&
         g_strcmp0 (one->kind, other->kind) == 0 && g_strcmp0 (one->id, other->id) == 0 &&
         g_strcmp0 (one->flaw, other->flaw) == 0;
}

static gboolean
are_same (GPtrArray *one, GPtrArray *other)
{
  if (one == NULL || other == NULL || one->len != other->len)
    return one == other;
  for (guint i = 0; i < one->len; i++)
    if (!is_same_line (one->pdata[i], other->pdata[i]))
      return FALSE;
  return TRUE;
}

/* (transfer full) What could not be read leaves what was known. */
static void
take_answer (KarneSetAside *self, GPtrArray *lines, GError *error)
{
  gboolean is_news = error != NULL || self->error != NULL || !are_same (self->lines, lines);

  g_clear_error (&self->error);
  self->error = error;
  if (lines != NULL)
    {
      g_clear_pointer (&self->lines, g_ptr_array_unref);
      self->lines = lines;
    }
  if (is_news)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
lines_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSetAside) self = user_data;
  GError *error = NULL;
  GPtrArray *lines = karne_view_list_quarantined_finish (KARNE_VIEW (object), result, &error);

  self->reading = FALSE;
  if (self->view == NULL)
    {
      g_clear_error (&error);
      g_clear_pointer (&lines, g_ptr_array_unref);
      return;
    }
  take_answer (self, lines, error);
  if (self->again)
    karne_set_aside_refresh (self);
}

void
karne_set_aside_refresh (KarneSetAside *self)
{
  g_return_if_fail (KARNE_IS_SET_ASIDE (self));

  self->again = self->reading;
  if (self->reading || self->view == NULL)
    return;
  self->reading = TRUE;
  karne_view_list_quarantined_async (self->view, self->cancellable, lines_read_cb,
                                     g_object_ref (self));
}

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  karne_set_aside_refresh (data);
}

static void
karne_set_aside_dispose (GObject *object)
{
  KarneSetAside *self = KARNE_SET_ASIDE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_set_aside_parent_class)->dispose (object);
}

static void
karne_set_aside_finalize (GObject *object)
{
  KarneSetAside *self = KARNE_SET_ASIDE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_set_aside_parent_class)->finalize (object);
}

static void
karne_set_aside_class_init (KarneSetAsideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_set_aside_dispose;
  object_class->finalize = karne_set_aside_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_SET_ASIDE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_set_aside_init (KarneSetAside *self)
{
  self->cancellable = g_cancellable_new ();
}

KarneSetAside *
karne_set_aside_new (KarneView *view, KarneStore *store)
{
  KarneSetAside *self = g_object_new (KARNE_TYPE_SET_ASIDE, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  karne_set_aside_refresh (self);
  return self;
}

guint
karne_set_aside_get_n (KarneSetAside *self)
{
  g_return_val_if_fail (KARNE_IS_SET_ASIDE (self), 0);

  return self->lines != NULL ? self->lines->len : 0;
}

GPtrArray *
karne_set_aside_get_lines (KarneSetAside *self)
{
  g_return_val_if_fail (KARNE_IS_SET_ASIDE (self), NULL);

  return self->lines;
}

const GError *
karne_set_aside_get_error (KarneSetAside *self)
{
  g_return_val_if_fail (KARNE_IS_SET_ASIDE (self), NULL);

  return self->error;
}
