/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-waiting-page.h"

#include "karne-bin.h"

struct _KarneWaitingPage
{
  KarnePage parent_instance;
};

G_DEFINE_FINAL_TYPE (KarneWaitingPage, karne_waiting_page, KARNE_TYPE_PAGE)

static void
karne_waiting_page_dispose (GObject *object)
{
  karne_bin_dispose_template (object, KARNE_TYPE_WAITING_PAGE);

  G_OBJECT_CLASS (karne_waiting_page_parent_class)->dispose (object);
}

static void
karne_waiting_page_class_init (KarneWaitingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_waiting_page_dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/re/karne/Karne/ui/karne-waiting-page.ui");
}

static void
karne_waiting_page_init (KarneWaitingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
