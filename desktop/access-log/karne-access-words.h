/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is said of an access to the record, as the server tells it. All are (transfer full)
 * (nullable): NULL where there is nothing to say. */

/* What was done, and when on that day. action: (nullable) C, R, U, D or E; date: (nullable). */
char *karne_access_words_act (const char *action, const char *date);
/* In which role. agent: (nullable) FHIR resource type of who it was; role: (nullable) as sent. */
char *karne_access_words_role (const char *agent, const char *role);
/* What was touched. kind: (nullable) FHIR resource type; title: (nullable) as it is called. */
char *karne_access_words_what (const char *kind, const char *title);
/* How it ended: NULL when well. outcome: (nullable) 0, 4, 8 or 12. */
char *karne_access_words_outcome (const char *outcome);

G_END_DECLS
