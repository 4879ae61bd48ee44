/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-search.h"

#include "karne-bin.h"

#include <glib/gi18n.h>

/**
 * KarneViewerSearch:
 *
 * Looks for words in the document that is shown, and goes from place to place.
 *
 * How many there are is said in words, and by the entry to those who listen: it has the focus then.
 */
struct _KarneViewerSearch
{
  AdwBin parent_instance;

  GtkEditable *entry;
  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *outcome;

  KarneViewerBody *body; /* (owned) (nullable) */
  gulong found_id;
  guint n_hits;
  guint current; /* from 0 */
  gboolean has_more;
};

G_DEFINE_FINAL_TYPE (KarneViewerSearch, karne_viewer_search, ADW_TYPE_BIN)

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Words */

static char *
dup_outcome (KarneViewerSearch *self)
{
  if (self->n_hits == 0)
    return g_strdup (_ ("Found nowhere in this document"));
  if (self->has_more)
    /* Translators: of the places where a word was found, as in “Place 3 of more than 1000”. */
    return g_strdup_printf (_ ("Place %u of more than %u"), self->current + 1, self->n_hits);
  /* Translators: of the places where a word was found, as in “Place 3 of 12”. */
  return g_strdup_printf (_ ("Place %u of %u"), self->current + 1, self->n_hits);
}

static void
say (KarneViewerSearch *self, const char *words)
{
  gtk_label_set_label (self->outcome, words);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *words != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

static void
update (KarneViewerSearch *self)
{
  gboolean wanted = *gtk_editable_get_text (self->entry) != '\0';
  g_autofree char *outcome = wanted ? dup_outcome (self) : g_strdup ("");

  say (self, outcome);
  gtk_widget_set_sensitive (self->previous, self->n_hits > 1);
  gtk_widget_set_sensitive (self->next, self->n_hits > 1);
}

/* Finding */

static void
found_cb (KarneViewerBody *body, guint n_hits, gboolean has_more, gpointer data)
{
  KarneViewerSearch *self = data;

  self->n_hits = n_hits;
  self->has_more = has_more;
  self->current = 0;
  if (n_hits > 0)
    karne_viewer_body_show_hit (body, 0);
  update (self);
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  KarneViewerSearch *self = data;
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->entry));

  if (self->body != NULL)
    karne_viewer_body_search (self->body, g_strstrip (text));
}

void
karne_viewer_search_step (KarneViewerSearch *self, gboolean forward)
{
  g_return_if_fail (KARNE_IS_VIEWER_SEARCH (self));

  if (self->n_hits == 0 || self->body == NULL)
    return;
  self->current = (self->current + (forward ? 1 : self->n_hits - 1)) % self->n_hits;
  karne_viewer_body_show_hit (self->body, self->current);
  update (self);
}

static void
next_cb (GtkWidget *widget, gpointer data)
{
  karne_viewer_search_step (data, TRUE);
}

static void
previous_cb (GtkWidget *widget, gpointer data)
{
  karne_viewer_search_step (data, FALSE);
}

/* Opening and closing */

void
karne_viewer_search_open (KarneViewerSearch *self)
{
  g_return_if_fail (KARNE_IS_VIEWER_SEARCH (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_editable_select_region (self->entry, 0, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
karne_viewer_search_close (KarneViewerSearch *self)
{
  g_return_if_fail (KARNE_IS_VIEWER_SEARCH (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_editable_set_text (self->entry, "");
  if (self->body != NULL)
    {
      karne_viewer_body_search (self->body, "");
      gtk_widget_grab_focus (GTK_WIDGET (self->body));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
close_cb (GtkWidget *widget, gpointer data)
{
  karne_viewer_search_close (data);
}

static void
stopped_cb (GtkSearchEntry *entry, gpointer data)
{
  karne_viewer_search_close (data);
}

void
karne_viewer_search_set_body (KarneViewerSearch *self, KarneViewerBody *body)
{
  g_return_if_fail (KARNE_IS_VIEWER_SEARCH (self));

  if (self->body != NULL)
    g_clear_signal_handler (&self->found_id, self->body);
  g_set_object (&self->body, body);
  if (body != NULL)
    self->found_id = g_signal_connect (body, "found", G_CALLBACK (found_cb), self);
  self->n_hits = 0;
  gtk_editable_set_text (self->entry, "");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  update (self);
}

/* The widget */

static void
karne_viewer_search_dispose (GObject *object)
{
  KarneViewerSearch *self = KARNE_VIEWER_SEARCH (object);

  if (self->body != NULL)
    g_clear_signal_handler (&self->found_id, self->body);
  g_clear_object (&self->body);
  karne_bin_dispose_template (self, KARNE_TYPE_VIEWER_SEARCH);

  G_OBJECT_CLASS (karne_viewer_search_parent_class)->dispose (object);
}

static void
karne_viewer_search_class_init (KarneViewerSearchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_viewer_search_dispose;
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", KARNE_TYPE_VIEWER_SEARCH, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-viewer-search.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneViewerSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerSearch, previous);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerSearch, next);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerSearch, outcome);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
}

static void
karne_viewer_search_init (KarneViewerSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
