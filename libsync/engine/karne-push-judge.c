/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-private.h"

#include <string.h>

#include "engine/karne-url-private.h"
#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"
#include "karne-error.h"

/* What an answer says of a change. Only an answer that says so itself says that something took
 * effect, or that it did not; all else is unknown, and read. */

static void
refused (KarnePushItem *self, guint status, const char *reason, const char *words)
{
  self->verdict = KARNE_VERDICT_REFUSED;
  self->status = status;
  self->reason = reason;
  g_free (self->words);
  self->words = g_strdup (words);
}

static gint64
to_number (const char *version)
{
  gint64 number;

  return version != NULL && g_ascii_string_to_signed (version, 10, 0, G_MAXINT64, &number, NULL)
             ? number
             : -1;
}

/* Whether another version may stand between what was changed and what came of it. */
static gboolean
may_have_overwritten (const KarnePushItem *self, const KarneGifts *gifts, const char *version)
{
  gint64 base = to_number (self->row->base_version);
  gint64 now = to_number (version);

  if (self->row->op == KARNE_OP_CREATE || gifts->if_match == KARNE_IF_MATCH_HONOURED ||
      !gifts->history || !gifts->versions || self->row->base_version == NULL)
    return FALSE;
  return base < 0 || now != base + 1;
}

/* What a server claims of its versions counts as long as it has not shown any, or none. */
static void
note_version (KarneRun *run, const char *version)
{
  run->gifts->changed = run->gifts->changed || run->gifts->versions != (version != NULL);
  run->gifts->versions = version != NULL;
}

static void
done (KarnePushItem *self, KarneRun *run, GBytes *text, const char *id, const char *version)
{
  self->verdict = KARNE_VERDICT_DONE;
  if (text != NULL)
    {
      karne_push_item_set_text (self, text, id);
      note_version (run, version);
      g_free (self->made);
      self->made = g_strdup (version);
    }
  self->asks_history = may_have_overwritten (self, run->gifts, version);
}

/* Its answer is too large to be held in memory: it is what was sent, under the version that the
 * answer names. */
static void
done_unread (KarnePushItem *self, const KarneAnswerEntry *entry)
{
  g_autoptr (GString) stub = g_string_new ("{\"resourceType\":");
  g_autofree char *text = NULL;

  karne_json_append_string (stub, self->row->kind);
  g_string_append (stub, ",\"id\":");
  karne_json_append_string (stub, entry->id);
  g_string_append (stub, ",\"meta\":{\"versionId\":");
  karne_json_append_string (stub, entry->version);
  if (entry->updated != NULL)
    {
      g_string_append (stub, ",\"lastUpdated\":");
      karne_json_append_string (stub, entry->updated);
    }
  g_string_append (stub, "}}");
  text = karne_merge_resolve (stub->str, self->row->body, stub->str, NULL, KARNE_CHOICE_MINE);
  self->verdict = KARNE_VERDICT_DONE;
  g_free (self->text);
  g_free (self->id);
  self->text = g_steal_pointer (&text);
  self->id = g_strdup (entry->id);
}

/* Made where nothing can be asked about it, and the answer says only where. */
static void
done_at (KarnePushItem *self, const char *location)
{
  g_autofree char *path = g_strconcat ("/", self->row->kind, "/", NULL);
  const char *place = location != NULL ? g_strrstr (location, path) : NULL;
  g_autofree char *id = NULL;

  if (place == NULL)
    return;
  place += strlen (path);
  id = g_strndup (place, strcspn (place, "/?#"));
  if (*id == '\0')
    return;
  self->verdict = KARNE_VERDICT_DONE;
  g_free (self->text);
  g_free (self->id);
  self->text = karne_push_item_text_with_id (self, id);
  self->id = g_steal_pointer (&id);
}

/* Creating by PUT */

/* A server that wants to give the ids itself says so in as many ways as there are servers. */
static gboolean
may_want_post (const KarnePushItem *self, const KarneGifts *gifts, guint status)
{
  return self->row->op == KARNE_OP_CREATE && !self->by_post && !gifts->update_create_proven &&
         (status == 400 || status == 403 || status == 404 || status == 405 || status == 422 ||
          status == 501);
}

/* Whether an answer is about this resource. One that was found in place of a new one is ours only
 * if it says so: there are servers that do not know what they were asked to look for. */
static gboolean
is_about (const KarnePushItem *self, guint status, const KarneAnswerEntry *entry)
{
  if (entry == NULL || g_strcmp0 (entry->type, self->row->kind) != 0 || entry->id == NULL)
    return FALSE;
  if (!self->by_post)
    return g_str_equal (entry->id, self->row->id);
  return status == 201 || (entry->text != NULL && karne_push_item_is_ours (self, entry->text));
}

static void
judge_success (KarnePushItem *self,
               KarneRun *run,
               guint status,
               const KarneAnswerEntry *entry,
               const char *location)
{
  if (status == 202) /* it will be done, or not */
    return;
  if (self->row->op == KARNE_OP_DELETE)
    {
      done (self, run, NULL, NULL, NULL);
      return;
    }
  if (!is_about (self, status, entry))
    {
      if (status == 201 && self->by_post && !karne_push_item_has_identifier (self))
        done_at (self, location);
      return;
    }
  if (entry->text == NULL)
    {
      if (entry->unfit && entry->version != NULL && self->row->op == KARNE_OP_UPDATE)
        done_unread (self, entry);
      return;
    }
  if (self->row->op == KARNE_OP_CREATE && !self->by_post && !run->gifts->update_create_proven)
    {
      run->gifts->update_create_proven = TRUE;
      run->gifts->changed = TRUE;
    }
  if (self->row->op == KARNE_OP_CREATE && self->by_post)
    karne_gifts_lose (run->gifts, &run->gifts->update_create);
  done (self, run, entry->text, entry->id, entry->version);
  /* It was there: an earlier try, which may have carried an older text. */
  if (self->by_post && status == 200)
    self->verdict = KARNE_VERDICT_THEIRS;
}

/* It was sent like this before, looked for in between, and was not there. Sent by another way, it
 * was looked for where it cannot be now. */
static gboolean
is_sent_again (const KarnePushItem *self)
{
  return self->row->state == KARNE_OUTBOX_SENDING &&
         (!self->by_post || karne_push_item_was_posted (self));
}

/* 501 may be the word of who stands before a server that has done what it was asked: the first time
 * it is unknown, and looked at. */
static void
judge_refusal (KarnePushItem *self, KarneRun *run, guint status, const char *words)
{
  gboolean is_delete = self->row->op == KARNE_OP_DELETE;

  if (status == 412 && !self->by_post && self->row->op != KARNE_OP_CREATE)
    {
      run->gifts->changed = run->gifts->changed || run->gifts->if_match != KARNE_IF_MATCH_HONOURED;
      run->gifts->if_match = KARNE_IF_MATCH_HONOURED;
    }
  if (is_delete && (status == 404 || status == 410))
    done (self, run, NULL, NULL, NULL);
  else if (may_want_post (self, run->gifts, status))
    {
      self->verdict = KARNE_VERDICT_NO_EFFECT;
      self->status = status;
      self->reason = "post";
    }
  else if (status == 401 || status == 429)
    {
      self->verdict = KARNE_VERDICT_NO_EFFECT;
      self->reason = "alone";
    }
  else if (status == 412 && self->by_post)
    refused (self, status, "several", words);
  else if (self->as_patch && (status == 405 || status == 415 || status == 501))
    {
      karne_gifts_lose (run->gifts, &run->gifts->patch);
      refused (self, status, "no-patch", words);
    }
  else if (status == 409 || status == 412 ||
           ((status == 404 || status == 410) && self->row->op == KARNE_OP_UPDATE))
    self->verdict = KARNE_VERDICT_UNKNOWN;
  else if ((status >= 400 && status < 500 && status != 408) ||
           (status == 501 && is_sent_again (self)))
    refused (self, status, self->by_post ? KARNE_PUSH_WAY_POST : "refused", words);
}

void
karne_push_judge_answer (KarnePushItem *self, KarneRun *run, const KarneAnswer *answer)
{
  const KarneAnswerEntry *entry = karne_answer_get_resource (answer, self->row->kind);

  self->verdict = KARNE_VERDICT_UNKNOWN;
  karne_run_note_date (run, answer->date);
  if (answer->status < 300)
    judge_success (self, run, answer->status, entry, answer->location);
  else
    judge_refusal (self, run, answer->status, answer->words);
}

/* In a batch, a refusal comes without much of a reason: it is sent again alone. */
void
karne_push_judge_entry (KarnePushItem *self,
                        KarneRun *run,
                        const KarneAnswerEntry *entry,
                        gboolean in_transaction)
{
  guint status = entry->status != NULL ? (guint) g_ascii_strtoull (entry->status, NULL, 10) : 0;

  self->verdict = KARNE_VERDICT_UNKNOWN;
  if (status >= 200 && status < 300)
    judge_success (self, run, status, entry, entry->location);
  else if (status >= 400 && !in_transaction)
    judge_refusal (self, run, status, NULL);
  if (self->verdict == KARNE_VERDICT_REFUSED)
    {
      self->verdict = KARNE_VERDICT_NO_EFFECT;
      self->reason = "alone";
    }
}

/* Reading */

static gboolean
holds_mine (const KarnePushItem *self, const char *text)
{
  g_autoptr (KarneMerge) merge = karne_merge (self->row->base, self->row->body, text);

  return merge->outcome == KARNE_MERGE_THEIRS;
}

static gboolean
is_at_base (const KarnePushItem *self, const char *version)
{
  return self->row->base_version != NULL && g_strcmp0 (version, self->row->base_version) == 0;
}

/* What was changed is what is there still. */
static gboolean
is_base (const KarnePushItem *self, const char *version)
{
  if (self->row->op == KARNE_OP_CREATE)
    return FALSE;
  if (version != NULL && self->row->base_version != NULL)
    return g_str_equal (version, self->row->base_version);
  return self->row->base != NULL && karne_merge_is_same (self->row->base, self->text);
}

/* What cannot be held in memory comes with the pull, which compares it. */
static void
judge_unfit (KarnePushItem *self, const KarneAnswerEntry *entry)
{
  self->verdict =
      is_at_base (self, entry->version) ? KARNE_VERDICT_ABSENT : KARNE_VERDICT_LEFT_TO_PULL;
}

static void
judge_found (KarnePushItem *self, KarneRun *run, const KarneAnswerEntry *entry)
{
  gboolean is_sending = self->row->state == KARNE_OUTBOX_SENDING;

  self->verdict = KARNE_VERDICT_THEIRS;
  karne_push_item_set_text (self, entry->text, entry->id);
  note_version (run, entry->version);
  if (is_sending && is_base (self, entry->version))
    self->verdict = KARNE_VERDICT_ABSENT;
  if (self->row->op != KARNE_OP_UPDATE || entry->version == NULL || !is_sending ||
      self->verdict == KARNE_VERDICT_ABSENT)
    return;
  /* Somebody may have changed again, or back, what this change made of it; and where If-Match means
   * nothing, this change may have gone over somebody's. */
  if (holds_mine (self, self->text))
    self->asks_history = may_have_overwritten (self, run->gifts, entry->version);
  else
    self->asks_history = run->gifts->history && run->gifts->versions;
}

/* Whether it was sent so long ago that a search would show it. This process knows by its monotonic
 * clock; an earlier one's time is only believed where the server tells none, since the clock of a
 * computer may have been set since: else it has to be missing twice, by the clock of the server. */
static gboolean
is_past_overlap (KarnePushItem *self, KarneRun *run, gint64 now)
{
  gint64 since = karne_exchange_get_since_sent (run->exchange, self->row->seq);
  gint64 missed = self->row->missed;

  if (since < 0 && run->now < 0 && now < self->row->tried)
    karne_exchange_note_sent (run->exchange, self->row->seq);
  if (run->now > 0 && (missed == 0 || run->now < missed))
    self->missed = missed = run->now;
  if (since >= 0)
    return since >= KARNE_PUSH_OVERLAP;
  if (run->now < 0)
    return now - self->row->tried >= KARNE_PUSH_OVERLAP;
  return run->now - missed >= KARNE_PUSH_OVERLAP;
}

static void
judge_absent (KarnePushItem *self, KarneRun *run, guint status, gint64 now)
{
  /* Not found is not deleted: a server that starts again says so of everything. */
  if (self->row->op == KARNE_OP_DELETE && status == 404)
    {
      self->verdict = KARNE_VERDICT_ABSENT;
    }
  else if (self->row->op != KARNE_OP_CREATE)
    {
      self->verdict = KARNE_VERDICT_THEIRS;
      self->why = status == 410 ? "deleted-there" : "withdrawn";
      self->asks_history = self->row->op == KARNE_OP_DELETE &&
                           self->row->state == KARNE_OUTBOX_SENDING &&
                           may_have_overwritten (self, run->gifts, NULL);
    }
  /* It arrived, and somebody else took it away since: made again, it would lack what others had
   * written on it. */
  else if (!self->by_post && status == 410 && self->row->state == KARNE_OUTBOX_SENDING)
    {
      self->verdict = KARNE_VERDICT_THEIRS;
      self->why = "deleted-there";
    }
  /* Only where the id is not ours can a late commit make two of one. */
  else if (!self->by_post || is_past_overlap (self, run, now))
    {
      self->verdict = self->row->held ? KARNE_VERDICT_NO_EFFECT : KARNE_VERDICT_ABSENT;
    }
}

static const KarneAnswerEntry *
find_match (const KarnePushItem *self, const KarneAnswer *answer)
{
  for (guint i = 0; i < answer->entries->len; i++)
    {
      const KarneAnswerEntry *entry = answer->entries->pdata[i];

      if (g_strcmp0 (entry->type, self->row->kind) == 0 && entry->text != NULL && !entry->unfit &&
          karne_push_item_is_ours (self, entry->text))
        return entry;
    }
  return NULL;
}

/* Whoever may not read it will never know: the person is told, and nothing is lost of what was
 * written. */
static void
judge_unreadable (KarnePushItem *self, const KarneAsk *ask)
{
  if (self->row->op != KARNE_OP_UPDATE)
    {
      refused (self, ask->status, "unreadable", ask->answer != NULL ? ask->answer->words : NULL);
      return;
    }
  self->verdict = KARNE_VERDICT_THEIRS;
  self->why = "withdrawn";
}

static void
judge_search (KarnePushItem *self, KarneRun *run, const KarneAsk *ask, gint64 now)
{
  const KarneAnswerEntry *match;

  /* Nobody will ever say: the person is asked to look. */
  if (ask->status == 400 || ask->status == 403 || ask->status == 405 || ask->status == 501)
    refused (self, ask->status, "unreadable", ask->answer != NULL ? ask->answer->words : NULL);
  if (ask->status >= 300 || ask->answer == NULL ||
      !karne_answer_is_bundle (ask->answer, "searchset"))
    return;
  match = find_match (self, ask->answer);
  if (match != NULL)
    judge_found (self, run, match);
  else if (ask->answer->next == NULL)
    judge_absent (self, run, 404, now);
  else
    refused (self, ask->status, "unreadable", NULL);
}

void
karne_push_judge_read (KarnePushItem *self, KarneRun *run, const KarneAsk *ask, gint64 now)
{
  const KarneAnswerEntry *entry =
      ask->answer != NULL ? karne_answer_get_resource (ask->answer, self->row->kind) : NULL;

  self->verdict = KARNE_VERDICT_UNKNOWN;
  if (self->row->op == KARNE_OP_CREATE && self->by_post && karne_push_item_has_identifier (self))
    judge_search (self, run, ask, now);
  else if (ask->status >= 200 && ask->status < 300 && entry != NULL && entry->text != NULL)
    judge_found (self, run, entry);
  else if (ask->status >= 200 && ask->status < 300 && entry != NULL && entry->unfit &&
           self->row->op == KARNE_OP_UPDATE)
    judge_unfit (self, entry);
  else if (ask->status == 404 || ask->status == 410)
    judge_absent (self, run, ask->status, now);
  else if (ask->status == 403)
    judge_unreadable (self, ask);
}

static char *
dup_text (const KarneAnswerEntry *entry)
{
  return g_strndup (g_bytes_get_data (entry->text, NULL), g_bytes_get_size (entry->text));
}

/* Whether a version is the one that our write made. Where its answer did not come, it is any that
 * holds the change; a server that did twice what it was sent once made two of the same. */
static gboolean
is_ours (const KarnePushItem *self, const KarneAnswerEntry *entry, const char *text)
{
  if (self->row->op != KARNE_OP_UPDATE)
    return FALSE;
  if (self->made == NULL)
    return holds_mine (self, text);
  return g_strcmp0 (entry->version, self->made) == 0 || karne_merge_is_same (text, self->row->body);
}

/* A page of the history of the one resource, newest first, from now back to what was changed. What
 * is older than the oldest version that is ours, and newer than the base, was written over. Whether
 * the base was reached: nothing can be said of that before. */
static gboolean
walk_history (KarnePushItem *self, const KarneAnswer *answer)
{
  for (guint i = 0; i < answer->entries->len; i++)
    {
      const KarneAnswerEntry *entry = answer->entries->pdata[i];
      g_autofree char *text = NULL;

      if (is_at_base (self, entry->version))
        return TRUE;
      if (entry->text == NULL || g_strcmp0 (entry->type, self->row->kind) != 0)
        continue;
      text = dup_text (entry);
      if (is_ours (self, entry, text))
        {
          self->is_in_history = TRUE;
          g_clear_pointer (&self->under, g_free);
        }
      else if (self->under == NULL)
        {
          self->under = g_steal_pointer (&text);
        }
    }
  return FALSE;
}

/* (transfer full) (nullable) Where the history goes on, relative to the base: NULL at its end, and
 * where the server points elsewhere. */
static char *
find_next (const KarnePushItem *self, KarneRun *run, const KarneAnswer *answer)
{
  const char *base = run->source->base;
  g_autofree char *url =
      answer->next != NULL ? karne_url_resolve (base, self->row->kind, answer->next) : NULL;
  const char *rest = url != NULL && g_str_has_prefix (url, base) ? url + strlen (base) : NULL;

  if (rest == NULL || (*rest != '/' && *rest != '?'))
    return NULL;
  return g_strdup (*rest == '/' ? rest + 1 : rest);
}

/* No more of it is read. */
static void
judge_walked (KarnePushItem *self, KarneRun *run, gboolean is_to_base)
{
  if (self->is_in_history && self->verdict == KARNE_VERDICT_THEIRS)
    self->verdict = KARNE_VERDICT_DONE;
  if (!is_to_base || self->under == NULL ||
      (self->row->op == KARNE_OP_UPDATE &&
       (!self->is_in_history || self->verdict != KARNE_VERDICT_DONE)))
    return;
  g_debug ("A server wrote over a version that If-Match did not name");
  run->gifts->if_match = KARNE_IF_MATCH_IGNORED;
  run->gifts->changed = TRUE;
  self->overwritten = g_steal_pointer (&self->under);
}

void
karne_push_judge_history (KarnePushItem *self, KarneRun *run, const KarneAsk *ask)
{
  gboolean is_to_base = FALSE;
  gboolean is_page =
      ask->status < 300 && ask->answer != NULL && karne_answer_is_bundle (ask->answer, "history");

  if (!is_page && self->n_history == 0 &&
      (ask->status == 404 || ask->status == 405 || ask->status == 501))
    karne_gifts_lose (run->gifts, &run->gifts->history);
  g_clear_pointer (&self->history_next, g_free);
  if (is_page)
    {
      self->n_history++;
      is_to_base = walk_history (self, ask->answer);
      self->history_next = find_next (self, run, ask->answer);
    }
  self->asks_history =
      !is_to_base && self->history_next != NULL && self->n_history < KARNE_PUSH_MOST_HISTORY;
  if (!self->asks_history)
    judge_walked (self, run, is_to_base);
}

/* A host or a network that cannot be reached is no proof: an open connection may end like that,
 * too. */
gboolean
karne_push_never_left (const GError *error)
{
  return error->domain == G_RESOLVER_ERROR ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CERTIFICATE) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_INSECURE) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
}
