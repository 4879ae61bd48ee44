/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-sql-private.h"
#include "store/karne-view.h"

G_BEGIN_DECLS

/* Reads of a view that are one statement, each row of which becomes one line. */
typedef gpointer (*KarneViewLineFunc) (KarneStatement *statement);

typedef struct
{
  const char *statement; /* its name; who reads is bound, and `argument` as :argument */
  KarneViewLineFunc make_line;
  GDestroyNotify free_line;
} KarneViewLines;

/* (transfer full) */
GPtrArray *karne_view_lines_read (KarneView *view,
                                  const KarneViewLines *lines,
                                  gint64 argument,
                                  GError **error);
void karne_view_lines_read_async (KarneView *view,
                                  const KarneViewLines *lines,
                                  gint64 argument,
                                  gpointer tag,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

G_END_DECLS
