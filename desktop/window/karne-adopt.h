/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

/* Brings to a page what the person did in another one of its type: what was written and chosen, and
 * how far it was scrolled, as soon as there is so much to scroll. */
void karne_adopt_page (KarnePage *page, KarnePage *from);

G_END_DECLS
