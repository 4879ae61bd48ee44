/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-document-page.h"

#include "karne-a11y.h"
#include "karne-document-row.h"
#include "karne-document-words.h"
#include "karne-fact-words.h"
#include "karne-text.h"
#include "karne-viewer-page.h"

#include <glib/gi18n.h>

/**
 * KarneDocumentPage:
 *
 * What is known of a document: it can be read whether its file is on this computer or not.
 *
 * A document of several contents is opened from here, each of them by itself.
 */
struct _KarneDocumentPage
{
  KarneResourcePage parent_instance;
};

G_DEFINE_FINAL_TYPE (KarneDocumentPage, karne_document_page, KARNE_TYPE_RESOURCE_PAGE)

/* Contents: the parts of its facts, from 1 */

static const char *
find_format (GPtrArray *facts, guint part)
{
  return karne_document_words_format (karne_fact_words_find (facts, part, "content-type"));
}

static void
add_file_facts (KarneFacts *group, GPtrArray *facts, guint part)
{
  const char *created = karne_fact_words_find (facts, part, "created");
  g_autofree char *created_words =
      created != NULL ? karne_date_to_words (created, KARNE_DATE_STYLE_LONG) : NULL;

  /* Translators: label of a fact: what kind of file it is, as PDF. */
  karne_facts_add (group, C_ ("fact", "Format"), find_format (facts, part));
  /* Translators: label of a fact: when a file was made. */
  karne_facts_add (group, C_ ("fact", "File made on"), created_words);
}

/* (transfer full) (nullable) */
static char *
dup_size_words (GPtrArray *facts, guint part)
{
  const char *size = karne_fact_words_find (facts, part, "size");
  guint64 n = size != NULL ? g_ascii_strtoull (size, NULL, 10) : 0;

  return n > 0 ? karne_size_to_words (n) : NULL;
}

/* (transfer full) */
static char *
dup_content_title (GPtrArray *facts, guint part)
{
  const char *title = karne_fact_words_find (facts, part, "title");

  if (title != NULL)
    return g_strdup (title);
  /* Translators: one of several files of a document, by its number, as in “File 2”. */
  return g_strdup_printf (_ ("File %u"), part);
}

static void
content_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarnePage *self = data;
  KarneResource *document = karne_resource_page_get_resource (data);
  guint n = (guint) gtk_list_box_row_get_index (row);

  karne_page_push (self, karne_viewer_page_new (karne_page_get_session (self),
                                                KARNE_DOCUMENT (document), n));
}

static GtkWidget *
make_content_row (GPtrArray *facts, guint part)
{
  g_autofree char *title = dup_content_title (facts, part);
  g_autofree char *size = dup_size_words (facts, part);
  g_autofree char *subtitle = karne_text_beside (find_format (facts, part), size);
  const char *type = karne_fact_words_find (facts, part, "content-type");
  GtkWidget *row = karne_record_row_new (karne_document_words_icon (type), title, subtitle);

  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  return row;
}

static void
add_contents (KarneDocumentPage *self, KarneDetail *detail, GPtrArray *facts, guint n)
{
  GtkWidget *box = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (box, "boxed-list");
  karne_a11y_name (box, _ ("Files of the document"), NULL);
  for (guint part = 1; part <= n; part++)
    gtk_list_box_append (GTK_LIST_BOX (box), make_content_row (facts, part));
  g_signal_connect_object (box, "row-activated", G_CALLBACK (content_activated_cb), self, 0);
  karne_detail_add (detail, box);
}

/* All of it */

static void
add_facts (KarneDetail *detail, KarneDocument *document, GPtrArray *facts, const char *source)
{
  const KarneItem *item = karne_resource_get_item (KARNE_RESOURCE (document));
  KarneFacts *group = karne_facts_new (NULL);

  /* Translators: label of a fact: what sort of document it is, as in “Prescription”. */
  karne_facts_add (group, C_ ("fact", "Category"), karne_document_words_category (item->category));
  karne_fact_words_add_to (group, facts, 0, item->title);
  if (karne_document_get_n_contents (document) == 1)
    add_file_facts (group, facts, 1);
  karne_facts_add (group, C_ ("fact", "Source"), source);
  karne_detail_add (detail, GTK_WIDGET (group));
}

static void
karne_document_page_fill (KarneResourcePage *page,
                          KarneDetail *detail,
                          KarneResource *resource,
                          GPtrArray *facts,
                          const char *source)
{
  KarneDocument *document = KARNE_DOCUMENT (resource);
  guint n = karne_document_get_n_contents (document);

  karne_detail_set_heading (detail, karne_resource_get_title (resource));
  karne_document_row_add_chips_to (document, detail);
  if (n > 1 && !karne_resource_get_item (resource)->title_only)
    add_contents (KARNE_DOCUMENT_PAGE (page), detail, facts, n);
  add_facts (detail, document, facts, source);
  karne_detail_set_note (detail, karne_resource_get_item (resource)->title_only
                                     ? _ ("What is in this document is masked for this role.")
                                     : _ ("Shown as the server sent it."));
}

static void
karne_document_page_reopen (KarnePage *page, KarnePage *over)
{
  karne_document_page_open (over, KARNE_DOCUMENT (karne_resource_page_get_resource (
                                      KARNE_RESOURCE_PAGE (page))));
}

static void
karne_document_page_class_init (KarneDocumentPageClass *klass)
{
  KARNE_RESOURCE_PAGE_CLASS (klass)->fill = karne_document_page_fill;
  KARNE_PAGE_CLASS (klass)->reopen = karne_document_page_reopen;
}

static void
karne_document_page_init (KarneDocumentPage *self)
{
}

void
karne_document_page_open (KarnePage *over, KarneDocument *document)
{
  KarnePage *self;

  g_return_if_fail (KARNE_IS_PAGE (over) && KARNE_IS_DOCUMENT (document));

  /* Translators: title of a page about one document. */
  self = g_object_new (KARNE_TYPE_DOCUMENT_PAGE, "title", _ ("About the document"), "resource",
                       document, NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "document");
  karne_page_set_session (self, karne_page_get_session (over));
  karne_page_push (over, self);
}

void
karne_document_page_open_content (KarnePage *over, KarneDocument *document)
{
  g_return_if_fail (KARNE_IS_PAGE (over) && KARNE_IS_DOCUMENT (document));

  if (karne_document_get_n_contents (document) == 1 &&
      !karne_resource_get_item (KARNE_RESOURCE (document))->title_only)
    karne_page_push (over, karne_viewer_page_new (karne_page_get_session (over), document, 0));
  else
    karne_document_page_open (over, document);
}
