/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-document-words.h"

#include <glib/gi18n.h>

/* TRE_A03-ClasseDocument. These are terms of the French record, which servers send in French
 * whatever the language here: they are not translated. */
static const struct
{
  const char *code;
  const char *label;
} categories[] = {
  { "10", "Compte rendu" },
  { "11", "Synthèse" },
  { "31", "Imagerie médicale" },
  { "42", "Prescription" },
  { "43", "Dispensation" },
  { "44", "Plan de soins, protocole de soins" },
  { "45", "Traitement administré" },
  { "52", "Certificat, déclaration" },
  { "60", "Données de remboursement" },
  { "90", "Autres documents déposés par le patient" },
  { "95", "Document de gestion" },
  { "99", "Document technique" },
};

const char *
karne_document_words_category (const char *category)
{
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (g_strcmp0 (category, categories[i].code) == 0)
      return categories[i].label;
  return category != NULL && *category != '\0' ? category : NULL;
}

/* Files */

static const struct
{
  const char *type; /* ends in “/” for all of a family */
  const char *words;
  const char *icon;
} formats[] = {
  { "application/pdf", N_ ("PDF"), "karne-pdf-symbolic" },
  /* Translators: a kind of file: a letter or a report with headings, as professionals send them. */
  { "application/xml", N_ ("Structured text (XML)"), "karne-letter-symbolic" },
  { "text/xml", N_ ("Structured text (XML)"), "karne-letter-symbolic" },
  { "application/hl7-v3+xml", N_ ("Structured text (CDA)"), "karne-letter-symbolic" },
  { "application/cda+xml", N_ ("Structured text (CDA)"), "karne-letter-symbolic" },
  { "application/dicom", N_ ("Medical imaging (DICOM)"), "karne-picture-symbolic" },
  { "image/", N_ ("Picture"), "karne-picture-symbolic" },
  { "text/rtf", N_ ("Text with layout (RTF)"), "karne-text-symbolic" },
  { "application/rtf", N_ ("Text with layout (RTF)"), "karne-text-symbolic" },
  { "text/", N_ ("Text"), "karne-text-symbolic" },
};

static gboolean
is_type (const char *content_type, const char *type)
{
  gsize len = strlen (type);

  if (g_ascii_strncasecmp (content_type, type, len) != 0)
    return FALSE;
  /* What may follow is a parameter, as in “text/plain; charset=utf-8”. */
  return type[len - 1] == '/' || strchr ("; ", content_type[len]) != NULL;
}

static int
find_format (const char *content_type)
{
  if (content_type != NULL)
    for (int i = 0; i < (int) G_N_ELEMENTS (formats); i++)
      if (is_type (content_type, formats[i].type))
        return i;
  return -1;
}

const char *
karne_document_words_format (const char *content_type)
{
  int i = find_format (content_type);

  if (i >= 0)
    return _ (formats[i].words);
  return content_type != NULL && *content_type != '\0' ? content_type : NULL;
}

const char *
karne_document_words_icon (const char *content_type)
{
  int i = find_format (content_type);

  return i >= 0 ? formats[i].icon : "karne-documents-symbolic";
}

/* The line under the title. A date is read at a glance where it is in one piece, and what stands
 * between two things goes with the one before it. */

#define NO_BREAK "\302\240"

static void
add_part (GString *line, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, NO_BREAK "· ");
  g_string_append (line, part);
}

char *
karne_document_words_subtitle (const KarneItem *item)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) date = NULL;
  g_autofree char *words = NULL;

  if (item->date != NULL)
    words = karne_date_to_words (item->date, KARNE_DATE_STYLE_DATE);
  date = g_string_new (words);
  g_string_replace (date, " ", NO_BREAK, 0);
  add_part (line, karne_document_words_category (item->category));
  add_part (line, item->author);
  add_part (line, date->str);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
karne_document_words_status (const char *status)
{
  if (status == NULL || g_str_equal (status, "current"))
    return NULL;
  return karne_status_to_words ("DocumentReference", status);
}

/* Its file */

static char *
say_not_here (gint64 size)
{
  g_autofree char *words = size > 0 ? karne_size_to_words ((guint64) size) : NULL;

  if (words == NULL)
    /* Translators: of the file of a document. */
    return g_strdup (C_ ("file", "Not downloaded"));
  /* Translators: of the file of a document, as in “Not downloaded, 2.1 MB”. */
  return g_strdup_printf (C_ ("file", "Not downloaded, %s"), words);
}

static char *
say_here (gint64 size)
{
  g_autofree char *words = size > 0 ? karne_size_to_words ((guint64) size) : NULL;

  if (words == NULL)
    /* Translators: of the file of a document. */
    return g_strdup (C_ ("file", "On this computer"));
  /* Translators: of the file of a document, as in “On this computer, 2.1 MB”. */
  return g_strdup_printf (C_ ("file", "On this computer, %s"), words);
}

char *
karne_document_words_file (KarneDocument *document)
{
  gint64 size = karne_document_get_size (document);

  if (karne_document_get_n_contents (document) == 0)
    return g_strdup (C_ ("file", "No file"));
  return karne_document_get_here (document) ? say_here (size) : say_not_here (size);
}

/* Periods */

static char *
format_years_before (GDateTime *today, int years)
{
  g_autoptr (GDateTime) then = g_date_time_add_years (today, -years);

  return g_date_time_format (then, "%Y-%m-%d");
}

/* The day before. */
static char *
format_end_before (GDateTime *today, int years)
{
  g_autoptr (GDateTime) then = g_date_time_add_years (today, -years);
  g_autoptr (GDateTime) before = g_date_time_add_days (then, -1);

  return g_date_time_format (before, "%Y-%m-%d");
}

void
karne_document_words_period (KarneDocumentPeriod period,
                             GDateTime *today,
                             char **since,
                             char **until)
{
  *since = *until = NULL;
  switch (period)
    {
    case KARNE_DOCUMENT_PERIOD_ALL:
      break;
    case KARNE_DOCUMENT_PERIOD_YEAR:
      *since = format_years_before (today, 1);
      break;
    case KARNE_DOCUMENT_PERIOD_FIVE_YEARS:
      *since = format_years_before (today, 5);
      break;
    case KARNE_DOCUMENT_PERIOD_OLDER:
      *until = format_end_before (today, 5);
      break;
    }
}
