/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-window-private.h"

#include "karne-dialogs.h"

#include <glib/gi18n.h>

/* How what is open in the window ends. */

static void
session_ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->desk == NULL)
    return;
  if (!karne_desk_close_finish (KARNE_DESK (object), result, &error))
    {
      /* Whoever leaves is to know that something was not erased; then they can leave. */
      self->closing = FALSE;
      karne_window_say_error (self, error);
    }
  if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
}

/* Whoever signed in for this session is signed out first: the record is covered meanwhile. */
static void
end_session (KarneWindow *self)
{
  if (karne_arrival_leave (self->arrival))
    return;
  if (karne_window_is_covered (self) && karne_desk_get_session (self->desk) == NULL)
    karne_arrival_turn_away (self->arrival);
  karne_desk_close_async (self->desk, NULL, session_ended_cb, g_object_ref (self));
}

/* What does not last is looked at before it goes. */
static gboolean
needs_an_end (KarneWindow *self)
{
  KarneDeskMode mode = karne_desk_get_mode (self->desk);

  return mode != KARNE_DESK_MODE_CLOSED && mode != KARNE_DESK_MODE_OWN;
}

static void
begin_end (KarneWindow *self)
{
  /* Somebody’s record is just being opened: the end comes right after it. */
  self->end_wanted = !self->ending && karne_desk_get_busy (self->desk);
  if (self->ending || self->end_wanted)
    return;
  karne_window_drop_toast (self);
  self->ending = TRUE;
  karne_window_show_what_is_open (self);
  karne_end_page_begin (self->end);
}

static void end_locked (KarneWindow *self);

static void
busy_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneWindow *self = data;

  if (karne_desk_get_busy (desk) || !self->end_wanted)
    return;
  self->end_wanted = FALSE;
  if (karne_desk_get_locked (desk))
    end_locked (self);
  else if (needs_an_end (self))
    begin_end (self);
}

/* Back to the record, or, once it is gone, to the start page. */
static void
end_left_cb (KarneEndPage *page, gpointer data)
{
  KarneWindow *self = data;

  self->ending = FALSE;
  karne_window_show_what_is_open (self);
}

/* What became of it is shown, unless the window is to go. */
static void
erase_locked (KarneWindow *self)
{
  if (self->closing || !needs_an_end (self))
    {
      end_session (self);
      return;
    }
  self->ending = TRUE;
  karne_end_page_erase (self->end);
}

static void
end_confirmed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWindow) self = user_data;

  if (self->desk != NULL && karne_dialogs_confirm_finish (result, NULL))
    erase_locked (self);
  else
    self->closing = FALSE;
}

/* Nothing of it may be shown; how much it is may, once that is known. */
static void
end_locked (KarneWindow *self)
{
  guint n = karne_desk_get_n_unsent (self->desk);
  g_autofree char *body = NULL;

  self->end_wanted = karne_desk_get_busy (self->desk);
  if (self->end_wanted)
    return;
  if (!needs_an_end (self) || n == 0)
    {
      erase_locked (self);
      return;
    }
  body = g_strdup_printf (ngettext ("%u change has not been sent, and would be lost. Unlocking "
                                    "shows it.",
                                    "%u changes have not been sent, and would be lost. Unlocking "
                                    "shows them.",
                                    n),
                          n);
  karne_dialogs_confirm_async (GTK_WIDGET (self), _ ("End the locked session?"), body,
                               /* Translators: a button. */
                               _ ("_Erase"), NULL, end_confirmed_cb, g_object_ref (self));
}

/* As the person asks for it: what does not last is looked at first. */
void
karne_window_end (KarneWindow *self)
{
  if (karne_desk_get_locked (self->desk))
    end_locked (self);
  else if (needs_an_end (self))
    begin_end (self);
  else
    end_session (self);
}

static void
close_or_decide (KarneWindow *self)
{
  if (karne_desk_get_locked (self->desk))
    {
      end_locked (self);
      return;
    }
  if (needs_an_end (self) && karne_desk_get_n_unsent (self->desk) > 0)
    {
      self->closing = FALSE;
      begin_end (self);
      return;
    }
  end_session (self);
}

static void
settled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneWindow) self = user_data;

  karne_unsent_settle_finish (KARNE_UNSENT (object), result);
  if (self->desk != NULL && self->closing)
    close_or_decide (self);
}

/* The window closes once that is done, unless there is something to decide: what was saved a moment
 * ago counts. */
void
karne_window_end_and_close (KarneWindow *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  KarneUnsent *unsent = session != NULL ? karne_session_get_unsent (session) : NULL;

  self->closing = TRUE;
  if (unsent != NULL && needs_an_end (self))
    karne_unsent_settle_async (unsent, settled_cb, g_object_ref (self));
  else
    close_or_decide (self);
}

void
karne_window_follow_ends (KarneWindow *self)
{
  karne_end_page_set_desk (self->end, self->desk);
  g_signal_connect_object (self->end, "left", G_CALLBACK (end_left_cb), self, 0);
  g_signal_connect_object (self->desk, "notify::busy", G_CALLBACK (busy_changed_cb), self, 0);
}
