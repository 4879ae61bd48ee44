/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"

G_BEGIN_DECLS

/* What an entry of a page is, and so in which table it is found. */
typedef enum
{
  DEMO_ENTRY_MATCH,
  DEMO_ENTRY_INCLUDE,
  DEMO_ENTRY_CURRENT, /* of a history: a row of `resource` */
  DEMO_ENTRY_OLD,     /* of a history: a row of `old` */
} DemoEntryMode;

DemoPage *demo_page_new (char *head, char **elements);
void demo_page_free (DemoPage *self);
void demo_page_add (DemoPage *self, gint64 rowid, DemoEntryMode mode);
gboolean demo_page_write (DemoPage *self, const DemoServer *server, GString *out, gsize limit);

G_END_DECLS
