/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "net/karne-soup-exchange-private.h"

G_BEGIN_DECLS

/* The body of an answer: what libsoup reads, under the watchdog, with our errors. Asynchronous
 * only; a read that failed or was cancelled ends the exchange. */
#define KARNE_TYPE_SOUP_BODY (karne_soup_body_get_type ())
G_DECLARE_FINAL_TYPE (KarneSoupBody, karne_soup_body, KARNE, SOUP_BODY, GInputStream)

GInputStream *karne_soup_body_new (GInputStream *base, KarneSoupExchange *exchange);

G_END_DECLS
