/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "engine/karne-time-private.h"
#include "engine/karne-url-private.h"
#include "karne-error.h"

#define MAX_PAGES 1000000
#define MAX_EMPTY_PAGES 20
#define LISTING_PAGE_SIZE 1000

typedef struct
{
  /* Input */
  KarneRun *run;
  KarneKindRun *kind;
  KarnePagesMode mode;

  /* In progress */
  char *url;              /* (owned) of the page under way */
  gboolean first;         /* that page was built here, not a link of the server */
  gboolean restarted;     /* a link that the server no longer knows was given up once */
  gboolean resumed;       /* pages of an earlier run came before */
  gboolean by_offset;     /* the server owes us more than it linked to */
  GHashTable *seen_links; /* (owned) hashes of links that were followed */
  GHashTable *seen_pages; /* (owned) digests of pages */
  guint n_pages;
  guint n_empty;
  gint64 n_entries;      /* with what was included */
  gboolean by_read;      /* the server does not take the search for the person: read instead */
  gboolean from_nothing; /* no cursor when this began: what came is a listing too */
  gboolean fetching;     /* a page is under way… */
  gboolean committing;   /* …while the one before is being committed */
  KarneFetched *fetched; /* (owned) (nullable) */
  GError *error;         /* (owned) (nullable) */

  /* Output */
  gboolean whole;
} Pages;

static void
pages_free (Pages *op)
{
  g_clear_pointer (&op->url, g_free);
  g_clear_pointer (&op->seen_links, g_hash_table_unref);
  g_clear_pointer (&op->seen_pages, g_hash_table_unref);
  g_clear_pointer (&op->fetched, karne_fetched_free);
  g_clear_error (&op->error);
  g_free (op);
}

static guint64 *
hash_link (const char *link)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (const char *c = link; *c != '\0'; c++)
    hash = (hash ^ (guchar) *c) * G_GUINT64_CONSTANT (1099511628211);

  return g_memdup2 (&hash, sizeof hash);
}

static char **
resume_of (Pages *op)
{
  return op->mode == KARNE_PAGES_LISTING ? &op->kind->state->list_resume : &op->kind->state->resume;
}

/* What is asked for first. */

static void
append_includes (Pages *op, GString *url)
{
  const char *includes = op->kind->kind->includes;
  g_auto (GStrv) each = g_strsplit (includes ? includes : "", " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (karne_gifts_has_include (op->run->gifts, op->kind->kind->name, each[i]))
      g_string_append_printf (url, "&_include=%s", each[i]);
}

static char *
build_url (Pages *op)
{
  KarneGifts *gifts = op->run->gifts;
  gboolean listing = op->mode == KARNE_PAGES_LISTING;
  const char *cursor = op->kind->state->cursor;
  g_autoptr (GString) url = karne_run_search (op->run, op->kind->kind);

  if (!listing && cursor != NULL && gifts->last_updated)
    g_string_append_printf (url, "&_lastUpdated=ge%s", cursor);
  if (listing && gifts->elements)
    g_string_append (url, "&_elements=id,meta");
  if (!listing && gifts->sort)
    g_string_append (url, "&_sort=_lastUpdated");
  if (gifts->count)
    g_string_append_printf (url, "&_count=%u", listing ? LISTING_PAGE_SIZE : op->run->page_size);
  if (!listing)
    append_includes (op, url);

  return karne_run_url (op->run, url->str);
}

/* The server does not take the search: asks for less, one gift after the other. Returns FALSE where
 * there is nothing left to do without. */
static gboolean
ask_for_less (Pages *op)
{
  KarneGifts *gifts = op->run->gifts;
  g_autofree char *before = g_steal_pointer (&op->url);
  gboolean *order[] = { &gifts->include, &gifts->sort, &gifts->elements, &gifts->count,
                        op->kind->state->cursor != NULL ? &gifts->last_updated : NULL };

  op->url = build_url (op);
  for (guint i = 0; i < G_N_ELEMENTS (order) && g_str_equal (op->url, before); i++)
    if (order[i] != NULL && *order[i])
      {
        karne_gifts_lose (gifts, order[i]);
        g_free (op->url);
        op->url = build_url (op);
      }

  return !g_str_equal (op->url, before);
}

static void pages_fetch (GTask *task);
static void pages_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void pages_committed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void pages_go_on (GTask *task);
static void pages_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void pages_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
pages_fetch (GTask *task)
{
  Pages *op = g_task_get_task_data (task);

  op->fetching = TRUE;
  g_hash_table_add (op->seen_links, hash_link (op->url));
  karne_fetch_page_async (op->run, op->kind->kind->name, op->url,
                          op->mode == KARNE_PAGES_LISTING ? KARNE_INGEST_IDS_ONLY
                                                          : KARNE_INGEST_SEARCHED,
                          g_task_get_cancellable (task), pages_fetched_cb, g_object_ref (task));
}

/* From the cursor, or from nothing. */
static void
begin_anew (Pages *op)
{
  KarnePullState *state = op->kind->state;

  g_clear_pointer (resume_of (op), g_free);
  op->from_nothing = op->mode == KARNE_PAGES_ALL && state->cursor == NULL;
  if (op->mode == KARNE_PAGES_ALL)
    {
      g_clear_pointer (&state->started, g_free);
      state->received = 0;
      state->total = -1;
    }
  g_free (op->url);
  op->url = build_url (op);
  op->first = TRUE;
  op->resumed = FALSE;
  op->by_offset = FALSE;
  op->n_entries = 0;
  g_hash_table_remove_all (op->seen_links);
  g_hash_table_remove_all (op->seen_pages);
}

static void
set_state (Pages *op, const char *name)
{
  g_free (op->kind->state->state);
  op->kind->state->state = g_strdup (name);
}

/* Ends the kind for this run in a state that is not whole, keeping what came. */
static void
end_as (GTask *task, const char *state, const char *reason)
{
  Pages *op = g_task_get_task_data (task);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();

  karne_run_note_reason (op->run, op->kind, reason);
  if (op->mode == KARNE_PAGES_ALL)
    set_state (op, state);
  g_clear_pointer (resume_of (op), g_free);
  g_ptr_array_add (kinds, op->kind);
  karne_run_save_async (op->run, kinds, g_task_get_cancellable (task), pages_ended_cb,
                        g_object_ref (task));
}

static void
pages_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Pages *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_run_save_finish (op->run, result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_loop (Pages *op, const KarnePage *page)
{
  guint64 digest = page->digest;

  op->n_empty = page->n_entries == 0 ? op->n_empty + 1 : 0;
  if (op->n_empty > MAX_EMPTY_PAGES || ++op->n_pages > MAX_PAGES)
    return TRUE;

  return page->n_entries > page->n_outcomes &&
         !g_hash_table_add (op->seen_pages, g_memdup2 (&digest, sizeof digest));
}

/* The time of the server when the pull began. A server that does not say what time it is says at
 * least when the Bundle was made, or when the newest of what it sent changed. */
static void
note_started (Pages *op)
{
  KarnePullState *state = op->kind->state;
  gint64 date = op->fetched->date;

  if (state->started != NULL)
    return;
  if (date < 0)
    date = karne_time_from_instant (op->fetched->page->last_updated);
  if (date >= 0)
    state->started = karne_time_to_instant (date);
  karne_run_note_date (op->run, date);
}

/* A server that cuts each page out of what is there by then never shows some of it where others
 * went between two pages; and the count is right all the same, by what is gone and still here. */
static gboolean
is_another_total (Pages *op, gint64 total)
{
  const KarnePullState *state = op->kind->state;

  return total >= 0 && state->total >= 0 && total != state->total;
}

/* What came is not sure to be all, or shows again what was deleted as it was before: a listing is
 * due from now on, and what it says to be different is read. */
static void
doubt (Pages *op)
{
  op->kind->needs_listing = TRUE;
  op->from_nothing = FALSE;
  g_clear_pointer (&op->kind->state->listed, g_free);
}

static void
note_received (Pages *op)
{
  const KarnePage *page = op->fetched->page;
  KarnePullState *state = op->kind->state;

  op->n_entries += page->n_entries - page->n_outcomes;
  op->kind->n_matches += page->n_matches;
  if (op->mode == KARNE_PAGES_ALL)
    karne_run_note_page (op->run, page);
  if (op->mode == KARNE_PAGES_LISTING)
    return;
  if (page->n_outdated > 0 || is_another_total (op, page->total))
    doubt (op);
  state->received += page->n_matches;
  if (page->total >= 0)
    state->total = page->total;
}

/* Where to go after this page: the link of the server; or, where it says that there is more without
 * saying where, by number. NULL at the end, or when it is not to be followed (reason set). */
static char *
find_next (Pages *op, const char **reason)
{
  const KarnePage *page = op->fetched->page;
  const KarnePullState *state = op->kind->state;
  const char *base = op->run->source->base;
  g_autofree char *next =
      page->next == NULL ? NULL : karne_url_resolve (base, op->kind->kind->name, page->next);

  if (page->next != NULL && (next == NULL || !karne_url_is_same_origin (base, next)))
    {
      *reason = "next-elsewhere";
      return NULL;
    }
  if (next != NULL)
    {
      g_autofree guint64 *hash = hash_link (next);

      if (g_hash_table_contains (op->seen_links, hash))
        {
          *reason = "loop";
          return NULL;
        }
      return g_steal_pointer (&next);
    }
  if (op->mode == KARNE_PAGES_LISTING || state->total <= state->received ||
      state->total <= op->n_entries)
    return NULL;
  if (page->n_matches == 0)
    {
      *reason = "total";
      return NULL;
    }

  op->by_offset = TRUE;
  g_autofree char *first = build_url (op);
  return g_strdup_printf ("%s&_offset=%" G_GINT64_FORMAT, first, state->received);
}

static void
take (char **member, char *value)
{
  g_free (*member);
  *member = value;
}

/* The pull is over: the cursor moves, in the transaction of this last page. Where only the total
 * was wrong, all that can be had came. */
static void
note_end (Pages *op, const char *reason)
{
  KarnePullState *state = op->kind->state;

  g_clear_pointer (&state->resume, g_free);
  set_state (op, reason == NULL ? "whole" : "partial");
  if (state->started != NULL && (reason == NULL || g_str_equal (reason, "total")))
    {
      take (&state->cursor, karne_time_shift (state->started, -KARNE_TIME_OVERLAP));
      if (op->from_nothing)
        take (&state->listed, g_strdup (state->started));
    }
  g_clear_pointer (&state->started, g_free);
  op->kind->needs_pages = FALSE;
}

static gboolean
is_readable (Pages *op, const KarnePage *page)
{
  if (op->fetched->broken)
    return FALSE;
  if (page->shape == KARNE_PAGE_RESOURCE)
    return op->by_read && page->n_matches == 1;
  return page->shape == KARNE_PAGE_BUNDLE &&
         (page->bundle_type == NULL || g_str_equal (page->bundle_type, "searchset"));
}

/* Where the pull stands after this page, to be saved with it. */
static void
note_page (Pages *op)
{
  const KarnePage *page = op->fetched->page;
  const char *reason = NULL;
  g_autofree char *next = NULL;

  note_started (op);
  note_received (op);
  if (!is_readable (op, page))
    reason = "page-broken";
  else if (is_loop (op, page))
    reason = op->by_offset ? "total" : "loop";
  else
    next = find_next (op, &reason);

  /* A listing that is shorter than the server's own count would make what is missing look gone. */
  if (op->mode == KARNE_PAGES_LISTING && next == NULL && reason == NULL &&
      page->total > op->n_entries && !op->resumed)
    reason = "total";
  if (reason != NULL)
    karne_run_note_reason (op->run, op->kind, reason);
  op->whole = next == NULL && reason == NULL;
  if (op->mode == KARNE_PAGES_LISTING && op->whole && op->kind->there < 0)
    op->kind->there = op->n_entries;
  op->first = FALSE;
  take (resume_of (op), g_strdup (next));
  take (&op->url, g_steal_pointer (&next));
  if (op->mode == KARNE_PAGES_ALL && op->url != NULL)
    set_state (op, "running");
  else if (op->mode == KARNE_PAGES_ALL)
    note_end (op, reason);
}

/* The next page is asked for while this one is being committed: what it brings waits its turn on
 * the store's worker. */
static void
pages_came (GTask *task)
{
  Pages *op = g_task_get_task_data (task);
  g_autoptr (KarneFetched) fetched = op->fetched;

  note_page (op);
  op->fetched = NULL;
  op->committing = TRUE;
  karne_ingest_commit_async (fetched->ingest, op->kind->state, g_task_get_cancellable (task),
                             pages_committed_cb, g_object_ref (task));
  karne_run_progress (op->run, op->kind);
  if (op->url != NULL)
    pages_fetch (task);
}

static void
pages_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Pages *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->fetching = FALSE;
  op->fetched = karne_fetch_page_finish (result, &error);
  if (op->error == NULL)
    op->error = error;
  else
    g_clear_error (&error);

  pages_go_on (task);
}

static void
pages_committed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Pages *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->committing = FALSE;
  if (!karne_ingest_commit_finish (KARNE_INGEST (source), result, &error))
    {
      g_clear_error (&op->error);
      op->error = error;
    }

  pages_go_on (task);
}

/* What is known only once all is stored. */

typedef struct
{
  const KarneRun *run;
  const KarneKind *kind;
  KarnePullState *state; /* (owned) */
  gboolean from_nothing;
  gboolean resumed;
  gboolean has_shifted; /* Output */
  gint64 here;
} Finish;

static void
finish_free (Finish *finish)
{
  g_clear_pointer (&finish->state, karne_pull_state_free);
  g_free (finish);
}

/* A server that never says what time it is: the newest that it sent has to do. */
static gboolean
find_cursor (sqlite3 *db, Finish *finish, GError **error)
{
  g_autofree char *newest = NULL;

  if (!karne_resource_find_newest (db, finish->run->source->id, finish->kind->name, &newest, error))
    return FALSE;
  if (newest != NULL)
    take (&finish->state->cursor, karne_time_shift (newest, -KARNE_TIME_OVERLAP));
  return TRUE;
}

/* Where it was cut and went on, what changed in between has moved behind the rest, and what came in
 * its place on a page that was had already was never shown. */
static void
note_shift (sqlite3 *db, Finish *finish)
{
  KarnePullState *state = finish->state;
  g_autofree char *later =
      state->cursor != NULL ? karne_time_shift (state->cursor, KARNE_TIME_OVERLAP + 1) : NULL;

  if (!finish->resumed || later == NULL ||
      karne_resource_count_since (db, finish->run->source->id, finish->kind->name, later) == 0)
    return;
  finish->has_shifted = TRUE;
  finish->from_nothing = FALSE;
  g_clear_pointer (&state->listed, g_free);
}

static gboolean
finish_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Finish *finish = data;

  finish->here = karne_run_count_here (finish->run, db, finish->kind);
  note_shift (db, finish);
  if (finish->from_nothing)
    {
      finish->state->list_total = finish->state->total;
      finish->state->list_here = finish->here;
    }
  if (finish->state->cursor == NULL && g_strcmp0 (finish->state->state, "whole") == 0 &&
      !find_cursor (db, finish, error))
    return FALSE;

  return karne_pull_state_save (db, finish->run->source->id, finish->kind->name, finish->state,
                                error);
}

static void
pages_finish (GTask *task)
{
  Pages *op = g_task_get_task_data (task);
  Finish *finish = g_new0 (Finish, 1);

  finish->run = op->run;
  finish->kind = op->kind->kind;
  finish->state = karne_pull_state_copy (op->kind->state);
  finish->from_nothing = op->from_nothing;
  finish->resumed = op->resumed;
  karne_store_write_async (op->run->store, finish_in_worker, finish, (GDestroyNotify) finish_free,
                           g_task_get_cancellable (task), pages_finished_cb, g_object_ref (task));
}

static void
pages_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Pages *op = g_task_get_task_data (task);
  Finish *finish = karne_store_job_get_data (result);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  op->kind->here = finish->here;
  op->kind->needs_listing = op->kind->needs_listing || finish->has_shifted;
  karne_pull_state_free (op->kind->state);
  op->kind->state = g_steal_pointer (&finish->state);
  g_task_return_boolean (task, TRUE);
}

static gboolean
read_instead (Pages *op)
{
  g_autofree char *patient = NULL;
  g_autofree char *relative = NULL;

  if (op->by_read || op->kind->kind->access != KARNE_KIND_PERSON || op->mode == KARNE_PAGES_LISTING)
    return FALSE;

  patient = g_uri_escape_string (op->run->source->patient, NULL, FALSE);
  relative = g_strdup_printf ("%s/%s", op->kind->kind->name, patient);
  g_free (op->url);
  op->url = karne_run_url (op->run, relative);
  op->by_read = TRUE;
  return TRUE;
}

/* A refusal: of a link that got old, of a search that asks too much, or of the kind. */
static void
pages_refused (GTask *task)
{
  Pages *op = g_task_get_task_data (task);
  guint status = op->fetched->status;
  gboolean final = status == 403 || status == 404 || status == 410;

  g_clear_pointer (&op->fetched, karne_fetched_free);
  op->kind->status = status;
  if (op->by_offset)
    {
      karne_run_note_reason (op->run, op->kind, "total");
      note_end (op, "total");
      pages_finish (task);
    }
  else if (!op->first && !op->restarted && (status == 400 || status == 404 || status == 410))
    {
      op->restarted = TRUE;
      begin_anew (op);
      pages_fetch (task);
    }
  else if (op->first && !final && !op->by_read && (ask_for_less (op) || read_instead (op)))
    {
      pages_fetch (task);
    }
  else
    {
      end_as (task, op->first ? "refused" : "partial", "refused");
    }
}

/* Goes on when nothing is under way: so that an error, too, leaves the state here as it is there.
 */
static void
pages_go_on (GTask *task)
{
  Pages *op = g_task_get_task_data (task);

  if (op->fetching || op->committing)
    return;

  if (op->error != NULL)
    g_task_return_error (task, g_steal_pointer (&op->error));
  else if (op->fetched == NULL && op->mode == KARNE_PAGES_LISTING)
    g_task_return_boolean (task, TRUE);
  else if (op->fetched == NULL)
    pages_finish (task);
  else if (op->fetched->status >= 300)
    pages_refused (task);
  else
    pages_came (task);
}

void
karne_pull_pages_async (KarneRun *run,
                        KarneKindRun *kind,
                        KarnePagesMode mode,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Pages *op = g_new0 (Pages, 1);

  g_task_set_source_tag (task, karne_pull_pages_async);
  op->run = run;
  op->kind = kind;
  op->mode = mode;
  op->seen_links = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  op->seen_pages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_task_set_task_data (task, op, (GDestroyNotify) pages_free);

  op->url = g_strdup (*resume_of (op));
  if (op->url == NULL || !karne_url_is_same_origin (run->source->base, op->url))
    begin_anew (op);
  else
    {
      op->resumed = TRUE;
      op->from_nothing = mode == KARNE_PAGES_ALL && kind->state->cursor == NULL;
    }
  pages_fetch (task);
}

gboolean
karne_pull_pages_finish (GAsyncResult *result, gboolean *whole, GError **error)
{
  Pages *op = g_task_get_task_data (G_TASK (result));

  if (whole != NULL)
    *whole = op->whole;
  return g_task_propagate_boolean (G_TASK (result), error);
}
