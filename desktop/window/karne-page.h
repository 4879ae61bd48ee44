/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_PAGE (karne_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KarnePage, karne_page, KARNE, PAGE, AdwBin)

/**
 * KarnePageClass:
 * @set_session: the record to show changed: take down what is shown, and show this one (nullable:
 * then nothing of any record may be left in the widgets)
 * @search: puts the focus where a word is searched; %FALSE where there is no such thing
 * @print: prints what is shown; %FALSE where there is nothing to print
 * @shown: the person came to this page
 * @reopen: opens what is shown once more, over another page; none for the pages of the sidebar
 */
struct _KarnePageClass
{
  AdwBinClass parent_class;

  void (*set_session) (KarnePage *self, KarneSession *session);
  gboolean (*search) (KarnePage *self);
  gboolean (*print) (KarnePage *self);
  void (*shown) (KarnePage *self);
  void (*reopen) (KarnePage *self, KarnePage *over);
};

const char *karne_page_get_title (KarnePage *self);
void karne_page_set_title (KarnePage *self, const char *title);
KarneSession *karne_page_get_session (KarnePage *self);
void karne_page_set_session (KarnePage *self, KarneSession *session);
gboolean karne_page_search (KarnePage *self);
gboolean karne_page_print (KarnePage *self);
void karne_page_shown (KarnePage *self);
void karne_page_reopen (KarnePage *self, KarnePage *over);

/* Shows a page over this one, with a way back (takes the floating page). */
void karne_page_push (KarnePage *self, KarnePage *over);
/* Goes back to what was under this page. */
void karne_page_pop (KarnePage *self);

G_END_DECLS
