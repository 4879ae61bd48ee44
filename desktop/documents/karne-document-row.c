/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-document-row.h"

#include "karne-document-words.h"
#include "karne-mask-words.h"

#include <glib/gi18n.h>

typedef void (*AddChip) (gpointer to, const char *icon_name, const char *words, const char *style);

static void
add_chips (KarneDocument *document, AddChip add, gpointer to)
{
  const KarneItem *item = karne_resource_get_item (KARNE_RESOURCE (document));
  g_autofree char *status = karne_document_words_status (item->status);
  g_autofree char *file = karne_document_words_file (document);
  gboolean here = karne_document_get_here (document);

  if (status != NULL)
    add (to, "karne-age-symbolic", status, "warning");
  if (item->title_only)
    add (to, "karne-hidden-symbolic", karne_mask_words_title (), NULL);
  else
    add (to, here ? "karne-here-symbolic" : "karne-remote-symbolic", file, NULL);
  if (karne_document_get_masked_for_professionals (document))
    /* Translators: of a document that health professionals do not see. */
    add (to, "karne-hidden-symbolic", _ ("Hidden from professionals"), NULL);
}

GtkWidget *
karne_document_row_new (KarneDocument *document)
{
  const KarneItem *item = karne_resource_get_item (KARNE_RESOURCE (document));
  g_autofree char *subtitle = karne_document_words_subtitle (item);
  GtkWidget *widget =
      karne_record_row_new (karne_document_words_icon (karne_document_get_content_type (document)),
                            item->title, subtitle);

  add_chips (document, (AddChip) karne_record_row_add_chip, widget);
  karne_record_row_set_opens (KARNE_RECORD_ROW (widget), TRUE);
  return widget;
}

void
karne_document_row_add_chips_to (KarneDocument *document, KarneDetail *detail)
{
  g_return_if_fail (KARNE_IS_DOCUMENT (document) && KARNE_IS_DETAIL (detail));

  add_chips (document, (AddChip) karne_detail_add_chip, detail);
}
