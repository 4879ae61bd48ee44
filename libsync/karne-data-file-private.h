/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* Files of data that an editor or an administrator writes: read without the network, without
 * entities, against a schema. What is wrong is told with the name of the file, the line and the
 * reason, as KARNE_ERROR_INVALID. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

/* (transfer full) (nullable): the document, not checked yet. */
xmlDoc *karne_data_file_parse (GBytes *text, const char *file, GError **error);
/* Against a schema in RELAX NG. */
gboolean
karne_data_file_validate (xmlDoc *document, const char *file, GBytes *schema, GError **error);
/* Always FALSE, with error set. */
gboolean karne_data_file_refuse (const char *file, int line, GError **error, const char *reason);

gboolean karne_data_file_is (xmlNode *node, const char *name);
/* (transfer full) (nullable): an attribute */
char *karne_data_file_get (xmlNode *node, const char *name);
gboolean karne_data_file_has (xmlNode *node, const char *name);
/* (transfer full): its text, with its white space made one blank, as translators see it. */
char *karne_data_file_get_text (xmlNode *node);

#define KARNE_FOR_EACH_ELEMENT(child, parent)                                                      \
  for (xmlNode *child = xmlFirstElementChild (parent); child != NULL;                              \
       child = xmlNextElementSibling (child))

G_END_DECLS
