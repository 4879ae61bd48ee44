/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "karne-desk.h"

G_BEGIN_DECLS

/**
 * KarneProof:
 * @words: what was looked at, and how it is
 * @is_good: whether nothing is left there
 *
 * One thing that was looked at after a session.
 */
typedef struct
{
  char *words; /* (owned) */
  gboolean is_good;
} KarneProof;

#define KARNE_TYPE_PROVER (karne_prover_get_type ())
G_DECLARE_FINAL_TYPE (KarneProver, karne_prover, KARNE, PROVER, GObject)

/* While the session is there still, open or locked: what is to be gone afterwards. */
KarneProver *karne_prover_new (KarneDesk *desk);
/* After it: looks at each thing, away from the main thread where it is on a disk. widget: of the
 * window. */
void karne_prover_look_async (KarneProver *self,
                              GtkWidget *widget,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* (transfer full) (element-type KarneProof) */
GPtrArray *karne_prover_look_finish (KarneProver *self, GAsyncResult *result, GError **error);

G_END_DECLS
