/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-join-private.h"

/* The values that a list of prevention is made of. */

G_DEFINE_BOXED_TYPE (KarneDueNotice, karne_due_notice, karne_due_notice_copy, karne_due_notice_free)
G_DEFINE_BOXED_TYPE (KarneDueEntry, karne_due_entry, karne_due_entry_copy, karne_due_entry_free)

/**
 * karne_due_notice_copy:
 * @self: a notice
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneDueNotice *
karne_due_notice_copy (const KarneDueNotice *self)
{
  KarneDueNotice *copy = g_new (KarneDueNotice, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->status = g_strdup (self->status);
  copy->from = g_strdup (self->from);
  copy->to = g_strdup (self->to);
  copy->updated = g_strdup (self->updated);
  return copy;
}

/**
 * karne_due_notice_free:
 * @self: (nullable): a notice
 *
 * Frees it.
 */
void
karne_due_notice_free (KarneDueNotice *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->title);
  g_free (self->status);
  g_free (self->from);
  g_free (self->to);
  g_free (self->updated);
  g_free (self);
}

/**
 * karne_due_entry_copy:
 * @self: an entry
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneDueEntry *
karne_due_entry_copy (const KarneDueEntry *self)
{
  KarneDueEntry *copy = g_new (KarneDueEntry, 1);

  *copy = *self;
  copy->due = self->due != NULL ? karne_due_copy (self->due) : NULL;
  copy->act = self->act != NULL ? karne_item_copy (self->act) : NULL;
  copy->title = g_strdup (self->title);
  copy->from = g_strdup (self->from);
  copy->to = g_strdup (self->to);
  copy->notices = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_notice_free);
  for (guint i = 0; i < self->notices->len; i++)
    g_ptr_array_add (copy->notices, karne_due_notice_copy (self->notices->pdata[i]));
  return copy;
}

/**
 * karne_due_entry_free:
 * @self: (nullable): an entry
 *
 * Frees it.
 */
void
karne_due_entry_free (KarneDueEntry *self)
{
  if (self == NULL)
    return;
  karne_due_free (self->due);
  karne_item_free (self->act);
  g_ptr_array_unref (self->notices);
  g_free (self->title);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

void
karne_due_line_free (gpointer data)
{
  KarneDueLine *line = data;

  karne_due_notice_free (line->notice);
  karne_item_free (line->act);
  g_free (line->codes);
  g_free (line->diseases);
  g_free (line->focus);
  g_free (line->authored);
  g_free (line);
}
