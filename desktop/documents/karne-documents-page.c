/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-documents-page.h"

#include "karne-bin.h"
#include "karne-record-list.h"
#include "karne-record-row.h"

#include <glib/gi18n.h>

struct _KarneDocumentsPage
{
  KarnePage parent_instance;

  KarneRecordList *records;
};

G_DEFINE_FINAL_TYPE (KarneDocumentsPage, karne_documents_page, KARNE_TYPE_PAGE)

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  return karne_record_row_new ("karne-documents-symbolic", karne_resource_get_title (resource),
                               karne_resource_get_date (resource));
}

static void
karne_documents_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneDocumentsPage *self = KARNE_DOCUMENTS_PAGE (page);
  g_autoptr (KarneList) list =
      session != NULL ? karne_list_new (karne_session_get_view (session), "DocumentReference")
                      : NULL;

  karne_record_list_set_list (self->records, list);
}

static void
karne_documents_page_dispose (GObject *object)
{
  karne_bin_dispose_template (object, KARNE_TYPE_DOCUMENTS_PAGE);

  G_OBJECT_CLASS (karne_documents_page_parent_class)->dispose (object);
}

static void
karne_documents_page_class_init (KarneDocumentsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_documents_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_documents_page_set_session;

  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-documents-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, records);
}

static void
karne_documents_page_init (KarneDocumentsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_record_list_set_row_func (self->records, make_row, self);
  karne_record_list_set_empty_words (self->records, _ ("There is no document"), NULL);
}
