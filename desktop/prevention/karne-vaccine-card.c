/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-vaccine-card.h"

/**
 * KarneVaccineCard:
 *
 * The vaccination card of a record as it is now: read again each time that what is due was worked
 * out again, which is after each commit and on another day.
 */
struct _KarneVaccineCard
{
  GObject parent_instance;

  KarneView *view;           /* (owned) (nullable) NULL once disposed */
  KarneDues *dues;           /* (owned) (nullable) likewise */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *lines;          /* (owned) (nullable) of KarneCardLine */
  GError *error;             /* (owned) (nullable) */
  gboolean reading;
  gboolean again; /* something changed since it began */
};

G_DEFINE_FINAL_TYPE (KarneVaccineCard, karne_vaccine_card, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_card (KarneVaccineCard *self);

static void
card_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneVaccineCard) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = karne_view_list_card_finish (KARNE_VIEW (object), result, &error);

  self->reading = FALSE;
  if (self->view == NULL)
    {
      g_clear_pointer (&lines, g_ptr_array_unref);
      return;
    }
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (lines != NULL)
    {
      g_clear_pointer (&self->lines, g_ptr_array_unref);
      self->lines = lines;
    }
  if (self->again)
    read_card (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The rules come with what is due. */
static void
read_card (KarneVaccineCard *self)
{
  KarneRules *rules = karne_dues_get_rules (self->dues);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  self->again = self->reading;
  if (rules == NULL || self->reading)
    return;
  self->reading = TRUE;
  karne_view_list_card_async (self->view, rules, today, self->cancellable, card_read_cb,
                              g_object_ref (self));
}

static void
dues_changed_cb (KarneDues *dues, gpointer data)
{
  read_card (data);
}

static void
karne_vaccine_card_dispose (GObject *object)
{
  KarneVaccineCard *self = KARNE_VACCINE_CARD (object);

  g_cancellable_cancel (self->cancellable);
  if (self->dues != NULL)
    g_signal_handlers_disconnect_by_data (self->dues, self);
  g_clear_object (&self->dues);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_vaccine_card_parent_class)->dispose (object);
}

static void
karne_vaccine_card_finalize (GObject *object)
{
  KarneVaccineCard *self = KARNE_VACCINE_CARD (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_vaccine_card_parent_class)->finalize (object);
}

static void
karne_vaccine_card_class_init (KarneVaccineCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_vaccine_card_dispose;
  object_class->finalize = karne_vaccine_card_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_VACCINE_CARD, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_vaccine_card_init (KarneVaccineCard *self)
{
  self->cancellable = g_cancellable_new ();
}

KarneVaccineCard *
karne_vaccine_card_new (KarneView *view, KarneDues *dues)
{
  KarneVaccineCard *self;

  g_return_val_if_fail (KARNE_IS_VIEW (view) && KARNE_IS_DUES (dues), NULL);

  self = g_object_new (KARNE_TYPE_VACCINE_CARD, NULL);
  self->view = g_object_ref (view);
  self->dues = g_object_ref (dues);
  g_signal_connect_object (dues, "changed", G_CALLBACK (dues_changed_cb), self, 0);
  karne_dues_get_all (dues);
  read_card (self);
  return self;
}

GPtrArray *
karne_vaccine_card_get_lines (KarneVaccineCard *self)
{
  g_return_val_if_fail (KARNE_IS_VACCINE_CARD (self), NULL);

  return self->lines;
}

KarneCardLine *
karne_vaccine_card_find (KarneVaccineCard *self, const char *id)
{
  GPtrArray *lines = karne_vaccine_card_get_lines (self);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    if (g_str_equal (((KarneCardLine *) lines->pdata[i])->id, id))
      return lines->pdata[i];
  return NULL;
}

const GError *
karne_vaccine_card_get_error (KarneVaccineCard *self)
{
  g_return_val_if_fail (KARNE_IS_VACCINE_CARD (self), NULL);

  return self->error != NULL ? self->error
                             : (self->dues != NULL ? karne_dues_get_error (self->dues) : NULL);
}
