/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-fetch.h"

#include "karne-bin.h"

#include <glib/gi18n.h>

#define LOOK_MS 250
/* What comes in a few seconds through a weak network comes without being asked for. */
#define SMALL_SIZE (2 * 1000 * 1000)

/**
 * KarneViewerFetch:
 *
 * A document that is not on this computer: how large it is, one button to bring it here, and how
 * that goes. What is small comes at once.
 */
struct _KarneViewerFetch
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkLabel *outcome;
  GtkProgressBar *progress;
  GtkWidget *fetch_button;
  GtkWidget *stop_button;

  KarneViewerContent *content; /* (owned) (nullable) */
  GCancellable *fetching;      /* (owned) (nullable) */
  guint look_id;
  guint reveal_id;
};

G_DEFINE_FINAL_TYPE (KarneViewerFetch, karne_viewer_fetch, ADW_TYPE_BIN)

enum
{
  SIGNAL_FETCHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Words */

static char *
dup_size_words (const KarneDocumentState *state)
{
  g_autofree char *size = state->size >= 0 ? karne_size_to_words ((guint64) state->size) : NULL;
  g_autofree char *here = karne_size_to_words ((guint64) state->here);

  if (state->delayed)
    return g_strdup (_ ("The server is still preparing this document: it may not be ready yet."));
  if (size == NULL)
    return g_strdup (_ ("Its size is not known."));
  if (state->here > 0)
    /* Translators: of a document, as in “1.2 MB of 3.4 MB are here already.” */
    return g_strdup_printf (_ ("%s of %s are here already."), here, size);
  /* Translators: of a document; %s is as in “3.4 MB”. */
  return g_strdup_printf (_ ("Its size is %s."), size);
}

/* For those who listen, the button says it too: it has the focus. */
static void
say (KarneViewerFetch *self, const char *words)
{
  gtk_label_set_label (self->outcome, words);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *words != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fetch_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
show_progress (KarneViewerFetch *self, const KarneDocumentState *state)
{
  g_autofree char *words = dup_size_words (state);

  if (state->size > 0)
    gtk_progress_bar_set_fraction (self->progress,
                                   CLAMP ((double) state->here / (double) state->size, 0, 1));
  else
    gtk_progress_bar_pulse (self->progress);
  gtk_progress_bar_set_text (self->progress, words);
}

/* Looking how far it is */

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerFetch) self = user_data;
  g_autoptr (KarneDocumentState) state =
      karne_viewer_content_look_finish (KARNE_VIEWER_CONTENT (source), result, NULL);

  if (state != NULL && self->fetching != NULL)
    show_progress (self, state);
}

static gboolean
look_cb (gpointer data)
{
  KarneViewerFetch *self = data;

  karne_viewer_content_look_async (self->content, self->fetching, looked_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static void
set_fetching (KarneViewerFetch *self, gboolean fetching)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->fetching);
  if (fetching)
    {
      self->fetching = g_cancellable_new ();
      self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->progress), fetching);
  gtk_widget_set_visible (self->stop_button, fetching);
  gtk_widget_set_visible (self->fetch_button, !fetching);
}

/* In a small window, or with large letters, what went wrong stands below what can be seen. */

static gboolean
reveal_cb (gpointer data)
{
  KarneViewerFetch *self = data;
  GtkWidget *scrolled =
      gtk_widget_get_ancestor (GTK_WIDGET (self->outcome), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t place;

  self->reveal_id = 0;
  if (scrolled != NULL && gtk_widget_compute_bounds (GTK_WIDGET (self->outcome), scrolled, &place))
    {
      GtkAdjustment *adjustment =
          gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

      if (place.origin.y < 0 ||
          place.origin.y + place.size.height > gtk_widget_get_height (scrolled))
        gtk_adjustment_set_value (adjustment,
                                  gtk_adjustment_get_value (adjustment) + place.origin.y);
    }
  return G_SOURCE_REMOVE;
}

/* Once it has its place. */
static void
reveal_outcome (KarneViewerFetch *self)
{
  if (self->reveal_id == 0)
    self->reveal_id = g_idle_add_full (G_PRIORITY_LOW, reveal_cb, self, NULL);
}

/* Fetching */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerFetch) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean fetched =
      karne_viewer_content_fetch_finish (KARNE_VIEWER_CONTENT (source), result, &error);
  g_autofree char *words = NULL;

  if (KARNE_VIEWER_CONTENT (source) != self->content)
    return;
  set_fetching (self, FALSE);
  if (fetched)
    {
      g_signal_emit (self, signals[SIGNAL_FETCHED], 0);
      return;
    }
  words = karne_error_to_words (error);
  say (self, words);
  gtk_button_set_label (GTK_BUTTON (self->fetch_button), _ ("Try again"));
  gtk_widget_grab_focus (self->fetch_button);
  reveal_outcome (self);
}

static void
fetch_cb (GtkButton *button, gpointer data)
{
  KarneViewerFetch *self = data;

  say (self, "");
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_progress_bar_set_text (self->progress, "");
  set_fetching (self, TRUE);
  gtk_widget_grab_focus (self->stop_button);
  karne_viewer_content_fetch_async (self->content, self->fetching, fetched_cb, g_object_ref (self));
}

static gboolean
is_small (const KarneDocumentState *state)
{
  return !state->delayed && state->size > 0 && state->size - state->here <= SMALL_SIZE;
}

static void
stop_cb (GtkButton *button, gpointer data)
{
  g_cancellable_cancel (KARNE_VIEWER_FETCH (data)->fetching);
}

/* What it is about */

static void
drop (KarneViewerFetch *self)
{
  g_cancellable_cancel (self->fetching);
  g_clear_object (&self->content);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_object (&self->fetching);
}

void
karne_viewer_fetch_set_content (KarneViewerFetch *self,
                                KarneViewerContent *content,
                                const KarneDocumentState *state,
                                gboolean offline)
{
  g_autofree char *size = NULL;

  g_return_if_fail (KARNE_IS_VIEWER_FETCH (self));

  drop (self);
  if (content == NULL)
    return;
  self->content = g_object_ref (content);
  size = dup_size_words (state);
  adw_status_page_set_description (self->status, size);
  gtk_button_set_label (GTK_BUTTON (self->fetch_button), _ ("Download"));
  set_fetching (self, FALSE);
  say (self, offline ? _ ("The server could not be reached the last time: the download may have to "
                          "wait for the network.")
                     : "");
  if (!offline && is_small (state))
    fetch_cb (NULL, self);
}

/* The widget */

static gboolean
karne_viewer_fetch_grab_focus (GtkWidget *widget)
{
  KarneViewerFetch *self = KARNE_VIEWER_FETCH (widget);

  return gtk_widget_grab_focus (self->fetching != NULL ? self->stop_button : self->fetch_button);
}

static void
karne_viewer_fetch_dispose (GObject *object)
{
  drop (KARNE_VIEWER_FETCH (object));
  karne_bin_dispose_template (object, KARNE_TYPE_VIEWER_FETCH);

  G_OBJECT_CLASS (karne_viewer_fetch_parent_class)->dispose (object);
}

static void
karne_viewer_fetch_class_init (KarneViewerFetchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_viewer_fetch_dispose;
  widget_class->grab_focus = karne_viewer_fetch_grab_focus;
  signals[SIGNAL_FETCHED] = g_signal_new ("fetched", KARNE_TYPE_VIEWER_FETCH, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-viewer-fetch.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneViewerFetch, status);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerFetch, outcome);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerFetch, progress);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerFetch, fetch_button);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerFetch, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, fetch_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
karne_viewer_fetch_init (KarneViewerFetch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
