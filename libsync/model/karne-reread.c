/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-reread-private.h"

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  karne_reread_ask (data);
}

void
karne_reread_begin (KarneReread *self, KarneStore *store, KarneRereadFunc func, gpointer object)
{
  self->store = g_object_ref (store);
  self->object = object;
  self->func = func;
  self->cancellable = g_cancellable_new ();
  self->changed_id = g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
}

void
karne_reread_end (KarneReread *self)
{
  if (self->store == NULL)
    return;
  g_signal_handler_disconnect (self->store, self->changed_id);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
}

gboolean
karne_reread_has_ended (KarneReread *self)
{
  return self->store == NULL;
}

void
karne_reread_ask (KarneReread *self)
{
  self->is_wanted = self->is_reading;
  if (self->is_reading || karne_reread_has_ended (self))
    return;
  self->is_reading = TRUE;
  self->func (self->object);
}

void
karne_reread_done (KarneReread *self)
{
  self->is_reading = FALSE;
  if (self->is_wanted)
    karne_reread_ask (self);
}
