/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-data-file-private.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "karne-error.h"

#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlRelaxNG, xmlRelaxNGFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlRelaxNGParserCtxt, xmlRelaxNGFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlRelaxNGValidCtxt, xmlRelaxNGFreeValidCtxt)

/* What is wrong first. */
typedef struct
{
  int line;
  char *reason; /* (owned) (nullable) */
} Complaint;

static void
complaint_clear (Complaint *self)
{
  g_clear_pointer (&self->reason, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Complaint, complaint_clear)

gboolean
karne_data_file_refuse (const char *file, int line, GError **error, const char *reason)
{
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_INVALID, "%s:%d: %s", file, line, reason);
  return FALSE;
}

static void
complain_cb (void *data, xmlErrorPtr error)
{
  Complaint *complaint = data;
  xmlNode *node = error != NULL ? error->node : NULL;

  if (complaint->reason != NULL || error == NULL)
    return;
  /* Of the attributes of an element it is told when what is in the element is looked at. */
  if (error->code == XML_RELAXNG_ERR_ATTRVALID && node != NULL && node->parent != NULL)
    node = node->parent;
  complaint->line = node != NULL ? (int) xmlGetLineNo (node) : error->line;
  complaint->reason = g_strstrip (g_strdup (error->message != NULL ? error->message : "bad XML"));
}

xmlDoc *
karne_data_file_parse (GBytes *text, const char *file, GError **error)
{
  g_autoptr (xmlParserCtxt) context = xmlNewParserCtxt ();
  g_autoptr (xmlDoc) document = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (text, &size);

  document = size <= G_MAXINT
                 ? xmlCtxtReadMemory (context, bytes, (int) size, file, "UTF-8", OPTIONS)
                 : NULL;
  if (document == NULL)
    {
      xmlError *said = xmlCtxtGetLastError (context);
      Complaint complaint = { 0 };

      complain_cb (&complaint, said);
      karne_data_file_refuse (file, complaint.line, error,
                              complaint.reason != NULL ? complaint.reason : "no XML");
      complaint_clear (&complaint);
      return NULL;
    }
  /* A document type is what declares entities; data needs none. */
  if (document->intSubset != NULL || document->extSubset != NULL)
    {
      karne_data_file_refuse (file, 1, error, "a document type is not allowed");
      return NULL;
    }
  return g_steal_pointer (&document);
}

gboolean
karne_data_file_validate (xmlDoc *document, const char *file, GBytes *schema, GError **error)
{
  gsize size;
  const char *bytes = g_bytes_get_data (schema, &size);
  g_autoptr (xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewMemParserCtxt (bytes, (int) size);
  g_autoptr (xmlRelaxNG) grammar = xmlRelaxNGParse (parser);
  g_autoptr (xmlRelaxNGValidCtxt) context = NULL;
  g_auto (Complaint) complaint = { 0 };

  g_assert (grammar != NULL);
  context = xmlRelaxNGNewValidCtxt (grammar);
  xmlRelaxNGSetValidStructuredErrors (context, complain_cb, &complaint);
  if (xmlRelaxNGValidateDoc (context, document) == 0)
    return TRUE;
  return karne_data_file_refuse (file, complaint.line, error,
                                 complaint.reason != NULL ? complaint.reason
                                                          : "not as the schema says");
}

/* What stands in it */

gboolean
karne_data_file_is (xmlNode *node, const char *name)
{
  return g_str_equal ((const char *) node->name, name);
}

static char *
take_text (xmlChar *text)
{
  char *copy = g_strdup ((const char *) text);

  xmlFree (text);
  return copy;
}

char *
karne_data_file_get (xmlNode *node, const char *name)
{
  return take_text (xmlGetNoNsProp (node, (const xmlChar *) name));
}

gboolean
karne_data_file_has (xmlNode *node, const char *name)
{
  return xmlHasProp (node, (const xmlChar *) name) != NULL;
}

char *
karne_data_file_get_text (xmlNode *node)
{
  g_autofree char *text = take_text (xmlNodeGetContent (node));
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  GString *whole = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (whole, "%s%s", whole->len > 0 ? " " : "", words[i]);
  return g_string_free (whole, FALSE);
}
