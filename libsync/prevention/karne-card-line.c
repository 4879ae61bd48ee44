/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-card-private.h"

/* The values that a vaccination card is made of. */

G_DEFINE_BOXED_TYPE (KarneCardDose, karne_card_dose, karne_card_dose_copy, karne_card_dose_free)
G_DEFINE_BOXED_TYPE (KarneCardLine, karne_card_line, karne_card_line_copy, karne_card_line_free)

/**
 * karne_card_dose_copy:
 * @self: a dose
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneCardDose *
karne_card_dose_copy (const KarneCardDose *self)
{
  KarneCardDose *copy = g_new (KarneCardDose, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->date = g_strdup (self->date);
  copy->vaccine = g_strdup (self->vaccine);
  copy->lot = g_strdup (self->lot);
  copy->author = g_strdup (self->author);
  return copy;
}

/**
 * karne_card_dose_free:
 * @self: (nullable): a dose
 *
 * Frees it.
 */
void
karne_card_dose_free (KarneCardDose *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->date);
  g_free (self->vaccine);
  g_free (self->lot);
  g_free (self->author);
  g_free (self);
}

/**
 * karne_card_line_copy:
 * @self: a line
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneCardLine *
karne_card_line_copy (const KarneCardLine *self)
{
  KarneCardLine *copy = g_new (KarneCardLine, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->doses = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_card_dose_free);
  for (guint i = 0; i < self->doses->len; i++)
    g_ptr_array_add (copy->doses, karne_card_dose_copy (self->doses->pdata[i]));
  copy->next = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_entry_free);
  for (guint i = 0; i < self->next->len; i++)
    g_ptr_array_add (copy->next, karne_due_entry_copy (self->next->pdata[i]));
  return copy;
}

/**
 * karne_card_line_free:
 * @self: (nullable): a line
 *
 * Frees it.
 */
void
karne_card_line_free (KarneCardLine *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_ptr_array_unref (self->doses);
  g_ptr_array_unref (self->next);
  g_free (self);
}

void
karne_card_given_free (gpointer data)
{
  KarneCardGiven *given = data;

  karne_card_dose_free (given->dose);
  g_free (given->disease);
  g_free (given);
}
