/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-waiting-page.h"

#include "karne-bin.h"
#include "karne-record-row.h"

#include <glib/gi18n.h>

/* No list has more rows than this at once: nobody, nor a screen reader, could read it. */
#define WINDOW 100

/**
 * KarneWaitingPage:
 *
 * What waits to be sent, which is nothing while the program only reads; and what came and could not
 * be taken in, with the reason in plain words.
 */
struct _KarneWaitingPage
{
  KarnePage parent_instance;

  AdwPreferencesGroup *to_send;
  AdwPreferencesGroup *aside;
  GtkWidget *more;

  KarneSetAside *set_aside; /* (owned) (nullable) */
  GPtrArray *rows;          /* (owned) of GtkWidget, which the group owns */
  guint n_wanted;           /* how many rows were asked for */
};

G_DEFINE_FINAL_TYPE (KarneWaitingPage, karne_waiting_page, KARNE_TYPE_PAGE)

static void
add_row (KarneWaitingPage *self, GtkWidget *row)
{
  adw_preferences_group_add (self->aside, row);
  g_ptr_array_add (self->rows, row);
}

static void
take_rows_down (KarneWaitingPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->aside, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static GtkWidget *
make_row (const KarneQuarantined *line)
{
  g_autofree char *kind = line->kind != NULL ? karne_kind_to_words (line->kind, 1) : NULL;
  g_autofree char *flaw = karne_flaw_to_words (line->flaw);
  g_autofree char *size = karne_size_to_words (line->size);
  GtkWidget *row = karne_record_row_new (
      "karne-set-aside-symbolic",
      /* Translators: stands for something that came from the server and that cannot be read. */
      kind != NULL ? kind : _ ("Something unknown"), flaw);

  karne_record_row_add_chip (KARNE_RECORD_ROW (row), NULL, size, NULL);
  return row;
}

static void
show_lines (KarneWaitingPage *self, GPtrArray *lines)
{
  guint n = MIN (lines->len, self->n_wanted);

  for (guint i = 0; i < n; i++)
    add_row (self, make_row (lines->pdata[i]));
  gtk_widget_set_visible (self->more, lines->len > n);
  adw_preferences_group_set_description (
      self->aside, lines->len > 0
                       ? _ ("This came and could not be taken in. The rest of the record is there, "
                            "and nothing is lost: the server still has it, and it is taken in once "
                            "it comes as it should be.")
                       : NULL);
  if (lines->len == 0)
    add_row (self, karne_record_row_new ("karne-up-to-date-symbolic", _ ("Nothing is set aside"),
                                         _ ("All that came could be taken in.")));
}

static void
show_error (KarneWaitingPage *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  add_row (self,
           karne_record_row_new ("karne-warning-symbolic", _ ("This could not be read"), words));
}

static void
set_aside_changed_cb (KarneSetAside *set_aside, gpointer data)
{
  KarneWaitingPage *self = data;
  GPtrArray *lines = set_aside != NULL ? karne_set_aside_get_lines (set_aside) : NULL;
  const GError *error = set_aside != NULL ? karne_set_aside_get_error (set_aside) : NULL;

  take_rows_down (self);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->aside), lines != NULL || error != NULL);
  if (error != NULL)
    show_error (self, error);
  if (lines != NULL)
    show_lines (self, lines);
}

/* The first new row gets the focus, which was on the button. */
static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  KarneWaitingPage *self = data;
  guint before = self->rows->len;

  self->n_wanted += WINDOW;
  set_aside_changed_cb (self->set_aside, self);
  if (before < self->rows->len)
    gtk_widget_grab_focus (self->rows->pdata[before]);
}

static void
karne_waiting_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneWaitingPage *self = KARNE_WAITING_PAGE (page);
  KarneSetAside *now;

  if (self->set_aside != NULL)
    g_signal_handlers_disconnect_by_data (self->set_aside, self);
  now = session != NULL ? karne_session_get_set_aside (session) : NULL;
  g_set_object (&self->set_aside, now);
  self->n_wanted = WINDOW;
  if (self->set_aside != NULL)
    g_signal_connect_object (self->set_aside, "changed", G_CALLBACK (set_aside_changed_cb), self,
                             0);
  set_aside_changed_cb (self->set_aside, self);
}

static void
karne_waiting_page_dispose (GObject *object)
{
  KarneWaitingPage *self = KARNE_WAITING_PAGE (object);

  if (self->set_aside != NULL)
    g_signal_handlers_disconnect_by_data (self->set_aside, self);
  g_clear_object (&self->set_aside);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  karne_bin_dispose_template (object, KARNE_TYPE_WAITING_PAGE);

  G_OBJECT_CLASS (karne_waiting_page_parent_class)->dispose (object);
}

static void
karne_waiting_page_class_init (KarneWaitingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_waiting_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_waiting_page_set_session;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-waiting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, to_send);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, aside);
  gtk_widget_class_bind_template_child (widget_class, KarneWaitingPage, more);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
karne_waiting_page_init (KarneWaitingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  adw_preferences_group_add (
      self->to_send,
      karne_record_row_new ("karne-up-to-date-symbolic", _ ("Nothing is waiting to be sent"),
                            _ ("The record is read here, and nothing in it can be changed yet.")));
}
