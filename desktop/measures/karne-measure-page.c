/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-page.h"

#include "karne-bin.h"
#include "karne-choice.h"
#include "karne-dialogs.h"
#include "karne-measure-chart.h"
#include "karne-measure-entry.h"
#include "karne-measure-print.h"
#include "karne-measure-row.h"
#include "karne-record-list.h"
#include "karne-wrap-box.h"
#include "karne-wrapped-label.h"
#include "words/karne-i18n.h"

/**
 * KarneMeasurePage:
 *
 * All values of one kind of measure: the last one, what they come to, a chart, and the same as a
 * table, the newest first, month by month.
 */
struct _KarneMeasurePage
{
  KarnePage parent_instance;

  GtkLabel *last;
  GtkLabel *last_when;
  GtkBox *summary;
  AdwBin *buttons_place;
  KarneWrapBox *buttons; /* (unowned) */
  GtkStack *views;
  GtkWidget *switcher;
  KarneChoice *range;
  KarneMeasureChart *chart;
  GtkLabel *said;
  GtkLabel *count;
  KarneRecordList *records;
  GtkWidget *add_button;

  char *code;                /* (owned) */
  GPtrArray *measures;       /* (owned) (nullable) all of them, the oldest first */
  GCancellable *cancellable; /* (owned) (nullable) of what is being read */
  gulong changed;            /* of the store of the session */
  KarneStore *store;         /* (owned) (nullable) */
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

/* Over how long a time */

static const struct
{
  const char *id;
  int months; /* 0: all */
  const char *label;
} ranges[] = {
  { "month", 1, N_ ("1 month") },
  { "half-year", 6, N_ ("6 months") },
  { "year", 12, N_ ("1 year") },
  { "all", 0, N_ ("All") },
};

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gint64
begin_of_range (int months)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) from = g_date_time_add_months (now, -months);

  return months > 0 ? g_date_time_to_unix (from) : G_MININT64;
}

static int
get_months (KarneMeasurePage *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (g_strcmp0 (karne_choice_get_chosen (self->range), ranges[i].id) == 0)
      return ranges[i].months;
  return 0;
}

static guint
count_since (GPtrArray *measures, gint64 from)
{
  guint n = 0;

  for (guint i = 0; i < measures->len; i++)
    n += ((KarneMeasurement *) measures->pdata[i])->at >= from;
  return n;
}

/* The shortest time in which there is something to see. */
static void
choose_range (KarneMeasurePage *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (ranges[i].months == 0 ||
        count_since (self->measures, begin_of_range (ranges[i].months)) > 2)
      {
        karne_choice_set_chosen (self->range, ranges[i].id);
        return;
      }
}

/* What is shown */

static void
clear_summary (KarneMeasurePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->summary))) != NULL)
    gtk_box_remove (self->summary, child);
}

static void
add_summary (KarneMeasurePage *self, const char *line)
{
  GtkWidget *label = karne_wrapped_label_new (line);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (self->summary, label);
}

static GPtrArray *
pick_since (GPtrArray *measures, gint64 from)
{
  GPtrArray *picked = g_ptr_array_new ();

  for (guint i = 0; i < measures->len; i++)
    if (((KarneMeasurement *) measures->pdata[i])->at >= from)
      g_ptr_array_add (picked, measures->pdata[i]);
  return picked;
}

static void
show_counts (KarneMeasurePage *self, const KarneMeasureTarget *target)
{
  g_autoptr (GPtrArray) shown = pick_since (self->measures, begin_of_range (get_months (self)));
  g_autofree char *words = karne_measure_target_to_words (target);
  g_autofree char *counted = NULL;
  KarneMeasureCounts counts;

  karne_measure_target_count (target, shown, &counts);
  counted = karne_measure_counts_to_words (&counts);
  add_summary (self, words);
  add_summary (self, counted);
}

static void
show_profile (KarneMeasurePage *self)
{
  KarneGlucoseProfile profile;
  g_auto (GStrv) lines = NULL;

  karne_glucose_profile_compute (self->measures, &profile);
  lines = karne_glucose_profile_to_lines (&profile);
  for (guint i = 0; lines[i] != NULL; i++)
    add_summary (self, lines[i]);
}

static const KarneMeasurement *
find_last (GPtrArray *measures)
{
  for (guint i = measures->len; i > 0; i--)
    if (karne_measurement_is_valid (measures->pdata[i - 1]))
      return measures->pdata[i - 1];
  return NULL;
}

static void
show_last (KarneMeasurePage *self, const KarneMeasurement *last)
{
  g_autofree char *value = last != NULL ? karne_measurement_value_to_words (last) : NULL;
  g_autofree char *when = last != NULL && last->date != NULL
                              ? karne_date_to_words (last->date, KARNE_DATE_STYLE_LONG)
                              : NULL;

  gtk_label_set_label (self->last, value != NULL ? value : "");
  gtk_label_set_label (self->last_when, when != NULL ? when : "");
  gtk_widget_set_visible (GTK_WIDGET (self->last), value != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->last_when), when != NULL);
}

/* A value that is words has no chart: then there is the table alone. */
static void
show_views (KarneMeasurePage *self, const KarneMeasurement *last)
{
  gtk_widget_set_visible (self->switcher, last != NULL);
  if (last == NULL)
    gtk_stack_set_visible_child_name (self->views, "table");
}

static void
show (KarneMeasurePage *self)
{
  g_autoptr (KarneMeasureTarget) target = karne_measure_target_find (self->measures);
  const KarneMeasurement *last = find_last (self->measures);
  gint64 from = begin_of_range (get_months (self));

  show_last (self, last);
  show_views (self, last);
  clear_summary (self);
  if (target != NULL)
    show_counts (self, target);
  if (last != NULL && last->kind == KARNE_MEASURE_GLUCOSE_INTERSTITIAL)
    show_profile (self);
  gtk_widget_set_visible (GTK_WIDGET (self->summary),
                          gtk_widget_get_first_child (GTK_WIDGET (self->summary)) != NULL);
  karne_measure_chart_take (self->chart,
                            karne_chart_new (self->measures, target, from, get_now ()));
}

static void
range_chosen_cb (KarneChoice *range, GParamSpec *pspec, gpointer data)
{
  KarneMeasurePage *self = data;

  if (self->measures != NULL)
    show (self);
}

static void
said_cb (KarneMeasureChart *chart, GParamSpec *pspec, gpointer data)
{
  KarneMeasurePage *self = data;
  g_autofree char *said = NULL;

  g_object_get (chart, "said", &said, NULL);
  /* A line is kept free, so that nothing moves. */
  gtk_label_set_label (self->said, said != NULL ? said : " ");
}

/* Reading */

static void
measures_listed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneMeasurePage) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *measures = karne_view_list_measures_finish (KARNE_VIEW (object), result, &error);
  gboolean is_first = self->measures == NULL;

  /* The list below says what went wrong. */
  if (measures == NULL)
    return;
  g_clear_pointer (&self->measures, g_ptr_array_unref);
  self->measures = measures;
  if (is_first)
    choose_range (self);
  show (self);
}

static void
start_reading (KarneMeasurePage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  karne_view_list_measures_async (karne_session_get_view (
                                      karne_page_get_session (KARNE_PAGE (self))),
                                  KARNE_MEASURE_OTHER, self->code, NULL, NULL, self->cancellable,
                                  measures_listed_cb, g_object_ref (self));
}

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_strcmp0 (((KarneChange *) changes->pdata[i])->kind, "Observation") == 0)
      {
        start_reading (data);
        return;
      }
}

static void
forget (KarneMeasurePage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed, self->store);
  g_clear_object (&self->store);
  karne_measure_chart_take (self->chart, NULL);
  g_clear_pointer (&self->measures, g_ptr_array_unref);
  clear_summary (self);
  show_last (self, NULL);
}

/* What can be done */

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneMeasurePage *self = KARNE_MEASURE_PAGE (widget);

  karne_measure_entry_present (widget, karne_page_get_session (KARNE_PAGE (self)),
                               karne_measure_kind_from_code (self->code));
}

static void
note_printed (KarneMeasurePage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));

  if (session != NULL)
    karne_access_log_note (karne_session_get_view (session), KARNE_ACCESS_ACT_PRINT, 0,
                           "Observation", NULL, NULL);
}

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, gpointer data)
{
  KarneMeasurePage *self = data;
  g_autoptr (GError) error = NULL;

  if (outcome == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      note_printed (self);
      gtk_label_set_label (self->said,
                           _ ("Sent to the printer: remember to take the sheets there."));
    }
  else if (outcome == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      karne_dialogs_say_error (GTK_WIDGET (self), _ ("The measures could not be printed"), error);
    }
}

static gboolean
karne_measure_page_print (KarnePage *page)
{
  KarneMeasurePage *self = KARNE_MEASURE_PAGE (page);
  g_autoptr (GtkPrintOperation) operation = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  if (self->measures == NULL || self->measures->len == 0)
    return FALSE;
  operation = karne_measure_print_new (karne_page_get_title (page), self->measures,
                                       begin_of_range (get_months (self)), get_now ());
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
  return TRUE;
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_measure_page_print (KARNE_PAGE (widget));
}

static GtkWidget *
add_button (KarneMeasurePage *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  karne_wrap_box_append (self->buttons, button);
  return button;
}

static void
karne_measure_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneMeasurePage *self = KARNE_MEASURE_PAGE (page);
  g_autoptr (KarneList) list = NULL;

  forget (self);
  if (session != NULL)
    {
      self->store = g_object_ref (karne_session_get_store (session));
      self->changed =
          g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
      start_reading (self);
      list = karne_list_new (karne_session_get_view (session), "Observation");
      karne_list_set_code (list, self->code);
      g_signal_connect_object (list, "notify::n-total", G_CALLBACK (total_changed_cb), self, 0);
    }
  karne_record_list_set_list (self->records, list);
}

static void
karne_measure_page_dispose (GObject *object)
{
  KarneMeasurePage *self = KARNE_MEASURE_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed, self->store);
  g_clear_object (&self->store);
  karne_bin_dispose_template (object, KARNE_TYPE_MEASURE_PAGE);

  G_OBJECT_CLASS (karne_measure_page_parent_class)->dispose (object);
}

static void
karne_measure_page_finalize (GObject *object)
{
  g_free (KARNE_MEASURE_PAGE (object)->code);
  g_clear_pointer (&KARNE_MEASURE_PAGE (object)->measures, g_ptr_array_unref);

  G_OBJECT_CLASS (karne_measure_page_parent_class)->finalize (object);
}

static void
karne_measure_page_reopen (KarnePage *page, KarnePage *over)
{
  KarneMeasurePage *self =
      karne_measure_page_new (KARNE_MEASURE_PAGE (page)->code, karne_page_get_title (page));

  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  karne_page_push (over, KARNE_PAGE (self));
}

static void
karne_measure_page_class_init (KarneMeasurePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_measure_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_measure_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_measure_page_set_session;

  KARNE_PAGE_CLASS (klass)->print = karne_measure_page_print;
  KARNE_PAGE_CLASS (klass)->reopen = karne_measure_page_reopen;

  g_type_ensure (KARNE_TYPE_CHOICE);
  g_type_ensure (KARNE_TYPE_MEASURE_CHART);
  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-measure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, last);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, last_when);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, summary);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, buttons_place);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, views);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, switcher);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, range);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, chart);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, said);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, count);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasurePage, records);
  gtk_widget_class_bind_template_callback (widget_class, range_chosen_cb);
  gtk_widget_class_install_action (widget_class, "measure.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "measure.print", NULL, print_action);
}

static void
fill_range (KarneMeasurePage *self)
{
  KarneChoiceOption options[G_N_ELEMENTS (ranges)];

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    options[i] = (KarneChoiceOption){ ranges[i].id, _ (ranges[i].label) };
  karne_choice_set_options (self->range, options, G_N_ELEMENTS (options));
}

static void
karne_measure_page_init (KarneMeasurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_name (GTK_WIDGET (self), "measure");
  fill_range (self);
  self->buttons = KARNE_WRAP_BOX (karne_wrap_box_new (6));
  adw_bin_set_child (self->buttons_place, GTK_WIDGET (self->buttons));
  self->add_button = add_button (self, _ ("Add values"), "measure.add");
  gtk_widget_add_css_class (self->add_button, "suggested-action");
  add_button (self, _ ("Print"), "measure.print");
  g_signal_connect_object (self->chart, "notify::said", G_CALLBACK (said_cb), self, 0);
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
  karne_measure_chart_set_label (self->chart, karne_page_get_title (KARNE_PAGE (self)));
  gtk_widget_set_visible (self->add_button,
                          karne_measure_entry_can_add (karne_measure_kind_from_code (code)));
  return self;
}
