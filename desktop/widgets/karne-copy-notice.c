/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-copy-notice.h"

#include "karne-a11y.h"
#include "karne-bin.h"
#include "karne-page.h"

/**
 * KarneCopyNotice:
 *
 * Says on a page that what it shows is not all there is, as long as the first copy of the record is
 * not complete. What is there can be read meanwhile.
 *
 * Its accessible role is that of a status.
 */
struct _KarneCopyNotice
{
  AdwBin parent_instance;

  GtkLabel *label;

  KarneSession *session; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneCopyNotice, karne_copy_notice, ADW_TYPE_BIN)

/* Whoever stood on its button goes on with what follows it; GTK would let the focus fall to what
 * scrolls the page. */
static void
pass_focus_on (KarneCopyNotice *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), KARNE_TYPE_PAGE);

  if (page != NULL && focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
update (KarneCopyNotice *self)
{
  gboolean shown = self->session != NULL && karne_session_get_last_synced (self->session) == 0;

  if (!shown)
    pass_focus_on (self);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
}

static void
synced_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update (data);
}

void
karne_copy_notice_set_session (KarneCopyNotice *self, KarneSession *session)
{
  g_return_if_fail (KARNE_IS_COPY_NOTICE (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (synced_cb), self, 0);
  update (self);
}

static void
karne_copy_notice_dispose (GObject *object)
{
  KarneCopyNotice *self = KARNE_COPY_NOTICE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  karne_bin_dispose_template (self, KARNE_TYPE_COPY_NOTICE);

  G_OBJECT_CLASS (karne_copy_notice_parent_class)->dispose (object);
}

static void
karne_copy_notice_class_init (KarneCopyNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_copy_notice_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-copy-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneCopyNotice, label);
}

static void
karne_copy_notice_init (KarneCopyNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_a11y_name (self, gtk_label_get_label (self->label), NULL);
}
