/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-documents-page.h"

#include "karne-bin.h"
#include "karne-copy-notice.h"
#include "karne-document-filters.h"
#include "karne-document-page.h"
#include "karne-document-row.h"
#include "karne-documents-empty.h"
#include "karne-mask-words.h"
#include "karne-record-list.h"
#include "karne-search-keys.h"
#include "karne-text.h"

#include <glib/gi18n.h>

#define PAGE_SIZE 50
/* A search looks at so many of what it finds. */
#define MOST_FOUND 1000

/**
 * KarneDocumentsPage:
 *
 * All documents, newest first, with a word to search them by and filters. What is known of a
 * document can be read here whether its file is on this computer or not.
 */
struct _KarneDocumentsPage
{
  KarnePage parent_instance;

  GtkEditable *search;
  GtkWidget *filter_button;
  KarneDocumentFilters *filters;
  KarneCopyNotice *notice;
  GtkWidget *found_box;
  GtkLabel *found;
  GtkWidget *clear_button;
  KarneRecordList *records;

  KarneList *list;        /* (owned) (nullable) */
  KarneSession *session;  /* (unowned) (nullable) that of the page, to listen to */
  KarneStore *store;      /* (owned) (nullable) likewise */
  char *sought;           /* (owned) (nullable) what the list is asked for */
  gboolean wants_to_open; /* as soon as it is known what is found */
};

G_DEFINE_FINAL_TYPE (KarneDocumentsPage, karne_documents_page, KARNE_TYPE_PAGE)

static gboolean
is_searching (KarneDocumentsPage *self)
{
  return *gtk_editable_get_text (self->search) != '\0';
}

/* What is said about the list */

static gboolean
is_first_copy (KarneDocumentsPage *self)
{
  return self->session != NULL && karne_session_get_last_synced (self->session) == 0;
}

static gboolean
is_narrowed (KarneDocumentsPage *self)
{
  return is_searching (self) || karne_document_filters_get_n_active (self->filters) > 0;
}

/* (transfer full) How many there are, or were found. */
static char *
count_words (KarneDocumentsPage *self, guint n)
{
  if (!is_narrowed (self))
    return g_strdup_printf (ngettext ("%u document", "%u documents", n), n);
  if (n == 0)
    return g_strdup (_ ("No document found"));
  if (is_searching (self) && n >= MOST_FOUND)
    /* Translators: of a search that finds so many that no more of them are looked at. */
    return g_strdup_printf (ngettext ("The %u latest document found",
                                      "The %u latest documents found", n),
                            n);
  return g_strdup_printf (ngettext ("%u document found", "%u documents found", n), n);
}

/* (transfer full) Empty where there is nothing to count. */
static char *
found_words (KarneDocumentsPage *self)
{
  gint64 n = self->list != NULL ? karne_list_get_n_total (self->list) : -1;
  g_autofree char *filters = karne_document_filters_dup_words (self->filters);
  g_autofree char *count = NULL;

  if (n < 0 || (n == 0 && !is_narrowed (self)))
    return g_strdup ("");
  count = count_words (self, (guint) MIN (n, G_MAXUINT));
  return karne_text_beside (count, filters);
}

/* The line is heard when it changes, where a screen reader listens to it; the entry says it to one
 * that does not. What is being typed is not counted before it was looked for. */
static void
update_found (KarneDocumentsPage *self)
{
  g_autofree char *words = NULL;

  if (self->list != NULL && karne_list_get_loading (self->list))
    return;
  words = found_words (self);
  gtk_widget_set_visible (self->found_box, *words != '\0');
  gtk_widget_set_visible (self->clear_button,
                          karne_document_filters_get_n_active (self->filters) > 0);
  if (g_str_equal (words, gtk_label_get_label (self->found)))
    return;
  gtk_label_set_label (self->found, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
update_filter_button (KarneDocumentsPage *self)
{
  guint n = karne_document_filters_get_n_active (self->filters);
  /* Translators: a button that shows the filters, with how many of them are in use. */
  g_autofree char *label = g_strdup_printf (C_ ("button", "Filters (%u)"), n);

  gtk_button_set_label (GTK_BUTTON (self->filter_button), n > 0 ? label : _ ("Filters"));
}

static gboolean
are_filters_shown (KarneDocumentsPage *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->filter_button));
}

/* The role of a toggle button is not known to GTK 4.8. While they are hidden, what can be chosen is
 * not brought up to date. */
static void
filters_shown_cb (GtkToggleButton *button, GParamSpec *pspec, gpointer data)
{
  KarneDocumentsPage *self = data;

  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               are_filters_shown (self), -1);
  if (are_filters_shown (self))
    karne_document_filters_refresh (self->filters);
}

static void
update_empty (KarneDocumentsPage *self)
{
  karne_documents_empty_say (self->records, is_searching (self),
                             karne_document_filters_get_n_active (self->filters) > 0,
                             is_first_copy (self));
}

static void
update (KarneDocumentsPage *self)
{
  update_found (self);
  update_filter_button (self);
  update_empty (self);
}

/* Opening */

static void
row_activated_cb (KarneRecordList *records, KarneResource *resource, gpointer data)
{
  karne_document_page_open_content (data, KARNE_DOCUMENT (resource));
}

/* Enter in the search: the one document that was found, or else the first of them to go on from. */
static void
open_found (KarneDocumentsPage *self)
{
  g_autoptr (KarneDocument) only = NULL;

  if (!self->wants_to_open || karne_list_get_loading (self->list))
    return;
  self->wants_to_open = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 1)
    only = g_list_model_get_item (G_LIST_MODEL (self->list), 0);
  karne_record_list_focus (self->records, NULL);
  if (only != NULL)
    karne_document_page_open_content (KARNE_PAGE (self), only);
}

/* Searching and filtering */

/* A while after the last key the entry says again what Enter said already. */
static void
take_search (KarneDocumentsPage *self)
{
  const char *text = gtk_editable_get_text (self->search);

  if (g_strcmp0 (self->sought, text) == 0)
    return;
  g_free (self->sought);
  self->sought = g_strdup (text);
  self->wants_to_open = FALSE;
  if (self->list != NULL)
    karne_list_set_text (self->list, text);
  update (self);
}

static void
search_changed_cb (GtkSearchEntry *search, gpointer data)
{
  take_search (data);
}

static void
search_activated_cb (GtkSearchEntry *search, gpointer data)
{
  KarneDocumentsPage *self = data;

  take_search (self);
  self->wants_to_open = self->list != NULL;
  if (self->wants_to_open)
    open_found (self);
}

/* Escape: first the words go, then the page. */
static void
search_stopped_cb (GtkSearchEntry *search, gpointer data)
{
  KarneDocumentsPage *self = data;

  if (is_searching (self))
    gtk_editable_set_text (self->search, "");
  else
    karne_page_pop (KARNE_PAGE (self));
}

static void
filters_changed_cb (KarneDocumentFilters *filters, gpointer data)
{
  KarneDocumentsPage *self = data;

  self->wants_to_open = FALSE;
  if (self->list != NULL)
    karne_document_filters_apply (filters, self->list);
  update (self);
}

static gboolean
focus_search (KarneDocumentsPage *self)
{
  gtk_editable_select_region (self->search, 0, -1);
  return gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneDocumentsPage *self = KARNE_DOCUMENTS_PAGE (widget);

  /* The button that has the focus goes. */
  focus_search (self);
  karne_document_filters_reset (self->filters);
}

static void
clear_search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneDocumentsPage *self = KARNE_DOCUMENTS_PAGE (widget);

  focus_search (self);
  gtk_editable_set_text (self->search, "");
}

/* The list */

static void
list_notify_cb (KarneList *list, GParamSpec *pspec, gpointer data)
{
  KarneDocumentsPage *self = data;

  update_found (self);
  open_found (self);
}

static GtkWidget *
make_row (KarneResource *resource, gpointer data)
{
  return karne_document_row_new (KARNE_DOCUMENT (resource));
}

static char *
make_heading (KarneResource *resource, gpointer data)
{
  const char *date = karne_resource_get_date (resource);

  /* Translators: a heading over what has no date, where others have a month. */
  return date != NULL ? karne_date_to_words (date, KARNE_DATE_STYLE_MONTH)
                      : g_strdup (_ ("Without a date"));
}

static void
make_list (KarneDocumentsPage *self, KarneView *view)
{
  self->list = g_object_new (KARNE_TYPE_LIST, "view", view, "kind", "DocumentReference",
                             "page-size", PAGE_SIZE, NULL);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (list_notify_cb), self, 0);
  g_signal_connect_object (self->list, "notify::n-total", G_CALLBACK (list_notify_cb), self, 0);
}

static void
drop_list (KarneDocumentsPage *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  g_clear_pointer (&self->sought, g_free);
  self->wants_to_open = FALSE;
}

/* The record */

static void
session_notify_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  update_empty (data);
}

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  KarneDocumentsPage *self = data;

  for (guint i = 0; i < changes->len && are_filters_shown (self); i++)
    {
      const KarneChange *change = changes->pdata[i];

      if (change->kind != NULL && !g_str_equal (change->kind, "DocumentReference"))
        continue;
      karne_document_filters_refresh (self->filters);
      return;
    }
}

static void
stop_listening (KarneDocumentsPage *self)
{
  drop_list (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  self->session = NULL;
  g_clear_object (&self->store);
}

static void
start_listening (KarneDocumentsPage *self, KarneSession *session)
{
  self->session = session;
  self->store = g_object_ref (karne_session_get_store (session));
  g_signal_connect_object (session, "notify::last-synced", G_CALLBACK (session_notify_cb), self, 0);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  make_list (self, karne_session_get_view (session));
}

static void
karne_documents_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneDocumentsPage *self = KARNE_DOCUMENTS_PAGE (page);

  stop_listening (self);
  gtk_editable_set_text (self->search, "");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->filter_button), FALSE);
  karne_document_filters_set_view (self->filters,
                                   session != NULL ? karne_session_get_view (session) : NULL);
  karne_copy_notice_set_session (self->notice, session);
  karne_record_list_set_masked (self->records,
                                karne_mask_words_is_masked (session, "DocumentReference"),
                                karne_mask_words_title (), karne_mask_words_sentence ());
  if (session != NULL)
    start_listening (self, session);
  karne_record_list_set_list (self->records, self->list);
  update (self);
}

static gboolean
karne_documents_page_search (KarnePage *page)
{
  return focus_search (KARNE_DOCUMENTS_PAGE (page));
}

/* Whoever comes here looks for something. */
static void
karne_documents_page_shown (KarnePage *page)
{
  focus_search (KARNE_DOCUMENTS_PAGE (page));
}

/* The object */

static void
karne_documents_page_dispose (GObject *object)
{
  KarneDocumentsPage *self = KARNE_DOCUMENTS_PAGE (object);

  stop_listening (self);
  karne_bin_dispose_template (self, KARNE_TYPE_DOCUMENTS_PAGE);

  G_OBJECT_CLASS (karne_documents_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, search);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, notice);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, found_box);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, found);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, KarneDocumentsPage, records);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, filters_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filters_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
karne_documents_page_class_init (KarneDocumentsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KarnePageClass *page_class = KARNE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_documents_page_dispose;
  page_class->set_session = karne_documents_page_set_session;
  page_class->search = karne_documents_page_search;
  page_class->shown = karne_documents_page_shown;

  g_type_ensure (KARNE_TYPE_COPY_NOTICE);
  g_type_ensure (KARNE_TYPE_DOCUMENT_FILTERS);
  g_type_ensure (KARNE_TYPE_RECORD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-documents-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, KARNE_DOCUMENTS_CLEAR_FILTERS, NULL,
                                   clear_filters_action);
  gtk_widget_class_install_action (widget_class, KARNE_DOCUMENTS_CLEAR_SEARCH, NULL,
                                   clear_search_action);
}

static void
karne_documents_page_init (KarneDocumentsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  filters_shown_cb (GTK_TOGGLE_BUTTON (self->filter_button), NULL, self);
  karne_search_keys_attach (self->search, GTK_WIDGET (self), self->records);
  karne_record_list_set_row_func (self->records, make_row, self);
  karne_record_list_set_heading_func (self->records, make_heading, self);
  karne_record_list_set_label (self->records, _ ("Documents"));
  update (self);
}
