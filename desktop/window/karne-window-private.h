/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-window.h"

#include "karne-arrival-page.h"
#include "karne-end-page.h"
#include "karne-lock-page.h"
#include "karne-record-view.h"
#include "karne-start-page.h"

G_BEGIN_DECLS

/* The inside of the window, for the files that it is made of. */
struct _KarneWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *root;
  KarneStartPage *start;
  KarneArrivalPage *arrival_page;
  KarneLockPage *lock;
  KarneEndPage *end;
  KarneRecordView *record;

  KarneDesk *desk;       /* (owned) (nullable) NULL once disposed */
  KarneArrival *arrival; /* (owned) (nullable) likewise */
  AdwToast *toast;       /* (owned) (nullable) the last one */
  guint narrow_id;       /* idle: the width changed */
  int width;             /* as last allocated */
  gboolean discreet;     /* what is shown is covered where nobody points at it */
  gboolean ending;       /* the end of the session is looked at, or what came of it */
  gboolean end_wanted;   /* as soon as nothing is being opened */
  gboolean closing;      /* the session is being ended, then the window closes */
};

/* How it stands */

gboolean karne_window_can_open (KarneWindow *self);
/* What the person has not agreed to, or not any more, is in no widget. */
gboolean karne_window_is_covered (KarneWindow *self);
void karne_window_show_what_is_open (KarneWindow *self);
void karne_window_drop_toast (KarneWindow *self);
/* On the first page, or over the record that stays open. */
void karne_window_say_error (KarneWindow *self, const GError *error);
/* Answers a desk that was asked to open something. user_data: (transfer full) the window. */
void karne_window_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data);

/* Actions */

void karne_window_install_actions (GtkWidgetClass *widget_class);
/* (transfer full) as the administrator or the person left it; empty where there is nothing. */
char *karne_window_dup_setting (KarneWindow *self, const char *key);

/* Ending */

/* As the person asks for it: what does not last is looked at first. */
void karne_window_end (KarneWindow *self);
/* The window closes once that is done, unless there is something to decide. */
void karne_window_end_and_close (KarneWindow *self);
/* Once it has a desk. */
void karne_window_follow_ends (KarneWindow *self);

G_END_DECLS
