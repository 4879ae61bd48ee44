/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-renderer-private.h"

#include <math.h>
#include <string.h>

typedef struct
{
  /* Input */
  char *text; /* (owned) */
  /* In progress */
  guint page;
  guint n_hits;
  guint last_page;
  guint last_number;
  /* Output */
  GArray *hits; /* (owned) (element-type KarneHit) */
  gboolean has_more;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->text);
  g_clear_pointer (&search->hits, g_array_unref);
  g_free (search);
}

static gboolean
is_place (const KarneHit *hit)
{
  return isfinite (hit->x) && isfinite (hit->y) && isfinite (hit->width) &&
         isfinite (hit->height) && hit->width >= 0 && hit->height >= 0;
}

/* The helper counts the hits of a page, we those of the document. */
static void
add_hit (Search *search, KarneHit *hit)
{
  if (search->hits->len == 0 || hit->page != search->last_page ||
      hit->number != search->last_number)
    search->n_hits++;
  search->last_page = hit->page;
  search->last_number = hit->number;
  hit->number = search->n_hits - 1;
  g_array_append_val (search->hits, *hit);
}

static gboolean
take_places (KarneRenderer *self, Search *search, GVariant *places)
{
  GVariantIter iter;
  KarneHit hit;

  g_variant_iter_init (&iter, places);
  while (g_variant_iter_next (&iter, "(uudddd)", &hit.page, &hit.number, &hit.x, &hit.y, &hit.width,
                              &hit.height))
    {
      if (hit.page >= self->n_pages || !is_place (&hit))
        return FALSE;
      if (search->hits->len < KARNE_RENDER_MAX_HITS)
        add_hit (search, &hit);
    }
  return TRUE;
}

static void search_on (GTask *task);

/* Forward only, and no further than the end. */
static gboolean
take_found (KarneRenderer *self, Search *search, GVariant *found)
{
  g_autoptr (GVariant) places = NULL;
  guint next;

  g_variant_get (found, "(u@a(uudddd))", &next, &places);
  if ((next != 0 && (next <= search->page || next >= self->n_pages)) ||
      !take_places (self, search, places))
    return FALSE;

  search->has_more = search->hits->len == KARNE_RENDER_MAX_HITS;
  search->page = search->has_more ? 0 : next;
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneRenderer *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) found = karne_render_channel_ask_finish (result, &error);

  if (found == NULL)
    g_task_return_error (task, error);
  else if (!take_found (self, search, found))
    karne_renderer_return_hostile (task);
  else if (search->page == 0)
    g_task_return_boolean (task, TRUE);
  else
    search_on (g_steal_pointer (&task));
}

static void
search_on (GTask *task)
{
  KarneRenderer *self = g_task_get_source_object (task);
  const Search *search = g_task_get_task_data (task);

  karne_renderer_ask (self, KARNE_RENDER_REQUEST_SEARCH,
                      g_variant_new ("(su)", search->text, search->page), KARNE_RENDER_FOUND_TYPE,
                      -1, task, found_cb);
}

/**
 * karne_renderer_search_async:
 * @self: a renderer
 * @text: what to look for; capitals and accents do not count
 * @cancellable: (nullable): to give up
 * @callback: when all pages were searched
 * @user_data: for @callback
 *
 * Looks for a text on the pages.
 */
void
karne_renderer_search_async (KarneRenderer *self,
                             const char *text,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  Search *search;

  g_return_if_fail (KARNE_IS_RENDERER (self));
  g_return_if_fail (text != NULL);

  search = g_new0 (Search, 1);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_search_async);
  search->text = g_strdup (text);
  search->hits = g_array_new (FALSE, FALSE, sizeof (KarneHit));
  g_task_set_task_data (task, search, search_free);
  /* Of what is too long to be looked for, there is nothing; the same without pages. */
  if (*text == '\0' || strlen (text) > KARNE_RENDER_MAX_NEEDLE || self->n_pages == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  search_on (task);
}

/**
 * karne_renderer_search_finish:
 * @self: a renderer
 * @result: what the callback was given
 * @has_more: (out) (optional): whether there are more than these
 * @error: return location
 *
 * Returns: (transfer full) (element-type KarneHit): the places, from the beginning to the end of
 * the document
 */
GArray *
karne_renderer_search_finish (KarneRenderer *self,
                              GAsyncResult *result,
                              gboolean *has_more,
                              GError **error)
{
  Search *search = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  if (has_more != NULL)
    *has_more = search->has_more;
  return g_steal_pointer (&search->hits);
}
