/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-help-topic.h"

G_BEGIN_DECLS

/* (transfer full) Of KarneHelpTopic, section after section: the help that comes with the program,
 * in the language of the moment. */
GListModel *karne_help_topics_load (void);
/* (transfer full) The same of other XML; see data/help/help.xml for how it is written. */
GListModel *karne_help_topics_parse (const char *xml, gssize length, GError **error);

G_END_DECLS
