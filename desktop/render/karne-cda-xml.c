/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-cda-xml.h"

#include "karne-render-error.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <string.h>

#define CDA_NAMESPACE "urn:hl7-org:v3"

/* Far above what documents have, far below what costs. */
#define MAX_DEPTH 100
#define MAX_ELEMENTS (200 * 1000)
#define MAX_ATTRIBUTES (400 * 1000)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

typedef struct
{
  startElementNsSAX2Func start_element;
  endElementNsSAX2Func end_element;
  guint depth;
  guint n_elements;
  guint n_attributes;
  gboolean has_doctype;
  gboolean over;
} Guard;

static Guard *
guard_of (gpointer context)
{
  return ((xmlParserCtxt *) context)->_private;
}

static void
start_element_cb (void *context,
                  const xmlChar *name,
                  const xmlChar *prefix,
                  const xmlChar *uri,
                  int n_namespaces,
                  const xmlChar **namespaces,
                  int n_attributes,
                  int n_defaulted,
                  const xmlChar **attributes)
{
  Guard *guard = guard_of (context);

  guard->depth++;
  guard->n_elements++;
  guard->n_attributes += n_attributes + n_namespaces;
  guard->over |= guard->depth > MAX_DEPTH || guard->n_elements > MAX_ELEMENTS ||
                 guard->n_attributes > MAX_ATTRIBUTES;
  if (guard->over)
    xmlStopParser (context);
  else
    guard->start_element (context, name, prefix, uri, n_namespaces, namespaces, n_attributes,
                          n_defaulted, attributes);
}

static void
end_element_cb (void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Guard *guard = guard_of (context);

  guard->depth--;
  guard->end_element (context, name, prefix, uri);
}

/* A document type is what declares entities, and CDA has none. */
static void
doctype_cb (void *context,
            const xmlChar *name,
            const xmlChar *external_id,
            const xmlChar *system_id)
{
  guard_of (context)->has_doctype = TRUE;
  xmlStopParser (context);
}

static void
set_guard (xmlParserCtxt *context, Guard *guard)
{
  context->_private = guard;
  guard->start_element = context->sax->startElementNs;
  guard->end_element = context->sax->endElementNs;
  context->sax->startElementNs = start_element_cb;
  context->sax->endElementNs = end_element_cb;
  context->sax->internalSubset = doctype_cb;
  context->sax->externalSubset = NULL;
  context->sax->entityDecl = NULL;
  context->sax->resolveEntity = NULL;
  context->sax->processingInstruction = NULL;
  context->sax->comment = NULL;
}

static xmlDoc *
refuse (KarneRenderError code, const char *why, GError **error)
{
  g_set_error (error, KARNE_RENDER_ERROR, code, "Reading XML: %s", why);
  return NULL;
}

/**
 * karne_cda_parse:
 * @bytes: a document, by anybody
 * @error: return location
 *
 * Parses a CDA document: no entities, nothing fetched, nothing included, bounded in depth and
 * number.
 *
 * The length of a text is bounded by the document only (`XML_PARSE_HUGE`), since a PDF may stand in
 * one.
 *
 * Returns: (transfer full): the document
 */
xmlDoc *
karne_cda_parse (GBytes *bytes, GError **error)
{
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                      XML_PARSE_NOCDATA | XML_PARSE_HUGE;
  g_autoptr (xmlParserCtxt) context = xmlNewParserCtxt ();
  g_autoptr (xmlDoc) document = NULL;
  const xmlNode *root;
  Guard guard = { 0 };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  set_guard (context, &guard);
  document = xmlCtxtReadMemory (context, data, size, NULL, NULL, options);
  if (guard.over)
    return refuse (KARNE_RENDER_ERROR_LIMIT, "there is too much of it", error);
  if (guard.has_doctype)
    return refuse (KARNE_RENDER_ERROR_UNSUPPORTED, "it declares a document type", error);
  if (document == NULL)
    return refuse (KARNE_RENDER_ERROR_DAMAGED, "it is not well-formed", error);
  root = xmlDocGetRootElement (document);
  if (!karne_cda_is (root, "ClinicalDocument"))
    return refuse (KARNE_RENDER_ERROR_UNSUPPORTED, "it is no clinical document", error);

  return g_steal_pointer (&document);
}

gboolean
karne_cda_is (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && node->ns != NULL &&
         g_strcmp0 ((const char *) node->ns->href, CDA_NAMESPACE) == 0 &&
         strcmp ((const char *) node->name, name) == 0;
}

static xmlNode *
first_named (xmlNode *node, const char *name)
{
  while (node != NULL && !karne_cda_is (node, name))
    node = node->next;
  return node;
}

xmlNode *
karne_cda_child (const xmlNode *node, const char *name)
{
  return node == NULL ? NULL : first_named (node->children, name);
}

xmlNode *
karne_cda_next (const xmlNode *node, const char *name)
{
  return node == NULL ? NULL : first_named (node->next, name);
}

/**
 * karne_cda_descend:
 * @node: (nullable): an element
 * @path: names with slashes between
 *
 * Returns: (transfer none) (nullable): what the first child of each name leads to
 */
xmlNode *
karne_cda_descend (const xmlNode *node, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);

  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    node = karne_cda_child (node, names[i]);
  return (xmlNode *) node;
}

char *
karne_cda_dup_attribute (const xmlNode *node, const char *name)
{
  xmlChar *value;
  char *copy;

  if (node == NULL)
    return NULL;

  value = xmlGetNoNsProp (node, (const xmlChar *) name);
  copy = g_strdup ((const char *) value);
  xmlFree (value);
  return copy;
}

static void
append_text (GString *text, const xmlNode *node)
{
  for (node = node->children; node != NULL; node = node->next)
    {
      if (node->type == XML_TEXT_NODE)
        g_string_append (text, (const char *) node->content);
      else if (node->type == XML_ELEMENT_NODE)
        append_text (text, node);
    }
}

/**
 * karne_cda_dup_text:
 * @node: (nullable): an element
 *
 * Returns: (transfer full): all of its text, with single spaces between words
 */
char *
karne_cda_dup_text (const xmlNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);

  if (node != NULL)
    append_text (text, node);
  words = g_strsplit_set (text->str, " \t\r\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0')
        continue;
      if (plain->len > 0)
        g_string_append_c (plain, ' ');
      g_string_append (plain, words[i]);
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}
