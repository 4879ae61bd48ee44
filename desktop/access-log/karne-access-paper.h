/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sheets.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* All that is to be put on paper of who looked at the record. */
typedef struct _KarneAccessPaper KarneAccessPaper;

/* theirs: what the servers tell, as far as it is shown. Finish gives NULL on failure. */
void karne_access_paper_read_async (KarneView *view,
                                    KarneList *theirs,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KarneAccessPaper *
karne_access_paper_read_finish (KarneView *view, GAsyncResult *result, GError **error);
void karne_access_paper_free (KarneAccessPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAccessPaper, karne_access_paper_free)

/* A KarneSheetsFunc; data: a KarneAccessPaper. */
void karne_access_paper_print (KarneSheets *sheets, gpointer data);

G_END_DECLS
