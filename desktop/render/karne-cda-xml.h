/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

xmlDoc *karne_cda_parse (GBytes *bytes, GError **error);

/* Elements are those of CDA only; NULL is a node that has nothing. */
gboolean karne_cda_is (const xmlNode *node, const char *name);
xmlNode *karne_cda_child (const xmlNode *node, const char *name);
xmlNode *karne_cda_next (const xmlNode *node, const char *name);
xmlNode *karne_cda_descend (const xmlNode *node, const char *path);
char *karne_cda_dup_attribute (const xmlNode *node, const char *name);
char *karne_cda_dup_text (const xmlNode *node);

G_END_DECLS
