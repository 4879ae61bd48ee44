/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-cda-blocks.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

void karne_cda_add_facts (KarneCdaBlocks *blocks, const xmlNode *document);
void karne_cda_add_body (KarneCdaBlocks *blocks, const xmlNode *structured_body);
void karne_cda_add_narrative (KarneCdaBlocks *blocks, const xmlNode *text);

G_END_DECLS
