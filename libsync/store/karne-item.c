/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view.h"

G_DEFINE_BOXED_TYPE (KarneItem, karne_item, karne_item_copy, karne_item_free)
G_DEFINE_BOXED_TYPE (KarneQuery, karne_query, karne_query_copy, karne_query_free)

/**
 * karne_item_copy:
 * @self: an item
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneItem *
karne_item_copy (const KarneItem *self)
{
  KarneItem *copy = g_new0 (KarneItem, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->version = g_strdup (self->version);
  copy->updated = g_strdup (self->updated);
  copy->date = g_strdup (self->date);
  copy->until = g_strdup (self->until);
  copy->title = g_strdup (self->title);
  copy->author = g_strdup (self->author);
  copy->category = g_strdup (self->category);
  copy->code = g_strdup (self->code);
  copy->status = g_strdup (self->status);
  copy->detail = g_strdup (self->detail);
  return copy;
}

/**
 * karne_item_free:
 * @self: (nullable): an item
 *
 * Frees it.
 */
void
karne_item_free (KarneItem *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->version);
  g_free (self->updated);
  g_free (self->date);
  g_free (self->until);
  g_free (self->title);
  g_free (self->author);
  g_free (self->category);
  g_free (self->code);
  g_free (self->status);
  g_free (self->detail);
  g_free (self);
}

/**
 * karne_query_copy:
 * @self: a query
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy, which owns its strings
 */
KarneQuery *
karne_query_copy (const KarneQuery *self)
{
  KarneQuery *copy = g_new0 (KarneQuery, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->from = g_strdup (self->from);
  copy->until = g_strdup (self->until);
  copy->status = g_strdup (self->status);
  copy->other_status = g_strdup (self->other_status);
  copy->category = g_strdup (self->category);
  copy->code = g_strdup (self->code);
  return copy;
}

/**
 * karne_query_free:
 * @self: (nullable): what [method@Query.copy] returned
 *
 * Frees it.
 */
void
karne_query_free (KarneQuery *self)
{
  if (self == NULL)
    return;
  g_free ((char *) self->kind);
  g_free ((char *) self->from);
  g_free ((char *) self->until);
  g_free ((char *) self->status);
  g_free ((char *) self->other_status);
  g_free ((char *) self->category);
  g_free ((char *) self->code);
  g_free (self);
}
