/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-run-private.h"

#include "karne-error.h"

/* What a run makes of an answer beside the verdicts: how large a batch may be, what goes alone or
 * another way from now on, what the server turned out not to take. */

/* So many failures of the server one after the other are the server's state, not that of one
 * change. */
#define MAX_FAILURES 3

static gint64 *
key_of (const KarnePushItem *item)
{
  return g_memdup2 (&item->row->seq, sizeof (gint64));
}

gboolean
karne_push_is_in (GHashTable *set, const KarnePushItem *item)
{
  return g_hash_table_contains (set, &item->row->seq);
}

gboolean
karne_push_put_in (GHashTable *set, const KarnePushItem *item)
{
  return g_hash_table_add (set, key_of (item));
}

void
karne_push_set_all (KarnePush *op, KarneVerdict verdict)
{
  for (guint i = 0; i < op->items->len; i++)
    ((KarnePushItem *) op->items->pdata[i])->verdict = verdict;
}

/* How often there was no answer */

guint
karne_push_count_unknowns (KarnePush *op, const KarnePushItem *item)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (op->unknowns, &item->row->seq));
}

static void
note_unknowns (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      const KarnePushItem *item = op->items->pdata[i];

      if (item->verdict == KARNE_VERDICT_UNKNOWN)
        g_hash_table_insert (op->unknowns, key_of (item),
                             GUINT_TO_POINTER (karne_push_count_unknowns (op, item) + 1));
    }
}

/* What the server takes */

static void
halve (KarnePush *op)
{
  guint half = op->items->len / 2;

  op->batch = half > 1 ? half : 0;
}

/* Too much at once may still be taken in two halves; who takes no batches at all is not asked
 * again. */
static void
take_refused_batch (KarnePush *op, guint status)
{
  halve (op);
  if (status == 403 || status == 404 || status == 405 || status == 415 || status == 501)
    {
      op->batch = 0;
      karne_gifts_set_batch (op->run->gifts, 0);
    }
}

static void
take_refused_transaction (KarnePush *op, guint status)
{
  op->no_transaction = TRUE;
  if (status < 400 || status == 404 || status == 405 || status == 415 || status == 501)
    karne_gifts_lose (op->run->gifts, &op->run->gifts->transaction);
}

/* What would make the server fail together is found by sending each alone. */
static void
part (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    karne_push_put_in (op->alone, op->items->pdata[i]);
  op->no_transaction = op->no_transaction || op->is_transaction;
}

/* A Bundle as a whole: what the server says of each, or that it takes no such thing. */
static void
judge_bundle (KarnePush *op, const KarneAnswer *answer)
{
  const char *wanted = op->is_transaction ? "transaction-response" : "batch-response";

  karne_run_note_date (op->run, answer->date);
  if (answer->status < 300 && karne_answer_is_bundle (answer, wanted) &&
      answer->entries->len == op->items->len)
    {
      for (guint i = 0; i < op->items->len; i++)
        karne_push_judge_entry (op->items->pdata[i], op->run, answer->entries->pdata[i],
                                op->is_transaction);
      return;
    }
  if (op->is_transaction)
    take_refused_transaction (op, answer->status);
  else
    take_refused_batch (op, answer->status);
  /* 501 is no proof: whoever stands before the server may say so after it was done. */
  if (answer->status >= 400 && answer->status < 500 && answer->status != 408)
    karne_push_set_all (op, KARNE_VERDICT_NO_EFFECT);
}

/* A test of a patch that fails has no status of its own: whether what was changed is still there is
 * looked at once. */
static void
doubt_refusals (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      KarnePushItem *item = op->items->pdata[i];

      if (item->as_patch && item->verdict == KARNE_VERDICT_REFUSED &&
          (item->status == 400 || item->status == 422) && karne_push_put_in (op->doubted, item))
        item->verdict = KARNE_VERDICT_UNKNOWN;
    }
}

/* Who stands before a server may say of one that it made that it cannot be made like that: before
 * another way makes a second one, it is looked whether it is there. */
static void
doubt_other_way (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      KarnePushItem *item = op->items->pdata[i];

      if (item->verdict != KARNE_VERDICT_NO_EFFECT || item->status != 501 ||
          g_strcmp0 (item->reason, "post") != 0)
        continue;
      item->verdict = KARNE_VERDICT_UNKNOWN;
      karne_push_put_in (op->posted, item);
      karne_push_put_in (op->alone, item);
    }
}

static void
take_hints (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      KarnePushItem *item = op->items->pdata[i];

      if (item->verdict != KARNE_VERDICT_NO_EFFECT || item->reason == NULL)
        continue;
      if (g_str_equal (item->reason, "post"))
        karne_push_put_in (op->posted, item);
      karne_push_put_in (op->alone, item);
    }
}

/* What may be the matter of what was sent, and not of the network. */
static gboolean
is_of_the_change (const GError *error)
{
  return g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_TRUNCATED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

void
karne_push_learn_from_failure (KarnePush *op, GError *error)
{
  gboolean never_left = karne_push_never_left (error);

  karne_push_set_all (op, never_left ? KARNE_VERDICT_NO_EFFECT : KARNE_VERDICT_UNKNOWN);
  note_unknowns (op);
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER))
    part (op);
  else if (op->items->len > 1 && is_of_the_change (error))
    halve (op);
  if (is_of_the_change (error) && ++op->n_failures < MAX_FAILURES)
    g_error_free (error);
  else
    op->error = error;
}

void
karne_push_learn_from_answer (KarnePush *op, const KarneAnswer *answer)
{
  op->n_failures = 0;
  op->tries.failures = 0;
  if (op->items->len == 1)
    karne_push_judge_answer (op->items->pdata[0], op->run, answer);
  else
    judge_bundle (op, answer);
  doubt_refusals (op);
  doubt_other_way (op);
  take_hints (op);
  note_unknowns (op);
}
