/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-page.h"

#include "karne-bin.h"
#include "karne-measure-row.h"
#include "karne-record-list.h"

#include <glib/gi18n.h>

/**
 * KarneMeasurePage:
 *
 * All values of one kind of measure, the newest first, month by month.
 */
struct _KarneMeasurePage
{
  KarnePage parent_instance;

  GtkLabel *count;
  KarneRecordList *records;

  char *code; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneMeasurePage, karne_measure_page, KARNE_TYPE_PAGE)

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  return karne_measure_row_new (karne_session_get_view (karne_page_get_session (data)), resource);
}

static char *
make_heading (KarneResource *resource, gpointer data)
{
  const char *date = karne_resource_get_date (resource);

  return date != NULL ? karne_date_to_words (date, KARNE_DATE_STYLE_MONTH)
                      : g_strdup (_ ("Without a date"));
}

static void
total_changed_cb (KarneList *list, GParamSpec *pspec, gpointer data)
{
  KarneMeasurePage *self = data;
  guint n = (guint) MAX (karne_list_get_n_total (list), 0);
  /* Translators: how many values of one kind of measure there are. */
  g_autofree char *words = g_strdup_printf (ngettext ("%u value", "%u values", n), n);

  gtk_label_set_label (self->count, words);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 0);
}

static void
karne_measure_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneMeasurePage *self = KARNE_MEASURE_PAGE (page);
  g_autoptr (KarneList) list = NULL;

  if (session != NULL)
    {
      list = karne_list_new (karne_session_get_view (session), "Observation");
      karne_list_set_code (list, self->code);
      g_signal_connect_object (list, "notify::n-total", G_CALLBACK (total_changed_cb), self, 0);
    }
  karne_record_list_set_list (self->records, list);
}

static void
karne_measure_page_dispose (GObject *object)
{
  karne_bin_dispose_template (object, KARNE_TYPE_MEASURE_PAGE);

  G_OBJECT_CLASS (karne_measure_page_parent_class)->dispose (object);
}

static void
karne_measure_page_finalize (GObject *object)
{
  g_free (KARNE_MEASURE_PAGE (object)->code);

  G_OBJECT_CLASS (karne_measure_page_parent_class)->finalize (object);
}

static void
karne_measure_page_class_init (KarneMeasurePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_measure_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_measure_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_measure_page_set_session;

  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-measure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, count);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, records);
}

static void
karne_measure_page_init (KarneMeasurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_name (GTK_WIDGET (self), "measure");
  karne_record_list_set_row_func (self->records, make_row, self);
  karne_record_list_set_heading_func (self->records, make_heading, self);
  karne_record_list_set_empty_icon (self->records, "karne-measures-symbolic");
  karne_record_list_set_empty_words (self->records, _ ("There is no measure"), NULL);
}

KarneMeasurePage *
karne_measure_page_new (const char *code, const char *title)
{
  KarneMeasurePage *self =
      g_object_new (KARNE_TYPE_MEASURE_PAGE, "title", title != NULL ? title : _ ("Measures"), NULL);

  self->code = g_strdup (code);
  return self;
}
