/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KARNE_PAGE_FIRST_COPY "first-copy"
#define KARNE_PAGE_HOME "home"
#define KARNE_PAGE_WAITING "waiting"

/* A page of the record. `section` and `title` are to be translated; a page without an icon is not
 * in the sidebar. */
typedef struct
{
  const char *nick;
  const char *section;
  const char *title;
  const char *icon;
  GType (*get_type) (void);
} KarnePageInfo;

/* In the order of the sidebar; ends with a nick of NULL. */
const KarnePageInfo *karne_pages_get_all (void);

G_END_DECLS
