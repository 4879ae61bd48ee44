/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_COPY_NOTICE (karne_copy_notice_get_type ())
G_DECLARE_FINAL_TYPE (KarneCopyNotice, karne_copy_notice, KARNE, COPY_NOTICE, AdwBin)

/* session: (nullable) */
void karne_copy_notice_set_session (KarneCopyNotice *self, KarneSession *session);

G_END_DECLS
