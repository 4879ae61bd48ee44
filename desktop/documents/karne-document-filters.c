/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-document-filters.h"

#include "karne-bin.h"
#include "karne-choice.h"
#include "karne-document-words.h"

#include <glib/gi18n.h>

/**
 * KarneDocumentFilters:
 *
 * Which documents are shown, and in which order. `changed` is emitted when something else was
 * chosen.
 */
struct _KarneDocumentFilters
{
  AdwBin parent_instance;

  KarneChoice *category;
  KarneChoice *period;
  KarneChoice *file;
  KarneChoice *order;

  KarneView *view;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) of the reading under way */
  gboolean wants_refresh;    /* once that is done */
};

G_DEFINE_FINAL_TYPE (KarneDocumentFilters, karne_document_filters, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What can be chosen */

static const KarneChoiceOption periods[] = {
  /* Translators: of a choice how old the documents are. */
  [KARNE_DOCUMENT_PERIOD_ALL] = { "", N_ ("All dates") },
  [KARNE_DOCUMENT_PERIOD_YEAR] = { "year", N_ ("Last 12 months") },
  [KARNE_DOCUMENT_PERIOD_FIVE_YEARS] = { "five-years", N_ ("Last 5 years") },
  [KARNE_DOCUMENT_PERIOD_OLDER] = { "older", N_ ("Older than 5 years") },
};

static const KarneChoiceOption files[] = {
  /* Translators: of a choice where the files of documents are. */
  { "", N_ ("Downloaded or not") },
  { "here", N_ ("On this computer") },
};

static const KarneChoiceOption orders[] = {
  { "", N_ ("Newest first") },
  { "oldest", N_ ("Oldest first") },
};

static void
set_fixed_options (KarneChoice *choice, const KarneChoiceOption *options, guint n)
{
  g_autofree KarneChoiceOption *translated = g_memdup2 (options, n * sizeof *options);

  for (guint i = 0; i < n; i++)
    translated[i].label = _ (options[i].label);
  karne_choice_set_options (choice, translated, n);
}

static char *
name_category (const KarneCategory *category)
{
  const char *label = karne_document_words_category (category->category);

  /* Translators: a category and how many documents are of it, as in “Prescription (6)”. */
  return g_strdup_printf (C_ ("category", "%s (%u)"), label, category->n);
}

/* categories: of KarneCategory */
static void
fill_categories (KarneDocumentFilters *self, GPtrArray *categories)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (KarneChoiceOption));
  /* Translators: of a choice among the categories of documents. */
  KarneChoiceOption any = { "", _ ("All categories") };

  g_array_append_val (options, any);
  for (guint i = 0; i < categories->len; i++)
    {
      const KarneCategory *category = categories->pdata[i];
      KarneChoiceOption option = { category->category, name_category (category) };

      g_ptr_array_add (labels, (gpointer) option.label);
      g_array_append_val (options, option);
    }
  karne_choice_set_options (self->category, &g_array_index (options, KarneChoiceOption, 0),
                            options->len);
}

static void
forget_reading (KarneDocumentFilters *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->wants_refresh = FALSE;
}

static void
categories_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneDocumentFilters) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) categories =
      karne_view_list_categories_finish (KARNE_VIEW (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->view != KARNE_VIEW (object))
    return;
  g_clear_object (&self->cancellable);
  if (categories != NULL)
    fill_categories (self, categories);
  if (self->wants_refresh)
    karne_document_filters_refresh (self);
}

void
karne_document_filters_refresh (KarneDocumentFilters *self)
{
  g_return_if_fail (KARNE_IS_DOCUMENT_FILTERS (self));

  self->wants_refresh = self->cancellable != NULL;
  if (self->view == NULL || self->wants_refresh)
    return;
  self->cancellable = g_cancellable_new ();
  karne_view_list_categories_async (self->view, "DocumentReference", self->cancellable,
                                    categories_read_cb, g_object_ref (self));
}

void
karne_document_filters_set_view (KarneDocumentFilters *self, KarneView *view)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (KARNE_IS_DOCUMENT_FILTERS (self));

  if (!g_set_object (&self->view, view))
    return;
  forget_reading (self);
  fill_categories (self, none);
  karne_document_filters_reset (self);
  karne_document_filters_refresh (self);
}

/* What was chosen */

static gboolean
has_choice (KarneChoice *choice)
{
  const char *chosen = karne_choice_get_chosen (choice);

  return chosen != NULL && *chosen != '\0';
}

static KarneDocumentPeriod
get_period (KarneDocumentFilters *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    if (g_strcmp0 (periods[i].id, karne_choice_get_chosen (self->period)) == 0)
      return i;
  return KARNE_DOCUMENT_PERIOD_ALL;
}

void
karne_document_filters_reset (KarneDocumentFilters *self)
{
  g_return_if_fail (KARNE_IS_DOCUMENT_FILTERS (self));

  karne_choice_set_chosen (self->category, "");
  karne_choice_set_chosen (self->period, "");
  karne_choice_set_chosen (self->file, "");
  karne_choice_set_chosen (self->order, "");
}

void
karne_document_filters_apply (KarneDocumentFilters *self, KarneList *list)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;

  g_return_if_fail (KARNE_IS_DOCUMENT_FILTERS (self) && KARNE_IS_LIST (list));

  karne_document_words_period (get_period (self), today, &since, &until);
  karne_list_set_category (list, karne_choice_get_chosen (self->category));
  karne_list_set_period (list, since, until);
  karne_list_set_here_only (list, has_choice (self->file));
  karne_list_set_ascending (list, has_choice (self->order));
}

guint
karne_document_filters_get_n_active (KarneDocumentFilters *self)
{
  g_return_val_if_fail (KARNE_IS_DOCUMENT_FILTERS (self), 0);

  return has_choice (self->category) + has_choice (self->period) + has_choice (self->file);
}

char *
karne_document_filters_dup_words (KarneDocumentFilters *self)
{
  const char *words[4] = { NULL };
  guint n = 0;

  g_return_val_if_fail (KARNE_IS_DOCUMENT_FILTERS (self), NULL);

  if (has_choice (self->category))
    words[n++] = karne_document_words_category (karne_choice_get_chosen (self->category));
  if (has_choice (self->period))
    words[n++] = _ (periods[get_period (self)].label);
  if (has_choice (self->file))
    words[n++] = _ (files[1].label);
  return g_strjoinv (" · ", (char **) words);
}

static void
chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CHANGED], 0);
}

/* The object */

static void
karne_document_filters_dispose (GObject *object)
{
  KarneDocumentFilters *self = KARNE_DOCUMENT_FILTERS (object);

  forget_reading (self);
  g_clear_object (&self->view);
  karne_bin_dispose_template (self, KARNE_TYPE_DOCUMENT_FILTERS);

  G_OBJECT_CLASS (karne_document_filters_parent_class)->dispose (object);
}

static void
karne_document_filters_class_init (KarneDocumentFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_document_filters_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_DOCUMENT_FILTERS, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KARNE_TYPE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-document-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentFilters, category);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentFilters, period);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentFilters, file);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentFilters, order);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
karne_document_filters_init (KarneDocumentFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_fixed_options (self->period, periods, G_N_ELEMENTS (periods));
  set_fixed_options (self->file, files, G_N_ELEMENTS (files));
  set_fixed_options (self->order, orders, G_N_ELEMENTS (orders));
}
