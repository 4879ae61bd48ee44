/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KARNE_PAGE_FIRST_COPY "first-copy"
#define KARNE_PAGE_HOME "home"
#define KARNE_PAGE_WAITING "waiting"

/* A page of the record. `section` and `title` are to be translated; a page without an icon is not
 * in the sidebar. That somebody came to one with a kind is noted in the access log. */
typedef struct
{
  const char *nick;
  const char *section;
  const char *title;
  const char *icon;
  GType (*get_type) (void);
  const char *kind; /* (nullable) FHIR resource type of what is listed there */
} KarnePageInfo;

/* In the order of the sidebar; ends with a nick of NULL. */
const KarnePageInfo *karne_pages_get_all (void);
/* (nullable) */
const char *karne_pages_get_kind (const char *nick);

G_END_DECLS
