/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ACCESS_REFRESH (karne_access_refresh_get_type ())
G_DECLARE_FINAL_TYPE (KarneAccessRefresh, karne_access_refresh, KARNE, ACCESS_REFRESH, GObject)

KarneAccessRefresh *karne_access_refresh_new (KarneSession *session);

/* Signal: `changed`: another answer of the three below. */

/* Asks the servers; nothing where that is under way. */
void karne_access_refresh_run (KarneAccessRefresh *self);
gboolean karne_access_refresh_is_running (KarneAccessRefresh *self);
/* (nullable): why one of them could not be asked. */
const GError *karne_access_refresh_get_error (KarneAccessRefresh *self);
/* (nullable): up to when all is here, as a FHIR instant; NULL: not all ever was. */
const char *karne_access_refresh_get_known_until (KarneAccessRefresh *self);

G_END_DECLS
