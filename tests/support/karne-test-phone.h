/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The person's own telephone, or a browser: it opens the pages of the demonstration's authorization
 * server, and answers them. Redirects are told, and not followed. Cookies are kept. */
typedef struct _KarneTestPhone KarneTestPhone;

typedef struct
{
  guint status;
  char *location; /* (owned) (nullable) */
  char *body;     /* (owned) */
} KarneTestPage;

void karne_test_page_free (KarneTestPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestPage, karne_test_page_free)

KarneTestPhone *karne_test_phone_new (void);
void karne_test_phone_free (KarneTestPhone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestPhone, karne_test_phone_free)

/* form: (nullable) what is posted. These block. */
KarneTestPage *karne_test_phone_open (KarneTestPhone *self, const char *url, const char *form);
/* Opens the page, then answers its form: as that person, or with a refusal where it is NULL. */
KarneTestPage *karne_test_phone_answer (KarneTestPhone *self, const char *url, const char *person);

G_END_DECLS
