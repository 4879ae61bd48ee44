/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measures-page.h"

#include "karne-bin.h"
#include "karne-findrisc-page.h"
#include "karne-mask-words.h"
#include "karne-measure-entry.h"
#include "karne-measure-page.h"
#include "karne-measure-row.h"
#include "karne-record-list.h"
#include "words/karne-i18n.h"

/**
 * KarneMeasuresPage:
 *
 * The kinds of measures that there are, each with its last value and when that was. All values of
 * one open over it.
 */
struct _KarneMeasuresPage
{
  KarnePage parent_instance;

  KarneRecordList *records;
};

G_DEFINE_FINAL_TYPE (KarneMeasuresPage, karne_measures_page, KARNE_TYPE_PAGE)

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  return karne_measure_row_new_for_kind (karne_session_get_view (karne_page_get_session (data)),
                                         resource);
}

static void
row_activated_cb (KarneRecordList *records, KarneResource *resource, gpointer data)
{
  const KarneItem *item = karne_resource_get_item (resource);
  KarneMeasurePage *over = karne_measure_page_new (item->code, item->title);

  karne_page_set_session (KARNE_PAGE (over), karne_page_get_session (data));
  karne_page_push (data, KARNE_PAGE (over));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_measure_entry_present (widget, karne_page_get_session (KARNE_PAGE (widget)),
                               KARNE_MEASURE_OTHER);
}

static void
risk_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_findrisc_page_open (KARNE_PAGE (widget));
}

static void
karne_measures_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneMeasuresPage *self = KARNE_MEASURES_PAGE (page);
  g_autoptr (KarneList) list = NULL;
  gboolean may_add = session != NULL && karne_session_may_write (session) &&
                     !karne_mask_words_is_masked (session, "Observation");

  karne_record_list_set_masked (self->records, karne_mask_words_is_masked (session, "Observation"),
                                karne_mask_words_title (), karne_mask_words_sentence ());
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "measures.add", may_add);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "measures.risk", may_add);
  if (session != NULL)
    {
      list = karne_list_new (karne_session_get_view (session), "Observation");
      karne_list_set_latest (list, TRUE);
    }
  karne_record_list_set_list (self->records, list);
}

static void
karne_measures_page_dispose (GObject *object)
{
  karne_bin_dispose_template (object, KARNE_TYPE_MEASURES_PAGE);

  G_OBJECT_CLASS (karne_measures_page_parent_class)->dispose (object);
}

static void
karne_measures_page_class_init (KarneMeasuresPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_measures_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_measures_page_set_session;

  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-measures-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneMeasuresPage, records);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "measures.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "measures.risk", NULL, risk_action);
}

static void
karne_measures_page_init (KarneMeasuresPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  karne_record_list_set_row_func (self->records, make_row, self);
  karne_record_list_set_empty_icon (self->records, "karne-measures-symbolic");
  karne_record_list_set_empty_words (
      self->records, _ ("There is no measure"),
      _ ("Weight, glucose, blood pressure and others stand here once they are in the record."));
}
